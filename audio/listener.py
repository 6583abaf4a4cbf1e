"""The live listener: a process that listens, and the thread that passes on what it reports.

Knows: the lines exchanged with ``listener_process``, when that process is dead. Must not know: microphones,
recognisers, commands.

A change of what counts gets a new generation; what the process heard in an older one is dropped. That the kiosk begins
or ends to speak is none: what a visitor has begun to say goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from audio.api import (
    Duplex,
    Heard,
    HeardNothingKnown,
    Listening,
    MicrophoneBack,
    MicrophoneFault,
    MicrophoneLost,
    Report,
    RoomLevel,
    Sink,
    SpokenOver,
    VoiceLevel,
)

SILENT_SECONDS = 10.0
START_SECONDS = 30.0
WATCH_SECONDS = 2.0
FIRST_RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 30.0


class LiveListener:
    """A Listener on the microphone ``device`` (part of its name; empty: the default).

    ``recognizer``: see ``recognizers``. ``tells_room``: now and then a RoomLevel is reported. ``duplex``, while the
    kiosk itself speaks: "auto" (a visitor is heard as soon as it can tell its own voice), "duck" (until then a
    SpokenOver tells that somebody speaks up), "half" (nothing is even tried). The process starts with the first
    Listening that is on, or by ``start``. It is started again when it dies or hangs, later and later while it keeps
    dying.
    """

    def __init__(
        self,
        sink: Sink,
        *,
        device: str = "",
        language: str = "en",
        tells_room: bool = False,
        duplex: str = "auto",
        recognizer: str = "",
        command: Sequence[str] = (),
    ) -> None:
        module = [sys.executable, "-W", "ignore", "-m", "audio.listener_process"]
        module += ["--device", device, "--language", language, "--duplex", duplex, "--recognizer", recognizer]
        self._command = [*(command or [*module, *["--room"] * tells_room])]
        self._sink = sink
        self._changed = threading.Condition()
        self._listening = Listening(is_on=False)
        self._generation = 0
        self._process: subprocess.Popen[str] | None = None
        self._last_line = 0.0
        self._is_started = self._is_closed = self._has_microphone = self._is_told_lost = False
        self._is_full_duplex = False
        self._fault = ""
        self._thread: threading.Thread | None = None

    def make_true(self, listening: Listening) -> None:
        """See ``audio.api.Listener``."""
        with self._changed:
            if listening == self._listening or self._is_closed:
                return
            before, self._listening = self._listening, listening
            self._generation += replace(before, is_speaking=listening.is_speaking) != listening
            self._send()
        if listening.is_on:
            self.start()

    def start(self) -> None:
        """Load the recogniser and open the microphone now, in the background. A second call does nothing."""
        with self._changed:
            if self._is_started or self._is_closed:
                return
            self._is_started = True
            self._thread = threading.Thread(target=self._keep, name="listener", daemon=True)
            self._thread.start()

    @property
    def process_id(self) -> int | None:
        """The listening process, while there is one."""
        process = self._process
        return None if process is None else process.pid

    def close(self) -> None:
        """See ``audio.api.Listener``."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
            _end(self._process)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(5)

    def _send(self) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        wish = {
            "generation": self._generation,
            "is_on": self._listening.is_on,
            "phrases": sorted(self._listening.phrases),
            "likely": sorted(self._listening.likely),
            "is_strict": self._listening.is_strict,
            "is_speaking": self._listening.is_speaking,
        }
        try:
            process.stdin.write(json.dumps(wish) + "\n")
            process.stdin.flush()
        except (OSError, ValueError):
            process.kill()

    def _keep(self) -> None:
        """Start the process, pass its lines on, and do so again when it is gone."""
        retry = FIRST_RETRY_SECONDS
        while not self._is_closed:
            began = time.monotonic()
            self._lose(f"the listening process {self._run()}")
            retry = FIRST_RETRY_SECONDS if time.monotonic() - began > 60 else min(2 * retry, LONGEST_RETRY_SECONDS)
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed, retry)

    def _run(self) -> str:
        """One life of the process; returns why it ended."""
        try:
            process = self._spawn()
        except OSError as error:
            return f"does not start: {error}"
        with self._changed:
            self._process = process
            self._last_line = time.monotonic() + START_SECONDS - SILENT_SECONDS
            if self._is_closed:
                _end(process)
            self._send()
        watch = threading.Thread(target=self._watch, args=(process,), name="listener watch", daemon=True)
        watch.start()
        assert process.stdout is not None
        for line in process.stdout:
            self._last_line = time.monotonic()
            self._pass_on(line)
        code = process.wait()
        with self._changed:
            self._process = None
            self._changed.notify_all()
            _let_go(process)
        watch.join(5)
        return f"ended ({code})"

    def _spawn(self) -> subprocess.Popen[str]:
        root = str(Path(__file__).resolve().parent.parent)
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # More than one thread of numpy's would cost memory, and time where they wait for each other.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"},
            text=True,
            encoding="utf-8",
        )

    def _watch(self, process: subprocess.Popen[str]) -> None:
        """Kill a process that says nothing for too long."""
        while True:
            with self._changed:
                if self._changed.wait_for(lambda: self._is_closed or self._process is not process, WATCH_SECONDS):
                    return
            if time.monotonic() - self._last_line > SILENT_SECONDS:
                process.kill()
                return

    def _pass_on(self, line: str) -> None:
        try:
            said: dict[str, Any] = json.loads(line)
            self._take(said.pop("event"), said.pop("generation"), said)
        except (ValueError, KeyError, TypeError, AttributeError):
            return  # no message of ours: some library of the process wrote to its standard output

    def _take(self, event: str, generation: int, said: dict[str, Any]) -> None:
        match event:
            case "lost":
                self._lose(said["reason"])
            case "back":
                self._find()
            case "heard":
                self._report(generation, Heard(**said))
            case "over":
                self._report(generation, SpokenOver())
            case "room":
                self._report(generation, RoomLevel(**said))
            case "level":
                self._report(generation, VoiceLevel(**said))
            case "fault":
                self._tell_fault(str(said["fault"]))
            case "duplex":
                self._tell_duplex(bool(said["is_full"]))
            case "nothing":
                self._report(generation, HeardNothingKnown(**said))

    def _report(self, generation: int, report: Report) -> None:
        with self._changed:
            if generation == self._generation and self._listening.is_on and not self._is_closed:
                self._sink(report)

    def _tell_duplex(self, is_full: bool) -> None:
        if is_full != self._is_full_duplex and not self._is_closed:
            self._is_full_duplex = is_full
            self._sink(Duplex(is_full))

    def _tell_fault(self, fault: str) -> None:
        if fault != self._fault and not self._is_closed:
            self._fault = fault
            self._sink(MicrophoneFault(fault))

    def _lose(self, reason: str) -> None:
        self._has_microphone = False
        self._tell_duplex(False)
        self._tell_fault("")
        if not self._is_told_lost and not self._is_closed:
            self._is_told_lost = True
            self._sink(MicrophoneLost(reason))

    def _find(self) -> None:
        self._has_microphone = True
        if self._is_told_lost and not self._is_closed:
            self._is_told_lost = False
            self._sink(MicrophoneBack())


def _end(process: subprocess.Popen[str] | None) -> None:
    """Ask the process to end by closing its input, and kill it if it does not."""
    if process is None:
        return
    _close_input(process)
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        process.kill()


def _let_go(process: subprocess.Popen[str]) -> None:
    """Close both pipes of a process that has ended."""
    _close_input(process)
    if process.stdout is not None:
        process.stdout.close()


def _close_input(process: subprocess.Popen[str]) -> None:
    if process.stdin is None:
        return
    with contextlib.suppress(OSError):  # what was not read by a dead process cannot be written
        process.stdin.close()
