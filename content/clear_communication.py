"""The sheet by which a deck is judged beside its reading grade: the CDC Clear Communication Index, scored by a person.

Knows: the items, how the score is worked out. Must not know: the slides; a person compares them with each question.
The Index has 20 items. Its modified sheet, for short and for spoken material, leaves out those on the design of a page;
left here are those that what is said can meet or miss. Each counts 0 or 1, and the score is their share of 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from content.faults import Faults
from content.loader import Table, read_table

FILE = "clear_communication.toml"
PASSING = 90
"""The Index itself says that 90 passes."""
ITEMS = (
    "main_message", "main_message_first", "call_to_action", "active_voice", "familiar_words", "known_and_unknown",
    "recommendation", "why_it_matters", "how_to_do_it", "familiar_numbers", "explained_numbers", "no_calculation",
    "nature_of_risk", "risks_and_benefits", "risk_in_words",
)  # fmt: skip
ALWAYS = 6
"""So many of them, the first, apply to all material; the others only where there is advice, a number or a risk."""
ABOUT = ("source", "audience", "literacy", "objective", "main_message")


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its score, 0 or 1 (None: it does not apply), and the reason for it."""

    name: str
    question: str
    score: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled-in sheet; ``about`` holds its source and what has to be known before one scores."""

    about: dict[str, str]
    items: tuple[Item, ...]

    @property
    def points(self) -> int:
        """How many items are met."""
        return sum(item.score or 0 for item in self.items)

    @property
    def applicable(self) -> int:
        """How many items apply."""
        return sum(item.score is not None for item in self.items)

    @property
    def score(self) -> int:
        """The points as a share of 100."""
        return round(100 * self.points / self.applicable) if self.applicable else 0


def read_sheet(deck_folder: Path, faults: Faults) -> Sheet | None:
    """The sheet beside a deck; None if it has none. Mistakes go to ``faults``."""
    path = deck_folder / FILE
    table = read_table(path, faults) if path.exists() else None
    if table is None:
        return None
    table.only((*ABOUT, "items"))
    about = {name: table.text(name) for name in ABOUT}
    items = table.table("items")
    if items is None:
        return None
    items.only(ITEMS)
    return Sheet(about, tuple(_item(items, name) for name in ITEMS))


def _item(items: Table, name: str) -> Item:
    entry = items.table(name)
    if entry is None:
        return Item(name, "", None, "")
    entry.only(("question", "score", "not_applicable", "reason"))
    return Item(name, entry.text("question"), _score(entry, name), entry.text("reason"))


def _score(entry: Table, name: str) -> int | None:
    if entry.flag("not_applicable"):
        if ITEMS.index(name) < ALWAYS:
            entry.fault("not_applicable", "this item applies to all material", "Score it with 0 or 1.")
        return None
    score = entry.whole("score")
    if score not in (0, 1):
        entry.fault("score", f"{score} is no score", "Write 1 if all of the deck meets it, else 0.")
    return score
