"""How hard the deck is to read as ``check`` judges it: over grade 8 is refused; long sentences, rare words are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from content import places
from content.common_words import common_words, is_common
from content.deck import FileDeck
from content.reading_level import smog
from content.unexplained import unexplained
from kiosk.__main__ import main
from kiosk.panels import slide_terms
from kiosk.reading import AIM_GRADE, MOST_GRADE, reading_advice, reading_faults, readings
from kiosk.state import Session

SLIDE = "slides/09-key-differences/04-sense-of-touch.toml"


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """A copy of the deck, without its narration, to write hard words into."""
    folder = tmp_path / "deck"
    shutil.copytree(places.default_deck_folder(), folder, ignore=shutil.ignore_patterns("narration"))
    return folder


def write(folder: Path, sentence: str) -> None:
    path = folder / SLIDE
    old = "MMN does not affect the sense of touch.\n"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, f"{old}{sentence}\n"), encoding="utf-8")


def test_all_that_is_shown_and_said_is_within_the_aim(deck: FileDeck) -> None:
    measured = readings(deck)
    assert [reading.passage.name for reading in measured if reading.is_over_aim] == []
    assert max(reading.grade for reading in measured) <= MOST_GRADE
    assert reading_faults(measured) == ()
    assert reading_advice(measured) == []


def test_every_slide_every_prompt_and_the_whole_deck_are_measured(deck: FileDeck) -> None:
    measured = readings(deck)
    texts = {text for reading in measured for _, text in reading.passage.texts}
    assert set(deck.language.prompts.values()) <= texts
    for index in range(len(deck)):
        slide = deck.slide(index)
        assert {slide.title, slide.text, slide.picture, *slide.options} <= texts
    whole = next(reading for reading in measured if reading.passage.name == "all slides")
    assert whole.counts.sentences >= 100
    assert (smog(whole.counts) or 99) <= AIM_GRADE


def test_a_hard_slide_is_refused_with_file_key_figure_and_way_out(
    spoiled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(spoiled, "Consequently, deterioration necessitates additional comprehensive investigation.")
    assert main(["check", "--deck", str(spoiled)]) == 2
    told = next(line for line in capsys.readouterr().err.splitlines() if SLIDE in line)
    assert "en: the reading grade is" in told and "over 8 is refused" in told and "glossary" in told


def test_a_long_sentence_and_a_rare_word_are_told_and_not_refused(
    spoiled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(spoiled, "So you can feel a cup or a cat or a zugzwang or a pen as well as you did in all the years.")
    assert main(["check", "--deck", str(spoiled)]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if SLIDE in line]
    assert any("a sentence of 24 words" in line and "en.text" in line for line in lines)
    assert any('"zugzwang" is no common word' in line and "[plain]" in line for line in lines)


def test_the_table_names_each_slide_and_its_grades(
    spoiled: Path, capsys: pytest.CaptureFixture[str], deck: FileDeck
) -> None:
    assert main(["check", "--reading", "--deck", str(spoiled)]) == 0
    told = capsys.readouterr().out
    for index in range(len(deck)):
        assert f"slide {index + 1}, {deck.slide(index).id}" in told
    assert "all slides" in told and "over 8 refused" in told


# ---------------------------------------------------------------- rare words


def test_every_rare_word_is_explained_or_has_a_reason(deck: FileDeck) -> None:
    assert [str(word) for word in unexplained(deck)] == []


def test_the_list_holds_what_people_say_most() -> None:
    words = common_words("en")
    assert len(words) == 3000
    assert {"the", "people", "hand", "doctor"} <= words
    assert not words & {"nerve", "symptom", "neuropathy"}
    assert common_words("xx") == frozenset()


@pytest.mark.parametrize("word", ["people's", "slower", "stopped", "carries", "quickly", "it's", "notices"])
def test_a_form_of_a_common_word_is_common(word: str) -> None:
    assert is_common(word, common_words("en"))


@pytest.mark.parametrize("word", ["neuropathy", "spasms", "electrodes", "tingling"])
def test_a_medical_word_is_not(word: str) -> None:
    assert not is_common(word, common_words("en"))


def test_a_reason_stands_only_for_a_word_that_needs_one(deck: FileDeck) -> None:
    common = common_words("en")
    for word, reason in deck.plain.items():
        assert not is_common(word, common), word
        assert word not in deck.terms, word
        assert len(reason.split()) >= 2


def test_every_word_of_the_glossary_is_reached_from_a_slide(deck: FileDeck) -> None:
    reached = {term.term for index in range(len(deck)) for term in slide_terms(Session(slide=index), deck)}
    assert reached == {term.term for term in deck.terms.values()}
