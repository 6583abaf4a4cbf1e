"""Earcons: short soft sounds that tell what has happened, each with a rhythm and a melody of its own.

Knows: notes, samples, seconds. Must not know: when one sounds (kiosk), players, speech.

They lie between 390 and 1600 Hz, where old ears still hear well, differ in rhythm and not in pitch alone, and stay
under the loudness of the speech beside them. They are made when they are first asked for, in some milliseconds, with
nothing but Python's own: the process that draws has no numpy.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Iterator, Mapping
from functools import cache

from audio.rendered import SAMPLE_HZ, Rendered

LEVEL_DBFS = -25.8
"""Root mean square over the sound: 6 dB under speech of -20 LUFS."""
ATTACK_SECONDS = 0.008
RELEASE_SECONDS = 0.02
DECAY_SECONDS = 0.09
"""In this time a note falls to a third; its overtones fall faster, as those of a bell bar do."""
PARTIALS = ((1, 1.0), (2, 0.28), (3, 0.08))
"""(multiple of the note, strength): soft, and harmonic."""

_G4, _A4, _C5, _E5, _G5, _A5 = 392.0, 440.0, 523.25, 659.26, 783.99, 880.0

Notes = tuple[tuple[float, float, float], ...]
"""(begins at second, hertz, seconds) of each note."""

EARCONS: Mapping[str, Notes] = {
    "next": ((0.0, _E5, 0.09), (0.07, _A5, 0.13)),
    "back": ((0.0, _A5, 0.09), (0.07, _E5, 0.13)),
    "listening": ((0.0, _C5, 0.07), (0.055, _E5, 0.07), (0.11, _G5, 0.11)),
    "understood": ((0.0, _G5, 0.07), (0.09, _G5, 0.11)),
    "not_understood": ((0.0, _C5, 0.11), (0.11, _A4, 0.17)),
    "end": ((0.0, _G4, 0.34), (0.0, _C5, 0.34)),
    "warning": ((0.0, _A5, 0.13), (0.15, _A5, 0.13), (0.3, _A5, 0.18)),
}
"""Every earcon by its name. None is longer than half a second."""


@cache
def earcon(name: str) -> Rendered:
    """The sound of this name, without words. An unknown name is no sound: an earcon never keeps speech from coming."""
    notes = EARCONS.get(name, ())
    sound = array("d", bytes(8 * _samples(max((start + seconds for start, _, seconds in notes), default=0.0))))
    for start, hertz, seconds in notes:
        for place, sample in enumerate(_note(hertz, _samples(seconds)), _samples(start)):
            sound[place] += sample
    return Rendered(_leveled(sound), len(sound) / SAMPLE_HZ, ())


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_HZ)


def _note(hertz: float, count: int) -> Iterator[float]:
    """A note that swells in ATTACK_SECONDS, decays, and is gone after ``count`` samples."""
    total = array("d", bytes(8 * count))
    for multiple, strength in PARTIALS:
        turn = 2 * math.cos(2 * math.pi * hertz * multiple / SAMPLE_HZ)
        fall = math.exp(-multiple / DECAY_SECONDS / SAMPLE_HZ)
        # Each sample of a sine follows from the two before it: a third of the time that math.sin takes.
        before, now, gain = -math.sin(2 * math.pi * hertz * multiple / SAMPLE_HZ), 0.0, strength
        for place in range(count):
            total[place] += gain * now
            before, now, gain = now, turn * now - before, gain * fall
    for place in range(_samples(ATTACK_SECONDS)):
        total[place] *= _slope(place / _samples(ATTACK_SECONDS))
    for place in range(_samples(RELEASE_SECONDS)):
        total[count - 1 - place] *= _slope(place / _samples(RELEASE_SECONDS))
    return iter(total)


def _slope(share: float) -> float:
    """From 0 to 1 without a corner."""
    return 0.5 - 0.5 * math.cos(math.pi * share)


def _leveled(sound: array[float]) -> bytes:
    """The same at LEVEL_DBFS, 16 bit little-endian."""
    power = math.fsum(sample * sample for sample in sound) / max(1, len(sound))
    gain = 32768.0 * 10 ** (LEVEL_DBFS / 20) / math.sqrt(power) if power else 0.0
    whole = array("h", (max(-32768, min(32767, round(sample * gain))) for sample in sound))
    if sys.byteorder == "big":
        whole.byteswap()
    return whole.tobytes()
