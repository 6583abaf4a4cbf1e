"""The loudspeaker or the headphones: pygame.mixer, kept open, lost and found again.

Knows: pygame.mixer, which output is wanted, whether it is there. Must not know: words, utterances, voices.
The only file here that imports pygame.

Where there is a sound server, its watch tells at once what comes and goes, and SDL is never started while the server
has no output at all: it would crash (SDL 2.28 reads the name of an output that is none). Elsewhere SDL's own list of
devices is looked at.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pygame
import pygame.mixer
from pygame._sdl2 import audio as sdl_audio
from pygame._sdl2 import sdl2

from audio.outputs import Output, Route, is_asleep, route
from audio.pulsectl_outputs import OutputWatch, list_outputs
from audio.rendered import SAMPLE_HZ

BUFFER_SAMPLES = 512
"""Play to sound 11 ms (median, recorded); 1024 gives 25 ms, smaller ones leave gaps."""
OUTPUT_SECONDS = 0.012
"""From the call that plays to sound, median in the recording of a virtual speaker; real ones may add to it."""
RETRY_SECONDS = 1.0
"""How often a lost speaker is tried again, and a playing one looked after."""
SHORTEST_RETRY_SECONDS = 0.2
"""The same when the system says that devices changed."""
SETTLE_SECONDS = 0.7
"""After opening, the system's word that devices changed is only the echo of that."""
REST_SECONDS = 20.0
"""After so much silence the mixer is closed: open it costs 1 % of a processor core, closed nothing."""
WAKE_SECONDS = 0.2
"""From play to sound after a rest, where the system too has put the device to sleep: it may swallow a beginning."""
QUICK_WAKE_SECONDS = 0.015
"""The same where the device is awake and only the mixer has to be opened, which takes 3 ms."""
STUCK_SECONDS = 0.5
"""Playback that goes on this long after its end has stopped for good: the device went away under it."""
DUMMIES = ("Dummy Output",)
"""What PulseAudio and PipeWire call the output that they put up while there is none (in English)."""
_VOLUME_STEPS = 128  # SDL_mixer's MIX_MAX_VOLUME


