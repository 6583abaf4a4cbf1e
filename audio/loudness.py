"""From what a voice gives to what is played: one sample rate, no silence at the ends, one loudness.

Knows: samples. Must not know: voices, words as text, players.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

TARGET_LUFS = -20.0
"""Loudness of every sentence (ITU-R BS.1770-4)."""
PEAK_DBFS = -1.5
"""Highest value, between the samples too; the half decibel is for how it is looked for (true peak under -1 dBTP)."""
BETWEEN_DB = 3.0
"""Sound whose samples stay so far under PEAK_DBFS is not looked at between them: that is the most a tone hides."""
LEAD_SECONDS = 0.002
TAIL_SECONDS = 0.03
PAUSE_SECONDS = 0.08
"""A silence this long is a pause; a shorter one is the closed mouth at the beginning of "pain" or "take"."""
_EDGE_DB = -50.0
_STEP_SECONDS = 0.005

Samples = NDArray[np.float64]


def from_pcm(pcm: bytes) -> Samples:
    """16-bit little-endian samples as numbers in -1 .. 1."""
    return np.frombuffer(pcm, "<i2").astype(np.float64) / 32768.0


def to_pcm(samples: Samples) -> bytes:
    """The other way, rounded and clipped."""
    return np.clip(np.rint(samples * 32768.0), -32768, 32767).astype("<i2").tobytes()


def trim(samples: Samples, hz: int) -> tuple[Samples, float]:
    """Without the silence at both ends. Returns the samples, and the seconds that went from the beginning."""
    if samples.size == 0:
        return samples, 0.0
    edge = float(np.abs(samples).max()) * 10 ** (_EDGE_DB / 20)
    loud = np.flatnonzero(np.abs(samples) > edge)
    if loud.size == 0:
        return samples, 0.0
    first = max(0, int(loud[0]) - int(LEAD_SECONDS * hz))
    last = min(samples.size, int(loud[-1]) + int(TAIL_SECONDS * hz))
    return samples[first:last], first / hz


def silences(samples: Samples, hz: int) -> list[tuple[float, float]]:
    """(start, end) in seconds of every stretch of at least PAUSE_SECONDS that is as good as silent."""
    step = int(_STEP_SECONDS * hz)
    steps = samples.size // step
    if steps == 0:
        return []
    peaks = np.abs(samples[: steps * step]).reshape(steps, step).max(axis=1)
    is_silent = np.concatenate(([0], peaks < peaks.max() * 10 ** (_EDGE_DB / 20), [0])).astype(np.int8)
    edges = np.flatnonzero(np.diff(is_silent))
    pairs = zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(a * step / hz, b * step / hz) for a, b in pairs if (b - a) * _STEP_SECONDS >= PAUSE_SECONDS]


def resample(samples: Samples, hz: int, to_hz: int) -> Samples:
    """Band-limited change of rate, by the spectrum; the ends should be silent."""
    if hz == to_hz or samples.size == 0:
        return samples
    common = math.gcd(hz, to_hz)
    blocks = _fast_size(-(-(samples.size + hz // 50) * common // hz))
    padded, longer = blocks * (hz // common), blocks * (to_hz // common)
    spectrum = np.fft.rfft(samples, padded)
    bins = longer // 2 + 1
    spectrum = spectrum[:bins] if bins <= spectrum.size else np.pad(spectrum, (0, bins - spectrum.size))
    longer_samples: Samples = np.fft.irfft(spectrum, longer)[: round(samples.size * to_hz / hz)] * (longer / padded)
    return longer_samples


def loudness(samples: Samples, hz: int) -> float:
    """Integrated loudness in LUFS of a mono signal, gated as in ITU-R BS.1770-4; -inf for silence.

    The two filters are applied to the spectrum. A signal shorter than one block of 400 ms counts as one.
    """
    if samples.size == 0:
        return float("-inf")
    block, step = int(0.4 * hz), int(0.1 * hz)
    size = max(samples.size, block)
    padded = _fast_size(size)
    weighted = np.fft.irfft(np.fft.rfft(samples, padded) * _k_weights(padded, hz), padded)
    sums = np.concatenate(([0.0], np.cumsum(weighted**2)))
    begins = np.arange(0, size - block + 1, step)
    powers = (sums[begins + block] - sums[begins]) / (block if samples.size >= block else samples.size)
    powers = powers[_lufs(powers) > -70.0]
    if powers.size == 0:
        return float("-inf")
    powers = powers[_lufs(powers) > _lufs(powers.mean()) - 10.0]
    return float(_lufs(powers.mean()))


def level(samples: Samples, hz: int) -> Samples:
    """The same at TARGET_LUFS; silence stays silence. Peaks may be over full scale: see limit()."""
    now = loudness(samples, hz)
    if now == float("-inf"):
        return samples
    return samples * float(10 ** ((TARGET_LUFS - now) / 20))


def limit(samples: Samples, hz: int) -> Samples:
    """Turn the gain down smoothly, 5 ms around each peak that is over PEAK_DBFS, between the samples too."""
    ceiling = 10 ** (PEAK_DBFS / 20)
    if samples.size == 0 or float(np.abs(samples).max()) <= ceiling * 10 ** (-BETWEEN_DB / 20):
        return samples
    reach = max(1, int(0.005 * hz))
    chunks = -(-samples.size // reach)
    finer = np.maximum(np.abs(resample(samples, hz, 2 * hz)), np.repeat(np.abs(samples), 2))
    peaks = np.pad(finer, (0, 2 * chunks * reach - finer.size)).reshape(chunks, 2 * reach).max(axis=1)
    if float(peaks.max()) <= ceiling:
        return samples
    gains = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    # The gain at each chunk's borders is the least of both neighbours; straight lines between them.
    around = np.concatenate((gains[:1], gains, gains[-1:]))
    borders = np.minimum(around[:-1], around[1:])
    limited: Samples = samples * np.interp(np.arange(samples.size), np.arange(chunks + 1) * reach, borders)
    return limited


def _fast_size(size: int) -> int:
    """The next number of samples that a Fourier transform is quick with: 2, 3 and 5 are its only factors."""
    best = 1 << (size - 1).bit_length()
    for three in (1, 3, 9, 27):
        for five in (1, 5, 25):
            odd = three * five
            best = min(best, odd << max(0, (-(-size // odd) - 1).bit_length()))
    return best


def _lufs(power: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return -0.691 + 10 * np.log10(np.asarray(power, dtype=np.float64))


def _k_weights(size: int, hz: int) -> NDArray[np.float64]:
    """Magnitude of BS.1770-4's two filters (a high shelf of 4 dB, a high pass at 38 Hz) at the bins of an rfft."""
    cosine = np.cos(2 * np.pi * np.fft.rfftfreq(size))
    shelf_k = np.tan(np.pi * 1681.974450955533 / hz)
    gain, shelf_q = 10 ** (3.999843853973347 / 20), 0.7071752369554196
    gain_b = gain**0.4996667741545416
    shelf = (
        gain + gain_b * shelf_k / shelf_q + shelf_k**2,
        2 * (shelf_k**2 - gain),
        gain - gain_b * shelf_k / shelf_q + shelf_k**2,
        1 + shelf_k / shelf_q + shelf_k**2,
        2 * (shelf_k**2 - 1),
        1 - shelf_k / shelf_q + shelf_k**2,
    )
    pass_k, pass_q = np.tan(np.pi * 38.13547087602444 / hz), 0.5003270373238773
    scale = 1 + pass_k / pass_q + pass_k**2
    high_pass = (
        1.0,
        -2.0,
        1.0,
        1.0,
        2 * (pass_k**2 - 1) / scale,
        (1 - pass_k / pass_q + pass_k**2) / scale,
    )
    power = np.ones_like(cosine)
    for b0, b1, b2, a0, a1, a2 in (shelf, high_pass):
        power = power * _power(b0, b1, b2, cosine) / _power(a0, a1, a2, cosine)
    magnitude: NDArray[np.float64] = np.sqrt(power)
    return magnitude


def _power(c0: float, c1: float, c2: float, cosine: NDArray[np.float64]) -> NDArray[np.float64]:
    """|c0 + c1 z + c2 z²|² on the unit circle, without complex numbers."""
    return c0 * c0 + c1 * c1 + c2 * c2 - 2 * c0 * c2 + (2 * c1 * (c0 + c2) + 4 * c0 * c2 * cosine) * cosine
