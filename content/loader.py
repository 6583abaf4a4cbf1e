"""How a TOML file is read, and how its values are fetched with every mistake explained.

Knows: TOML, types, lines. Must not know: what a deck, a language, a theme or a keypad is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from content.faults import Faults, way_out

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


def read_table(path: Path, faults: Faults) -> Table | None:
    """The top table of a TOML file (UTF-8, with or without a byte order mark), or None and one fault."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = "this file is missing" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        faults.add(path, "", reason, "Put it back, or restore it from the last good copy.")
        return None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.add(path, f"line {line}", "this is not UTF-8 text", 'Save the file with the encoding "UTF-8".')
        return None
    try:
        return Table(path, "", tomllib.loads(text), faults)
    except tomllib.TOMLDecodeError as error:
        _explain(path, str(error), text, faults)
        return None


def _explain(path: Path, message: str, text: str, faults: Faults) -> None:
    """Note a TOML error with its line; the parser names the place at which it could not go on."""
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    problem = _PLACE.sub("", message)
    problem = problem[:1].lower() + problem[1:]
    if "overwrite" in message or "twice" in message or "declare" in message:
        faults.add(path, f"line {line}", f"something is written twice ({problem})", "Keep one of the two.")
    else:
        advice = "Look for a missing quote, bracket, comma or equals sign on this line or just before it."
        faults.add(path, f"line {line}", f"this is not TOML ({problem})", advice)


def tidy(text: str) -> str:
    """One line: every run of spaces and line breaks becomes one space."""
    return " ".join(text.split())


class Table:
    """One table of a TOML file. Each getter returns a usable value and notes a fault where there was none."""

    def __init__(self, file: Path, key: str, data: Mapping[str, object], faults: Faults) -> None:
        self.file = file
        self.key = key
        self._data = data
        self._faults = faults

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        """The keys in the order in which they are written."""
        return iter(self._data)

    def path_of(self, key: str) -> str:
        """The key with its tables before it, as faults name it."""
        shown = key if re.fullmatch(r"[\w.-]+", key) else f'"{key}"'
        return f"{self.key}.{shown}" if self.key else shown

    def fault(self, key: str, problem: str, way_out: str) -> None:
        """Note a mistake at ``key`` of this table."""
        self._faults.add(self.file, self.path_of(key) if key else self.key, problem, way_out)

    def only(self, allowed: Collection[str]) -> None:
        """Note every key that is not allowed here, with the nearest one that is."""
        for key in self._data:
            if key not in allowed:
                self.fault(key, "this key is not known", way_out(key, allowed))

    def text(self, key: str, default: str | None = None) -> str:
        """A text in one line; without ``default`` it has to be there and not be empty."""
        return tidy(self.raw_text(key, default))

    def raw_text(self, key: str, default: str | None = None) -> str:
        """A text with its line breaks; without ``default`` it has to be there and not be empty."""
        value = self._data.get(key)
        if value is None:
            if default is None:
                self.fault(key, "this is missing", f'Add a line: {key} = "..."')
            return default or ""
        if not isinstance(value, str):
            self.fault(key, f"this is {_kind(value)}, not a text", "Put it in quotes.")
            return default or ""
        if default is None and not value.strip():
            self.fault(key, "this is empty", "Write a text between the quotes.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each in one line and not empty; () if the key is not there."""
        value = self._data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(key, "this is not a list of texts", f'Write it so: {key} = ["...", "..."]')
            return ()
        if not all(item.strip() for item in value):
            self.fault(key, "one text of the list is empty", "Write a text between the quotes, or take the entry out.")
        return tuple(tidy(item) for item in value if item.strip())

    def flag(self, key: str) -> bool:
        """True or false; false if the key is not there."""
        value = self._data.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, f"this is {_kind(value)}, not true or false", "Write true or false, without quotes.")
            return False
        return value

    def whole(self, key: str) -> int:
        """A whole number that has to be there; 0 with a fault if not."""
        value = self._data.get(key)
        if value is None:
            self.fault(key, "this is missing", f"Add a line: {key} = 1")
        elif isinstance(value, bool) or not isinstance(value, int):
            self.fault(key, f"this is {_kind(value)}, not a whole number", "Write a number, without quotes.")
        else:
            return value
        return 0

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers; () if the key is not there, and with a fault if it is something else."""
        value = self._data.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(type(item) in (int, float) for item in value):
            return tuple(float(item) for item in value)
        self.fault(key, "this is not a list of numbers", f"Write it so: {key} = [10, 21]")
        return ()

    def day(self, key: str) -> date:
        """A date that has to be there; the first day of year 1 with a fault if not."""
        value = self._data.get(key)
        if value is None:
            self.fault(key, "this is missing", f"Add a line: {key} = 2026-11-01")
        elif isinstance(value, datetime) or not isinstance(value, date):
            self.fault(key, f"this is {_kind(value)}, not a date", "Write it without quotes, as 2026-11-01.")
        else:
            return value
        return date.min

    def pairs(self, key: str) -> dict[str, str]:
        """A table of text = text, none of them empty; {} if the key is not there."""
        table = self.table(key, required=False)
        if table is None:
            return {}
        found = {tidy(shown): table.text(shown) for shown in table}
        if "" in found:
            table.fault("", "one key is empty", "Write what is shown before the equals sign.")
        return {shown: spoken for shown, spoken in found.items() if shown and spoken}

    def table(self, key: str, *, required: bool = True) -> Table | None:
        """A table within this one, or None; if it is required, with a fault."""
        value = self._data.get(key)
        if isinstance(value, dict):
            return Table(self.file, self.path_of(key), value, self._faults)
        if value is not None:
            self.fault(key, f"this is {_kind(value)}, not a table", f"Write [{self.path_of(key)}] and its lines below.")
        elif required:
            self.fault(key, "this table is missing", f"Add a line [{self.path_of(key)}] and its lines below.")
        return None


def _kind(value: object) -> str:
    """What a TOML value is, for an author."""
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or time"
