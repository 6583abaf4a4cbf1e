"""Color is never the only sign: every theme to eyes without one kind of cone, and to eyes without color."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.model import Theme
from content.places import themes_folder
from content.theme import EDGE_PAIRS, TEXT_PAIRS, contrast, load_themes
from kiosk.scene import Mark, Part, Scene
from kiosk.view.fonts import Fonts
from kiosk.view.items import Item, Layout, Role
from kiosk.view.layout import lay_out
from tests.color_vision import VISIONS, seen
from tests.kiosk.view.stage import BAR, PANELS, scene, slide

THEMES = load_themes(themes_folder(), "en")
PANEL = PANELS["desk"]
LEAST = 3.0
"""WCAG 2.2, 1.4.11, for what has to be told apart; text keeps the 4.5 of 1.4.3."""


@pytest.mark.parametrize("vision", VISIONS)
def test_white_black_and_gray_stay_what_they_are(vision: str) -> None:
    for gray in (0, 90, 255):
        assert seen((gray, gray, gray), vision) == pytest.approx((gray, gray, gray), abs=1)


def test_red_and_green_of_one_lightness_are_one_to_eyes_without_red_cones_or_green_ones() -> None:
    red, green = (200, 60, 60), (110, 110, 60)
    for vision in ("protanopia", "deuteranopia"):
        apart = sum(abs(a - b) for a, b in zip(red, green, strict=True))
        assert sum(abs(a - b) for a, b in zip(seen(red, vision), seen(green, vision), strict=True)) < apart


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_is_read_and_told_apart_stays_so(theme: Theme, vision: str) -> None:
    colors = {role: seen(color, vision) for role, color in theme.colors.items()}
    for front, back in TEXT_PAIRS:
        assert contrast(colors[front], colors[back]) >= 4.5, (front, back)
    for front, back in EDGE_PAIRS:
        assert contrast(colors[front], colors[back]) >= LEAST, (front, back)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_marked_word_has_an_outline_that_shows(theme: Theme, vision: str) -> None:
    marked = _layout(slide(mark=Mark(Part.TEXT, 0, 3)))
    (mark,) = [item for item in marked.items if item.role is Role.MARK]
    assert mark.edge
    assert mark.edge_px >= 1
    ground, plate, edge = (seen(theme.colors[role], vision) for role in ("background", "highlight", mark.edge))
    assert max(contrast(plate, ground), contrast(edge, ground)) >= LEAST


CHOICES = scene("options").choices
CHOSEN = tuple(replace(choice, icon="chosen", state="chosen") for choice in CHOICES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (scene("options", choices=CHOICES), scene("options", choices=CHOSEN)),
        (slide(), slide(focus="bar-next")),
        (slide(), slide(mark=Mark(Part.TEXT, 0, 3))),
        (slide(bar=BAR), slide(bar=(replace(BAR[0], is_enabled=False), *BAR[1:]))),
    ],
    ids=["chosen", "focus", "marked", "disabled"],
)
def test_a_state_differs_in_words_signs_or_shapes(one: Scene, other: Scene) -> None:
    """Without any color the two layouts still differ: in what is written, in an icon, or in an edge."""
    assert _colorless(_layout(one)) != _colorless(_layout(other))


def _layout(shown: Scene) -> Layout:
    return lay_out(shown, PANEL, Fonts())


def _colorless(layout: Layout) -> set[Item]:
    gray = {"color": "", "background": "", "plate": ""}
    return {replace(item, **gray) for item in layout.items}
