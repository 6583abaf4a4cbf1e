"""The outline of a bank card and a scale of millimetres, as items, true to the ppi they are drawn with.

Knows: lengths on the glass. Must not know: why they are shown, pygame.
"""

from __future__ import annotations

from kiosk.screen_check import CARD_MM, MM_PER_INCH
from kiosk.view.geometry import Rect
from kiosk.view.items import Item, Role
from kiosk.view.typeset import Face, text_item

LINE_MM = 0.8
"""The outline lies around the card, which fills it when the ppi is right."""
CORNER_RADIUS_MM = 3.18
SCALE_MM = 100
"""The scale is a little longer than the card."""
TICK_EM = 0.35
"""Height of a tick in font sizes of the numbers; twice that at every 5 mm, three times at every 10."""
LEAST_TICK_PX = 4
"""Where a millimetre is smaller, only every fifth has a tick."""
BETWEEN_EM = 0.5
"""From one number to the next at least so much, in font sizes."""


def length_px(mm: float, ppi: float) -> int:
    """The whole pixels that come nearest to ``mm``."""
    return max(1, round(mm * ppi / MM_PER_INCH))


def card_items(room: Rect, ppi: float, face: Face, says: tuple[str, ...]) -> list[Item]:
    """The outline in the middle of ``room``, with the lines of text that fit inside.

    Where the room is too low for it, its lower edge is left out: only the width is compared.
    """
    line = length_px(LINE_MM, ppi)
    width, height = length_px(CARD_MM[0], ppi), length_px(CARD_MM[1], ppi)
    is_whole = height + 2 * line <= room.h
    height = height if is_whole else room.h - line
    top = room.y + max(line, (room.h - height) // 2 if is_whole else line)
    card = Rect(room.x + (room.w - width) // 2, top, width, height)
    if is_whole:
        radius = length_px(CORNER_RADIUS_MM, ppi)
        frame = [_frame("card.frame", card.grown(line), line, radius + line)]
        plate = Item("card", Role.PLATE, card, plate="control", radius_px=radius)
    else:
        frame = [_bar(f"card.{name}", rect) for name, rect in _three_sides(card, line).items()]
        plate = Item("card", Role.PLATE, card, plate="control")
    return [*frame, plate, *_said(card, face, says)]


def scale_height(face: Face) -> int:
    """Of ticks and numbers."""
    return 3 * _tick(face) + face.height


def scale_items(left: int, y: int, right: int, ppi: float, face: Face) -> list[Item]:
    """The scale from ``left`` on, as long as there is room up to ``right`` for it and its last number."""
    per_mm, tick = ppi / MM_PER_INCH, _tick(face)
    every = 1 if per_mm >= LEAST_TICK_PX else 5
    last = min(SCALE_MM, int((right - left - face.measure("100")) / per_mm) // 10 * 10)
    thin, thick = max(1, round(per_mm / 6)), max(1, round(per_mm / 3))
    items = []
    for mm in range(0, last + 1, every):
        width = thin if mm % 5 else thick
        high = tick * (1 if mm % 5 else 2 if mm % 10 else 3)
        x = left + round(mm * per_mm) - width // 2
        items.append(_bar(f"scale.{mm}", Rect(x, y, width, high)))
    step = next(step for step in (10, 20, 50, 100) if step * per_mm >= face.measure("100") + face.em * BETWEEN_EM)
    for mm in range(0, last + 1, step):
        items.append(_number(mm, left + round(mm * per_mm), y + 3 * tick, face))
    return items


def _tick(face: Face) -> int:
    return max(1, round(face.em * TICK_EM))


def _number(mm: int, middle: int, y: int, face: Face) -> Item:
    text = str(mm)
    width = face.measure(text)
    rect = Rect(middle - width // 2, y, width, face.height)
    return text_item(f"scale.number.{mm}", Role.NUMBER, face, text, face.wrap(text, width), rect)


def _three_sides(card: Rect, line: int) -> dict[str, Rect]:
    high = card.h + line
    return {
        "left": Rect(card.x - line, card.y - line, line, high),
        "right": Rect(card.right, card.y - line, line, high),
        "top": Rect(card.x, card.y - line, card.w, line),
    }


def _bar(id: str, rect: Rect) -> Item:
    return Item(id, Role.PLATE, rect, plate="text")


def _frame(id: str, rect: Rect, edge_px: int, radius_px: int) -> Item:
    return Item(id, Role.PLATE, rect, edge="text", edge_px=edge_px, radius_px=radius_px)


def _said(card: Rect, face: Face, says: tuple[str, ...]) -> list[Item]:
    """The lines that fit into the card, in its middle."""
    shown = [text for text in says if face.measure(text) <= card.w - face.em]
    shown = shown[: max(0, (card.h - face.height) // face.pitch)]
    y = card.y + (card.h - (len(shown) - 1) * face.pitch - face.height) // 2
    items = []
    for number, text in enumerate(shown):
        rect = Rect(card.x, y + number * face.pitch, card.w, face.height)
        lines = face.wrap(text, card.w)
        items.append(
            text_item(f"card.text.{number}", Role.TEXT, face, text, lines, rect, "control_text", "control", True)
        )
    return items
