"""The command table and the language data: no phrase steals another's, no prompt names a phrase that is none."""

from __future__ import annotations

import re

import pytest

from content import places
from content.deck import FileDeck
from content.keypad import load_keypad
from content.language import load_language, spoken_form
from kiosk.commands import BY_NAME_OR_NUMBER, FUNCTIONS, STAFF_COMMANDS, kinds_of, phrase_orders, rows
from kiosk.loading import COMMAND_NAMES, KEY_NAMES
from kiosk.messages import Command
from kiosk.panels import PANEL_COMMANDS, icon_name
from kiosk.prompts import PROMPTS

LANGUAGES = places.language_tags()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_row_has_label_phrases_keys_and_a_screen(tag: str) -> None:
    language = load_language(places.language_file(tag), COMMAND_NAMES, PROMPTS)
    keypad = load_keypad(places.default_keypad_file(), KEY_NAMES)
    table = rows(language, keypad)
    assert {row.command for row in table} == set(Command) - set(STAFF_COMMANDS)
    for row in table:
        assert row.words.label and row.words.phrases and row.words.help and row.kinds
        assert row.keys, row.command
    assert [row.command for row in table][: len(FUNCTIONS)] == list(FUNCTIONS)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_label_is_a_phrase_or_a_function_by_number(tag: str) -> None:
    language = load_language(places.language_file(tag), COMMAND_NAMES, PROMPTS)
    for command in FUNCTIONS:
        if command in BY_NAME_OR_NUMBER:
            continue
        words = language.commands[command]
        assert spoken_form(words.label) in {spoken_form(phrase) for phrase in words.phrases}, words.label


@pytest.mark.parametrize("tag", LANGUAGES)
def test_prompts_quote_only_phrases_that_work(tag: str, deck: FileDeck) -> None:
    language = load_language(places.language_file(tag), COMMAND_NAMES, PROMPTS)
    phrases = set(phrase_orders(language, deck.topics))
    for name, text in language.prompts.items():
        for quoted in re.findall("\u201c([^\u201d]+)\u201d", text):
            assert spoken_form(quoted) in phrases, (name, quoted)


def test_every_panel_button_counts_on_its_panel() -> None:
    for kind, commands in PANEL_COMMANDS.items():
        assert len(commands) <= 6
        for command in commands:
            assert kind in kinds_of(command)


def test_every_command_on_a_button_has_an_icon() -> None:
    shown = {command for commands in PANEL_COMMANDS.values() for command in commands}
    shown |= {Command.BACK, Command.PAUSE, Command.GO_ON, Command.NEXT, Command.TOPICS, Command.HELP}
    shown |= {Command.YES, Command.NO}
    for command in shown:
        assert (places.icons_folder() / f"{icon_name(command)}.svg").exists(), icon_name(command)
