"""The command table: every function once, where it counts, and the phrases and keys that give it.

Knows: which commands make sense on which screen. Must not know: what they do (orders), any word of a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from content.keypad import command_of
from content.language import expand, phrases_of, spoken_form
from content.model import CommandWords, Keypad, Language, Topic
from kiosk.messages import Command, Order
from kiosk.scene import Kind

FOCUS_COMMANDS = (Command.FOCUS_BACK, Command.FOCUS_NEXT, Command.SELECT, Command.SCAN)
"""How four keys and switches reach everything else; they are no functions of their own."""

STAFF_COMMANDS = (Command.HOLD,)
"""What staff do while others visit: by a key or a signal, never by voice, and nothing of a visit changes by it."""

FUNCTIONS = tuple(command for command in Command if command not in FOCUS_COMMANDS + STAFF_COMMANDS)
"""Every visitor function, in scan order: the order in which help and ``commands`` list them."""

BY_NAME_OR_NUMBER = (Command.GO_TO_TOPIC, Command.GO_TO_SLIDE, Command.OPTION)
"""Functions that have no button of their own: what they lead to is on the screen, or is reached by Topics and Next."""

ALL_KINDS = frozenset(Kind)
PANELS = ALL_KINDS - {Kind.SLIDE, Kind.WARNING, Kind.ASKED}
_ANSWER_KINDS = {
    Command.YES: frozenset({Kind.SLIDE, Kind.WARNING, Kind.ASKED}),
    Command.NO: frozenset({Kind.SLIDE, Kind.WARNING, Kind.ASKED}),
    Command.OPTION: PANELS | {Kind.SLIDE},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One command of the table, in one language, with its keys; ``kinds``: the screens on which it counts."""

    command: Command
    words: CommandWords
    keys: tuple[str, ...]
    kinds: tuple[Kind, ...]


def kinds_of(command: Command) -> frozenset[Kind]:
    """The screens on which ``command`` counts."""
    if command in _ANSWER_KINDS:
        return _ANSWER_KINDS[command]
    return ALL_KINDS


def first_phrase(language: Language, command: Command, number: int = 0) -> str:
    """The phrase that is recommended for ``command``, with its number word where it takes one."""
    phrase = language.commands[command].phrases[0]
    return next(full for full, of in expand(phrase, language.numbers) if of in (0, number))


def rows(language: Language, keypad: Keypad) -> tuple[Row, ...]:
    """The whole table, functions first, then the focus commands. What is staff's is no part of it."""
    by_command: dict[Command, list[str]] = {command: [] for command in Command}
    for key, value in keypad.keys.items():
        by_command[order_of(value).command].append(key)
    return tuple(
        Row(
            command,
            language.commands[command],
            tuple(by_command[command]),
            tuple(kind for kind in Kind if kind in kinds_of(command)),
        )
        for command in FUNCTIONS + FOCUS_COMMANDS
    )


def order_of(value: str) -> Order:
    """The order that a data file writes as ``"NAME"`` or ``"NAME 3"``.

    Raises ValueError for a name that is no command.
    """
    name, number = command_of(value)
    return Order(Command(name), number)


def phrase_orders(language: Language, topics: tuple[Topic, ...]) -> Mapping[str, Order]:
    """Every phrase of the language and of the topics in its spoken form (small letters), with the order it gives."""
    orders = {
        spoken_form(phrase): Order(Command.GO_TO_TOPIC, topic.number) for topic in topics for phrase in topic.phrases
    }
    for phrase, (name, number) in phrases_of(language).items():
        orders[phrase] = Order(Command(name), number)
    return orders
