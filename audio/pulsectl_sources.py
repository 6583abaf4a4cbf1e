"""Which microphones the Linux sound server has (PulseAudio or PipeWire), and which of them our stream hangs on.

Knows: pulsectl. Must not know: how sound is captured, what is done with it. The server moves a stream to the
speaker's monitor without a word when its microphone is unplugged: the kiosk would hear itself. ``stream_source``
tells.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from types import TracebackType

from audio.pulse_monitor import STREAM

CLIENT = "mmn-kiosk microphone watch"


@dataclass(frozen=True, slots=True)
class Source:
    """A microphone of the sound server: ``name`` for machines, ``description`` for people."""

    name: str
    description: str
    is_default: bool


class ServerError(Exception):
    """There is no sound server that answers."""


class Sources:
    """A connection to the sound server, for one thread. Raises ServerError when there is none. Use in a ``with``."""

    def __init__(self) -> None:
        try:
            import pulsectl
        except (ImportError, OSError) as error:
            raise ServerError(f"no PulseAudio library: {error}") from error
        self._errors = (pulsectl.PulseError, OSError)
        try:
            self._pulse = pulsectl.Pulse(CLIENT, connect=False)
            self._pulse.connect(autospawn=False)
        except self._errors as error:
            raise ServerError(f"no sound server answers: {error}") from error

    def __enter__(self) -> Sources:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._pulse.close()

    def microphones(self) -> list[Source]:
        """All microphones, the default first. A speaker's monitor is none."""
        try:
            default = self._pulse.server_info().default_source_name
            found = [
                Source(source.name, source.description, source.name == default)
                for source in self._pulse.source_list()
                if not _is_monitor(source)
            ]
        except self._errors as error:
            raise ServerError(f"the sound server does not answer: {error}") from error
        return sorted(found, key=lambda source: not source.is_default)

    def stream_source(self, *, is_reference: bool = False) -> str | None:
        """Name of the source that this process records from now; None: it records from none (yet).

        ``is_reference``: not the microphone is meant, but what hears the loudspeaker (pulse_monitor).
        """
        try:
            ours = [
                output.source
                for output in self._pulse.source_output_list()
                if output.proplist.get("application.process.id") == str(os.getpid())
                and (output.name == STREAM) is is_reference
            ]
            return str(self._pulse.source_info(ours[0]).name) if ours else None
        except self._errors as error:
            raise ServerError(f"the sound server does not answer: {error}") from error

    def monitor_of(self, process: int) -> str | None:
        """Name of the source that gives what the output of ``process`` is given; None: it has no output now."""
        try:
            playing = [
                stream.sink
                for stream in self._pulse.sink_input_list()
                if stream.proplist.get("application.process.id") == str(process)
            ]
            return str(self._pulse.sink_info(playing[0]).monitor_source_name) if playing else None
        except self._errors as error:
            raise ServerError(f"the sound server does not answer: {error}") from error

    def default_monitor(self) -> str | None:
        """Name of the source that gives what the default output is given; None: there is no output."""
        try:
            default = self._pulse.server_info().default_sink_name
            found = [sink.monitor_source_name for sink in self._pulse.sink_list() if sink.name == default]
        except self._errors as error:
            raise ServerError(f"the sound server does not answer: {error}") from error
        return str(found[0]) if found else None


def _is_monitor(source: object) -> bool:
    properties = getattr(source, "proplist", {})
    return properties.get("device.class") == "monitor" or str(getattr(source, "name", "")).endswith(".monitor")
