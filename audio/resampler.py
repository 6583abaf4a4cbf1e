"""Changes the sample rate of 16-bit sound without folding high tones into the speech.

Knows: arithmetic. Must not know: where the sound comes from or goes. No library is needed for it: a microphone is
opened at the rate that is wanted, so that only recordings and a few sound cards come here.
"""

from __future__ import annotations

import math
from array import array
from operator import mul

ZERO_CROSSINGS = 12


class Resampler:
    """Turns 16-bit mono at ``rate_in`` into the same at ``rate_out``, chunk by chunk, by windowed sinc."""

    def __init__(self, rate_in: int, rate_out: int) -> None:
        common = math.gcd(rate_in, rate_out)
        self._up, self._down = rate_out // common, rate_in // common
        cutoff = min(1.0, rate_out / rate_in)
        self._reach = math.ceil(ZERO_CROSSINGS / cutoff)
        self._filters = [self._taps(phase / self._up, cutoff) for phase in range(self._up)]
        self._kept = array("h", bytes(2 * self._reach))
        self._position = 0

    def _taps(self, fraction: float, cutoff: float) -> list[float]:
        reach = self._reach
        taps = []
        for index in range(1 - reach, reach + 1):
            distance = index - fraction
            angle = math.pi * distance * cutoff
            sinc = 1.0 if abs(angle) < 1e-9 else math.sin(angle) / angle
            window = 0.5 + 0.5 * math.cos(math.pi * distance / (reach + 1))
            taps.append(sinc * window)
        total = sum(taps)
        return [tap / total for tap in taps]

    def resample(self, pcm: bytes) -> bytes:
        """The next chunk; what is still held back comes with a later chunk, or with ``rest``."""
        if self._up == self._down:
            return pcm
        self._kept.frombytes(pcm)
        samples, reach = self._kept, self._reach
        made = array("h")
        position = self._position
        while (base := position // self._up) + 2 * reach <= len(samples):
            value = sum(map(mul, samples[base : base + 2 * reach], self._filters[position % self._up]))
            made.append(max(-32768, min(32767, round(value))))
            position += self._down
        used = min(position // self._up, len(samples))
        del samples[:used]
        self._position = position - used * self._up
        return made.tobytes()

    def rest(self) -> bytes:
        """What was held back, at the end of the sound."""
        return b"" if self._up == self._down else self.resample(bytes(2 * self._reach))
