"""A deck of 10,000 slides against one of 40 with the same topics: start and memory."""

from __future__ import annotations

import shutil
from pathlib import Path

from content.places import default_deck_folder
from tests.bench.figures import Figure, quantile, ratio, timed
from tests.bench.measure_start import KIOSK_SECONDS, kiosk_command, seconds_to_slide
from tests.bench.processes import family, pss_megabytes
from tests.bench.stage import FULL_HD, Stage
from tests.pilot import kiosk_environment

GROUP = "deck of 10,000"
TOPICS = 8
WITHIN_A_FIFTH = 1.2
LARGE, SMALL = 10_000, 40

SLIDE = """facts = {facts}
icon = "{icon}"

[en]
title = "Slide number {number}"
text = "This is slide number {number}. It says that MMN is a disorder of the motor nerves."
picture = "A picture."
"""


def write_deck(folder: Path, slides: int) -> Path:
    """A deck of so many slides, evenly in TOPICS topics, with the words and pictures of the kiosk's own."""
    own = default_deck_folder()
    shutil.copy(own / "deck.toml", folder / "deck.toml")
    (folder / "facts.toml").write_text("[F01]\ntopic = 1\n")
    for name in ("words", "icons"):
        shutil.copytree(own / name, folder / name)
    icons = sorted(path.stem for path in (own / "icons").glob("*.svg"))
    for topic in range(TOPICS):
        place = folder / "slides" / f"{topic + 1:02d}-part-{'abcdefgh'[topic]}"
        place.mkdir(parents=True)
        (place / "topic.toml").write_text(f'icon = "{icons[topic]}"\n[en]\ntitle = "Part {topic + 1}"\n')
        for number in range(slides // TOPICS):
            name = f"{number + 1:05d}-slide-{topic + 1}-{number + 1}.toml"
            facts = "[]" if topic else '["F01"]'
            shown = topic * slides // TOPICS + number + 1
            (place / name).write_text(SLIDE.format(icon=icons[number % len(icons)], number=shown, facts=facts))
    return folder


def measure(stage: Stage) -> list[Figure]:
    """Large against small: the ratio of the medians of start and of PSS."""
    decks = {count: write_deck(stage.folder(f"deck-{count}"), count) for count in (SMALL, LARGE)}
    starts: dict[int, list[float]] = {SMALL: [], LARGE: []}
    sizes: dict[int, list[float]] = {SMALL: [], LARGE: []}
    with stage.sound() as sound:
        for round_ in range(stage.count(7, 3) + 1):
            for count, deck in decks.items():
                seconds = _start(stage, sound.env, deck)
                starts[count].extend([seconds] if seconds is not None and round_ else [])
    for _ in range(stage.count(3, 1)):
        for count, deck in decks.items():
            sizes[count].append(_memory(stage, deck))
    pairs = (("start", starts), ("memory", sizes))
    figures = [timed(GROUP, f"start with {count} slides", starts[count], 50) for count in (SMALL, LARGE)]
    for name, values in pairs:
        large, small = quantile(values[LARGE], 50), quantile(values[SMALL], 50)
        n = min(len(values[LARGE]), len(values[SMALL]))
        figures.append(ratio(GROUP, f"{name} against {SMALL}", large, small, n, WITHIN_A_FIFTH))
    return figures


def _start(stage: Stage, sound_env: dict[str, str], deck: Path) -> float | None:
    with stage.screen(FULL_HD) as screen:
        folder = stage.folder("kiosk")
        command = kiosk_command(folder, FULL_HD, "--deck", str(deck))
        env = kiosk_environment(folder, screen.env, sound_env)
        return seconds_to_slide(screen, command, env, folder, KIOSK_SECONDS)


def _memory(stage: Stage, deck: Path) -> float:
    """PSS after a few slides, narrating, MB."""
    with stage.kiosk(arguments=("--deck", str(deck))) as visit:
        for _ in range(4):
            visit.key("Right")
            visit.wait_for("word_started", word=1)
        return pss_megabytes(family(visit.pilot.process.pid))
