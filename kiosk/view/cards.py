"""Buttons and cards: a plate with icon, number, label and state.

Knows: how one target is drawn in its rectangle. Must not know: where targets go (frame, body).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.scene import Part, Target
from kiosk.view.flow import Line
from kiosk.view.geometry import Rect
from kiosk.view.items import BOLD, Item, Role
from kiosk.view.panel import CAP_FLOOR_MM, Panel
from kiosk.view.typeset import Face, Faces, text_item

EDGE_MM = 0.5
THICK_EDGE_MM = 1.2
RADIUS_MM = 3.0
ICON_MM = 9.0
"""An icon on a button is never planned smaller."""


def plate_item(panel: Panel, rect: Rect, target: Target, is_live: bool, edge_px: int) -> Item:
    """The plate: flat with a dashed edge if it cannot be pressed, with a thick edge if it has a state."""
    return Item(
        f"{target.id}.plate",
        Role.PLATE,
        rect,
        plate="control" if target.is_enabled else "background",
        edge="control_edge",
        edge_px=edge_px,
        radius_px=min(panel.px(RADIUS_MM * panel.growth), rect.h // 4),
        is_dashed=not target.is_enabled,
        is_live=is_live,
    )


@dataclass(frozen=True, slots=True)
class Look:
    """The faces and distances of a card on one panel."""

    panel: Panel
    face: Face
    pad: int
    icon_least: int

    @property
    def between(self) -> int:
        return max(1, self.face.em // 3)


def look(faces: Faces, cap_mm: float) -> Look:
    """A card's look with labels of this cap height."""
    face = faces.face(cap_mm, BOLD)
    return Look(faces.panel, face, faces.panel.px(min(2.5, faces.panel.short_mm * 0.02)), faces.panel.px(ICON_MM))


def colors_of(target: Target) -> tuple[str, str]:
    """Colour roles of the label and of what lies behind it."""
    return "control_text", "control" if target.is_enabled else "background"


