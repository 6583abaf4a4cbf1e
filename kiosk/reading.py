"""How hard all that the kiosk shows and says is to read: each slide, topic and group of prompts, and the whole deck.

Knows: which texts belong together, the limits. Must not know: the formulas (content.reading_level), how it is printed.
Words of the glossary are left out, since What words mean explains each: the names of diseases and tests are among them.
So is the date of the review. The formulas are made for English; in another language nothing is measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content import places
from content.deck import FileDeck
from content.faults import Faults
from content.model import Fault, Slide
from content.outline import month_of
from content.reading_level import Counts, counted, flesch_kincaid, smog, without, words_of
from content.slide import shown_texts
from kiosk.syllables import Syllables

AIM_GRADE = 6.0
MOST_GRADE = 8.0
MOST_WORDS = 20
"""A sentence of more words is named."""
SMOG_AIM_SENTENCES = 100
"""In fewer a handful of words that the facts demand ("usually", "generally") decides: SMOG is held to the highest grade
there, not to the aim."""

PROMPT_GROUPS = {
    "staff": ("check_",),
    "status line": ("status_", "earcon_"),
    "settings": ("size_", "spacing_", "motion_", "clear_", "colors", "volume", "rate", "loud", "soft", "fast", "slow"),
    "answers": ("answer", "option_", "no_", "asked_", "ask_", "nothing_", "you_", "chosen", "not_chosen"),
}
"""Prompts that are measured together, by how their names begin; all others are one more group."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Texts that are measured together: ``texts`` by their keys in ``file``; ``key`` names the whole."""

    name: str
    file: Path
    key: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured of a passage: its counts without the glossary's words, and with them; the words of its longest
    sentence, and the key and text of each sentence that is too long."""

    passage: Passage
    counts: Counts
    all_counts: Counts
    longest: int
    long_sentences: tuple[tuple[str, str], ...]

    @property
    def grade(self) -> float:
        """The higher one of the grades that can be given."""
        return max(flesch_kincaid(self.counts), smog(self.counts) or 0.0)

    @property
    def is_over_aim(self) -> bool:
        """Whether it could be plainer."""
        by_long_words = smog(self.counts) if self.counts.sentences >= SMOG_AIM_SENTENCES else None
        return max(flesch_kincaid(self.counts), by_long_words or 0.0) > AIM_GRADE


def readings(deck: FileDeck) -> list[Reading]:
    """Everything measured; nothing in a language other than English."""
    if deck.language.tag.split("-", maxsplit=1)[0] != "en":
        return []
    found = list(_passages(deck))
    cut = {text: [sentence.text for sentence in deck.sentences(text)] for each in found for _, text in each.texts}
    terms = (*(term.term for term in deck.terms.values()), month_of(deck.reviewed, deck.language.months))
    every_word = {word for sentences in cut.values() for sentence in sentences for word in words_of(sentence)}
    syllables = Syllables(every_word)
    return [_measured(passage, cut, terms, syllables) for passage in found]


def reading_faults(measured: list[Reading]) -> tuple[Fault, ...]:
    """The passages that are over the highest grade."""
    faults = Faults()
    for reading in measured:
        if reading.grade > MOST_GRADE:
            problem = f"the reading grade is {grades_of(reading)}; over {MOST_GRADE:g} is refused"
            advice = "Make its sentences shorter, take shorter words, or explain a medical one in the glossary."
            faults.add(reading.passage.file, reading.passage.key, problem, advice)
    return faults.sorted()


def reading_advice(measured: list[Reading]) -> list[str]:
    """What could be plainer and is not refused, a line each."""
    lines: dict[str, None] = {}
    for reading in measured:
        for key, sentence in reading.long_sentences:
            words = len(words_of(sentence))
            lines[f'{reading.passage.file}: {key}: a sentence of {words} words: "{sentence}". Make two of it.'] = None
        if reading.is_over_aim and reading.grade <= MOST_GRADE:
            grades = f"the reading grade is {grades_of(reading)}; the aim is {AIM_GRADE:g}."
            lines[f"{reading.passage.file}: {reading.passage.key}: {grades}"] = None
    return list(lines)


def grades_of(reading: Reading) -> str:
    """Its grade by each formula that can give one."""
    by_long_words = smog(reading.counts)
    also = "" if by_long_words is None else f", {by_long_words:.1f} by SMOG"
    return f"{flesch_kincaid(reading.counts):.1f} by Flesch-Kincaid{also}"


def _measured(passage: Passage, cut: dict[str, list[str]], terms: tuple[str, ...], syllables: Syllables) -> Reading:
    keyed = [(key, sentence) for key, text in passage.texts for sentence in cut[text]]
    lengths = [len(words_of(sentence)) for _, sentence in keyed]
    return Reading(
        passage,
        counted((words_of(without(sentence, terms)) for _, sentence in keyed), syllables.of),
        counted((words_of(sentence) for _, sentence in keyed), syllables.of),
        max(lengths, default=0),
        tuple(one for one, length in zip(keyed, lengths, strict=True) if length > MOST_WORDS),
    )


# ---------------------------------------------------------------- what belongs together


def _passages(deck: FileDeck) -> Iterator[Passage]:
    tag = deck.language.tag
    slides = [(index, deck.slide(index)) for index in range(len(deck))]
    told = {index: _slide_texts(slide, tag) for index, slide in slides if not slide.fault}
    for index, texts in told.items():
        yield Passage(f"slide {index + 1}, {deck.slide(index).id}", deck.slide_path(index), tag, texts)
    for topic in deck.topics:
        own = tuple(one for index in range(topic.first, topic.first + topic.count) for one in told.get(index, ()))
        file = deck.slide_path(topic.first).with_name("topic.toml")
        yield Passage(f"topic {topic.number}, {topic.id}", file, tag, ((f"{tag}.title", topic.title), *own))
    whole = tuple(one for texts in told.values() for one in texts)
    yield Passage("all slides", deck.folder / "deck.toml", tag, whole)
    yield Passage("footer", deck.folder / "deck.toml", f"{tag}.notice", ((f"{tag}.notice", deck.notice),))
    meanings = tuple((f'glossary."{term.term}"', term.meaning) for term in deck.terms.values())
    yield Passage("glossary", deck.folder / "words" / f"{tag}.toml", "glossary", meanings)
    yield from _language_passages(deck)


def _slide_texts(slide: Slide, tag: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{tag}.{key}", text) for key, text in shown_texts(slide).items() if text)


def _language_passages(deck: FileDeck) -> Iterator[Passage]:
    language = deck.language
    file = places.language_file(language.tag)
    helps = [(f"commands.{name}.help", words.help) for name, words in language.commands.items()]
    labels = [(f"commands.{name}.label", words.label) for name, words in language.commands.items()]
    yield Passage("commands", file, "commands", (*labels, *helps))
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, text in language.prompts.items():
        groups.setdefault(_group_of(name), []).append((f"prompts.{name}", text))
    for group, texts in groups.items():
        yield Passage(f"prompts: {group}", file, f"prompts ({group})", tuple(texts))


def _group_of(prompt: str) -> str:
    return next((group for group, begins in PROMPT_GROUPS.items() if prompt.startswith(begins)), "others")
