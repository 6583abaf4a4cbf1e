"""What is special to a screen: picture, title, text in pages, question and choices, between header and strip.

Knows: how to share the room between them. Must not know: the frame's own pieces, colours' values, pygame.

1. ``compose`` cuts off the footer and, of a warning, the plate.
2. ``plans`` lists ways to place picture and column, best first; each has a price.
3. ``attempt`` stacks title, text, question and choices in the column of a plan: a Stack, or None if they do not fit.
4. The cheapest attempt wins; a page costs more than a smaller picture. If none fits, the choices get a page of
   their own; if even that fails, the title goes, and a problem is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.scene import Kind, Part, Scene
from kiosk.view.board import MENU_CARD_MM, STORY_CARD_MM, Board, board_height, board_items, boards, forced, preferred
from kiosk.view.cards import Card, look
from kiosk.view.flow import Line, Page, paginate
from kiosk.view.frame import TIGHT_HEIGHT_MM, Frame
from kiosk.view.geometry import Rect
from kiosk.view.items import BOLD, REGULAR, Item, Role
from kiosk.view.panel import CAP_FLOOR_MM
from kiosk.view.typeset import LINE_SPACING, Face, text_item

PICTURE_SHARES = (0.42, 0.37, 0.32, 0.27, 0.22)
"""How much of the width (of the height, on a portrait panel) the picture gets; the first that works well."""
TITLE_STEPS = (1.35, 1.2, 1.1)
"""Title against body."""
SMALL_TITLE_STEPS = (0.9, 0.75, 0.6)
"""Where there is no room for a title larger than the body."""


@dataclass(frozen=True, slots=True)
class Body:
    items: tuple[Item, ...]
    page_starts: tuple[int, ...]
    page: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Where picture, title and column go; ``price``: what is given up against the best one."""

    picture: Rect | None
    title_box: Rect | None
    column: Rect
    title_step: float
    price: float


@dataclass(frozen=True, slots=True)
class Stack:
    """A plan that works: the lines of everything and the pages of the text."""

    plan: Plan
    title_face: Face
    title_lines: list[Line]
    text_face: Face
    pages: list[Page]
    question_face: Face
    question_lines: list[Line]
    board: Board | None
    text_h: int

    @property
    def price(self) -> float:
        return len(self.pages) + self.plan.price


@dataclass(frozen=True, slots=True)
class Ground:
    """Which colour roles the screen stands on."""

    color: str = "text"
    background: str = "background"


def compose(frame: Frame, scene: Scene, region: Rect) -> Body:
    """Everything between header and strip."""
    ground = Ground("warning_text", "warning") if scene.kind is Kind.WARNING else Ground()
    items: list[Item] = []
    inner = region
    if scene.kind is Kind.WARNING:
        pad = frame.gap * 2
        items.append(
            Item("warning", Role.PLATE, region, plate="warning", radius_px=pad, edge="warning_text", edge_px=0)
        )
        inner = region.grown(-pad, -pad)
    if scene.footer:
        footer, height = _footer(frame, scene.footer, inner, ground)
        items.append(footer)
        inner = Rect(inner.x, inner.y, inner.w, max(1, inner.h - height - frame.gap))
    body = _fill(frame, scene, inner, ground)
    return replace(body, items=(*items, *body.items))


def _footer(frame: Frame, text: str, region: Rect, ground: Ground) -> tuple[Item, int]:
    face = frame.second
    lines = face.wrap(text, region.w)
    height = face.block_height(lines)
    color = "muted" if ground.background == "background" else ground.color
    rect = Rect(region.x, region.bottom - height, region.w, height)
    return text_item("footer", Role.FOOTER, face, text, lines, rect, color, ground.background), height


def _fill(frame: Frame, scene: Scene, region: Rect, ground: Ground) -> Body:
    stack = best(frame, scene, region, with_choices=True)
    if stack is not None:
        page = min(max(scene.page, 0), len(stack.pages) - 1)
        return _shown(frame, scene, stack, page, ground, ())
    if scene.choices or scene.question:
        return _on_two_kinds_of_pages(frame, scene, region, ground)
    return _cramped(frame, scene, region, ground)


