"""What was measured: figures with their spread and what they are to reach, as a table and as JSON.

Knows: numbers and how they are told. Must not know: how any of them was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Reach:
    """The number to reach: at most, or (``is_floor``) at least ``limit``."""

    limit: float
    is_floor: bool = False

    def is_met(self, value: float) -> bool:
        """Whether ``value`` is good enough."""
        return value >= self.limit if self.is_floor else value <= self.limit

    def __str__(self) -> str:
        return f"{'>=' if self.is_floor else '<='} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``n``: how many measurements are behind it. ``detail``: spread, what was left out."""

    group: str
    what: str
    value: float
    unit: str
    n: int
    reach: Reach | None = None
    detail: str = ""

    @property
    def verdict(self) -> str:
        """Whether the number is reached; empty where there is none."""
        if self.reach is None:
            return ""
        return "reached" if self.n and self.reach.is_met(self.value) else "MISSED" if self.n else "NOT MEASURED"


def quantile(values: Sequence[float], percent: float) -> float:
    """The value that ``percent`` of 100 do not exceed: always one that was measured. NaN for none."""
    return float(np.percentile(values, percent, method="inverted_cdf")) if len(values) else float("nan")


def timed(
    group: str, what: str, seconds: Sequence[float], percent: float, reach_ms: float | None = None, note: str = ""
) -> Figure:
    """The ``percent`` quantile of measured seconds, in ms, with the spread in the detail."""
    in_ms = [value * 1000 for value in seconds]
    spread = "/".join(f"{quantile(in_ms, part):.1f}" for part in (0, 50, 95, 100))
    name = "median" if percent == 50 else f"p{percent:g}"
    reach = None if reach_ms is None else Reach(reach_ms)
    detail = f"min/median/p95/max {spread}" + (f"; {note}" if note else "")
    return Figure(group, f"{what}, {name}", round(quantile(in_ms, percent), 2), "ms", len(in_ms), reach, detail)


def ratio(group: str, what: str, ours: float, theirs: float, n: int, reach: float) -> Figure:
    """Ours as a part of theirs, both measured in this run."""
    value = round(ours / theirs, 3) if theirs else float("nan")
    return Figure(group, what, value, "", n if theirs else 0, Reach(reach), f"{ours:.4g} against {theirs:.4g}")


def table(figures: Sequence[Figure]) -> str:
    """The figures as text, in columns."""
    rows = [("what", "measured", "n", "reach", "")]
    for figure in figures:
        measured = f"{figure.value:g} {figure.unit}".strip() if figure.n else "-"
        reach = f"{figure.reach} {figure.unit}".strip() if figure.reach else ""
        rows.append((f"{figure.group}: {figure.what}", measured, str(figure.n), reach, figure.verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    details = ["", *(figure.detail for figure in figures)]
    return "\n".join(_line(row, widths, detail) for row, detail in zip(rows, details, strict=True))


def _line(row: Sequence[str], widths: Sequence[int], detail: str) -> str:
    """Numbers to the right, words to the left."""
    what, measured, n, reach, verdict = row
    cells = what.ljust(widths[0]), measured.rjust(widths[1]), n.rjust(widths[2])
    return "  ".join([*cells, reach.ljust(widths[3]), verdict.ljust(widths[4]), detail]).rstrip()


def markdown(figures: Sequence[Figure]) -> str:
    """The figures as a table for docs/measurements.md."""
    lines = ["| what | measured | n | reach | | spread |", "|---|---|---|---|---|---|"]
    for figure in figures:
        measured = f"{figure.value:g} {figure.unit}".strip() if figure.n else "-"
        reach = f"{figure.reach} {figure.unit}".strip() if figure.reach else ""
        cells = (f"{figure.group}: {figure.what}", measured, str(figure.n), reach, figure.verdict, figure.detail)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def as_data(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """The figures for JSON; a number that is none becomes null."""
    rows = []
    for figure in figures:
        row = asdict(figure)
        row["value"] = None if np.isnan(figure.value) else figure.value
        row["reach"] = str(figure.reach) if figure.reach else None
        row["verdict"] = figure.verdict
        rows.append(row)
    return rows
