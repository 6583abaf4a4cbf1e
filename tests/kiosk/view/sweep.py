"""Every screen of the kiosk on every panel, in every orientation, text size and theme: what the sweep looks at.

Knows: panels, how settings are combined, how a screen gets on a surface. Must not know: what is right (checks).

The quick sweep takes every panel in every text size, the theme going round with them, and a few of the screens for
each, so that every pair of panel, size and theme is there, and every screen in most sizes and on several panels. The
whole one takes everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import count, groupby

import numpy as np
import numpy.typing as npt
import pygame

from content.model import Theme
from content.places import icons_folder, themes_folder
from content.theme import load_themes
from kiosk.scene import Mark, Part, Scene
from kiosk.shots import shots
from kiosk.state import TEXT_SIZES, Comfort, Rules
from kiosk.view.fonts import Fonts
from kiosk.view.icons import Icons
from kiosk.view.items import Layout
from kiosk.view.layout import lay_out, overlaid
from kiosk.view.paint import Painter
from kiosk.view.panel import Panel, Reach, panel_for
from kiosk.view.stack import Kept
from tests.content.mmn_deck import deck

Pixels = npt.NDArray[np.uint32]
"""Rows of pixels, each 0xRRGGBB."""

SHAPES: dict[str, tuple[tuple[int, int], float]] = {
    "7 inch": ((800, 480), 133.0),
    "10 inch": ((1280, 800), 149.0),
    "square": ((1024, 1024), 96.0),
    "5:4": ((1280, 1024), 96.0),
    "desk": ((1920, 1080), 102.0),
    "wall": ((3840, 2160), 40.0),
    "4k": ((3840, 2160), 163.0),
    "fine": ((3840, 2160), 300.0),
}
"""Panels by name: pixels, and pixels to the inch. Each is tried upright, too."""
THEMES = load_themes(themes_folder(), "en")
STRIDE = 17
LARGE_STRIDE = 77
LARGE_PIXELS = 4_000_000
"""The quick sweep shows every so manieth screen in each setup; fewer on panels of so many pixels, which take long."""


@dataclass(frozen=True)
class Setup:
    """A panel with a text size, a theme and a spacing."""

    name: str
    panel_name: str
    panel: Panel
    text_size: str
    theme: Theme
    is_wide: bool

    def rules(self) -> Rules:
        """The settings of a kiosk that begins every visit like this."""
        comfort = Comfort(theme=self.theme.name, text_size=self.text_size, is_wide=self.is_wide)
        return Rules(themes=tuple(THEMES), theme_labels=tuple(t.label for t in THEMES.values()), comfort=comfort)


@dataclass(frozen=True)
class Screen:
    """A screen of the kiosk in one setup, laid out on all its pages. ``painted``: the numbers of those to look at."""

    name: str
    setup: Setup
    scene: Scene
    pages: tuple[Layout, ...]
    painted: tuple[int, ...]


@dataclass(frozen=True)
class Painted:
    """A page as it stands on the glass. ``where`` names it in a message."""

    where: str
    setup: Setup
    scene: Scene
    layout: Layout
    pixels: Pixels

    @property
    def panel(self) -> Panel:
        return self.setup.panel

    @property
    def theme(self) -> Theme:
        return self.setup.theme


@cache
def fonts() -> Fonts:
    """The kiosk's fonts."""
    return Fonts()


@cache
def painter() -> Painter:
    """The kiosk's painter with its own pictures."""
    return Painter(fonts(), Icons(icons_folder(), deck().icon_path))


@cache
def panels() -> dict[str, Panel]:
    """Every panel in both orientations, at the distance from which the kiosk takes it to be seen, and two with all
    controls within reach."""
    found = {}
    for name, (size, ppi) in SHAPES.items():
        found[name] = panel_for(size, ppi)
        if size[0] != size[1]:
            found[f"{name} upright"] = panel_for((size[1], size[0]), ppi)
    found["desk upright, low"] = replace(found["desk upright"], reach=Reach(is_low=True))
    low_left = Reach(is_low=True, is_left=True, lower_edge_mm=700)
    found["large, low, left"] = panel_for((3840, 2160), 68.0, reach=low_left)
    return found


