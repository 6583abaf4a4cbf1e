"""The words that people use most, in files of one word a line, and which words are forms of these.

Knows: English endings. Must not know: decks, who asks. en.txt holds the 3,000 most probable single words of the model
of American English that comes with PocketSphinx (en-us.lm.bin, BSD license); tools/write_common_words.py makes it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path


@cache
def common_words(language: str) -> frozenset[str]:
    """The common words of a language ("en"); none for one that has no list."""
    path = Path(__file__).with_name(f"{language.split('-', maxsplit=1)[0]}.txt")
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


def is_common(word: str, common: Collection[str]) -> bool:
    """Whether a word, in small letters, is one of ``common`` or a plain form of one: "slower", "damaged", "it's"."""
    return all(any(base in common for base in _bases(part)) for part in word.split("-") if part)


def _bases(word: str) -> Iterator[str]:
    """The word, and what it may be a form of."""
    yield word
    plain = re.sub(r"'(s|re|ve|ll|d|m)?$", "", word)
    singular = plain.removesuffix("s")
    yield from (plain, singular)
    for ending in ("es", "d", "ed", "ing", "r", "er", "st", "est", "ly"):
        for form in dict.fromkeys((plain, singular)):
            yield from _stems(form, ending)


def _stems(form: str, ending: str) -> Iterator[str]:
    """What ``form`` may have been before it got ``ending``."""
    stem = form.removesuffix(ending)
    if stem == form or len(stem) < 3:
        return
    yield from (stem, f"{stem}e")
    if stem[-1] == stem[-2]:
        yield stem[:-1]  # "stopped"
    if stem[-1] == "i":
        yield f"{stem[:-1]}y"  # "carries"
