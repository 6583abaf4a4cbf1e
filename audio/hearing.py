"""Ears that cut utterances out of the sound and have each recognized (``ears.Ears``).

Knows: endpointer, recogniser, which phrases are active. Must not know: microphones, files, processes, commands.

1. The endpointer cuts utterances out of frames of 20 ms; its clock is the number of frames.
2. The recogniser tells which active phrase an utterance is, or refuses it. It begins when the utterance has probably
   ended, so that it is ready when the silence has lasted long enough.
3. A phrase that is not probable enough, or hardly stands out of the room, is refused.
"""

from __future__ import annotations

from collections.abc import Callable

from audio.api import Heard, HeardNothingKnown
from audio.confidence import ACCEPTED, STRICTLY_ACCEPTED, weighed_with_contrast
from audio.endpointer import FRAME_SECONDS, SAMPLE_RATE, Endpointer, Segment
from audio.recognizer import Hypothesis, PhraseRecognizer

IGNORED_SECONDS = 0.15


class Hearing:
    """Hears phrases in frames. ``make_audio`` wraps 16 kHz mono 16-bit sound for the recogniser."""

    def __init__(
        self,
        recognizer: PhraseRecognizer,
        endpointer: Endpointer,
        make_audio: Callable[[bytes, int], object],
    ) -> None:
        self._recognizer = recognizer
        self._endpointer = endpointer
        self._make_audio = make_audio
        self._phrases: frozenset[str] = frozenset()
        self._least_score = ACCEPTED
        self._ignored = 0
        self._guess: tuple[bytes, Hypothesis | None] | None = None

    @property
    def room_db(self) -> float | None:
        """How loud the room usually is, while nobody speaks; None while somebody does, and until it is known."""
        return None if self._endpointer.is_inside else self._endpointer.room_db

    def listen_for(
        self,
        phrases: frozenset[str],
        *,
        likely: frozenset[str] = frozenset(),
        is_strict: bool = False,
        is_after_own_voice: bool = False,
    ) -> None:
        """From now on these phrases count; what had begun is dropped.

        After the kiosk's own voice the first moments, in which the room still rings, are not listened to.
        """
        self._phrases = phrases
        self._least_score = STRICTLY_ACCEPTED if is_strict else ACCEPTED
        self._guess = None
        self._endpointer.drop()
        self._ignored = round(IGNORED_SECONDS / FRAME_SECONDS) if is_after_own_voice else 0

    def hear(self, frame: bytes) -> Heard | HeardNothingKnown | None:
        """One frame later: what was understood, if an utterance ended with this frame."""
        if self._ignored:
            self._ignored -= 1
            self._endpointer.skip(1)
            return None
        segment = self._endpointer.feed(frame)
        if segment is not None:
            return self._understand(segment)
        probable = self._endpointer.probable()
        if probable is not None and probable.pcm and self._phrases:
            self._guess = probable.pcm, self._recognize(probable.pcm)
        return None

    def _understand(self, segment: Segment) -> Heard | HeardNothingKnown:
        nothing = HeardNothingKnown(segment.start, segment.end)
        if not segment.pcm or not self._phrases:
            return nothing
        is_guessed = self._guess is not None and self._guess[0] == segment.pcm
        found = self._guess[1] if self._guess is not None and is_guessed else self._recognize(segment.pcm)
        self._guess = None
        score = weighed_with_contrast(found.score, segment.contrast_db) if found is not None else 0.0
        if found is None or score < self._least_score:
            return nothing
        return Heard(found.phrase, round(score, 3), segment.start, segment.end, segment.decided)

    def _recognize(self, pcm: bytes) -> Hypothesis | None:
        return self._recognizer.recognize_phrases(self._make_audio(pcm, SAMPLE_RATE), self._phrases)


def new_hearing(recognizer: PhraseRecognizer) -> Hearing:
    """The ears as they are everywhere, with ``recognizer``."""
    from audio.speech_recognition_source import make_audio

    return Hearing(recognizer, Endpointer(), make_audio)
