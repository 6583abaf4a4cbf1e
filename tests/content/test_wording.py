"""The MMN deck is plain: its reading grade, its lengths, its glossary, its lexicon, its spoken names."""

from __future__ import annotations

import math
import re

import pytest

from content.model import Slide, Topic
from tests.content.mmn_deck import (
    MMN,
    cut,
    deck,
    lexicon,
    read,
    shown,
    slides,
    spoken,
    syllables,
    tokens,
    topics,
)

MEDICAL_NAMES = (
    "multifocal motor neuropathy",
    "amyotrophic lateral sclerosis",
    "nerve conduction study",
    "conduction block",
    "immune globulin",
    "immune system",
    "sensory neurons",
    "motor neurons",
    "electrodiagnostic",
    "electromyography",
    "neuromuscular",
    "neurological",
    "asymmetrical",
    "intravenous",
    "MMN",
    "ALS",
    "IVIG",
    "NCS",
    "EMG",
)
"""What the reading grade leaves out: the names of diseases, of doctors' tests and of parts of the body."""

PLAIN_LONG_WORDS = frozenset(
    {"usually", "generally", "relatively", "possibility", "information", "electrical", "equally", "differences"}
)
"""Words of four syllables and more that are no medical terms."""

GRADE_OF_A_SLIDE = 6.0
GRADE_AT_MOST = 8.0
TITLE_LETTERS = 40
TOPIC_LETTERS = 24
WORDS_OF_A_SENTENCE = 14
WORDS_OF_A_SLIDE = 36
WORDS_OF_A_MEANING = 20
OPTIONS = 6

every_slide = pytest.mark.parametrize("slide", slides(), ids=lambda slide: slide.id)
every_topic = pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.id)


def plain_sentences(text: str) -> list[list[str]]:
    """The words of each sentence with the medical names left out."""
    names = re.compile(rf"\b(?:{'|'.join(MEDICAL_NAMES)})\b", re.IGNORECASE)
    found = [tokens(names.sub(" ", sentence.text)) for part in text.split("\n") for sentence in cut(part)]
    return [words for words in found if words]


def syllables_of(word: str) -> int:
    """The syllables of a word or a figure, as the voice says it."""
    figures = {"3,000": 3, "10,000": 3, "3": 1, "6": 1, "20": 2, "40": 2, "70": 3}
    return figures[word] if word[0].isdigit() else syllables()[word.removesuffix("'s")]


def flesch_kincaid(text: str) -> float:
    """The US reading grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al., 1975)."""
    found = plain_sentences(text)
    words = [word for sentence in found for word in sentence]
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables_of, words)) / len(words) - 15.59


def smog(texts: list[str]) -> float:
    """The US reading grade by words of three and more syllables, for 30 sentences and more (McLaughlin, 1969)."""
    found = [sentence for text in texts for sentence in plain_sentences(text)]
    assert len(found) >= 30
    long_words = sum(syllables_of(word) >= 3 for sentence in found for word in sentence)
    return 1.0430 * math.sqrt(long_words * 30 / len(found)) + 3.1291


@every_slide
def test_reading_grade_of_a_slide(slide: Slide) -> None:
    assert flesch_kincaid(shown(slide)) <= GRADE_OF_A_SLIDE
    assert flesch_kincaid(slide.text) <= GRADE_AT_MOST


def test_reading_grade_of_the_deck() -> None:
    grades = [flesch_kincaid(slide.text) for slide in slides()]
    assert sum(grades) / len(grades) <= GRADE_OF_A_SLIDE
    assert smog([shown(slide) for slide in slides()]) <= GRADE_AT_MOST


def test_the_grade_sees_hard_words() -> None:
    assert flesch_kincaid("Deterioration of muscular capability necessitates additional investigation.") > GRADE_AT_MOST
    assert flesch_kincaid("The hand is weak.") < 1


