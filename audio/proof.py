"""Whether the echo canceller has shown that it takes the kiosk's own voice off, and has not lost its way since.

Knows: arithmetic on what was heard, foretold and left, frame by frame. Must not know: the filter, devices, words.

It is given where little is left of what was heard, or where others talk, and what was foretold was a good part of what
was heard and is no longer in what is left. From then on it is kept while nothing speaks against it, since a visitor who
drowns the echo proves nothing, neither way. Against it speak: that what was foretold is in what is left (1: half of the
echo was taken off; -1: something was put in that was not there, the echo comes another way), and that far less is
foretold of what is played than at first (the filter has collapsed).
"""

from __future__ import annotations

from collections import deque
from itertools import islice

import numpy as np

from audio.own_voice import Evidence, Samples

PROOF_FRAMES = 150
LEAST_FRAMES = 50
GOOD_DB = -6.0
LATELY_FRAMES = 15
FORETOLD_SHARE = 0.3
"""Less of what was heard than this is too little to prove anything."""
RELATED, LOST = 0.2, 0.3
"""How far what is left may follow what was foretold: to give a proof, and to keep it."""
BANDS = 80
"""Up to 4 kHz; over that the echo is the first to get out of step, and there is little of a voice."""
TELLING = 400.0
"""So many bands in which the echo stood out are remembered: a tenth of a second where all of them stand out."""
LEVEL_FRAMES = 75.0
"""Over so many frames the level of what is foretold is averaged, against that of what was played."""
SINKS_DB = 8.0
"""So much less than at the time of the proof is foretold: the filter knows nothing any more."""
RISES, SINKS = 0.02, 0.001
"""How fast, a frame, it is taken for the usual one."""
LONGEST_UNTOLD_FRAMES = 500
"""Ten seconds of its own voice of which nothing could be told: nobody knows any more."""
FAINT = 0.01
"""What is foretold is too faint to tell anything if it is less than this of what is usual: the end of its ringing."""


class Proof:
    """See each frame in which something of the loudspeaker may be heard; ``is_given``: whether it can be trusted."""

    def __init__(self) -> None:
        self._rests: deque[float] = deque(maxlen=PROOF_FRAMES)
        self._sums: deque[tuple[float, float, float]] = deque(maxlen=PROOF_FRAMES)
        self.withdraw()

    def withdraw(self) -> None:
        """It has to be given anew, by what comes from now on."""
        self.is_given = False
        self._rests.clear()
        self._sums.clear()
        self._told = self._follows = 0.0
        self._foretold = self._played = 0.0
        self._level: float | None = None
        self._untold = 0

    def see(self, frame: Evidence, echo: Samples) -> None:
        """A frame; ``echo``: what was foretold and taken off."""
        rest = float(np.mean(frame.left**2))
        self._rests.append(10 * np.log10((rest + 1e-12) / (frame.heard + 1e-12)))
        self._sums.append((float(echo @ echo), float(echo @ frame.left), float(frame.left @ frame.left)))
        self._weigh(frame, echo)
        self._compare(frame, echo)
        if self.is_given and self._is_lost():
            self.withdraw()
        elif len(self._rests) >= LEAST_FRAMES and not self._is_lost():
            usual = sorted(self._rests)[len(self._rests) // 2]
            self.is_given = self.is_given or bool(usual < GOOD_DB) or self._is_gone()

    def _is_gone(self) -> bool:
        """Whether what was foretold was a good part of what was heard, and is no longer in what is left."""
        foretold, both, left = np.sum(self._sums, axis=0)
        return bool(foretold > FORETOLD_SHARE * (foretold + left) and abs(both) < RELATED * foretold)

    def _compare(self, frame: Evidence, echo: Samples) -> None:
        """Band by band: where somebody else is loud, nothing is told."""
        foretold, left = np.fft.rfft(echo)[:BANDS], np.fft.rfft(frame.left)[:BANDS]
        power = foretold.real**2 + foretold.imag**2
        whole = power + left.real**2 + left.imag**2 + FAINT * self._foretold / LEVEL_FRAMES + 1e-9
        told = float(np.sum(power / whole))
        fades = max(0.0, 1 - told / TELLING)
        self._told = fades * self._told + told
        self._follows = fades * self._follows + float(np.sum((left * np.conj(foretold)).real / whole))
        self._untold = 0 if told > 0.1 * len(power) else self._untold + 1

    def _weigh(self, frame: Evidence, echo: Samples) -> None:
        """How loud what is foretold is, against what was played."""
        fades = 1 - 1 / LEVEL_FRAMES
        self._foretold = fades * self._foretold + float(echo @ echo)
        self._played = fades * self._played + float(frame.played @ frame.played)
        if self.is_given:
            more = 0.0 if self._level is None else self._now() - self._level
            self._level = self._now() if self._level is None else self._level + more * (RISES if more > 0 else SINKS)

    def _now(self) -> float:
        return float(10 * np.log10((self._foretold + 1e-12) / (self._played + 1e-12)))

    @property
    def follows(self) -> float:
        """How far what is left follows what was foretold, -1 to 1."""
        return self._follows / (self._told + 1.0)

    def _is_lost(self) -> bool:
        lately = sorted(islice(reversed(self._rests), LATELY_FRAMES))
        is_good = bool(lately) and lately[len(lately) // 2] < GOOD_DB
        has_sunk = self._level is not None and self._now() < self._level - SINKS_DB
        is_astray = abs(self.follows) > LOST and not is_good
        return is_astray or has_sunk or self._untold > LONGEST_UNTOLD_FRAMES
