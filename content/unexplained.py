"""Which words of a deck are neither common nor explained: what an author has to put into the glossary, or say why not.

Knows: the deck's texts, the list of common words. Must not know: where a visitor asks what a word means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.common_words import common_words, is_common
from content.deck import FileDeck
from content.reading_level import without, words_of
from content.slide import shown_texts


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A word in small letters, and the file and the key of the text in which it stands first."""

    word: str
    file: Path
    key: str

    def __str__(self) -> str:
        advice = "Explain it in the glossary, or write under [plain] of the words file why everybody knows it."
        return f'{self.file}: {self.key}: "{self.word}" is no common word. {advice}'


def unexplained(deck: FileDeck) -> list[Unexplained]:
    """Each such word once; none in a language that has no list of common words."""
    common = common_words(deck.language.tag)
    if not common:
        return []
    known = common | {word for entry in deck.plain for word in words_of(entry)}
    terms = tuple(term.term for term in deck.terms.values())
    found: dict[str, Unexplained] = {}
    for file, key, text in _texts(deck):
        for word in words_of(without(text, terms)):
            if not word[0].isdigit() and not is_common(word, known):
                found.setdefault(word, Unexplained(word, file, key))
    return list(found.values())


def _texts(deck: FileDeck) -> Iterator[tuple[Path, str, str]]:
    tag = deck.language.tag
    for topic in deck.topics:
        yield deck.slide_path(topic.first).with_name("topic.toml"), f"{tag}.title", topic.title
    for index in range(len(deck)):
        for key, text in shown_texts(deck.slide(index)).items():
            yield deck.slide_path(index), f"{tag}.{key}", text
    for term in deck.terms.values():
        yield deck.folder / "words" / f"{tag}.toml", f'glossary."{term.term}"', term.meaning
