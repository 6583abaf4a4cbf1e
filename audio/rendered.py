"""A sentence as sound: samples, when each word of it is heard, and the fallbacks by length.

Knows: one sentence, its words and its seconds. Must not know: which engine made it, where it is kept or played.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audio.api import SpokenSentence

SAMPLE_HZ = 44_100
"""Everything that is played or kept is mono, 16 bit, at this rate."""

FORMAT_VERSION = 3
"""Raised with every change, here or in the voice's process, that changes the sound or the word times."""

_JOINT_LETTERS = 3
"""A word takes as long as its letters and this share for its joints: short words are slower per letter."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One sentence, ready to play.

    ``pcm``: mono samples, signed 16 bit little-endian at SAMPLE_HZ; empty when there is only time to pass.
    ``words``: (start, end) of each word of the sentence, in seconds from the first sample, in order.
    ``is_estimated``: the engine gave no word times, these were computed from lengths.
    """

    pcm: bytes
    seconds: float
    words: tuple[tuple[float, float], ...]
    is_estimated: bool = False


def silent(sentence: SpokenSentence, rate_wpm: int) -> Rendered:
    """The time that ``sentence`` would take at ``rate_wpm`` words a minute, without sound."""
    spoken = tuple(word.spoken for word in sentence.words)
    count = sum(max(1, len(text.split())) for text in spoken)
    seconds = count * 60.0 / max(1, rate_wpm)
    return Rendered(b"", seconds, estimate_words(spoken, seconds), is_estimated=True)


def estimate_words(spoken: Sequence[str], seconds: float) -> tuple[tuple[float, float], ...]:
    """Word times in proportion to the letters of each word, over ``seconds``."""
    weights = [len(text) + _JOINT_LETTERS for text in spoken]
    total = sum(weights)
    times: list[tuple[float, float]] = []
    start = 0
    for weight in weights:
        times.append((seconds * start / total, seconds * (start + weight) / total))
        start += weight
    return tuple(times)
