"""Two sound cards have two clocks: slows one stream down, or speeds it up, so that it stays beside the other.

Knows: streams of samples, how the delay between two of them grows. Must not know: how the delay is found, devices.

A USB microphone and a screen's loudspeaker differ by 10 to 100 parts in a million: 1 to 6 ms a minute, which an echo
filter cannot follow at high frequencies.
"""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

KEPT_LOOKS = 60
LEAST_LOOKS = 8
"""The line through the delays goes through so many of them."""
OUTLIER_SAMPLES = 3.0
"""A delay that is so far off the line is another wall."""
MOST_A_SECOND = 8.0
"""Samples: 500 parts in a million; more is no clock."""
MOVED_SAMPLES = 160
"""A delay that changes by more than this (10 ms) is another way, and not the next wall."""
STRAY_SAMPLES, MOST_STRAYS = 8, 4
"""So many looks in a row that are off the line by this: a sound card has left something out."""
SLACK = 10
TAPS = 16
SPARE_SAMPLES = 320
"""The two may drift apart so far (at 30 parts in a million in 11 minutes) before it begins anew."""


class Line:
    """The straight line through the delays that were found, in samples over seconds."""

    def __init__(self) -> None:
        self._found: deque[tuple[float, float]] = deque(maxlen=KEPT_LOOKS)
        self._at, self._value, self._slope = 0.0, 0.0, 0.0

    def forget(self) -> None:
        """The delay is another one from now on."""
        self._found.clear()
        self._slope = 0.0

    def see(self, seconds: float, delay_samples: float) -> None:
        """It was found at this time."""
        self._found.append((seconds, delay_samples))
        times, delays = np.array(self._found).T
        self._at, self._value, self._slope = seconds, float(np.median(delays)), 0.0
        if len(times) < LEAST_LOOKS:
            return
        slope, first = np.polyfit(times - seconds, delays, 1)
        for _ in range(2):
            off = np.abs(delays - (first + slope * (times - seconds)))
            is_near = off <= max(OUTLIER_SAMPLES, float(np.median(off)))
            slope, first = np.polyfit((times - seconds)[is_near], delays[is_near], 1)
        self._slope, self._value = float(np.clip(slope, -MOST_A_SECOND, MOST_A_SECOND)), float(first)

    def at(self, seconds: float) -> float:
        """What the delay probably is at this time."""
        return self._value + self._slope * (seconds - self._at)


class Warp:
    """Gives a stream back later by SPARE_SAMPLES and so many samples more as it is told, which may change slowly."""

    def __init__(self, frame_samples: int) -> None:
        self._size = frame_samples
        self._kept = np.zeros(2 * SPARE_SAMPLES + TAPS + frame_samples)
        self._more = 0.0

    def step(self, frame: Samples, more_samples: float) -> Samples:
        """The next frame. ``more_samples`` is at most SPARE_SAMPLES, either way."""
        self._kept = np.concatenate((self._kept[self._size :], frame))
        before, self._more = self._more, more_samples
        if not self._kept.any():
            return np.zeros(self._size)
        more = np.linspace(before, more_samples, self._size, endpoint=False)
        places = len(self._kept) - self._size + np.arange(self._size) - SPARE_SAMPLES - more
        whole = np.floor(places).astype(int)
        reach = np.arange(1 - TAPS // 2, TAPS // 2 + 1)
        away = (places - whole)[:, None] - reach[None, :]
        weights = np.sinc(away) * np.cos(np.pi * away / (TAPS + 1)) ** 2
        made: Samples = np.einsum("nt,nt->n", self._kept[whole[:, None] + reach[None, :]], weights)
        return made


class Beside:
    """Keeps what was played beside what is heard: at ``base`` samples, however the clocks drift.

    ``more``: by so many samples the last frame was given back later, or earlier, than ``base`` wants.
    """

    def __init__(self, frame_samples: int) -> None:
        self._line, self._warp = Line(), Warp(frame_samples)
        self._strays = 0
        self.base: int | None = None
        self.more = 0.0

    def find(self, seconds: float, delay_samples: int) -> int | None:
        """The delay was found at this time. The new ``base``, if it is another one now."""
        off = abs(delay_samples - self._line.at(seconds))
        self._strays = self._strays + 1 if off > STRAY_SAMPLES else 0
        is_new = self.base is None or off > MOVED_SAMPLES or self._strays >= MOST_STRAYS
        if is_new:
            self._line.forget()
            self._strays = 0
        self._line.see(seconds, delay_samples)
        if not is_new and self.base is not None and abs(self._line.at(seconds) - self.base) < SPARE_SAMPLES - SLACK:
            return None
        self.base = round(self._line.at(seconds))
        return self.base

    def step(self, played: Samples, seconds: float) -> Samples:
        """The next frame of what was played, later by SPARE_SAMPLES and by what the clocks have drifted apart."""
        more = 0.0 if self.base is None else self._line.at(seconds) - self.base
        self.more = float(np.clip(more, -SPARE_SAMPLES, SPARE_SAMPLES))
        return self._warp.step(played, self.more)
