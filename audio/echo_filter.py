"""Learns how the loudspeaker sounds at the microphone, and foretells it: an adaptive filter, frame by frame.

Knows: spectra of frames. Must not know: devices, sample formats, speech.

A partitioned-block frequency-domain Kalman filter (Enzner and Vary 2006; Kuech, Mabande and Enzner 2014): the room's
answer is cut into blocks of one frame; for each block and frequency it keeps an estimate and how uncertain that is. How
far it trusts a new error follows from that uncertainty against everything else in the microphone, so that somebody who
speaks over the loudspeaker spoils nothing, and nobody has to detect him.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]
Spectra = npt.NDArray[np.complex128]

FORGETS = 0.9995
"""How sure it stays of the room from one frame to the next; people move, doors open."""
SMOOTHS = 0.9
"""Over how many frames (about ten) the power of everything but the echo is averaged."""
FIRST_BLOCKS = 3.0
"""The room's answer is taken to fall by a factor of e in so many blocks, before anything is known."""
LEAST_POWER = 1e-6


class EchoFilter:
    """Foretells a frame of the microphone from the last ``blocks`` frames of the reference, ``lag`` frames ago.

    ``longest_lag``: the largest lag, in frames, that may be asked for later.
    """

    def __init__(self, frame_samples: int, blocks: int, longest_lag: int) -> None:
        self._size, self._blocks = frame_samples, blocks
        self._lag = 0
        self._before = np.zeros(frame_samples)
        self._references = _zeros(blocks + longest_lag, frame_samples + 1)
        self._noise: Any = np.zeros(frame_samples + 1)
        self.forget()

    def forget(self) -> None:
        """Know nothing of the room."""
        size, blocks = self._size, self._blocks
        self._weights = _zeros(blocks, size + 1)
        falling = np.exp(-np.arange(blocks) / FIRST_BLOCKS)
        self._doubt = np.repeat(falling[:, None], size + 1, axis=1)

    def doubt(self) -> None:
        """Trust what is known of the room no more than in the beginning: something has moved."""
        falling = np.exp(-np.arange(self._blocks) / FIRST_BLOCKS)
        self._doubt = np.maximum(self._doubt, falling[:, None])

    @property
    def lag(self) -> int:
        """How many frames the echo comes after the reference at least."""
        return self._lag

    def set_lag(self, lag: int) -> None:
        """Look ``lag`` frames back from now on; what is known of the room goes with it, and is doubted."""
        moved = lag - self._lag
        self._lag = lag
        if abs(moved) >= self._blocks:
            self.forget()
        elif moved:
            fresh = EchoFilter(self._size, self._blocks, 0)
            kept = slice(moved, None) if moved > 0 else slice(None, moved)
            to = slice(None, -moved) if moved > 0 else slice(-moved, None)
            fresh._weights[to] = self._weights[kept]
            self._weights, self._doubt = fresh._weights, fresh._doubt

    def skip(self, reference: Samples) -> None:
        """Take a frame of the reference, and leave the microphone unheard."""
        references = self._references
        references[1:] = references[:-1]
        references[0] = np.fft.rfft(np.concatenate((self._before, reference)))
        self._before = reference

    def step(self, microphone: Samples, reference: Samples) -> Samples:
        """What of this frame of the microphone is echo, as far as it is known; and learn from it."""
        self.skip(reference)
        played = self._references[self._lag : self._lag + self._blocks]
        echo = np.fft.irfft(np.einsum("bf,bf->f", played, self._weights))[self._size :]
        self._learn(played, microphone - echo)
        return echo

    def _learn(self, played: Spectra, error: Samples) -> None:
        size = self._size
        spectrum = np.fft.rfft(np.concatenate((np.zeros(size), error)))
        power = played.real**2 + played.imag**2
        self._noise = SMOOTHS * self._noise + (1 - SMOOTHS) * np.abs(spectrum) ** 2
        everything = np.einsum("bf,bf->f", power, self._doubt) + 2 * self._noise + LEAST_POWER
        gain = self._doubt / everything
        change = np.fft.irfft(gain * np.conj(played) * spectrum, axis=1)
        change[:, size:] = 0  # a block of the answer is no longer than a frame
        self._weights += np.fft.rfft(change, axis=1)
        kept = FORGETS**2
        answer = self._weights.real**2 + self._weights.imag**2
        self._doubt = kept * self._doubt * (1 - 0.5 * gain * power) + (1 - kept) * answer


def _zeros(blocks: int, bins: int) -> Spectra:
    return np.zeros((blocks, bins), dtype=np.complex128)
