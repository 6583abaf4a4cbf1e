"""What is special to a screen: picture, title, text in pages, question and choices, between header and strip.

Knows: how the winner of the plans is drawn. Must not know: the frame's own pieces, colours' values, pygame.

1. ``compose`` cuts off the footer and, of a warning, the plate.
2. ``plans`` lists ways to share the room, cheapest first; ``attempt`` stacks the pieces of one.
3. The cheapest stack wins. If none works, question and choices get a page of their own; if even that fails, the
   text stands alone, and a problem is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.scene import Kind, Part, Scene
from kiosk.view.board import PICTURE_CARD_MM, SIGN_CARD_MM, STORY_CARD_MM, board_height, board_items, forced
from kiosk.view.cards import look
from kiosk.view.flow import Line
from kiosk.view.frame import TIGHT_HEIGHT_MM, Frame
from kiosk.view.geometry import Rect
from kiosk.view.items import BOLD, Item, Role
from kiosk.view.panel import CAP_FLOOR_MM
from kiosk.view.plans import MENUS, Plan, plans
from kiosk.view.stack import Stack, Stacker, cards_of, is_titled_once, page_price
from kiosk.view.typeset import Face, text_item

ASCENT = 0.76
"""From the top of a line to its baseline, in line heights of Atkinson Hyperlegible Next."""
WARNING_ICON = "warning"
PICTURE_ASPECT = 0.95
"""On a portrait panel the picture grows no higher than this part of its width."""


@dataclass(frozen=True, slots=True)
class Body:
    """``header_title`` is left to the header, ``strip_text`` to the strip: there was no room for them here."""

    items: tuple[Item, ...]
    page_starts: tuple[int, ...] = (0,)
    page: int = 0
    problems: tuple[str, ...] = ()
    header_title: str = ""
    strip_text: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Which colour roles the screen stands on."""

    color: str = "text"
    background: str = "background"


def compose(frame: Frame, scene: Scene, region: Rect) -> Body:
    """Everything between header and strip."""
    items: list[Item] = []
    ground = Ground()
    if scene.kind is Kind.WARNING:
        ground = Ground("warning_text", "warning")
        pad = frame.gap if frame.panel.height_mm < TIGHT_HEIGHT_MM else frame.gap * 3
        items.append(Item("warning", Role.PLATE, region, plate="warning", radius_px=frame.gap * 2))
        region = region.grown(-pad)
        scene = scene if scene.icon else replace(scene, icon=WARNING_ICON)
    if scene.footer:
        footer, height = _footer(frame, scene.footer, region, ground)
        if height < region.h * (0.2 if scene.kind in MENUS else 0.5):
            items.append(footer)
            region = Rect(region.x, region.y, region.w, max(1, region.h - height - frame.gap))
    body = _fill(frame, scene, region, ground)
    return replace(body, items=(*items, *body.items))


def _footer(frame: Frame, text: str, region: Rect, ground: Ground) -> tuple[Item, int]:
    face = frame.second
    lines = face.balanced(text, region.w)
    height = face.block_height(lines)
    color = "muted" if ground.background == "background" else ground.color
    rect = Rect(region.x, region.bottom - height, region.w, height)
    return text_item("footer", Role.FOOTER, face, text, lines, rect, color, ground.background), height


def best(frame: Frame, scene: Scene, region: Rect) -> Stack | None:
    """The cheapest stack of all plans; None if none works."""
    found: Stack | None = None
    stacker = Stacker(frame, scene)
    for plan in plans(frame, scene, region):
        if found is not None and plan.price + page_price(scene) >= found.price:
            break
        stack = stacker.attempt(plan)
        if stack is not None and (found is None or stack.price < found.price):
            found = stack
    return found


# ---------------------------------------------------------------- which pages there are


def _fill(frame: Frame, scene: Scene, region: Rect, ground: Ground) -> Body:
    stack = best(frame, scene, region)
    if stack is not None:
        return _shown(frame, scene, stack, ground)
    if scene.choices or scene.question:
        return _on_two_kinds_of_pages(frame, scene, region, ground)
    return _cramped(frame, scene, region, ground)


def _on_two_kinds_of_pages(frame: Frame, scene: Scene, region: Rect, ground: Ground) -> Body:
    """The text on pages of its own, question and choices on the last one."""
    asked = _choices_page(frame, scene, region, ground)
    if not scene.text:
        return asked
    told = _fill(frame, replace(scene, choices=(), question=""), region, ground)
    starts = (*told.page_starts, len(scene.text))
    is_asked = scene.page >= len(told.page_starts) or _is_about_choices(scene)
    body = replace(asked, page=len(starts) - 1, header_title=scene.title) if is_asked else told
    return replace(body, page_starts=starts, problems=tuple(dict.fromkeys(told.problems + asked.problems)))


def _is_about_choices(scene: Scene) -> bool:
    marked = scene.mark is not None and scene.mark.part in (Part.QUESTION, Part.CHOICE)
    return marked or any(choice.id == scene.focus for choice in scene.choices)


def _choices_page(frame: Frame, scene: Scene, region: Rect, ground: Ground) -> Body:
    """Question and choices, without picture and text; the title stands in the header."""
    bare = replace(scene, text="", icon="", title="", page=0)
    stack = best(frame, bare, region)
    if stack is not None:
        return replace(_shown(frame, bare, stack, ground), header_title=scene.title)
    face = frame.faces.face(CAP_FLOOR_MM, BOLD)
    lines = face.wrap(scene.question, region.w)
    height = face.block_height(lines)
    items = _part("question", Role.QUESTION, Part.QUESTION, face, scene.question, lines, region, region.y, ground)
    top = height + (frame.gap if height else 0)
    rest = Rect(region.x, region.y + top, region.w, max(1, region.h - top))
    board = forced(cards_of(scene), look(frame.faces, CAP_FLOOR_MM), rest, frame.gap, frame.panel.is_portrait)
    problem = "The panel is too small for the choices of a screen: labels may be cut. Use a larger panel."
    return Body((*items, *board_items(board, rest)), problems=(problem,), header_title=scene.title)


