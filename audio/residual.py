"""Takes off what an echo filter leaves of the echo: late reverberation, what a small loudspeaker adds by itself.

Knows: two streams of frames, what is left and what was foretold. Must not know: how it was foretold, devices, speech.

For each frequency it follows how much of the foretold echo usually is left over, on the low side, since a voice in the
room comes and goes; so much is expected, and what hardly stands out of that is turned down. One frame late.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

RINGS = 0.9
"""How much of the power of a foretold echo is still expected a frame later: late reverberation."""
TIMES = 4.0
"""So many times the usual rest is taken off: it fluctuates."""
RISES, FALLS = 1.03, 0.93
"""How fast the usual rest follows, a frame."""
LEAST_GAIN = 0.03
SMOOTHS = 0.6
LEAST_REST, MOST_REST = 1e-4, 1.0
AUDIBLE = 1e-5
"""A foretold echo under this power teaches nothing."""
SILENT = 1e-12
"""An echo that rings with less power than this is over."""


class Suppressor:
    """Turns down, frequency by frequency, what is probably the rest of an echo."""

    def __init__(self, frame_samples: int) -> None:
        size = self._size = frame_samples
        self._window = np.sqrt(0.5 - 0.5 * np.cos(np.pi * np.arange(2 * size) / size))
        self._left_before, self._echo_before, self._tail = np.zeros(size), np.zeros(size), np.zeros(size)
        self._ringing, self._smooth = np.zeros(size + 1), np.zeros(size + 1)
        self._rest = np.full(size + 1, 0.1)

    def step(self, left: Samples, echo: Samples) -> Samples:
        """The frame before this one, without its rest of echo. ``echo``: what was foretold and taken off already."""
        if not echo.any() and self._ringing.max() < SILENT:
            return self._pass(left)
        spectrum = self._spectrum(self._left_before, left)
        foretold = np.abs(self._spectrum(self._echo_before, echo)) ** 2
        self._left_before, self._echo_before = left, echo
        power = np.abs(spectrum) ** 2
        self._ringing = np.maximum(foretold, RINGS * self._ringing)
        self._smooth = SMOOTHS * self._smooth + (1 - SMOOTHS) * power
        self._follow()
        expected = TIMES * self._rest * self._ringing
        gain = np.maximum(LEAST_GAIN, 1 - expected / (np.maximum(power, 0.5 * self._smooth) + 1e-12))
        made = np.fft.irfft(spectrum * gain) * self._window
        out: Samples = made[: self._size] + self._tail
        self._tail = made[self._size :]
        return out

    def _pass(self, left: Samples) -> Samples:
        """The same where no echo is nor rings: the window's two halves make the frame whole again."""
        before, self._left_before = self._left_before, left
        self._echo_before = np.zeros(self._size)
        self._tail = left * self._window[self._size :] ** 2
        return before

    def _follow(self) -> None:
        is_less = self._smooth < self._rest * self._ringing
        moved = np.clip(self._rest * np.where(is_less, FALLS, RISES), LEAST_REST, MOST_REST)
        self._rest = np.where(self._ringing > AUDIBLE, moved, self._rest)

    def _spectrum(self, before: Samples, now: Samples) -> npt.NDArray[np.complex128]:
        return np.fft.rfft(self._window * np.concatenate((before, now)))
