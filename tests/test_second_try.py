"""The second try itself: what fails once passes and is told, what fails twice fails, and it is for real time only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = """
from pathlib import Path

import pytest

COUNTS = Path(__file__).parent


def count(name):
    with (COUNTS / name).open("a") as file:
        file.write("x")
    return len((COUNTS / name).read_text())


@pytest.fixture
def fresh():
    yield count("made")


@pytest.mark.real
def test_once(fresh):
    assert count("once") == 2, "the first time"
    assert fresh == 2


@pytest.mark.real
def test_always():
    count("always")
    raise AssertionError("a fault")


def test_reckons():
    count("reckons")
    raise AssertionError("a fault")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "test_some.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "conftest.py").write_text("from tests.second_try import *\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = real\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *options: str) -> str:
    """What pytest says of the tests in ``folder``."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def tried(folder: Path, name: str) -> int:
    return len((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("processes", [(), ("-n", "1")], ids=["in one process", "with xdist"])
def test_what_fails_once_passes_and_is_told_and_a_fault_fails(folder: Path, processes: tuple[str, ...]) -> None:
    told = run(folder, *processes)
    assert "2 failed, 1 passed" in told
    assert [tried(folder, name) for name in ("once", "always", "reckons")] == [2, 2, 1]
    listed = told.partition("passed at the second try")[2]
    assert "test_some.py::test_once:" in listed and "the first time" in listed


def test_there_is_none_for_who_looks_for_races(folder: Path) -> None:
    assert "3 failed" in run(folder, "--tries", "1")
    assert [tried(folder, name) for name in ("once", "always", "reckons")] == [1, 1, 1]
