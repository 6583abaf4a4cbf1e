"""How often each place of the screen flashes.

Knows: luminance over time. Must not know: what is shown. A flash is a pair of opposing changes of relative luminance by
0.1 or more, the darker of the two under 0.8 (WCAG 2.2, 2.3.1, "general flash").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from tests.kiosk.view.pixels import Mask, Numbers, luminance
from tests.kiosk.view.sweep import Pixels

CHANGE = 0.1
DARK = 0.8
SAMPLE = 3
"""Every so manieth pixel of every so manieth row is looked at."""


def sampled(pixels: Pixels) -> Numbers:
    """The relative luminance of a picture at places all over it."""
    return luminance(pixels[::SAMPLE, ::SAMPLE])


def most_flashes(frames: Sequence[Numbers], seconds_a_frame: float) -> npt.NDArray[np.int_]:
    """The most flashes that each place goes through in any one second."""
    turns = np.array(list(_turns(frames)))
    window = max(1, int(1.0 / seconds_a_frame) + 1)  # frames at 0 and at 1 s are both within a second
    sums = [turns[start : start + window].sum(axis=0) for start in range(max(1, len(turns) - window + 1))]
    return np.asarray(np.max(sums, axis=0) // 2)


def _turns(frames: Sequence[Numbers]) -> Iterator[Mask]:
    """For each frame after the first, where a change begins that opposes the one before."""
    extreme, direction = frames[0].copy(), np.zeros(frames[0].shape, np.int8)
    for frame in frames[1:]:
        is_large = (np.abs(frame - extreme) >= CHANGE) & (np.minimum(frame, extreme) < DARK)
        way = np.sign(frame - extreme).astype(np.int8)
        turned = is_large & (way != direction)
        goes_on = way == direction
        extreme = np.where(turned | goes_on, frame, extreme)
        direction = np.where(turned, way, direction)
        yield turned