class MixerPlayer:
    """pygame.mixer on the output named ``device`` ("" is the system's default; one that is not there, too), or on
    ``headphones`` while there is an output or a plugged-in jack of that name. Parts of names are enough.

    A thread of its own opens and reopens: that can take long when a sound server hangs. ``_lock`` is held for
    every use of the mixer, and never while it is opened or closed; whether it is open is ``_channel``.
    """

    output_seconds = OUTPUT_SECONDS

    def __init__(self, device: str = "", headphones: str = "") -> None:
        self._device, self._headphones = device, headphones
        self._watch = OutputWatch()
        self._lock = threading.Lock()
        self._wake = threading.Condition(threading.Lock())
        self._channel: pygame.mixer.Channel | None = None
        self._sound: pygame.mixer.Sound | None = None
        self._ends: float | None = None  # when the playing sound should be over; None: nothing plays, or paused
        self._left = 0.0  # seconds still to play, while paused
        self._is_resting = False
        self._is_closed = False
        self._look_now = False
        self._is_doubtful = False  # whether the open device has to be opened anew to know that it works
        self._opened_at = float("-inf")
        self._last_used = time.perf_counter()
        self._route = Route()  # what was opened last
        self._thread: threading.Thread | None = None

    def open(self, on_lost: Callable[[str], None], on_open: Callable[[bool], None]) -> None:
        """See audio.playback.Player."""
        self._thread = threading.Thread(target=self._keep, args=(on_lost, on_open), name="player", daemon=True)
        self._thread.start()

    def play(self, pcm: bytes, volume_db: float) -> float:
        """See audio.playback.Player."""
        seconds = len(pcm) / 2 / SAMPLE_HZ
        with self._lock:
            self._last_used = time.perf_counter() + seconds
            is_waking, self._is_resting = self._is_resting, False
            if self._channel is not None and pcm:
                sound = pygame.mixer.Sound(buffer=pcm)
                # The sound's own volume: the channel's is reset at every play, for a buffer at full.
                sound.set_volume(_share(volume_db))
                self._channel.play(sound)
                self._sound = sound
                self._ends = self._last_used
        with self._wake:
            self._look_now = self._look_now or is_waking
            self._wake.notify()
        if not is_waking:
            return OUTPUT_SECONDS
        return WAKE_SECONDS if is_asleep(self._watch.outputs or (), self._route) else QUICK_WAKE_SECONDS

    def pause(self) -> None:
        """See audio.playback.Player."""
        with self._lock:
            if self._channel is not None and self._ends is not None:
                self._channel.pause()
                self._left, self._ends = self._ends - time.perf_counter(), None

    def resume(self) -> None:
        """See audio.playback.Player."""
        with self._lock:
            if self._channel is not None and self._sound is not None and self._ends is None:
                self._channel.unpause()
                self._ends = time.perf_counter() + self._left

    def stop(self) -> None:
        """See audio.playback.Player."""
        with self._lock:
            self._sound = self._ends = None
            self._last_used = min(self._last_used, time.perf_counter())
            if self._channel is not None:
                self._channel.stop()

    def set_volume(self, volume_db: float) -> None:
        """See audio.playback.Player."""
        with self._lock:
            if self._channel is not None and self._sound is not None:
                self._sound.set_volume(_share(volume_db))

    def devices_changed(self) -> None:
        """See audio.playback.Player."""
        with self._wake:
            if self._watch.has_seen_server:
                return  # the watch has told already
            if time.perf_counter() < self._opened_at + SETTLE_SECONDS:
                return  # that is our own doing
            # A sound server that died leaves all its names and takes the sound into nowhere: open anew to know.
            self._is_doubtful = self._look_now = True
            self._wake.notify()

    def close(self) -> None:
        """See audio.playback.Player."""
        with self._wake:
            if self._is_closed:
                return
            self._is_closed = True
            self._wake.notify()
        self.stop()
        self._watch.close()
        if self._thread is not None:
            self._thread.join(2.0)  # a sound server that hangs must not hold the program

    def _keep(self, on_lost: Callable[[str], None], on_open: Callable[[bool], None]) -> None:
        self._watch.start(self._look)
        is_lost = is_substitute_told = False
        while not self._is_closed:
            problem = self._fault() if self._is_there() else ""
            if problem and not is_lost:
                on_lost(problem)  # before closing it, which can take half a second
                is_lost = True
            self._look_after(is_faulty=bool(problem))
            if not problem and not self._is_there():
                problem = self._open_mixer()
                if not problem:
                    if self._route.is_substitute and not is_lost and not is_substitute_told:
                        on_lost(f"no speaker is called {self._device!r}: using the default one")
                    is_substitute_told = self._route.is_substitute
                    on_open(self._route.is_headphones)
            if problem and not is_lost:
                on_lost(problem)
            is_lost = bool(problem)
            self._sleep()
        self._close_mixer()

    def _look(self) -> None:
        with self._wake:
            self._look_now = True
            self._wake.notify()

    def _is_there(self) -> bool:
        """Whether the device is open, or rests."""
        return self._channel is not None or self._is_resting

    def _look_after(self, *, is_faulty: bool) -> None:
        """Close the device when it is to be opened anew; let it rest when it has long been silent."""
        if not self._is_there():
            return
        if is_faulty or self._wanted() != self._route or (self._is_doubtful and self._channel is not None):
            self._close_mixer()
            self._watch_devices()
        elif self._is_idle():
            with self._lock:
                self._is_resting = True
                self._channel = self._sound = self._ends = None
            pygame.mixer.quit()
            self._watch_devices()
        self._is_doubtful = False

    def _wanted(self) -> Route:
        return route(self._outputs(), self._device, self._headphones)

    def _is_idle(self) -> bool:
        """Whether nothing has been played for so long that the mixer may rest."""
        with self._lock:
            is_silent = self._sound is None or (self._ends is not None and time.perf_counter() > self._ends)
            is_long = time.perf_counter() > self._last_used + REST_SECONDS
            return self._channel is not None and is_silent and is_long

    def _sleep(self) -> None:
        """Until there is something to look after."""
        with self._wake:
            if not self._is_there():
                self._wake.wait_for(lambda: self._is_closed, SHORTEST_RETRY_SECONDS)
            if not self._is_closed and not self._look_now:
                self._wake.wait(self._patience())
            self._look_now = False

    def _patience(self) -> float | None:
        """How long there is nothing to look after, seconds; None: until somebody wakes us."""
        if self._is_resting:
            return None
        with self._lock:
            if self._channel is None or self._ends is not None:
                return RETRY_SECONDS
            return max(RETRY_SECONDS, self._last_used + REST_SECONDS - time.perf_counter())

    def _open_mixer(self) -> str:
        """Open the wanted device, or the default. Returns what is wrong, or ""."""
        if self._watch.has_seen_server and not self._watch.outputs:
            return self._nothing_there()
        self._opened_at = time.perf_counter()
        try:
            if not self._watch.has_seen_server:
                _init_mixer(None)  # only then SDL knows the names
            wanted = self._wanted()
            if wanted.name or self._watch.has_seen_server:
                _init_mixer(wanted.name or None)
        except pygame.error as error:
            self._watch_devices()
            return f"no speaker: {error}"
        if not self._outputs():
            pygame.mixer.quit()
            self._watch_devices()
            return self._nothing_there()
        with self._lock:
            self._route = wanted
            self._channel = pygame.mixer.Channel(0)
            self._last_used = time.perf_counter()
        return ""

    def _close_mixer(self) -> None:
        with self._lock:
            # From here on nobody touches the mixer: a Sound that plays after quit() ends the interpreter.
            self._channel = self._sound = self._ends = None
            self._is_resting = False
        pygame.mixer.quit()

    def _fault(self) -> str:
        """Why no sound comes out, or ""."""
        names = [output.name for output in self._outputs()]
        if not names:
            return self._nothing_there("the speaker was unplugged")
        if self._route.name and self._route.name not in names and not self._route.is_headphones:
            return f"the speaker {self._route.name!r} was unplugged"
        with self._lock:
            if self._channel is None or self._ends is None or time.perf_counter() < self._ends + STUCK_SECONDS:
                return ""
            if self._channel.get_busy():
                return "the speaker takes no more sound"
            self._sound = self._ends = None
        return ""

    def _nothing_there(self, otherwise: str = "no speaker is connected") -> str:
        is_server_gone = self._watch.has_seen_server and self._watch.outputs is None
        return "the sound server does not answer" if is_server_gone else otherwise

    def _outputs(self) -> tuple[Output, ...]:
        if self._watch.has_seen_server:
            return self._watch.outputs or ()
        return tuple(Output(name) for name in _sdl_names())

    def _watch_devices(self) -> None:
        """Keep SDL's knowledge of devices, and its events, alive without an open mixer (which costs no time)."""
        if self._watch.has_seen_server:
            return
        try:
            sdl2.init_subsystem(sdl2.INIT_AUDIO)
        except RuntimeError:
            return  # no sound at all: the next try to open says so


def output_names() -> tuple[str, ...]:
    """The names of the outputs that ``device`` may take, for doctor. Empty when there is none."""
    listed = list_outputs()
    if listed is not None:
        return tuple(output.name for output in listed)
    was_open = pygame.mixer.get_init() is not None
    try:
        if not was_open:
            _init_mixer(None)
        return _sdl_names()
    except pygame.error:
        return ()
    finally:
        if not was_open:
            pygame.mixer.quit()


def _init_mixer(name: str | None) -> None:
    pygame.mixer.quit()
    pygame.mixer.init(SAMPLE_HZ, -16, 1, BUFFER_SAMPLES, devicename=name, allowedchanges=0)


def _sdl_names() -> tuple[str, ...]:
    try:
        return tuple(name for name in sdl_audio.get_audio_device_names(False) if name not in DUMMIES)
    except RuntimeError:  # SDL's error, which has no public name: its sound is not up
        return ()


def _share(volume_db: float) -> float:
    """Gain as the nearest of the mixer's steps: within 0.1 dB at multiples of 6 dB, 0.6 dB elsewhere to -33 dB."""
    return min(_VOLUME_STEPS, round(_VOLUME_STEPS * 10 ** (volume_db / 20))) / _VOLUME_STEPS
