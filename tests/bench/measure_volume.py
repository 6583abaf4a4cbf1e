"""The steps of the volume in the recording: how far apart, whether one is 12 dB over the lowest, whether full clips.

At each step the same sentence is read; its gain is that of the samples which the kiosk plays, in the recording.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence

import numpy as np

from kiosk.settings import Settings
from kiosk.state import VOLUMES_DB
from tests.bench.align import locate
from tests.bench.figures import Figure, Reach
from tests.bench.levels import decibels, gain, true_peak
from tests.bench.said import Said, said
from tests.bench.sound_probe import Ear
from tests.bench.stage import Stage, Visit
from tests.bench.words import Script
from tests.rig import RATE

GROUP = "volume"
PIECE_SECONDS = 1.2
SEARCH_SECONDS = 0.3
ALIKE = 0.85
LEGAL_DB = 12.0
"""EN 301 549, 8.2.1.2: a step exactly so much over the lowest one."""
RANGE_DB, STEP_DB, NEAR_DB, PEAK_DBTP = 30.0, 6.0, 0.5, -1.0


def measure(stage: Stage) -> list[Figure]:
    """The range, the steps, the step of +12 dB, and the peak at full volume."""
    with stage.kiosk() as visit:
        visit.key("Right")
        visit.wait_for("word_started")
        for _ in range(Settings().volume - 1):
            _press(visit, "minus")
        moments = [_read(visit)]
        for _ in VOLUMES_DB[1:]:
            _press(visit, "equal")
            moments.append(_read(visit))
        visit.quiet(1.0)
        ear, words = visit.ear(), said(visit.pilot.events())
        script = Script(visit.pilot.root)
        try:
            heard = [_heard(moment, words, script, ear) for moment in moments]
        finally:
            script.close()
    return figures([level for level, _ in heard], heard[-1][1])


def _press(visit: Visit, key: str) -> None:
    """A key out of silence; what is said to it is cut off."""
    visit.quiet(0.4)
    visit.key(key)
    time.sleep(0.4)


def _read(visit: Visit) -> float:
    """Have the slide read from its beginning; when."""
    visit.quiet(0.4)
    moment = visit.key("r")
    visit.wait_for("word_started")
    time.sleep(PIECE_SECONDS + SEARCH_SECONDS)
    return moment


def _heard(moment: float, words: Sequence[Said], script: Script, ear: Ear) -> tuple[float, float]:
    """The gain of what was read after ``moment``, dB, and its true peak, dBTP; NaN if it is not found."""
    word = next((word for word in words if word.t > moment), None)
    if word is None:
        return float("nan"), float("nan")
    known = script.sound(word.slide, word.sentence).samples[: round(PIECE_SECONDS * RATE)]
    recorded = ear.between(word.t - SEARCH_SECONDS, word.t + SEARCH_SECONDS + PIECE_SECONDS)
    at, alike = locate(known, recorded)
    there = recorded[at : at + len(known)]
    return (decibels(gain(known, there)), true_peak(there)) if alike >= ALIKE else (float("nan"), float("nan"))


def figures(levels: Sequence[float], peak: float) -> list[Figure]:
    """The figures of so many gains, dB, from the lowest step to full."""
    found = [level for level in levels if not np.isnan(level)]
    n = len(found) if len(found) == len(levels) else 0
    over = [level - levels[0] for level in levels]
    detail = "over the lowest: " + " ".join(f"{level:.2f}" for level in over) + " dB"
    legal = min((abs(level - LEGAL_DB) for level in over if not np.isnan(level)), default=float("nan"))
    step = max((abs(abs(b - a) - STEP_DB) for a, b in itertools.pairwise(levels)), default=float("nan"))
    return [
        Figure(GROUP, "range", round(over[-1], 2), "dB", n, Reach(RANGE_DB, is_floor=True), detail),
        Figure(GROUP, "a step of +12 dB over the lowest, off by", round(legal, 3), "dB", n, Reach(NEAR_DB)),
        Figure(GROUP, "steps of 6 dB, off by at most", round(step, 3), "dB", n, Reach(NEAR_DB)),
        Figure(GROUP, "true peak at full volume", round(peak, 2), "dBTP", 0 if np.isnan(peak) else 1, Reach(PEAK_DBTP)),
    ]
