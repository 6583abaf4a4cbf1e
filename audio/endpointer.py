"""Cuts a stream of sound into utterances, tightly: where somebody begins to speak, and where he has ended.

Knows: levels. Must not know: microphones, files, words, clocks (the
clock is the number of frames, so that a recording gives the same utterances however fast it is read).
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

SAMPLE_RATE = 16_000
FRAME_SAMPLES = 320
FRAME_BYTES = FRAME_SAMPLES * 2
FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE

QUIETEST_DB = -96.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as speech. Times in frames of 20 ms, levels in dB; all found by measuring (docs/voice.md)."""

    least_over_room_db: float = 4.0
    most_over_room_db: float = 9.5
    over_spread: float = 1.0
    stay_less_db: float = 2.5
    under_peak_db: float = 22.0
    quietest_db: float = -65.0
    room_frames: int = 300
    first_frames: int = 15
    loudest_first_room_db: float = -40.0
    start_frames: int = 3
    start_window: int = 5
    hangover_frames: int = 14
    probable_frames: int = 7
    lead_frames: int = 9
    tail_frames: int = 6
    shortest_frames: int = 6
    longest_frames: int = 130


@dataclass(frozen=True, slots=True)
class Segment:
    """Sound between two silences. Times are in seconds since the stream began.

    ``pcm`` is 16 kHz mono, signed 16 bit, in the machine's byte order; empty when it was too long to be a command.
    ``start`` and ``end`` are those of the voice, the sound has a little room on both sides; ``decided`` is when the
    silence had lasted long enough. ``contrast_db``: how far its loudest moment stood out of what was heard before;
    somebody who speaks to the kiosk stands out further than the talk behind him.
    """

    pcm: bytes
    start: float
    end: float
    decided: float
    contrast_db: float


@lru_cache(maxsize=4)  # of each frame several want to know it
def level_db(frame: bytes) -> float:
    """Level of the first difference of 16-bit samples, in dB of full scale: it hears voices and not hum or offset."""
    samples = np.frombuffer(frame, np.int16).astype(np.float64)
    steps = samples[1:] - samples[:-1]
    power = float(steps @ steps) / max(1, len(steps))
    return max(QUIETEST_DB, 10 * math.log10(power + 1e-9) - 96.3)


FORGOTTEN_FRAMES = 75
"""So many frames the first guess at the room counts for, until as many were heard."""


