"""Watches which outputs the Linux sound server has (PulseAudio or PipeWire), and whether the server is there at all.

Knows: pulsectl. Must not know: which output is wanted, how sound is played.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from audio.outputs import Output

CLIENT = "mmn-kiosk speaker watch"
SEARCH_SECONDS = 0.2
"""How often a server that was there and is gone is looked for."""
PATIENT_SECONDS = 3.0
"""The same for a server that never was there: this machine may have none."""
FIRST_LOOK_SECONDS = 1.0
"""A server that has not answered by then may hang: start() does not wait longer."""
DUMMY = "auto_null"
"""What PulseAudio and PipeWire call the output that they put up while there is none."""


class ServerGone(Exception):
    """No sound server answers."""


class OutputWatch:
    """The outputs of the sound server, always up to date, by a thread of its own.

    ``outputs`` is None while no server answers. It costs nothing while nothing changes.
    """

    def __init__(self) -> None:
        self.outputs: tuple[Output, ...] | None = None
        self.has_seen_server = False
        self._on_change: Callable[[], None] = lambda: None
        self._has_looked = threading.Event()
        self._closing = threading.Event()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self, on_change: Callable[[], None]) -> None:
        """Look, wait for the answer, and call ``on_change`` (from the thread) whenever it is another one."""
        self._on_change = on_change
        self._thread = threading.Thread(target=self._keep_looking, name="outputs", daemon=True)
        self._thread.start()
        self._has_looked.wait(FIRST_LOOK_SECONDS)

    def close(self) -> None:
        """End the thread; one that hangs with its server is left to end with the program."""
        self._closing.set()
        thread = self._thread
        for _ in range(20):
            if thread is None or not thread.is_alive():
                return
            server = self._server
            if server is not None:
                server.wake()
            thread.join(0.05)

    def _keep_looking(self) -> None:
        while not self._closing.is_set():
            try:
                self._watch()
            except ServerGone:
                self._tell(None)
            self._closing.wait(SEARCH_SECONDS if self.has_seen_server else PATIENT_SECONDS)

    def _watch(self) -> None:
        """Tell of every change until the server goes. Raises ServerGone."""
        with _connected() as self._server:
            self._server.subscribe()
            while not self._closing.is_set():
                self._tell(self._server.outputs())
                self._server.wait_for_change()

    def _tell(self, outputs: tuple[Output, ...] | None) -> None:
        is_new = outputs != self.outputs
        self.outputs = outputs
        self.has_seen_server = self.has_seen_server or outputs is not None
        self._has_looked.set()
        if is_new:
            self._on_change()


def list_outputs() -> tuple[Output, ...] | None:
    """The outputs there are now; None if no server answers."""
    try:
        with _connected() as server:
            return server.outputs()
    except ServerGone:
        return None


class _Server:
    """A connection, for one thread; wake() is for any. Raises ServerGone."""

    def __init__(self) -> None:
        try:
            import pulsectl
            from pulsectl import _pulsectl
        except (ImportError, OSError) as error:
            raise ServerGone(f"no PulseAudio library: {error}") from error
        self._errors = (pulsectl.PulseError, pulsectl.PulseDisconnected, _pulsectl.pa.CallError, OSError)
        self._stop = pulsectl.PulseLoopStop
        self._is_stale = self._is_closed = False
        self._lock = threading.Lock()  # what is closed must not be woken: libpulse would crash
        self._pulse = pulsectl.Pulse(CLIENT, connect=False)
        try:
            with self._or_gone():
                self._pulse.connect(autospawn=False)
        except ServerGone:
            self.close()
            raise

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._pulse.close()

    def subscribe(self) -> None:
        """Notice changes from now on."""
        with self._or_gone():
            self._pulse.event_mask_set("sink", "server", "card")
            self._pulse.event_callback_set(self._changed)

    def outputs(self) -> tuple[Output, ...]:
        """All outputs."""
        self._is_stale = False
        with self._or_gone():
            return read_outputs(self._pulse.sink_list(), self._pulse.server_info().default_sink_name)

    def wait_for_change(self) -> None:
        """Return when something has changed since outputs(), or when woken."""
        if not self._is_stale:
            with self._or_gone():
                self._pulse.event_listen()

    def wake(self) -> None:
        with self._lock:
            if not self._is_closed:
                self._pulse.event_listen_stop()

    def _changed(self, _event: object) -> None:
        self._is_stale = True
        raise self._stop

    @contextlib.contextmanager
    def _or_gone(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            raise ServerGone(f"no sound server answers: {error}") from error


@contextlib.contextmanager
def _connected() -> Iterator[_Server]:
    server = _Server()
    try:
        yield server
    finally:
        server.close()


def read_outputs(sinks: Iterable[Any], default: str) -> tuple[Output, ...]:
    """pulsectl's sinks as outputs, without the dummy; of two that are called the same the second is "name (2)",
    as SDL calls it. A socket counts if the server knows that something is in it: a built-in speaker cannot tell."""
    found: list[Output] = []
    seen: dict[str, int] = {}
    for sink in sinks:
        if sink.name == DUMMY:
            continue
        count = seen[sink.description] = seen.get(sink.description, 0) + 1
        name = sink.description if count == 1 else f"{sink.description} ({count})"
        jacks = tuple(port.description for port in sink.port_list if port.available_state == "yes")
        found.append(Output(name, jacks, sink.name == default, sink.state == "suspended"))
    return tuple(found)
