"""What is wrong with a microphone that works is told to the staff, once, and when it is over."""

from __future__ import annotations

import numpy as np
import pytest

from audio.microphone_check import Fault, MicrophoneCheck
from tests.audio.sounds import Samples, buzz, frames, join, noise


def hum(seconds: float, db: float, hertz: float) -> Samples:
    """Mains hum: a tone and two overtones, over a quiet room."""
    time = np.arange(round(seconds * 16_000)) / 16_000
    tone = sum(np.sin(2 * np.pi * hertz * k * time) / k**2 for k in (1, 2, 3))
    loud = tone / np.sqrt(np.mean(tone**2)) * 32_768 * 10 ** (db / 20)
    return np.asarray(np.round(loud + noise(seconds, -75.0)), dtype=np.int16)


def told(check: MicrophoneCheck, sound: Samples) -> list[Fault]:
    faults = []
    for frame in frames(sound):
        check.hear(frame)
        if (fault := check.new_fault()) is not None:
            faults.append(fault)
    return faults


def clipped(seconds: float) -> Samples:
    return np.asarray(np.clip(buzz(seconds, -10.0).astype(float) * 20, -32_768, 32_767), dtype=np.int16)


@pytest.mark.parametrize(
    ("sound", "fault"),
    [
        (noise(12) * 0, Fault.SILENT),
        (noise(12) * 0 + 500, Fault.SILENT),  # a constant is no sound either
        (clipped(12), Fault.CLIPPING),
        (hum(12, -30.0, 50.0), Fault.HUM),
        (hum(12, -30.0, 60.0), Fault.HUM),
    ],
)
def test_a_fault_is_told_once_and_when_it_is_over(sound: Samples, fault: Fault) -> None:
    check = MicrophoneCheck()
    assert told(check, sound) == [fault]
    assert told(check, noise(30)) == [Fault.NONE]


@pytest.mark.parametrize(
    "sound",
    [
        noise(40, -70.0),
        noise(40, -30.0),
        join(*(join(buzz(1.0), noise(1.0)) for _ in range(20))),  # somebody who speaks
        join(noise(9) * 0, noise(9), noise(9) * 0, noise(9)),  # muted for a moment
        hum(30, -65.0, 50.0),  # hardly audible
    ],
)
def test_what_is_right_is_not_told(sound: Samples) -> None:
    assert told(MicrophoneCheck(), sound) == []


def voices(check: MicrophoneCheck, db: float) -> list[Fault]:
    faults = []
    for _ in range(8):
        faults += told(check, join(noise(2, -80.0), buzz(1, db)))
        check.hear_voice(1.0)
    return faults


def test_voices_that_are_all_too_soft_are_told() -> None:
    check = MicrophoneCheck()
    assert voices(check, -58.0) == [Fault.QUIET]
    assert voices(check, -30.0) == [Fault.NONE]


def test_it_keeps_a_few_numbers_however_long_it_listens() -> None:
    check = MicrophoneCheck()
    told(check, noise(60))
    assert all(len(kept) <= 500 for kept in (check._looks, check._levels, check._voices))
