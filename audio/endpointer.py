"""Cuts a stream of sound into utterances, tightly: where somebody begins to speak, and where he has ended.

Knows: levels. Must not know: microphones, files, words, clocks (the
clock is the number of frames, so that a recording gives the same utterances however fast it is read).
"""

from __future__ import annotations

import math
from array import array
from collections import deque
from dataclasses import dataclass
from operator import mul, sub

SAMPLE_RATE = 16_000
FRAME_SAMPLES = 320
FRAME_BYTES = FRAME_SAMPLES * 2
FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE

QUIETEST_DB = -96.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as speech. Times in frames of 20 ms, levels in dB; all found by measuring (docs/voice.md)."""

    over_floor_db: float = 9.0
    under_peak_db: float = 22.0
    quietest_db: float = -62.0
    floor_frames: int = 100
    start_frames: int = 3
    start_window: int = 5
    hangover_frames: int = 14
    lead_frames: int = 9
    tail_frames: int = 6
    shortest_frames: int = 6
    longest_frames: int = 130


@dataclass(frozen=True, slots=True)
class Segment:
    """Sound between two silences. Times are in seconds since the stream began.

    ``pcm`` is 16 kHz mono, signed 16 bit, in the machine's byte order; empty when it was too long to be a command.
    ``start`` and ``end`` are those of the voice, the sound has a little room on both sides; ``decided`` is when the
    silence had lasted long enough.
    """

    pcm: bytes
    start: float
    end: float
    decided: float


def level_db(frame: bytes) -> float:
    """Level of the first difference of 16-bit samples, in dB of full scale: it hears voices and not hum or offset."""
    samples = array("h", frame)
    steps = tuple(map(sub, samples[1:], samples))
    power = sum(map(mul, steps, steps)) / max(1, len(steps))
    return max(QUIETEST_DB, 10 * math.log10(power + 1e-9) - 96.3)


class Endpointer:
    """Feed it frames of FRAME_BYTES; it returns a Segment whenever one has ended."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._count = 0
        self._levels: deque[float] = deque(maxlen=self._limits.floor_frames)
        self._smooth: deque[float] = deque(maxlen=3)
        self._clear()

    def _clear(self) -> None:
        limits = self._limits
        self._recent: deque[bytes] = deque(maxlen=limits.lead_frames + limits.start_window)
        self._active: deque[bool] = deque(maxlen=limits.start_window)
        self._frames: list[bytes] | None = None
        self._start = self._last_active = self._lead = 0
        self._peak = QUIETEST_DB

    @property
    def seconds(self) -> float:
        """Length of the sound that was fed."""
        return self._count * FRAME_SECONDS

    @property
    def is_inside(self) -> bool:
        """Whether somebody is speaking now."""
        return self._frames is not None

    def drop(self) -> None:
        """Forget what has begun; what is known of the room's noise stays."""
        self._clear()

    def skip(self, frames: int) -> None:
        """Let ``frames`` pass unheard."""
        self._count += frames
        self._clear()

    def feed(self, frame: bytes) -> Segment | None:
        """One frame later: the segment that ended with it, if one did."""
        level = level_db(frame)
        floor = self._floor(level)
        is_active = level > max(floor + self._limits.over_floor_db, self._peak - self._limits.under_peak_db)
        is_active = is_active and level > self._limits.quietest_db
        self._count += 1
        if self._frames is None:
            self._wait(frame, is_active)
            return None
        return self._go_on(frame, level, is_active)

    def _floor(self, level: float) -> float:
        self._smooth.append(level)
        self._levels.append(sum(self._smooth) / len(self._smooth))
        return min(self._levels)

    def _wait(self, frame: bytes, is_active: bool) -> None:
        limits = self._limits
        self._recent.append(frame)
        self._active.append(is_active)
        if sum(self._active) < limits.start_frames:
            return
        first = len(self._active) - list(self._active).index(True)
        keep = min(len(self._recent), first + limits.lead_frames)
        self._frames = list(self._recent)[-keep:]
        self._lead = keep - first
        self._start = self._count - first
        self._last_active = self._count - 1

    def _go_on(self, frame: bytes, level: float, is_active: bool) -> Segment | None:
        limits = self._limits
        assert self._frames is not None
        if self._count - self._start <= limits.longest_frames + limits.hangover_frames:
            self._frames.append(frame)
        if is_active:
            self._last_active = self._count - 1
            self._peak = max(self._peak, level)
            return None
        if self._count - 1 - self._last_active < limits.hangover_frames:
            return None
        segment = self._cut()
        self._clear()
        return segment

    def _cut(self) -> Segment | None:
        limits = self._limits
        assert self._frames is not None
        length = self._last_active + 1 - self._start
        if length < limits.shortest_frames:
            return None
        is_too_long = length > limits.longest_frames
        pcm = b"" if is_too_long else b"".join(self._frames[: self._lead + length + limits.tail_frames])
        start, end = self._start * FRAME_SECONDS, (self._last_active + 1) * FRAME_SECONDS
        return Segment(pcm, start, end, self.seconds)
