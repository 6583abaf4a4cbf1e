"""Hours of talk out of minutes: other people's recordings again and again, each time by another mouth in another room.

Knows: sound. Must not know: recognizers, phrases. Seeded: the same hours each time.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.signal import fftconvolve, resample_poly

from audio.endpointer import SAMPLE_RATE
from tests.bench.voice_rooms import Sound

FACTORS = tuple(range(80, 126, 3))
"""Per cent: so much longer and lower, or shorter and higher, as by larger and smaller people."""
TWO_AT_ONCE, IN_A_ROOM = 0.3, 0.6
"""So many pieces out of one."""
LEVELS_DB = -40.0, -14.0
PAUSES_SECONDS = 0.1, 1.5
SEED = 6


def altered_talk(talk: list[tuple[Sound, str]], rooms: list[Sound], hours: float) -> Iterator[tuple[Sound, str]]:
    """Pieces of ``talk`` with what is said in each, until ``hours`` are over: samples of 16 bit at 16 kHz.

    ``rooms``: their answers to a click, of which there may be none.
    """
    numbers = np.random.default_rng(SEED)
    seconds = 0.0
    while seconds < hours * 3600:
        for number in numbers.permutation(len(talk)):
            sound, text = _altered(*talk[number], numbers)
            if numbers.random() < TWO_AT_ONCE:
                other, words = _altered(*talk[int(numbers.integers(len(talk)))], numbers)
                sound, text = sound + np.resize(other, len(sound)) * numbers.uniform(0.2, 1.0), f"{text} | {words}"
            if rooms and numbers.random() < IN_A_ROOM:
                sound = fftconvolve(sound, rooms[int(numbers.integers(len(rooms)))])[: len(sound)]
            sound *= 32_768 * 10 ** (numbers.uniform(*LEVELS_DB) / 20) / np.sqrt(np.mean(sound**2))
            pause = numbers.normal(0, 3, round(numbers.uniform(*PAUSES_SECONDS) * SAMPLE_RATE))
            yield np.concatenate([sound, pause]), text
            seconds += (len(sound) + len(pause)) / SAMPLE_RATE


def _altered(sound: Sound, text: str, numbers: np.random.Generator) -> tuple[Sound, str]:
    altered = resample_poly(sound, int(numbers.choice(FACTORS)), 100)
    return altered / np.sqrt(np.mean(altered**2)), text