def _cramped(frame: Frame, scene: Scene, region: Rect, ground: Ground) -> Body:
    """Text alone, in the largest size of which one line fits; the title stands in the header."""
    bare = replace(scene, title="", icon="", choices=(), question="")
    cap = frame.body_cap_mm
    while cap > 0.5:
        stack = Stacker(frame, bare).attempt(Plan(None, region, 0.0, cap, CAP_FLOOR_MM))
        if stack is not None:
            problem = f"The panel is too small for text of {cap / 0.85:.1f} mm. Use a larger panel, or check the ppi."
            problems = (problem,) if cap < frame.body_cap_mm else ()
            return replace(_shown(frame, bare, stack, ground), problems=problems, header_title=scene.title)
        cap *= 0.85
    return Body((), problems=("The panel is too small for any text. Use a larger panel.",), header_title=scene.title)


# ---------------------------------------------------------------- the pieces of one page


def _shown(frame: Frame, scene: Scene, stack: Stack, ground: Ground) -> Body:
    """The items of one page of a stack, the whole in the middle of its column."""
    number = min(max(scene.page, 0), len(stack.pages) - 1)
    is_later = number > 0 and is_titled_once(scene)
    column = stack.later_column if is_later else stack.column
    board_h = _board_h(frame, scene, stack, is_later, column)
    picture, column, y = _settled(frame, scene, stack, is_later, column, board_h)
    items = [_picture(scene, picture, ground)] if picture is not None else []
    if stack.title_lines and not is_later:
        items += _title(scene, stack, column, y, ground)
        y += 0 if stack.plan.title_box or stack.plan.is_beside else stack.title_h + stack.gap
    items += _text(scene, stack, number, column, y, ground)
    text_h = max(stack.title_h, stack.text_h(False)) if stack.plan.is_beside else stack.text_h(is_later)
    y += text_h + stack.gap if text_h else 0
    items += _asked(scene, stack, column, y, board_h, ground)
    starts = tuple(page.start for page in stack.pages)
    is_titled = bool(stack.title_lines) and not is_later
    return Body(
        tuple(items),
        (0, *starts[1:]),
        number,
        header_title="" if is_titled else scene.title,
        strip_text="" if stack.plan.text_cap else scene.text,
    )


def _settled(
    frame: Frame, scene: Scene, stack: Stack, is_later: bool, column: Rect, board_h: int
) -> tuple[Rect | None, Rect, int]:
    """The picture, the column, and the y where the stack begins: the room that is left over is shared out."""
    left = max(0, column.h - stack.height(is_later, board_h))
    picture = stack.plan.picture
    if scene.kind in MENUS:
        return picture, column, column.y
    if picture is None or not frame.panel.is_portrait:
        if picture is not None and stack.plan.title_box is not None and not is_later:
            picture = Rect(picture.x, column.y, picture.w, column.h)
        return picture, column, column.y + left // 2
    growth = max(0, min(left, round(picture.w * PICTURE_ASPECT) - picture.h))
    rest = left - growth
    picture = Rect(picture.x, picture.y + rest // 3, picture.w, picture.h + growth)
    return picture, column, column.y + growth + rest // 2


def _board_h(frame: Frame, scene: Scene, stack: Stack, is_later: bool, column: Rect) -> int:
    if stack.board is None:
        return 0
    room = column.h - stack.height(is_later, 0) - stack.gap
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
    box = stack.plan.title_box or column
    top = stack.plan.title_box.y if stack.plan.title_box else y
    return _part("title", Role.TITLE, Part.TITLE, stack.title_face, scene.title, stack.title_lines, box, top, ground)


def _text(scene: Scene, stack: Stack, number: int, column: Rect, y: int, ground: Ground) -> list[Item]:
    face, lines = stack.text_face, stack.pages[number].lines
    if stack.plan.is_beside:
        x = stack.title_lines[0].w + stack.title_face.em
        column = Rect(column.x + x, column.y, column.w - x, column.h)
        y += round((stack.title_face.height - face.height) * ASCENT)
    return _part("text", Role.TEXT, Part.TEXT, face, scene.text, lines, column, y, ground)


def _asked(scene: Scene, stack: Stack, column: Rect, y: int, board_h: int, ground: Ground) -> list[Item]:
    face, lines = stack.question_face, stack.question_lines
    items = _part("question", Role.QUESTION, Part.QUESTION, face, scene.question, lines, column, y, ground)
    y += stack.question_h + stack.gap if lines else 0
    if stack.board is not None:
        items += board_items(stack.board, Rect(column.x, y, column.w, board_h))
    return items


def _part(
    id: str,
    role: Role,
    part: Part,
    face: Face,
    text: str,
    lines: list[Line] | tuple[Line, ...],
    column: Rect,
    y: int,
    ground: Ground,
) -> list[Item]:
    """A text in which words can be marked, from y down; nothing for no lines."""
    if not lines:
        return []
    rect = Rect(column.x, y, column.w, face.block_height(lines))
    return [text_item(id, role, face, text, lines, rect, ground.color, ground.background, part=part)]
