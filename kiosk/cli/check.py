"""``mmn-kiosk check``: every fault of the content, all at once. Silent and 0 if there is none and nothing to advise.

Narration that is out of date is no fault: the live voice says these screens. Nor is a text that could be plainer, up to
the grade that is refused. Both are told, and the exit code stays 0.
"""

from __future__ import annotations

import argparse

from content.deck import FileDeck
from content.model import ContentError
from kiosk.loading import check_content, load_content


def run(arguments: argparse.Namespace) -> int:
    """Check everything; raises ContentError with all faults."""
    faults = check_content(arguments.config, arguments.deck)
    if arguments.reading:
        _print_reading(arguments)
    if faults:
        raise ContentError(faults)
    for line in [*advice_lines(load_content(arguments.config, arguments.deck).deck), *stale_lines(arguments)]:
        print(line)
    return 0


def _print_reading(arguments: argparse.Namespace) -> None:
    """The tables, of a deck that can be opened; what it lacks otherwise is among the faults."""
    from kiosk.cli.check_reading import reading_lines

    try:
        content = load_content(arguments.config, arguments.deck, is_slow_check_left=True)
    except ContentError:
        return
    for line in reading_lines(content.deck):
        print(line)


def advice_lines(deck: FileDeck) -> list[str]:
    """What could be plainer: sentences that are long, grades over the aim, rare words that nothing explains."""
    from content.unexplained import unexplained
    from kiosk.reading import reading_advice, readings

    return [*reading_advice(readings(deck)), *map(str, unexplained(deck))]


def stale_lines(arguments: argparse.Namespace) -> list[str]:
    """What of the deck's narration has to be rendered anew, a line each, and how."""
    from kiosk.cli.narrate_all import stale

    work = stale(load_content(arguments.config, arguments.deck))
    if work is None or not (work.to_render or work.unused):
        return []
    lines = [f'no narration: "{sentence.text}"' for sentence in work.missing]
    lines += [f'pronounced otherwise now: "{sentence.text}"' for sentence in work.changed]
    lines += [f"{len(work.unused)} sounds that nothing says any more"] if work.unused else []
    return [*lines, "The live voice says these screens. To render them: mmn-kiosk narrate --all"]
