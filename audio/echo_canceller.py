"""Takes the kiosk's own voice out of the microphone: finds the delay, foretells the echo, takes off it and its rest.

Knows: the three parts (delay, echo_filter, residual), and the evidence for own_voice. Must not know: devices, speech.

1. The delay between both streams is looked for all the time; the filter looks so many whole frames back.
2. The filter foretells the echo from what was played; what it cannot is turned down by the suppressor.
3. What was played, heard and left is kept for a few seconds, in memory, to judge whose voice something was.
"""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt

from audio.delay import DelayFinder
from audio.drift import SPARE_SAMPLES, Beside
from audio.echo_filter import EchoFilter
from audio.endpointer import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE
from audio.given import Given
from audio.own_voice import Evidence, is_echo
from audio.proof import Proof
from audio.residual import Suppressor

Samples = npt.NDArray[np.float64]

BLOCKS = 25
"""The room's answer is followed for so many frames, 0.5 s."""
LEAD_SAMPLES = 200
"""The sound is let come so much before its strongest moment."""
KEPT_FRAMES = 300
LATELY_FRAMES = 25
"""By so much of what was heard last it is judged whether the filter fits."""
AUDIBLE = 1e-7
"""Mean power of a frame of the reference in which something is played."""
FULL_SCALE = 32_768


class EchoCanceller:
    """A Canceller on numpy. Its frames come one or two frames late."""

    def __init__(self) -> None:
        self._delay = DelayFinder()
        self._filter = EchoFilter(FRAME_SAMPLES, BLOCKS)
        self._suppressor = Suppressor(FRAME_SAMPLES)
        self._held: deque[Samples] = deque()
        self._hold = 0
        self._beside = Beside(FRAME_SAMPLES)
        self._seconds = 0.0
        self._since_played = KEPT_FRAMES
        self._evidence: deque[Evidence] = deque(maxlen=KEPT_FRAMES)
        self._given = Given(FRAME_SAMPLES, KEPT_FRAMES)
        self._lately: deque[Samples] = deque(maxlen=LATELY_FRAMES)
        self._proof = Proof()

    @property
    def is_ready(self) -> bool:
        """See ``audio.canceller.Canceller``."""
        return self._delay.samples is not None and self._proof.is_given

    @property
    def delay_seconds(self) -> float | None:
        """How much later the microphone hears what was played; None until that is found."""
        samples = self._delay.samples
        return None if samples is None else samples / SAMPLE_RATE

    def cancel(self, frame: bytes, reference: bytes) -> bytes:
        """See ``audio.canceller.Canceller``."""
        heard, played = _samples(frame), _samples(reference)
        self._seconds += FRAME_SECONDS
        found = self._delay.samples if self._delay.feed(heard, played) else None
        if found is not None and (base := self._beside.find(self._seconds, found)) is not None:
            self._align(base - SPARE_SAMPLES)
        played = self._given.step(self._beside.step(played, self._seconds))
        self._held.append(heard)
        heard = self._held.popleft() if len(self._held) > self._hold else np.zeros(FRAME_SAMPLES)
        self._lately.append(heard)
        self._since_played = 0 if np.mean(played**2) > AUDIBLE else self._since_played + 1
        is_audible = self._since_played < BLOCKS
        if is_audible:
            echo = self._filter.step(heard, played)
        else:
            self._filter.skip(played)
            echo = np.zeros(FRAME_SAMPLES)
        self._remember(heard, echo, played, is_audible=is_audible)
        return _bytes(self._suppressor.step(heard - echo, echo))

    def has_own_voice(self, first: int, last: int) -> bool:
        """See ``audio.canceller.Canceller``."""
        return any(each.is_audible for each in self._between(first, last))

    def is_own_voice(self, first: int, last: int) -> bool:
        """See ``audio.canceller.Canceller``."""
        frames = self._between(first, last)
        return is_echo(frames, self._given.stretch(last + 1, len(frames)), self._given.late)

    def _between(self, first: int, last: int) -> list[Evidence]:
        """The evidence of these frames. What is given back is one frame older than what came in."""
        end = len(self._evidence) - 1 - last
        start = len(self._evidence) - 1 - first - 1
        return list(self._evidence)[max(0, start) : max(0, end)]

    def _remember(self, heard: Samples, echo: Samples, played: Samples, *, is_audible: bool) -> None:
        evidence = Evidence(heard - echo, played, float(np.mean(heard**2)), is_audible)
        self._evidence.append(evidence)
        if is_audible:
            self._proof.see(evidence, echo)

    def _align(self, delay: int) -> None:
        """Have the filter look where the sound that was played comes from."""
        if delay + self._hold * FRAME_SAMPLES < LEAD_SAMPLES:
            self._hold = -((delay - LEAD_SAMPLES) // FRAME_SAMPLES)
        late = delay + self._hold * FRAME_SAMPLES - LEAD_SAMPLES
        already = round(self._beside.more)  # that which was played until now is later by so much
        moved = late - already - self._given.late
        frames = self._given.frames(BLOCKS + LATELY_FRAMES, late - already)
        self._given.delay(late)
        if moved:
            self._filter.realign(moved, frames, list(self._lately))
            self._proof.withdraw()


def _samples(frame: bytes) -> Samples:
    return np.frombuffer(frame, np.int16) / FULL_SCALE


def _bytes(samples: Samples) -> bytes:
    return np.clip(np.round(samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16).tobytes()
