"""Hears what left the virtual speaker, on the clock of everything else, to about a millisecond.

Knows: the tape, PulseAudio's mute. Must not know: the kiosk.

The tape places its samples by their arrival, and that is early: the virtual speaker hands out each block (5 ms) before
it is to be heard. The probe mutes the speaker a number of times through an open connection while a tone plays. Nothing
can fall silent before the order, and the luckiest order comes just before a block is made: so the least time from
order to edge is the error, and is taken away. What remains is the round trip of one order (``Clock.doubt``).
"""

from __future__ import annotations

import random
import subprocess
import time
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pulsectl

from tests.bench.tape import Tape
from tests.rig import RATE, SPEAKER, TIED, Samples, SoundRig, end, wait_until

LOUD = 0.001
"""-60 dBFS: the rig's own border between sound and silence (tests.rig.silences)."""
STEP_SECONDS = 0.001


@dataclass(frozen=True, slots=True)
class Clock:
    """``shift``: seconds to add to the tape's own times. ``doubt``: how far off that may be, seconds.

    ``block``: how far the edges lay apart, seconds: the length of the speaker's own steps.
    """

    shift: float
    doubt: float
    block: float
    n: int


@dataclass(frozen=True, slots=True)
class Ear:
    """A tape with its clock."""

    tape: Tape
    clock: Clock

    def between(self, start: float, stop: float) -> Samples:
        """The samples that were heard from ``start`` to ``stop``, monotonic seconds."""
        return self.tape.between(start - self.clock.shift, stop - self.clock.shift)

    def silent_from(self, moment: float, within: float, lasting: float = 0.2) -> float | None:
        """Seconds from ``moment`` to the last sound before a silence of ``lasting`` seconds.

        None if the speaker was silent already at ``moment`` (no sound in the 20 ms before it), or is still loud after
        ``within``. Zero and less cannot be: then the sound ended by itself in those 20 ms, and None is given, too.
        """
        lead = 0.02
        loud = _loud(self.between(moment - lead, moment + within + lasting))
        steps = np.flatnonzero(loud)
        if not len(steps) or steps[0] * STEP_SECONDS > lead:
            return None
        gaps = np.flatnonzero(np.diff(np.append(steps, len(loud) + 1)) > lasting / STEP_SECONDS - 1)
        if not len(gaps):
            return None
        after = float(steps[gaps[0]] + 1) * STEP_SECONDS - lead
        return after if 0 < after <= within else None

    def first_sound(self, moment: float, within: float) -> float | None:
        """Seconds from ``moment`` to the first sound; None if there was sound at ``moment``, or none comes."""
        lead = 0.05
        steps = np.flatnonzero(_loud(self.between(moment - lead, moment + within)))
        if not len(steps) or steps[0] * STEP_SECONDS < lead:
            return None
        return float(steps[0]) * STEP_SECONDS - lead


def _loud(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """For each step: whether its peak is over LOUD."""
    step = round(STEP_SECONDS * RATE)
    whole = np.abs(samples[: len(samples) // step * step].reshape(-1, step))
    return np.asarray(whole.max(axis=1, initial=0.0) > LOUD)


def find_clock(rig: SoundRig, tape: Tape, folder: Path, times: int = 24) -> Clock:
    """Measure the tape's clock while nothing else sounds. Takes ``times`` / 6 seconds; leaves the speaker on."""
    tone = folder / "tone.wav"
    _write_tone(tone, times * 0.2 + 3)
    player = subprocess.Popen([*TIED, "paplay", "-d", SPEAKER, str(tone)], env=rig.env, start_new_session=True)
    try:
        began = time.monotonic()
        wait_until(lambda: _is_loud_now(tape), 5, "the tone of the clock")
        time.sleep(max(0.0, began + 0.5 - time.monotonic()))
        orders = _muted(rig, times)
        time.sleep(0.1)
        edges = _edges(tape, orders)
    finally:
        end(player)
    took = [done - order for order, done in orders]
    return Clock(-min(edges), float(np.median(took)), max(edges) - min(edges), len(edges))


def _muted(rig: SoundRig, times: int) -> list[tuple[float, float]]:
    """When each order to mute was given, and when it was acknowledged."""
    orders = []
    with pulsectl.Pulse("bench", server=rig.env["PULSE_SERVER"]) as pulse:
        speaker = pulse.get_sink_by_name(SPEAKER)
        for _ in range(times):
            time.sleep(random.uniform(0.06, 0.09))
            order = time.monotonic()
            pulse.mute(speaker, True)
            orders.append((order, time.monotonic()))
            time.sleep(random.uniform(0.06, 0.09))
            pulse.mute(speaker, False)
    return orders


def _edges(tape: Tape, orders: Sequence[tuple[float, float]]) -> list[float]:
    """Seconds from each order to the end of the sound, by the tape's own clock."""
    edges = []
    for order, _ in orders:
        loud = np.flatnonzero(np.abs(tape.between(order - 0.03, order + 0.04)) > 0.02)
        edges.append(float(loud[-1] + 1) / RATE - 0.03)
    return edges


def _is_loud_now(tape: Tape) -> bool:
    return bool(np.abs(tape.latest(0.02)).max(initial=0.0) > 0.02)


def _write_tone(path: Path, seconds: float) -> None:
    tone = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(int(seconds * RATE)) / RATE)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        file.writeframes((tone * 32767).astype("<i2").tobytes())
