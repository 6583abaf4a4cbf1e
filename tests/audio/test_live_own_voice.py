"""The kiosk's own voice in the real microphone: it obeys nothing of it, and a visitor who speaks over it is heard."""

from __future__ import annotations

import os
import queue
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audio.api import Duplex, Heard, HeardNothingKnown, Listening, MicrophoneLost, Report, VoiceLevel
from audio.listener import LiveListener
from tests.audio.sounds import speech, write_wav
from tests.audio.test_listener_process import internet_sockets, open_for_writing, sockets_of, unix_sockets
from tests.bench.measure_echo import narration
from tests.rig import MICROPHONE_IN, SPEAKER, TIED, SoundRig, end

pytestmark = pytest.mark.real

HALF_A_MINUTE = 30.0
"""Hours: `make soak-voice`."""
PHRASES = frozenset({"stop talking", "next slide", "go back", "main menu", "help me", "keep going", "read this slide"})
LISTENING = Listening(is_on=True, phrases=PHRASES, is_speaking=True)


@contextmanager
def own_voice_in_microphone(rig: SoundRig, folder: Path, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    """The deck's narration comes out of the speaker, and through the air into the microphone."""
    played = np.repeat(narration(seconds / 60), 3)[: round(seconds * 48_000)]
    path = write_wav(folder / "narration.wav", (played * 16_000).astype(np.int16), rate=48_000)
    way = (f"source={SPEAKER}.monitor", f"sink={MICROPHONE_IN}", "latency_msec=60")
    air = rig.pactl("load-module", "module-loopback", *way, "adjust_time=0")  # else it speeds up and slows down
    player = subprocess.Popen([*TIED, "paplay", "-d", SPEAKER, str(path)], env=rig.env, start_new_session=True)
    try:
        yield player
    finally:
        end(player)
        rig.pactl("unload-module", air)


@pytest.fixture
def reports() -> queue.SimpleQueue[Report]:
    return queue.SimpleQueue()


@pytest.fixture
def listener(sound_here: SoundRig, reports: queue.SimpleQueue[Report]) -> Iterator[LiveListener]:
    """Listens while the kiosk speaks."""
    live = LiveListener(reports.put)
    live.make_true(LISTENING)
    yield live
    live.close()


def wait_for(reports: queue.SimpleQueue[Report], wanted: Report, seconds: float) -> list[Report]:
    """What is reported before ``wanted``. Fails if that does not come in time."""
    before: list[Report] = []
    deadline = time.monotonic() + seconds
    while (report := reports.get(timeout=max(0.01, deadline - time.monotonic()))) != wanted:
        before.append(report)
    return before


def is_told(report: Report) -> bool:
    """Whether it is about words."""
    return isinstance(report, Heard | HeardNothingKnown)


def left(reports: queue.SimpleQueue[Report]) -> list[Report]:
    """All reports that are there."""
    return [reports.get() for _ in range(reports.qsize())]


def test_half_a_minute_of_its_own_voice_is_not_obeyed_and_stop_is(
    listener: LiveListener, reports: queue.SimpleQueue[Report], sound_here: SoundRig, tmp_path: Path
) -> None:
    said = write_wav(tmp_path / "said.wav", speech("stop talking", tmp_path))
    with own_voice_in_microphone(sound_here, tmp_path, 4 * HALF_A_MINUTE) as player:
        assert wait_for(reports, Duplex(is_full=True), 40) == []
        time.sleep(HALF_A_MINUTE)
        meanwhile = left(reports)
        assert not [*filter(is_told, meanwhile)], "nothing of its own voice is a command or talk"
        assert meanwhile == [], "it does not lose its way"
        for _ in range(3):
            sound_here.say_into_mic(said)
            sound_here.wait_said()
            time.sleep(1)
        assert player.poll() is None, "the narration was to last"
    heard = left(reports)
    assert not [report for report in heard if isinstance(report, HeardNothingKnown)]
    phrases = [report.phrase for report in heard if isinstance(report, Heard)]
    assert len(phrases) >= 2 and set(phrases) == {"stop talking"}


def wait_until_full(reports: queue.SimpleQueue[Report], seconds: float = 40) -> None:
    assert all(isinstance(report, VoiceLevel) for report in wait_for(reports, Duplex(is_full=True), seconds))


def test_an_output_that_vanishes_ends_full_duplex_and_not_the_listening(
    listener: LiveListener, reports: queue.SimpleQueue[Report], sound_here: SoundRig, tmp_path: Path
) -> None:
    said = write_wav(tmp_path / "said.wav", speech("stop talking", tmp_path))
    with own_voice_in_microphone(sound_here, tmp_path, 2 * HALF_A_MINUTE):
        wait_until_full(reports)
        process = listener.process_id
        sound_here.unplug_speaker()
        assert [*filter(is_told, wait_for(reports, Duplex(is_full=False), 20))] == []
        sound_here.plug_speaker()
    listener.make_true(replace(LISTENING, is_speaking=False))
    for _ in range(3):
        sound_here.say_into_mic(said)
        sound_here.wait_said()
    while not isinstance(report := reports.get(timeout=20), Heard):
        assert not isinstance(report, MicrophoneLost)
    assert report.phrase == "stop talking"
    assert listener.process_id == process, "it was never started anew"


def test_without_its_own_voice_proved_nothing_is_heard_over_it(
    reports: queue.SimpleQueue[Report], sound_here: SoundRig, tmp_path: Path
) -> None:
    said = write_wav(tmp_path / "said.wav", speech("stop talking", tmp_path))
    live = LiveListener(reports.put, duplex="half")
    try:
        live.make_true(LISTENING)
        time.sleep(2)
        sound_here.say_into_mic(said)
        sound_here.wait_said()
        time.sleep(1)
        assert not [report for report in left(reports) if is_told(report)]
        live.make_true(replace(LISTENING, is_speaking=False))
        sound_here.say_into_mic(said)
        while not isinstance(reports.get(timeout=20), Heard):
            pass
    finally:
        live.close()


def test_it_holds_no_file_and_no_network_while_it_hears_its_own_voice(
    listener: LiveListener, reports: queue.SimpleQueue[Report], sound_here: SoundRig, tmp_path: Path
) -> None:
    with own_voice_in_microphone(sound_here, tmp_path, 2 * HALF_A_MINUTE):
        wait_until_full(reports)
        assert listener.process_id is not None
        for process in (listener.process_id, os.getpid()):
            assert sockets_of(process) & internet_sockets(process) == set()
        assert sockets_of(listener.process_id) <= unix_sockets(listener.process_id)
        assert open_for_writing(listener.process_id) == set()
