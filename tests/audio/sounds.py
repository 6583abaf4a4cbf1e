"""Sounds made on the fly for the tests of the ears: tones, noise, silence, and a synthetic visitor (flite)."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audio.endpointer import FRAME_BYTES, SAMPLE_RATE

Samples = npt.NDArray[np.int16]


def noise(seconds: float, db: float = -70.0, *, seed: int = 1, rate: int = SAMPLE_RATE) -> Samples:
    """White noise of ``db`` (of full scale); the same every time."""
    random = np.random.default_rng(seed)
    return _samples(random.normal(0, 32768 * 10 ** (db / 20), round(seconds * rate)))


def buzz(seconds: float, db: float = -20.0, *, hertz: float = 150.0, rate: int = SAMPLE_RATE) -> Samples:
    """A tone with many harmonics, like a sung vowel."""
    time = np.arange(round(seconds * rate)) / rate
    tone = sum(np.sin(2 * np.pi * hertz * k * time) for k in range(1, 20))
    return _samples(tone / np.sqrt(np.mean(tone**2)) * 32768 * 10 ** (db / 20))


def _samples(sound: npt.NDArray[np.float64]) -> Samples:
    return np.clip(np.round(sound), -32768, 32767).astype(np.int16)


def join(*parts: Samples) -> Samples:
    """One after the other."""
    return np.concatenate(parts)


def frames(sound: Samples) -> Iterator[bytes]:
    """Frames of 20 ms, as the pipeline takes them."""
    data = sound.tobytes()
    return (data[start : start + FRAME_BYTES] for start in range(0, len(data) - FRAME_BYTES + 1, FRAME_BYTES))


def speech(phrase: str, folder: Path, voice: str = "rms") -> Samples:
    """``phrase`` spoken by flite at 16 kHz, at a usual level, with a quiet room of a second before and after."""
    path = folder / f"{voice} {phrase}.wav"
    subprocess.run(["flite", "-voice", voice, "-t", phrase, "-o", str(path)], check=True, capture_output=True)
    with wave.open(str(path)) as file:
        assert file.getframerate() == SAMPLE_RATE
        said = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    room = noise(len(said) / SAMPLE_RATE + 2)
    room[SAMPLE_RATE : SAMPLE_RATE + len(said)] += said // 3
    return room


def write_wav(path: Path, sound: Samples, *, rate: int = SAMPLE_RATE, channels: int = 1) -> Path:
    """A 16-bit WAV; with two channels both hold the same."""
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", "not compressed"))
        file.writeframes(np.repeat(sound, channels).astype("<i2").tobytes())
    return path


def at_rate(sound: Samples, rate: int) -> Samples:
    """The sound (16 kHz) at another rate, by linear interpolation."""
    count = len(sound) * rate // SAMPLE_RATE
    return _samples(np.interp(np.arange(count) * SAMPLE_RATE / rate, np.arange(len(sound)), sound.astype(float)))
