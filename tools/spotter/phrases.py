"""Writes the list of phrases that the spotter is trained for: those of the command table, and the words below.

    python -m tools.spotter.phrases > tools/spotter/phrases.txt

The list is a file, so that a training is of a list and not of whatever the table says that day.
"""

from __future__ import annotations

from kiosk.cli.listen import ALL, state_phrases
from kiosk.loading import load_content

NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
WORDS = "yes no stop go up down left right on off start help repeat forward backward".split() + NUMBERS
"""Words that every list has, whether a command of today uses them or not: people's recordings of them can be had."""


def phrases() -> list[str]:
    """Every phrase, in the order of the alphabet."""
    return sorted(state_phrases(ALL, load_content(None, None).deck) | set(WORDS))


if __name__ == "__main__":
    print("\n".join(phrases()))
