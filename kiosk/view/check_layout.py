"""The three screens of the screen check as finished layouts. Pure: same arguments, same rectangles.

Knows: where texts, ruler, squares and buttons of the check stand. Must not know: what an input does, pygame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.check_words import Says
from kiosk.messages import Command, Order
from kiosk.scene import Target
from kiosk.screen_check import Button, Check, Step, corner_places
from kiosk.view.button import button, button_style
from kiosk.view.geometry import Rect, columns
from kiosk.view.items import BOLD, REGULAR, Item, Layout, Metrics, Role
from kiosk.view.panel import CAP_FLOOR_MM, PRIMARY_TARGET_MM, TARGET_GAP_MM, TARGET_MM, Panel, panel_for
from kiosk.view.plates import is_whole
from kiosk.view.ruler import card_items, length_px, scale_height, scale_items
from kiosk.view.typeset import LINE_SPACING, TITLE_SPACING, Face, Faces, text_item

SQUARE_MM = 20.0
DOT_MM = 4.0
"""The middle of a square, and the place of a touch."""
FINEST_PPI = 300.0
"""A button has 30 mm on the finest panel, too: how fine it is, is what is yet to be found out."""
BUTTON_SHARE, SMALL_BUTTON_SHARE, SMALL_PX = 0.25, 1 / 3, 800
"""Of the short side, no more; a panel of so few pixels may be so small that a third of it is 30 mm."""
TEXT_SHARE = 0.42
"""Texts take no more of what the buttons leave."""
STEP = 0.93
"""From one size of the texts that is tried to the next."""
TITLE_RANK, NOTE_RANK = 1.2, 0.72
"""Against body text."""
LABELS = {
    Button.SMALLER: (Command.SMALLER, "smaller"),
    Button.LARGER: (Command.BIGGER, "bigger"),
    Button.FITS: (Command.YES, "yes"),
    Button.DONE: (Command.DONE, "yes"),
}


@dataclass(frozen=True, slots=True)
class _Page:
    check: Check
    says: Says
    panel: Panel
    faces: Faces

    @property
    def margin(self) -> int:
        return self.panel.px(self.panel.short_mm * 0.035)

    @property
    def gap(self) -> int:
        return self.panel.px(TARGET_GAP_MM)

    @property
    def width(self) -> int:
        return self.check.size[0] - 2 * self.margin


def check_layout(check: Check, says: Says, metrics: Metrics) -> Layout:
    """What is to be seen of ``check``."""
    panel = panel_for(check.size, check.layout_ppi)
    page = _Page(check, says, panel, Faces(panel, metrics))
    parts: dict[Step, Callable[[_Page], list[Item]]] = {Step.RULER: _ruler, Step.TOUCH: _touch}
    return Layout(check.size, tuple(parts.get(check.step, _verdict)(page)))


def _ruler(page: _Page) -> list[Item]:
    rects = _button_rects(page)
    room = Rect(page.margin, page.margin, page.width, rects[0].y - page.gap - page.margin)
    face = page.faces.face(CAP_FLOOR_MM, REGULAR)
    texts = _texts(page, room, round(room.h * TEXT_SHARE))
    top = max(item.rect.bottom for item in texts) + page.gap
    scale_y = room.bottom - scale_height(face)
    card_room = Rect(room.x, top, room.w, max(1, scale_y - page.gap - top))
    card = card_items(card_room, page.check.ppi, face, page.says.card)
    at = next(item.rect for item in card if item.id == "card")
    scale_y = min(scale_y, at.bottom + 2 * page.gap)
    scale = scale_items(at.x, scale_y, page.check.size[0], page.check.ppi, face)
    return [*texts, *card, *scale, *_buttons(page, rects)]


def _touch(page: _Page) -> list[Item]:
    places = corner_places(page.check.size, page.check.ppi)
    half = length_px(SQUARE_MM, page.check.ppi) // 2
    x, y = places[len(page.check.touches)]
    square = Rect(x - half, y - half, 2 * half, 2 * half)
    top = places[0][1] + half + page.gap
    room = Rect(page.margin, top, page.width, page.check.size[1] - 2 * top)
    return [
        *_centered(page, room),
        *(_dot(f"touched.{number}", touch.place, page, "text") for number, touch in enumerate(page.check.touches)),
        Item("square", Role.PLATE, square, plate="accent", edge="text", edge_px=max(1, half // 12)),
        _dot("square.middle", (x, y), page, "accent_text"),
    ]


def _verdict(page: _Page) -> list[Item]:
    rects = _button_rects(page)
    room = Rect(page.margin, page.margin, page.width, rects[0].y - page.gap - page.margin)
    return [*_centered(page, room), *_buttons(page, rects)]


def _dot(id: str, place: tuple[int, int], page: _Page, plate: str) -> Item:
    side = length_px(DOT_MM, page.check.ppi)
    rect = Rect(place[0] - side // 2, place[1] - side // 2, side, side)
    return Item(id, Role.PLATE, rect, plate=plate, radius_px=side // 2)


# ---------------------------------------------------------------- texts


def _centered(page: _Page, room: Rect) -> list[Item]:
    """The texts, in the middle of the height of ``room``."""
    items = _texts(page, room, room.h)
    down = max(0, room.bottom - items[-1].rect.bottom) // 2
    return _texts(page, room.moved(0, down), room.h)


def _texts(page: _Page, room: Rect, height: int) -> list[Item]:
    """Title, body and notes from the top of ``room`` down, as large as they stay whole within ``height``.

    Where even the least size is too much, the last notes are left out.
    """
    body, notes = page.panel.body_cap_mm("medium"), page.says.notes
    while True:
        items, is_fit = _set(page, room, body, notes)
        if is_fit and items[-1].rect.bottom - room.y <= height:
            return items
        if body > CAP_FLOOR_MM:
            body = max(CAP_FLOOR_MM, body * STEP)
        elif notes:
            notes = notes[:-1]
        else:
            return items


def _set(page: _Page, room: Rect, body_mm: float, notes: Sequence[str]) -> tuple[list[Item], bool]:
    faces = page.faces
    title = faces.face(max(CAP_FLOOR_MM, body_mm * TITLE_RANK), BOLD, TITLE_SPACING)
    body = faces.face(body_mm, REGULAR, LINE_SPACING)
    note = faces.face(max(CAP_FLOOR_MM, body_mm * NOTE_RANK), REGULAR, LINE_SPACING)
    texts: list[tuple[Role, Face, str]] = [(Role.TITLE, title, page.says.title)]
    texts += [(Role.TEXT, body, text) for text in page.says.body]
    texts += [(Role.STATUS, note, text) for text in notes]
    items, y, is_fit = [], room.y, True
    for number, (role, face, text) in enumerate(texts):
        lines = face.balanced(text, room.w)
        rect = Rect(room.x, y, room.w, face.block_height(lines))
        items.append(text_item(f"text.{number}", role, face, text, lines, rect))
        is_fit = is_fit and is_whole(text, lines)
        y = rect.bottom + (face.pitch - face.height) + face.em // 5
    return items, is_fit


# ---------------------------------------------------------------- buttons


def button_px(panel: Panel) -> int:
    """The least side of a button that is 30 mm whatever the ppi may turn out to be."""
    short = min(panel.size)
    share = SMALL_BUTTON_SHARE if short <= SMALL_PX else BUTTON_SHARE
    generous = min(short * share, PRIMARY_TARGET_MM * FINEST_PPI / 25.4)
    return max(round(generous), min(panel.px(PRIMARY_TARGET_MM), round(short * SMALL_BUTTON_SHARE)))


def _side(page: _Page) -> int:
    """Of the buttons: once the ppi is measured they leave the text its room, on a low panel down to 20 mm."""
    if not page.check.is_measured:
        return button_px(page.panel)
    room_px = round(page.check.size[1] * BUTTON_SHARE)
    return max(page.panel.px(TARGET_MM), min(page.panel.px(PRIMARY_TARGET_MM), room_px))


def _button_rects(page: _Page) -> list[Rect]:
    """One row at the bottom; on a narrow screen the last button in a row of its own."""
    count, side, gap = len(page.says.labels), _side(page), page.gap
    row = Rect(page.margin, page.check.size[1] - page.margin - side, page.width, side)
    if (row.w - (count - 1) * gap) // count >= side:
        return columns(row, count, gap)
    return [*columns(row.moved(0, -side - gap), count - 1, gap), row]


def _buttons(page: _Page, rects: Sequence[Rect]) -> list[Item]:
    labels = [label for _, label in page.says.labels]
    style = button_style(page.faces, rects, labels, page.panel.body_cap_mm("medium"))
    items: list[Item] = []
    for rect, (id, label) in zip(rects, page.says.labels, strict=True):
        command, icon = LABELS[id]
        is_primary = id in (Button.FITS, Button.DONE)
        items += button(style, rect, Target(id.value, Order(command), label, icon, is_primary=is_primary))
    return items
