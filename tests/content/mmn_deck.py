"""The MMN deck for the tests of its words: slides, topics, facts, lexicon, and the syllables of English words.

Knows: the deck as the kiosk opens it, and its list of facts. Must not know: the screen, the voice.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pocketsphinx

from content.deck import FileDeck, open_deck
from content.language import load_language
from content.model import Sentence, Slide, Topic
from content.places import default_deck_folder, language_file
from kiosk.loading import COMMAND_NAMES
from kiosk.prompts import PROMPTS

MMN = default_deck_folder()


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of facts.toml."""

    id: str
    topic: int
    must_say: tuple[str, ...]
    must_not_say: tuple[str, ...]


def read(path: Path) -> dict[str, Any]:
    """One TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def deck() -> FileDeck:
    """The deck in English, as the kiosk opens it."""
    language = load_language(language_file("en"), COMMAND_NAMES, PROMPTS)
    return open_deck(MMN, language)


@cache
def slides() -> tuple[Slide, ...]:
    """Every slide in the order of the deck."""
    return tuple(deck().slide(index) for index in range(len(deck())))


def topics() -> tuple[Topic, ...]:
    """Every topic in the order of the deck."""
    return deck().topics


@cache
def facts() -> dict[str, Fact]:
    """Every fact by its id, as the deck's own list holds them."""
    return {
        key: Fact(key, row["topic"], tuple(row["must_say"]), tuple(row.get("must_not_say", ())))
        for key, row in read(MMN / "facts.toml").items()
    }


def lexicon() -> dict[str, str]:
    """The deck's own lexicon, shown -> spoken."""
    found: dict[str, str] = read(MMN / "words" / "en.toml")["lexicon"]
    return found


def cut(text: str, slide: Slide | None = None) -> tuple[Sentence, ...]:
    """A shown text as the sentences that the voice is given."""
    return deck().sentences(text, slide.spoken if slide else ())


def spoken(text: str, slide: Slide | None = None) -> str:
    """A shown text as the voice is given it."""
    return " ".join(word.spoken for sentence in cut(text, slide) for word in sentence.words)


def shown(slide: Slide) -> str:
    """Everything a slide says in its own words: title, text, question, options."""
    return "\n".join(part for part in (slide.title, slide.text, slide.question, *slide.options) if part)


def stated(slide: Slide) -> str:
    """What a slide states: its title and its text, in one line."""
    return " ".join(f"{slide.title}. {slide.text}".split())


def carrying(fact: str) -> tuple[Slide, ...]:
    """The slides that tell a fact."""
    return tuple(slide for slide in slides() if fact in slide.facts)


def tokens(text: str) -> list[str]:
    """The words of a text in lower case; figures and hyphenated words in their parts."""
    return re.findall(r"[a-z]+(?:'[a-z]+)?|\d[\d,]*", text.lower().replace("\u2019", "'"))


@cache
def syllables() -> dict[str, int]:
    """How many syllables English words have: the vowels in the pronouncing dictionary of the recognizer."""
    vowels = {"AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"}
    found: dict[str, int] = {}
    path = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *sounds = line.split()
        found.setdefault(word, sum(sound in vowels for sound in sounds))
    return found
