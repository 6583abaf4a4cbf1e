"""The pieces of one page of a stack, as items: picture, title, text, question, choices, footer.

Knows: where each goes in its column. Must not know: why this stack was chosen (body), pygame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.scene import Kind, Part, Scene
from kiosk.view.board import PICTURE_CARD_MM, SIGN_CARD_MM, STORY_CARD_MM, board_height, board_items
from kiosk.view.flow import Line
from kiosk.view.frame import Frame
from kiosk.view.geometry import Rect
from kiosk.view.items import Item, Role
from kiosk.view.plans import MENUS
from kiosk.view.stack import Stack, is_titled_once
from kiosk.view.typeset import Face, text_item

ASCENT = 0.76
"""From the top of a line to its baseline, in line heights of Atkinson Hyperlegible Next."""
PICTURE_ASPECT = 0.95
"""On a portrait panel the picture grows no higher than this part of its width."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Which colour roles the screen stands on."""

    color: str = "text"
    background: str = "background"


def page_items(
    frame: Frame, scene: Scene, stack: Stack, number: int, region: Rect, ground: Ground
) -> tuple[list[Item], bool]:
    """Page ``number`` of a stack, the whole in the middle of its column, and whether the title is on it."""
    is_later = number > 0 and is_titled_once(scene)
    column = stack.later_column if is_later else stack.column
    footer = []
    if scene.footer and (number == len(stack.pages) - 1 or scene.choices):
        footer = [footer_item(frame, scene.footer, region, ground)]
        column = Rect(column.x, column.y, column.w, column.h - footer_h_of(frame, scene.footer, region))
    board_h = _board_h(frame, scene, stack, is_later, column)
    picture, y = _settled(frame, scene, stack, is_later, column, board_h)
    items = [_picture(scene, picture, ground)] if picture is not None else []
    has_title = bool(stack.title_lines) and not is_later
    if has_title:
        items += _title(scene, stack, column, y, ground)
        y += 0 if stack.plan.title_box or stack.plan.is_beside else stack.title_h + stack.gap
    items += _text(scene, stack, number, column, y, ground)
    text_h = max(stack.title_h, stack.text_h(False)) if stack.plan.is_beside else stack.text_h(is_later)
    y += text_h + stack.gap if text_h else 0
    return items + _asked(frame, scene, stack, column, y, board_h, ground) + footer, has_title


def footer_h_of(frame: Frame, text: str, region: Rect) -> int:
    """Height of a footer with the gap above it; 0 for none."""
    lines = frame.second.balanced(text, region.w)
    return frame.second.block_height(lines) + frame.gap if lines else 0


def footer_item(frame: Frame, text: str, region: Rect, ground: Ground) -> Item:
    """The footer at the lower edge of ``region``."""
    face = frame.second
    lines = face.balanced(text, region.w)
    height = face.block_height(lines)
    color = "muted" if ground.background == "background" else ground.color
    rect = Rect(region.x, region.bottom - height, region.w, height)
    return text_item("footer", Role.FOOTER, face, text, lines, rect, color, ground.background)


def part_items(
    id: str, role: Role, part: Part, face: Face, text: str, lines: Sequence[Line], rect: Rect, ground: Ground
) -> list[Item]:
    """A text in which words can be marked, from the top of ``rect`` down; nothing for no lines."""
    if not lines:
        return []
    box = Rect(rect.x, rect.y, rect.w, face.block_height(lines))
    return [text_item(id, role, face, text, lines, box, ground.color, ground.background, part=part)]


def _settled(
    frame: Frame, scene: Scene, stack: Stack, is_later: bool, column: Rect, board_h: int
) -> tuple[Rect | None, int]:
    """The picture, and the y where the stack begins: the room that is left over is shared out."""
    left = max(0, column.h - stack.height(is_later, board_h))
    picture = stack.plan.picture
    if scene.kind in MENUS:
        return picture, column.y
    if picture is None:
        return None, column.y + left // 2
    if not frame.panel.is_portrait:
        return Rect(picture.x, column.y, picture.w, column.h), column.y + left // 2
    growth = max(0, min(left, round(picture.w * PICTURE_ASPECT) - picture.h))
    rest = left - growth
    grown = Rect(picture.x, picture.y + rest // 3, picture.w, picture.h + growth)
    return grown, column.y + growth + rest // 2


def _board_h(frame: Frame, scene: Scene, stack: Stack, is_later: bool, column: Rect) -> int:
    if stack.board is None:
        return 0
    others = stack.height(is_later, 0)
    room = min(column.h - others - (stack.gap if others else 0), frame.board_in(column).h)
    most = STORY_CARD_MM
    if scene.kind in MENUS:
        most = PICTURE_CARD_MM if scene.kind is Kind.TOPICS else SIGN_CARD_MM
    return board_height(stack.board, room, most)


def _picture(scene: Scene, rect: Rect, ground: Ground) -> Item:
    return Item(
        "picture",
        Role.ICON,
        rect,
        icon=scene.icon,
        is_deck_icon=scene.kind is Kind.SLIDE,
        color=ground.color,
        background=ground.background,
    )


def _title(scene: Scene, stack: Stack, column: Rect, y: int, ground: Ground) -> list[Item]:
    rect = stack.plan.title_box or Rect(column.x, y, column.w, 0)
    return part_items("title", Role.TITLE, Part.TITLE, stack.title_face, scene.title, stack.title_lines, rect, ground)


def _text(scene: Scene, stack: Stack, number: int, column: Rect, y: int, ground: Ground) -> list[Item]:
    face, lines = stack.text_face, stack.pages[number].lines
    rect = Rect(column.x, y, column.w, 0)
    if stack.plan.is_beside:
        x = stack.title_lines[0].w + stack.title_face.em
        lower = round((stack.title_face.height - face.height) * ASCENT)
        rect = Rect(column.x + x, y + lower, column.w - x, 0)
    return part_items("text", Role.TEXT, Part.TEXT, face, scene.text, lines, rect, ground)


def _asked(
    frame: Frame, scene: Scene, stack: Stack, column: Rect, y: int, board_h: int, ground: Ground
) -> list[Item]:
    if frame.panel.reach.is_low and stack.board is not None:
        y = column.bottom - board_h - (stack.question_h + stack.gap if stack.question_lines else 0)
    face, lines, rect = stack.question_face, stack.question_lines, Rect(column.x, y, column.w, 0)
    items = part_items("question", Role.QUESTION, Part.QUESTION, face, scene.question, lines, rect, ground)
    y += stack.question_h + stack.gap if lines else 0
    if stack.board is not None:
        place = frame.board_in(column)
        items += board_items(stack.board, Rect(place.x, y, place.w, board_h))
    return items
