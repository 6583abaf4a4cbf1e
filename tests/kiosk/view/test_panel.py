"""Millimetres, degrees and pixels."""

from __future__ import annotations

import pytest

from kiosk.state import TEXT_SIZES
from kiosk.view.panel import CAP_FLOOR_MM, Panel, guess_ppi
from tests.kiosk.view.stage import PANELS


def test_an_inch_has_as_many_pixels_as_the_panel_says() -> None:
    panel = Panel((1000, 500), 100.0)
    assert panel.px(25.4) == 100
    assert panel.mm(100) == pytest.approx(25.4)
    assert panel.width_mm == pytest.approx(254)
    assert panel.height_mm == pytest.approx(127)


def test_pixels_never_fall_short_of_the_millimetres() -> None:
    panel = Panel((1000, 500), 101.0)
    assert all(panel.mm(panel.px(tenth / 10)) >= tenth / 10 - 1e-6 for tenth in range(1, 500))


def test_default_body_text_fills_seven_tenths_of_a_degree() -> None:
    assert Panel((1920, 1080), 102.5).body_cap_mm("medium") == pytest.approx(9.16, abs=0.01)
    assert Panel((1920, 1080), 102.5, 600).body_cap_mm("medium") == pytest.approx(7.33, abs=0.01)


def test_sizes_are_steps_and_never_under_the_floor() -> None:
    for panel in (*PANELS.values(), *(Panel((1920, 1080), 102.5, distance) for distance in (300, 600, 750, 1500))):
        caps = [panel.body_cap_mm(size) for size in TEXT_SIZES]
        assert caps == sorted(caps)
        assert caps[0] >= CAP_FLOOR_MM
    assert Panel((1920, 1080), 102.5).body_cap_mm("no such size") == Panel((1920, 1080), 102.5).body_cap_mm("medium")


def test_a_desk_screen_has_every_step_and_the_largest_is_twice_the_default() -> None:
    caps = [Panel((1920, 1080), 102.5).body_cap_mm(size) for size in TEXT_SIZES]
    assert caps == pytest.approx([4.8, 7.0, 9.16, 14.0, 18.33], abs=0.01)
    assert caps[4] >= 2 * caps[2]


def test_a_wall_shows_everything_larger() -> None:
    assert Panel((3840, 2160), 40.0).body_cap_mm("medium") > 40


@pytest.mark.parametrize(
    ("size", "inches"), [((1024, 600), 10.1), ((800, 1280), 10.1), ((1920, 1080), 21.5), ((2160, 3840), 27.0)]
)
def test_guessed_pixels_an_inch_belong_to_a_common_panel(size: tuple[int, int], inches: float) -> None:
    diagonal = (size[0] ** 2 + size[1] ** 2) ** 0.5
    assert diagonal / guess_ppi(size) == pytest.approx(inches)
