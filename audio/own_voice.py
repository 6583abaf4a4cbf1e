"""Whose voice it was: whether what is left in the microphone can be explained by what the loudspeaker was given.

Knows: arithmetic on two short pieces of sound. Must not know: the filter that took the echo off, devices, words.

The judge is independent of that filter: it may have just lost its way, because somebody moved the microphone. Over the
piece itself the best fixed filter from what was played to what is left is worked out anew; a voice in the room has
nothing to do with what was played, and hardly any of it can be explained so.
"""

from __future__ import annotations

from collections import deque
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
PROOF_FRAMES = 150
LEAST_FRAMES = 50
GOOD_DB, BAD_DB = -6.0, -3.0
FORETOLD_SHARE = 0.3
"""Less of what was heard than this is too little to prove anything."""
RELATED = 0.2
"""A filter that has found half of the echo leaves as much as it takes off (1); one that is lost puts as much in
(-1)."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A frame: what is ``left`` of the microphone, what had been ``played``, the power that was ``heard``."""

    left: Samples
    played: Samples
    heard: float
    is_audible: bool


def is_echo(frames: Sequence[Evidence]) -> bool:
    """Whether what is left in these frames is an echo of what was played."""
    audible = [frame for frame in frames if frame.is_audible]
    return bool(audible) and explained(*(np.concatenate(each) for each in _streams(frames))) > ECHO_SHARE


def _streams(frames: Sequence[Evidence]) -> tuple[list[Samples], list[Samples]]:
    return [frame.left for frame in frames], [frame.played for frame in frames]


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


class Proof:
    """Whether the canceller has shown, over the last seconds of the kiosk's own voice, that it takes it off.

    In a quiet room little is left. Where others talk, much is, and proves nothing; but what was foretold is no longer
    in it: nothing of it is left, nor was more taken off than there was.
    """

    def __init__(self) -> None:
        self._rests: deque[float] = deque(maxlen=PROOF_FRAMES)
        self._sums: deque[tuple[float, float, float]] = deque(maxlen=PROOF_FRAMES)
        self.is_given = False

    def see(self, frame: Evidence, echo: Samples) -> None:
        """A frame in which something of the loudspeaker may be heard; ``echo``: what was foretold and taken off."""
        rest = float(np.mean(frame.left**2))
        self._rests.append(10 * np.log10((rest + 1e-12) / (frame.heard + 1e-12)))
        self._sums.append((float(echo @ echo), float(echo @ frame.left), float(frame.left @ frame.left)))
        if len(self._rests) < LEAST_FRAMES:
            return
        ordered = sorted(self._rests)
        usual, low = ordered[len(ordered) // 2], ordered[len(ordered) // 4]
        self.is_given = bool(usual < GOOD_DB or (self.is_given and low < BAD_DB)) or self._is_gone()

    def _is_gone(self) -> bool:
        """Whether what was foretold was a good part of what was heard, and is no longer in what is left."""
        foretold, both, left = np.sum(self._sums, axis=0)
        return bool(foretold > FORETOLD_SHARE * (foretold + left) and abs(both) < RELATED * foretold)
