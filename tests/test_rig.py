"""The rig itself: what is played is heard, what is shown is seen, what is unplugged is gone, nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.rig import MICROPHONE, RATE, SPEAKER, RigError, Samples, ScreenRig, SoundRig, silences, speech
from tests.sound import held, torn

PLAY = """
import os, sys, time
import numpy as np, pygame
pygame.mixer.init(44100, -16, 2, 512)
tone = (np.sin(np.arange(22050) * 2 * np.pi * 440 / 44100) * 16000).astype("<i2")
channel = pygame.mixer.Sound(buffer=np.repeat(tone, 2).tobytes()).play()
while channel.get_busy():
    time.sleep(0.01)
"""
SHOW = """
import sys, time
import pygame
pygame.display.init()
screen = pygame.display.set_mode((400, 300))
screen.fill((200, 20, 60))
pygame.display.flip()
print("shown", flush=True)
while True:
    event = pygame.event.wait()
    if event.type == pygame.MOUSEBUTTONUP:
        print("tap", *event.pos, flush=True)
    if event.type == pygame.KEYDOWN:
        print("key", pygame.key.name(event.key), flush=True)
        break
"""


@pytest.mark.real
def test_what_is_played_is_recorded_with_its_time(sound: SoundRig) -> None:
    with sound.record() as recording:
        before = time.monotonic()
        subprocess.run([sys.executable, "-c", PLAY], env=sound.env, check=True, capture_output=True)
        after = time.monotonic()
        heard = recording.between(before, after)
    assert 0.45 < np.count_nonzero(~silences(heard)) * 0.005 < 0.60


@pytest.mark.real
def test_what_is_said_reaches_the_microphone(sound: SoundRig, tmp_path: Path) -> None:
    phrase = speech("next slide", tmp_path)
    with sound.record(MICROPHONE) as recording:
        sound.say_into_mic(phrase)
        sound.wait_said()
        time.sleep(0.2)  # the last of it is still on its way through the server
        heard = recording.stop()
    assert np.abs(heard).max() > 0.5 * np.abs(phrase).max()
    assert np.count_nonzero(~silences(heard)) * 0.005 > 0.4


@pytest.mark.real
def test_devices_leave_and_come_back(sound: SoundRig) -> None:
    sound.unplug_speaker()
    sound.unplug_microphone()
    assert SPEAKER not in sound.pactl("list", "short", "sinks")
    assert MICROPHONE not in sound.pactl("list", "short", "sources")
    sound.mend()
    assert sound.pactl("get-default-sink") == SPEAKER
    assert sound.pactl("get-default-source") == MICROPHONE


@pytest.mark.real
def test_a_refused_order_says_why(sound: SoundRig) -> None:
    with pytest.raises(RigError, match="unload-module"):
        sound.pactl("unload-module", "4711")


@pytest.mark.real
def test_a_window_is_seen_tapped_and_typed_into(screen: ScreenRig) -> None:
    with subprocess.Popen([sys.executable, "-c", SHOW], env=screen.env, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        lines = (line.strip() for line in window.stdout if not line.startswith(("pygame", "Hello")))
        assert next(lines) == "shown"
        inside = _find(screen, (200, 20, 60))
        screen.tap(inside[0] + 7, inside[1] + 9)
        assert next(lines) == "tap 7 9"
        screen.key("Right")
        assert next(lines) == "key right"


def _find(screen: ScreenRig, color: tuple[int, int, int]) -> tuple[int, int]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        rows, columns = np.nonzero((screen.screenshot() == color).all(axis=2))
        if len(rows) == 400 * 300:
            return int(columns.min()), int(rows.min())
    raise AssertionError(f"no window of {color}")


@pytest.mark.real
def test_nothing_outlives_a_killed_test_run(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tests.rig import SoundRig, ScreenRig\n"
        "root = Path(sys.argv[1])\n"
        "sound = SoundRig(root / 'sound').start(); screen = ScreenRig(root / 'screen').start()\n"
        "recording = sound.record()\n"
        "print(sound.server_pid, screen.server_pid, recording.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        pids = run.stdout.readline().split()
        run.kill()
    assert len(pids) == 3
    deadline = time.monotonic() + 20
    while (alive := [pid for pid in pids if _is_alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive


def _is_alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_silence_is_told_from_sound() -> None:
    sound = np.zeros(RATE, np.float32)
    sound[RATE // 2 :] = 0.01
    assert silences(sound).sum() == pytest.approx(100, abs=1)


def test_speech_is_found_again_in_a_recording_and_no_other_speech_is(tmp_path: Path) -> None:
    said = speech("Weakness without numbness is a sign of this condition.", tmp_path)
    other = speech("Treatment keeps many people working for years.", tmp_path)
    noise = np.random.default_rng(1).normal(0, 0.001, RATE // 2).astype(np.float32)
    recorded = np.concatenate([noise, 0.4 * said, noise])
    recorded[RATE : RATE + RATE // 20] = 0  # a gap, as on a busy machine
    assert held(recorded, said, lead_seconds=0.5) > 0.8
    assert held(recorded, other, lead_seconds=0.5) < 0.5


def test_a_short_sound_is_known_however_torn_and_no_other_is() -> None:
    def pitches(*hertz: float) -> Samples:
        tones = [np.sin(np.arange(RATE // 10) * 2 * np.pi * each / RATE) for each in hertz]
        return 0.1 * np.concatenate(tones).astype(np.float32)

    said, silence = pitches(523.0, 440.0), np.zeros(RATE // 2, np.float32)
    gaps = [np.concatenate([said[at : at + 700], silence[:127]]) for at in range(0, len(said), 700)]
    recorded = np.concatenate([silence, *gaps, silence])
    assert torn(recorded, said) > 0.9
    assert torn(recorded, pitches(440.0, 523.0)) < 0.75
    assert torn(recorded, pitches(660.0, 880.0)) < 0.2
