"""What a finished layout is made of: named pieces with rectangles, text, and colour roles.

Knows: the shape of a layout. Must not know: how it is worked out, how it is painted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.messages import Order
from kiosk.scene import Mark, Part
from kiosk.view.geometry import NOWHERE, Rect

REGULAR = "regular"
BOLD = "bold"


class Metrics(Protocol):
    """Measures text. ``weight`` is REGULAR or BOLD; ``font_px`` is the em size of the font in pixels."""

    def font_px(self, cap_px: int, weight: str) -> int:
        """The least font size whose capital H, as drawn, is at least ``cap_px`` rows high."""
        ...

    def cap_px(self, font_px: int, weight: str) -> int:
        """How many rows the capital H of this font inks."""
        ...

    def width(self, text: str, font_px: int, weight: str) -> int: ...

    def height(self, font_px: int, weight: str) -> int:
        """From the top of the highest letter to the foot of the lowest."""
        ...


class Role(StrEnum):
    """What a piece is for."""

    TITLE = "title"
    TEXT = "text"
    QUESTION = "question"
    ICON = "icon"
    CONTROL = "control"
    NUMBER = "number"
    STATE = "state"
    CAPTION = "caption"
    STATUS = "status"
    TOPIC = "topic"
    PLACE = "place"
    PROGRESS = "progress"
    FOOTER = "footer"
    PAGE = "page"
    PLATE = "plate"
    MARK = "mark"
    FOCUS = "focus"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a piece of one, as drawn: its first character in the text it belongs to, and where it stands."""

    text: str
    start: int
    rect: Rect


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of the screen. Roles of colours are those of content.model.

    ``text`` is all that the piece says; ``words`` what of it is drawn here, ``tracking_px`` what is added to
    each letter. ``plate`` and ``edge`` (roles, empty
    for none) are drawn under the words, the edge ``edge_px`` wide inside ``rect``. ``background`` is the role of what
    lies behind the words. ``icon`` fills ``rect``; ``is_deck_icon`` says whose it is. ``is_live``: painted
    anew when it changes, without building the rest again. ``step``: of a picture that moves; drawn over its still,
    which is the item of the same ``rect`` without a step.
    """

    id: str
    role: Role
    rect: Rect
    text: str = ""
    words: tuple[Word, ...] = ()
    font_px: int = 0
    weight: str = REGULAR
    tracking_px: int = 0
    color: str = "text"
    background: str = "background"
    plate: str = ""
    edge: str = ""
    edge_px: int = 0
    radius_px: int = 0
    is_dashed: bool = False
    icon: str = ""
    is_deck_icon: bool = False
    order: Order | None = None
    part: Part | None = None
    index: int = 0
    is_live: bool = False
    step: int = 0

    @property
    def label(self) -> str:
        """Of a target: what stands on it."""
        return self.text


@dataclass(frozen=True, slots=True)
class Layout:
    """A screen worked out. ``page_starts``: first character of the body on each page; ``page`` the one that is shown.

    ``problems`` says what the panel is too small for, in words for whoever installs it; empty on a fit panel.
    ``body`` is the room between header, strip and bar.
    """

    size: tuple[int, int]
    items: tuple[Item, ...]
    page_starts: tuple[int, ...] = (0,)
    page: int = 0
    problems: tuple[str, ...] = field(default=())
    ring_px: int = 1
    body: Rect = NOWHERE

    @property
    def targets(self) -> tuple[Item, ...]:
        """What can be pressed, in the order of the scene."""
        return tuple(item for item in self.items if item.order is not None)

    @property
    def static(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.is_live)

    @property
    def live(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_live)

    def target_at(self, point: tuple[int, int]) -> str | None:
        """The id of the target that was drawn under ``point``."""
        return next((item.id for item in self.targets if item.rect.holds(point)), None)

    def find(self, id: str) -> Item | None:
        return next((item for item in self.items if item.id == id), None)

    def marked(self, mark: Mark) -> tuple[tuple[Item, tuple[Word, ...]], ...]:
        """The words that ``mark`` covers, with the item they stand in; empty when they are on another page."""
        end = mark.start + mark.length
        return tuple(
            (item, words)
            for item in self.items
            if item.part == mark.part and item.index == mark.index
            if (words := tuple(w for w in item.words if w.start < end and w.start + len(w.text) > mark.start))
        )