def setups(is_whole: bool = False) -> tuple[Setup, ...]:
    """Every panel in every text size; in every theme, or each in one of them."""
    themes = tuple(THEMES.values())
    found = []
    for number, (name, panel) in enumerate(panels().items()):
        for step, size in enumerate(TEXT_SIZES):
            chosen = themes if is_whole else (themes[(number + step) % len(themes)],)
            for theme in chosen:
                is_wide = (number + 2 * step) % 3 == 0
                label = f"{name}, {size}, {theme.name}{', wide' if is_wide else ''}"
                found.append(Setup(label, name, panel, size, theme, is_wide))
    return tuple(found)


def quick_screens(setup: Setup, number: int) -> Iterator[Screen]:
    """Some screens in the ``number``-th setup; to look at, of each its first page and a later one, or one of them."""
    is_large = setup.panel.size[0] * setup.panel.size[1] > LARGE_PIXELS
    for screen in screens(setup, number, LARGE_STRIDE if is_large else STRIDE):
        last = len(screen.pages) - 1
        chosen = sorted({0, 1 + number % last if last else 0})
        yield replace(screen, painted=tuple(chosen[number % 2 :][:1] or chosen[:1] if is_large else chosen))


def screens(setup: Setup, first: int = 0, stride: int = 1) -> Iterator[Screen]:
    """Every ``stride``-th screen from the ``first`` on, all pages to look at."""
    kept, asked = Kept(), count()

    def starts(shown: Scene) -> tuple[int, ...]:
        is_wanted = next(asked) % stride == first % stride
        return lay_out(shown, setup.panel, fonts(), kept).page_starts if is_wanted else (0,)

    by_screen = groupby(shots(deck(), setup.rules(), starts), lambda shot: shot.name.split("-page-")[0])
    for number, (name, found) in enumerate(by_screen):
        if number % stride == first % stride:
            scenes = [shot.scene for shot in found]
            pages = tuple(lay_out(shown, setup.panel, fonts(), kept) for shown in scenes)
            yield Screen(name, setup, scenes[0], pages, tuple(range(len(pages))))


def painted(screen: Screen, number: int) -> Painted:
    """Page ``number`` of a screen on its panel, one of its targets in focus and a word of it marked, in turns."""
    plain = screen.pages[number]
    targets = plain.targets
    focus = targets[(number + len(screen.name)) % len(targets)].id if targets else ""
    shown = replace(screen.scene, page=number, focus=focus, mark=screen.scene.mark or _mark(plain, number))
    bare = tuple(item for item in plain.items if not item.id.startswith(("focus.", "mark.")))
    layout = overlaid(replace(plain, items=bare), shown)
    where = f"{screen.setup.name}: {screen.name}, page {number + 1}"
    return Painted(where, screen.setup, shown, layout, pixels_of(layout, screen.setup.theme))


def _mark(layout: Layout, number: int) -> Mark | None:
    part = (Part.TITLE, Part.TEXT, None)[number % 3]
    words = next((item.words for item in layout.items if item.words and item.part is part and part), ())
    return Mark(part, words[0].start, len(words[0].text)) if words and part else None


def pixels_of(layout: Layout, theme: Theme) -> Pixels:
    """A layout painted whole."""
    surface = pygame.Surface(layout.size, depth=32)
    painter().whole(surface, painter().base(layout, theme), layout, theme)
    return pixels_in(surface)


def pixels_in(surface: pygame.Surface) -> Pixels:
    """A copy of what is on a surface of 32 bits."""
    return np.bitwise_and(pygame.surfarray.pixels2d(surface).T, 0xFFFFFF, order="C", dtype=np.uint32, casting="unsafe")


def packed(color: tuple[int, int, int]) -> int:
    """(red, green, blue) as one of Pixels."""
    return color[0] << 16 | color[1] << 8 | color[2]


