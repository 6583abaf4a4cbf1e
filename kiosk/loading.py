"""Reads everything a kiosk needs: settings, language, deck, themes, keypad. All faults of all files come at once.

Knows: where content lies. Must not know: the screen, the sound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from content import places
from content.deck import CHECKED_AT_MOST, FileDeck, check_deck, open_deck
from content.faults import Faults
from content.keypad import load_keypad
from content.language import load_language
from content.model import ContentError, Fault, Keypad, Language, Theme
from content.theme import load_themes
from kiosk.commands import STAFF_COMMANDS
from kiosk.messages import Command
from kiosk.prompts import PROMPTS
from kiosk.settings import Settings, load_settings

COMMAND_NAMES = tuple(command.value for command in Command if command not in STAFF_COMMANDS)
"""What a language has words for."""
KEY_NAMES = tuple(command.value for command in Command)
"""What a key may give."""
Loaded = TypeVar("Loaded")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was read; it has been checked."""

    settings: Settings
    deck: FileDeck
    themes: dict[str, Theme]
    keypad: Keypad
    keypad_file: Path

    @property
    def language(self) -> Language:
        """The language of the deck."""
        return self.deck.language


def load_content(config: Path | None, deck: Path | None = None, *, is_slow_check_left: bool = False) -> Content:
    """Read the settings and all that they name. ``deck`` goes before the setting.

    ``is_slow_check_left``: the slides are not read yet; call ``deck.check`` as soon as there is time.
    Raises ContentError with every fault found.
    """
    faults: list[Fault] = []
    settings = _attempt(faults, lambda: load_settings(config)) or Settings()
    themes = _attempt(faults, lambda: load_themes(places.themes_folder(), settings.language)) or {}
    keypad_file = places.keypads_folder() / f"{settings.keypad}.toml"
    keypad = _attempt(faults, lambda: load_keypad(keypad_file, KEY_NAMES))
    language = _attempt(faults, lambda: load_language(places.language_file(settings.language), COMMAND_NAMES, PROMPTS))
    folder = deck or (Path(settings.deck) if settings.deck else places.default_deck_folder())
    first = 0 if is_slow_check_left else CHECKED_AT_MOST
    opened = _attempt(faults, lambda: open_deck(folder, language, check_first=first)) if language else None
    faults += _named(config, settings, themes)
    if faults and opened is not None and is_slow_check_left:
        _attempt(faults, opened.check)
    if faults or opened is None or keypad is None:
        raise ContentError(tuple(sorted(set(faults))))
    return Content(settings, opened, themes, keypad, keypad_file)


def check_content(config: Path | None, deck: Path | None = None) -> tuple[Fault, ...]:
    """Every fault of settings, languages, phrases, themes, keypads and every slide of the deck, sorted."""
    faults: list[Fault] = []
    settings = _attempt(faults, lambda: load_settings(config)) or Settings()
    themes = _attempt(faults, lambda: load_themes(places.themes_folder(), settings.language)) or {}
    for path in sorted(places.keypads_folder().glob("*.toml")):
        _attempt(faults, partial(load_keypad, path, KEY_NAMES))
    languages = {
        tag: _attempt(faults, partial(load_language, places.language_file(tag), COMMAND_NAMES, PROMPTS))
        for tag in places.language_tags()
    }
    folder = deck or (Path(settings.deck) if settings.deck else places.default_deck_folder())
    language = languages.get(settings.language)
    if language:
        faults += check_deck(folder, language)
        opened = _attempt([], partial(open_deck, folder, language, check_first=0))
        faults += _unheard(language, opened)
        faults += [*_hard_to_read(opened), *_badly_scored(folder)]
    return tuple(sorted({*faults, *_named(config, settings, themes)}))


def _unheard(language: Language, deck: FileDeck | None) -> list[Fault]:
    """Phrases that can never be heard, since nobody knows how they sound; and those that sound like others."""
    from audio.recognizer import RecognizerError
    from audio.recordings import FileListener
    from kiosk.commands import phrase_orders
    from kiosk.phrase_trial import SAME, thieves, vocabulary

    file, faults = places.language_file(language.tag), Faults()
    try:
        topics = deck.topics if deck else ()
        mute = FileListener(language.tag).unpronounceable(frozenset(phrase_orders(language, topics)))
        same = tuple(thieves(vocabulary(deck), SAME)) if deck else ()
    except RecognizerError as error:
        advice = "Set voice_commands.listen = false, or install it."
        faults.add(file, "", f"its phrases cannot be tried ({error})", advice)
        return list(faults.sorted())
    for phrase in mute:
        faults.add(file, "commands", f'the phrase "{phrase}" cannot be heard', "Choose words of the dictionary.")
    for one, other, _ in same:
        faults.add(file, "commands", f'"{one}" and "{other}" sound the same', "Take one of the two out.")
    return list(faults.sorted())


def _hard_to_read(deck: FileDeck | None) -> list[Fault]:
    """Slides, topics and prompts over the highest reading grade."""
    from kiosk.reading import reading_faults, readings

    return list(reading_faults(readings(deck))) if deck else []


def _badly_scored(folder: Path) -> list[Fault]:
    """Mistakes in the sheet for clear communication beside the deck."""
    from content.clear_communication import read_sheet

    faults = Faults()
    read_sheet(folder, faults)
    return list(faults.sorted())


def _attempt(faults: list[Fault], read: Callable[[], Loaded]) -> Loaded | None:
    """What ``read`` gives; None if it found faults, which are added to ``faults``."""
    try:
        return read()
    except ContentError as error:
        faults += error.faults
        return None


def _named(config: Path | None, settings: Settings, themes: dict[str, Theme]) -> list[Fault]:
    """Settings that name something which is not there."""
    faults = Faults()
    file = config or Path("settings")
    keypads = tuple(path.stem for path in places.keypads_folder().glob("*.toml"))
    for key, value, allowed in (
        ("screen.theme", settings.theme, tuple(themes)),
        ("content.language", settings.language, places.language_tags()),
        ("input.keypad", settings.keypad, keypads),
    ):
        if allowed and value not in allowed:
            faults.add_unknown(file, key, value, allowed, key.partition(".")[2])
    return list(faults.sorted())


def with_overrides(settings: Settings, windowed: str = "", journal: str = "", ppi: float = 0) -> Settings:
    """The settings with what the command line says instead."""
    return replace(
        settings,
        windowed=windowed or settings.windowed,
        journal=journal or settings.journal,
        ppi=ppi or settings.ppi,
    )
