"""Reads what is on a surface: the ink of one piece painted alone, contrast, and the height of capitals.

Knows: pixels, items, the painter. Must not know: which screens there are, what is right or wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from content.model import COLOR_ROLES, Theme
from kiosk.view.geometry import Rect, union
from kiosk.view.items import Item, Layout, Role, Word
from tests.kiosk.view.sweep import Pixels, painter, pixels_in

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

BLACK, WHITE = 0x000000, 0xFFFFFF
INK = Theme("ink", "ink", {role: (255, 255, 255) if role == "background" else (0, 0, 0) for role in COLOR_ROLES})
"""Black on white, so that ink is all that is not white."""
STRAIGHT = "HIETLFNMKXZDBPR"
"""Capitals that end flat at the top and at the baseline."""
_CHANNEL = np.arange(256) / 255
_LINEAR = np.where(_CHANNEL <= 0.04045, _CHANNEL / 12.92, ((_CHANNEL + 0.055) / 1.055) ** 2.4)


def luminance(pixels: Pixels) -> Numbers:
    """Relative luminance of each pixel, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_LINEAR[(pixels >> shift) & 255] for shift in (16, 8, 0))
    return np.asarray(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrasts(pixels: Pixels, ground: int) -> Numbers:
    """The contrast ratio of each pixel to the ground."""
    behind = float(luminance(np.array(ground, np.uint32)))
    values = luminance(pixels)
    return np.asarray((np.maximum(values, behind) + 0.05) / (np.minimum(values, behind) + 0.05))


def contrast_of(one: int, other: int) -> float:
    """The contrast ratio of two pixels."""
    return float(contrasts(np.array([one], np.uint32), other)[0])


def cut(pixels: Pixels, rect: Rect) -> Pixels:
    """The part of a picture under a rectangle, as far as it lies in it."""
    return pixels[max(0, rect.y) : max(0, rect.bottom), max(0, rect.x) : max(0, rect.right)]


@dataclass(frozen=True)
class Ink:
    """What one piece inks when it is painted alone.

    ``area``: the part of the screen that was looked at; ``box``: that of the ink, empty for none; ``full`` and
    ``blank``: where in the area a pixel is all ink, and where there is none.
    """

    area: Rect
    box: Rect
    full: Mask
    blank: Mask


def box_of(item: Item) -> Rect:
    """Where an item may have ink: its rectangle if it has a plate, an edge or a picture, else that of its words."""
    words = [word.rect for word in item.words]
    return union([item.rect, *words] if item.plate or item.edge or item.icon else words)


def is_drawn(item: Item) -> bool:
    """Whether an item has anything on it by itself; a step of a picture is painted as what differs from the still."""
    return bool(item.words or item.plate or item.edge or item.icon) and not item.step


def words_only(item: Item) -> Item:
    """An item without plate and edge."""
    return replace(item, plate="", edge="", is_dashed=False)


def ink_of(item: Item) -> Ink:
    """What the item inks, looked for well beyond its box."""
    box = box_of(item)
    area = box.grown(4 + item.font_px // 2)
    moved = replace(
        item,
        id="",
        rect=item.rect.moved(-area.x, -area.y),
        words=tuple(replace(word, start=0, rect=word.rect.moved(-area.x, -area.y)) for word in item.words),
        text="",
        color="text",
        background="text",
        plate="text" if item.plate else "",
        edge="text" if item.edge else "",
        order=None,
        part=None,
        index=0,
        is_live=False,
    )
    ink, full, blank = _painted_alone(moved, (area.w, area.h))
    return Ink(area, ink.moved(area.x, area.y) if ink.w else ink, full, blank)


def ink_box(ink: Ink, rect: Rect) -> tuple[slice, slice]:
    """Rows and columns of ``ink.area`` that the ink under a rectangle of the screen spans; empty for none."""
    part = rect.moved(-ink.area.x, -ink.area.y)
    inked = ~ink.blank[part.y : part.bottom, part.x : part.right]
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not rows.size:
        return slice(0, 0), slice(0, 0)
    return (
        slice(part.y + int(rows[0]), part.y + int(rows[-1]) + 1),
        slice(part.x + int(columns[0]), part.x + int(columns[-1]) + 1),
    )


@lru_cache(200)
def _painted_alone(item: Item, size: tuple[int, int]) -> tuple[Rect, Mask, Mask]:
    pixels = pixels_in(painter().base(Layout(size, (item,)), INK))
    blank = pixels == WHITE
    rows, columns = np.flatnonzero(~blank.all(axis=1)), np.flatnonzero(~blank.all(axis=0))
    if not rows.size:
        return Rect(0, 0, 0, 0), ~blank, blank
    x, y = int(columns[0]), int(rows[0])
    return Rect(x, y, int(columns[-1]) + 1 - x, int(rows[-1]) + 1 - y), pixels == BLACK, blank


def cap_rows(pixels: Pixels, item: Item, ink: int, ground: int, covered: list[Rect]) -> int:
    """Rows that the first straight capital of an item inks by half or more, on the screen; 0 if it has none to see."""
    for word in item.words:
        if word.text[0] in STRAIGHT and not any(rect.overlaps(word.rect) for rect in covered):
            width = painter().fonts.width(word.text[0], item.font_px, item.weight)
            stem = cut(pixels, Rect(word.rect.x, word.rect.y, max(1, width * 6 // 10), word.rect.h))
            return int((_coverage(stem, ink, ground) >= 0.5).any(axis=1).sum())
    return 0


@cache
def drawn_cap_rows(font_px: int, weight: str) -> int:
    """The same for a capital H of a font, drawn by the painter on a white ground."""
    letter, pixels = _letter("H", font_px, weight)
    return cap_rows(pixels, letter, BLACK, WHITE, [])


def stem_edges(letter: str, font_px: int, weight: str) -> list[int]:
    """Where the ink of a drawn letter begins, in each row that has ink."""
    inked = _letter(letter, font_px, weight)[1] != WHITE
    return [int(np.argmax(row)) for row in inked if row.any()]


def _letter(letter: str, font_px: int, weight: str) -> tuple[Item, Pixels]:
    fonts = painter().fonts
    place = Rect(0, 0, fonts.width(letter, font_px, weight), fonts.height(font_px, weight))
    item = Item("", Role.TEXT, place, letter, (Word(letter, 0, place),), font_px, weight)
    return item, pixels_in(painter().base(Layout((place.w, place.h), (item,)), INK))


def _coverage(pixels: Pixels, ink: int, ground: int) -> Numbers:
    """How much of each pixel is ink, 0 to 1, from the channel in which ink and ground differ most."""
    shift = max((16, 8, 0), key=lambda s: abs((ink >> s & 255) - (ground >> s & 255)))
    low, high = ground >> shift & 255, ink >> shift & 255
    return np.asarray((((pixels >> shift) & 255).astype(np.float64) - low) / ((high - low) or 1))
