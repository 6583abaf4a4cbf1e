"""What is wrong with a microphone that works: muted by its own switch, too loud, too soft, humming. For the staff.

Knows: levels. Must not know: devices, words, who is told. Keeps a few numbers, nothing of the sound.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from audio.endpointer import FRAME_SECONDS, level_db


class Fault(StrEnum):
    """What is wrong; ``NONE``: nothing."""

    NONE = ""
    SILENT = "silent"
    CLIPPING = "clipping"
    HUM = "hum"
    QUIET = "quiet"


WINDOW_FRAMES = 500
"""Ten seconds."""
LOOK_FRAMES = 50
"""Every second there is a look."""
FULL = 32_700
"""A sample so large was probably cut off."""
CLIPPED_SAMPLES, CLIPPED_SHARE = 3, 0.02
"""A frame with so many of them is cut off; so many frames of all: it is set too loud."""
HUM_DB, HUM_UNDER_DB, HUM_SHARE = -50.0, 24.0, 0.9
"""A hum is so loud, its first difference is so much softer (a voice's is 5 to 20 dB), and it never ends."""
QUIET_DB = -52.0
"""Voices whose loudest moments stay under this, of full scale, are hard to understand."""
VOICES = 5
"""So many of them in a row say that the microphone is too soft or too far."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A frame: whether all samples are the same, whether it was cut off, whether it hums."""

    is_silent: bool
    is_clipped: bool
    is_hum: bool


class MicrophoneCheck:
    """Feed it every frame as it comes from the microphone; ``new_fault`` tells when there is something to tell."""

    def __init__(self, window_frames: int = WINDOW_FRAMES) -> None:
        self._looks: deque[_Look] = deque(maxlen=window_frames)
        self._levels: deque[float] = deque(maxlen=WINDOW_FRAMES)
        self._voices: deque[float] = deque(maxlen=VOICES)
        self._due = LOOK_FRAMES
        self._told = Fault.NONE

    def hear(self, frame: bytes) -> None:
        """One frame later."""
        samples = np.frombuffer(frame, np.int16).astype(np.float64)
        size = np.abs(samples)
        power = float(np.var(samples)) / 32_768**2
        level = 10 * np.log10(power + 1e-12)
        is_hum = level > HUM_DB and level - level_db(frame) > HUM_UNDER_DB
        self._looks.append(_Look(power == 0, bool(np.sum(size >= FULL) >= CLIPPED_SAMPLES), bool(is_hum)))
        self._levels.append(level)
        self._due -= 1

    def hear_voice(self, seconds: float) -> None:
        """What was heard in the last ``seconds`` was a voice."""
        recent = list(self._levels)[-max(1, round(seconds / FRAME_SECONDS)) :]
        if recent:
            self._voices.append(max(recent))

    @property
    def fault(self) -> Fault:
        """What is wrong with what was heard in the last ten seconds."""
        looks = self._looks
        if len(looks) < (looks.maxlen or 1):
            return self._told
        if all(look.is_silent for look in looks):
            return Fault.SILENT
        if sum(look.is_clipped for look in looks) > CLIPPED_SHARE * len(looks):
            return Fault.CLIPPING
        if sum(look.is_hum for look in looks) > HUM_SHARE * len(looks):
            return Fault.HUM
        return Fault.QUIET if len(self._voices) == VOICES and max(self._voices) < QUIET_DB else Fault.NONE

    def new_fault(self) -> Fault | None:
        """The fault, once a second at most, if it is another one than the last that was told."""
        if self._due > 0:
            return None
        self._due = LOOK_FRAMES
        fault = self.fault
        if fault == self._told:
            return None
        self._told = fault
        return fault
