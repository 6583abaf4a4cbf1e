"""The sheet for clear communication: how its score is worked out, and which mistakes in it are found."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from content.clear_communication import FILE, ITEMS, PASSING, Item, Sheet, read_sheet
from content.faults import Faults
from content.places import default_deck_folder
from kiosk.__main__ import main
from kiosk.loading import check_content
from tests.content.mmn_deck import slides


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a copy of the MMN deck's sheet, to write mistakes into."""
    shutil.copy(default_deck_folder() / FILE, tmp_path / FILE)
    return tmp_path


def faults_after(folder: Path, pattern: str, by: str) -> list[str]:
    path = folder / FILE
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, by, text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    faults = Faults()
    read_sheet(folder, faults)
    return [str(fault) for fault in faults.sorted()]


def test_the_score_is_the_share_of_the_items_that_apply() -> None:
    items = tuple(Item(str(number), "", score, "") for number, score in enumerate((1, 1, 1, 0, None)))
    sheet = Sheet({}, items)
    assert (sheet.points, sheet.applicable, sheet.score) == (3, 4, 75)


def test_the_sheet_of_the_deck_is_whole_and_its_score_is_known() -> None:
    faults = Faults()
    sheet = read_sheet(default_deck_folder(), faults)
    assert sheet is not None and len(faults) == 0
    assert [item.name for item in sheet.items] == list(ITEMS)
    assert (sheet.points, sheet.applicable, sheet.score) == (12, 15, 80)
    assert sheet.score < PASSING, "then docs/known-limits.md says too little of the deck"


def test_the_main_message_stands_on_the_first_slide() -> None:
    sheet = read_sheet(default_deck_folder(), Faults())
    assert sheet is not None
    first = f"{slides()[0].title}. {slides()[0].text}"
    for sentence in re.findall(r"[^.]+", sheet.about["main_message"]):
        assert sentence.strip() in first


def test_what_the_reasons_quote_stands_in_the_deck() -> None:
    sheet = read_sheet(default_deck_folder(), Faults())
    assert sheet is not None
    everything = " ".join(" ".join((slide.title, slide.text)).replace("\n", " ") for slide in slides()).casefold()
    quoted = [words for item in sheet.items for words in re.findall(r'"([^"]+)"', item.reason)]
    assert len(quoted) >= 4
    assert [words for words in quoted if words.casefold() not in everything] == []


@pytest.mark.parametrize(
    ("pattern", "by", "told"),
    [
        (r"\[items\.active_voice\]", "[items.activ_voice]", 'Did you mean "active_voice"?'),
        (r"\[items\.active_voice\]\n(.*\n){3}", "", "items.active_voice: this table is missing"),
        (r"score = 1", "score = 2", "2 is no score"),
        (r"score = 1\n", "", "score: this is missing"),
        (r'reason = ".*"\n', "", "reason: this is missing"),
        (r'reason = ".*"', 'reason = ""', "reason: this is empty"),
        (r"score = 1", "not_applicable = true", "applies to all material"),
        (r'objective = ".*"\n', "", "objective: this is missing"),
    ],
)
def test_a_mistake_is_told(folder: Path, pattern: str, by: str, told: str) -> None:
    assert any(told in fault for fault in faults_after(folder, pattern, by))


def test_an_item_that_need_not_apply_may_be_left_out_of_the_score(folder: Path) -> None:
    assert faults_after(folder, r"(\[items\.risk_in_words\]\n.*\n)score = 1", r"\1not_applicable = true") == []
    sheet = read_sheet(folder, Faults())
    assert sheet is not None
    assert (sheet.points, sheet.applicable) == (11, 14)


def test_a_deck_need_not_have_a_sheet(tmp_path: Path) -> None:
    faults = Faults()
    assert read_sheet(tmp_path, faults) is None
    assert len(faults) == 0


def test_check_refuses_a_wrong_sheet_and_shows_the_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deck = tmp_path / "deck"
    shutil.copytree(default_deck_folder(), deck, ignore=shutil.ignore_patterns("narration"))
    assert main(["check", "--reading", "--deck", str(deck)]) == 0
    assert "CDC Clear Communication Index: 80 of 100 (12 of 15 items; 90 passes)" in capsys.readouterr().out
    faults_after(deck, r"score = 1", "score = 7")
    assert any("7 is no score" in str(fault) for fault in check_content(None, deck))