class Room:
    """How loud it usually is here: the median of the last seconds, which a word now and then does not move."""

    def __init__(self, limits: Limits, first: list[float]) -> None:
        """``first``: the first levels that were heard. They are taken for the room's, unless they are very loud."""
        self._limits = limits
        quiet = sorted(first)[len(first) // 4]
        self._recent = deque([min(quiet, limits.loudest_first_room_db)] * FORGOTTEN_FRAMES)
        self._forgotten = FORGOTTEN_FRAMES
        self._sorted = sorted(self._recent)
        self._smooth: deque[float] = deque(maxlen=3)

    def hear(self, level: float) -> tuple[float, float]:
        """One frame later: its level, smoothed, and the level above which somebody speaks, both in dB."""
        self._smooth.append(level)
        smooth = sum(self._smooth) / len(self._smooth)
        if self._forgotten or len(self._recent) == self._limits.room_frames:
            self._forgotten = max(0, self._forgotten - 1)
            del self._sorted[bisect_left(self._sorted, self._recent.popleft())]
        self._recent.append(smooth)
        insort(self._sorted, smooth)
        return smooth, self._threshold()

    def usual(self) -> float:
        """The level that is passed half of the time."""
        return self._sorted[len(self._sorted) // 2]

    def loud(self) -> float:
        """The level that is passed a fifth of the time."""
        return self._sorted[len(self._sorted) * 8 // 10]

    def _threshold(self) -> float:
        """Further above a restless room than above a steady one. The lower half tells which it is: words are above."""
        limits, count = self._limits, len(self._sorted)
        usual, low = self._sorted[count // 2], self._sorted[count // 10]
        over = limits.least_over_room_db + limits.over_spread * (usual - low)
        return usual + min(over, limits.most_over_room_db)


class Endpointer:
    """Feed it frames of FRAME_BYTES; it returns a Segment whenever one has ended."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._count = 0
        self._room: Room | None = None
        self._first: list[bytes] = []
        self._clear()

    def _clear(self) -> None:
        limits = self._limits
        self._recent: deque[bytes] = deque(maxlen=limits.lead_frames + limits.start_window)
        self._active: deque[bool] = deque(maxlen=limits.start_window)
        self._levels: deque[float] = deque(maxlen=limits.start_window)
        self._frames: list[bytes] | None = None
        self._start = self._last_active = self._lead = 0
        self._peak = self._loud = QUIETEST_DB

    @property
    def seconds(self) -> float:
        """Length of the sound that was fed."""
        return (self._count + len(self._first)) * FRAME_SECONDS

    @property
    def is_inside(self) -> bool:
        """Whether somebody is speaking now."""
        return self._frames is not None

    @property
    def room_db(self) -> float | None:
        """How loud it usually is here; None until that is known."""
        return None if self._room is None or self._count < FORGOTTEN_FRAMES else self._room.usual()

    def probable(self) -> Segment | None:
        """The segment that will end unless somebody goes on speaking; once for each silence, as soon as it is whole.

        To be recognised while the silence lasts: ``feed`` gives the same sound later, or a longer one.
        """
        is_time = self._count - 1 - self._last_active == self._limits.probable_frames
        return self._cut() if self._frames is not None and is_time else None

    def drop(self) -> None:
        """Forget what has begun; what is known of the room's noise stays."""
        self._clear()

    def skip(self, frames: int) -> None:
        """Let ``frames`` pass unheard."""
        self._count += frames + len(self._first)
        self._first = []
        self._clear()

    def feed(self, frame: bytes) -> Segment | None:
        """One frame later: the segment that ended with it, if one did."""
        if self._room is not None:
            return self._step(frame, self._room)
        self._first.append(frame)
        if len(self._first) < self._limits.first_frames:
            return None
        first, self._first = self._first, []
        room = self._room = Room(self._limits, [level_db(each) for each in first])
        segments = [self._step(each, room) for each in first]
        return segments[-1]

    def _step(self, frame: bytes, room: Room) -> Segment | None:
        level, speaking = room.hear(level_db(frame))
        limits = self._limits
        less = 0.0 if self._frames is None else limits.stay_less_db
        threshold = max(speaking - less, self._peak - limits.under_peak_db, limits.quietest_db)
        self._count += 1
        if self._frames is None:
            self._wait(frame, level, level > threshold)
            self._loud = room.loud()
            return None
        return self._go_on(frame, level, level > threshold)

    def _wait(self, frame: bytes, level: float, is_active: bool) -> None:
        limits = self._limits
        self._recent.append(frame)
        self._levels.append(level)
        self._active.append(is_active)
        if sum(self._active) < limits.start_frames:
            return
        first = len(self._active) - list(self._active).index(True)
        keep = min(len(self._recent), first + limits.lead_frames)
        self._frames = list(self._recent)[-keep:]
        self._lead = keep - first
        self._start = self._count - first
        self._last_active = self._count - 1
        self._peak = max(self._levels)

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
        """What is to be heard of the utterance so far; None if it is too short to be one."""
        limits = self._limits
        assert self._frames is not None
        length = self._last_active + 1 - self._start
        if length < limits.shortest_frames:
            return None
        is_too_long = length > limits.longest_frames
        pcm = b"" if is_too_long else b"".join(self._frames[: self._lead + length + limits.tail_frames])
        start, end = self._start * FRAME_SECONDS, (self._last_active + 1) * FRAME_SECONDS
        return Segment(pcm, start, end, self.seconds, self._peak - self._loud)
