"""What the tests of sound out share: sentences, an inbox that waits for reports, workers that misbehave."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from audio.api import Report, SpokenSentence, SpokenWord

Kind = TypeVar("Kind", bound=Report)


def sentence(text: str) -> SpokenSentence:
    """``text`` cut at its spaces; the signs at the end of a word are its pause."""
    found = re.finditer(r"\S+", text)
    return SpokenSentence(text, tuple(SpokenWord(one.start(), len(one[0]), one[0]) for one in found))


class Inbox:
    """A sink that keeps every report with the monotonic time it came at."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[tuple[float, Report]] = SimpleQueue()
        self.taken: list[tuple[float, Report]] = []

    def put(self, report: Report) -> None:
        """The sink."""
        self._queue.put((time.monotonic(), report))

    def wait_for(self, kind: type[Kind], seconds: float = 20.0, where: Callable[[Kind], bool] = lambda _: True) -> Kind:
        """The next report of this kind; AssertionError with what came instead."""
        deadline = time.monotonic() + seconds
        came: list[Report] = []
        while True:
            try:
                self.taken.append(self._queue.get(timeout=max(0.0, deadline - time.monotonic())))
            except Empty:
                raise AssertionError(f"no {kind.__name__} within {seconds:g} s, but {came}") from None
            report = self.taken[-1][1]
            if isinstance(report, kind) and where(report):
                return report
            came.append(report)

    def all_now(self) -> list[Report]:
        """Everything that has come and was not waited for."""
        rest: list[Report] = []
        while not self._queue.empty():
            self.taken.append(self._queue.get())
            rest.append(self.taken[-1][1])
        return rest

    def times(self, kind: type[Kind]) -> list[tuple[float, Kind]]:
        """Everything of this kind that was taken, with its time."""
        return [(moment, report) for moment, report in self.taken if isinstance(report, kind)]


READY = 'import json, sys, time\nprint(json.dumps({"id": 0, "bytes": 0}), flush=True)\n'
"""The beginning of a worker that is ready at once."""


def worker(folder: Path, body: str, name: str = "worker.py") -> tuple[str, ...]:
    """The command of a worker program with this body."""
    path = folder / name
    path.write_text(body)
    return (sys.executable, str(path))


def speaking_worker(folder: Path, name: str = "worker.py") -> tuple[str, ...]:
    """A worker with a true voice of a kind: a tone of 0.2 s for each word."""
    return worker(folder, READY + TONES, name)


TONES = """
import array, math
for line in sys.stdin:
    request = json.loads(line)
    words = request["words"]
    tone = array.array("h", [int(9000 * math.sin(n * 0.07)) for n in range(8820 * len(words))])
    times = [[0.2 * n, 0.2 * n + 0.2] for n in range(len(words))]
    head = {"id": request["id"], "bytes": 2 * len(tone), "seconds": 0.2 * len(words), "words": times,
            "estimated": False, "voice": "tones", "missing": request.get("voice", "")}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\\n" + tone.tobytes())
    sys.stdout.buffer.flush()
"""

MUTE = """
import sys
from audio.voice_worker import LiveVoice, serve
def no_voice():
    raise OSError("there is no engine")
serve(sys.stdin.buffer, sys.stdout.buffer, LiveVoice(no_voice))
"""
"""A worker on a machine that has no voice of its own: it only says what was rendered beforehand."""
