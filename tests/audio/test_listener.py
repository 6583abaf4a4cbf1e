"""The live listener against a listening process that dies, hangs, speaks late or speaks nonsense."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import audio.listener
from audio.api import (
    Duplex,
    Heard,
    HeardNothingKnown,
    Listening,
    MicrophoneBack,
    MicrophoneFault,
    MicrophoneLost,
    Report,
    RoomLevel,
    SpokenOver,
    VoiceLevel,
)
from audio.listener import LiveListener

pytestmark = pytest.mark.timed

FAKE = str(Path(__file__).with_name("fake_listener_process.py"))
ON = Listening(is_on=True, phrases=frozenset({"next slide", "go back"}))
OFF = Listening(is_on=False)

Start = Callable[..., LiveListener]


@pytest.fixture
def reports() -> queue.SimpleQueue[Report]:
    return queue.SimpleQueue()


@pytest.fixture
def start(reports: queue.SimpleQueue[Report]) -> Iterator[Start]:
    """Makes listeners whose process follows a plan; all are closed at the end."""
    made: list[LiveListener] = []

    def make(*plan: str) -> LiveListener:
        made.append(LiveListener(reports.put, command=[sys.executable, FAKE, *plan]))
        return made[-1]

    yield make
    for listener in made:
        listener.close()


def test_what_the_process_hears_is_reported(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    start("echo").make_true(ON)
    assert reports.get(timeout=30) == Heard("go back", 0.9, 1.0, 1.5, 1.8)


def test_that_nothing_was_understood_is_reported(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    start("nothing").make_true(ON)
    assert reports.get(timeout=30) == HeardNothingKnown(1.0, 1.5)


def test_the_level_of_the_room_is_reported(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    start("room -42.5").make_true(ON)
    assert reports.get(timeout=30) == RoomLevel(-42.5)


def test_levels_faults_and_speech_over_its_own_voice_are_reported(
    start: Start, reports: queue.SimpleQueue[Report]
) -> None:
    plan = ("level 12", "fault hum", "fault hum", "fault ", "duplex yes", "duplex yes", "fault silent", "lost x")
    start(*plan).make_true(ON)
    expected = [VoiceLevel(12.0), MicrophoneFault("hum"), MicrophoneFault(""), Duplex(True), MicrophoneFault("silent")]
    assert [reports.get(timeout=30) for _ in expected] == expected
    gone = [Duplex(False), MicrophoneFault(""), MicrophoneLost("x")]
    assert [reports.get(timeout=30) for _ in gone] == gone, "without a microphone neither of them is true"


def test_a_raised_voice_is_reported(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    start("over").make_true(ON)
    assert reports.get(timeout=30) == SpokenOver()


def test_that_it_begins_to_speak_drops_nothing(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    listener = start("echo", "echo")
    listener.make_true(ON)
    assert isinstance(reports.get(timeout=30), Heard)
    listener.make_true(replace(ON, is_speaking=True))
    assert isinstance(reports.get(timeout=30), Heard)
    listener.make_true(ON)
    line = '{"event": "heard", "generation": 1, "phrase": "yes", "score": 1, "start": 0, "end": 1, "decided": 1}'
    other = start(f"raw {line}")
    other.make_true(ON)
    other.make_true(replace(ON, is_speaking=True))
    assert isinstance(reports.get(timeout=30), Heard)


def test_a_process_that_dies_hears_nothing_over_its_own_voice(
    start: Start, reports: queue.SimpleQueue[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio.listener, "FIRST_RETRY_SECONDS", 30.0)
    start("duplex yes", "die 1").make_true(ON)
    assert [reports.get(timeout=30) for _ in range(2)] == [Duplex(True), Duplex(False)]
    assert isinstance(reports.get(timeout=30), MicrophoneLost)


def test_what_was_heard_before_a_change_is_dropped(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    listener = start("stale", "lost x")
    listener.make_true(ON)
    assert reports.get(timeout=30) == MicrophoneLost("x")


def test_the_same_again_asks_for_nothing(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    """The second wish that the process gets is the second different one."""
    listener = start("echo", "echo")
    listener.make_true(ON)
    assert reports.get(timeout=30) == Heard("go back", 0.9, 1.0, 1.5, 1.8)
    listener.make_true(Listening(is_on=True, phrases=frozenset({"go back", "next slide"})))
    listener.make_true(Listening(is_on=True, phrases=frozenset({"yes"})))
    assert reports.get(timeout=30) == Heard("yes", 0.9, 1.0, 1.5, 1.8)


def test_a_microphone_lost_and_back(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    start("lost pulled out", "lost pulled out", "back", "back", "echo").make_true(ON)
    assert [reports.get(timeout=30) for _ in range(2)] == [MicrophoneLost("pulled out"), MicrophoneBack()]
    assert isinstance(reports.get(timeout=30), Heard)


@pytest.mark.parametrize("nonsense", ["", "{", "[]", "3", '{"event": "heard"}', '{"event": "song", "generation": 1}'])
def test_nonsense_is_passed_over(start: Start, reports: queue.SimpleQueue[Report], nonsense: str) -> None:
    start(f"raw {nonsense}", "echo").make_true(ON)
    assert isinstance(reports.get(timeout=30), Heard)


def test_a_heard_line_of_another_shape_is_passed_over(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    start(
        'raw {"event": "heard", "generation": 1, "colour": "red"}', 'raw {"event": "lost", "generation": 0}', "echo"
    ).make_true(ON)
    assert isinstance(reports.get(timeout=30), Heard)


def test_a_dead_process_is_told_and_started_again(
    start: Start, reports: queue.SimpleQueue[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio.listener, "FIRST_RETRY_SECONDS", 0.01)
    starts = tmp_path / "starts"
    start(f"count {starts}", "die 3").make_true(ON)
    lost = reports.get(timeout=30)
    assert isinstance(lost, MicrophoneLost)
    assert "ended (3)" in lost.reason
    wait_until(lambda: len(starts.read_text().splitlines()) >= 3)
    assert reports.empty(), "it is told once that the microphone is lost"


def test_a_restarted_process_gets_the_wish_again_and_is_back(
    start: Start, reports: queue.SimpleQueue[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio.listener, "FIRST_RETRY_SECONDS", 0.01)
    listener = start("back", "echo")
    listener.make_true(ON)
    assert isinstance(reports.get(timeout=30), Heard)
    assert listener.process_id is not None
    kill(listener.process_id)
    assert isinstance(reports.get(timeout=30), MicrophoneLost)
    assert isinstance(reports.get(timeout=30), MicrophoneBack)
    assert isinstance(reports.get(timeout=30), Heard)


def test_a_hanging_process_is_killed_and_started_again(
    start: Start, reports: queue.SimpleQueue[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio.listener, "FIRST_RETRY_SECONDS", 0.01)
    monkeypatch.setattr(audio.listener, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(audio.listener, "SILENT_SECONDS", 0.3)
    monkeypatch.setattr(audio.listener, "START_SECONDS", 0.3)
    starts = tmp_path / "starts"
    start(f"count {starts}", "hang").make_true(ON)
    assert isinstance(reports.get(timeout=30), MicrophoneLost)
    wait_until(lambda: len(starts.read_text().splitlines()) >= 2)


def test_a_program_that_is_not_there_is_a_lost_microphone(reports: queue.SimpleQueue[Report]) -> None:
    listener = LiveListener(reports.put, command=["/no/such/program"])
    listener.make_true(ON)
    lost = reports.get(timeout=30)
    assert isinstance(lost, MicrophoneLost)
    assert "does not start" in lost.reason
    listener.close()


def test_nothing_starts_before_it_is_wanted(start: Start, tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    listener = start(f"count {starts}")
    listener.make_true(OFF)
    assert listener.process_id is None
    listener.start()
    wait_until(starts.exists)


def test_nothing_is_reported_while_it_is_off(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    line = '{"event": "heard", "generation": 2, "phrase": "yes", "score": 1, "start": 0, "end": 1, "decided": 1}'
    listener = start(f"raw {line}", "lost at last")
    listener.make_true(ON)
    listener.make_true(OFF)
    assert reports.get(timeout=30) == MicrophoneLost("at last")


@pytest.mark.parametrize("plan", [(), ("hang",)])
def test_close_ends_everything_within_two_seconds(start: Start, plan: tuple[str, ...], tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    listener = start(f"count {starts}", *plan)
    listener.make_true(ON)
    wait_until(starts.exists)
    process = listener.process_id
    began = time.monotonic()
    listener.close()
    listener.close()
    assert time.monotonic() - began < 4  # two, on a quiet machine
    assert process is not None
    wait_until(lambda: not Path(f"/proc/{process}").exists())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("listener")]


def test_no_report_after_close(start: Start, reports: queue.SimpleQueue[Report]) -> None:
    listener = start("echo")
    listener.make_true(ON)
    listener.close()
    while not reports.empty():
        reports.get()
    listener.make_true(Listening(is_on=True, phrases=frozenset({"yes"})))
    assert listener.process_id is None
    assert reports.empty()


def kill(process: int) -> None:
    import os
    import signal

    os.kill(process, signal.SIGKILL)


def wait_until(question: Callable[[], bool], seconds: float = 30.0) -> None:
    """Ask until it is so."""
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline
        time.sleep(0.01)