def button(faces: Faces, rect: Rect, target: Target, cap_mm: float, ring: int) -> list[Item]:
    """A button of the bar: icon above, label under it, in the middle."""
    panel = faces.panel
    style, lines = _fitting_label(faces, target.label, rect.w - 2 * panel.px(1.0), rect.h // 2, cap_mm)
    label_h = style.face.block_height(lines)
    icon = max(1, min(rect.h - label_h - 2 * style.pad - style.between // 2, rect.w - 2 * style.pad))
    color, background = colors_of(target)
    content_h = icon + style.between // 2 + label_h
    y = rect.y + (rect.h - content_h) // 2
    items = [plate_item(panel, rect, target, True, panel.px(EDGE_MM * panel.growth))]
    if target.icon:
        box = Rect(rect.x + (rect.w - icon) // 2, y, icon, icon)
        items.append(_icon(f"{target.id}.icon", target.icon, box, color, background, is_live=True))
    else:
        y = rect.y + (rect.h - label_h) // 2 - icon - style.between // 2
    label = Rect(rect.x, y + icon + style.between // 2, rect.w, label_h)
    return [*items, _label(style.face, target, lines, rect, label, color, background, True, 0)]


def _icon(id: str, name: str, box: Rect, color: str, background: str, is_live: bool, is_deck: bool = False) -> Item:
    return Item(
        id, Role.ICON, box, icon=name, color=color, background=background, is_live=is_live, is_deck_icon=is_deck
    )


def _label(
    face: Face,
    target: Target,
    lines: Sequence[Line],
    rect: Rect,
    box: Rect,
    color: str,
    background: str,
    is_live: bool,
    index: int,
    is_centered: bool = True,
) -> Item:
    """The label; its rectangle is the whole target, for that is what is pressed."""
    words = face.words(target.label, lines, box.x, box.y, box.w if is_centered else 0)
    return Item(
        target.id,
        Role.CONTROL,
        rect,
        text=target.label,
        words=words,
        font_px=face.px,
        weight=face.weight,
        color=color,
        background=background,
        order=target.order,
        part=None if is_live else Part.CHOICE,
        index=index,
        is_live=is_live,
    )


def _fitting_label(faces: Faces, label: str, width: int, height: int, cap_mm: float) -> tuple[Look, list[Line]]:
    """The largest label up to ``cap_mm`` that stays whole within the box; else one at the floor."""
    for step in (1.0, 0.92, 0.85, 0.78, 0.7, 0.62):
        style = look(faces, max(CAP_FLOOR_MM, cap_mm * step))
        lines = style.face.wrap(label, width)
        if is_whole(label, lines) and style.face.block_height(lines) <= height:
            return style, lines
    style = look(faces, CAP_FLOOR_MM)
    return style, style.face.wrap(label, width)


def is_whole(text: str, lines: Sequence[Line]) -> bool:
    """Whether no word was broken."""
    return sum(len(line.pieces) for line in lines) == len(text.split())


# ---------------------------------------------------------------- cards


@dataclass(frozen=True, slots=True)
class Card:
    """One choice with the widths that its label has to share; ``index`` is its place among the choices."""

    target: Target
    index: int
    is_deck_icon: bool


def number_w(style: Look, card: Card) -> int:
    """Width of the number and the space after it."""
    if not card.target.number:
        return 0
    return max(style.face.height, style.face.measure(str(card.target.number)) + style.face.em) + style.between


def row_icon(style: Look, w: int, h: int) -> int:
    """Size of the icon of a card with its label at the right."""
    return max(min(style.icon_least, w // 4), min(h - 2 * style.pad, w * 28 // 100))


def row_height(style: Look, card: Card, w: int) -> int:
    """The least height of a card of width ``w`` with its label at the right; -1 if a word would be broken."""
    icon = row_icon(style, w, style.icon_least + 2 * style.pad) + style.between if card.target.icon else 0
    inner = w - 2 * style.pad - icon - number_w(style, card) - style.between
    if inner < 2 * style.face.em:
        return -1
    lines = style.face.wrap(card.target.label, inner)
    if not is_whole(card.target.label, lines):
        return -1
    state = style.face.pitch if card.target.state else 0
    least = icon if card.target.icon else 0
    return max(style.face.block_height(lines) + state, least) + 2 * style.pad


def tall_icon(style: Look, card: Card, w: int, h: int) -> int:
    """Size of the icon of a card with its label under it; 0 if there is no room for a good one."""
    if not card.target.icon:
        return 0
    lines = _tall_lines(style, card, w)
    if not is_whole(card.target.label, lines):
        return 0
    state = style.face.pitch if card.target.state else 0
    room = h - style.face.block_height(lines) - state - 3 * style.pad
    return min(room, w - 2 * style.pad) if room >= style.icon_least * 2 else 0


def _tall_lines(style: Look, card: Card, w: int) -> list[Line]:
    return style.face.balanced(card.target.label, w - 2 * style.pad - number_w(style, card))


def card_items(style: Look, card: Card, rect: Rect, is_tall: bool) -> list[Item]:
    """A choice in its rectangle."""
    panel, target = style.panel, card.target
    edge = (THICK_EDGE_MM if target.state else EDGE_MM) * panel.growth
    items = [plate_item(panel, rect, target, False, panel.px(edge))]
    return items + (_tall(style, card, rect) if is_tall else _row(style, card, rect))


def _tall(style: Look, card: Card, rect: Rect) -> list[Item]:
    target, face = card.target, style.face
    color, background = colors_of(target)
    icon = tall_icon(style, card, rect.w, rect.h)
    lines = _tall_lines(style, card, rect.w)
    number = number_w(style, card)
    label_h = face.block_height(lines)
    text_w = max((line.w for line in lines), default=0)
    state_h = face.pitch if target.state else 0
    y = rect.y + (rect.h - icon - style.pad - label_h - state_h) // 2
    items = [
        _icon(
            f"{target.id}.icon",
            target.icon,
            Rect(rect.x + (rect.w - icon) // 2, y, icon, icon),
            color,
            background,
            False,
            card.is_deck_icon,
        )
    ]
    y += icon + style.pad
    x = rect.x + (rect.w - number - text_w) // 2
    items += _number(style, card, Rect(x, y, number - style.between, face.height))
    box = Rect(x + number, y, text_w, label_h)
    items.append(_label(face, target, lines, rect, box, color, background, False, card.index, is_centered=False))
    return items + _state(style, card, Rect(box.x, y + label_h + face.pitch - face.height, text_w, face.height))


def _row(style: Look, card: Card, rect: Rect) -> list[Item]:
    target, face = card.target, style.face
    color, background = colors_of(target)
    number = number_w(style, card)
    icon, lines = _row_fit(style, card, rect)
    label_h = face.block_height(lines)
    state_h = face.pitch if target.state else 0
    x = rect.x + style.pad + style.between // 2
    y = rect.y + (rect.h - label_h - state_h) // 2
    items = _number(style, card, Rect(x, rect.y + (rect.h - face.height) // 2, number - style.between, face.height))
    x += number
    if icon:
        box = Rect(x, rect.y + (rect.h - icon) // 2, icon, icon)
        items.append(_icon(f"{target.id}.icon", target.icon, box, color, background, False, card.is_deck_icon))
        x += icon + style.between
    box = Rect(x, y, rect.right - style.pad - x, label_h)
    items.append(_label(face, target, lines, rect, box, color, background, False, card.index, is_centered=False))
    return items + _state(style, card, Rect(x, y + label_h + face.pitch - face.height, box.w, face.height))


def _row_fit(style: Look, card: Card, rect: Rect) -> tuple[int, list[Line]]:
    """The largest icon beside which the label still fits, and its lines."""
    largest = row_icon(style, rect.w, rect.h) if card.target.icon else 0
    least = min(style.icon_least, rect.w // 4) if card.target.icon else 0
    state = style.face.pitch if card.target.state else 0
    icon = largest
    while True:
        taken = icon + style.between if icon else 0
        inner = max(1, rect.w - 2 * style.pad - taken - number_w(style, card) - style.between)
        lines = style.face.wrap(card.target.label, inner)
        fits = style.face.block_height(lines) + state <= rect.h - 2 and is_whole(card.target.label, lines)
        if fits or icon <= least:
            return icon, lines
        icon = max(least, icon * 9 // 10)


def _number(style: Look, card: Card, rect: Rect) -> list[Item]:
    if not card.target.number:
        return []
    text, face = str(card.target.number), style.face
    color, background = colors_of(card.target)
    plate = Item(f"{card.target.id}.disc", Role.PLATE, rect, plate=color, radius_px=rect.h // 2)
    return [
        plate,
        text_item(
            f"{card.target.id}.number",
            Role.NUMBER,
            face,
            text,
            face.wrap(text, rect.w),
            rect,
            background,
            color,
            is_centered=True,
        ),
    ]


def _state(style: Look, card: Card, rect: Rect) -> list[Item]:
    if not card.target.state:
        return []
    text, face = card.target.state, style.face
    color, background = colors_of(card.target)
    lines = face.wrap(text, rect.w)[:1]
    return [text_item(f"{card.target.id}.state", Role.STATE, face, text, lines, rect, color, background)]
