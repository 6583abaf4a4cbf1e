"""Every fact is on the slides, shown and spoken, with its figures, its hedges and its negations."""

from __future__ import annotations

import re

import pytest

from content.model import Slide
from tests.content.mmn_deck import (
    carrying,
    cut,
    deck,
    facts,
    shown,
    slides,
    spoken,
    stated,
    syllables,
    tokens,
    topics,
)

FACT_IDS = tuple(f"F{number:02}" for number in range(1, 39))
TOPIC_OF_FIRST_FACT = (1, 4, 5, 6, 8, 11, 17, 21, 22, 28, 32, 36)
"""The number of the first fact of each of the twelve topics."""

FIGURES = {
    "how-rare": {"3,000", "10,000"},
    "men-and-women": {"3"},
    "around-40": {"20", "40", "70"},  # the scale in the picture goes from 20 to 70
    "from-20-to-70": {"20", "70"},
    "six-years": {"6"},
}
NEGATED = {
    "F14": ("numbness, tingling or pain", "not usual"),
    "F24": ("brain", "not"),
    "F25": ("touch", "not"),
}
NAMES_WITH_A_CAPITAL = {"MMN", "ALS", "IVIG", "NCS", "EMG", "United", "States", "I"}

every_slide = pytest.mark.parametrize("slide", slides(), ids=lambda slide: slide.id)
every_fact = pytest.mark.parametrize("fact", FACT_IDS)


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def test_the_list_holds_just_the_38_facts() -> None:
    assert tuple(facts()) == FACT_IDS


def test_twelve_topics_each_with_the_facts_of_its_own() -> None:
    assert len(topics()) == 12
    borders = (*TOPIC_OF_FIRST_FACT, 39)
    for topic in topics():
        told = {fact for slide in slides() if slide.topic == topic.id for fact in slide.facts}
        meant = {f"F{number:02}" for number in range(borders[topic.number - 1], borders[topic.number])}
        assert told == meant
        assert all(facts()[fact].topic == topic.number for fact in meant)


def test_facts_come_in_their_order() -> None:
    order = [fact for slide in slides() for fact in slide.facts]
    assert order == sorted(order)


@every_fact
def test_a_fact_keeps_its_words_figures_and_hedges(fact: str) -> None:
    whole = folded(" ".join(stated(slide) for slide in carrying(fact)))
    assert [words for words in facts()[fact].must_say if folded(words) not in whole] == []
    assert [words for words in facts()[fact].must_not_say if folded(words) in whole] == []


@every_fact
def test_what_a_fact_must_say_is_spoken(fact: str) -> None:
    heard = [
        folded(re.sub(r"[,;:.?!]", "", spoken(part, slide)))
        for slide in carrying(fact)
        for part in (slide.title, slide.text)
    ]
    whole = " ".join(heard)
    for words in facts()[fact].must_say:
        assert folded(re.sub(r"[,;:.?!]", "", spoken(words))) in whole


@every_slide
def test_every_letter_and_figure_of_a_slide_is_in_a_spoken_word(slide: Slide) -> None:
    for part in (slide.title, slide.text, slide.picture, slide.question, *slide.options):
        covered = {
            sentence.start + word.start + place
            for sentence in cut(part, slide)
            for word in sentence.words
            for place in range(word.length)
            if word.spoken
        }
        assert [sign for place, sign in enumerate(part) if sign.isalnum() and place not in covered] == []


@pytest.mark.parametrize("fact", NEGATED)
def test_a_negation_survives_in_title_text_and_picture(fact: str) -> None:
    topic, negation = NEGATED[fact]
    for slide in carrying(fact):
        assert topic in slide.title.casefold()
        assert negation in slide.title.casefold()
        assert re.search(r"\bnot\b", spoken(slide.text))
        assert re.search(r"\bnot\b|\bfeels\b", slide.picture)


@every_slide
def test_a_slide_shows_no_figures_but_those_of_its_facts(slide: Slide) -> None:
    found = set(re.findall(r"\d[\d,]*", f"{shown(slide)} {slide.picture}"))
    assert found <= FIGURES.get(slide.id, set())


@pytest.mark.parametrize("slide_id", FIGURES)
def test_the_figures_stand_on_their_slides(slide_id: str) -> None:
    slide = next(slide for slide in slides() if slide.id == slide_id)
    assert set(re.findall(r"\d[\d,]*", f"{slide.text} {slide.picture}")) == FIGURES[slide_id]


@every_slide
def test_a_slide_holds_no_brand_names(slide: Slide) -> None:
    """A name is a word with a capital inside a sentence, or a word that no dictionary knows."""
    glossed = {word for term in deck().terms for word in tokens(term)}
    for part in (slide.title, slide.text, slide.picture, slide.question, *slide.options):
        for sentence in re.split(r"(?<=[.!?:])\s+", part):
            inside = re.findall(r"(?<=\s)\(?([A-Z]\w*)", sentence)
            assert set(inside) <= NAMES_WITH_A_CAPITAL
        for word in tokens(part):
            stem = word.removesuffix("'s")
            is_known = stem in syllables() or stem in glossed or stem.removesuffix("s") in glossed
            assert is_known or word[0].isdigit(), word
    assert not re.search("[®™©]", shown(slide) + slide.picture)


def test_mmn_is_said_in_full_once_at_the_start() -> None:
    full = [slide.id for slide in slides() if "multifocal motor neuropathy" in stated(slide).casefold()]
    assert full == [slides()[0].id]
    assert slides()[0].title.startswith("Welcome")
    assert slides()[0].facts == ("F01",)


@every_slide
def test_a_slide_never_says_that_a_visitor_has_mmn(slide: Slide) -> None:
    text = folded(f"{shown(slide)} {slide.picture}")
    claims = len(re.findall(r"\byou (?:may |do not |probably )?have mmn", text))
    assert claims == text.count("cannot tell if you have mmn")
    assert "your mmn" not in text


def test_the_symptom_check_says_what_it_is_where_it_asks() -> None:
    check = [slide for slide in slides() if slide.topic == "key-symptoms"]
    asking = [slide for slide in check if slide.question]
    assert [slide.facts for slide in asking] == [("F11",), ("F12",), ("F13",), ("F14",)]
    assert check.index(asking[0]) == 1
    assert "for information only" in check[0].text
    assert all("cannot tell if you have MMN" in slide.text for slide in (check[0], *asking))
    summary = check[check.index(asking[-1]) + 1]
    assert summary.is_summary
    assert summary.facts == ("F15",)
    assert "cannot tell if you have MMN" in summary.text


def test_the_discussion_guide_is_asked_for_and_then_listed() -> None:
    guide = carrying("F37")
    assert [bool(slide.options) for slide in guide] == [True, False]
    assert [slide.is_summary for slide in guide] == [False, True]
    assert all(option.endswith("?") for option in guide[0].options)
