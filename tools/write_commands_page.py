"""Writes docs/commands.md from the program's own command table, for `make docs`. A test keeps the page up to date."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "commands.md"
HEAD = """# Commands

Everything a visitor can ask for: what to say, which key to press, and what happens. In a phrase, `{number}` stands for
a number word. Made from the language file and the keypad by `make docs`; do not edit it by hand.

| command | label | say | press | what it does |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page, for the table as it is now."""
    listed = subprocess.run(
        [sys.executable, "-m", "kiosk", "commands", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    rows: list[dict[str, Any]] = json.loads(listed.stdout)
    return HEAD + "".join(map(_row, rows))


def _row(row: dict[str, Any]) -> str:
    cells = (
        f"`{row['command']}`",
        row["label"],
        ", ".join(f'"{phrase}"' for phrase in row["phrases"]),
        ", ".join(f"`{key}`" for key in row["keys"]),
        row["help"],
    )
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
