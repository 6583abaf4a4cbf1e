"""Listens to a recording with the same ears as to the microphone, as fast as the machine can.

Knows: the pipeline, recordings. Must not know: microphones, processes, commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audio.api import Heard, HeardNothingKnown
from audio.endpointer import FRAME_BYTES, FRAME_SECONDS

AFTERWARDS_SECONDS = 0.6


@dataclass(frozen=True, slots=True)
class Recording:
    """What was heard in a recording of ``seconds``: the phrases, and how many utterances were refused."""

    seconds: float
    events: tuple[Heard, ...]
    rejected: int


class FileListener:
    """Listens to recordings, one after the other; the recogniser is loaded once. Raises RecognizerError."""

    def __init__(self, language: str = "en") -> None:
        from audio.pocketsphinx_recognizer import PocketSphinxRecognizer

        self._recognizer = PocketSphinxRecognizer(language)

    def unpronounceable(self, phrases: frozenset[str]) -> list[str]:
        """Those of ``phrases`` that can never be heard, sorted."""
        return self._recognizer.unpronounceable(sorted(phrases))

    def listen_to_file(self, path: Path, phrases: frozenset[str]) -> Recording:
        """What a live kiosk would have heard. The room is taken to stay silent after the end. Raises RecordingError."""
        from audio.speech_recognition_source import recording_frames

        return self.listen_to_frames(recording_frames(path), phrases)

    def listen_to_frames(self, frames: Iterator[bytes], phrases: frozenset[str]) -> Recording:
        """The same for frames of 20 ms."""
        from audio.hearing import new_hearing

        hearing = new_hearing(self._recognizer)
        hearing.listen_for(phrases)
        heard: list[Heard] = []
        count = rejected = 0
        for frame in frames:
            count += 1
            event = hearing.hear(frame)
            heard += [event] if isinstance(event, Heard) else []
            rejected += isinstance(event, HeardNothingKnown)
        for _ in range(round(AFTERWARDS_SECONDS / FRAME_SECONDS)):
            event = hearing.hear(bytes(FRAME_BYTES))
            heard += [event] if isinstance(event, Heard) else []
            rejected += isinstance(event, HeardNothingKnown)
        return Recording(count * FRAME_SECONDS, tuple(heard), rejected)
