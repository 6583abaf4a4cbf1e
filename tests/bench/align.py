"""Finds a known piece of sound in a recording. Pure arithmetic.

Knows: samples. Must not know: words, clocks.
"""

from __future__ import annotations

import numpy as np

from tests.rig import Samples


def locate(piece: Samples, within: Samples) -> tuple[int, float]:
    """At which sample of ``within`` ``piece`` begins, and how alike they are there: 1 is the same but for loudness.

    Normalised cross-correlation over all places at which the piece fits. (0, 0.0) if it is silent or too long.
    """
    length, places = len(piece), len(within) - len(piece) + 1
    energy = float(np.dot(piece, piece))
    if places < 1 or energy <= 0:
        return 0, 0.0
    size = 1 << (len(within) + length - 1).bit_length()
    product = np.fft.irfft(np.fft.rfft(within, size) * np.conj(np.fft.rfft(piece, size)), size)[:places]
    sums = np.concatenate(([0.0], np.cumsum(within.astype(np.float64) ** 2)))
    local = np.maximum(sums[length:] - sums[:places], 1e-9)
    likeness = product / np.sqrt(local * energy)
    best = int(np.argmax(likeness))
    return best, float(likeness[best])
