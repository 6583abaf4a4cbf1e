"""Whisper and PocketSphinx together: Whisper decides, PocketSphinx confirms a near miss.

Knows: both recognizers by what they promise. Must not know: their libraries, sound, what a phrase does.

1. Whisper names the phrases that it may have been. One that it is sure of is taken, and PocketSphinx is not asked.
2. If none is near, there is nothing to confirm; and of very few phrases PocketSphinx would agree to any.
3. Else PocketSphinx hears the same sound, and what it says of that phrase is weighed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audio.recognizer import Hypothesis, PhraseRecognizer, RecognizerError
from audio.whisper_confidence import NEAR, SURE, VERY_FEW_PHRASES, confirmed_probability

if TYPE_CHECKING:
    from speech_recognition import AudioData


class Likely(PhraseRecognizer, Protocol):
    """A recognizer that also names what it is less sure of."""

    def likely(self, audio: AudioData, phrases: frozenset[str]) -> list[Hypothesis]:
        """The phrases that the sound may be, the most probable first."""
        ...


class FusedRecognizer:
    """A PhraseRecognizer of two. Not for several threads at once."""

    def __init__(self, first: Likely, second: PhraseRecognizer) -> None:
        self._first = first
        self._second = second

    def unpronounceable(self, phrases: Iterable[str]) -> list[str]:
        """What the first, which decides, cannot write."""
        return self._first.unpronounceable(phrases)

    def recognize_phrases(self, audio: AudioData, phrases: frozenset[str]) -> Hypothesis | None:
        """See ``PhraseRecognizer``."""
        likely = self._first.likely(audio, phrases)
        if not likely:
            return None
        if not NEAR <= likely[0].score < SURE or len(phrases) < VERY_FEW_PHRASES:
            return likely[0]
        other = self._second.recognize_phrases(audio, phrases)
        weighed = [Hypothesis(one.phrase, confirmed_probability(one.score, _agreement(one, other))) for one in likely]
        return max(weighed, key=lambda one: one.score)


def _agreement(one: Hypothesis, other: Hypothesis | None) -> float | None:
    """How sure the other is of the same phrase; None: it says something else."""
    return other.score if other is not None and other.phrase == one.phrase else None


def new_fused(language: str = "en", folder: Path | None = None) -> PhraseRecognizer:
    """Both together; where only one can work, that one. Raises RecognizerError where neither can."""
    from audio.whisper_recognizer import WhisperRecognizer

    refused: list[str] = []
    whisper = sphinx = None
    try:
        whisper = WhisperRecognizer(language, folder=folder)
    except RecognizerError as error:
        refused.append(str(error))
    try:
        from audio.pocketsphinx_recognizer import PocketSphinxRecognizer

        sphinx = PocketSphinxRecognizer(language)
    except (RecognizerError, ImportError) as error:
        refused.append(str(error))
    if whisper is not None and sphinx is not None:
        return FusedRecognizer(whisper, sphinx)
    found = whisper or sphinx
    if found is None:
        raise RecognizerError("; ".join(refused))
    return found
