"""The pitch of a voice: how often a second its cords close. Pure arithmetic.

Knows: samples. Must not know: words, which voice it is.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

LOWEST_HZ, HIGHEST_HZ = 60.0, 400.0
FRAME_SECONDS, HOP_SECONDS = 0.04, 0.01
FEWER = 4
"""The pitch is looked for at a fourth of the rate: that is enough, the peak is interpolated."""
VOICED = 0.6
"""How alike a frame has to be to itself one period later."""
FIRST_SHARE = 0.9
"""The shortest period that is nearly as good as the best one: twice a period is as good a period."""
QUIET_DB = -30.0
"""A frame that is softer than the loudest by so much is not asked."""


def median_pitch(samples: npt.NDArray[np.floating], hz: int) -> tuple[float, int]:
    """The median pitch in Hz over all voiced frames of 40 ms, and how many there are. (NaN, 0) for none."""
    pitches = voiced_pitches(samples, hz)
    return (float(np.median(pitches)), len(pitches)) if len(pitches) else (float("nan"), 0)


def voiced_pitches(samples: npt.NDArray[np.floating], hz: int) -> npt.NDArray[np.float64]:
    """The pitch of each voiced frame, in Hz."""
    slow = samples[: len(samples) // FEWER * FEWER].reshape(-1, FEWER).mean(axis=1).astype(np.float64)
    rate = hz / FEWER
    shortest, longest = int(rate / HIGHEST_HZ), int(rate / LOWEST_HZ) + 1
    width, hop = round(FRAME_SECONDS * rate), round(HOP_SECONDS * rate)
    count = (len(slow) - width - longest) // hop + 1
    if count < 1:
        return np.empty(0)
    windows = np.lib.stride_tricks.sliding_window_view(slow, width + longest)[::hop][:count]
    return _pitches(windows, width, shortest, longest, rate)


def _pitches(
    windows: npt.NDArray[np.float64], width: int, shortest: int, longest: int, rate: float
) -> npt.NDArray[np.float64]:
    frames = windows[:, :width]
    power = np.sum(frames**2, axis=1)
    loud = power > power.max(initial=0.0) * 10 ** (QUIET_DB / 10)
    pitches = []
    for window, frame, own in zip(windows[loud], frames[loud], power[loud], strict=True):
        later = np.correlate(window[shortest : width + longest], frame, "valid")
        sums = np.concatenate(([0.0], np.cumsum(window**2)))
        lags = np.arange(shortest, shortest + len(later))
        alike = later / np.sqrt(np.maximum(own * (sums[lags + width] - sums[lags]), 1e-12))
        lag = _period(alike)
        if lag is not None:
            pitches.append(rate / (shortest + lag))
    return np.array(pitches)


def _period(alike: npt.NDArray[np.float64]) -> float | None:
    """The place of the first peak that is nearly the best, between the samples too; None if the frame is unvoiced."""
    inner = alike[1:-1]
    peaks = np.flatnonzero((inner >= alike[:-2]) & (inner > alike[2:])) + 1
    if not len(peaks) or alike[peaks].max() < VOICED:
        return None
    at = int(peaks[alike[peaks] >= FIRST_SHARE * alike[peaks].max()][0])
    left, middle, right = alike[at - 1 : at + 2]
    bend = left - 2 * middle + right
    return at + (0.5 * (left - right) / bend if bend else 0.0)
