"""``mmn-kiosk check --reading``: how hard everything is to read, and the sheet for clear communication, as tables.

Knows: how they are printed. Must not know: what is measured (kiosk.reading), the formulas.
"""

from __future__ import annotations

from content.clear_communication import PASSING, Item, read_sheet
from content.deck import FileDeck
from content.faults import Faults
from content.reading_level import flesch_kincaid, smog
from kiosk.reading import AIM_GRADE, MOST_GRADE, Reading, readings

HEAD = "   FK  SMOG |    FK  SMOG | sentences  words  longest"
ABOVE = " without the | all words   |"
BELOW = " glossary    |             |"


def reading_lines(deck: FileDeck) -> list[str]:
    """Both tables."""
    return [*_grade_lines(deck), "", *_sheet_lines(deck)]


def _grade_lines(deck: FileDeck) -> list[str]:
    measured = readings(deck)
    if not measured:
        return [f"No reading grade: the formulas are made for English, and this deck is read in {deck.language.name}."]
    limits = f"aim {AIM_GRADE:g}, over {MOST_GRADE:g} refused"
    about = f"Reading grades (US school grades; {limits}) by Flesch-Kincaid and SMOG:"
    return [about, "", ABOVE, BELOW, HEAD, *map(_row, measured)]


def _sheet_lines(deck: FileDeck) -> list[str]:
    sheet = read_sheet(deck.folder, Faults())
    if sheet is None:
        return ["No sheet for clear communication beside the deck."]
    points = f"{sheet.points} of {sheet.applicable} items"
    about = f"CDC Clear Communication Index: {sheet.score} of 100 ({points}; {PASSING} passes)"
    return [f"{about}:", "", *map(_item_row, sheet.items)]


def _item_row(item: Item) -> str:
    score = "-" if item.score is None else str(item.score)
    return f"{score}  {item.question}  {item.reason}"


def _row(reading: Reading) -> str:
    both = " | ".join(
        f"{flesch_kincaid(counts):5.1f} {_or_blank(smog(counts))}" for counts in (reading.counts, reading.all_counts)
    )
    counts, mark = reading.all_counts, "  (over the aim)" if reading.is_over_aim else ""
    return f"{both} | {counts.sentences:9} {counts.words:6} {reading.longest:8}  {reading.passage.name}{mark}"


def _or_blank(grade: float | None) -> str:
    return " " * 5 if grade is None else f"{grade:5.1f}"
