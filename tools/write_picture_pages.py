"""Writes the small pictures of docs/pictures and the page that shows them, for `make docs-pictures`.

Every slide and panel as the kiosk draws it on a desk screen, scaled down; then the colors, the sizes of text and the
layouts, each on a few screens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pygame

from content.places import icons_folder
from kiosk.cli.screen import panel_of
from kiosk.loading import Content, load_content
from kiosk.settings import Settings, rules
from kiosk.shots import Shot, shots
from kiosk.state import TEXT_SIZES
from kiosk.view.fonts import Fonts
from kiosk.view.icons import Icons
from kiosk.view.layout import lay_out
from kiosk.view.paint import Painter
from kiosk.view.panel import Panel

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
LANDSCAPE, PORTRAIT, SQUARE, SMALL = (1920, 1080), (1080, 1920), (1280, 1024), (800, 480)
AREA_PX = 58_000
"""Of one small picture: 321 pixels wide on a desk screen."""
GAP_PX = 8
GROUND = (120, 120, 120)
SOME = ("slide-005", "slide-013", "slide-021", "slide-037", "topics-1", "panel-sight")
FEW = ("slide-005", "slide-013", "panel-sight")


@dataclass(frozen=True)
class Sheet:
    """One file of small pictures, ``across`` in a row."""

    name: str
    across: int
    views: tuple[tuple[Settings, tuple[int, int], tuple[str, ...]], ...]


def sheets(content: Content) -> Iterator[Sheet]:
    """All files, in the order of the page."""
    plain = replace(content.settings, ppi=0)
    count = len(content.deck)
    names = [f"slide-{number:03d}" for number in range(1, count + 1)]
    yield Sheet("slides-1", 4, ((plain, LANDSCAPE, tuple(names[: count // 2])),))
    yield Sheet("slides-2", 4, ((plain, LANDSCAPE, tuple(names[count // 2 :])),))
    yield Sheet("screens", 4, ((plain, LANDSCAPE, ("topics", "panel", "state")),))
    yield Sheet("colors", 3, tuple((replace(plain, theme=theme), LANDSCAPE, FEW) for theme in content.themes))
    yield Sheet("sizes", 3, tuple((replace(plain, text_size=size), LANDSCAPE, FEW) for size in TEXT_SIZES))
    yield Sheet("spacing", 3, ((replace(plain, spacing="wide"), LANDSCAPE, FEW),))
    low = replace(plain, controls="low")
    yield Sheet("portrait", 6, ((plain, PORTRAIT, SOME), (low, PORTRAIT, SOME)))
    left = replace(plain, hand="left")
    others = ((left, LANDSCAPE, FEW), (low, LANDSCAPE, FEW), (replace(plain, ppi=86), SQUARE, FEW))
    yield Sheet("layouts", 3, (*others, (replace(plain, ppi=133), SMALL, FEW)))


def main() -> None:
    """Write every sheet."""
    content = load_content(None)
    painter = Painter(Fonts(), Icons(icons_folder(), content.deck.icon_path))
    FOLDER.mkdir(exist_ok=True)
    for sheet in sheets(content):
        pictures = [picture for view in sheet.views for picture in _pictures(content, painter, *view)]
        pygame.image.save(_joined(pictures, sheet.across), str(FOLDER / f"{sheet.name}.png"))


def _pictures(
    content: Content, painter: Painter, settings: Settings, size: tuple[int, int], names: tuple[str, ...]
) -> Iterator[pygame.Surface]:
    panel = panel_of(settings, size)
    wanted = rules(settings, content.themes)
    for shot in shots(content.deck, wanted, lambda scene: lay_out(scene, panel, painter.fonts).page_starts):
        if shot.name.startswith(names):
            yield _small(content, painter, panel, shot)


def _small(content: Content, painter: Painter, panel: Panel, shot: Shot) -> pygame.Surface:
    layout, theme = lay_out(shot.scene, panel, painter.fonts), content.themes[shot.scene.theme]
    surface = pygame.Surface(layout.size, depth=32)
    painter.whole(surface, painter.base(layout, theme), layout, theme)
    share = (AREA_PX / (layout.size[0] * layout.size[1])) ** 0.5
    return pygame.transform.smoothscale(surface, (round(layout.size[0] * share), round(layout.size[1] * share)))


def _joined(pictures: list[pygame.Surface], across: int) -> pygame.Surface:
    """All pictures in rows, each row as high as its highest."""
    rows = [pictures[first : first + across] for first in range(0, len(pictures), across)]
    width = max(sum(picture.get_width() + GAP_PX for picture in row) for row in rows) + GAP_PX
    heights = [max(picture.get_height() for picture in row) for row in rows]
    whole = pygame.Surface((width, sum(heights) + GAP_PX * (len(rows) + 1)), depth=24)
    whole.fill(GROUND)
    y = GAP_PX
    for row, height in zip(rows, heights, strict=True):
        x = GAP_PX
        for picture in row:
            whole.blit(picture, (x, y))
            x += picture.get_width() + GAP_PX
        y += height + GAP_PX
    return whole


if __name__ == "__main__":
    main()