def _on_two_kinds_of_pages(frame: Frame, scene: Scene, region: Rect, ground: Ground) -> Body:
    """The text on pages of its own, question and choices on the last one."""
    asked = _cards_only(frame, scene, region, ground)
    if not scene.text:
        return replace(asked, page_starts=(0,))
    told_scene = replace(scene, choices=(), question="", page=scene.page)
    told = _fill(frame, told_scene, region, ground)
    starts = (*told.page_starts, len(scene.text))
    is_asked = scene.page >= len(told.page_starts) or _is_about_choices(scene)
    body = replace(asked, page=len(starts) - 1) if is_asked else told
    return replace(body, page_starts=starts, problems=tuple(dict.fromkeys(told.problems + asked.problems)))


def _is_about_choices(scene: Scene) -> bool:
    marked = scene.mark is not None and scene.mark.part in (Part.QUESTION, Part.CHOICE)
    return marked or any(choice.id == scene.focus for choice in scene.choices)


def _cards_only(frame: Frame, scene: Scene, region: Rect, ground: Ground) -> Body:
    """A page of title (if there is no question), question and choices."""
    bare = replace(scene, text="", icon="", title="" if scene.question else scene.title)
    stack = best(frame, bare, region, with_choices=True)
    if stack is None and not scene.question:
        bare = replace(bare, title="")
        stack = best(frame, bare, region, with_choices=True)
    if stack is not None:
        return _shown(frame, bare, stack, 0, ground, ())
    face = frame.faces.face(CAP_FLOOR_MM, BOLD)
    lines = face.wrap(scene.question, region.w)
    height = face.block_height(lines)
    items = []
    if lines:
        rect = Rect(region.x, region.y, region.w, height)
        items.append(
            text_item(
                "question",
                Role.QUESTION,
                face,
                scene.question,
                lines,
                rect,
                ground.color,
                ground.background,
                part=Part.QUESTION,
            )
        )
    rest = Rect(region.x, region.y + height, region.w, max(1, region.h - height))
    cards = _cards(scene)
    board = forced(cards, look(frame.faces, CAP_FLOOR_MM), rest, frame.gap, frame.panel.is_portrait)
    problem = "The panel is too small for this screen's choices: labels may be cut. Use a larger panel."
    return Body((*items, *board_items(board, rest)), (0,), 0, (problem,))


def _cramped(frame: Frame, scene: Scene, region: Rect, ground: Ground) -> Body:
    """Text alone, in the largest size of which one line fits."""
    bare = replace(scene, title="", icon="", choices=(), question="")
    cap = frame.body_cap_mm
    while cap > 0.5:
        stack = attempt(frame, bare, Plan(None, None, region, 1.0, 0.0), frame.second_cap_mm, cap, True)
        if stack is not None:
            page = min(max(scene.page, 0), len(stack.pages) - 1)
            problem = "The panel is too small for title and text together: the title is left out. Use a larger panel."
            if cap < CAP_FLOOR_MM:
                problem = f"The panel is too small for text of {CAP_FLOOR_MM} mm. Use a larger panel."
            return _shown(frame, bare, stack, page, ground, (problem,))
        cap *= 0.85
    return Body((), (0,), 0, ("The panel is too small for any text. Use a larger panel.",))


# ---------------------------------------------------------------- plans


def best(frame: Frame, scene: Scene, region: Rect, with_choices: bool) -> Stack | None:
    """The cheapest way that works; None if none does."""
    found: Stack | None = None
    caps = (0.8 * frame.body_cap_mm, frame.second_cap_mm, CAP_FLOOR_MM) if scene.choices else (frame.second_cap_mm,)
    for label_price, label_cap in enumerate(dict.fromkeys(max(CAP_FLOOR_MM, cap) for cap in caps)):
        for plan in plans(frame, scene, region):
            price = plan.price + 0.3 * label_price
            if found is not None and price + 1 >= found.price:
                break
            stack = attempt(frame, scene, replace(plan, price=price), label_cap, frame.body_cap_mm, with_choices)
            if stack is not None and (found is None or stack.price < found.price):
                found = stack
    return found


