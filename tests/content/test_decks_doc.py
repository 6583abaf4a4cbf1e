"""docs/decks.md: its examples are a deck without faults, a theme and a keypad, and it names every key of every file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from content.deck import open_deck
from content.keypad import load_keypad
from content.language import load_language
from content.model import COLOR_ROLES
from content.places import language_file, themes_folder
from content.theme import load_theme
from kiosk.loading import COMMAND_NAMES, KEY_NAMES
from kiosk.prompts import PROMPTS

DOC = (Path(__file__).parents[2] / "docs" / "decks.md").read_text(encoding="utf-8")


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A folder that holds every example under the name in its first line."""
    for name, text in re.findall(r"```toml\n# (\S+)\n(.*?)```", DOC, re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "icons" / "hand.svg").write_text('<svg viewBox="0 0 400 400"/>', encoding="utf-8")
    return tmp_path


def test_examples_are_a_deck_without_faults(examples: Path) -> None:
    deck = open_deck(examples, load_language(language_file("en"), COMMAND_NAMES, PROMPTS))
    assert [deck.slide(index).id for index in range(len(deck))] == ["first-signs", "check"]
    assert deck.notice.endswith("Last reviewed in November 2026.")


def test_example_theme_is_the_light_one(examples: Path) -> None:
    shown = load_theme(examples / "content" / "themes" / "light.toml")
    assert shown == load_theme(themes_folder() / "light.toml")


def test_example_keypad_reaches_everything(examples: Path) -> None:
    keypad = load_keypad(examples / "content" / "keypads" / "small.toml", KEY_NAMES)
    assert set(keypad.keys.values()) >= {"FOCUS_NEXT", "FOCUS_BACK", "SELECT", "HELP"}


KEYS = """reviewed languages title notice icon phrases facts summary text picture question options spoken topic must_say
must_not_say meaning changes name voice numbers months label help"""


@pytest.mark.parametrize("key", [*KEYS.split(), *COLOR_ROLES])
def test_key_is_explained_in_a_table(key: str) -> None:
    assert re.search(rf"^\|[^|]*`{key}`", DOC, re.MULTILINE) or f"`{key}` may be left out" in DOC
