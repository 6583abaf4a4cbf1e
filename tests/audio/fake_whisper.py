"""A small ear in the place of Whisper's model: it hears with PocketSphinx and writes as Whisper does.

It gives "Next slide.", figures for numbers, "you" for what it does not understand, and likelihoods of the usual size.
"""

from __future__ import annotations

import math

import numpy as np

from audio.plain_words import with_figures
from audio.pocketsphinx_recognizer import PocketSphinxRecognizer
from audio.speech_recognition_source import make_audio
from audio.whisper_decoder import Samples, Text, Transcripts

OTHER_WORDS = frozenset({"banana", "washington", "bring it to the office", "nine hundred dollars"})
"""What it understands though it is no phrase."""
UNLIKELY = -9.0


class FakeWhisper:
    """A Decoder."""

    def __init__(self) -> None:
        self._ear = PocketSphinxRecognizer("en")

    def decode(self, samples: Samples, phrases: frozenset[str]) -> Transcripts:
        """See ``Decoder``."""
        audio = make_audio((samples * 32768).astype(np.int16).tobytes(), 16_000)
        heard = self._ear.recognize_phrases(audio, phrases | OTHER_WORDS)
        score = min(max(heard.score if heard is not None else 0.0, 0.001), 0.999)
        rest = Text("you", math.log(1 - score))
        if heard is None:
            return Transcripts((rest,), (Text("", UNLIKELY),))
        written = with_figures(heard.phrase).capitalize() + "."
        found = Text(written, math.log(score))
        closed = found if heard.phrase in phrases and score > 0.5 else Text(min(phrases), UNLIKELY)
        return Transcripts(tuple(sorted((found, rest), key=lambda text: -text.log)), (closed,))
