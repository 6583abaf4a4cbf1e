"""The real language and deck, read once: the rules are tried on what the kiosk ships."""

from __future__ import annotations

import pytest

from content import places
from content.deck import FileDeck, open_deck
from content.language import load_language
from content.model import Language
from kiosk.loading import COMMAND_NAMES
from kiosk.prompts import PROMPTS


@pytest.fixture(scope="session")
def language() -> Language:
    return load_language(places.language_file("en"), COMMAND_NAMES, PROMPTS)


@pytest.fixture(scope="session")
def deck(language: Language) -> FileDeck:
    return open_deck(places.default_deck_folder(), language)
