"""How hard a text is to read: two formulas over the sentences, words and syllables of a text. Pure.

Knows: the formulas, how words are told apart. Must not know: files, decks, where syllables are looked up.

Flesch-Kincaid (Kincaid and others, 1975) rises with long sentences and long words. SMOG (McLaughlin, 1969) rises with
words of three syllables and more; it is made for 30 sentences, and for 10 to 29 their number is scaled up to 30. Under
10 sentences it says nothing. Both give a US school grade.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import sqrt

SMOG_SENTENCES = 30
SMOG_LEAST_SENTENCES = 10
LONG_SYLLABLES = 3

_WORD = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['-][^\W\d_]+)*")
_SLOT = re.compile(r"\{\w*\}")
_SAID = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_SAID += "seventeen eighteen nineteen".split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas need of a text; ``long_words`` have three syllables and more."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    long_words: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.sentences + other.sentences,
            self.words + other.words,
            self.syllables + other.syllables,
            self.long_words + other.long_words,
        )


def flesch_kincaid(counts: Counts) -> float:
    """The US school grade of a text with at least one word; 0 for less, which a formula can give below."""
    if not counts.words:
        return 0.0
    return max(0.0, 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59)


def smog(counts: Counts) -> float | None:
    """The US school grade by long words; None for fewer than ten sentences. It is never under 3.1."""
    if counts.sentences < SMOG_LEAST_SENTENCES:
        return None
    return 1.0430 * sqrt(counts.long_words * SMOG_SENTENCES / counts.sentences) + 3.1291


def words_of(sentence: str) -> list[str]:
    """The words and figures of a sentence in small letters; one with a hyphen is one word. Slots are no words."""
    return _WORD.findall(_SLOT.sub(" ", sentence).replace("\u2019", "'").casefold())


def without(sentence: str, terms: Collection[str]) -> str:
    """``sentence`` without ``terms``, their plurals included: names, and words that are explained elsewhere."""
    if not terms:
        return sentence
    longest_first = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    return re.sub(rf"\b(?:{longest_first})(?:s|es)?\b", " ", sentence, flags=re.IGNORECASE)


def counted(sentences: Iterable[Collection[str]], syllables: Callable[[str], int]) -> Counts:
    """The counts of sentences that are given as words; a sentence without words is none."""
    total = Counts()
    for words in sentences:
        if words:
            each = [syllables(word) for word in words]
            total += Counts(1, len(each), sum(each), sum(count >= LONG_SYLLABLES for count in each))
    return total


def said(word: str) -> list[str]:
    """The words as which a word is said: the parts of one with hyphens, the number words of figures."""
    figures = word.replace(",", "")
    if figures.isdigit():
        return _number(int(figures))
    return [part for part in re.split(r"[-.]", word) if part]


def guessed_syllables(word: str) -> int:
    """The syllables of an English word that no dictionary has: its runs of vowels, without a silent e at its end."""
    runs = len(re.findall(r"[aeiouy]+", word))
    is_silent = runs > 1 and re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$", word) is not None
    return max(1, runs - is_silent)


def _number(number: int) -> list[str]:
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = _number(number % size) if number % size else []
            return [*_number(number // size), name, *rest]
    if number < len(_SAID):
        return [_SAID[number]]
    return [_TENS[number // 10], *([_SAID[number % 10]] if number % 10 else [])]