def plans(frame: Frame, scene: Scene, region: Rect) -> list[Plan]:
    """Every way to place picture and column, cheapest first."""
    found = []
    steps = (*TITLE_STEPS, *SMALL_TITLE_STEPS) if scene.title else (1.0,)
    for step_price, step in enumerate(steps):
        price = 0.12 * step_price + (2.0 if step < 1 else 0.0)
        if not scene.icon:
            found.append(Plan(None, None, region, step, price))
            continue
        for share_price, share in enumerate(PICTURE_SHARES):
            found += _with_picture(frame, region, step, share, price + 0.16 * share_price)
    return sorted(found, key=lambda plan: plan.price)


def _with_picture(frame: Frame, region: Rect, step: float, share: float, price: float) -> Iterator[Plan]:
    if frame.panel.is_portrait:
        height = min(round(region.h * share), round(region.w * 0.9))
        picture = Rect(region.x, region.y, region.w, height)
        top = height + frame.gap * 2
        yield Plan(picture, None, Rect(region.x, region.y + top, region.w, max(1, region.h - top)), step, price)
        return
    width = min(round(region.w * share), round(region.h * 1.25))
    gutter = round(frame.gap * 2.5)
    picture = Rect(region.x, region.y, width, region.h)
    column = Rect(region.x + width + gutter, region.y, region.w - width - gutter, region.h)
    yield Plan(picture, None, column, step, price)
    if frame.panel.height_mm < TIGHT_HEIGHT_MM:
        yield Plan(picture, region, column, step, price + 0.05)


def _cards(scene: Scene) -> tuple[Card, ...]:
    is_deck = scene.kind is Kind.TOPICS
    return tuple(Card(target, index, is_deck) for index, target in enumerate(scene.choices))


def attempt(
    frame: Frame, scene: Scene, plan: Plan, label_cap: float, body_cap: float, with_choices: bool
) -> Stack | None:
    """Title, text, question and choices in the column of ``plan``; None if not even a line of text is left for them."""
    faces, column = frame.faces, plan.column
    title_face = faces.face(max(CAP_FLOOR_MM, body_cap * plan.title_step), BOLD)
    text_face = faces.face(body_cap, REGULAR, LINE_SPACING)
    question_face = faces.face(max(CAP_FLOOR_MM, min(body_cap, max(label_cap, frame.second_cap_mm))), BOLD)
    title_lines = title_face.balanced(scene.title, (plan.title_box or column).w)
    if plan.title_box is not None:
        column = _below_title(frame, plan, title_face.block_height(title_lines))
        plan = replace(plan, column=column, picture=_under(plan.picture, column))
    question_lines = question_face.wrap(scene.question, column.w) if with_choices else []
    board = None
    room = column.h - (0 if plan.title_box else _with_gap(title_face.block_height(title_lines), text_face))
    room -= _with_gap(question_face.block_height(question_lines), text_face)
    if scene.choices and with_choices:
        board = _board(frame, scene, label_cap, column.w, room - (text_face.height if scene.text else 0))
        if board is None:
            return None
        room -= _with_gap(board.least_h, text_face) if scene.text else board.least_h
    if room < (text_face.height if scene.text else 0):
        return None
    pages = paginate(scene.text, column.w, text_face.measure, lambda lines: text_face.block_height(lines) <= room)
    text_h = max(text_face.block_height(page.lines) for page in pages)
    return Stack(
        plan, title_face, title_lines, text_face, pages, question_face, question_lines, board, text_h
    )


def _with_gap(height: int, face: Face) -> int:
    return height + _gap(face) if height else 0


def _gap(face: Face) -> int:
    return round(face.em * 0.6)


def _below_title(frame: Frame, plan: Plan, height: int) -> Rect:
    top = height + frame.gap
    return Rect(plan.column.x, plan.column.y + top, plan.column.w, max(1, plan.column.h - top))


