"""How English words are pronounced: the dictionary that PocketSphinx brings.

Knows: its file. Must not know: decoders, phrases, commands.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pocketsphinx

from audio.pocketsphinx_recognizer import normalize
from audio.recognizer import RecognizerError

Phones = tuple[str, ...]


def pronunciations(phrases: Iterable[str], language: str = "en") -> dict[str, Phones]:
    """The phones of each phrase, by the commonest pronunciation of its words; a phrase with another word is left out.

    Raises RecognizerError for a language without a dictionary.
    """
    if language.split("-", maxsplit=1)[0] != "en":
        raise RecognizerError(f"there is no dictionary for '{language}', only for English")
    split = {phrase: normalize(phrase).split() for phrase in phrases}
    known = _look_up({word for words in split.values() for word in words})
    return {
        phrase: tuple(phone for word in words for phone in known[word])
        for phrase, words in split.items()
        if words and all(word in known for word in words)
    }


def _look_up(words: set[str]) -> dict[str, Phones]:
    """The first pronunciation of each word that the dictionary has."""
    found: dict[str, Phones] = {}
    path = Path(pocketsphinx.get_model_path("en-us")) / "cmudict-en-us.dict"
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, _, phones = line.partition(" ")
            if word in words:
                found[word] = tuple(phones.split())
    return found
