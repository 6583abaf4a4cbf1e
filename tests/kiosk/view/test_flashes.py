"""Nothing flashes: screens that follow each other, the focus, the marked word, moving pictures, the change of colors.

At most 2 flashes a second on more than 3 % of the screen; WCAG 2.2, 2.3.1 allows 3, and larger ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from content.model import Theme
from kiosk.messages import Command, Order, Woken
from kiosk.motion import STEP_SECONDS
from kiosk.moving import begin
from kiosk.scene import Mark, Part, Scene
from kiosk.scenes import scene
from kiosk.session import update
from kiosk.settings import Settings, rules
from kiosk.shots import shots
from kiosk.state import RATES_WPM
from kiosk.view.layout import lay_out
from kiosk.view.panel import Panel
from tests.content.mmn_deck import deck
from tests.kiosk.view.flicker import most_flashes, sampled
from tests.kiosk.view.pixels import Numbers
from tests.kiosk.view.sweep import THEMES, fonts, pixels_of

PANEL = Panel((640, 360), 34.2)
"""A desk screen with every third pixel: as large, and quick to paint."""
MOST_FLASHES = 2
SMALL_SHARE = 0.03
PRESS_SECONDS = Settings().double_strike_seconds
"""A second press of the same key or place is not taken sooner."""
RULES = rules(Settings(), THEMES)


def frames(scenes: Iterable[Scene], theme: Theme | None = None) -> list[Numbers]:
    """The luminance of each scene, in its own theme or this one."""
    found = []
    for shown in scenes:
        layout = lay_out(shown, PANEL, fonts())
        found.append(sampled(pixels_of(layout, theme or THEMES[shown.theme])))
    return found


def assert_calm(shown: list[Numbers], seconds_a_frame: float) -> None:
    counts = most_flashes(shown, seconds_a_frame)
    share = float((counts > MOST_FLASHES).mean())
    assert share <= SMALL_SHARE, f"{share:.1%} of the screen flash up to {counts.max()} times a second"


@cache
def all_scenes() -> tuple[Scene, ...]:
    return tuple(shot.scene for shot in shots(deck(), RULES, lambda shown: lay_out(shown, PANEL, fonts()).page_starts))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_pressing_on_as_fast_as_it_is_taken_does_not_flash(theme: Theme) -> None:
    """Through all screens, and to and fro between neighbors."""
    shown = frames(all_scenes(), theme)
    assert_calm(shown, PRESS_SECONDS)
    for one, other in zip(shown[::6], shown[1::6], strict=False):
        assert_calm([one, other] * 4, PRESS_SECONDS)


def test_changing_colors_again_and_again_does_not_flash() -> None:
    session = update(update(begin(RULES, 0.0, deck()), Woken(), deck()), Order(Command.SIGHT), deck())
    scenes = []
    for _ in range(8):
        scenes.append(scene(session, deck()))
        session = update(session, Order(Command.COLOURS), deck())
    assert {shown.theme for shown in scenes} == set(THEMES)
    assert_calm(frames(scenes), PRESS_SECONDS)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_focus_that_goes_round_does_not_flash(theme: Theme) -> None:
    shown = next(s for s in all_scenes() if len(s.choices) >= 6)
    ids = [target.id for target in (*shown.choices, *shown.bar)]
    assert_calm(frames([replace(shown, focus=id) for id in ids * 2], theme), PRESS_SECONDS)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_marked_word_at_the_highest_speed_does_not_flash(theme: Theme) -> None:
    shown = max(all_scenes()[:40], key=lambda s: len(s.text))
    words = [Mark(Part.TEXT, word.start(), len(word.group())) for word in re.finditer(r"\S+", shown.text)]
    scenes = [replace(shown, mark=mark, text_size="largest") for mark in words]
    assert len(scenes) > 15
    assert_calm(frames(scenes, theme), 60 / max(RATES_WPM))


def moving() -> list[int]:
    return [index for index in range(len(deck())) if deck().slide(index).picture_steps]


@pytest.mark.parametrize("index", moving(), ids=lambda index: deck().slide(index).id)
def test_a_picture_that_moves_does_not_flash(index: int) -> None:
    steps = deck().slide(index).picture_steps
    start = update(begin(RULES, 0.0, deck()), Woken(), deck())
    still = scene(replace(start, slide=index), deck())
    for theme in THEMES.values():
        rounds = [replace(still, picture_step=step) for step in range(steps + 1)] * 2
        assert_calm(frames(rounds, theme), STEP_SECONDS)
    assert STEP_SECONDS >= 0.5, "at most 2 changes a second"


def test_there_are_pictures_that_move() -> None:
    assert moving()


# ---------------------------------------------------------------- the measure itself


def blinking(share: float, low: float, high: float, count: int) -> list[Numbers]:
    """``share`` of the places alternate ``count`` times between two luminances."""
    dark, light = np.full((100, 100), high), np.full((100, 100), high)
    dark[: round(100 * share)] = low
    return [light, dark] * (count // 2)


@pytest.mark.parametrize(
    ("low", "high", "seconds", "flashes"),
    [
        (0.0, 1.0, 0.15, 3),
        (0.0, 1.0, 0.1, 5),
        (0.0, 1.0, 0.3, 2),
        (0.0, 1.0, 0.6, 1),
        (0.5, 0.55, 0.1, 0),
        (0.82, 0.98, 0.1, 0),
    ],
)
def test_flashes_are_counted_as_wcag_says(low: float, high: float, seconds: float, flashes: int) -> None:
    assert most_flashes(blinking(1.0, low, high, 24), seconds).max() == flashes


def test_a_slow_rise_and_fall_in_small_steps_is_one_flash() -> None:
    steps = [*np.linspace(0, 1, 20), *np.linspace(1, 0, 20)]
    assert most_flashes([np.full((2, 2), step) for step in steps], 0.025).max() == 1


def test_a_small_place_may_flash_and_a_large_one_may_not() -> None:
    assert_calm(blinking(0.03, 0.0, 1.0, 24), 0.1)
    with pytest.raises(AssertionError, match=r"4.0% of the screen flash"):
        assert_calm(blinking(0.04, 0.0, 1.0, 24), 0.1)
