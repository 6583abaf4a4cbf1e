"""The journal: a line an event, rotated, and a disk fault told once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk import journal
from kiosk.journal import Journal


def test_a_line_an_event(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    log = Journal(path)
    log.write("slide_shown", slide="näher", number=1)
    log.write("session_started")
    first, second = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert (first["event"], first["slide"], first["number"]) == ("slide_shown", "näher", 1)
    assert second["t"] >= first["t"]


def test_no_path_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Journal(None).write("session_started")
    assert list(tmp_path.iterdir()) == []


def test_a_large_journal_is_moved_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "LARGEST_BYTES", 200)
    path = tmp_path / "journal.jsonl"
    log = Journal(path)
    for number in range(20):
        log.write("slide_shown", number=number)
    assert path.stat().st_size <= 300 and (tmp_path / "journal.jsonl.1").stat().st_size <= 300
    assert json.loads(path.read_text().splitlines()[-1])["number"] == 19


def test_a_disk_fault_is_told_once_and_told_again_after_it_was_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "folder" / "journal.jsonl"
    log = Journal(path)
    for _ in range(3):
        log.write("session_started")
    assert capsys.readouterr().err.count("cannot be written") == 1
    path.parent.mkdir()
    log.write("session_started")
    path.unlink()
    path.parent.rmdir()
    log.write("session_started")
    assert capsys.readouterr().err.count("cannot be written") == 1
