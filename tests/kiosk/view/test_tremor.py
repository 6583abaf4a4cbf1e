"""Hands that tremble: simulated presses on every target of every screen, panel and size; how many meet another target.

A press aims at the middle of a target. Where it comes down is off by a Gaussian of 6 mm in each direction; while it
lasts, 0.05 to 0.4 s, the finger swings by 3 mm to each side at 4 to 8 Hz. ``python -m tests.kiosk.view.test_tremor``
prints the rates of every panel, with this rule and with the plain one: that a press begins and ends inside one target.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Iterator

import pygame
import pytest

from kiosk.inputs.aim import MM_PER_INCH, Targets, aimed
from kiosk.inputs.touch import Touch
from kiosk.shots import shots
from kiosk.state import Comfort, Rules
from kiosk.view.layout import lay_out
from kiosk.view.panel import Panel
from kiosk.view.stack import Kept
from tests.content.mmn_deck import deck
from tests.kiosk.view.sweep import THEMES, fonts, panels

JITTER_MM, SWING_MM = 6.0, 3.0
SWINGS_HZ = (4.0, 8.0)
LASTS_SECONDS = (0.05, 0.4)
MOST_WRONG = 0.01
PRESSES, MANY_PRESSES = 12, 150
"""For each target: in the test, and where the rates are printed."""

LOCKOUT_SECONDS, GLASS_PX = 0.3, 10_000
"""The time in which a second strike is none; so many pixels the glass of the events is wide and high."""

Place = tuple[float, float]
Rule = Callable[[Targets, Place, Place, float], str]


def screens(panel: Panel, text_size: str) -> Iterator[Targets]:
    """The targets of every screen that offers other places for them than those before."""
    kept, seen = Kept(), set()
    themes = tuple(THEMES)
    rules = Rules(themes=themes, theme_labels=themes, comfort=Comfort(theme=themes[0], text_size=text_size))
    for shot in shots(deck(), rules, lambda shown: lay_out(shown, panel, fonts(), kept).page_starts):
        if not shot.scene.choices and shot.name != "state-listening":
            continue
        layout = lay_out(shot.scene, panel, fonts(), kept)
        found = tuple((item.id, item.rect) for item in layout.targets)
        rects = tuple(rect for _, rect in found)
        if rects not in seen:
            seen.add(rects)
            yield found


def press(middle: Place, ppi: float, rng: random.Random) -> tuple[Place, Place]:
    """Where a press that aims at ``middle`` begins and ends, in pixels."""
    px = ppi / MM_PER_INCH
    began = (rng.gauss(middle[0], JITTER_MM * px), rng.gauss(middle[1], JITTER_MM * px))
    turn, phase, way = rng.uniform(*SWINGS_HZ) * math.tau, rng.uniform(0, math.tau), rng.uniform(0, math.tau)
    swing = SWING_MM * px * (math.sin(turn * rng.uniform(*LASTS_SECONDS) + phase) - math.sin(phase))
    return began, (began[0] + swing * math.cos(way), began[1] + swing * math.sin(way))


def plain(targets: Targets, began: Place, ended: Place, ppi: float) -> str:
    """The rule without any help."""
    names = [next((name for name, r in targets if r.holds((int(p[0]), int(p[1])))), "") for p in (began, ended)]
    return names[0] if names[0] == names[1] else ""


def glass(targets: Targets, ppi: float) -> Touch:
    """What the kiosk has between the events of a finger and the targets, as it is set at first."""

    def target_at(place: tuple[int, int]) -> str | None:
        return next((name for name, rect in targets if rect.holds(place)), None)

    return Touch(target_at, ppi, LOCKOUT_SECONDS, targets=lambda: targets)


def by_events(targets: Targets, began: Place, ended: Place, ppi: float) -> str:
    """The rule, by the events of a finger that trembles on its way, and strikes once more while it leaves the glass."""
    reader, now, found = glass(targets, ppi), 1.0, []
    middle = tuple((one + other) / 2 for one, other in zip(began, ended, strict=True))
    stroke = ((pygame.FINGERDOWN, began), (pygame.FINGERMOTION, middle), (pygame.FINGERUP, ended))
    bounce = ((pygame.FINGERDOWN, ended), (pygame.FINGERMOTION, middle), (pygame.FINGERUP, middle))
    for kind, (x, y) in (*stroke, *bounce):
        now += 0.04
        event = pygame.event.Event(kind, x=x / GLASS_PX, y=y / GLASS_PX, finger_id=1)
        tap = reader.tap(event, now, (GLASS_PX, GLASS_PX))
        found += [tap.target] if tap is not None else []
    assert len(found) == 1, "a double strike is one press"
    return found[0]


def rates(panel: Panel, text_size: str, presses: int, rule: Rule = aimed) -> tuple[float, float, int]:
    """The parts of all presses that meet another target, and none; and how many there were."""
    rng = random.Random(f"{panel} {text_size}")
    wrong = none = count = 0
    for targets in screens(panel, text_size):
        for name, rect in targets:
            for _ in range(presses):
                began, ended = press((rect.x + rect.w / 2, rect.y + rect.h / 2), panel.ppi, rng)
                met = rule(targets, began, ended, panel.ppi)
                wrong, none, count = wrong + (met not in ("", name)), none + (not met), count + 1
    return wrong / count, none / count, count


@pytest.mark.parametrize("text_size", ["medium", "largest"])
@pytest.mark.parametrize("name", ["7 inch", "10 inch upright", "desk", "5:4 upright"])
def test_a_trembling_hand_seldom_meets_what_it_does_not_mean(name: str, text_size: str) -> None:
    """Those of all panels on which it does most often, and the most common one; `make sweep` tries all of them."""
    wrong, none, count = rates(panels()[name], text_size, PRESSES)
    assert count > 300
    assert wrong < MOST_WRONG * (1.5 if count < 2000 else 1), f"{wrong:.2%} of {count}"
    assert none < (0.3 if name == "7 inch" else 0.08)


@pytest.mark.parametrize("name", ["7 inch", "desk"])
def test_the_events_of_a_trembling_finger_are_one_press_of_what_it_means(name: str) -> None:
    """From the raw events on; every press is struck twice, 0.04 s after the first."""
    wrong, none, count = rates(panels()[name], "medium", PRESSES, by_events)
    assert count > 300
    assert wrong < MOST_WRONG * (1.5 if count < 2000 else 1), f"{wrong:.2%} of {count}"
    assert none < (0.3 if name == "7 inch" else 0.08), f"{none:.2%} of {count}"


@pytest.mark.long
@pytest.mark.parametrize("text_size", ["medium", "largest"])
@pytest.mark.parametrize("name", panels())
def test_on_every_panel_less_than_one_press_in_a_hundred_meets_another_target(name: str, text_size: str) -> None:
    wrong, _, count = rates(panels()[name], text_size, 2 * PRESSES if name != "7 inch" else MANY_PRESSES)
    assert wrong < MOST_WRONG, f"{wrong:.2%} of {count}"


def _main(names: list[str]) -> None:
    print("panel, text size: meets another target, meets none (with the plain rule)")
    for name in names or list(panels()):
        for size in ("medium", "largest"):
            wrong, none, count = rates(panels()[name], size, MANY_PRESSES)
            before, missed, _ = rates(panels()[name], size, MANY_PRESSES, plain)
            figures = f"{wrong:.2%}, {none:.1%} ({before:.2%}, {missed:.1%}) of {count}"
            print(f"{name}, {size}: {figures}", flush=True)


if __name__ == "__main__":
    _main(sys.argv[1:])
