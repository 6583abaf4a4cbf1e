"""The ledger: everything that stands on a picture, with its place, size and colours, for machines to check.

Knows: layouts and themes. Must not know: scenes, files, pygame.
"""

from __future__ import annotations

from typing import Any

from content.model import Theme
from kiosk.view.geometry import Rect, union
from kiosk.view.items import Item, Layout, Metrics, Role
from kiosk.view.panel import Panel

FACT_ROLES = (Role.TITLE, Role.TEXT, Role.QUESTION, Role.ICON)
"""Pieces that carry the facts of a slide; of icons only the large picture."""


def ledger_items(
    layout: Layout, panel: Panel, metrics: Metrics, theme: Theme, facts: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Every item of a layout as plain data.

    ``rect`` is [x, y, width, height] in pixels: of a target all that can be pressed, of other text the drawn words.
    ``text`` is what of it is drawn. ``cap_px`` counts inked rows of a capital H; 0 where there is no text.
    Of a picture that moves, its still stands for every step.
    """
    return [_item(item, panel, metrics, theme, facts) for item in layout.items if not item.step]


def _item(item: Item, panel: Panel, metrics: Metrics, theme: Theme, facts: tuple[str, ...]) -> dict[str, Any]:
    cap_px = metrics.cap_px(item.font_px, item.weight) if item.words else 0
    carries = item.role in FACT_ROLES and (item.role is not Role.ICON or item.id == "picture")
    return {
        "id": item.id,
        "role": item.role.value,
        "text": drawn_text(item),
        "rect": list(_place(item)),
        "font_px": item.font_px,
        "cap_px": cap_px,
        "cap_mm": round(panel.mm(cap_px), 2),
        "weight": item.weight,
        "color": list(theme.colors[item.color]),
        "background": list(theme.colors[item.background]),
        "icon": item.icon or None,
        "facts": list(facts) if carries else [],
        "command": item.order.command.value if item.order else None,
        "number": item.order.number if item.order else 0,
        "lines": _line_count(item),
    }


def drawn_text(item: Item) -> str:
    """The words that are drawn; the pieces of a broken word are joined again."""
    parts: list[str] = []
    end = -1
    for word in item.words:
        parts.append(word.text if word.start == end or not parts else f" {word.text}")
        end = word.start + len(word.text)
    return "".join(parts)


def _place(item: Item) -> Rect:
    if item.words and item.order is None and not item.plate:
        return union(word.rect for word in item.words)
    return item.rect


def _line_count(item: Item) -> int:
    return len({word.rect.y for word in item.words})
