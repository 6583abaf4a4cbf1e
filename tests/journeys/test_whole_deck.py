"""The whole deck three times, as visitors walk it: by taps alone, by keys alone, by voice alone.

Long: `make journeys` runs it. Each walk sees every slide on the screen and hears its narration on the recorded speaker:
by taps and by voice to its end (what was recorded must be what ``narrate`` writes for it), by keys its beginning.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pilot import KIOSK, Event, Pilot, PilotError, kiosk_environment
from tests.rig import RATE, Samples, ScreenRig, SoundRig, read_wav
from tests.sound import held

pytestmark = [pytest.mark.real, pytest.mark.long, pytest.mark.timeout(3600)]

RATE_WPM = 320
SETTINGS = """
[sound]
speed = 9
[visit]
idle_seconds = 3600
[loop]
loop_gap_seconds = 30
"""
"""The fastest voice (320 words a minute), so that a walk takes minutes; neither the visit nor the first slide, which is
still the loop's, must end by itself."""
LONGEST_SECONDS = 90.0
"""No slide is read for longer."""
LATE_SECONDS = 1.0
"""So late the journal may be on a busy machine. What is heard is measured on the recording."""
HELD = 0.65
"""So much of what ``narrate`` writes for a slide is in the recording, piece by piece. Measured: 0.94 to 1 (44 slides);
of another slide's narration: 0.44 at most (84 pairs)."""
REREAD = 2
"""So many slides of a walk may be read once more before they are held: a machine that is busy with other things starves
the virtual speaker for a moment now and then. The second reading has to be whole."""
TRIES = 3
"""So often a spoken command is given before the walk fails: a recognizer mishears now and then. Retries are counted."""


@dataclass(frozen=True)
class Narrated:
    """A slide and its narration, as ``narrate`` writes it."""

    slide: str
    samples: Samples

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


@pytest.fixture(scope="module")
def narrations(tmp_path_factory: pytest.TempPathFactory) -> tuple[Narrated, ...]:
    out = tmp_path_factory.mktemp("narrations")
    command = [*KIOSK, "narrate", str(out), "--rate", str(RATE_WPM)]
    subprocess.run(command, cwd=out, env=kiosk_environment(out), check=True, capture_output=True, timeout=300)
    slides = json.loads((out / "words.json").read_text(encoding="utf-8"))["slides"]
    return tuple(Narrated(slide["slide"], read_wav(out / slide["wav"])) for slide in slides)


@pytest.fixture
def pilot(tmp_path: Path, screen: ScreenRig, sound: SoundRig) -> Iterator[Pilot]:
    with Pilot(tmp_path, screen, sound, SETTINGS) as pilot:
        yield pilot


def hear_to_the_end(pilot: Pilot, narrated: Narrated, shown: Event) -> float:
    """How much of the narration that was written is in the recording of the slide that has just been shown."""
    started = pilot.wait_for("utterance_started", timeout=15)
    finished = pilot.wait_for("utterance_finished", timeout=LONGEST_SECONDS, number=started["number"])
    assert finished["t"] - started["t"] == pytest.approx(narrated.seconds, abs=LATE_SECONDS), narrated.slide
    began = max(shown["t"], started["t"] - LATE_SECONDS)
    recorded = pilot.recording.between(began, finished["t"])
    return held(recorded, narrated.samples, started["t"] - began, LATE_SECONDS)


def hear_the_beginning(pilot: Pilot, narrated: Narrated, shown: Event, seconds: float = 3.0) -> float:
    """How much of the first words of the slide that has just been shown is in the recording."""
    started = pilot.wait_for("utterance_started", timeout=15)
    began = max(shown["t"], started["t"] - LATE_SECONDS)
    recorded = pilot.recording.between(began, started["t"] + seconds + LATE_SECONDS)
    first = narrated.samples[: round(seconds * RATE)]
    return held(recorded, first, started["t"] - began, LATE_SECONDS)


def walk(
    pilot: Pilot,
    narrations: tuple[Narrated, ...],
    go_on: Callable[[], object],
    read_again: Callable[[], object],
    hear: Callable[[Pilot, Narrated, Event], float],
) -> None:
    """Every slide in its order, each shown and heard, each with a picture of its own on the screen."""
    seen: list[bytes] = []
    reread: list[str] = []
    shown = pilot.wait_for("slide_shown")
    for number, narrated in enumerate(narrations, start=1):
        assert (shown["slide"], shown["number"]) == (narrated.slide, number)
        if (part := hear(pilot, narrated, shown)) <= HELD:
            reread.append(f"{narrated.slide}: {part:.2f}")
            read_again()
            assert hear(pilot, narrated, pilot.wait_for("command")) > HELD, reread
        seen.append(pilot.screenshot().tobytes())
        if number < len(narrations):
            shown = to_the_next_slide(pilot, number, go_on)
    assert len(set(seen)) == len(narrations)
    assert len(reread) <= REREAD, reread


def to_the_next_slide(pilot: Pilot, number: int, go_on: Callable[[], object]) -> Event:
    """Give the order until the slide changes: a slide of several pages takes one for each."""
    for _ in range(10):
        go_on()
        shown = pilot.wait_for("slide_shown")
        if shown["number"] != number:
            return shown
    raise PilotError(f"still on slide {number} after ten orders")


def test_by_taps_alone(pilot: Pilot, narrations: tuple[Narrated, ...]) -> None:
    walk(pilot, narrations, lambda: pilot.touch("Next"), lambda: pilot.touch("Play"), hear_to_the_end)


def test_by_keys_alone(pilot: Pilot, narrations: tuple[Narrated, ...]) -> None:
    def press(key: str) -> None:
        time.sleep(0.35)  # a second press within the time of a double strike does not count
        pilot.key(key)

    walk(pilot, narrations, lambda: press("Right"), lambda: press("r"), hear_the_beginning)


def test_by_voice_alone(pilot: Pilot, narrations: tuple[Narrated, ...]) -> None:
    retries = 0
    misheard: list[str] = []

    def say(phrase: str, command: str) -> None:
        nonlocal retries
        for _ in range(TRIES):
            pilot.hear(phrase)
            try:
                pilot.wait_for("command", timeout=6, command=command, input="voice")
            except PilotError as error:
                retries += 1
                misheard.append(str(error))
            else:
                return
        raise PilotError("\n".join(misheard[-TRIES:]))

    walk(
        pilot, narrations, lambda: say("next slide", "NEXT"), lambda: say("read this slide", "READ"), hear_to_the_end
    )
    orders = [event for event in pilot.events() if event["event"] == "command"]
    assert {event["input"] for event in orders} == {"voice"}
    assert {event["command"] for event in orders} <= {"NEXT", "READ"}
    assert retries <= len(narrations) // 10
