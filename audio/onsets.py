"""Where a word follows a silence: its beginning, as it is heard.

Knows: samples and the stated beginnings of words. Must not know: which voice spoke. What a voice states may be off by
some hundredths of a second; slow speech makes that three times as much, and a silence that ends can be heard exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audio.loudness import Samples

FAINT_DB = -40.0
"""Under this, against the loudest sample, it is silent."""
STEP_SECONDS = 0.005
LEAST_SILENCE_SECONDS = 0.06
"""The closure of a p or t within speech is shorter."""
EARLIER_SECONDS, LATER_SECONDS = 0.12, 0.08
"""A word begins with the sound that begins so much before or after the stated moment."""


def heard_begins(samples: Samples, hz: int, begins: Sequence[float]) -> list[float]:
    """``begins`` (seconds, rising) with those of words that follow a silence moved to their first sound.

    The first word follows the silence before the sentence. A word is never moved past another one.
    """
    onsets = _onsets(samples, hz)
    moved = list(begins)
    for index, begin in enumerate(begins):
        lower = moved[index - 1] if index else -EARLIER_SECONDS
        upper = begins[index + 1] if index + 1 < len(begins) else float("inf")
        near = onsets[(onsets >= begin - EARLIER_SECONDS) & (onsets <= begin + LATER_SECONDS)]
        near = near[(near > lower) & (near < upper)]
        if near.size:
            moved[index] = float(near[np.abs(near - begin).argmin()])
    return moved


def _onsets(samples: Samples, hz: int) -> NDArray[np.float64]:
    """The seconds at which sound begins after a silence, the one before the first sample included."""
    step = round(STEP_SECONDS * hz)
    levels = np.abs(samples[: samples.size // step * step]).reshape(-1, step).max(axis=1, initial=0.0)
    if not levels.size:
        return np.zeros(0)
    is_loud = levels > levels.max(initial=0.0) * 10 ** (FAINT_DB / 20)
    least = round(LEAST_SILENCE_SECONDS / STEP_SECONDS)
    quiet_before = np.convolve(is_loud, np.ones(least), "full")[: is_loud.size] - is_loud
    # The convolution at i sums steps i-least+1 .. i: without itself, the least-1 before it.
    return np.flatnonzero(is_loud & (quiet_before == 0)).astype(np.float64) * STEP_SECONDS
