"""From what an engine gives to what is played: one rate, one loudness, no silence at the ends, times for every word.

Knows: samples and word onsets. Must not know: which engine made them, sentences as shown, pipes. Runs in the voice's
process: it is work for numpy, and the kiosk's own process has a screen to paint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audio import loudness
from audio.rendered import SAMPLE_HZ, Rendered, estimate_words

PAUSE_AFTER_MARK_SECONDS = 0.05
"""espeak marks a word before the pause in front of it, and the word before still rings so long after the mark."""
UNSPEAKABLE_SECONDS = 0.2
"""What a word takes that the voice has no sound for."""


@dataclass(frozen=True, slots=True)
class RawSpeech:
    """What an engine gave: mono samples of 16 bits at ``hz``, and each word's onset in seconds, or None."""

    samples: bytes
    hz: int
    starts: Sequence[float] | None


def shape(raw: RawSpeech, words: Sequence[str]) -> Rendered:
    """The same at SAMPLE_HZ and TARGET_LUFS, with a start and an end for every word."""
    if not any(raw.samples):
        seconds = UNSPEAKABLE_SECONDS * len(words)
        return Rendered(bytes(2 * round(seconds * SAMPLE_HZ)), seconds, estimate_words(words, seconds), True)
    samples, cut = loudness.trim(loudness.from_pcm(raw.samples), raw.hz)
    samples = loudness.resample(loudness.level(samples, raw.hz), raw.hz, SAMPLE_HZ)
    samples = loudness.limit(samples, SAMPLE_HZ)
    pcm, seconds = loudness.to_pcm(samples), samples.size / SAMPLE_HZ
    if raw.starts is None:
        return Rendered(pcm, seconds, estimate_words(words, seconds), is_estimated=True)
    starts = [min(max(0.0, start - cut), seconds) for start in raw.starts]
    return Rendered(pcm, seconds, _heard(starts, seconds, loudness.silences(samples, SAMPLE_HZ)))


def _heard(starts: list[float], seconds: float, pauses: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """(start, end) of each word: one that is marked at the beginning of a pause starts at the end of it."""
    words: list[tuple[float, float]] = []
    for index, mark in enumerate(starts):
        start = mark
        for begin, end in pauses:
            if begin - PAUSE_AFTER_MARK_SECONDS <= mark < end and (index + 1 == len(starts) or end < starts[index + 1]):
                start = end
                if words:
                    words[-1] = (words[-1][0], max(words[-1][0], begin))
        if words and words[-1][1] > start:
            words[-1] = (words[-1][0], start)
        words.append((start, starts[index + 1] if index + 1 < len(starts) else seconds))
    return tuple(words)
