"""Captures the microphone with PortAudio: opens it by name, gives its sound, says when it is lost.

Knows: sounddevice, and on Linux which source the sound server records from. Must not know: speech, phrases,
processes. Everything here may be called from one thread only.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import time
from dataclasses import dataclass
from typing import Any

from audio.endpointer import FRAME_SECONDS, SAMPLE_RATE
from audio.pulsectl_sources import ServerError, Source, Sources

BLOCK_SECONDS = 0.04
SILENT_SECONDS = 2.0
CHECK_SECONDS = 1.0
NO_PORTAUDIO = "the PortAudio library is missing; on Debian, Ubuntu and Raspberry Pi OS: sudo apt install libportaudio2"


class MicrophoneError(Exception):
    """The microphone does not work (any more); the text says why."""


@dataclass(frozen=True, slots=True)
class MicrophoneInfo:
    """A microphone that can be chosen: ``name`` (any part of it, or of ``description``, chooses it)."""

    name: str
    description: str
    is_default: bool


def list_microphones() -> list[MicrophoneInfo]:
    """The microphones of this machine, the default first. Raises MicrophoneError when none can be asked for."""
    try:
        with Sources() as sources:
            return [MicrophoneInfo(it.name, it.description, it.is_default) for it in sources.microphones()]
    except ServerError:
        return _portaudio_microphones(_portaudio())


def choose(device: str, sources: list[Source]) -> Source:
    """The microphone that ``device`` names (empty: the default). Raises MicrophoneError that lists what there is."""
    wanted = device.casefold()
    exact = [source for source in sources if wanted in (source.name.casefold(), source.description.casefold())]
    part = [source for source in sources if wanted in f"{source.name}\n{source.description}".casefold()]
    if found := exact or part:
        return found[0]
    if not sources:
        raise MicrophoneError("no microphone is connected")
    there = ", ".join(source.description for source in sources)
    raise MicrophoneError(f"there is no microphone '{device}'; there is: {there}")


class Microphone:
    """An open microphone: ``read`` gives 16-bit mono at ``rate`` Hz. Raises MicrophoneError from every method."""

    def __init__(self, device: str = "") -> None:
        self._blocks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._device = device
        self._source = ""
        self._sources: Sources | None = None
        self._stream: Any = None
        self._next_check = self._last_block = 0.0
        self._is_wanted = True
        self.has_given_sound = False
        self.rate = SAMPLE_RATE
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        try:
            self._sources = Sources() if sys.platform.startswith("linux") else None
        except ServerError:
            self._sources = None
        index: int | str | None = None
        if self._sources is not None:
            self._source = choose(self._device, self._ask(self._sources)).name
            os.environ["PULSE_SOURCE"] = self._source
        sd = _portaudio()
        if self._sources is not None:
            index = _server_device(sd)
        elif self._device:
            index = _portaudio_index(sd, self._device)
        try:
            self._start(sd, index)
        except (sd.PortAudioError, ValueError, OSError) as error:
            raise MicrophoneError(f"the microphone cannot be opened: {error}") from error

    @staticmethod
    def _ask(sources: Sources) -> list[Source]:
        try:
            return sources.microphones()
        except ServerError as error:
            raise MicrophoneError(str(error)) from error

    def _start(self, sd: Any, index: int | str | None) -> None:
        rate = SAMPLE_RATE
        if not _portaudio_microphones(sd):
            raise MicrophoneError("no microphone is connected")
        try:
            sd.check_input_settings(device=index, channels=1, dtype="int16", samplerate=rate)
        except sd.PortAudioError:
            rate = int(sd.query_devices(index, "input")["default_samplerate"])
        self.rate = rate
        self._stream = sd.RawInputStream(
            device=index,
            channels=1,
            dtype="int16",
            samplerate=rate,
            blocksize=self.block_samples,
            callback=self._take,
        )
        self._stream.start()
        self._last_block = time.monotonic()
        self._next_check = self._last_block + CHECK_SECONDS

    def _take(self, data: Any, _frames: int, _time: Any, _status: Any) -> None:
        """In PortAudio's thread."""
        self._last_block = time.monotonic()
        self.has_given_sound = True
        if self._is_wanted:
            self._blocks.put(bytes(data))

    @property
    def block_samples(self) -> int:
        """Samples in a block."""
        return round(self.rate * BLOCK_SECONDS)

    @property
    def waiting_frames(self) -> int:
        """Frames of 20 ms that have come in and were not read yet, but for part of the last block read."""
        return self._blocks.qsize() * round(BLOCK_SECONDS / FRAME_SECONDS)

    def keep(self, is_wanted: bool) -> None:
        """Whether the sound from now on is wanted; what is not wanted is thrown away where it comes in."""
        self._is_wanted = is_wanted
        while not (is_wanted or self._blocks.empty()):
            self._blocks.get()

    def read(self, samples: int = 0) -> bytes:
        """The next wanted block, as soon as it is there; ``samples`` is a wish. Never empty."""
        del samples
        while True:
            self.check()
            with contextlib.suppress(queue.Empty):
                return self._blocks.get(timeout=CHECK_SECONDS)

    def check(self) -> None:
        """Look, once a second, whether this is still the microphone that was chosen and gives sound."""
        now = time.monotonic()
        if now < self._next_check:
            return
        self._next_check = now + CHECK_SECONDS
        if now - self._last_block > SILENT_SECONDS:
            raise MicrophoneError(f"the microphone has given no sound for {SILENT_SECONDS:.0f} seconds")
        if self._sources is None:
            return
        try:
            hung_on = self._sources.stream_source()
            there = {source.name for source in self._sources.microphones()}
        except ServerError as error:
            raise MicrophoneError(str(error)) from error
        if self._source not in there:
            raise MicrophoneError("the microphone was unplugged")
        if hung_on is None:
            return  # PortAudio went past the server, straight to the device; it falls silent when it is lost
        if hung_on != self._source and (self._device or hung_on not in there):
            raise MicrophoneError("the sound server took the microphone away")

    def close(self) -> None:
        """Let go of the device; a second call does nothing."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)
        sources, self._sources = self._sources, None
        if sources is not None:
            sources.close()


def _portaudio() -> Any:
    """The sounddevice module, with a fresh list of devices."""
    try:
        import sounddevice
    except OSError as error:
        raise MicrophoneError(NO_PORTAUDIO) from error
    except ImportError as error:
        raise MicrophoneError(f"the Python package sounddevice is missing: {error}") from error
    try:
        sounddevice._terminate()
        sounddevice._initialize()
    except sounddevice.PortAudioError as error:
        raise MicrophoneError(f"PortAudio does not start: {error}") from error
    return sounddevice


def _portaudio_microphones(sd: Any) -> list[MicrophoneInfo]:
    default = sd.default.device[0]
    found = [
        MicrophoneInfo(device["name"], device["name"], index == default)
        for index, device in enumerate(sd.query_devices())
        if device["max_input_channels"] > 0
    ]
    return sorted(found, key=lambda info: not info.is_default)


def _server_device(sd: Any) -> int | None:
    """The PortAudio device that leads to the sound server; None: the default."""
    names = [device["name"] for device in sd.query_devices()]
    return next((names.index(name) for name in ("pulse", "pipewire") if name in names), None)


def _portaudio_index(sd: Any, device: str) -> int:
    for index, found in enumerate(sd.query_devices()):
        if found["max_input_channels"] > 0 and device.casefold() in found["name"].casefold():
            return index
    there = ", ".join(info.name for info in _portaudio_microphones(sd)) or "none"
    raise MicrophoneError(f"there is no microphone '{device}'; there is: {there}")
