"""From the finger leaving Next to changed pixels, the kiosk and Chromium, at 1080p and 4K.

"First" is a change of a quarter of all points that will differ, "whole" 95 of 100 as they will be. Points of the mark
on the spoken word are left out of both: it moves by itself.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.loading import load_content
from tests.bench import chromium
from tests.bench.figures import Figure, timed
from tests.bench.hand import Hand
from tests.bench.screen_probe import Box, ScreenProbe, Sight, stirred, turned
from tests.bench.stage import FULL_HD, ULTRA_HD, Size, Stage, Visit, program
from tests.bench.words import highlight
from tests.rig import wait_until

GROUP = "tap to pixels"
FIRST, WHOLE = 0.25, 0.95
WATCH_SECONDS = 0.5
"""Less than it takes a picture to move by a step (kiosk.motion)."""
REACH_MS = {FULL_HD: 20.0, ULTRA_HD: 40.0}
FADING = '[screen]\nmotion = "all"\n'
"""The setting with which slides fade into each other, where that is not late."""
NAMES = {FULL_HD: "1080p", ULTRA_HD: "4K"}


@dataclass
class Taps:
    """Seconds from each tap to its pixels; ``without``: taps that changed nothing."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    without: int = 0

    def add(self, released: float, sights: list[Sight], mark: int = -1) -> None:
        """One more tap, with what was seen after it; the first sight is from before. ``mark``: a color to ignore."""
        first, whole = stirred(sights, FIRST, mark), turned(sights, WHOLE, mark)
        if first is None or whole is None:
            self.without += 1
            return
        self.first.append(first - released)
        self.whole.append(whole - released)

    def figures(self, who: str, size: Size, is_ours: bool = False) -> list[Figure]:
        """First pixels as median and p95, the whole slide as p95."""
        name = f"{who}, {NAMES[size]}"
        note = f"{self.without} taps without effect" if self.without else ""
        return [
            timed(GROUP, f"{name}, first", self.first, 50, None, note),
            timed(GROUP, f"{name}, first", self.first, 95, REACH_MS[size] if is_ours else None, note),
            timed(GROUP, f"{name}, whole slide", self.whole, 95),
        ]


def measure(stage: Stage) -> list[Figure]:
    """All figures of this group."""
    figures = []
    for size in (FULL_HD, ULTRA_HD):
        with stage.kiosk(size) as visit:
            figures += kiosk_taps(visit, stage.count(60, 12), _lively).figures("kiosk", size, is_ours=True)
            if size == FULL_HD:
                rested = kiosk_taps(visit, stage.count(20, 4), _rest(visit))
                figures += rested.figures("kiosk after 5 s of rest", size, is_ours=True)
        with stage.kiosk(size, FADING) as visit:
            figures += kiosk_taps(visit, stage.count(40, 8), _lively).figures("kiosk, fading", size, is_ours=True)
        figures += chromium_taps(stage, size, stage.count(60, 12)).figures("Chromium", size)
    return figures


def kiosk_taps(visit: Visit, count: int, wait: Callable[[], None]) -> Taps:
    """Tap Next ``count`` times, after ``wait`` each; on the last slide go home first."""
    taps, mark = Taps(), highlight()
    visit.key("Right")
    visit.wait_for("slide_shown")
    time.sleep(1.5)
    last = len(load_content(None).deck)
    while len(taps.first) + taps.without < count:
        wait()
        if _slide_number(visit) == last:  # Next would only say so, and words marked later would pass for the slide
            visit.key("Home")
            time.sleep(1.5)
            continue
        taps.add(*_tap(visit.hand, visit.probe, visit.place("Next"), visit.content_box()), mark)
    return taps


def _slide_number(visit: Visit) -> int:
    """Of the slide that was shown last, from 1 on."""
    shown = [event for event in visit.pilot.events() if event["event"] == "slide_shown"]
    return int(shown[-1]["number"])


def chromium_taps(stage: Stage, size: Size, count: int) -> Taps:
    """The same on Chromium's page."""
    taps = Taps()
    if not chromium.is_there():
        return taps
    page = chromium.write_page(stage.folder("page"))
    with stage.screen(size) as screen, ScreenProbe(screen.root) as probe, Hand(screen.env["DISPLAY"]) as hand:
        command = chromium.command(page, stage.folder("profile"), size)
        with program(command, screen.env, stage.folder("chromium")):
            box = (0, 0, size[0], int(size[1] * chromium.CONTENT_PART))
            wait_until(lambda: len(set(probe.points(box, 16).flat)) > 5, 30, "Chromium's first slide")
            time.sleep(4)
            place = int(size[0] * chromium.NEXT_PLACE[0]), int(size[1] * chromium.NEXT_PLACE[1])
            while len(taps.first) + taps.without < count:
                _lively()
                taps.add(*_tap(hand, probe, place, box))
    return taps


def _tap(hand: Hand, probe: ScreenProbe, place: tuple[int, int], box: Box) -> tuple[float, list[Sight]]:
    """When the finger left, and what was seen from just before on."""
    step = 6 if probe.size[1] <= 1080 else 12
    hand.press(*place)
    time.sleep(random.uniform(0.05, 0.09))
    before = probe.points(box, step)
    released = hand.release()
    return released, [Sight(released, before), *probe.watch(box, step, lambda: False, WATCH_SECONDS)]


def _lively() -> None:
    time.sleep(random.uniform(0.3, 0.6))


def _rest(visit: Visit) -> Callable[[], None]:
    def rest() -> None:
        visit.quiet(random.uniform(5.0, 5.5))

    return rest
