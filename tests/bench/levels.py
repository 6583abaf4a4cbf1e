"""How loud a known piece of sound is in a recording, where its loudness changed, and its true peak. Pure arithmetic.

Knows: samples. Must not know: words, clocks, volume settings.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from tests.rig import Samples

FITS = 0.03
"""What a known piece leaves unexplained of a recording, as a part of its power: more, and it is another sound."""
PEAK_TIMES = 4
"""ITU-R BS.1770-4, annex 2: a true peak is looked for at four times the rate."""
PEAK_BLOCK, PEAK_MARGIN = 1 << 16, 256


def decibels(ratio: float) -> float:
    """A ratio of amplitudes in dB; minus infinity for none."""
    return 20 * math.log10(ratio) if ratio > 0 else -math.inf


def gain(known: Samples, recorded: Samples) -> float:
    """By what ``known`` has to be multiplied to be most like ``recorded``, sample by sample; 0 for silence."""
    power = float(np.dot(known, known))
    return float(np.dot(known, recorded)) / power if power else 0.0


def gain_step(known: Samples, recorded: Samples) -> tuple[int, float] | None:
    """At which sample the gain of ``known`` in ``recorded`` changed, and by how many dB; they begin together.

    The place at which two gains, one before and one after it, leave least unexplained. None if no place explains it.
    """
    product, power = np.cumsum(known.astype(np.float64) * recorded), np.cumsum(known.astype(np.float64) ** 2)
    before = product[:-1] ** 2 / np.maximum(power[:-1], 1e-12)
    after = (product[-1] - product[:-1]) ** 2 / np.maximum(power[-1] - power[:-1], 1e-12)
    total = float(np.dot(recorded.astype(np.float64), recorded))
    at = int(np.argmax(before + after))
    if not total or 1 - float(before[at] + after[at]) / total > FITS:
        return None
    first = product[at] / max(power[at], 1e-12)
    second = (product[-1] - product[at]) / max(power[-1] - power[at], 1e-12)
    return (at + 1, decibels(float(second / first))) if first > 0 and second > 0 else None


def true_peak(samples: npt.NDArray[np.floating]) -> float:
    """The highest value between the samples too, in dBTP (full scale is 1): four times the rate, by the spectrum."""
    highest = 0.0
    for start in range(0, len(samples), PEAK_BLOCK):
        first = max(0, start - PEAK_MARGIN)  # the ends of a block ring: they are cut off again
        block = np.pad(samples[first : start + PEAK_BLOCK + PEAK_MARGIN].astype(np.float64), (0, PEAK_MARGIN))
        fine = np.fft.irfft(np.fft.rfft(block), len(block) * PEAK_TIMES) * PEAK_TIMES
        inner = fine[(start - first) * PEAK_TIMES : (start - first + PEAK_BLOCK) * PEAK_TIMES]
        highest = max(highest, float(np.abs(inner).max(initial=0.0)))
    return decibels(highest)
