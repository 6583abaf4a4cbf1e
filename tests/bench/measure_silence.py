"""From an input while it narrates to silence in the recording: a tap on Pause, the keys for pause and for quiet."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from tests.bench.figures import Figure, timed
from tests.bench.stage import Stage, Visit

GROUP = "input to silence"
REACH_MS = 40.0
WITHIN_SECONDS = 1.0


def measure(stage: Stage) -> list[Figure]:
    """p95 of each kind of input and of all together."""
    count = stage.count(36, 8)
    with stage.kiosk() as visit:
        visit.key("Right")
        visit.wait_for("word_started")
        moments = {
            "tap on Pause": _moments(visit, count, lambda: visit.tap("Pause")),
            "key for pause": _moments(visit, count, lambda: visit.key("p")),
            "key for quiet": _moments(visit, count, lambda: visit.key("q")),
        }
        visit.quiet(1.0)
        ear = visit.ear()
        figures, together, lost = [], [], 0
        for name, times in moments.items():
            heard = [ear.silent_from(moment, WITHIN_SECONDS) for moment in times]
            taken = [seconds for seconds in heard if seconds is not None]
            note = f"{len(heard) - len(taken)} left out: between two words, or never silent"
            figures.append(timed(GROUP, name, taken, 95, None, note))
            together += taken
            lost += len(heard) - len(taken)
        clock = ear.clock
        note = f"clock good to {clock.doubt * 1000:.1f} ms, the speaker's own step is {clock.block * 1000:.1f} ms"
        return [*figures, timed(GROUP, "tap or key", together, 95, REACH_MS, note)]


def _moments(visit: Visit, count: int, act: Callable[[], float]) -> list[float]:
    """Have it read and cut it short, ``count`` times; when each input came."""
    times = []
    for _ in range(count):
        visit.quiet(0.6)
        visit.key("r")
        visit.wait_for("word_started", word=1)
        time.sleep(random.uniform(0.1, 1.0))
        times.append(act())
        time.sleep(0.8)
    return times
