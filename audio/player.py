"""The loudspeaker: pygame.mixer, kept open, lost and found again.

Knows: pygame.mixer, which output device is wanted, whether it is there. Must not know: words, utterances, voices.
The only file here that imports pygame.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

import pygame
from pygame._sdl2 import audio as sdl_audio

from audio.rendered import SAMPLE_HZ

BUFFER_SAMPLES = 512
"""Play to sound 11 ms (median, recorded); 1024 gives 25 ms, smaller ones leave gaps."""
OUTPUT_SECONDS = 0.012
"""From the call that plays to sound, median in the recording of a virtual speaker; real ones may add to it."""
RETRY_SECONDS = 1.0
"""How often a lost speaker is tried again, and a playing one looked after."""
STUCK_SECONDS = 0.5
"""Playback that goes on this long after its end has stopped for good: the device went away under it."""
_VOLUME_STEPS = 128  # SDL_mixer's MIX_MAX_VOLUME


class Player(Protocol):
    """Plays one piece of sound at a time. Methods return at once, never raise, and do nothing without a device."""

    @property
    def output_seconds(self) -> float:
        """From play() to audible sound."""
        ...

    def open(self, on_lost: Callable[[str], None], on_open: Callable[[], None]) -> None:
        """Begin to open the device, and keep it open. What is called is called from a thread of the player's:
        one of the two after the first attempt, and again whenever the device is lost or open again."""
        ...

    def play(self, pcm: bytes, volume_db: float) -> None:
        """Play this instead of what is playing."""
        ...

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def stop(self) -> None: ...
    def set_volume(self, volume_db: float) -> None: ...
    def devices_changed(self) -> None:
        """Look at once which devices there are."""
        ...

    def close(self) -> None: ...


class NullPlayer:
    """A player without a device, that misses nothing."""

    output_seconds = 0.0

    def open(self, on_lost: Callable[[str], None], on_open: Callable[[], None]) -> None:
        """Open at once, and never lost."""
        on_open()

    def play(self, pcm: bytes, volume_db: float) -> None:
        """Silence."""

    def pause(self) -> None:
        """Silence."""

    def resume(self) -> None:
        """Silence."""

    def stop(self) -> None:
        """Silence."""

    def set_volume(self, volume_db: float) -> None:
        """Silence."""

    def devices_changed(self) -> None:
        """None is used."""

    def close(self) -> None:
        """Nothing to close."""


class MixerPlayer:
    """pygame.mixer on the output named ``device`` ("" is the system's default; one that is not there, too).

    A thread of its own opens and reopens: that can take long when a sound server hangs. ``_lock`` is held for
    every use of the mixer, and never while it is opened or closed; is it open at all is ``_channel``.
    """

    output_seconds = OUTPUT_SECONDS

    def __init__(self, device: str = "") -> None:
        self._device = device
        self._lock = threading.Lock()
        self._wake = threading.Condition(threading.Lock())
        self._channel: pygame.mixer.Channel | None = None
        self._sound: pygame.mixer.Sound | None = None
        self._ends: float | None = None  # when the playing sound should be over; None: nothing plays, or paused
        self._left = 0.0  # seconds still to play, while paused
        self._is_closed = False
        self._look_now = False
        self._opened: str | None = None  # the name that was opened, None: the default
        self._thread: threading.Thread | None = None

    def open(self, on_lost: Callable[[str], None], on_open: Callable[[], None]) -> None:
        """See Player."""
        self._thread = threading.Thread(target=self._keep, args=(on_lost, on_open), name="player", daemon=True)
        self._thread.start()

    def play(self, pcm: bytes, volume_db: float) -> None:
        """See Player."""
        with self._lock:
            if self._channel is None or not pcm:
                return
            sound = pygame.mixer.Sound(buffer=pcm)
            # The sound's own volume: the channel's is reset at every play, for a buffer at full.
            sound.set_volume(_share(volume_db))
            self._channel.play(sound)
            self._sound = sound
            self._ends = time.perf_counter() + len(pcm) / 2 / SAMPLE_HZ
        with self._wake:
            self._wake.notify()

    def pause(self) -> None:
        """See Player."""
        with self._lock:
            if self._channel is not None and self._ends is not None:
                self._channel.pause()
                self._left, self._ends = self._ends - time.perf_counter(), None

    def resume(self) -> None:
        """See Player."""
        with self._lock:
            if self._channel is not None and self._sound is not None and self._ends is None:
                self._channel.unpause()
                self._ends = time.perf_counter() + self._left

    def stop(self) -> None:
        """See Player."""
        with self._lock:
            self._sound = self._ends = None
            if self._channel is not None:
                self._channel.stop()

    def set_volume(self, volume_db: float) -> None:
        """See Player."""
        with self._lock:
            if self._channel is not None and self._sound is not None:
                self._sound.set_volume(_share(volume_db))

    def devices_changed(self) -> None:
        """See Player."""
        with self._wake:
            self._look_now = True
            self._wake.notify()

    def close(self) -> None:
        """See Player."""
        with self._wake:
            if self._is_closed:
                return
            self._is_closed = True
            self._wake.notify()
        self.stop()
        if self._thread is not None:
            self._thread.join(2.0)  # a sound server that hangs must not hold the program

    def _keep(self, on_lost: Callable[[str], None], on_open: Callable[[], None]) -> None:
        was_lost = False
        while not self._is_closed:
            if self._channel is None:
                problem = self._open_mixer()
                if not problem:
                    if self._device and self._opened is None and not was_lost:
                        on_lost(f"no speaker is called {self._device!r}: using the default one")
                    on_open()
            else:
                problem = self._fault()
                if problem:
                    self._close_mixer()
            if problem and not was_lost:
                on_lost(problem)
            was_lost = bool(problem)
            self._rest()
        self._close_mixer()

    def _rest(self) -> None:
        """Sleep until there is something to look after."""
        with self._wake:
            if self._is_closed or self._look_now:
                self._look_now = False
                return
            is_needed = self._channel is None or self._ends is not None
            self._wake.wait(RETRY_SECONDS if is_needed else None)
            self._look_now = False

    def _open_mixer(self) -> str:
        """Open the wanted device, or the default. Returns what is wrong, or ""."""
        name = None
        try:
            _init_mixer(None)
            if self._device and self._device in _outputs():
                pygame.mixer.quit()
                _init_mixer(name := self._device)
        except pygame.error as error:
            return f"no speaker: {error}"
        with self._lock:
            self._opened = name
            self._channel = pygame.mixer.Channel(0)
        return ""

    def _close_mixer(self) -> None:
        with self._lock:
            # From here on nobody touches the mixer: a Sound that plays after quit() ends the interpreter.
            self._channel = self._sound = self._ends = None
        pygame.mixer.quit()

    def _fault(self) -> str:
        """Why no sound comes out, or ""."""
        names = _outputs()
        if not names:
            return "the speaker was unplugged"
        if self._opened is not None and self._opened not in names:
            return f"the speaker {self._opened!r} was unplugged"
        with self._lock:
            ends = self._ends
            if ends is not None and time.perf_counter() > ends + STUCK_SECONDS:
                if self._channel is not None and self._channel.get_busy():
                    return "the speaker takes no more sound"
                self._ends = None
        return ""


def output_names() -> tuple[str, ...]:
    """The names of the outputs that ``device`` may take, for doctor. Empty when there is none."""
    was_open = pygame.mixer.get_init() is not None
    try:
        if not was_open:
            _init_mixer(None)
        return _outputs()
    except pygame.error:
        return ()
    finally:
        if not was_open:
            pygame.mixer.quit()


def _init_mixer(name: str | None) -> None:
    pygame.mixer.quit()
    pygame.mixer.init(SAMPLE_HZ, -16, 1, BUFFER_SAMPLES, devicename=name, allowedchanges=0)


def _outputs() -> tuple[str, ...]:
    try:
        return tuple(sdl_audio.get_audio_device_names(False))
    except RuntimeError:  # SDL's error, which has no public name: its sound is not up
        return ()


def _share(volume_db: float) -> float:
    """Gain as the nearest of the mixer's steps: within 0.1 dB at multiples of 6 dB, 0.6 dB elsewhere to -33 dB."""
    return min(_VOLUME_STEPS, round(_VOLUME_STEPS * 10 ** (volume_db / 20))) / _VOLUME_STEPS
