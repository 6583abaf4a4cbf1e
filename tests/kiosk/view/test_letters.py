"""Letters as the eye has them: in degrees, beside large print, apart from each other; and none drawn as a picture."""

from __future__ import annotations

import math
from itertools import combinations, product

import numpy as np
import numpy.typing as npt
import pygame
import pytest

from content.places import icons_folder
from kiosk.view.icons import Icons
from kiosk.view.panel import Panel, panel_for
from tests.content.mmn_deck import MMN, deck
from tests.kiosk.view import ocr
from tests.kiosk.view.sweep import THEMES, fonts, pixels_in

Ink = npt.NDArray[np.bool_]
TEXT_DEGREES = 0.7
"""EN 301 549, 5.1.4."""
SMALL_DEGREES = 0.5
"""What the small letters of this face then fill; there is no figure of a standard that we could read."""
POINT_MM = 25.4 / 72
LARGE_PRINT_MM = 18 * POINT_MM * 0.7
"""Capitals of 18 point print, the large print of APH, where a capital is seven tenths of the size."""
READING_MM = 400.0
LEAST_APART = 0.4
"""Of the ink of two letters: what only one of them has, laid over each other as well as they go. Measured: 0.41 to
0.94; of one letter in bold and in regular it is 0.31 to 0.35."""
TAKEN_FOR_EACH_OTHER = (*combinations("Il1", 2), ("O", "0"))


def ink(text: str, font_px: int, weight: str = "regular") -> Ink:
    """Which pixels are drawn, rows and columns without any left out."""
    surface = fonts().render(text, font_px, weight, (0, 0, 0))
    drawn = np.array(
        [[surface.get_at((x, y))[3] >= 128 for x in range(surface.get_width())] for y in range(surface.get_height())]
    )
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    return drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def degrees(mm: float, distance_mm: float) -> float:
    return math.degrees(mm / distance_mm)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1080, 1920), (3840, 2160)], ids=str)
def test_body_text_in_degrees_by_its_capitals_and_its_small_letters(size: tuple[int, int]) -> None:
    panel = panel_for(size)
    font_px = fonts().font_px(panel.px(panel.body_cap_mm("medium")), "regular")
    capital, small = (
        degrees(panel.mm(ink(letter, font_px).shape[0]), panel.viewing_distance_mm) for letter in ("H", "x")
    )
    assert capital >= TEXT_DEGREES
    assert small >= SMALL_DEGREES
    assert small / capital == pytest.approx(0.73, abs=0.03)


def test_default_text_is_larger_to_the_eye_than_large_print() -> None:
    panel = Panel((1920, 1080), 102.5)
    large_print = degrees(LARGE_PRINT_MM, READING_MM)
    assert large_print == pytest.approx(0.64, abs=0.01)
    assert degrees(panel.body_cap_mm("medium"), panel.viewing_distance_mm) > large_print
    assert degrees(panel.body_cap_mm("largest"), panel.viewing_distance_mm) > 2 * large_print


def apart(one: Ink, other: Ink) -> float:
    """How much of the ink of both only one has, where they lie over each other as well as they go."""
    best = 1.0
    height, width = (max(a, b) + 4 for a, b in zip(one.shape, other.shape, strict=True))
    for down, right in product(range(5), repeat=2):
        plate, over = np.zeros((2, height, width), bool)
        plate[2 : 2 + one.shape[0], 2 : 2 + one.shape[1]] = one
        over[down : down + other.shape[0], right : right + other.shape[1]] = other
        best = min(best, float((plate ^ over).sum() / (plate | over).sum()))
    return best


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_letters_that_are_taken_for_each_other_differ(weight: str) -> None:
    for one, other in TAKEN_FOR_EACH_OTHER:
        assert apart(ink(one, 40, weight), ink(other, 40, weight)) >= LEAST_APART, (one, other)
    for letter in "aEgx":
        assert apart(ink(letter, 40), ink(letter, 40)) == 0
        assert apart(ink(letter, 40), ink(letter, 40, "bold")) < LEAST_APART


@pytest.mark.skipif(not ocr.is_there(), reason="tesseract is not installed; `make test` installs it")
def test_no_words_are_read_in_the_pictures() -> None:
    """Figures there are, of ages; they are told in words, too."""
    icons = Icons(icons_folder(), deck().icon_path)
    names = sorted(path.stem for path in (MMN / "icons").glob("*.svg"))
    sheet = pygame.Surface((7 * 200, -(-len(names) // 7) * 200), depth=32)
    sheet.fill((255, 255, 255))
    for place, name in enumerate(names):
        drawn = icons.draw(name, True, (180, 180), THEMES["light"].colors)
        sheet.blit(drawn, (place % 7 * 200 + 10, place // 7 * 200 + 10))
    found = [word.text for word in ocr.read(ocr.shade(pixels_in(sheet))) if word.confidence >= ocr.SURE]
    assert [text for text in found if len(text) >= 3 and not text.isdigit()] == []