@every_slide
def test_lengths_of_a_slide(slide: Slide) -> None:
    assert 0 < len(slide.title) <= TITLE_LETTERS
    assert not slide.title.endswith(".")
    found = cut(slide.text, slide)
    assert max(len(sentence.text.split()) for sentence in found) <= WORDS_OF_A_SENTENCE
    assert len(slide.text.split()) <= WORDS_OF_A_SLIDE
    assert slide.text.endswith((".", "?"))
    assert len(slide.options) <= OPTIONS


@every_slide
def test_a_picture_is_told_in_sentences(slide: Slide) -> None:
    assert re.fullmatch(r"[A-Z].{8,}\.", slide.picture)
    assert not re.match(r"(?i)an? (picture|image|icon|drawing)\b", slide.picture)


@every_slide
def test_a_question_asks(slide: Slide) -> None:
    assert slide.question == "" or slide.question.endswith("?")
    assert not (slide.options and not slide.question)


def test_slide_ids_are_unique() -> None:
    ids = [slide.id for slide in slides()]
    assert len(set(ids)) == len(ids)


@every_topic
def test_a_topic_has_a_short_name_that_can_be_said(topic: Topic) -> None:
    assert 0 < len(topic.title) <= TOPIC_LETTERS
    assert topic.count >= 1
    assert " ".join(tokens(spoken(topic.title))) in topic.phrases
    assert all(len(phrase.split()) >= 2 for phrase in topic.phrases)
    assert [word for phrase in topic.phrases for word in phrase.split() if word not in syllables()] == []


def test_no_two_topics_and_no_command_share_a_phrase() -> None:
    commands = deck().language.commands.values()
    phrases = [phrase.casefold() for command in commands for phrase in command.phrases]
    phrases += [phrase for topic in topics() for phrase in topic.phrases]
    assert [phrase for phrase in set(phrases) if phrases.count(phrase) > 1] == []


def test_a_glossary_entry_is_short_and_stands_on_a_slide() -> None:
    everything = " ".join(tokens(" ".join(f"{shown(slide)} {slide.picture}" for slide in slides())))
    for term in deck().terms.values():
        assert 0 < len(term.meaning.split()) <= WORDS_OF_A_MEANING
        words = " ".join(tokens(term.term))
        assert re.search(rf"\b{words}(?:s|es)?\b", everything), f"{term.term} is on no slide"


def test_meanings_are_plain() -> None:
    for term in deck().terms.values():
        meaning = re.sub(r"^(Short for|The full name of) [^.:,]*", r"\1 it", term.meaning)
        assert flesch_kincaid(meaning) <= GRADE_AT_MOST, term.term


@every_slide
def test_medical_words_are_in_the_glossary(slide: Slide) -> None:
    glossed = {word for term in deck().terms for word in tokens(term)}
    names = {word for name in MEDICAL_NAMES for word in tokens(name)}
    for word in tokens(shown(slide)):
        is_long = not word[0].isdigit() and syllables().get(word.removesuffix("'s"), 9) >= 4
        if word in names or (is_long and word not in PLAIN_LONG_WORDS):
            assert glossed & {word, word.removesuffix("s"), word.removesuffix("es")}, word


@pytest.mark.parametrize("letters", ["MMN", "ALS", "IVIG", "NCS", "EMG"])
def test_abbreviations_are_said_letter_by_letter(letters: str) -> None:
    heard = lexicon()[letters]
    assert "".join(re.findall(r"\w", heard)) == letters
    assert len(re.split(r"[ -]", heard)) == len(letters)


def test_a_range_keeps_its_to() -> None:
    rare = next(slide for slide in slides() if "F04" in slide.facts)
    assert "three thousand to ten thousand people" in spoken(rare.text, rare)


def test_every_lexicon_entry_is_used() -> None:
    texts = [f"{shown(slide)}\n{slide.picture}" for slide in slides()]
    texts += [term.meaning for term in deck().terms.values()]
    for entry in lexicon():
        assert any(entry.casefold() in text.casefold() for text in texts), entry


def test_the_footer_says_what_it_has_to() -> None:
    notice = read(MMN / "deck.toml")["en"]["notice"]
    for words in ("general information", "does not replace medical advice", "talk with your doctor", "{month}"):
        assert words in notice.casefold()
