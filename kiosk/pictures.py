"""Writes screens as PNG files with a ledger of what is on them. Needs no display.

Knows: the view's parts, files. Must not know: which screens there are (the command line makes the scenes).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pygame

from content.model import Theme
from content.places import icons_folder
from kiosk.shots import Shot
from kiosk.view.fonts import Fonts
from kiosk.view.icons import Icons
from kiosk.view.items import Layout
from kiosk.view.layout import lay_out
from kiosk.view.ledger import ledger_items
from kiosk.view.paint import Painter
from kiosk.view.panel import Panel


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it: how many pictures, and what is wrong with pictures or panel, each in a sentence."""

    count: int
    problems: tuple[str, ...]


def write_pictures(
    out: Path,
    shots: Iterable[Shot],
    panel: Panel,
    themes: Mapping[str, Theme],
    deck_icon: Callable[[str], Path] | None = None,
) -> Written:
    """Each shot as a PNG in ``out``, and ledger.json.

    The theme and the text size are those of each scene. Raises OSError if ``out`` cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    painter = Painter(Fonts(), Icons(icons_folder(), deck_icon))
    entries: list[dict[str, Any]] = []
    problems: dict[str, None] = {}
    for shot in shots:
        theme = themes[shot.scene.theme]
        layout = lay_out(shot.scene, panel, painter.fonts)
        _write(out / f"{shot.name}.png", painter, layout, theme)
        entries.append(_entry(shot.name, shot, layout, panel, painter, theme))
        problems |= dict.fromkeys(layout.problems)
    ledger = json.dumps({"pictures": entries}, ensure_ascii=False, indent=1)
    (out / "ledger.json").write_text(ledger + "\n", encoding="utf-8")
    return Written(len(entries), (*problems, *painter.icons.faults.values()))


def _write(path: Path, painter: Painter, layout: Layout, theme: Theme) -> None:
    surface = pygame.Surface(layout.size, depth=32)
    painter.whole(surface, painter.base(layout, theme), layout, theme)
    try:
        pygame.image.save(surface, str(path))
    except pygame.error as error:
        raise OSError(f"{path} cannot be written: {error}") from error


def _entry(name: str, shot: Shot, layout: Layout, panel: Panel, painter: Painter, theme: Theme) -> dict[str, Any]:
    return {
        "file": f"{name}.png",
        "kind": shot.kind,
        "slide": shot.slide,
        "size": list(panel.size),
        "ppi": round(panel.ppi, 2),
        "viewing_distance_mm": panel.viewing_distance_mm,
        "theme": shot.scene.theme,
        "text_size": shot.scene.text_size,
        "page": layout.page + 1,
        "pages": len(layout.page_starts),
        "problems": list(layout.problems),
        "items": ledger_items(layout, panel, painter.fonts, theme, shot.facts),
    }
