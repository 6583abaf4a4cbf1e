"""Memory of all processes together, and processor time with a slide standing still."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import numpy as np

from tests.bench import chromium
from tests.bench.figures import Figure, Reach, quantile, ratio
from tests.bench.hand import Hand
from tests.bench.processes import cpu_percent, family, pss_each, pss_megabytes
from tests.bench.stage import FULL_HD, Stage, Visit, program
from tests.rig import RATE, Samples

MEMORY, PROCESSOR = "memory", "processor"
DEAF = "[voice_commands]\nlisten = false\n"
IDLE_PERCENT, LISTENING_PERCENT = 0.5, 5.0
ROOM_DBFS = -60.0
LISTENS_SECONDS = 6.0
"""So long after it fell silent the listener has surely loaded its models."""
REST_SECONDS = 24.0
"""After its last sound the kiosk closes the speaker (20 s) and asks for events less often (4 s)."""


def measure(stage: Stage) -> list[Figure]:
    """The kiosk that listens, the kiosk that does not, Chromium."""
    seconds = stage.count(30, 10)
    with stage.kiosk() as visit:
        ours = _narrating(visit)
        root = visit.pilot.process.pid
        figures = [_memory("kiosk, listening and narrating", ours, root)]
        visit.quiet()
        visit.pilot.sound.say_into_mic(_quiet_room(REST_SECONDS + 2 * seconds + 5))
        fresh = _processor("kiosk, listening in a quiet room, just after speech", root, seconds, None)
        time.sleep(REST_SECONDS)
        figures += [fresh, _processor("kiosk, listening in a quiet room", root, seconds, LISTENING_PERCENT)]
    with stage.kiosk(settings=DEAF) as visit:
        visit.key("Right")
        visit.wait_for("word_started")
        visit.quiet()
        time.sleep(REST_SECONDS)
        figures.append(_processor("kiosk, not listening", visit.pilot.process.pid, seconds, IDLE_PERCENT))
    return figures + _chromium(stage, ours, seconds)


def _narrating(visit: Visit) -> list[float]:
    """PSS while it reads a few slides, MB; it has listened before, so that the recognizer is there, too."""
    visit.key("Right")
    visit.wait_for("word_started")
    visit.quiet(LISTENS_SECONDS)
    sizes = []
    for _ in range(5):
        visit.key("Right")
        visit.wait_for("word_started", word=1)
        time.sleep(1.0)
        sizes.append(pss_megabytes(family(visit.pilot.process.pid)))
    return sizes


def _memory(what: str, sizes: list[float], root: int) -> Figure:
    members = family(root)
    detail = f"max {max(sizes):.0f}; {len(members)} processes: {pss_each(members)}"
    return Figure(MEMORY, f"{what}, PSS, median", round(quantile(sizes, 50), 1), "MB", len(sizes), None, detail)


def _processor(what: str, root: int, seconds: float, reach: float | None) -> Figure:
    percent, each = cpu_percent(root, seconds)
    goal = None if reach is None else Reach(reach)
    detail = f"over {seconds:g} s; by process: {each}"
    return Figure(PROCESSOR, what, round(percent, 2), "% of a core", 1, goal, detail)


def _quiet_room(seconds: float) -> Samples:
    """Soft noise, as a microphone hands out in a room where nobody speaks."""
    noise = np.random.default_rng(1).standard_normal(int(seconds * RATE)) * 10 ** (ROOM_DBFS / 20)
    return noise.astype(np.float32)


def _chromium(stage: Stage, ours: list[float], seconds: float) -> list[Figure]:
    if not chromium.is_there():
        return [ratio(MEMORY, "kiosk / Chromium", quantile(ours, 50), 0.0, 0, 0.5)]
    page = chromium.write_page(stage.folder("page"))
    with stage.screen(FULL_HD) as screen, Hand(screen.env["DISPLAY"]) as hand:
        command = chromium.command(page, stage.folder("profile"), FULL_HD)
        with program(command, screen.env, stage.folder("chromium")) as (_, root):
            time.sleep(8)
            theirs = list(_turning(hand, root))
            memory = _memory("Chromium, the same slides", theirs, root)
            time.sleep(10)
            processor = _processor("Chromium, a slide standing still", root, seconds, None)
    compared = ratio(MEMORY, "kiosk / Chromium", quantile(ours, 50), quantile(theirs, 50), len(ours), 0.5)
    return [memory, compared, processor]


def _turning(hand: Hand, root: int) -> Iterator[float]:
    place = int(FULL_HD[0] * chromium.NEXT_PLACE[0]), int(FULL_HD[1] * chromium.NEXT_PLACE[1])
    for _ in range(5):
        hand.tap(*place)
        time.sleep(random.uniform(1.5, 2.0))
        yield pss_megabytes(family(root))
