"""Tries a plan: stacks title, text, question and choices in its column and cuts the text into pages.

Knows: one plan and what has to go in. Must not know: which plans there are, how the winner is drawn.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.scene import Kind, Scene
from kiosk.view.board import Board, boards
from kiosk.view.cards import Card, Look, look
from kiosk.view.flow import Line, Page, Setting
from kiosk.view.frame import Frame
from kiosk.view.geometry import Rect
from kiosk.view.items import BOLD, REGULAR
from kiosk.view.panel import CAP_FLOOR_MM
from kiosk.view.plans import Plan, is_panel
from kiosk.view.typeset import LINE_SPACING, Face

PANEL_PAGE_PRICE = 6.0
"""Of a second page of a panel: its choices would have to be looked for."""
BROKEN_WORD_PRICE = 6.0
"""Of each cut through a word of title or text: dearer than a small title, or a page without a picture."""
KEPT_STACKS = 64
SENTENCE_ENDS = (".", "!", "?", "…", ":", "”")
WIDE_TITLE_SHARE = 0.5
"""Of the height, a title above picture and text takes no more: the picture has to stay one."""
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
    is_deck, has_answer = scene.kind is Kind.TOPICS, scene.kind is Kind.SLIDE
    return tuple(Card(target, index, is_deck, has_answer) for index, target in enumerate(scene.choices))


def is_titled_once(scene: Scene) -> bool:
    """Whether later pages do without the large title."""
    return scene.kind in (Kind.SLIDE, Kind.MEANING)


def page_price(scene: Scene) -> float:
    return PANEL_PAGE_PRICE if is_panel(scene) else 1.0


class Kept:
    """The best stacks of the latest scenes, so that turning a page does not try every plan again."""

    def __init__(self) -> None:
        self._stacks: OrderedDict[tuple[object, ...], Stack | None] = OrderedDict()

    def find(self, key: tuple[object, ...], make: Callable[[], Stack | None]) -> Stack | None:
        """What ``make`` gives, made once for each ``key``."""
        if key not in self._stacks:
            self._stacks[key] = make()
            if len(self._stacks) > KEPT_STACKS:
                self._stacks.popitem(last=False)
        self._stacks.move_to_end(key)
        return self._stacks[key]


class Stacker:
    """Tries plans of one scene; what several plans have in common is worked out once."""

    def __init__(self, frame: Frame, scene: Scene, cards: tuple[Card, ...], footer_h: int = 0) -> None:
        self._frame, self._scene, self._cards, self._footer_h = frame, scene, cards, footer_h
        self._boards: dict[tuple[float, int], list[Board]] = {}
        self._looks: dict[float, Look] = {}
        self._settings: dict[tuple[str, Face], Setting] = {}

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
            if top > column.h * (WIDE_TITLE_SHARE if plan.picture else 1.0):
                return None
            column, title_h = Rect(column.x, column.y + top, column.w, max(1, column.h - top)), 0
        return self._stacked(plan, column, title_face, title_lines, title_h, text_face)

    def _stacked(
        self, plan: Plan, column: Rect, title_face: Face, title_lines: list[Line], title_h: int, text_face: Face
    ) -> Stack | None:
        scene, gap = self._scene, gap_of(text_face)
        text = scene.text if plan.text_cap else ""
        question_face = self._question_face(plan)
        question_lines = self._setting(scene.question, question_face).balanced(column.w)
        used = sum(h + gap for h in (question_face.block_height(question_lines),) if h)
        used += self._footer_h if self._cards else 0
        first = column.h - used - (title_h + gap if title_h else 0)
        room = self._text_room(plan, column, text_face, text, first)
        if room is None:
            return None
        later_room = plan.column.h - used - (first - room) if is_titled_once(scene) else room
        pages = self._pages(text, column.w, text_face, room, later_room)
        if pages is None:
            return None
        text_h = text_face.block_height(pages[0].lines)
        board = self._board(plan, column, first - (text_h + gap if text_h else 0)) if self._cards else None
        price = plan.price + page_price(scene) * len(pages) + (board.price if board else 0.0)
        text_lines = [line for page in pages for line in page.lines]
        price += BROKEN_WORD_PRICE * (_cuts(scene.title, title_lines) + _cuts(text, text_lines))
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
        board = self._board(plan, plan.column, plan.column.h - title_face.height - gap_of(text_face))
        if len(lines) != 1 or board is None:
            return None
        pages = [Page(0, len(self._scene.text), tuple(lines))]
        price = plan.price + page_price(self._scene) + board.price
        column = plan.column
        return Stack(plan, column, column, title_face, title_lines, text_face, pages, title_face, [], board, price)

    # ------------------------------------------------------------ rooms

    def _text_room(self, plan: Plan, column: Rect, face: Face, text: str, room: int) -> int | None:
        """The height left for the text; None if it is not a line, or beside choices not two where there are more."""
        gap, least = gap_of(face), face.height if text else 0
        if self._cards:
            least = face.block_height(self._wrapped(text, face, plan.column.w)[:2])
            board = self._board(plan, column, room - (least + gap if text else 0))
            if board is None:
                return None
            room -= board.least_h + (gap if text else 0)
        return room if room >= least else None

    def _board(self, plan: Plan, column: Rect, room: int) -> Board | None:
        place = self._frame.board_in(column)
        room = min(room, place.h - self._footer_h)
        key = (plan.label_cap, place.w)
        if key not in self._boards:
            style, panel = self._look(plan.label_cap), self._frame.panel
            self._boards[key] = boards(self._cards, style, place.w, self._frame.gap, panel.is_portrait)
        return next((board for board in self._boards[key] if board.least_h <= room), None)

    def _look(self, cap_mm: float) -> Look:
        if cap_mm not in self._looks:
            self._looks[cap_mm] = look(self._frame.faces, cap_mm)
        return self._looks[cap_mm]

    # ------------------------------------------------------------ lines

    def _question_face(self, plan: Plan) -> Face:
        cap = min(self._frame.body_cap_mm, max(plan.label_cap, self._frame.second_cap_mm))
        return self._frame.faces.face(max(CAP_FLOOR_MM, cap), BOLD)

    def _setting(self, text: str, face: Face) -> Setting:
        key = (text, face)
        if key not in self._settings:
            self._settings[key] = face.setting(text)
        return self._settings[key]

    def _balanced(self, face: Face, plan: Plan) -> list[Line]:
        if not plan.title_cap:
            return []
        return self._setting(self._scene.title, face).balanced((plan.title_box or plan.column).w)

    def _wrapped(self, text: str, face: Face, width: int) -> list[Line]:
        return self._setting(text, face).lines(width)

    def _pages(self, text: str, width: int, face: Face, room: int, later_room: int) -> list[Page] | None:
        """The pages of the text; the last leaves room for the footer. None if that cannot be."""
        footer_h = 0 if self._cards else self._footer_h
        lines = self._wrapped(text, face, width)
        if face.block_height(lines) <= room - footer_h:
            return [Page(0, len(text), tuple(lines))]

        def fits(lines: Sequence[Line], number: int) -> bool:
            return face.block_height(lines) <= (later_room if number else room)

        pages = self._setting(text, face).pages(width, fits)
        last_room = (later_room if len(pages) > 1 else room) - footer_h
        if face.block_height(pages[-1].lines) <= last_room:
            return pages
        return _with_tail(text, pages, face, later_room - footer_h)


def _cuts(text: str, lines: Sequence[Line]) -> int:
    """How often a word is cut, if it is set at all."""
    return sum(len(line.pieces) for line in lines) - len(text.split()) if lines else 0


def _with_tail(text: str, pages: list[Page], face: Face, room: int) -> list[Page] | None:
    """The last page cut in two after a sentence, so that its second part fits in ``room``; None if none does."""
    last = pages[-1]
    for count in range(1, len(last.lines)):
        tail = last.lines[count:]
        is_sentence = text[: tail[0].pieces[0].start].rstrip().endswith(SENTENCE_ENDS)
        if is_sentence and face.block_height(tail) <= room:
            start = tail[0].pieces[0].start
            return [*pages[:-1], Page(last.start, start, last.lines[:count]), Page(start, last.end, tail)]
    return None
