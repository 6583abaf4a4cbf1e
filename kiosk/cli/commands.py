"""``mmn-kiosk commands``: the command table of the language and keypad that are set."""

from __future__ import annotations

import argparse
import json

from kiosk.commands import Row, rows
from kiosk.loading import load_content


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    content = load_content(arguments.config, arguments.deck)
    table = rows(content.language, content.keypad)
    if arguments.json:
        print(json.dumps([as_json(row) for row in table], indent=1, ensure_ascii=False))
        return 0
    for row in table:
        print(f"{row.words.label}  ({row.command.value})")
        print(f"    say    {', '.join(row.words.phrases)}")
        print(f"    press  {', '.join(row.keys)}")
        print(f"    {row.words.help}")
    return 0


def as_json(row: Row) -> dict[str, object]:
    """One row as docs/command-line.md describes it."""
    return {
        "command": row.command.value,
        "label": row.words.label,
        "phrases": list(row.words.phrases),
        "keys": list(row.keys),
        "states": [kind.value for kind in row.kinds],
        "help": row.words.help,
    }
