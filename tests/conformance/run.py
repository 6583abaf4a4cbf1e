"""Runs the named tests in one go and keeps how each ended.

Knows: pytest. Must not know: rows, the report. A test that did not run keeps its last result.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tests.conformance.results import ROOT, Result, Results

RANK = ("passed", "skipped", "failed")
"""A test of several cases is as good as its worst."""
SHORT, ALL = "not long", ""


class Recorder:
    """A plugin of pytest: the worst outcome and the number of cases of each test, of all its cases and of each."""

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}
        self.cases: dict[str, int] = {}

    @staticmethod
    def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
        """In the order in which they stand in their files: some go on where the test before has left the kiosk."""
        items.sort(key=lambda item: (str(item.path), item.location[1] or 0))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name in {report.nodeid, report.nodeid.partition("[")[0]}:
            self.outcomes[name] = max(self.outcomes.get(name, "passed"), report.outcome, key=RANK.index)
            self.cases[name] = self.cases.get(name, 0) + (report.when == "setup")


def run(tests: Sequence[str], before: Results, *, is_long: bool, options: Sequence[str] = ()) -> tuple[Results, int]:
    """The results afterwards, of these tests only, and pytest's exit code."""
    recorder = Recorder()
    code = pytest.main(["-q", "-m", ALL if is_long else SHORT, *options, *tests], plugins=[recorder])
    now, commit = datetime.now(UTC).date().isoformat(), commit_now()
    fresh = {test: Result(o, recorder.cases[test], now, commit) for test, o in recorder.outcomes.items()}
    return {**before, **fresh}, int(code)


def commit_now() -> str:
    """The commit that is checked out, with a "+" if the program or its tests have changed since."""
    commit = _git("rev-parse", "--short=7", "HEAD")
    changed = _git("status", "--porcelain", "--", "kiosk", "content", "audio", "tests")
    return commit + ("+" if changed else "")


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
