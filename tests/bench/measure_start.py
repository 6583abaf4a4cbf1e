"""From the start of the program to the first slide on the screen, the kiosk and Chromium in turn.

The slide is there when nine tenths of its drawing (every sampled point that has not the color of its ground, as it
is at the end of the watch) have come: the same rule for both, and a word that is being marked does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench import chromium
from tests.bench.figures import Figure, quantile, ratio, timed
from tests.bench.screen_probe import ScreenProbe, appeared
from tests.bench.stage import FULL_HD, Stage, program
from tests.pilot import KIOSK, kiosk_environment
from tests.rig import ScreenRig

GROUP = "start"
DRAWN = 0.9
LOOK_SECONDS = 0.002
KIOSK_SECONDS, CHROMIUM_SECONDS = 4.0, 7.0


def seconds_to_slide(
    screen: ScreenRig, command: Sequence[str], env: Mapping[str, str], folder: Path, watch_seconds: float
) -> float | None:
    """Seconds from the start of the process to its first slide; None if nothing was drawn."""
    with ScreenProbe(screen.root) as probe, program(command, env, folder) as (began, _):
        box = (0, 0, *probe.size)
        sights = probe.watch(box, 6, lambda: False, watch_seconds, LOOK_SECONDS)
    there = appeared(sights, DRAWN)
    return None if there is None else there - began


def kiosk_command(folder: Path, size: tuple[int, int] = FULL_HD, *others: str) -> tuple[str, ...]:
    """The kiosk as the pilot starts it, too."""
    return (*KIOSK, "run", "--windowed", f"{size[0]}x{size[1]}", "--journal", str(folder / "journal.jsonl"), *others)


def measure(stage: Stage) -> list[Figure]:
    """Each in turn, with a fresh home and a fresh profile; Chromium also with a profile that it has used before."""
    page = chromium.write_page(stage.folder("page"))
    ours: list[float] = []
    fresh: list[float] = []
    used: list[float] = []
    worn = stage.folder("profile")
    with stage.sound() as sound:
        for round_ in range(stage.count(10, 3) + 1):
            taken = [
                _kiosk(stage, sound.env),
                _chromium(stage, page, stage.folder("profile")),
                _chromium(stage, page, worn),
            ]
            if round_:  # the first one fills the caches of the system, for all alike
                for times, seconds in zip((ours, fresh, used), taken, strict=True):
                    times.extend([seconds] if seconds is not None else [])
    figures = [
        timed(GROUP, "kiosk", ours, 50),
        timed(GROUP, "Chromium, fresh profile", fresh, 50),
        timed(GROUP, "Chromium, used profile", used, 50),
    ]
    for name, times in (("fresh", fresh), ("used", used)):
        medians = quantile(ours, 50), quantile(times, 50)
        figures.append(ratio(GROUP, f"kiosk / Chromium, {name} profile", *medians, min(len(ours), len(times)), 0.5))
    return figures


def _kiosk(stage: Stage, sound_env: Mapping[str, str]) -> float | None:
    with stage.screen(FULL_HD) as screen:
        folder = stage.folder("kiosk")
        env = kiosk_environment(folder, screen.env, sound_env)
        return seconds_to_slide(screen, kiosk_command(folder), env, folder, KIOSK_SECONDS)


def _chromium(stage: Stage, page: Path, profile: Path) -> float | None:
    if not chromium.is_there():
        return None
    with stage.screen(FULL_HD) as screen:
        folder = stage.folder("chromium")
        command = chromium.command(page, profile, FULL_HD)
        return seconds_to_slide(screen, command, screen.env, folder, CHROMIUM_SECONDS)
