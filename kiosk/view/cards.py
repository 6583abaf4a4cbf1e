"""Cards: a choice as a plate with icon, number, label and state.

Knows: how one choice is arranged in its rectangle. Must not know: where cards go (board).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from kiosk.scene import Target
from kiosk.view.flow import Line, Setting
from kiosk.view.geometry import Rect
from kiosk.view.items import BOLD, Item, Role
from kiosk.view.panel import Panel
from kiosk.view.plates import EDGE_MM, colors_of, control_item, icon_item, is_whole, plate_item
from kiosk.view.typeset import LABEL_SPACING, Face, Faces, text_item

THICK_EDGE_MM = 1.2
ICON_MM = 9.0
"""An icon on a card is never planned smaller."""
PAD_MM = 3.5
CHECK_ICONS = ("chosen", "not-chosen")
"""These show the state themselves, by their shape."""
ANSWER_EM = 4.0
"""Width kept free for the word of a state that comes and goes, in sizes of the label."""
SIGN_LINES = 3.2
"""A sign (an icon of the interface) grows no larger than so many lines of its label; a picture of the deck may."""


class Form(Enum):
    """ROW: number, icon, label. STACKED: number over icon, label. BARE: no icon. TALL: the icon above the rest."""

    ROW = auto()
    STACKED = auto()
    BARE = auto()
    TALL = auto()


@dataclass(frozen=True, slots=True)
class Look:
    """The faces and distances of a card on one panel."""

    panel: Panel
    face: Face
    pad: int
    icon_least: int
    labels: dict[str, Setting] = field(default_factory=dict, compare=False)

    @property
    def between(self) -> int:
        return max(1, self.face.em // 3)

    def label(self, text: str) -> Setting:
        """A label in this look; measured once."""
        if text not in self.labels:
            self.labels[text] = self.face.setting(text)
        return self.labels[text]


@dataclass(frozen=True, slots=True)
class Card:
    """One choice; ``index`` is its place among the choices of the screen.

    ``has_answer``: its state comes and goes, so there is always room for it.
    """

    target: Target
    index: int
    is_deck_icon: bool
    has_answer: bool = False

    @property
    def state(self) -> str:
        """The word for its state; empty where the icon is a box that is checked or not."""
        return "" if self.target.icon in CHECK_ICONS else self.target.state


def look(faces: Faces, cap_mm: float) -> Look:
    """A card's look with labels of this cap height."""
    panel = faces.panel
    face = faces.face(cap_mm, BOLD, LABEL_SPACING)
    pad = panel.px(min(PAD_MM * panel.growth, panel.short_mm * 0.013))
    return Look(panel, face, pad, max(panel.px(ICON_MM), face.height))


