"""What recognisers have in common: sound of one utterance and the active phrases in, one hypothesis out.

Knows: SpeechRecognition's AudioData, in which every recogniser is given its sound. Must not know: which
recogniser there is, where the sound comes from, what happens to the phrase.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from speech_recognition import AudioData


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What was probably said: one of the phrases that were asked for, and how probable that is (0 to 1)."""

    phrase: str
    score: float


class RecognizerError(Exception):
    """This recogniser cannot work here at all; the text says why and what to do."""


class PhraseRecognizer(Protocol):
    """Tells which of some phrases an utterance is, or that it is none of them. Models stay in memory."""

    def recognize_phrases(self, audio: AudioData, phrases: frozenset[str]) -> Hypothesis | None:
        """The phrase that ``audio`` (one utterance, tightly cut) most probably is; None: it is like none of them.

        A score under ``confidence.ACCEPTED`` says that it is rather none of them.
        """
        ...

    def unpronounceable(self, phrases: Iterable[str]) -> list[str]:
        """Those of ``phrases`` of which this recogniser does not know how they sound, in order."""
        ...
