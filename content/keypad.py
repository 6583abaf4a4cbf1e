"""How a keypad file is read: which key gives which command.

Knows: key names as texts, command names as given. Must not know: which keys a keyboard has (the inputs check that).
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from content.faults import Faults, way_out
from content.loader import Table, read_table
from content.model import ContentError, Keypad

DEVICES = ("key", "switch")
"""What the keys of a keypad are called in the journal."""


def load_keypad(path: Path, commands: Collection[str]) -> Keypad:
    """The keypad in a file. A value is a command name, or with the number it takes: "OPTION 1".

    Raises ContentError with all faults: an unknown command, a key that stands there twice ("h" and "H" are one key).
    """
    faults = Faults()
    table = read_table(path, faults)
    keypad = _keypad(table, path.stem, commands) if table else None
    faults.stop_if_any()
    if keypad is None:
        raise ContentError(faults.sorted())
    return keypad


def command_of(value: str) -> tuple[str, int]:
    """The command name and the number (0: none) of a keypad value: "OPTION 2" is ("OPTION", 2).

    Raises ValueError if what follows the name is not a number from 1 on.
    """
    name, _, number = value.partition(" ")
    if number and not (number.isascii() and number.isdigit() and int(number) > 0):
        raise ValueError(f'"{number}" is not a number from 1 on')
    return name, int(number or 0)


def _keypad(table: Table, name: str, commands: Collection[str]) -> Keypad:
    table.only(("device", "keys"))
    device = table.text("device", "key")
    if device not in DEVICES:
        table.fault("device", f'there is no device "{device}"', way_out(device, DEVICES))
    keys = table.table("keys")
    if keys is None:
        return Keypad(name, {}, device)
    found: dict[str, str] = {}
    folded: dict[str, str] = {}
    for key in keys:
        found[key] = keys.text(key)
        other = folded.setdefault(key.strip().casefold(), key)
        if not key.strip():
            keys.fault(key, "the name of the key is empty", 'Write a key name, as "Right" or "h".')
        elif other != key:
            keys.fault(key, f'this is the same key as "{other}"', "Keep one of the two.")
        _check_command(keys, key, found[key], commands)
    return Keypad(name, found, device)


def _check_command(keys: Table, key: str, value: str, commands: Collection[str]) -> None:
    if not value:
        return  # noted when it was read
    try:
        name, _ = command_of(value)
    except ValueError as error:
        keys.fault(key, str(error), 'Write the command name alone, or with a number, as "OPTION 1".')
        return
    if name not in commands:
        keys.fault(key, f'there is no command "{name}"', way_out(name, commands))
