"""A turned panel: picture and touch turn together, and painting a change equals painting the whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pygame
import pytest

from content.places import themes_folder
from content.theme import load_themes
from kiosk.scene import Mark, Part
from kiosk.view.geometry import Rect
from kiosk.view.glass import QUARTERS, Glass
from kiosk.view.window import Window
from tests.kiosk.view.stage import scene, slide
from tests.rig import ScreenRig, environment

THEMES = load_themes(themes_folder(), "en")
TURNED = tuple(degrees for degrees in QUARTERS if degrees)


def a_glass(degrees: int, size: tuple[int, int] = (40, 30)) -> Glass:
    return Glass(pygame.Surface(size, depth=32), degrees)


@pytest.mark.parametrize("degrees", QUARTERS)
def test_a_quarter_turn_swaps_width_and_height(degrees: int) -> None:
    assert a_glass(degrees).size == ((30, 40) if degrees in (90, 270) else (40, 30))


@pytest.mark.parametrize("degrees", QUARTERS)
def test_every_point_of_a_rectangle_is_found_where_it_was_put(degrees: int) -> None:
    glass, rng = a_glass(degrees), random.Random(degrees)
    width, height = glass.size
    for _ in range(200):
        x, y = rng.randrange(width - 1), rng.randrange(height - 1)
        rect = Rect(x, y, rng.randint(1, width - x), rng.randint(1, height - y))
        placed = glass.native(rect)
        assert Rect(0, 0, *glass.surface.get_size()).contains(placed)
        corners = ((placed.x, placed.y), (placed.right - 1, placed.bottom - 1))
        assert all(rect.holds(glass.upright(corner)) for corner in corners)
        outside = ((placed.x - 1, placed.y), (placed.right, placed.bottom - 1))
        assert not any(rect.holds(glass.upright(point)) for point in outside)


@pytest.mark.parametrize(("degrees", "corner"), [(0, (0, 0)), (90, (0, 29)), (180, (39, 29)), (270, (39, 0))])
def test_the_upper_left_of_the_picture_is_where_the_panel_was_turned_to(degrees: int, corner: tuple[int, int]) -> None:
    glass = a_glass(degrees)
    picture = pygame.Surface(glass.size, depth=32)
    picture.set_at((0, 0), (255, 0, 0))
    glass.lay(glass.kept(picture))
    assert glass.surface.get_at(corner)[:3] == (255, 0, 0)
    assert glass.upright(corner) == (0, 0)


@pytest.fixture(params=TURNED)
def turned(request: pytest.FixtureRequest, screen: ScreenRig) -> Iterator[tuple[Window, int]]:
    with environment(screen.env):
        window = Window((600, 1024), themes=THEMES, ppi=117.5, rotation=request.param)
        yield window, request.param
        window.close()


def picture_of(window: Window, degrees: int) -> bytes:
    """What stands on the display, turned upright."""
    shown = pygame.transform.rotate(pygame.display.get_surface(), -degrees)
    return pygame.image.tobytes(shown, "RGB")


def upright_picture(window: Window) -> bytes:
    """The same layout painted upright."""
    layout = window.layout
    surface = pygame.Surface(layout.size, depth=32)
    theme = THEMES["light"]
    window.painter.whole(surface, window.painter.base(layout, theme), layout, theme)
    return pygame.image.tobytes(surface, "RGB")


def test_a_turned_screen_shows_the_upright_picture_after_every_change(turned: tuple[Window, int]) -> None:
    window, degrees = turned
    first = scene("question", theme="light")
    steps = [
        first,
        replace(first, focus="bar-next"),
        replace(first, mark=Mark(Part.TEXT, 4, 9), caption="You said: next slide."),
        replace(slide(), theme="light"),
        replace(slide(), theme="light", mark=Mark(Part.TEXT, 0, 3)),
    ]
    for step in steps:
        assert window.show(step)
        assert picture_of(window, degrees) == upright_picture(window)


def test_a_touch_finds_the_target_under_it(turned: tuple[Window, int]) -> None:
    window, _ = turned
    window.show(scene("question", theme="light"))
    for target in window.layout.targets:
        place = window.on_glass(target.rect)
        assert Rect(0, 0, *window.size).contains(place)
        assert window.target_at((place.x + place.w // 2, place.y + place.h // 2)) == target.id
        assert window.target_at((place.x, place.y)) == target.id
        assert window.target_at((place.right - 1, place.bottom - 1)) == target.id


def test_a_quarter_turn_makes_a_portrait_of_a_landscape(screen: ScreenRig) -> None:
    with environment(screen.env):
        window = Window((1024, 600), themes=THEMES, ppi=117.5, rotation=90)
        window.show(replace(slide(), theme="light"))
        assert window.size == (1024, 600)
        assert window.layout.size == (600, 1024) and window.panel.is_portrait
        window.close()
