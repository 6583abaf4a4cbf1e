"""Adds to the list of phrases that the spotter is trained for those of the command table that it does not have yet.

    python -m tools.spotter.phrases

The list is a file, so that a training is of a list and not of whatever the table says that day. New ones are appended:
the place of a phrase is its number in shards and networks that were made before, which so stay valid.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.cli.listen import ALL, state_phrases
from kiosk.loading import load_content
from tools.spotter.corpus import read_lines

NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
WORDS = "yes no stop go up down left right on off start help repeat forward backward".split() + NUMBERS
"""Words that every list has, whether a command of today uses them or not: people's recordings of them can be had."""


def with_new(listed: list[str], wanted: Iterable[str]) -> list[str]:
    """The list as it is, and what is new after it, in the order of the alphabet."""
    return [*listed, *sorted(set(wanted) - set(listed))]


def main() -> int:
    """Add them."""
    path = Path(__file__).with_name("phrases.txt")
    phrases = with_new(read_lines(path), state_phrases(ALL, load_content(None, None).deck) | set(WORDS))
    path.write_text("\n".join(phrases) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
