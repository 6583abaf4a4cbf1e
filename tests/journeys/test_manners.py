"""A visit for the ear: short sounds that tell what happened, what this is, silence for names. On the real speaker."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.earcons import earcon
from tests.pilot import Event, Pilot
from tests.rig import Samples, ScreenRig, SoundRig
from tests.sound import torn

pytestmark = pytest.mark.real

BRISK = "[sound]\nspeed = 8\n"
SILENCE_SECONDS = 1.5
"""From before the order is sent to silence in the recording, on a busy machine; `make bench` measures."""
LATE_SECONDS = 2.0
"""So late the journal may be, or the sound, on a busy machine."""
HEARD = 0.85
"""So many of the notes of an earcon are there, however torn. Measured on a machine at its limits: 1; of another earcon
0.75 at most, of speech 0.5."""


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory, screen: ScreenRig, sound_server: SoundRig) -> Iterator[Pilot]:
    """One kiosk for all steps of this visit, in the order of this file."""
    with Pilot(tmp_path_factory.mktemp("manners"), screen, sound_server, BRISK) as pilot:
        yield pilot


def is_heard(pilot: Pilot, name: str, start: float, stop: float) -> bool:
    """Whether this earcon is in the recording from ``start`` to ``stop``."""
    wanted: Samples = np.frombuffer(earcon(name).pcm, "<i2").astype(np.float32) / np.float32(32768)
    return torn(pilot.recording.between(start, stop), wanted) >= HEARD


def started(pilot: Pilot, name: str) -> Event:
    """The utterance that begins with this earcon; it is in the recording."""
    event = pilot.wait_for("utterance_started", timeout=30, earcon=name)
    assert is_heard(pilot, name, event["t"] - LATE_SECONDS, event["t"] + LATE_SECONDS), name
    return event


def test_next_and_back_are_heard_before_the_words(pilot: Pilot) -> None:
    pilot.wait_for("utterance_started", timeout=15, earcon="")
    for key, name in (("Right", "next"), ("Left", "back")):
        pilot.key(key)
        event = started(pilot, name)
        word = pilot.wait_for("word_started", timeout=15, number=event["number"])
        assert 0 < word["t"] - event["t"] < earcon(name).seconds + LATE_SECONDS
        assert pilot.sounding(word["t"], word["t"] + LATE_SECONDS) > 0.2


def test_after_the_reading_it_is_heard_that_the_kiosk_listens(pilot: Pilot) -> None:
    pilot.key("Right")
    event = pilot.wait_for("utterance_started", timeout=15, earcon="next")
    pilot.wait_for("utterance_finished", timeout=90, number=event["number"])
    told = pilot.wait_for("utterance_started", timeout=15, source="notice")  # once a visit: the way to help
    finished = pilot.wait_for("utterance_finished", timeout=30, number=told["number"])
    assert is_heard(pilot, "listening", finished["t"] - LATE_SECONDS, finished["t"] + LATE_SECONDS)
    pilot.order("where am I", "WHERE")
    started(pilot, "understood")


def test_what_was_not_understood_is_heard(pilot: Pilot) -> None:
    pilot.key("q")
    pilot.wait_for("command", command="QUIET")
    pilot.hear("elephants in the kitchen garden")
    pilot.wait_for("heard_nothing_known")
    started(pilot, "not_understood")


def test_the_end_is_heard(pilot: Pilot) -> None:
    pilot.key("t")
    pilot.wait_for("panel_shown", panel="topics")
    for _ in range(2):
        time.sleep(0.4)  # a second press of a key within 0.3 s is a double strike
        pilot.key("Right")
        pilot.wait_for("command", command="NEXT")
    started(pilot, "end")


def test_who_touches_the_glass_hears_what_this_is_within_15_seconds(
    tmp_path: Path, screen: ScreenRig, sound_server: SoundRig
) -> None:
    with Pilot(tmp_path, screen, sound_server) as pilot:
        pilot.wait_for("word_started", timeout=15)
        pilot.touch_at(3, 3)
        told = pilot.wait_for("utterance_started", timeout=15, source="notice")
        words = pilot.wait_for("utterance_finished", timeout=30, number=told["number"])
        assert words["t"] - told["t"] < 15 + LATE_SECONDS
        assert pilot.sounding(told["t"], words["t"]) > 0.5
        pilot.wait_for("utterance_started", timeout=15, source="screen")
        pilot.touch_at(3, 3)
        pilot.wait_for("woken")


HOLDING = f"{BRISK}hold_seconds = 3\n"


def test_when_names_are_called_it_is_silent_and_goes_on_with_the_sentence(
    tmp_path: Path, screen: ScreenRig, sound_server: SoundRig
) -> None:
    with Pilot(tmp_path, screen, sound_server, HOLDING) as pilot:
        pilot.key("Right")
        pilot.wait_for("slide_shown", number=2)
        pilot.wait_for("word_started", timeout=15, sentence=1, word=1)
        pressed = pilot.key("Scroll_Lock")
        pilot.wait_for("hold_started")
        assert pilot.silent_after(pressed) < SILENCE_SECONDS
        assert pilot.sounding(pressed + SILENCE_SECONDS, pressed + 2.9) == 0
        on = pilot.wait_for("utterance_started", timeout=15)
        assert 2.9 < on["t"] - pressed < 3 + LATE_SECONDS
        pilot.wait_for("word_started", timeout=15, sentence=1, word=0)

        pilot.wait_for("word_started", timeout=15, sentence=1, word=2)
        pilot.mark()
        sent = time.monotonic()
        os.kill(pilot.process.pid, signal.SIGUSR1)
        pilot.wait_for("command", command="HOLD", input="signal")
        assert pilot.silent_after(sent) < SILENCE_SECONDS
        pilot.key("Scroll_Lock")
        pilot.wait_for("hold_ended")
        pilot.wait_for("word_started", timeout=15, word=0)


QUIET_HOURS = 'quiet_from = "00:00"\nquiet_to = "23:59"\n'


def test_in_quiet_hours_nothing_is_said_until_somebody_comes(
    tmp_path: Path, screen: ScreenRig, sound_server: SoundRig
) -> None:
    if time.localtime()[3:5] == (23, 59):
        time.sleep(60)
    with Pilot(tmp_path, screen, sound_server, BRISK + QUIET_HOURS) as pilot:
        pilot.wait_for("quiet_hours_started", timeout=15)
        shown = time.monotonic()
        assert pilot.sounding(pilot.recording.began, shown + 2) == 0
        pilot.key("Right")
        started = pilot.wait_for("utterance_started", timeout=15)
        pilot.wait_for("word_started", timeout=15)
        assert pilot.sounding(started["t"], started["t"] + 3) > 0.2
