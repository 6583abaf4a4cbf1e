"""What a deck, a language, a theme and a keypad are, as frozen data.

Knows: the shape of the content. Must not know: files, the screen, the voice.
Character offsets count Python string positions from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a shown text, and how it is spoken.

    ``start`` and ``length`` are characters in the shown text. ``spoken`` is what the voice is given: the word
    itself, or what the lexicon says. A lexicon entry of several shown words ("3,000 to 10,000") is one Word.
    """

    start: int
    length: int
    spoken: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a shown text: ``text`` as shown, ``start`` its offset in the whole, its words.

    The offsets of ``words`` count from the start of the sentence.
    """

    text: str
    start: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """One idea on one screen, in one language.

    ``text`` is the body as shown; a line break starts a paragraph. ``picture`` is the text alternative of the
    icon. ``question`` (may be empty) is asked under the text: with ``options`` the visitor chooses some of them
    by number, without it is answered yes or no. ``is_summary``: the slide also lists what the visitor answered
    in this topic. ``spoken``: pairs (shown, spoken) that hold on this slide only, before the lexicon.
    ``picture_steps``: how many steps the picture moves in beside its still; 0 if it does not move.
    """

    id: str
    topic: str
    facts: tuple[str, ...]
    icon: str
    picture: str
    title: str
    text: str
    question: str = ""
    options: tuple[str, ...] = ()
    is_summary: bool = False
    spoken: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    picture_steps: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """A run of slides: ``first`` is the index of its first slide in the deck, ``count`` how many there are.

    ``phrases`` are the spoken names that a visitor may use ("symptoms", "diagnosis"), beside "topic 5".
    """

    id: str
    number: int
    title: str
    icon: str
    first: int
    count: int
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary word: as shown, its plain meaning, and how it is said (``spoken``, empty: as written)."""

    term: str
    meaning: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class CommandWords:
    """What a language calls one command: button label, spoken phrases, one line of help.

    A phrase may hold ``{number}``, which stands for each of the language's number words.
    """

    label: str
    phrases: tuple[str, ...]
    help: str


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its commands, prompts, number words, voice and general lexicon.

    ``months``: the twelve month names as a date shows them, or () if dates are shown in figures. ``everyday``: phrases,
    in their spoken form, that people say to each other all the time.
    """

    tag: str
    name: str
    voice: str
    commands: Mapping[str, CommandWords]
    prompts: Mapping[str, str]
    numbers: tuple[str, ...]
    lexicon: Mapping[str, str]
    months: tuple[str, ...] = ()
    everyday: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours, each (red, green, blue) in 0..255. The roles are COLOR_ROLES.

    ``text_contrast``: the (least, most) contrast ratio of its text.
    """

    name: str
    label: str
    colors: Mapping[str, tuple[int, int, int]]
    text_contrast: tuple[float, float] = (4.5, 21.0)


COLOR_ROLES = (
    "background",  # behind everything
    "text",  # titles and body; also the ink of icons
    "muted",  # second-rank text: place, captions; still 10:1
    "accent",  # the part of a picture that matters, progress
    "accent_text",  # text on an accent plate
    "soft",  # quiet fill in pictures (skin, muscle, land)
    "control",  # plate of a button
    "control_text",  # label and icon on it
    "control_edge",  # its outline, 4.5:1 against background
    "highlight",  # plate behind the word being spoken
    "highlight_text",  # that word
    "focus_outer",  # double focus ring
    "focus_inner",
    "warning",  # plate of a warning
    "warning_text",
)


@dataclass(frozen=True, slots=True)
class Keypad:
    """Which key gives which command: SDL key names (as pygame.key.key_code takes them) to command names.

    ``device``: what the journal calls its keys: "key", or "switch".
    """

    name: str
    keys: Mapping[str, str]
    device: str = "key"


class Deck(Protocol):
    """A deck in one language. Slides are read when they are asked for, and a few are kept.

    ``slide`` is total over 0 <= index < len(deck): a slide whose file went bad while the kiosk runs comes back
    as its last good reading, or, if there was none, as a Slide with ``fault`` set and a plain apology for text.
    """

    @property
    def title(self) -> str: ...
    @property
    def reviewed(self) -> date: ...
    @property
    def notice(self) -> str:
        """The footer: general information, no replacement for medical advice, when reviewed."""
        ...

    @property
    def topics(self) -> tuple[Topic, ...]: ...
    @property
    def language(self) -> Language: ...
    @property
    def terms(self) -> Mapping[str, Term]:
        """The glossary, by term in lower case."""
        ...

    def __len__(self) -> int: ...
    def slide(self, index: int) -> Slide: ...
    def topic_of(self, index: int) -> Topic: ...
    def sentences(self, text: str, spoken: tuple[tuple[str, str], ...] = ()) -> tuple[Sentence, ...]:
        """``text`` cut into sentences and words, spoken by slide pairs, then deck lexicon, then language lexicon."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake of an author: where it is, what is wrong, and the way out."""

    file: str
    key: str
    problem: str
    way_out: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: {self.problem}. {self.way_out}"


class ContentError(Exception):
    """Content that cannot be used; ``faults`` holds every mistake that was found, sorted."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Source:
    """Who made a picture or a font, and under which licence."""

    name: str
    author: str
    license: str
    source: str
    changes: str = field(default="")
