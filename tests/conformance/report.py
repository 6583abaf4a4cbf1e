"""The accessibility conformance report, docs/conformance.md, from the table and the last results.

Knows: rows, results, Markdown. Must not know: how tests are run.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from itertools import groupby
from pathlib import Path

from tests.conformance.results import ROOT, Results, figure, is_shown, verdict
from tests.conformance.table import GROUPS, Row, Visitor

PAGE = ROOT / "docs" / "conformance.md"
VERDICTS = ("supports", "partly", "not shown", "does not", "hardware")

HEAD = Path(__file__).with_name("head.md")
"""How the page begins."""
COUNTS = """## In short

| of {all} requirements | rows |
|---|---|
| supported, and shown | {supports} |
| partly supported, and that much shown | {partly} |
| not shown | {not_shown} |
| not supported | {does_not} |
| hardware and placing: up to whoever installs it, [how](installing-for-access.md) | {hardware} |

Every function of the kiosk, by somebody who has only …

| | verdict | shown by |
|---|---|---|
{visitors}
"""
TABLE_HEAD = "| id | requirement | clauses | read | verdict | shown by | explained |\n|---|---|---|---|---|---|---|\n"


def page(rows: tuple[Row, ...], visitors: tuple[Visitor, ...], results: Results) -> str:
    """The whole page."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    date = max((result.date for result in results.values()), default="never")
    groups = "".join(_group(letter, list(of), results) for letter, of in groupby(rows, key=lambda row: row.group))
    head = HEAD.read_text(encoding="utf-8").format(name=project["name"], version=project["version"], date=date)
    return head + _counts(rows, visitors, results) + groups


def counts(rows: tuple[Row, ...], results: Results) -> Counter[str]:
    """How many rows have each verdict."""
    return Counter(verdict(row, results) for row in rows)


def _counts(rows: tuple[Row, ...], visitors: tuple[Visitor, ...], results: Results) -> str:
    found = counts(rows, results)
    figures = {name.replace(" ", "_"): found[name] for name in VERDICTS}
    told = "\n".join(_visitor(visitor, results) for visitor in visitors)
    return COUNTS.format(all=len(rows), visitors=told, **figures)


def _visitor(visitor: Visitor, results: Results) -> str:
    told = "shown" if is_shown(visitor, results) else "not shown"
    return f"| {visitor.name} | {told} | {_tests(visitor.tests, results) or 'no test yet'} |"


def _group(letter: str, rows: list[Row], results: Results) -> str:
    return f"\n## {letter}. {GROUPS[letter][0]}\n\n{TABLE_HEAD}" + "".join(_row(row, results) for row in rows)


def _row(row: Row, results: Results) -> str:
    cells = (
        row.id,
        row.requires,
        row.clauses,
        row.read,
        verdict(row, results),
        _evidence(row, results),
        f"[{_heading(row.manual)}]({_relative(row.manual)})",
    )
    return f"| {' | '.join(cells)} |\n"


def _evidence(row: Row, results: Results) -> str:
    parts = [row.remark, _tests(row.tests, results)]
    parts += [f"[measured]({_relative(m.page)}) by `{m.run}`: {figure(m) or 'no such figure'}." for m in row.measured]
    if row.kind == "software and hardware":
        parts.append("The other half is hardware.")
    return " ".join(part for part in parts if part)


def _tests(tests: tuple[str, ...], results: Results) -> str:
    """The tests by file, as sentences; then how they ended."""
    told = []
    for path, of in groupby(sorted(tests), key=lambda test: test.partition("::")[0]):
        names = ", ".join(_sentence(test, results) for test in of)
        told.append(f"{names} ([{Path(path).stem.removeprefix('test_')}](../{path}))")
    return "; ".join(told) + f". {_last(tests, results)}" if told else ""


def _sentence(test: str, results: Results) -> str:
    name, _, case = test.partition("::test_")[2].replace("_", " ").partition("[")
    name = f"{name}: {case.removesuffix(']')}" if case else name
    if test not in results:
        return f"“{name}” (never run)"
    return f"“{name}”" + ("" if results[test].outcome == "passed" else f" (**{results[test].outcome}**)")


def _last(tests: tuple[str, ...], results: Results) -> str:
    """How many cases passed when last run, and since when that holds for all of them."""
    known = [results[test] for test in tests if test in results]
    if not known:
        return "Never run."
    oldest = min(known, key=lambda result: result.date)
    cases = sum(result.cases for result in known if result.outcome == "passed")
    return f"{cases} case{'s' * (cases != 1)} passed, {oldest.date} at {oldest.commit}."


def _relative(link: str) -> str:
    """A link from the root as seen from `docs`."""
    return link.removeprefix("docs/") if link.startswith("docs/") else f"../{link}"


def _heading(manual: str) -> str:
    path, _, anchor = manual.partition("#")
    return f"{Path(path).stem}: {anchor.replace('-', ' ')}"
