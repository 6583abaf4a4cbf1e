"""A second try for a test in real time that failed: a machine that is busy with other things starves the virtual
speaker for a moment, delays a key or drops a word, and none of that is a fault of the kiosk.

Knows: pytest. Must not know: what is tested. A fault fails twice. No second try is silent: the end of the run lists
each with what had failed, and `--tries 1` takes them away, for who looks for races.
"""

from __future__ import annotations

import pytest
from _pytest.runner import runtestprotocol

MARKS = "real", "timed"
PROPERTY = "second try"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option --tries."""
    told = "so often a test in real time may be tried before it has failed (2)"
    parser.addoption("--tries", type=int, default=2, help=told)


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test in real time; once more if it failed. All other tests are left to pytest."""
    tries: int = item.config.getoption("tries")
    if tries < 2 or not any(map(item.get_closest_marker, MARKS)):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for _ in range(tries - 1):
        failures = [report for report in reports if report.failed]
        if not failures or any(_is_out_of_time(report) for report in failures):
            break
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        for report in reports:
            report.user_properties.append((PROPERTY, failures[0].longreprtext))
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _is_out_of_time(report: pytest.TestReport) -> bool:
    """Whether pytest-timeout ended it: its clock covers all tries, and has run out."""
    return "Timeout (>" in report.longreprtext


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List each second try that passed, with what had failed."""
    passed = terminalreporter.stats.get("passed", [])
    told = [(report.nodeid, text) for report in passed for name, text in report.user_properties if name == PROPERTY]
    if told:
        terminalreporter.section("passed at the second try")
    for name, text in told:
        terminalreporter.line(f"{name}:\n{text}\n")
