"""Tells phrases apart with Whisper: the likeliest texts of a sound against the phrases that are active.

Knows: how evidence is drawn from texts. Must not know: how the model is asked (whisper_decoder), microphones, files,
the pipeline, what a phrase does, when the evidence is enough (whisper_confidence).

The sound comes as SpeechRecognition's AudioData. SpeechRecognition's own ``recognize_faster_whisper`` cannot be used:
it loads the model anew at each call and gives one text without its likelihood.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audio.plain_words import plain_words
from audio.recognizer import Hypothesis, RecognizerError
from audio.whisper_confidence import LEAST_LOG, WhisperEvidence, whisper_probability
from audio.whisper_decoder import Decoder, Samples, Text, WhisperDecoder
from audio.whisper_model import SAMPLE_RATE

if TYPE_CHECKING:
    from speech_recognition import AudioData

SHORTEST_SECONDS, LONGEST_SECONDS = 0.1, 6.0
"""No phrase is shorter or longer; Whisper finds words in anything."""
FRAME_SAMPLES = 320
STEADY_DB = 0.6
"""Nobody speaks as evenly as a hum, a tone or a noise: by how much the level of 20 ms varies, standard deviation."""


class WhisperRecognizer:
    """A PhraseRecognizer whose model stays in memory. Not for several threads at once. Raises RecognizerError.

    ``folder``: where the weights are, if not in their package. ``decoder``: in place of the model.
    """

    def __init__(self, language: str = "en", *, folder: Path | None = None, decoder: Decoder | None = None) -> None:
        if language.split("-", maxsplit=1)[0] != "en":
            raise RecognizerError(f"Whisper tiny.en knows English only, not '{language}'; touch and keys work")
        self._decoder = decoder or WhisperDecoder(folder)

    def unpronounceable(self, phrases: Iterable[str]) -> list[str]:
        """Phrases without letters or figures; Whisper can write all others."""
        return [phrase for phrase in phrases if not plain_words(phrase)]

    def recognize_phrases(self, audio: AudioData, phrases: frozenset[str]) -> Hypothesis | None:
        """See ``PhraseRecognizer``."""
        return next(iter(self.likely(audio, phrases)), None)

    def likely(self, audio: AudioData, phrases: frozenset[str]) -> list[Hypothesis]:
        """The phrases that the sound may be, the most probable first; many sounds are none."""
        spoken = {words: phrase for phrase in sorted(phrases) if (words := plain_words(phrase))}
        samples = _samples(audio)
        if not spoken or not _may_be_speech(samples):
            return []
        heard = self._decoder.decode(samples, frozenset(spoken.values()))
        free, closed = _by_words(heard.free), _by_words(heard.closed)
        found = []
        for words in spoken.keys() & (free.keys() | closed.keys()):
            evidence = WhisperEvidence(
                closed=closed.get(words, LEAST_LOG),
                other=_log_of_sum([log for other, log in free.items() if other != words]),
                similar=_likeness(words, free),
                letters=len(words),
                seconds=len(samples) / SAMPLE_RATE,
                active=len(spoken),
            )
            found.append(Hypothesis(spoken[words], whisper_probability(evidence)))
        return sorted(found, key=lambda one: (-one.score, one.phrase))


def _samples(audio: AudioData) -> Samples:
    pcm = audio.get_raw_data(convert_rate=SAMPLE_RATE, convert_width=2)
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)


def _may_be_speech(samples: Samples) -> bool:
    if not SHORTEST_SECONDS <= len(samples) / SAMPLE_RATE <= LONGEST_SECONDS:
        return False
    frames = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    levels_db = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-9)
    return float(np.std(levels_db)) > STEADY_DB


def _by_words(texts: Iterable[Text]) -> dict[str, float]:
    """The logarithm of how likely some words are, however they are written."""
    logs = defaultdict[str, list[float]](list)
    for text in texts:
        logs[plain_words(text.text)].append(text.log)
    return {words: _log_of_sum(found) for words, found in logs.items()}


def _likeness(words: str, logs: dict[str, float]) -> float:
    """How alike the texts are spelled to ``words``, the likelier ones counting for more."""
    whole = _log_of_sum(logs.values())
    return sum(math.exp(log - whole) * SequenceMatcher(None, words, other).ratio() for other, log in logs.items())


def _log_of_sum(logs: Iterable[float]) -> float:
    """Of what these are the logarithms of; minus infinity of nothing."""
    known = list(logs)
    if not known:
        return -math.inf
    most = max(known)
    return most + math.log(sum(math.exp(log - most) for log in known))
