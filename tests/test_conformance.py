"""The table of requirements is whole, what it names exists, and the report says what the table and the results say."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.conformance.report import PAGE, VERDICTS, counts, page
from tests.conformance.results import Result, Results, figure, is_shown, load_results, verdict
from tests.conformance.run import Recorder
from tests.conformance.table import IDS, Measured, faults, load_rows, load_visitors, named_tests

ROOT = Path(__file__).parents[1]
ROWS = load_rows()
VISITORS = load_visitors()
NAMED = named_tests(ROWS, VISITORS)
GUIDE = "docs/installing-for-access.md"
PASSED = Result("passed", 2, "2026-11-25", "1234567")
ALL_PASSED: Results = dict.fromkeys(NAMED, PASSED)


@cache
def collected(path: Path) -> frozenset[str]:
    """What pytest would collect from a file: ``test_x`` and ``TestY::test_x``."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
    return frozenset(name for name in found if name.startswith(("test_", "Test")))


@cache
def anchors(path: Path) -> frozenset[str]:
    """The headings of a page as GitHub links to them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles)


# ---------------------------------------------------------------- the table


def test_the_table_is_whole() -> None:
    assert list(faults(ROWS)) == []
    assert len(ROWS) == len(IDS) == 119


def test_a_broken_table_is_told() -> None:
    assert "A2" in next(faults(ROWS[:1] + ROWS[2:]))
    assert "A1" in next(faults((ROWS[0], *ROWS)))
    for change in ({"tests": (), "measured": (), "remark": ""}, {"support": "hardware"}, {"support": "yes"}):
        assert list(faults((replace(ROWS[0], **change), *ROWS[1:])))  # type: ignore[arg-type]
    assert list(faults((replace(ROWS[0], support="partly", remark=""), *ROWS[1:])))


@pytest.mark.parametrize("path", sorted({test.partition("::")[0] for test in NAMED}))
def test_every_test_that_is_named_exists(path: str) -> None:
    named = {test.partition("::")[2].partition("[")[0] for test in NAMED if test.startswith(f"{path}::")}
    assert named - collected(ROOT / path) == set()


def test_every_row_is_explained_somewhere() -> None:
    for row in ROWS:
        name, _, anchor = row.manual.partition("#")
        assert anchor in anchors(ROOT / name), (row.id, row.manual)


def test_every_figure_is_on_its_page() -> None:
    for row in ROWS:
        for measured in row.measured:
            assert figure(measured), (row.id, measured)
            assert row.support != "supports" or "missed" not in figure(measured), row.id
    assert figure(Measured("make bench", "docs/measurements.md", "no such row")) == ""


def test_all_that_is_hardware_is_in_the_guide() -> None:
    guide = (ROOT / GUIDE).read_text(encoding="utf-8")
    told, checked = guide.split("## Checklist")
    for row in ROWS:
        if "hardware" in row.kind:
            assert re.search(rf"\b{row.id}\b", guide), row.id
            assert row.kind != "hardware" or f"[{row.id}]" in told, row.id
    assert "____" in checked
    assert set(re.findall(r"\[([A-K]\d+)\]", told)) <= set(IDS)


# ---------------------------------------------------------------- what follows from results


def test_only_what_passed_is_shown() -> None:
    row = next(row for row in ROWS if row.support == "supports" and len(row.tests) > 1)
    assert verdict(row, ALL_PASSED) == "supports"
    for outcome in ("failed", "skipped"):
        assert verdict(row, {**ALL_PASSED, row.tests[1]: replace(PASSED, outcome=outcome)}) == "not shown"
    assert verdict(row, {}) == "not shown"
    assert verdict(replace(row, tests=(), measured=()), ALL_PASSED) == "not shown"
    lost = Measured("make bench", "docs/measurements.md", "no such row")
    assert verdict(replace(row, measured=(lost,)), ALL_PASSED) == "not shown"
    assert not is_shown(replace(VISITORS[0], tests=()), ALL_PASSED)


def test_what_did_not_pass_stands_in_the_report() -> None:
    row = next(row for row in ROWS if row.tests)
    told = page(ROWS, VISITORS, {**ALL_PASSED, row.tests[0]: replace(PASSED, outcome="failed")})
    assert "(**failed**)" in told
    assert f"| {row.id} | {row.requires} | {row.clauses} | {row.read} | not shown |" in told
    found = counts(ROWS, ALL_PASSED)
    assert sum(found.values()) == len(ROWS)
    assert set(found) <= set(VERDICTS)


def test_a_test_is_as_good_as_its_worst_case() -> None:
    recorder = Recorder()
    for case, outcome in (("a", "passed"), ("b", "failed"), ("c", "passed")):
        for when in ("setup", "call", "teardown"):
            result = outcome if when == "call" else "passed"
            report = pytest.TestReport(f"t.py::test_x[{case}]", ("t.py", 1, ""), {}, result, None, when)  # type: ignore[arg-type]
            recorder.pytest_runtest_logreport(report)
    assert (recorder.outcomes["t.py::test_x"], recorder.cases["t.py::test_x"]) == ("failed", 3)
    assert (recorder.outcomes["t.py::test_x[a]"], recorder.cases["t.py::test_x[a]"]) == ("passed", 1)


# ---------------------------------------------------------------- the report


def test_the_report_is_up_to_date() -> None:
    now = page(ROWS, VISITORS, load_results())
    assert PAGE.read_text(encoding="utf-8") == now, 'run `make conformance ARGS="--page"`'
