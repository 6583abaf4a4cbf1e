"""What every Listener promises, tried on each of them: the deaf one, the one a program speaks to, and the live ones."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from audio.api import (
    Duplex,
    Heard,
    HeardNothingKnown,
    Listener,
    Listening,
    MicrophoneBack,
    MicrophoneFault,
    MicrophoneLost,
    Report,
    VoiceLevel,
)
from audio.listener import LiveListener
from audio.null_listener import NullListener, SpokenListener
from tests.audio.sounds import speech, write_wav
from tests.rig import SoundRig

pytestmark = pytest.mark.timed

PHRASES = frozenset({"next slide", "go back", "main menu"})
ON = Listening(is_on=True, phrases=PHRASES)
OFF = Listening(is_on=False)
NOT_SPEECH = (MicrophoneLost, MicrophoneBack, MicrophoneFault, VoiceLevel, Duplex)


@dataclass
class Room:
    """A listener, what it reports, and somebody who can say something to it."""

    listener: Listener
    reports: queue.SimpleQueue[Report]
    say: Callable[[str], None]
    can_hear: bool
    patience: float

    def heard(self) -> Report:
        """The next report about speech."""
        while isinstance(report := self.reports.get(timeout=20), NOT_SPEECH):
            pass
        return report

    def hears_nothing(self) -> bool:
        """Whether no report about speech comes within the time in which one would have come."""
        try:
            while isinstance(self.reports.get(timeout=self.patience), NOT_SPEECH):
                pass
        except queue.Empty:
            return True
        return False


@pytest.fixture(params=["null", "spoken", "fake process", "live"])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    """Each listener in turn, listening to nothing yet."""
    reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
    if request.param == "null":
        room = Room(NullListener(), reports, lambda _words: None, can_hear=False, patience=0.01)
    elif request.param == "spoken":
        spoken = SpokenListener(reports.put)
        room = Room(spoken, reports, spoken.say, can_hear=True, patience=0.01)
    elif request.param == "fake process":
        fake = str(Path(__file__).with_name("fake_listener_process.py"))
        talk = tmp_path / "talk"
        live = LiveListener(reports.put, command=[sys.executable, fake, f"overhear {talk}"])
        room = Room(live, reports, _speaker_into(talk), can_hear=True, patience=0.6)
    else:
        rig: SoundRig = request.getfixturevalue("sound_here")
        live = LiveListener(reports.put)
        room = Room(live, reports, _visitor(rig, tmp_path), can_hear=True, patience=1.5)
        _wait_for_the_microphone(live, rig)
    yield room
    room.listener.close()


def _speaker_into(talk: Path) -> Callable[[str], None]:
    talk.touch()

    def say(words: str) -> None:
        with talk.open("a") as file:
            file.write(words + "\n")

    return say


def _visitor(rig: SoundRig, folder: Path) -> Callable[[str], None]:
    def say(words: str) -> None:
        rig.say_into_mic(write_wav(folder / "said.wav", speech(words, folder)))
        rig.wait_said()

    return say


def _wait_for_the_microphone(live: LiveListener, rig: SoundRig) -> None:
    live.start()
    deadline = time.monotonic() + 60
    while "protocol-native" not in rig.pactl("list", "short", "source-outputs"):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_an_active_phrase_is_reported_as_it_was_written(room: Room) -> None:
    room.listener.make_true(ON)
    room.say("next slide")
    if room.can_hear:
        report = room.heard()
        assert isinstance(report, Heard)
        assert report.phrase == "next slide"
        assert report.start < report.end <= report.decided
        assert 0 < report.score <= 1
    assert room.hears_nothing()


def test_what_is_not_active_is_nothing_known(room: Room) -> None:
    room.listener.make_true(Listening(is_on=True, phrases=PHRASES - {"main menu"}))
    room.say("main menu")
    if room.can_hear:
        report = room.heard()
        assert isinstance(report, HeardNothingKnown)
        assert report.start < report.end
    assert room.hears_nothing()


def test_nothing_is_heard_while_it_is_off(room: Room) -> None:
    room.listener.make_true(ON)
    room.listener.make_true(OFF)
    room.say("next slide")
    assert room.hears_nothing()


def test_it_can_be_switched_on_again(room: Room) -> None:
    for listening in (ON, OFF, ON):
        room.listener.make_true(listening)
    room.say("go back")
    if room.can_hear:
        report = room.heard()
        assert isinstance(report, Heard)
        assert report.phrase == "go back"


def test_the_same_again_changes_nothing(room: Room) -> None:
    room.listener.make_true(ON)
    room.listener.make_true(Listening(is_on=True, phrases=frozenset(sorted(PHRASES))))
    room.say("next slide")
    if room.can_hear:
        assert isinstance(room.heard(), Heard)
    assert room.hears_nothing()


def test_every_call_returns_at_once(room: Room) -> None:
    began = time.monotonic()
    for listening in (ON, OFF, ON, OFF):
        room.listener.make_true(listening)
    assert time.monotonic() - began < 1.0


def test_close_twice_leaves_no_thread_and_no_process_and_nothing_is_heard(room: Room) -> None:
    room.listener.make_true(ON)
    room.listener.close()
    room.listener.close()
    room.listener.make_true(OFF)
    room.listener.make_true(ON)
    room.say("next slide")
    assert room.hears_nothing()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("listener")]
    children = subprocess.run(["pgrep", "-P", str(_pid()), "-f", "listener_process"], capture_output=True, check=False)
    assert children.stdout == b""


def _pid() -> int:
    import os

    return os.getpid()
