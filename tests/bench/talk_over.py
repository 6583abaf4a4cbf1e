"""A simulated room with the kiosk in it: its narration, others who talk, a visitor, and a way of the sound that jumps.

Knows: the pipeline, sound. Must not know: what is measured with it.
"""

from __future__ import annotations

import math
import random
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audio.api import Heard
from audio.echo_canceller import EchoCanceller
from audio.endpointer import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE
from audio.pipeline import Pipeline
from audio.recognizers import load_ears
from kiosk.cli.listen import state_likely, state_phrases
from kiosk.loading import load_content
from kiosk.situations import SPEAKING
from tests.sound import RATE, speech

Sound = npt.NDArray[np.float64]

OWN, VISITOR, BABBLE_DB = 0.025, 0.126, -20.0
"""How loud the kiosk and the visitor are at the microphone, of full scale (-32 and -18 dB), and the others."""
TALK = (
    "and then the bus was late again so we had to walk all the way down to the river",
    "my sister says the bakery on the corner has the best bread in town",
    "it was raining so hard that nobody could see the other side of the road",
    "they moved the appointment twice and nobody ever told us why",
)
VOICES = "rms", "awb", "kal16", "slt"
ORDERS = "next slide", "next"
"""What the visitor says, and a part of it that orders the same."""
FIRST_DELAY = 540
JUMPS = 320, -320, 320, -320, 160, 640, -640, 77, 1000
LEAST_DELAY, MOST_DELAY = 200, 6400
NOISE = 0.0003
PAUSE_SECONDS = 0.35


class Air:
    """The way from the loudspeaker to the microphone, a frame at a time, with its jumps."""

    def __init__(self, answer: Sound, jumps_seconds: float = 0.0, seed: int = 1) -> None:
        self._numbers = random.Random(seed)
        self._chance = FRAME_SECONDS / jumps_seconds if jumps_seconds else 0.0
        self._ringing = np.zeros(len(answer) - 1)
        self._waiting = np.zeros(FIRST_DELAY)
        self._size = 1 << math.ceil(math.log2(len(answer) + FRAME_SAMPLES))
        self._spectrum = np.fft.rfft(answer / math.sqrt(float(answer @ answer)), self._size)
        self.jumps = 0

    def step(self, played: Sound) -> Sound:
        """What comes to the microphone with this frame."""
        whole = np.fft.irfft(np.fft.rfft(played, self._size) * self._spectrum, self._size)
        whole = whole[: FRAME_SAMPLES + len(self._ringing)]
        whole[: len(self._ringing)] += self._ringing
        self._ringing = whole[FRAME_SAMPLES:]
        self._waiting = np.concatenate((self._waiting, whole[:FRAME_SAMPLES]))
        if self._numbers.random() < self._chance:
            self.jump(self._numbers.choice(JUMPS))
        heard, self._waiting = self._waiting[:FRAME_SAMPLES], self._waiting[FRAME_SAMPLES:]
        return heard

    def jump(self, samples: int) -> None:
        """The way is longer by so many samples from now on, or shorter; not if it would be too long or too short."""
        if not LEAST_DELAY <= len(self._waiting) - FRAME_SAMPLES + samples <= MOST_DELAY:
            return
        self.jumps += 1
        self._waiting = self._waiting[max(0, -samples) :]
        self._waiting = np.concatenate((np.zeros(max(0, samples)), self._waiting))


def voice(text: str, name: str) -> Sound:
    """A synthetic person, at 16 kHz."""
    with tempfile.TemporaryDirectory() as folder:
        said = speech(text, Path(folder), name)
    at = np.arange(len(said) * SAMPLE_RATE // RATE) * (RATE / SAMPLE_RATE)
    return np.interp(at, np.arange(len(said)), said).astype(np.float64)


def loud(sound: Sound, level: float) -> Sound:
    """The same sound at a level."""
    return np.asarray(sound * (level / math.sqrt(float(np.mean(sound**2)))))


def order() -> Sound:
    """The visitor's order."""
    return loud(voice(ORDERS[0], "slt"), VISITOR)


def babble() -> Sound:
    """A minute of four people at once."""
    mixed = np.zeros(60 * SAMPLE_RATE)
    for place, name in enumerate(VOICES):
        said = np.concatenate([voice(text, name) for text in (*TALK[place:], *TALK[:place])])
        mixed += np.resize(loud(said, 1.0), len(mixed))
    return loud(mixed, VISITOR * 10 ** (BABBLE_DB / 20))


def spoken_commands(seed: int, voices: tuple[str, ...] = ("slt", "rms")) -> Sound:
    """All that can be said while the kiosk reads, in an order of their own."""
    phrases = sorted(state_phrases(SPEAKING, load_content(None, None).deck))
    random.Random(seed).shuffle(phrases)
    pause = np.zeros(round(PAUSE_SECONDS * SAMPLE_RATE))
    return np.concatenate([part for name in voices for text in phrases for part in (voice(text, name), pause)])


class Stage:
    """The kiosk's pipeline in a room: one frame after the other, as long as asked for. ``own``: what it plays."""

    def __init__(self, own: Sound, air: Air) -> None:
        deck = load_content(None, None).deck
        self._canceller = EchoCanceller()
        self._pipeline = Pipeline(load_ears("")(), self._canceller)
        self._pipeline.listen_for(state_phrases(SPEAKING, deck), likely=state_likely(SPEAKING, deck))
        self._own = own * (OWN / math.sqrt(float(np.mean(own[np.abs(own) > 1e-3] ** 2))))
        self._numbers = np.random.default_rng(1)
        self._at = self._frames = self._ready = self._spoken = 0
        self.air = air

    def step(self, others: Sound, *, is_speaking: bool) -> Heard | None:
        """A frame of 20 ms, in which the kiosk reads or not."""
        played = np.zeros(FRAME_SAMPLES)
        if is_speaking:
            played = self._own[self._at : self._at + FRAME_SAMPLES]
            self._at = (self._at + FRAME_SAMPLES) % (len(self._own) - FRAME_SAMPLES)
        self._pipeline.set_speaking(is_speaking)
        heard = self.air.step(played) + others + self._numbers.normal(0, NOISE, FRAME_SAMPLES)
        event = self._pipeline.hear(_bytes(heard), _bytes(played))
        self._frames += 1
        self._spoken += is_speaking
        self._ready += is_speaking and self.is_ready
        return event if isinstance(event, Heard) else None

    @property
    def is_ready(self) -> bool:
        """Whether the canceller counts."""
        return self._canceller.is_ready

    @property
    def seconds(self) -> float:
        """How long it has been going."""
        return self._frames * FRAME_SECONDS

    def told(self) -> str:
        """How long, with how many jumps, and how much of its speaking the canceller counted."""
        share = 100 * self._ready / max(1, self._spoken)
        return f"{self.seconds:.0f} s, {self.air.jumps} jumps, it counted {share:.0f} % of the time that it spoke"


def _bytes(sound: Sound) -> bytes:
    return np.clip(np.round(sound * 32_768), -32_768, 32_767).astype(np.int16).tobytes()
