"""Keeps the pipeline supplied with what the kiosk really plays: finds the right output, follows it, gives up in time.

Knows: the sound server's monitors, the pipeline's place for a canceller. Must not know: how an echo is canceled.

What is taken is what the output is given, at the end of everything that changes it: volume, pauses, other programs. A
new output is a new way from the loudspeaker to the microphone: its canceller has to prove itself anew. Without a
server, or without an output, there is no canceller, and the pipeline is deaf while the kiosk speaks.
"""

from __future__ import annotations

import sys
import time

from audio.echo_canceller import EchoCanceller
from audio.pipeline import Pipeline
from audio.pulse_monitor import Monitor, MonitorError
from audio.pulsectl_sources import ServerError, Sources

CHECK_SECONDS = 1.0


def monitor_name() -> str:
    """What the default output's sound could be had from now. Raises ServerError or MonitorError that says why not."""
    with Sources() as sources:
        name = sources.default_monitor()
    if name is None:
        raise ServerError("there is no sound output")
    Monitor(name).close()
    return name


class PlayedSound:
    """What the process ``player`` plays (None: nothing is to be done). For one thread; never raises."""

    def __init__(self, player: int | None, pipeline: Pipeline) -> None:
        self._player = player if sys.platform.startswith("linux") else None
        self._pipeline = pipeline
        self._sources: Sources | None = None
        self._monitor: Monitor | None = None
        self._next_check = 0.0
        pipeline.set_canceller(None)

    def read_frame(self, waiting_frames: int = 0) -> bytes | None:
        """The next frame, as long as one of the microphone, of which ``waiting_frames`` more are there; None: it is not
        known what is played.
        """
        if self._player is None:
            return None
        try:
            if time.monotonic() >= self._next_check:
                self._next_check = time.monotonic() + CHECK_SECONDS
                self._check(self._player)
            return None if self._monitor is None else self._monitor.read_frame(waiting_frames)
        except (ServerError, MonitorError):
            self.close()
            return None

    def _check(self, player: int) -> None:
        """Once a second: whether it is still the sound of the right output."""
        self._sources = self._sources or Sources()
        wanted = self._sources.monitor_of(player)
        if self._monitor is None:
            wanted = wanted or self._sources.default_monitor()
        elif wanted in (None, self._monitor.name):
            if self._sources.stream_source(is_reference=True) == self._monitor.name:
                return
            self.close()  # the server has hung the stream on another source: on the microphone, if it comes to that
            return
        self._open(wanted)

    def _open(self, name: str | None) -> None:
        monitor, self._monitor = self._monitor, None
        if monitor is not None:
            monitor.close()
        self._pipeline.set_canceller(None)
        if name is not None:
            self._monitor = Monitor(name)
            self._pipeline.set_canceller(EchoCanceller())

    def close(self) -> None:
        """Let go of it; the pipeline has no canceller any more."""
        sources, self._sources = self._sources, None
        monitor, self._monitor = self._monitor, None
        if sources is not None:
            sources.close()
        if monitor is not None:
            monitor.close()
        self._pipeline.set_canceller(None)
