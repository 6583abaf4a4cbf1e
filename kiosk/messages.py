"""Everything that can happen to a session: orders, events and time, as frozen data.

Knows: the names of commands. Must not know: what they do (session), which key or phrase gives them (data files).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # the first slide does not wait for all that can be reported
    from audio.api import Report


class Command(StrEnum):
    """What a visitor, or staff, can ask for. The value is the name used in data files, the journal and --json."""

    NEXT = "NEXT"
    BACK = "BACK"
    START_OVER = "START_OVER"
    TOPICS = "TOPICS"
    GO_TO_TOPIC = "GO_TO_TOPIC"  # number: 1..
    GO_TO_SLIDE = "GO_TO_SLIDE"  # number: 1..; 0: the last one
    READ = "READ"
    PAUSE = "PAUSE"
    GO_ON = "GO_ON"
    AGAIN = "AGAIN"
    SKIP = "SKIP"
    SENTENCE_BACK = "SENTENCE_BACK"
    QUIET = "QUIET"
    KEEP_GOING = "KEEP_GOING"
    LOUDER = "LOUDER"
    QUIETER = "QUIETER"
    FASTER = "FASTER"
    SLOWER = "SLOWER"
    CLEARER = "CLEARER"  # the hearing mode: slower, lower, consonants lifted
    BIGGER = "BIGGER"
    SMALLER = "SMALLER"
    COLOURS = "COLOURS"
    SPACING = "SPACING"  # wide or normal spacing of letters, words and lines
    MOTION = "MOTION"  # moving pictures, or stills
    SIMPLE = "SIMPLE"  # fewer choices at a time, or all
    MICROPHONE = "MICROPHONE"  # off, or on again
    EXPLORE = "EXPLORE"  # explore by touch, or press by touch
    HELP = "HELP"
    READING = "READING"  # panel: reading aloud
    SOUND = "SOUND"  # panel: volume and speed
    SIGHT = "SIGHT"  # panel: text and colours
    WORDS = "WORDS"  # what does this word mean: panel of the slide's words
    WHERE = "WHERE"
    YES = "YES"
    NO = "NO"
    OPTION = "OPTION"  # number: 1..
    MORE_TIME = "MORE_TIME"
    NO_LIMIT = "NO_LIMIT"  # the time limit of this visit off, or on again
    LISTEN = "LISTEN"  # push to talk
    DONE = "DONE"
    FOCUS_NEXT = "FOCUS_NEXT"
    FOCUS_BACK = "FOCUS_BACK"
    SELECT = "SELECT"
    SCAN = "SCAN"  # the one switch: begin to scan, or take what was just said
    HOLD = "HOLD"  # staff's: names are called. number 1: from a signal, which never ends it


@dataclass(frozen=True, slots=True)
class Order:
    """A command, with the number it names where it takes one (0: none). Which device it came from is not told."""

    command: Command
    number: int = 0


@dataclass(frozen=True, slots=True)
class Tick:
    """Time: ``now`` in monotonic seconds."""

    now: float


@dataclass(frozen=True, slots=True)
class SlideLaidOut:
    """The layout cut the body of slide ``slide`` into pages; ``page_starts`` are character offsets, the first is 0."""

    slide: int
    page_starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Woken:
    """An input that names no command: a touch beside every target, an unknown key. It counts as a sign of life."""


class Feel(StrEnum):
    """What a finger does that feels its way over the glass."""

    CAME = "came"  # it came down here; while the visitor explores
    SLID = "slid"  # it slid onto this
    LEFT = "left"  # it was lifted from this
    RESTED = "rested"  # it lies here, and has for some time
    SHORT = "short"  # it was lifted before the time that staff have set


@dataclass(frozen=True, slots=True)
class Felt:
    """A finger on ``spot``: the id of a target; or what else is there, with its kind before a colon ("part:title",
    "corner:upper_left"); or, empty, nothing."""

    spot: str
    how: Feel


@dataclass(frozen=True, slots=True)
class QuietHours:
    """By the clock of the room, staff's quiet hours have begun, or ended."""

    is_on: bool


Message: TypeAlias = "Order | Tick | SlideLaidOut | Woken | Felt | QuietHours | Report"
