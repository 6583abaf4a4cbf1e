"""PocketSphinx as SpeechRecognition ships it: what a program gets that just asks for its keywords.

Knows: Recognizer.recognize_sphinx. Must not know: which phrases there are, the kiosk's own recognizers.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import speech_recognition as sr

from audio.recognizer import Hypothesis

SENSITIVITY = 1.0
"""As in SpeechRecognition's own example."""
QUIET_SECONDS = 0.5
"""So much comes before and after what is said, as from its own listening: it finds hardly anything in a tight cut."""


class ShippedSphinx:
    """A PhraseRecognizer, so that it is behind the same endpointer as ours. It loads its models for every utterance."""

    def __init__(self) -> None:
        self._recognizer = sr.Recognizer()

    def recognize_phrases(self, audio: sr.AudioData, phrases: frozenset[str]) -> Hypothesis | None:
        """The first keyword, for sure: it gives no score."""
        entries = [(phrase.lower(), SENSITIVITY) for phrase in sorted(phrases)]
        try:
            text = self._recognizer.recognize_sphinx(_with_room(audio), keyword_entries=entries)
        except sr.UnknownValueError:
            return None
        found = [phrase for phrase in phrases if text.startswith(f"{phrase.lower()} ")]
        return Hypothesis(max(found, key=len), 1.0) if found else None

    def unpronounceable(self, phrases: Iterable[str]) -> list[str]:
        """It would raise for them, if there were any."""
        return []


def _with_room(audio: sr.AudioData) -> sr.AudioData:
    quiet = np.random.default_rng(1).normal(0, 3, round(QUIET_SECONDS * audio.sample_rate)).round().astype("<i2")
    return sr.AudioData(quiet.tobytes() + audio.frame_data + quiet.tobytes(), audio.sample_rate, audio.sample_width)
