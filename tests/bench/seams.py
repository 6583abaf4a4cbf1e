"""Where one known piece of sound ends in a recording and the next begins: the gap, and what sounds in it.

Knows: samples. Must not know: words, clocks, what the gap is to be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.bench.align import locate
from tests.bench.levels import decibels, gain
from tests.rig import RATE, Samples

PIECE_SECONDS = 0.6
"""So much of a sentence's end, and of the next one's beginning, identifies it."""
AROUND_SECONDS = 0.03
"""A click is looked for so far into the sound at both sides of the gap as well."""
ALIKE = 0.97
"""What is less like the recording sounded with gaps, which a busy machine makes: no seam is measured there."""


@dataclass(frozen=True, slots=True)
class Seam:
    """``gap``: seconds from the last sample of one sentence to the first of the next. ``stray``: the loudest sample
    that is neither of them, dBFS. ``least``: the worse of how well the two were found."""

    gap: float
    stray: float
    least: float


def seam(before: Samples, after: Samples, within: Samples) -> Seam | None:
    """How ``before`` ends and ``after`` begins in ``within``; None if one of them is not there, or the wrong way round.

    ``within`` should hold little more than the two: a sentence that says the same again would be found as well.
    """
    size = round(PIECE_SECONDS * RATE)
    tail, head = before[-size:], after[:size]
    tail_at, tail_alike = locate(tail, within)
    ends = tail_at + len(tail)
    at, head_alike = locate(head, within[ends:])
    if min(tail_alike, head_alike) < ALIKE:
        return None
    begins = ends + at
    return Seam(at / RATE, _stray(tail, head, within, ends, begins), min(tail_alike, head_alike))


def _stray(tail: Samples, head: Samples, within: Samples, ends: int, begins: int) -> float:
    """The loudest sample that is left when both pieces, as loud as they were recorded, are taken away, in dBFS."""
    around = round(AROUND_SECONDS * RATE)
    left, right = min(around, len(tail)), min(around, len(head))
    last = gain(tail, within[ends - len(tail) : ends]) * tail[len(tail) - left :]
    first = gain(head, within[begins : begins + len(head)]) * head[:right]
    expected = np.concatenate((last, np.zeros(begins - ends, np.float32), first))
    return decibels(float(np.abs(within[ends - left : begins + right] - expected).max(initial=0.0)))
