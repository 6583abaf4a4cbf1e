"""Whose voice it was: whether what is left in the microphone can be explained by what the loudspeaker was given.

Knows: arithmetic on two short pieces of sound. Must not know: the filter that took the echo off, devices, words.

The judge is independent of that filter: it may have just lost its way, because somebody moved the microphone. Over the
piece itself the best fixed filter from what was played to what is left is worked out anew; a voice in the room has
nothing to do with what was played, and hardly any of it can be explained so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

TAPS = 512
"""The judge's filter is 32 ms long: the direct sound and the nearest walls."""
WHITENS = 1e-3
"""Share of the power that is added to the diagonal, so that the solution does not invent."""
ECHO_SHARE = 0.3
"""More than this explained: it is an echo."""
FAINT = 0.01
"""Nobody speaks to the kiosk 20 dB softer than it speaks itself: that is what its voice left, or nothing at all."""
CLEAR = 8.0
"""A way that stands so far out of the rest is one by which the sound comes."""
BEFORE_SAMPLES = 100
"""The sound is let come so much before its strongest moment."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A frame: what is ``left`` of the microphone, what had been ``played``, the power that was ``heard``."""

    left: Samples
    played: Samples
    heard: float
    is_audible: bool


def is_echo(frames: Sequence[Evidence], around: Samples, late: int) -> bool:
    """Whether what is left in these frames is an echo of what was played.

    ``around``: all that was played from some time before the frames until their end; ``late``: it takes so many samples
    to the microphone, as far as that is known, and may by now come another way.
    """
    if not any(frame.is_audible for frame in frames):
        return False
    left = np.concatenate([frame.left for frame in frames])
    if float(np.mean(left**2)) < FAINT * float(np.mean([frame.heard for frame in frames])):
        return True
    return _share(left, around, late) + _share_by_another_way(left, around, late) > ECHO_SHARE


def _share(left: Samples, around: Samples, late: int) -> float:
    """What a way of this length explains of it."""
    start = len(around) - len(left) - late
    return explained(left, around[start : start + len(left)]) if start >= 0 else 0.0


def _share_by_another_way(left: Samples, around: Samples, late: int) -> float:
    """What the clearest way but that explains of it; nothing if none is clear."""
    longest = len(around) - len(left)
    size = 1 << int(np.ceil(np.log2(len(around))))
    cross = np.fft.rfft(left, size) * np.conj(np.fft.rfft(around, size))
    likeness = np.abs(np.fft.irfft(cross / (np.abs(cross) + 1e-9)))[size - longest :]
    usual = float(np.sqrt(np.mean(likeness**2)))
    likeness[max(0, late) : late + TAPS] = 0
    way = int(np.argmax(likeness))
    return _share(left, around, max(0, way - BEFORE_SAMPLES)) if likeness[way] > CLEAR * usual else 0.0


def explained(left: Samples, played: Samples) -> float:
    """What share of the power of ``left`` a filter of TAPS from ``played`` explains, at best: 0 to 1."""
    power = float(left @ left)
    if power <= 0 or not played.any():
        return 0.0
    size = 1 << int(np.ceil(np.log2(len(left) + TAPS)))
    given, heard = np.fft.rfft(played, size), np.fft.rfft(left, size)
    own = np.fft.irfft(np.abs(given) ** 2)[:TAPS]
    cross = np.fft.irfft(heard * np.conj(given))[:TAPS]
    own[0] *= 1 + WHITENS
    places = np.arange(TAPS)
    matrix = own[np.abs(places[:, None] - places[None, :])]
    return float(cross @ np.linalg.solve(matrix, cross)) / power
