"""From a key to what it does to the narration that is being read: another volume, another speed.

A key is timed when it goes down. What is heard is found by the samples that the kiosk plays: for the volume, the very
sample at which their gain changed; for the speed, the first audible sample of the sentence's rest at the new speed,
which the kiosk has not made before (each slide is asked for one change of speed). Pause and quiet are in
measure_silence, play and go on in measure_play.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from itertools import cycle

import numpy as np

from audio.timeline import SEEK_LEAD_SECONDS
from kiosk.settings import Settings
from kiosk.state import RATES_WPM
from tests.bench.align import locate
from tests.bench.figures import Figure, timed
from tests.bench.levels import gain, gain_step
from tests.bench.said import Said, said
from tests.bench.sound_probe import LOUD, Ear
from tests.bench.stage import Stage, Visit
from tests.bench.words import Script
from tests.rig import RATE, Samples

GROUP = "control"
SEARCH_SECONDS = 0.3
ALIKE = 0.85
HEARD_SECONDS = 0.05
"""A word has to have sounded so long before the key that its gain is known."""
AFTER_SECONDS = 0.5
"""So much of the sentence has to follow the key."""
SILENT_AROUND_SECONDS = 0.01
STEP_DB, STEP_DB_ROUNDED = 6.0, 1.0
PIECE_SECONDS = 0.4
WITHIN_SECONDS = 1.5
KEYS_OF_SPEED = ("f",) * 4 + ("d",) * 8 + ("f",) * 8 + ("d",) * 8
"""Through all speeds, from the usual one: each is changed for its neighbor."""

Order = tuple[float, int]
"""When the key went down, and (for the speed) the new step."""


def measure(stage: Stage) -> list[Figure]:
    """Key to another volume, key to another speed."""
    with stage.kiosk() as visit:
        visit.key("Right")
        visit.wait_for("word_started")
        volumes = _volumes(visit, stage.count(30, 6))
        speeds = _speeds(visit, stage.count(24, 5))
        visit.quiet(1.0)
        ear, words = visit.ear(), said(visit.pilot.events())
        script = Script(visit.pilot.root)
        try:
            louder = [_volume_seconds(order, words, script, ear) for order, _ in volumes]
            faster = [_speed_seconds(order, words, script, ear) for order in speeds]
        finally:
            script.close()
    return [_timed("volume", louder), _timed("speed, going on at the new one", faster)]


def _timed(what: str, seconds: Sequence[float | None]) -> Figure:
    taken = [value for value in seconds if value is not None]
    note = f"{len(seconds) - len(taken)} left out: in a pause, at a sentence's end, or broken in the recording"
    return timed(GROUP, what, taken, 95, None, note)


def _volumes(visit: Visit, count: int) -> list[Order]:
    """Softer and louder by turns, in the middle of a sentence."""
    orders = []
    for key in [key for key, _ in zip(cycle(("minus", "equal")), range(count), strict=False)]:
        visit.quiet(0.6)
        visit.key("r")
        visit.wait_for("word_started", sentence=1, word=0)
        time.sleep(random.uniform(0.1, 0.6))
        orders.append((visit.key(key), 0))
        time.sleep(0.8)
    return orders


def _speeds(visit: Visit, count: int) -> list[Order]:
    """One change of speed on each slide, while it is read."""
    orders, step = [], Settings().speed - 1
    for key, _ in zip(KEYS_OF_SPEED, range(count), strict=False):
        visit.quiet(0.6)
        visit.key("Right")
        visit.wait_for("word_started", word=1)
        time.sleep(random.uniform(0.1, 0.6))
        step += 1 if key == "f" else -1
        orders.append((visit.key(key), step))
        visit.wait_for("word_started")
        time.sleep(WITHIN_SECONDS)
    return orders


def _volume_seconds(moment: float, words: Sequence[Said], script: Script, ear: Ear) -> float | None:
    """From the key to the first sample with the other gain."""
    word = next((word for word in reversed(words) if word.t < moment - HEARD_SECONDS), None)
    if word is None:
        return None
    sound = script.sound(word.slide, word.sentence)
    first = round(sound.starts[word.word] * RATE)
    known = sound.samples[first : first + round((moment - word.t + AFTER_SECONDS) * RATE)]
    begins, recorded = _found(known, word.t - SEARCH_SECONDS, 2 * SEARCH_SECONDS, ear)
    step = gain_step(known, recorded) if len(recorded) else None
    if step is None or abs(abs(step[1]) - STEP_DB) > STEP_DB_ROUNDED or _is_silent(known, step[0]):
        return None
    seconds = begins + step[0] / RATE - moment
    return seconds if seconds > 0 else None


def _is_silent(known: Samples, at: int) -> bool:
    """Whether nothing sounds there, so that nobody can tell when the gain changed."""
    around = round(SILENT_AROUND_SECONDS * RATE)
    near = float(np.abs(known[max(0, at - around) : at + around]).max(initial=0.0))
    return near < 0.02 * float(np.abs(known).max())


def _speed_seconds(order: Order, words: Sequence[Said], script: Script, ear: Ear) -> float | None:
    """From the key to the first sound of the utterance that it began."""
    moment, step = order
    before = next((word.utterance for word in reversed(words) if word.t < moment), -1)
    word = next((word for word in words if word.t > moment and word.utterance > before), None)
    if word is None:
        return None
    sound = script.sound(word.slide, word.sentence, RATES_WPM[step])
    lead = SEEK_LEAD_SECONDS if word.word else 0.0
    first = round(max(0.0, sound.starts[word.word] - lead) * RATE)
    known = sound.samples[first : first + round(PIECE_SECONDS * RATE)]
    begins, recorded = _found(known, moment, WITHIN_SECONDS, ear)
    if not len(recorded):
        return None
    audible = np.flatnonzero(np.abs(known * gain(known, recorded)) > LOUD)
    return begins + int(audible[0]) / RATE - moment if len(audible) else None


def _found(known: Samples, start: float, within: float, ear: Ear) -> tuple[float, Samples]:
    """When ``known`` began in the recording, and its samples there; none if it is not found."""
    recorded = ear.between(start, start + within + len(known) / RATE)
    at, alike = locate(known, recorded)
    return start + at / RATE, recorded[at : at + len(known)] if alike >= ALIKE else recorded[:0]
