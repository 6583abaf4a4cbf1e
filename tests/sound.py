"""Sound as the tests see it: samples in memory, synthetic visitors, recordings with the time of each moment.

Knows: samples, flite, PulseAudio's recorder. Must not know: which devices there are (rig.py), the kiosk. Sound is mono
float32 in -1..1 at RATE; times are `time.monotonic()` seconds.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
import wave
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from tests.processes import TIED, RigError, end, wait_until

RATE = 44_100
"""Samples a second of the virtual speaker and microphone."""
Samples = npt.NDArray[np.float32]


def read_wav(path: Path) -> Samples:
    """A 16-bit WAV as mono samples at RATE (linear interpolation, good enough for speech)."""
    with wave.open(str(path)) as file:
        if file.getsampwidth() != 2:
            raise RigError(f"{path}: 16-bit samples are needed")
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())
        rate = file.getframerate()
    mono: Samples = raw.mean(axis=1).astype(np.float32) / np.float32(32768)
    if rate == RATE or not len(mono):
        return mono
    at = np.arange(int(len(mono) * RATE / rate)) * (rate / RATE)
    slow: Samples = np.interp(at, np.arange(len(mono)), mono).astype(np.float32)
    return slow


def speech(phrase: str, folder: Path, voice: str = "slt") -> Samples:
    """``phrase`` spoken by a synthetic visitor (flite's voices: slt, rms, awb, kal16)."""
    path = folder / "phrase.wav"
    subprocess.run(["flite", "-voice", voice, "-t", phrase, "-o", str(path)], check=True, capture_output=True)
    return read_wav(path)


class Recording:
    """What comes out of a source from now on, each moment with its time.

    ``samples()`` is everything so far; ``between(start, stop)`` cuts by monotonic time. The clock of a chunk is its
    arrival; the earliest arrivals fix the line, so that a late one does not shift the rest. Accurate to about 10 ms.
    """

    def __init__(self, env: Mapping[str, str], source: str) -> None:
        shape = ["--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", "--latency-msec=5"]
        self._process = subprocess.Popen(
            [*TIED, "parec", "-d", source, *shape],
            env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._lock = threading.Lock()
        self._data = bytearray()
        self._began = float("inf")
        self._thread = threading.Thread(target=self._read, name=f"record {source}", daemon=True)
        self._thread.start()
        wait_until(lambda: len(self._data), 30, f"the first sound of {source}")

    def _read(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        while chunk := os.read(pipe.fileno(), 1 << 16):
            now = time.monotonic()
            with self._lock:
                self._data += chunk
                self._began = min(self._began, now - len(self._data) / 2 / RATE)

    @property
    def pid(self) -> int:
        """The recorder's process."""
        return self._process.pid

    @property
    def began(self) -> float:
        """The monotonic time of the first sample."""
        with self._lock:
            return self._began

    def samples(self, first: int = 0, last: int | None = None) -> Samples:
        """Everything recorded so far, or samples ``first`` up to ``last`` of it."""
        with self._lock:
            end = len(self._data) // 2 if last is None else last
            whole = np.frombuffer(bytes(self._data[first * 2 : end * 2]), "<i2")
        return whole.astype(np.float32) / np.float32(32768)

    def between(self, start: float, stop: float) -> Samples:
        """The samples from ``start`` to ``stop``; waits until the recording has got that far."""
        patience = max(0.0, stop - time.monotonic()) + 20
        wait_until(lambda: self.seconds >= stop - self.began, patience, f"sound up to {stop:.2f}")
        first, last = (max(0, round((moment - self.began) * RATE)) for moment in (start, stop))
        return self.samples(first, last)

    @property
    def seconds(self) -> float:
        """How long the recording is by now."""
        with self._lock:
            return len(self._data) / 2 / RATE

    def stop(self) -> Samples:
        """End the recording and give all of it."""
        if self._process.poll() is None:
            self._process.terminate()
        self._thread.join(5)
        end(self._process)
        return self.samples()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def silences(samples: Samples, quieter_than: float = 0.001, step_seconds: float = 0.005) -> npt.NDArray[np.bool_]:
    """For each ``step_seconds`` of sound: whether its peak stays under ``quieter_than``."""
    step = round(step_seconds * RATE)
    whole = samples[: len(samples) // step * step].reshape(-1, step)
    return np.asarray(np.abs(whole).max(axis=1, initial=0.0) < quieter_than)


BAND_EDGES_HZ = np.geomspace(200, 6000, 17)
PIECE_STEPS = 30
ALIKE = 0.85
"""Two pieces of 0.3 s are the same speech from here on: the correlation of their loudness over time and frequency."""


def spectrum(samples: Samples) -> Samples:
    """(steps of 10 ms, 16 bands): how loud each band is, as a logarithm."""
    step, width = RATE // 100, RATE // 50
    starts = np.arange(0, len(samples) - width + 1, step)
    frames = samples[starts[:, None] + np.arange(width)] * np.hanning(width)
    loud = np.abs(np.fft.rfft(frames, axis=1))
    hz = np.fft.rfftfreq(width, 1 / RATE)
    bands = [loud[:, (hz >= low) & (hz < high)].mean(axis=1) for low, high in pairwise(BAND_EDGES_HZ)]
    return np.log(np.stack(bands, axis=1) + 0.02).astype(np.float32)


def held(recorded: Samples, said: Samples, lead_seconds: float = 0.0, late_seconds: float = 1.0) -> float:
    """The part, 0 to 1, of the pieces of the speech ``said`` that are in ``recorded``, each near its place.

    ``lead_seconds``: so much was recorded before the speech began; ``late_seconds``: so far off a piece may be. It
    compares what an ear would, so that neither volume nor a voice that never says a thing twice alike matters.
    """
    heard, wanted = spectrum(recorded), spectrum(said)
    lead, late = round(lead_seconds * 100), round(late_seconds * 100)
    found = [
        _best(piece, heard[max(0, lead + at - late) : lead + at + late + PIECE_STEPS]) > ALIKE
        for at in range(0, len(wanted) - PIECE_STEPS + 1, PIECE_STEPS)
        if (piece := wanted[at : at + PIECE_STEPS]).std() > 0.3  # a piece of silence is everywhere
    ]
    return sum(found) / len(found)


def _best(piece: Samples, around: Samples) -> float:
    """The best correlation of ``piece`` with a stretch of ``around``."""
    unit = (piece - piece.mean()) / np.linalg.norm(piece - piece.mean())
    best = 0.0
    for start in range(len(around) - len(piece) + 1):
        there = around[start : start + len(piece)]
        there = there - there.mean()
        best = max(best, float((unit * there).sum() / max(float(np.linalg.norm(there)), 1e-6)))
    return best


FRAME_SECONDS, HOP_SECONDS, TORN_SECONDS = 0.04, 0.005, 0.25
NEAR_NOTE, SHARE = 0.05, 0.5
FAINT_NOTE = 1e-4


def torn(recorded: Samples, wanted: Samples) -> float:
    """The part, 0 to 1, of the notes of a short sound that are in ``recorded`` in their order, wherever it begins.

    A busy machine tears a sound apart, many times in a note: the waves then fit nowhere, and only the pitch is left.
    In all TORN_SECONDS of something else may stand between its pieces.
    """
    hertz, heard = _powers(recorded)
    _, tones = _powers(wanted)
    tones = tones[:: round(0.5 * FRAME_SECONDS / HOP_SECONDS)]
    step, late = round(0.5 * FRAME_SECONDS / HOP_SECONDS), round(TORN_SECONDS / HOP_SECONDS)
    heard = np.pad(heard, ((0, late + step * len(tones)), (0, 0)))
    starts = len(heard) - late - step * len(tones)
    loud = heard.sum(axis=1)
    found = np.zeros((late + 1, starts))  # the most notes so far, by how late the last one was, and by the beginning
    for number, tone in enumerate(tones):
        strong = hertz[tone > 0.5 * tone.max()]  # of a chord, each of its notes
        is_near = (np.abs(hertz[:, None] / strong - 1) < NEAR_NOTE).any(axis=1)
        hits = (heard[:, is_near].sum(axis=1) > SHARE * loud) & (loud > FAINT_NOTE)
        here = np.stack([hits[delay + number * step :][:starts] for delay in range(late + 1)])
        found = np.maximum.accumulate(found, axis=0) + here
    return float(found.max()) / len(tones)


def _powers(samples: Samples) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Some frequencies, and how strong each is in each frame, a frame every HOP_SECONDS."""
    width, hop, size = round(FRAME_SECONDS * RATE), round(HOP_SECONDS * RATE), 8192
    frames = np.lib.stride_tricks.sliding_window_view(samples, width)[::hop] * np.hanning(width)
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    is_wanted = (hertz > 200) & (hertz < 3000)
    powers = np.abs(np.fft.rfft(frames, size)[:, is_wanted]) ** 2 / width
    return np.asarray(hertz[is_wanted], np.float64), np.asarray(powers, np.float64)
