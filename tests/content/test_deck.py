"""A deck opens at once, reads its slides when they are asked for, and never leaves the kiosk without a slide."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from content.deck import KEPT_SLIDES, FileDeck, open_deck
from content.model import ContentError, Deck
from tests.content.small_deck import FILES, change, language, told, write_deck

LENGTH = 10_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_deck(tmp_path)


def opened(folder: Path, check_first: int = 200) -> FileDeck:
    return open_deck(folder, language(folder.parent), check_first=check_first)


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of all files that are read from now on."""
    names: list[str] = []
    read: Callable[[Path], bytes] = Path.read_bytes

    def noting(path: Path) -> bytes:
        names.append(path.name)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noting)
    return names


@pytest.fixture(scope="module")
def long_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck with a topic of 10,000 slides, all with the same words."""
    folder = write_deck(tmp_path_factory.mktemp("long"))
    topic = folder / "slides" / "01-cats"
    body = FILES["slides/02-dogs/01-barking.toml"]
    for number in range(3, LENGTH):
        (topic / f"{number}-slide-{number}.toml").write_text(body, encoding="utf-8")
    return folder


def test_deck_holds_what_its_files_say(folder: Path) -> None:
    deck: Deck = opened(folder)
    assert deck.title == "A small deck"
    assert deck.reviewed == date(2026, 11, 1)
    assert deck.notice == "Reviewed in November 2026."
    assert [(t.id, t.number, t.title, t.icon, t.first, t.count, t.phrases) for t in deck.topics] == [
        ("cats", 1, "Cats", "cat", 0, 2, ("cats",)),
        ("dogs", 2, "Dogs", "dog", 2, 1, ()),
    ]
    assert deck.terms["whisker"].meaning == "A long stiff hair."
    assert len(deck) == 3
    assert opened(folder).fact_ids == ("F01", "F02")


def test_slide_holds_what_its_file_says(folder: Path) -> None:
    deck = opened(folder)
    first, second, third = (deck.slide(index) for index in range(3))
    assert (first.id, first.topic, first.facts, first.icon) == ("sleep", "cats", ("F01",), "cat")
    assert first.text == "A cat is usually asleep.\nIt dreams."
    assert (second.question, second.options) == ("Do you have a cat?", ("One", "Two"))
    assert second.spoken == (("4 - 5", "four to five"),)
    assert (third.is_summary, third.fault) == (True, "")
    assert deck.icon_path(third.icon).is_file()


def test_words_come_from_slide_then_deck_then_language(folder: Path) -> None:
    deck = opened(folder)
    slide = deck.slide(1)
    (sentence,) = deck.sentences(slide.text, slide.spoken)
    assert " ".join(word.spoken for word in sentence.words) == "A cat weighs four to five kilograms."
    (sentence,) = deck.sentences("A CAT has whiskers")
    assert " ".join(word.spoken for word in sentence.words) == "A C A T has wiskers."


def test_slides_are_ordered_by_number_not_by_letter(folder: Path) -> None:
    (folder / "slides/01-cats/01-sleep.toml").rename(folder / "slides/01-cats/10-sleep.toml")
    (folder / "slides/01-cats/02-weight.toml").rename(folder / "slides/01-cats/9-weight.toml")
    deck = opened(folder)
    assert [deck.slide(index).id for index in range(3)] == ["weight", "sleep", "barking"]


@pytest.mark.parametrize("index", [-1, 3])
def test_outside_is_an_index_error(folder: Path, index: int) -> None:
    deck = opened(folder)
    with pytest.raises(IndexError):
        deck.slide(index)
    with pytest.raises(IndexError):
        deck.topic_of(index)


def test_every_slide_is_in_its_topic(folder: Path) -> None:
    deck = opened(folder)
    assert [deck.topic_of(index).id for index in range(3)] == ["cats", "cats", "dogs"]


def test_long_deck_opens_without_reading_a_slide(long_folder: Path, read_files: list[str]) -> None:
    deck = opened(long_folder)
    assert len(deck) == LENGTH
    assert sorted(read_files) == sorted(["en.toml", "deck.toml", "en.toml", "facts.toml", "topic.toml", "topic.toml"])
    del read_files[:]
    assert deck.slide(LENGTH - 2).id == f"slide-{LENGTH - 1}"
    assert deck.slide(LENGTH - 2).title == "Dogs bark"
    assert read_files == [f"{LENGTH - 1}-slide-{LENGTH - 1}.toml"]


def test_long_deck_keeps_few_slides(long_folder: Path, read_files: list[str]) -> None:
    deck = opened(long_folder)
    for index in range(KEPT_SLIDES + 1):
        deck.slide(index)
    del read_files[:]
    for index in range(1, KEPT_SLIDES + 1):
        deck.slide(index)
    assert read_files == []
    deck.slide(0)
    assert read_files == ["01-sleep.toml"]


def test_long_deck_tells_the_fault_of_a_slide_when_it_is_read(folder: Path) -> None:
    change(folder, "slides/01-cats/01-sleep.toml", 'icon = "cat"', 'icon = "cta"')
    slide = opened(folder, check_first=0).slide(0)
    assert slide.title == "Cats sleep"
    assert slide.icon == ""
    assert 'there is no icon "cta"' in slide.fault


def test_slide_that_was_never_good_is_an_apology(folder: Path) -> None:
    (folder / "slides/01-cats/01-sleep.toml").write_text("icon = ", encoding="utf-8")
    slide = opened(folder, check_first=0).slide(0)
    assert (slide.id, slide.topic) == ("sleep", "cats")
    assert slide.title
    assert slide.text
    assert "line 1" in slide.fault


@pytest.mark.parametrize("check_first", [0, 200])
def test_slide_gone_bad_stays_as_it_was(folder: Path, check_first: int) -> None:
    deck = opened(folder, check_first)
    before = deck.slide(0)
    shutil.rmtree(folder)
    assert deck.slide(0) == before
    deck.look_again()
    for _ in range(2):  # a second look at a bad file does not take the good reading away
        after = deck.slide(0)
        assert (after.title, after.text, after.icon) == (before.title, before.text, before.icon)
        assert "missing" in after.fault
        deck.look_again()


def test_repaired_slide_is_good_again(folder: Path) -> None:
    file = folder / "slides/01-cats/01-sleep.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text("[", encoding="utf-8")
    deck = opened(folder, check_first=0)
    assert deck.slide(0).fault
    file.write_text(good.replace("Cats sleep", "Cats dream"), encoding="utf-8")
    assert deck.slide(0).fault
    deck.look_again()
    assert (deck.slide(0).title, deck.slide(0).fault) == ("Cats dream", "")


def test_apology_makes_way_for_what_can_be_read(folder: Path) -> None:
    file = folder / "slides/01-cats/01-sleep.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text("[", encoding="utf-8")
    deck = opened(folder, check_first=0)
    assert deck.slide(0).title != "Cats sleep"
    file.write_text(good.replace("icon =", "icno ="), encoding="utf-8")
    deck.look_again()
    assert deck.slide(0).title == "Cats sleep"
    assert "icno" in deck.slide(0).fault


def test_looking_again_reads_each_slide_once(folder: Path, read_files: list[str]) -> None:
    deck = opened(folder)
    deck.look_again()
    del read_files[:]
    for _ in range(2):
        deck.slide(0)
    assert read_files == ["01-sleep.toml"]


def test_deck_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        opened(tmp_path / "deck")
    assert told(caught.value.faults, tmp_path) == [
        "deck: there is no such folder. Name the folder that holds deck.toml."
    ]


def test_opening_raises_all_faults_at_once(folder: Path) -> None:
    change(folder, "slides/01-cats/01-sleep.toml", "title =", "titel =")
    change(folder, "slides/02-dogs/01-barking.toml", '"F02"', '"F2"')
    change(folder, "deck.toml", "reviewed", "viewed")
    with pytest.raises(ContentError) as caught:
        opened(folder)
    assert {(Path(fault.file).name, fault.key) for fault in caught.value.faults} == {
        ("01-sleep.toml", "en.titel"),
        ("01-sleep.toml", "en.title"),
        ("01-barking.toml", "facts"),
        ("facts.toml", "F01"),  # the broken slide was the one to tell it
        ("facts.toml", "F02"),
        ("deck.toml", "reviewed"),
        ("deck.toml", "viewed"),
    }
