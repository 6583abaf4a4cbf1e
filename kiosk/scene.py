"""What the screen should show now, as frozen data: words and names, no pixels.

Knows: what there is to see. Must not know: sizes, positions, colours (view), how it came about (session).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.messages import Order


class Kind(StrEnum):
    """Which screen it is."""

    SLIDE = "slide"
    TOPICS = "topics"
    HELP = "help"
    MORE = "more"  # the deeper layer of the help
    READING = "reading"
    SOUND = "sound"
    SIGHT = "settings"
    WORDS = "words"
    MEANING = "meaning"
    WARNING = "warning"
    ASKED = "asked"  # was that meant, which was only spoken


class Part(StrEnum):
    """A shown text in which a word can be marked."""

    TITLE = "title"
    TEXT = "text"
    QUESTION = "question"
    CHOICE = "choice"  # with the index of the choice
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Mark:
    """The word being spoken: ``length`` characters from ``start`` of the part (of choice ``index`` if a choice)."""

    part: Part
    start: int
    length: int
    index: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be pressed: a bar button or a choice. ``id`` is unique on its screen.

    ``state`` is a short word shown and spoken with the label ("chosen", "on"), or empty. ``number`` (0: none) is
    shown before the label, for "number 2". ``is_primary``: what most people want next; it stands out.
    ``spoken_state``: what is said of it where ``state`` is empty, and its picture alone shows it ("not chosen").
    """

    id: str
    order: Order
    label: str
    icon: str = ""
    state: str = ""
    number: int = 0
    is_enabled: bool = True
    is_primary: bool = False
    spoken_state: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """One sign in the status line: what the kiosk does or lacks. An icon of the interface set and words."""

    icon: str
    text: str
    is_fault: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen. ``slide`` is the index in the deck (of the slide behind it, for a panel).

    ``text`` is the whole body; the layout cuts it into pages and shows page ``page``. ``caption``: what is being
    spoken and is not on the screen otherwise. ``progress``: (slides up to here, all). ``icon`` is the large
    picture (a slide's: an icon of the deck), empty for none. ``choices`` are shown under (or beside) the text,
    at most six; ``bar`` always holds the same five places. ``page_place`` says which of several pages one sees, "page
    {number} of {count}", filled in by the layout, which makes the pages; empty: nothing says it. ``is_wide``: letters,
    words and lines stand further apart; ``has_transition``: the screen before may fade into this one.
    ``picture_step``: which step of a picture that moves; 0 is the still. ``level``: of the voice that is heard, 0 to 4;
    -1 while the kiosk does not listen. ``focus_group``: the targets that stand in the focus together, for one switch.
    """

    kind: Kind
    slide: int
    topic: str
    place: str
    progress: tuple[int, int]
    title: str
    text: str
    page: int
    icon: str
    question: str
    choices: tuple[Target, ...]
    bar: tuple[Target, ...]
    focus: str
    mark: Mark | None
    caption: str
    status: tuple[Status, ...]
    theme: str
    text_size: str
    footer: str = ""
    page_place: str = ""
    is_wide: bool = False
    has_transition: bool = False
    picture_step: int = 0
    level: int = -1
    focus_group: tuple[str, ...] = ()
