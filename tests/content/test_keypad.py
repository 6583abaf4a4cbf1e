"""The default keypad reaches every command with keys that exist, and a mistake in a keypad is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from content.keypad import command_of, load_keypad
from content.model import ContentError
from content.places import default_keypad_file
from kiosk.messages import Command
from tests.content.small_deck import told

NAMES = ("NEXT", "BACK", "OPTION")


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SDL's video without a screen: key names need it."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    yield
    pygame.display.quit()


def test_every_command_has_a_key() -> None:
    keypad = load_keypad(default_keypad_file(), tuple(Command))
    assert {command_of(value)[0] for value in keypad.keys.values()} == set(Command)


def test_four_keys_and_escape_do_what_people_expect() -> None:
    keys = load_keypad(default_keypad_file(), tuple(Command)).keys
    expected = {"Right": "NEXT", "Left": "BACK", "Up": "FOCUS_BACK", "Down": "FOCUS_NEXT"}
    expected |= {"Return": "SELECT", "Keypad Enter": "SELECT", "Space": "SELECT", "H": "HELP", "Escape": "BACK"}
    assert expected.items() <= keys.items()
    assert all(keys[str(number)] == f"OPTION {number}" for number in range(1, 7))


@pytest.mark.usefixtures("no_screen")
def test_every_key_exists_and_is_named_once() -> None:
    keys = load_keypad(default_keypad_file(), tuple(Command)).keys
    codes = {name: pygame.key.key_code(name) for name in keys}
    assert len(set(codes.values())) == len(codes)


def test_value_may_hold_a_number() -> None:
    assert command_of("NEXT") == ("NEXT", 0)
    assert command_of("OPTION 12") == ("OPTION", 12)
    for value in ("OPTION x", "OPTION 0", "OPTION -1", "OPTION 1 2"):
        with pytest.raises(ValueError, match="not a number"):
            command_of(value)


MISTAKES = [
    ('"Right" = "NXET"', 'keys.Right: there is no command "NXET". Did you mean "NEXT"? Allowed: BACK, NEXT, OPTION.'),
    ('"Right" = ""', "keys.Right: this is empty."),
    ('"Right" = 3', "keys.Right: this is a number, not a text."),
    ('"H" = "NEXT"\n"h" = "BACK"', 'keys.h: this is the same key as "H". Keep one of the two.'),
    ('"H" = "NEXT"\n"H" = "BACK"', "line 3: something is written twice"),
    ('"" = "NEXT"', "the name of the key is empty"),
    ('"1" = "OPTION one"', 'keys.1: "one" is not a number from 1 on. Write the command name alone, or with a number'),
    ('[key]\n"H" = "NEXT"', 'key: this key is not known. Did you mean "keys"?'),
]


@pytest.mark.parametrize(("lines", "message"), MISTAKES)
def test_mistake_is_told(tmp_path: Path, lines: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f"[keys]\n{lines}\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_keypad(path, NAMES)
    assert [line for line in told(caught.value.faults, tmp_path) if message in line]


def test_keypad_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="this file is missing"):
        load_keypad(tmp_path / "mine.toml", NAMES)