def _disc_w(style: Look, card: Card) -> int:
    """Width of the plate behind the number: a disc for one digit."""
    return max(style.face.height, style.face.measure(str(card.target.number)) + style.face.em * 2 // 3)


def _number(style: Look, card: Card, x: int, y: int) -> list[Item]:
    if not card.target.number:
        return []
    text, face = str(card.target.number), style.face
    rect = Rect(x, y, _disc_w(style, card), face.height)
    color, background = colors_of(card.target)
    id, lines = card.target.id, face.wrap(text, rect.w)
    plate = Item(f"{id}.disc", Role.PLATE, rect, plate=color, radius_px=rect.h // 2)
    number = text_item(
        f"{id}.number", Role.NUMBER, face, text, lines, rect, color=background, background=color, is_centered=True
    )
    return [plate, number]


def _state(style: Look, card: Card, x: int, y: int, w: int) -> list[Item]:
    """The word for the state, at the right end of a row."""
    if not card.state:
        return []
    face = style.face
    color, background = colors_of(card.target)
    lines = face.wrap(card.state, w)[:1]
    rect = Rect(x, y, w, face.height)
    return [text_item(f"{card.target.id}.state", Role.STATE, face, card.state, lines, rect, color, background)]


def _state_w(style: Look, card: Card) -> int:
    """Width of the state beside the label, with the space before it."""
    word = style.face.measure(card.state) if card.state else 0
    answer = round(style.face.em * ANSWER_EM) if card.has_answer and card.target.icon not in CHECK_ICONS else 0
    return max(word, answer) + style.between if word or answer else 0


def _state_h(style: Look, card: Card) -> int:
    """Height of the state under the label of a TALL card."""
    return style.face.height if card.state else 0


# ---------------------------------------------------------------- how much room a card needs


def _icon_most(style: Look, card: Card, w: int) -> int:
    return w * 38 // 100 if card.is_deck_icon else min(w * 28 // 100, round(style.face.height * SIGN_LINES))


def _left_w(style: Look, card: Card, form: Form, icon: int) -> int:
    """Width of what stands left of the label, with the space after it."""
    disc = _disc_w(style, card) + style.between if card.target.number else 0
    picture = icon + style.between if icon else 0
    return max(disc, picture) if form is Form.STACKED else disc + picture


def _inner_w(style: Look, card: Card, form: Form, icon: int, w: int) -> int:
    return w - 2 * style.pad - _left_w(style, card, form, icon) - _state_w(style, card)


def card_height(style: Look, card: Card, w: int, form: Form) -> int:
    """The least height of a card of width ``w`` (ROW, STACKED, BARE); -1 if a word of its label would be broken."""
    icon = style.icon_least if card.target.icon and form is not Form.BARE else 0
    inner = _inner_w(style, card, form, icon, w)
    if inner < 2 * style.face.em:
        return -1
    lines = style.label(card.target.label).lines(inner)
    if not is_whole(card.target.label, lines):
        return -1
    left = icon + (style.face.height if form is Form.STACKED and card.target.number else 0)
    return max(style.face.block_height(lines), left) + style.pad


def tall_icon(style: Look, card: Card, w: int, h: int) -> int:
    """Size of the icon of a card with its label under it; 0 if there is no room for a good one."""
    if not card.target.icon:
        return 0
    lines = _tall_lines(style, card, w)
    if not is_whole(card.target.label, lines):
        return 0
    room = h - style.face.block_height(lines) - _state_h(style, card) - 3 * style.pad
    most = h if card.is_deck_icon else round(style.face.height * SIGN_LINES)
    return min(room, w - 2 * style.pad, most) if room >= style.icon_least * 2 else 0


def _tall_lines(style: Look, card: Card, w: int) -> list[Line]:
    disc = _disc_w(style, card) + style.between if card.target.number else 0
    return style.label(card.target.label).balanced(w - 2 * style.pad - disc)


# ---------------------------------------------------------------- cards


def card_items(style: Look, card: Card, rect: Rect, form: Form, icon: int) -> list[Item]:
    """A choice in its rectangle, with an icon of this size; a chosen answer has a thick edge."""
    edge = (THICK_EDGE_MM if card.has_answer and card.target.state else EDGE_MM) * style.panel.growth
    plate = plate_item(style.panel, rect, card.target, False, style.panel.px(edge))
    return [plate, *(_tall(style, card, rect, icon) if form is Form.TALL else _flat(style, card, rect, form, icon))]


def _tall(style: Look, card: Card, rect: Rect, icon: int) -> list[Item]:
    target, face = card.target, style.face
    lines = _tall_lines(style, card, rect.w)
    disc = _disc_w(style, card) + style.between if target.number else 0
    text_w = max((line.w for line in lines), default=0)
    label_h = face.block_height(lines)
    y = rect.y + (rect.h - icon - style.pad - label_h - _state_h(style, card)) // 2
    box = Rect(rect.x + style.pad, y, rect.w - 2 * style.pad, icon)
    color, background = colors_of(target)
    y += icon + style.pad
    x = rect.x + (rect.w - disc - text_w) // 2
    return [
        icon_item(target, box, color, background, is_deck_icon=card.is_deck_icon),
        *_number(style, card, x, y),
        control_item(target, rect, face, face.words(target.label, lines, x + disc, y), False, card.index),
        *_state(style, card, x + disc, y + label_h, rect.right - style.pad - x - disc),
    ]


def _flat(style: Look, card: Card, rect: Rect, form: Form, icon: int) -> list[Item]:
    target, face = card.target, style.face
    lines = face.wrap(target.label, max(1, _inner_w(style, card, form, icon, rect.w)))
    label_h = face.block_height(lines)
    x, middle = rect.x + style.pad, rect.y + rect.h // 2
    items: list[Item] = []
    color, background = colors_of(target)
    if form is Form.STACKED:
        disc_h = face.height if target.number else 0
        column, top = _left_w(style, card, form, icon) - style.between, middle - (disc_h + icon) // 2
        items += _number(style, card, x + (column - _disc_w(style, card)) // 2, top)
        box = Rect(x, top + disc_h, column, icon)
    else:
        items += _number(style, card, x, middle - face.height // 2)
        left = _disc_w(style, card) + style.between if target.number else 0
        box = Rect(x + left, middle - icon // 2, icon, icon)
    if icon:
        items.append(icon_item(target, box, color, background, is_deck_icon=card.is_deck_icon))
    x += _left_w(style, card, form, icon)
    y = middle - label_h // 2
    items.append(control_item(target, rect, face, face.words(target.label, lines, x, y), False, card.index))
    width = face.measure(card.state)
    return items + _state(style, card, rect.right - style.pad - width, middle - face.height // 2, width)


def flat_icon(style: Look, card: Card, w: int, h: int, form: Form) -> int:
    """Size of the largest icon beside which the label still fits, in as many lines as beside the smallest."""
    if not card.target.icon or form is Form.BARE:
        return 0
    disc_h = style.face.height if form is Form.STACKED and card.target.number else 0
    least = max(1, min(style.icon_least, w // 4, h - 2 * style.pad - disc_h))
    icon = max(least, min(_icon_most(style, card, w), h - 2 * style.pad - disc_h))
    fewest = len(style.label(card.target.label).lines(max(1, _inner_w(style, card, form, least, w))))
    while icon > least:
        lines = style.label(card.target.label).lines(max(1, _inner_w(style, card, form, icon, w)))
        if len(lines) <= fewest and is_whole(card.target.label, lines):
            break
        icon = max(least, icon * 9 // 10)
    return icon


def label_lines(style: Look, card: Card, w: int, form: Form) -> int:
    """In how many lines the label is set beside the smallest icon."""
    icon = style.icon_least if card.target.icon and form is not Form.BARE else 0
    return len(style.label(card.target.label).lines(max(1, _inner_w(style, card, form, icon, w))))
