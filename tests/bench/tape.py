"""A recording of the virtual speaker that knows when each of its samples came, however long it gets.

Knows: parec, clocks. Must not know: what is recorded, how late a sound leaves the server (sound_probe measures that).

The virtual speaker is a little fast (it rounds the length of each of its steps: about a third of a millisecond a
second), so one number does not place a long recording. The earliest arrivals of the second around a moment place it.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping
from typing import Self

import numpy as np
import numpy.typing as npt

from tests.rig import RATE, TIED, Samples, end, wait_until

AROUND_SECONDS = 1.0


class Tape:
    """Records ``source`` from now on until ``stop``. Times are monotonic seconds."""

    def __init__(self, env: Mapping[str, str], source: str) -> None:
        shape = ["--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", "--latency-msec=5"]
        self._process = subprocess.Popen(
            [*TIED, "parec", "-d", source, *shape],
            env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._lock = threading.Lock()
        self._data = bytearray()
        self._arrivals: list[tuple[float, int]] = []
        self._thread = threading.Thread(target=self._read, name="tape", daemon=True)
        self._thread.start()
        wait_until(lambda: self._arrivals, 10, f"the first sound of {source}")

    def _read(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        while chunk := os.read(pipe.fileno(), 1 << 16):
            now = time.monotonic()
            with self._lock:
                self._data += chunk
                self._arrivals.append((now, len(self._data) // 2))

    def between(self, start: float, stop: float) -> Samples:
        """The samples that arrived from ``start`` to ``stop``; waits until there are those."""
        patience = max(0.0, stop - time.monotonic()) + 5
        wait_until(lambda: self._arrivals[-1][0] >= stop + 0.1, patience, "the end of a piece of the recording")
        origin = self._origin(start)
        first, last = (max(0, round((moment - origin) * RATE)) for moment in (start, stop))
        return self._cut(first, last)

    def latest(self, seconds: float) -> Samples:
        """The last ``seconds``."""
        last = self._arrivals[-1][1]
        return self._cut(max(0, last - round(seconds * RATE)), last)

    def _cut(self, first: int, last: int) -> Samples:
        with self._lock:
            whole = np.frombuffer(bytes(self._data[first * 2 : last * 2]), "<i2")
        return whole.astype(np.float32) / np.float32(32768)

    def _origin(self, moment: float) -> float:
        """When the first sample would have arrived, by the arrivals around ``moment``."""
        with self._lock:
            arrivals: npt.NDArray[np.float64] = np.array(self._arrivals)
        near = np.abs(arrivals[:, 0] - moment) <= AROUND_SECONDS
        chosen = arrivals[near] if near.any() else arrivals
        return float((chosen[:, 0] - chosen[:, 1] / RATE).min())

    def stop(self) -> None:
        """End the recording; what was recorded stays."""
        if self._process.poll() is None:
            self._process.terminate()
        self._thread.join(5)
        end(self._process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
