"""One sentence from the voice to sound that can be played.

Knows: the voice process and the shaping of samples. Must not know: utterances, caches, players.
"""

from __future__ import annotations

from dataclasses import replace

from audio import loudness
from audio.api import SpokenSentence
from audio.rendered import SAMPLE_HZ, Rendered, estimate_words, silent
from audio.voice_process import RawSpeech, VoiceProcess

FORMAT_VERSION = 1
"""Raised with every change here, in loudness or in a voice that changes the sound or the word times."""
UNSPEAKABLE_WPM = 300
"""The pace of signs that the voice has no sound for."""
PAUSE_AFTER_MARK_SECONDS = 0.05
"""espeak marks a word before the pause in front of it, and the word before still rings so long after the mark."""


def render_sentence(
    voice: VoiceProcess, sentence: SpokenSentence, language: str, voice_name: str, rate_wpm: int
) -> Rendered:
    """``sentence`` as sound at one loudness, without silence at its ends. Raises VoiceFailure.

    A voice of another name than ``voice_name`` may have spoken: ``voice.missing`` says so.
    """
    return shape(voice.render(sentence, language, voice_name, rate_wpm), sentence)


def shape(raw: RawSpeech, sentence: SpokenSentence) -> Rendered:
    """What the engine gave, at SAMPLE_HZ and TARGET_LUFS, with a start and an end for every word."""
    if not raw.samples:
        nothing = silent(sentence, UNSPEAKABLE_WPM)
        return replace(nothing, pcm=bytes(2 * round(nothing.seconds * SAMPLE_HZ)))
    samples, cut = loudness.trim(loudness.from_pcm(raw.samples), raw.hz)
    samples = loudness.resample(loudness.level(samples, raw.hz), raw.hz, SAMPLE_HZ)
    samples = loudness.limit(samples, SAMPLE_HZ)
    seconds = samples.size / SAMPLE_HZ
    if raw.starts is None:
        words = estimate_words(tuple(word.spoken for word in sentence.words), seconds)
        return Rendered(loudness.to_pcm(samples), seconds, words, is_estimated=True)
    starts = [min(max(0.0, start - cut), seconds) for start in raw.starts]
    return Rendered(loudness.to_pcm(samples), seconds, _heard(starts, seconds, loudness.silences(samples, SAMPLE_HZ)))


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
