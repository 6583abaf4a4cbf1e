"""Voice commands where it is not quiet: while others talk, over the kiosk's own narration, and with nobody there.

In the real window with real sound: the speaker is heard by the microphone, as loud as it plays. The visitors are
synthetic; how well people are understood is measured by `make bench-voice`, an hour with nobody there by
`make soak-voice`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.pilot import Pilot, PilotError
from tests.rig import RATE, Samples, ScreenRig, SoundRig, speech, wait_until

pytestmark = pytest.mark.real

SETTINGS = """
[sound]
speed = 6
[visit]
idle_seconds = 3600
[loop]
loop_gap_seconds = 30
"""
TALK = (
    "and then the bus was late again so we had to walk all the way down to the river",
    "my sister says the bakery on the corner has the best bread in town",
    "it was raining so hard that nobody could see the other side of the road",
    "they moved the appointment twice and nobody ever told us why",
)
VOICES = "rms", "awb", "kal16", "slt"
BABBLE_DB = -20.0
LAST = "ivig"
"""The last slide of the deck."""
LONGEST_SECONDS = 60.0
"""No slide is read for longer."""
TRIES = 6
"""So often a visitor says the same before he gives up: on average it is far less."""
MOST_TRIES = 2
"""So often an order has to be given on average, at most, while others talk and the kiosk itself reads."""


@pytest.fixture
def pilot(tmp_path: Path, screen: ScreenRig, sound: SoundRig) -> Iterator[Pilot]:
    with Pilot(tmp_path, screen, sound, SETTINGS) as pilot:
        pilot.wait_for("utterance_started", timeout=20)
        yield pilot


def loudness(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def babble(seconds: float, folder: Path) -> Samples:
    """Four people talking at once, BABBLE_DB against a visitor who speaks."""
    mixed = np.zeros(round(seconds * RATE), np.float32)
    for place, voice in enumerate(VOICES):
        said = np.concatenate([speech(sentence, folder, voice) for sentence in (*TALK[place:], *TALK[:place])])
        mixed += np.resize(said / loudness(said), len(mixed))
    return mixed * (loudness(speech("next slide", folder)) * 10 ** (BABBLE_DB / 20) / loudness(mixed))


def wait_for_the_sign(pilot: Pilot) -> None:
    """Until the screen says that the kiosk listens: it is silent, or hears over its own voice."""

    def is_listening() -> bool:
        happened = pilot.events()
        ends = [event["event"] for event in happened if event["event"].startswith("utterance_")]
        duplex = [event["is_full"] for event in happened if event["event"] == "duplex"]
        return ends[-1:] == ["utterance_finished"] or duplex[-1:] == [True]

    wait_until(is_listening, LONGEST_SECONDS, "the sign Listening")


def say(pilot: Pilot, phrase: str, command: str) -> int:
    """Say it until it is understood; how many tries that took."""
    failures = []
    for attempt in range(1, TRIES + 1):
        wait_for_the_sign(pilot)
        pilot.hear(phrase)
        try:
            pilot.wait_for("command", timeout=8, command=command, input="voice")
        except PilotError as error:
            failures.append(str(error))
        else:
            return attempt
    raise PilotError("\n".join(failures))


def commands(pilot: Pilot) -> list[str]:
    return [event["command"] for event in pilot.events() if event["event"] == "command" and event["input"] == "voice"]


def test_a_visitor_is_heard_over_the_narration(pilot: Pilot, sound: SoundRig) -> None:
    sound.connect_speaker_to_microphone()
    pilot.wait_for("utterance_started", timeout=30)
    time.sleep(6)  # of its own voice, in which the canceller finds the way from the speaker to the microphone
    for phrase, command in (("next slide", "NEXT"), ("go back", "BACK"), ("next slide", "NEXT")):
        say(pilot, phrase, command)
        pilot.wait_for("utterance_started", timeout=15)
        time.sleep(2)
    say(pilot, "stop talking", "QUIET")
    assert pilot.silent_after(time.monotonic()) < 1.5
    assert set(commands(pilot)) == {"NEXT", "BACK", "QUIET"}


def test_a_minute_of_its_own_narration_are_not_obeyed(pilot: Pilot, sound: SoundRig) -> None:
    sound.connect_speaker_to_microphone()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        pilot.key("Right")
        pilot.wait_for("utterance_started", timeout=15)
        time.sleep(12)
    assert commands(pilot) == []


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_deck_by_voice_alone_while_others_talk(pilot: Pilot, sound: SoundRig, tmp_path: Path) -> None:
    """Over the narration, too: a visitor who has read a slide does not wait for its end."""
    sound.connect_speaker_to_microphone()
    sound.say_into_mic(babble(1200, tmp_path))
    time.sleep(6)
    orders = tries = 0
    while [event["slide"] for event in pilot.events() if event["event"] == "slide_shown"][-1] != LAST:
        pilot.wait_for("utterance_started", timeout=15)
        time.sleep(1.5)
        tries += say(pilot, "next slide", "NEXT")
        orders += 1
        assert orders < 200, "the deck has no end"
    assert set(commands(pilot)) == {"NEXT"}
    print(f"{orders} orders, {tries} tries")
    assert tries <= MOST_TRIES * orders
