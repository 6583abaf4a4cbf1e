"""The table of requirements: one row an id, each with the tests and figures that show it.

Knows: the files `*.toml` beside it, the ids there have to be. Must not know: results, pages.

It stands among the tests, not in `docs`, because every row names tests and goes out of date with them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GROUPS = {
    "A": ("Use without sight, and speech", 21),
    "B": ("Loudness and hearing", 10),
    "C": ("Sight, low vision, color", 15),
    "D": ("Hands: touch, keypad, switches", 19),
    "E": ("Voice", 7),
    "F": ("Time and visits", 9),
    "G": ("Understanding", 11),
    "H": ("Safety and documents", 8),
    "K": ("Where the kiosk stands, and what it is built of", 19),
}
"""Each group's title, and how many rows it has: a row cannot be dropped without changing this line."""
IDS = tuple(f"{letter}{number}" for letter, (_, count) in GROUPS.items() for number in range(1, count + 1))
KINDS = ("software", "software and hardware", "content", "hardware", "documentation")
SUPPORTS = ("supports", "partly", "does not", "hardware")
READ = ("T", "S", "M")


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure that a benchmark has found: the command, the page that keeps it, how its row begins there."""

    run: str
    page: str
    row: str


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement. ``clauses``: where it comes from; ``read``: how far that source was read (READ);
    ``support``: what is claimed (SUPPORTS), which counts only while the evidence holds; ``manual``: page#heading.
    A test is named with all its cases, or as one case of it: ``test_x[a]``."""

    id: str
    requires: str
    clauses: str
    read: str
    kind: str
    support: str
    manual: str
    remark: str = ""
    tests: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()

    @property
    def group(self) -> str:
        """The letter of its group."""
        return self.id[0]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with one sense or one way of input, and the tests in which they reach every function."""

    name: str
    tests: tuple[str, ...]


def load_rows(folder: Path = HERE) -> tuple[Row, ...]:
    """Every row, in the order of the files. Raises TypeError for a key that no row has."""
    found: list[Row] = []
    for path in sorted(folder.glob("[a-z]-*.toml")):
        found += (_row(id, entry) for id, entry in tomllib.loads(path.read_text(encoding="utf-8")).items())
    return tuple(found)


def load_visitors(folder: Path = HERE) -> tuple[Visitor, ...]:
    """The six of the headline."""
    entries = tomllib.loads((folder / "visitors.toml").read_text(encoding="utf-8"))["visitor"]
    return tuple(Visitor(entry["name"], tuple(entry["tests"])) for entry in entries)


def named_tests(rows: tuple[Row, ...], visitors: tuple[Visitor, ...]) -> tuple[str, ...]:
    """Every test that is named, once, by file."""
    named = [test for row in rows for test in row.tests]
    named += [test for visitor in visitors for test in visitor.tests]
    return tuple(sorted(set(named)))


def faults(rows: tuple[Row, ...]) -> Iterator[str]:
    """What is wrong with the table itself."""
    ids = [row.id for row in rows]
    if ids != list(IDS):
        yield f"missing: {sorted(set(IDS) - set(ids))}; not known, twice or out of order: {_odd(ids)}"
    for row in rows:
        if row.kind not in KINDS or row.support not in SUPPORTS or row.read not in READ:
            yield f"{row.id}: kind, support and read are one of {KINDS}, {SUPPORTS}, {READ}"
        if (row.kind == "hardware") != (row.support == "hardware"):
            yield f"{row.id}: hardware is claimed of hardware, and of nothing else"
        if not (row.tests or row.measured or row.remark or row.kind == "hardware"):
            yield f"{row.id}: without test and figure its remark has to say why"
        if row.support in ("partly", "does not") and not row.remark:
            yield f"{row.id}: its remark has to say what is missing"
        if len(set(row.tests)) != len(row.tests):
            yield f"{row.id}: a test is named twice"


def _odd(ids: list[str]) -> list[str]:
    return [id for place, id in enumerate(ids) if id not in IDS or id in ids[:place]]


def _row(id: str, entry: dict[str, Any]) -> Row:
    measured = tuple(Measured(**figure) for figure in entry.pop("measured", ()))
    return Row(id, tests=tuple(entry.pop("tests", ())), measured=measured, **entry)
