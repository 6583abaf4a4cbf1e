"""How much later the microphone hears what the loudspeaker was given: found, and followed while it drifts.

Knows: two streams of samples. Must not know: devices, what is done about the delay.

The cross-correlation of the last two seconds, whitened (each frequency counts the same), averaged over several looks.
A peak that stands far out of the rest is the way from the loudspeaker to the microphone.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

WINDOW_SAMPLES = 1 << 15
"""Two seconds at 16 kHz."""
LOOK_SAMPLES = 8000
"""Every half second there is a look."""
KEPT = 0.7
"""How much of the earlier looks goes into each."""
EARLIEST_SAMPLES, LATEST_SAMPLES = -1600, 12_800
"""The microphone may be so much ahead of the reference (its stream is the more direct one), or behind."""
CLEAR = 8.0
"""A peak stands so many times out of the typical height of the rest, or it is none."""
AGREE_SAMPLES = 400
"""Peaks that lie so near to each other are the same way, by the one or the other wall."""
NARROW_SAMPLES = 8
DIRECT = 0.6
"""A peak is so narrow; the direct sound is at least so high, measured by the highest."""
AGREEING_LOOKS = 2
AGREEING_LOOKS_TO_CHANGE = 4
"""So many looks in a row have to find a delay before it is believed, and another one later."""
AUDIBLE = 1e-8
"""Mean power under which a window of the reference holds nothing to be found."""


class DelayFinder:
    """Feed it both streams, frame by frame; ``samples`` is the delay, None until it is known."""

    def __init__(self) -> None:
        self._microphone = np.zeros(WINDOW_SAMPLES)
        self._reference = np.zeros(WINDOW_SAMPLES)
        self._cross = np.zeros(WINDOW_SAMPLES + 1, dtype=np.complex128)
        self._new: list[tuple[Samples, Samples]] = []
        self._count = 0
        self._candidate, self._agreeing = 0, 0
        self.samples: int | None = None

    def feed(self, microphone: Samples, reference: Samples) -> bool:
        """A frame of each. Whether the delay was found, again or anew, with this frame."""
        self._new.append((microphone, reference))
        self._count += len(microphone)
        if self._count < LOOK_SAMPLES:
            return False
        self._take()
        if not np.mean(self._reference**2) > AUDIBLE:
            return False
        return self._look()

    def _take(self) -> None:
        for name, part in (("_microphone", 0), ("_reference", 1)):
            new = np.concatenate([pair[part] for pair in self._new])
            setattr(self, name, np.concatenate((getattr(self, name), new))[-WINDOW_SAMPLES:])
        self._new, self._count = [], 0

    def _look(self) -> bool:
        heard = np.fft.rfft(self._microphone, 2 * WINDOW_SAMPLES)
        given = np.fft.rfft(self._reference, 2 * WINDOW_SAMPLES)
        cross = heard * np.conj(given)
        self._cross = KEPT * self._cross + (1 - KEPT) * cross / (np.abs(cross) + 1e-9)
        correlation = np.abs(np.fft.irfft(self._cross))
        near = np.concatenate((correlation[EARLIEST_SAMPLES:], correlation[:LATEST_SAMPLES]))
        peak = int(np.argmax(near))
        if near[peak] < CLEAR * np.sqrt(np.mean(near**2)):
            return False
        return self._believe(_earliest(near, peak) + EARLIEST_SAMPLES)

    def _believe(self, found: int) -> bool:
        if self.samples is not None and abs(found - self.samples) <= AGREE_SAMPLES:
            self.samples, self._agreeing = found, 0
            return True
        is_same = self._agreeing and abs(found - self._candidate) <= AGREE_SAMPLES
        self._candidate, self._agreeing = found, self._agreeing + 1 if is_same else 1
        if self._agreeing < (AGREEING_LOOKS if self.samples is None else AGREEING_LOOKS_TO_CHANGE):
            return False
        self.samples, self._agreeing = found, 0
        return True


def _earliest(correlation: Samples, peak: int) -> int:
    """The first place, shortly before the peak, that is nearly as high: the direct sound, where a wall is louder."""
    before = slice(max(0, peak - AGREE_SAMPLES), max(0, peak - NARROW_SAMPLES))
    high = np.flatnonzero(correlation[before] > DIRECT * correlation[peak])
    if not len(high):
        return peak
    first = before.start + int(high[0])
    return first + int(np.argmax(correlation[first : first + NARROW_SAMPLES]))
