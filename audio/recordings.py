"""Listens to a recording with the same ears as to the microphone, as fast as the machine can.

Knows: the pipeline, recordings. Must not know: microphones, processes, commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from pathlib import Path

from audio.api import Heard, HeardNothingKnown
from audio.endpointer import FRAME_BYTES, FRAME_SECONDS
from audio.pipeline import Pipeline
from audio.recognizer import PhraseRecognizer
from audio.recognizers import NewEars, load_ears

AFTERWARDS_SECONDS = 0.6
AFTER_OWN_VOICE_FRAMES = 20
"""So long after the last sound of the reference the kiosk still counts as speaking: pauses between sentences."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What was heard in a recording of ``seconds``: the phrases, and how many utterances were refused."""

    seconds: float
    events: tuple[Heard, ...]
    rejected: int


class FileListener:
    """Listens to recordings, one after the other; the recognizer is loaded once. Raises RecognizerError.

    ``recognizer``: its name; empty: the best one that works here (recognizers).
    """

    def __init__(self, language: str = "en", recognizer: str = "") -> None:
        self._language, self._recognizer = language, recognizer
        self._new_ears: NewEars | None = None

    def unpronounceable(self, phrases: frozenset[str]) -> list[str]:
        """Those of ``phrases`` that the base recognizer can never hear, sorted."""
        return _base(self._language).unpronounceable(sorted(phrases))

    def listen_to_file(
        self,
        path: Path,
        phrases: frozenset[str],
        reference: Path | None = None,
        *,
        likely: frozenset[str] = frozenset(),
        is_strict: bool = False,
    ) -> Recording:
        """What a live kiosk would have heard. The room is taken to stay silent after the end. Raises RecordingError.

        ``likely`` and ``is_strict``: as in ``audio.api.Listening``. ``reference``: a recording of what the kiosk itself
        played meanwhile, from the same moment on.
        """
        from audio.speech_recognition_source import recording_frames

        played = recording_frames(reference) if reference else None
        return self.listen_to_frames(recording_frames(path), phrases, played, likely=likely, is_strict=is_strict)

    def listen_to_frames(
        self,
        frames: Iterator[bytes],
        phrases: frozenset[str],
        reference: Iterator[bytes] | None = None,
        *,
        likely: frozenset[str] = frozenset(),
        is_strict: bool = False,
    ) -> Recording:
        """The same for frames of 20 ms."""
        pipeline = self._pipeline(has_reference=reference is not None)
        pipeline.listen_for(phrases, likely=likely, is_strict=is_strict)
        heard: list[Heard] = []
        count = rejected = 0
        silent = AFTER_OWN_VOICE_FRAMES
        for frame in chain(frames, repeat(b"", round(AFTERWARDS_SECONDS / FRAME_SECONDS))):
            count += bool(frame)
            played = next(reference, b"") if reference is not None else b""
            silent = 0 if any(played) else silent + 1
            pipeline.set_speaking(silent < AFTER_OWN_VOICE_FRAMES)
            event = pipeline.hear(frame or bytes(FRAME_BYTES), played)
            heard += [event] if isinstance(event, Heard) else []
            rejected += isinstance(event, HeardNothingKnown)
        return Recording(count * FRAME_SECONDS, tuple(heard), rejected)

    def _pipeline(self, *, has_reference: bool) -> Pipeline:
        from audio.echo_canceller import EchoCanceller

        self._new_ears = self._new_ears or load_ears(self._recognizer, self._language)
        return Pipeline(self._new_ears(), EchoCanceller() if has_reference else None)


@cache
def _base(language: str) -> PhraseRecognizer:
    """The recognizer that new phrases are left to."""
    from audio.pocketsphinx_recognizer import PocketSphinxRecognizer

    return PocketSphinxRecognizer(language)
