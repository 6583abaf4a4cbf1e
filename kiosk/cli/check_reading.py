"""``mmn-kiosk check --reading``: how hard everything is to read, as a table.

Knows: how it is printed. Must not know: what is measured (kiosk.reading), the formulas.
"""

from __future__ import annotations

from content.deck import FileDeck
from content.reading_level import flesch_kincaid, smog
from kiosk.reading import AIM_GRADE, MOST_GRADE, Reading, readings

HEAD = "   FK  SMOG |    FK  SMOG | sentences  words  longest"
ABOVE = " without the | all words   |"
BELOW = " glossary    |             |"


def reading_lines(deck: FileDeck) -> list[str]:
    """The table of reading grades."""
    measured = readings(deck)
    if not measured:
        return [f"No reading grade: the formulas are made for English, and this deck is read in {deck.language.name}."]
    limits = f"aim {AIM_GRADE:g}, over {MOST_GRADE:g} refused"
    about = f"Reading grades (US school grades; {limits}) by Flesch-Kincaid and SMOG:"
    return [about, "", ABOVE, BELOW, HEAD, *map(_row, measured)]


def _row(reading: Reading) -> str:
    both = " | ".join(
        f"{flesch_kincaid(counts):5.1f} {_or_blank(smog(counts))}" for counts in (reading.counts, reading.all_counts)
    )
    counts, mark = reading.all_counts, "  (over the aim)" if reading.is_over_aim else ""
    return f"{both} | {counts.sentences:9} {counts.words:6} {reading.longest:8}  {reading.passage.name}{mark}"


def _or_blank(grade: float | None) -> str:
    return " " * 5 if grade is None else f"{grade:5.1f}"
