"""What every target is made of: its plate, its icon, and the label that makes it one.

Knows: one target. Must not know: how these are arranged (button, cards).
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.scene import Part, Target
from kiosk.view.flow import Line
from kiosk.view.geometry import Rect
from kiosk.view.items import Item, Role, Word
from kiosk.view.panel import Panel
from kiosk.view.typeset import Face

EDGE_MM = 0.5
RADIUS_MM = 3.0


def colors_of(target: Target) -> tuple[str, str]:
    """Colour roles of the label and of what lies behind it."""
    if target.is_primary and target.is_enabled:
        return "accent_text", "accent"
    return "control_text", "control" if target.is_enabled else "background"


def is_whole(text: str, lines: Sequence[Line]) -> bool:
    """Whether no word was broken."""
    return sum(len(line.pieces) for line in lines) == len(text.split())


def plate_item(panel: Panel, rect: Rect, target: Target, is_live: bool, edge_px: int) -> Item:
    """Flat with a dashed edge if it cannot be pressed."""
    return Item(
        f"{target.id}.plate",
        Role.PLATE,
        rect,
        plate=colors_of(target)[1],
        edge="control_edge",
        edge_px=edge_px,
        radius_px=min(panel.px(RADIUS_MM * panel.growth), rect.h // 4),
        is_dashed=not target.is_enabled,
        is_live=is_live,
    )


def icon_item(
    target: Target, box: Rect, color: str, background: str, is_live: bool = False, is_deck_icon: bool = False
) -> Item:
    return Item(
        f"{target.id}.icon",
        Role.ICON,
        box,
        icon=target.icon,
        color=color,
        background=background,
        is_live=is_live,
        is_deck_icon=is_deck_icon,
    )


def control_item(
    target: Target, rect: Rect, face: Face, words: tuple[Word, ...], is_live: bool, index: int = 0
) -> Item:
    """The label; its rectangle is the whole target, for that is what is pressed."""
    color, background = colors_of(target)
    return Item(
        target.id,
        Role.CONTROL,
        rect,
        text=target.label,
        words=words,
        font_px=face.px,
        tracking_px=face.tracking_px,
        weight=face.weight,
        color=color,
        background=background,
        order=target.order,
        part=None if is_live else Part.CHOICE,
        index=index,
        is_live=is_live,
    )
