"""Tries a plan: stacks title, text, question and choices in its column and cuts the text into pages.

Knows: one plan and what has to go in. Must not know: which plans there are, how the winner is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.scene import Kind, Scene
from kiosk.view.board import Board, boards
from kiosk.view.cards import Card, look
from kiosk.view.flow import Line, Page, paginate
from kiosk.view.frame import Frame
from kiosk.view.geometry import Rect
from kiosk.view.items import BOLD, REGULAR
from kiosk.view.panel import CAP_FLOOR_MM
from kiosk.view.plans import Plan, is_panel
from kiosk.view.typeset import LINE_SPACING, Face

PANEL_PAGE_PRICE = 6.0
"""Of a second page of a panel: its choices would have to be looked for."""
GAP_EM = 0.6
"""Between title, text, question and choices, in sizes of the text."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A plan that works: the lines of everything and the pages of the text.

    ``column`` and ``picture`` are those of the first page; on later pages the title stands in the header, and its room
    goes to the text (``later_column``).
    """

    plan: Plan
    column: Rect
    later_column: Rect
    title_face: Face
    title_lines: list[Line]
    text_face: Face
    pages: list[Page]
    question_face: Face
    question_lines: list[Line]
    board: Board | None
    price: float

    @property
    def gap(self) -> int:
        return gap_of(self.text_face)

    @property
    def title_h(self) -> int:
        return self.title_face.block_height(self.title_lines)

    @property
    def question_h(self) -> int:
        return self.question_face.block_height(self.question_lines)

    def text_h(self, is_later: bool) -> int:
        """The height that the text takes on the first page, or at most on a later one."""
        pages = self.pages[1:] if is_later else self.pages[:1]
        return max((self.text_face.block_height(page.lines) for page in pages), default=0)

    def height(self, is_later: bool, board_h: int) -> int:
        """Of the whole stack in its column."""
        is_alone = bool(self.plan.title_box) or self.plan.is_beside or is_later
        first = max(self.title_h, self.text_h(False)) if self.plan.is_beside else self.text_h(is_later)
        parts = [h for h in (0 if is_alone else self.title_h, first, self.question_h, board_h) if h]
        return sum(parts) + self.gap * max(0, len(parts) - 1)


def gap_of(face: Face) -> int:
    return round(face.em * GAP_EM)


def cards_of(scene: Scene) -> tuple[Card, ...]:
    is_deck = scene.kind is Kind.TOPICS
    return tuple(Card(target, index, is_deck) for index, target in enumerate(scene.choices))


def is_titled_once(scene: Scene) -> bool:
    """Whether later pages do without the large title."""
    return scene.kind in (Kind.SLIDE, Kind.MEANING)


def page_price(scene: Scene) -> float:
    return PANEL_PAGE_PRICE if is_panel(scene) else 1.0


class Stacker:
    """Tries plans of one scene; what several plans have in common is worked out once."""

    def __init__(self, frame: Frame, scene: Scene) -> None:
        self._frame, self._scene = frame, scene
        self._cards = cards_of(scene)
        self._boards: dict[tuple[float, int], list[Board]] = {}
        self._lines: dict[tuple[str, Face, int], list[Line]] = {}

    def attempt(self, plan: Plan) -> Stack | None:
        """The stack of a plan; None if a line of text is not left, or the choices do not fit."""
        title_face = self._frame.faces.face(plan.title_cap or self._frame.second_cap_mm, BOLD)
        text_face = self._frame.faces.face(plan.text_cap or self._frame.second_cap_mm, REGULAR, LINE_SPACING)
        title_lines = self._balanced(title_face, plan)
        if plan.is_beside:
            return self._attempt_beside(plan, title_face, title_lines, text_face)
        column, title_h = plan.column, title_face.block_height(title_lines)
        if plan.title_box is not None:
            top = title_h + self._frame.gap
            column, title_h = Rect(column.x, column.y + top, column.w, max(1, column.h - top)), 0
        return self._stacked(plan, column, title_face, title_lines, title_h, text_face)

    def _stacked(
        self, plan: Plan, column: Rect, title_face: Face, title_lines: list[Line], title_h: int, text_face: Face
    ) -> Stack | None:
        scene, gap = self._scene, gap_of(text_face)
        text = scene.text if plan.text_cap else ""
        question_face = self._question_face(plan)
        question_lines = self._wrapped(scene.question, question_face, column.w)
        used = sum(h + gap for h in (question_face.block_height(question_lines),) if h)
        first = column.h - used - (title_h + gap if title_h else 0)
        room = self._text_room(plan, text_face, text, first)
        if room is None:
            return None
        later_room = plan.column.h - used - (first - room) if is_titled_once(scene) else room
        pages = self._pages(text, column.w, text_face, room, later_room)
        text_h = text_face.block_height(pages[0].lines)
        board = self._board(plan, first - (text_h + gap if text_h else 0)) if scene.choices else None
        price = plan.price + page_price(scene) * len(pages) + (board.price if board else 0.0)
        later = plan.column if is_titled_once(scene) else column
        return Stack(
            plan, column, later, title_face, title_lines, text_face, pages, question_face, question_lines, board, price
        )

    def _attempt_beside(self, plan: Plan, title_face: Face, title_lines: list[Line], text_face: Face) -> Stack | None:
        """Title and text in one row, if both are of one line; choices under it."""
        width = plan.column.w - sum(line.w for line in title_lines) - title_face.em
        if len(title_lines) != 1 or width < 1 or self._scene.question:
            return None
        lines = self._wrapped(self._scene.text, text_face, width)
        board = self._board(plan, plan.column.h - title_face.height - gap_of(text_face))
        if len(lines) != 1 or board is None:
            return None
        pages = [Page(0, len(self._scene.text), tuple(lines))]
        price = plan.price + page_price(self._scene) + board.price
        column = plan.column
        return Stack(plan, column, column, title_face, title_lines, text_face, pages, title_face, [], board, price)

    # ------------------------------------------------------------ rooms

    def _text_room(self, plan: Plan, face: Face, text: str, room: int) -> int | None:
        """The height left for the text; None if it is not a line, or beside choices not two where there are more."""
        gap, least = gap_of(face), face.height if text else 0
        if self._scene.choices:
            least = face.block_height(self._wrapped(text, face, plan.column.w)[:2])
            board = self._board(plan, room - (least + gap if text else 0))
            if board is None:
                return None
            room -= board.least_h + (gap if text else 0)
        return room if room >= least else None

    def _board(self, plan: Plan, room: int) -> Board | None:
        key = (plan.label_cap, plan.column.w)
        if key not in self._boards:
            style, panel = look(self._frame.faces, plan.label_cap), self._frame.panel
            self._boards[key] = boards(self._cards, style, plan.column.w, self._frame.gap, panel.is_portrait)
        return next((board for board in self._boards[key] if board.least_h <= room), None)

    # ------------------------------------------------------------ lines

    def _question_face(self, plan: Plan) -> Face:
        cap = min(self._frame.body_cap_mm, max(plan.label_cap, self._frame.second_cap_mm))
        return self._frame.faces.face(max(CAP_FLOOR_MM, cap), BOLD)

    def _balanced(self, face: Face, plan: Plan) -> list[Line]:
        if not plan.title_cap:
            return []
        width = (plan.title_box or plan.column).w
        key = (self._scene.title, face, -width)
        if key not in self._lines:
            self._lines[key] = face.balanced(self._scene.title, width)
        return self._lines[key]

    def _wrapped(self, text: str, face: Face, width: int) -> list[Line]:
        key = (text, face, width)
        if key not in self._lines:
            self._lines[key] = face.wrap(text, width)
        return self._lines[key]

    def _pages(self, text: str, width: int, face: Face, room: int, later_room: int) -> list[Page]:
        lines = self._wrapped(text, face, width)
        if face.block_height(lines) <= room:
            return [Page(0, len(text), tuple(lines))]

        def fits(lines: Sequence[Line], number: int) -> bool:
            return face.block_height(lines) <= (later_room if number else room)

        return paginate(text, width, face.measure, fits)
