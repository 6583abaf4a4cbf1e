"""A board of choices: how many columns, how high the cards must be, which form they take.

Knows: cards and the rectangle they share. Must not know: what stands around them.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.view.cards import Card, Form, Look, card_height, card_items, flat_icon, label_lines, tall_icon
from kiosk.view.geometry import Rect, grid
from kiosk.view.items import Item
from kiosk.view.panel import TARGET_MM

STORY_CARD_MM = 34.0
SIGN_CARD_MM = 66.0
PICTURE_CARD_MM = 92.0
"""Cards grow no higher than this (on a desk screen): under a story, in a menu of signs, in a menu of pictures."""
FORM_PRICE = {Form.ROW: 0.0, Form.STACKED: 0.5, Form.BARE: 1.5}
WIDEST_TALL = 2.4
"""A card that is wider against its height has its icon at the left."""
LINE_PRICE = 0.15
"""Of each further line that a label needs."""
COLUMNS_PRICE = 0.2
"""Of another number of columns than looks best."""


@dataclass(frozen=True, slots=True)
class Board:
    """A plan for the choices: ``across`` columns, rows of at least ``row_h``; ``gap`` between the cards."""

    cards: tuple[Card, ...]
    style: Look
    form: Form
    across: int
    row_h: int
    gap: int
    price: float

    @property
    def rows(self) -> int:
        return -(-len(self.cards) // self.across)

    @property
    def least_h(self) -> int:
        return self.rows * self.row_h + (self.rows - 1) * self.gap


def boards(cards: tuple[Card, ...], style: Look, width: int, gap: int, is_portrait: bool) -> list[Board]:
    """Every way to set the cards in 1, 2 or 3 columns in which no word is broken, best first."""
    target = style.panel.px(TARGET_MM)
    liked = preferred(len(cards), is_portrait)
    found = []
    for across in range(1, min(3, len(cards)) + 1):
        cell = (width - gap * (across - 1)) // across
        if cell < target:
            continue
        for form in (Form.ROW, Form.STACKED, Form.BARE):
            heights = [card_height(style, card, cell, form) for card in cards]
            if min(heights) >= 0:
                further = max(label_lines(style, card, cell, form) for card in cards) - 1
                price = FORM_PRICE[form] + LINE_PRICE * further + (0.0 if across == liked else COLUMNS_PRICE)
                found.append(Board(cards, style, form, across, max(target, *heights), gap, price))
    return sorted(found, key=lambda board: (board.price, board.least_h))


def preferred(count: int, is_portrait: bool) -> int:
    """Columns that look best when there is room for any number: 3 x 2 or 2 x 3, four in a square."""
    if is_portrait:
        return 1 if count in (1, 3) else 2
    return count if count <= 3 else 2 if count == 4 else 3


def forced(cards: tuple[Card, ...], style: Look, rect: Rect, gap: int, is_portrait: bool) -> Board:
    """For a panel that is too small for any good board: equal cells, and words may be broken."""
    across = min(len(cards), preferred(len(cards), is_portrait))
    rows = -(-len(cards) // across)
    return Board(cards, style, Form.BARE, across, max(1, (rect.h - gap * (rows - 1)) // rows), gap, 0.0)


def board_height(board: Board, room: int, card_mm: float) -> int:
    """How high the board becomes in ``room``: as high as its cards may grow."""
    most = max(board.row_h, board.style.panel.px(card_mm * board.style.panel.growth))
    return min(max(room, board.least_h), board.rows * most + (board.rows - 1) * board.gap)


def board_items(board: Board, rect: Rect) -> list[Item]:
    """The cards, filling ``rect``; with the picture above the label where all cards have room for that."""
    cells = grid(rect, len(board.cards), board.across, board.gap)
    pairs = list(zip(board.cards, cells, strict=True))
    tall = min(tall_icon(board.style, card, cell.w, cell.h) for card, cell in pairs)
    if tall and cells[0].w < WIDEST_TALL * cells[0].h:
        return [item for card, cell in pairs for item in card_items(board.style, card, cell, Form.TALL, tall)]
    form, style = board.form, board.style
    icons = [flat_icon(style, card, cell.w, cell.h, form) for card, cell in pairs]
    icon = min((size for size in icons if size), default=0)
    return [
        item for card, cell in pairs for item in card_items(style, card, cell, form, icon if card.target.icon else 0)
    ]
