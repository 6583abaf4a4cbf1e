"""From the order to the first sound: narration that is kept, narration that has to be made first, going on.

The earcons before the words are off, but in the row that measures them: it is the voice that counts.

The order is a key (the moment it goes down). A topic's first narration is asked for by its F key, in an order in which
no slide follows the one before, since the following slide is rendered ahead.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from tests.bench.figures import Figure, timed
from tests.bench.stage import VOICE_ALONE, Stage, Visit

GROUP = "play"
CACHED_MS, UNCACHED_MS = 40.0, 150.0
WITHIN_SECONDS = 3.0
TOPIC_KEYS = ("F12", "F11", "F10", "F9", "F8", "F7", "F6", "F5", "F4", "F3", "F2")


def measure(stage: Stage) -> list[Figure]:
    """Every kind of play, from kiosks with an empty cache."""
    kinds: dict[str, list[float]] = {"first": [], "kept on disk": [], "again": [], "go on": [], "rested": []}
    missed = 0
    for round_ in range(stage.count(3, 1)):
        with stage.kiosk(settings=VOICE_ALONE) as visit:
            visit.key("Right")
            visit.wait_for("word_started")
            orders = {
                "first": _orders(visit, TOPIC_KEYS),
                "kept on disk": _orders(visit, TOPIC_KEYS),
                "again": _orders(visit, ("r",) * stage.count(10, 6)),
                "go on": _go_on(visit, stage.count(8, 4)),
                "rested": _orders(visit, ("r",) * (0 if round_ else stage.count(3, 1)), rest_seconds=24.0),
            }
            visit.quiet(1.0)
            ear = visit.ear()
            for kind, moments in orders.items():
                heard = [ear.first_sound(moment, WITHIN_SECONDS) for moment in moments]
                kinds[kind] += [seconds for seconds in heard if seconds is not None]
                missed += heard.count(None)
    chimes = _earcons(stage)
    note = f"{missed} orders without a sound are left out" if missed else ""
    return [
        timed(GROUP, "kept, read again", kinds["again"], 95, CACHED_MS, note),
        timed(GROUP, "kept on disk, another topic", kinds["kept on disk"], 95, CACHED_MS),
        timed(GROUP, "first narration of a slide", kinds["first"], 95, UNCACHED_MS),
        timed(GROUP, "go on after a pause", kinds["go on"], 95),
        timed(GROUP, "kept, after 24 s of silence", kinds["rested"], 95, CACHED_MS),
        timed(GROUP, "the earcon of Next and Back", chimes, 95, CACHED_MS),
    ]


def _earcons(stage: Stage) -> list[float]:
    """From the key to the short sound before the words."""
    with stage.kiosk() as visit:
        visit.key("Right")
        visit.wait_for("word_started")
        moments = _orders(visit, ("Left", "Right") * stage.count(10, 3))
        visit.quiet(1.0)
        ear = visit.ear()
        return [seconds for moment in moments if (seconds := ear.first_sound(moment, WITHIN_SECONDS)) is not None]


def _orders(visit: Visit, keys: Sequence[str], rest_seconds: float = 0.8) -> list[float]:
    """Each key out of silence; when it went down."""
    moments = []
    for key in keys:
        visit.quiet(rest_seconds)
        moments.append(visit.key(key))
        visit.wait_for("word_started")
        time.sleep(0.3)
    return moments


def _go_on(visit: Visit, count: int) -> list[float]:
    moments = []
    for _ in range(count):
        visit.quiet()
        visit.key("r")
        visit.wait_for("word_started", word=1)
        visit.key("p")
        time.sleep(0.8)
        moments.append(visit.key("g"))
        time.sleep(1.0)
    return moments
