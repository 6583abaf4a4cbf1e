"""Rooms for recordings: a quiet second before and after, and the noise that was asked for. Says who is a test speaker.

Knows: sound, and the folder of recordings. Must not know: recognizers, phrases.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audio.endpointer import FRAME_BYTES, SAMPLE_RATE
from audio.speech_recognition_source import recording_frames
from tests.bench_listen import frame_levels, power
from tools.spotter.split import Recording

Sound = npt.NDArray[np.float64]
BABBLE_VOICES = 5
BABBLES = 6
QUIET_SECONDS = 1.0


class Rooms:
    """Gives recordings a room. ``recordings`` are where its noises and its babble come from, of one part only."""

    def __init__(self, recordings: list[Recording], noise: str) -> None:
        name, _, db = noise.partition(":")
        self._db = float(db or 0)
        self._noises: list[Sound] = []
        if name == "noise":
            self._noises = [read(one.path) for one in recordings if one.kind == "noise"]
        elif name == "babble":
            self._noises = _babbles([read(one.path) for one in recordings if one.kind == "speech"])
        elif name not in ("", "clean"):
            raise ValueError(f'There is no noise "{name}". Allowed: clean, babble, noise.')

    def frames(self, sound: Sound, name: str) -> list[bytes]:
        """The recording ``name`` in its room, in frames of 20 ms. The same name gives the same room."""
        numbers = np.random.default_rng(zlib.crc32(name.encode()))
        levels = np.sort(frame_levels(sound))
        quiet = float(np.clip(levels[: max(1, len(levels) // 10)].mean(), 2, 200))
        before, after = (numbers.normal(0, quiet, round(QUIET_SECONDS * SAMPLE_RATE)) for _ in range(2))
        whole = np.concatenate([before, sound, after])
        if self._noises:
            noise = self._noises[int(numbers.integers(len(self._noises)))]
            start = int(numbers.integers(max(1, len(noise) - len(whole))))
            part = np.resize(noise[start:], len(whole))
            whole = whole + part / np.sqrt(np.mean(part**2)) * power(sound) / 10 ** (self._db / 20)
        return as_frames(whole * min(1.0, 32_000 / float(np.abs(whole).max())))


def as_frames(sound: Sound) -> list[bytes]:
    """Samples of 16 bit as frames of 20 ms."""
    data = np.clip(np.round(sound), -32768, 32767).astype("<i2").tobytes()
    return [data[at : at + FRAME_BYTES] for at in range(0, len(data) - FRAME_BYTES + 1, FRAME_BYTES)]


def read(path: Path) -> Sound:
    """A recording at 16 kHz, samples of 16 bit."""
    return np.frombuffer(b"".join(recording_frames(path)), "<i2").astype(np.float64)


def _babbles(voices: list[Sound]) -> list[Sound]:
    """Several times five people at once, each as loud as the others."""
    even = [voice / power(voice) for voice in voices if len(voice) > 3 * SAMPLE_RATE]
    numbers = np.random.default_rng(1)
    made = []
    for _ in range(BABBLES):
        chosen = numbers.choice(len(even), BABBLE_VOICES, replace=False)
        made.append(np.sum([np.resize(even[number], 20 * SAMPLE_RATE) for number in chosen], axis=0))
    return made
