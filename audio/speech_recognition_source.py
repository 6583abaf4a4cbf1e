"""Where sound comes from, as SpeechRecognition's AudioSource: a recording or a stream of the microphone.

Knows: SpeechRecognition's sources and AudioData, sample formats. Must not know: devices, phrases, recognisers.
Every source gives, in a ``with``, ``stream.read(samples)``: mono, SAMPLE_WIDTH bytes a sample, empty at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import speech_recognition as sr

from audio.endpointer import FRAME_BYTES, SAMPLE_RATE
from audio.resampler import Resampler


class RecordingError(Exception):
    """A recording that cannot be read; the text names the file and says what can be."""


class SampleStream(Protocol):
    """Gives ``samples`` mono samples as bytes, fewer or none at the end."""

    def read(self, samples: int) -> bytes: ...


class StreamSource(sr.AudioSource):  # type: ignore[misc]
    """A live stream as SpeechRecognition's AudioSource: 16-bit mono at ``rate`` Hz."""

    def __init__(self, stream: SampleStream, rate: int, chunk: int) -> None:
        self._opened = stream
        self.stream: SampleStream | None = None
        self.SAMPLE_RATE = rate
        self.SAMPLE_WIDTH = 2
        self.CHUNK = chunk

    def __enter__(self) -> StreamSource:
        self.stream = self._opened
        return self

    def __exit__(self, *_: object) -> None:
        self.stream = None


def make_audio(pcm: bytes, rate: int) -> sr.AudioData:
    """16-bit mono sound as SpeechRecognition's recognisers take it."""
    return sr.AudioData(pcm, rate, 2)


def frames(source: sr.AudioSource) -> Iterator[bytes]:
    """The sound of an entered ``source`` as frames of FRAME_BYTES at 16 kHz; the last one is filled with silence."""
    resampler = Resampler(source.SAMPLE_RATE, SAMPLE_RATE)
    kept = b""
    while chunk := source.stream.read(source.CHUNK):
        kept += resampler.resample(make_16_bit(chunk, source))
        whole = len(kept) // FRAME_BYTES * FRAME_BYTES
        for start in range(0, whole, FRAME_BYTES):
            yield kept[start : start + FRAME_BYTES]
        kept = kept[whole:]
    kept += resampler.rest()
    for start in range(0, len(kept), FRAME_BYTES):
        yield kept[start : start + FRAME_BYTES].ljust(FRAME_BYTES, b"\0")


def make_16_bit(chunk: bytes, source: sr.AudioSource) -> bytes:
    """``chunk`` in 16 bits, whatever the width of the source."""
    if source.SAMPLE_WIDTH == 2:
        return chunk
    data = sr.AudioData(chunk, source.SAMPLE_RATE, source.SAMPLE_WIDTH).get_raw_data(convert_width=2)
    return bytes(data)


def recording_frames(path: Path) -> Iterator[bytes]:
    """The frames of a WAV, FLAC or AIFF file, mono or stereo, of any usual rate. Raises RecordingError."""
    try:
        with sr.AudioFile(str(path)) as source:
            yield from frames(source)
    except AssertionError:
        raise RecordingError(f"{path}: it has more than two channels; save it with one or two channels") from None
    except FileNotFoundError:
        raise RecordingError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise RecordingError(f"{path}: this is a folder; name the recordings in it") from None
    except (OSError, EOFError, ValueError) as error:
        raise RecordingError(f"{path}: not a recording that can be read ({error}); use WAV (PCM) or FLAC") from error
