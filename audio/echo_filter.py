"""Learns how the loudspeaker sounds at the microphone, and foretells it: an adaptive filter, frame by frame.

Knows: spectra of frames. Must not know: devices, sample formats, speech.

A partitioned-block frequency-domain Kalman filter (Enzner and Vary 2006; Kuech, Mabande and Enzner 2014): the room's
answer is cut into blocks of one frame; for each block and frequency it keeps an estimate and how uncertain that is. How
far it trusts a new error follows from that uncertainty against everything else in the microphone, so that somebody who
speaks over the loudspeaker spoils nothing, and nobody has to detect him.
"""

from __future__ import annotations

from collections.abc import Sequence
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
SUDDEN = 0.3
"""Of the power of a single frame so much counts at once: a voice that sets in must not be learned."""
SURE = 0.7
"""It is not sure of the room while more than this of what was heard is left."""


class EchoFilter:
    """Foretells a frame of the microphone from the last ``blocks`` frames of the reference."""

    def __init__(self, frame_samples: int, blocks: int) -> None:
        self._size, self._blocks = frame_samples, blocks
        self._before = np.zeros(frame_samples)
        self._silent = 0
        self._references = _zeros(blocks, frame_samples + 1)
        self._noise: Any = np.zeros(frame_samples + 1)
        self._weights = _zeros(blocks, frame_samples + 1)
        self._doubt = np.repeat(self._ignorance(), frame_samples + 1, axis=1)

    def doubt(self) -> None:
        """Trust what is known of the room no more than in the beginning: something has moved."""
        self._doubt = np.maximum(self._doubt, self._ignorance())

    def _ignorance(self) -> Samples:
        return np.exp(-np.arange(self._blocks) / FIRST_BLOCKS)[:, None]

    def realign(self, moved: int, references: Sequence[Samples], heard: Sequence[Samples]) -> None:
        """The reference comes ``moved`` samples later from now on; ``references`` are its last frames, as they were
        with that, ``heard`` the microphone's.

        Either the way has changed, and what is known of the room is right as it is, or it was seen too short or too
        long, and what is known has to be moved, too: what foretells better what was heard lately is kept.
        """
        as_it_is, with_it = self._weights, self._moved(-moved)
        missed = [self._missed(weights, references, heard) for weights in (as_it_is, with_it)]
        self._weights = as_it_is if missed[0] <= missed[1] else with_it
        if min(missed) > SURE * sum(float(frame @ frame) for frame in heard):
            self.doubt()

    def _moved(self, samples: int) -> Spectra:
        """What is known, at another place."""
        size = self._size
        answer = np.fft.irfft(self._weights, axis=1)[:, :size].ravel()
        placed = np.zeros(len(answer))
        if 0 <= samples < len(answer):
            placed[samples:] = answer[: len(answer) - samples]
        elif -len(answer) < samples < 0:
            placed[:samples] = answer[-samples:]
        blocks = np.pad(placed.reshape(self._blocks, size), ((0, 0), (0, size)))
        return np.fft.rfft(blocks, axis=1)

    def _missed(self, weights: Spectra, references: Sequence[Samples], heard: Sequence[Samples]) -> float:
        """The power of what ``weights`` would have left of the last frames. The filter has ``references`` from then."""
        self._references[:] = 0
        self._silent = 0
        missed = 0.0
        for ago, frame in enumerate(references, 1 - len(references)):
            self.skip(frame)
            if -ago < len(heard):
                left = heard[ago - 1] - self._foretell(weights)
                missed += float(left @ left)
        return missed

    def _foretell(self, weights: Spectra) -> Samples:
        return np.fft.irfft(np.einsum("bf,bf->f", self._references, weights))[self._size :]

    def skip(self, reference: Samples) -> None:
        """Take a frame of the reference, and leave the microphone unheard."""
        self._silent = 0 if reference.any() else self._silent + 1
        if self._silent > self._blocks + 1:
            return  # all that the filter looks at is silence already
        references = self._references
        references[1:] = references[:-1]
        references[0] = np.fft.rfft(np.concatenate((self._before, reference)))
        self._before = reference

    def step(self, microphone: Samples, reference: Samples) -> Samples:
        """What of this frame of the microphone is echo, as far as it is known; and learn from it."""
        self.skip(reference)
        echo = self._foretell(self._weights)
        self._learn(microphone - echo)
        return echo

    def _learn(self, error: Samples) -> None:
        size, played = self._size, self._references
        spectrum = np.fft.rfft(np.concatenate((np.zeros(size), error)))
        power = played.real**2 + played.imag**2
        now = spectrum.real**2 + spectrum.imag**2
        self._noise = SMOOTHS * self._noise + (1 - SMOOTHS) * now
        noise = np.maximum(self._noise, SUDDEN * now)
        everything = np.einsum("bf,bf->f", power, self._doubt) + 2 * noise + LEAST_POWER
        gain = self._doubt / everything
        change = np.fft.irfft(gain * np.conj(played) * spectrum, axis=1)
        change[:, size:] = 0  # a block of the answer is no longer than a frame
        self._weights += np.fft.rfft(change, axis=1)
        kept = FORGETS**2
        answer = self._weights.real**2 + self._weights.imag**2
        self._doubt = kept * self._doubt * (1 - 0.5 * gain * power) + (1 - kept) * answer


def _zeros(blocks: int, bins: int) -> Spectra:
    return np.zeros((blocks, bins), dtype=np.complex128)
