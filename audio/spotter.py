"""Finds phrases in a stream of sound, without waiting for a silence: odds of every phrase, 12.5 times a second.

Knows: the network's numbers and what they must reach. Must not know: endpoints, microphones, commands, other
recognizers.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audio.spotter_model import SpotterModel
from audio.spotter_net import STEP_SAMPLES, STEPS_TO_FILL, SpotterNet

SILENT_STEPS = 6
"""For so many steps after a phrase was found none is: it is still the same one."""
QUIET = 3.0
"""The noise of a quiet room, in samples of 16 bit."""
LONG_STEPS, SHORT_STEPS = 4, 1
"""A phrase is as probable as it is on the mean of so many steps: what only flashes up is seldom one. Fewer will do for
what is much surer."""
STEPS_AT_ONCE = 5
"""After a rest the network hears so many steps in the time of one: in half a second it is where it would be."""
LIKELY_LESS = 1.0
"""So much less than of the others is asked of what is likely where all needs more certainty."""
HASTE_COSTS = 2.0
_LEAST = 1e-13
"""Odds that are greater than those of this are no surer."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A phrase, and how sure that is (0 to 1)."""

    phrase: str
    score: float


class Spotter:
    """Give it frames of 20 ms; with every fourth it may find a phrase. ``forget`` before another sound."""

    def __init__(self, model: SpotterModel) -> None:
        self._model = model
        self._net = SpotterNet(model.weights)
        self._numbers = {phrase: number for number, phrase in enumerate(model.phrases, 1)}
        self._frames = bytearray()
        self._unheard: deque[tuple[npt.NDArray[np.float32], bool]] = deque(maxlen=STEPS_TO_FILL)
        self._recent: deque[npt.NDArray[np.float64]] = deque(maxlen=LONG_STEPS)
        self._waiting = 0
        self.forget()
        self.listen_for(frozenset())
        self._waiting = 0

    def knows(self, phrase: str) -> bool:
        """Whether the phrase was trained."""
        return phrase.lower() in self._numbers

    def listen_for(
        self, phrases: frozenset[str], *, likely: frozenset[str] = frozenset(), is_strict: bool = False
    ) -> None:
        """From now on these count, of which the spotter takes those that it knows. What was heard before does not.
        The ``likely`` ones need no more than if they alone counted.
        """
        known = sorted(phrase for phrase in phrases if self.knows(phrase))
        calibration = self._model.calibration
        self._active = np.array([self._numbers[phrase.lower()] for phrase in known], int)
        self._known = known
        counts = {True: len(likely.intersection(known)), False: len(known)}
        less = LIKELY_LESS if is_strict else 0.0
        needed = [
            calibration.needed(phrase.lower(), counts[is_likely], is_strict=is_strict) - less * is_likely
            for phrase, is_likely in ((phrase, phrase in likely) for phrase in known)
        ]
        self._needed = np.array(needed, np.float32)
        self._less = np.full(self._net.outputs, -calibration.inactive, np.float32)
        self._less[[0, *self._active]] = 0.0
        self._wait()

    def forget(self) -> None:
        """As if there had been nothing but a quiet room before."""
        self._net.forget()
        quiet = np.random.default_rng(0).normal(0, QUIET, (STEPS_TO_FILL, STEP_SAMPLES)).astype(np.float32)
        for samples in quiet:
            self._net.step(samples)
        self._frames.clear()
        self._unheard.clear()
        self._recent.clear()

    def hear(self, frame: bytes, *, is_quiet: bool = False) -> Spotted | None:
        """One frame later (16 kHz mono, 16 bit): the phrase that was found with it.

        ``is_quiet``: nobody speaks in it nor did lately. Then the network rests until somebody may speak again, and
        hears then as much of what it missed as it remembers: what it says is the same, at first a little later.
        """
        self._frames += frame
        if len(self._frames) < 2 * STEP_SAMPLES:
            return None
        samples = np.frombuffer(bytes(self._frames), np.int16).astype(np.float32)
        self._frames.clear()
        is_waiting, self._waiting = self._waiting > 0, max(0, self._waiting - 1)
        self._unheard.append((samples, not is_quiet and not is_waiting))
        if is_quiet:
            self._recent.clear()
            return None
        return self._catch_up()

    def _catch_up(self) -> Spotted | None:
        """Let the network hear what it has not heard yet, a little of it each time: what else is to be done waits."""
        for _ in range(min(STEPS_AT_ONCE, len(self._unheard))):
            samples, counts = self._unheard.popleft()
            logits = self._net.step(samples)
            if counts and self._known and (found := self._judge(logits)) is not None:
                self._wait()
                return found
        return None

    def _wait(self) -> None:
        """What was heard until now does not count, nor what is heard in the next moments."""
        self._waiting = max(self._waiting, SILENT_STEPS)
        self._recent.clear()
        for at, (samples, _) in enumerate(self._unheard):
            self._unheard[at] = samples, False

    def _judge(self, logits: npt.NDArray[np.float32]) -> Spotted | None:
        """The phrase whose odds are furthest above what they must reach."""
        self._recent.append(chances(logits[None], self._active, self._less)[0])
        found = odds(np.stack(self._recent))[-1]
        above = found - self._needed
        best = int(above.argmax())
        if above[best] < 0:
            return None
        return Spotted(self._known[best], round(1 / (1 + math.exp(-float(found[best]))), 3))


def chances(
    logits: npt.NDArray[np.float32], active: npt.NDArray[np.int_], less: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    """How probable each active phrase is at each step, of (steps, outputs); ``less`` weighs the inactive down."""
    weighed = (logits + less).astype(np.float64)
    shares = np.exp(weighed - weighed.max(axis=1, keepdims=True))
    made: npt.NDArray[np.float64] = shares[:, active] / shares.sum(axis=1, keepdims=True)
    return made


def odds(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The logarithm of each phrase's odds at each step, of (steps, phrases): of the mean of LONG_STEPS, or of
    SHORT_STEPS, less what haste costs. What is before the first step was nothing.
    """
    long, short = (_log_odds(_means(chances, steps)) for steps in (LONG_STEPS, SHORT_STEPS))
    return np.maximum(long, short - HASTE_COSTS)


def _means(chances: npt.NDArray[np.float64], steps: int) -> npt.NDArray[np.float64]:
    sums = np.cumsum(np.concatenate([np.zeros((steps, chances.shape[1])), chances]), axis=0)
    made: npt.NDArray[np.float64] = (sums[steps:] - sums[:-steps]) / steps
    return made


def _log_odds(chance: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    made: npt.NDArray[np.float64] = np.log(np.maximum(chance, _LEAST) / np.maximum(1 - chance, _LEAST))
    return made
