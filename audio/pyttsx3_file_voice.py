"""pyttsx3 where it can only write files: Windows (SAPI5) and macOS (NSSpeechSynthesizer). Used by the worker.

Knows: the orders of a pyttsx3 engine it is given, and the sound files that operating systems write. Must not know:
pyttsx3 itself (pyttsx3_voice makes the engine), who asks, players.
"""

from __future__ import annotations

import os
import tempfile
import time
import wave
from typing import Any, BinaryIO

STABLE_SECONDS = 0.03
"""A file that has not grown for so long is whole."""


class FileVoice:
    """pyttsx3 on Windows (SAPI5) and macOS (NSSpeechSynthesizer): through a file, without word times.

    Not measured: no machine of these kinds was at hand. The tests run it on a driver of their own.
    """

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._first_voice = str(engine.getProperty("voice"))

    def render(self, words: list[str]) -> tuple[bytes, int, list[float] | None]:
        handle, path = tempfile.mkstemp(suffix=".wav")
        os.close(handle)
        try:
            self._engine.save_to_file(" ".join(words), path)
            self._engine.runAndWait()
            _wait_for_file(path)
            with open(path, "rb") as file:
                samples, hz = read_sound(file)
        finally:
            os.unlink(path)
        return samples, hz, None

    def choose(self, language: str, voice: str, rate: int) -> tuple[str, str]:
        self._engine.setProperty("rate", rate)
        voices = self.voices()
        wanted = voice.lower()
        taken = next((one[0] for one in voices if wanted and wanted in (one[0].lower(), one[1].lower())), "")
        missing = "" if taken or not voice else voice
        if not taken:
            tag = language.lower().replace("_", "-")
            spoken = [one[0] for one in voices if one[2].lower().replace("_", "-").startswith(tag)]
            taken = self._first_voice if self._first_voice in spoken or not spoken else spoken[0]
            does_any_tell = any(one[2] for one in voices)  # some engines do not say what their voices speak
            missing = missing or (language if does_any_tell and not spoken else "")
        self._engine.setProperty("voice", taken)
        return taken, missing

    def voices(self) -> list[tuple[str, str, str]]:
        return listed_voices(self._engine.getProperty("voices"))


def _wait_for_file(path: str) -> None:
    """runAndWait() may come back before the file is whole: wait until it grows no more. Who asks has a deadline."""
    size, last = 0, -1
    while size == 0 or size != last:
        last = size
        time.sleep(STABLE_SECONDS)
        size = os.path.getsize(path)


def listed_voices(voices: Any) -> list[tuple[str, str, str]]:
    """(id, name, language) of pyttsx3's voices; a language may be bytes with a priority before it."""
    listed = []
    for voice in voices:
        languages = getattr(voice, "languages", None) or [""]
        language = languages[0]
        if isinstance(language, bytes):
            language = language.decode("utf-8", "ignore")
        listed.append((str(voice.id), str(voice.name), str(language).strip("\x00\x05")))
    return listed


def read_sound(file: BinaryIO) -> tuple[bytes, int]:
    """Mono 16-bit samples and hertz of a WAV file, or of the AIFF file that macOS writes under any name."""
    head = file.read(4)
    file.seek(0)
    if head == b"FORM":
        return _read_aiff(file.read())
    with wave.open(file) as sound:
        if sound.getsampwidth() != 2:
            raise RuntimeError(f"the voice wrote {8 * sound.getsampwidth()} bits a sample, 16 are needed")
        return _first_channel(sound.readframes(sound.getnframes()), sound.getnchannels()), sound.getframerate()


def _read_aiff(data: bytes) -> tuple[bytes, int]:
    """AIFF and AIFF-C with 16-bit samples (Apple's Audio Interchange File Format 1.3 and its AIFF-C draft)."""
    channels, hz, is_little, samples = 1, 22050, False, b""
    place = 12
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "big")
        body = data[place + 8 : place + 8 + size]
        if name == b"COMM":
            channels = int.from_bytes(body[:2], "big")
            exponent = (int.from_bytes(body[8:10], "big") & 0x7FFF) - 16383 - 63
            hz = round(int.from_bytes(body[10:18], "big") * 2.0**exponent)
            is_little = body[18:22] == b"sowt"
        elif name == b"SSND":
            samples = body[8:]
        place += 8 + size + size % 2
    if not is_little:
        swapped = bytearray(samples[: len(samples) // 2 * 2])
        swapped[0::2], swapped[1::2] = swapped[1::2], swapped[0::2]
        samples = bytes(swapped)
    return _first_channel(samples, channels), hz


def _first_channel(samples: bytes, channels: int) -> bytes:
    if channels == 1:
        return samples
    frame = 2 * channels
    return b"".join(samples[place : place + 2] for place in range(0, len(samples), frame))
