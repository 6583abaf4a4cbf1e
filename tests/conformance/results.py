"""The last result of every named test, and what follows for a row.

Knows: docs/conformance.json, the pages that keep figures. Must not know: how tests are run, how the report looks.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.conformance.table import Measured, Row, Visitor

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "conformance.json"


@dataclass(frozen=True, slots=True)
class Result:
    """How a test ended the last time, in how many cases, on which day, at which commit ("+": with changes)."""

    outcome: str
    cases: int
    date: str
    commit: str


Results = dict[str, Result]


def load_results(path: Path = FILE) -> Results:
    """Every test's last result; nothing where there is no file yet."""
    if not path.exists():
        return {}
    return {test: Result(**entry) for test, entry in json.loads(path.read_text(encoding="utf-8")).items()}


def save_results(results: Results, path: Path = FILE) -> None:
    """A line a test, so that a change shows."""
    lines = [f"{json.dumps(test)}: {json.dumps(asdict(results[test]))}" for test in sorted(results)]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def figure(measured: Measured, root: Path = ROOT) -> str:
    """What the page says behind the row's name; empty where the page has no such row."""
    for line in (root / measured.page).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0].startswith(measured.row):
            return f"{cells[0]}: {'; '.join(cells[1:]).rstrip('; ')}"
    return ""


def lacking(one: Row | Visitor, results: Results) -> tuple[str, ...]:
    """The evidence that is named and does not hold: tests that failed, were skipped or never run, lost figures."""
    tests = [test for test in one.tests if test not in results or results[test].outcome != "passed"]
    figures = [m.row for m in one.measured if not figure(m)] if isinstance(one, Row) else []
    return (*tests, *figures)


def is_shown(one: Row | Visitor, results: Results) -> bool:
    """Whether there is evidence, and all of it holds."""
    has_any = bool(one.tests) or (isinstance(one, Row) and bool(one.measured))
    return has_any and not lacking(one, results)


def verdict(row: Row, results: Results) -> str:
    """What the report may say: what is claimed where it is shown, else "not shown"."""
    if row.support in ("hardware", "does not"):
        return row.support
    return row.support if is_shown(row, results) else "not shown"
