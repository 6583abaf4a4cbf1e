"""The reading grade by two formulas: worked examples, what is left out, how words and figures are said."""

from __future__ import annotations

import pytest

from content.reading_level import Counts, counted, flesch_kincaid, guessed_syllables, said, smog, without, words_of
from kiosk.syllables import Syllables


def grade(text: str) -> float:
    sentences = [words_of(sentence) for sentence in text.split(". ")]
    return flesch_kincaid(counted(sentences, Syllables({word for each in sentences for word in each}).of))


def test_flesch_kincaid_of_a_worked_example() -> None:
    # 0.39 * 100 / 10 + 11.8 * 150 / 100 - 15.59
    assert flesch_kincaid(Counts(sentences=10, words=100, syllables=150)) == pytest.approx(6.01)
    assert flesch_kincaid(Counts()) == 0.0


def test_smog_of_a_worked_example() -> None:
    # 1.0430 * sqrt(25) + 3.1291
    assert smog(Counts(sentences=30, words=300, syllables=400, long_words=25)) == pytest.approx(8.3441)
    assert smog(Counts(sentences=15, long_words=8)) == smog(Counts(sentences=30, long_words=16))
    assert smog(Counts(sentences=9, long_words=3)) is None


def test_hard_words_are_seen() -> None:
    assert grade("Deterioration of muscular capability necessitates additional investigation") > 8
    assert grade("The hand is weak") < 1


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("nerve", 1), ("muscle", 2), ("possibility", 5), ("better-known", 3), ("3,000", 3), ("70", 3), ("it's", 1)],
)
def test_syllables_are_those_of_the_dictionary(word: str, syllables: int) -> None:
    assert Syllables({word}).of(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"), [("blorped", 1), ("zanic", 2), ("morvante", 2), ("wexle", 2), ("shh", 1)]
)
def test_a_word_that_no_dictionary_has_is_guessed(word: str, syllables: int) -> None:
    assert Syllables({word}).of(word) == guessed_syllables(word) == syllables


def test_figures_are_measured_as_they_are_said() -> None:
    assert said("10,000") == ["ten", "thousand"]
    assert said("2026") == ["two", "thousand", "twenty", "six"]
    assert said("115") == ["one", "hundred", "fifteen"]
    assert said("better-known") == ["better", "known"]


def test_words_are_told_apart() -> None:
    assert words_of("It\u2019s 3,000 to 10,000 people, better-known (ALS).") == [
        "it's", "3,000", "to", "10,000", "people", "better-known", "als",
    ]  # fmt: skip
    assert words_of("Slide {number} of {count}") == ["slide", "of"]


def test_names_are_left_out_whole_and_with_their_plurals() -> None:
    terms = ("nerve", "motor nerve", "MMN")
    assert words_of(without("Motor nerves and nerve damage in MMN.", terms)) == ["and", "damage", "in"]
    assert words_of(without("It unnerves you.", terms)) == ["it", "unnerves", "you"]