def _under(picture: Rect | None, column: Rect) -> Rect | None:
    return picture and Rect(picture.x, column.y, picture.w, column.h)


def _board(frame: Frame, scene: Scene, label_cap: float, width: int, room: int) -> Board | None:
    """The board with the columns that look best if it fits, else the lowest that fits, else None."""
    cards = _cards(scene)
    found = [
        board for board in boards(cards, look(frame.faces, label_cap), width, frame.gap) if board.least_h <= room
    ]
    liked = preferred(len(cards), frame.panel.is_portrait)
    return next((board for board in found if board.across == liked), found[0] if found else None)


# ---------------------------------------------------------------- pieces


def _shown(
    frame: Frame, scene: Scene, stack: Stack, number: int, ground: Ground, problems: tuple[str, ...]
) -> Body:
    """The items of one page of a stack, the whole in the middle of its column."""
    plan, column = stack.plan, stack.plan.column
    page = stack.pages[number]
    board_h = _board_h(frame, scene, stack)
    items: list[Item] = []
    if plan.picture is not None:
        items.append(
            Item(
                "picture",
                Role.ICON,
                plan.picture,
                icon=scene.icon,
                is_deck_icon=True,
                color=ground.color,
                background=ground.background,
            )
        )
    y = column.y + max(0, column.h - _height(stack, board_h)) // 2
    if scene.kind in _MENUS:
        y = column.y
    title_h = stack.title_face.block_height(stack.title_lines)
    if stack.title_lines:
        top = plan.title_box.y if plan.title_box else y
        left = plan.title_box or column
        rect = Rect(left.x, top, left.w, title_h)
        items.append(
            text_item(
                "title",
                Role.TITLE,
                stack.title_face,
                scene.title,
                stack.title_lines,
                rect,
                ground.color,
                ground.background,
                part=Part.TITLE,
            )
        )
        y += 0 if plan.title_box else _with_gap(title_h, stack.text_face)
    if page.lines:
        rect = Rect(column.x, y, column.w, stack.text_face.block_height(page.lines))
        items.append(
            text_item(
                "text",
                Role.TEXT,
                stack.text_face,
                scene.text,
                page.lines,
                rect,
                ground.color,
                ground.background,
                part=Part.TEXT,
            )
        )
    y += _with_gap(stack.text_h, stack.text_face) if scene.text else 0
    items += _asked(scene, stack, column, y, board_h, ground)
    return Body(tuple(items), tuple(page.start for page in stack.pages) or (0,), number, problems)


_MENUS = (Kind.TOPICS, Kind.HELP, Kind.READING, Kind.SOUND, Kind.SIGHT, Kind.WORDS)


def _asked(scene: Scene, stack: Stack, column: Rect, y: int, board_h: int, ground: Ground) -> list[Item]:
    items = []
    if stack.question_lines:
        height = stack.question_face.block_height(stack.question_lines)
        items.append(
            text_item(
                "question",
                Role.QUESTION,
                stack.question_face,
                scene.question,
                stack.question_lines,
                Rect(column.x, y, column.w, height),
                ground.color,
                ground.background,
                part=Part.QUESTION,
            )
        )
        y += _with_gap(height, stack.text_face)
    if stack.board is not None:
        items += board_items(stack.board, Rect(column.x, y, column.w, board_h))
    return items


def _height(stack: Stack, board_h: int) -> int:
    face = stack.text_face
    title = 0 if stack.plan.title_box else stack.title_face.block_height(stack.title_lines)
    question = stack.question_face.block_height(stack.question_lines)
    parts = [height for height in (title, stack.text_h, question, board_h) if height]
    return sum(parts) + _gap(face) * max(0, len(parts) - 1)


def _board_h(frame: Frame, scene: Scene, stack: Stack) -> int:
    if stack.board is None:
        return 0
    room = stack.plan.column.h - _height(stack, 0) - _gap(stack.text_face)
    is_menu = scene.kind in _MENUS
    return board_height(stack.board, room, MENU_CARD_MM if is_menu else STORY_CARD_MM)
