"""``mmn-kiosk check``: every fault of the content, all at once. Silent and 0 if there is none.

Narration that is out of date is no fault: the live voice says these screens. It is told, and the exit code stays 0.
"""

from __future__ import annotations

import argparse

from content.model import ContentError
from kiosk.loading import check_content, load_content


def run(arguments: argparse.Namespace) -> int:
    """Check everything; raises ContentError with all faults."""
    faults = check_content(arguments.config, arguments.deck)
    if faults:
        raise ContentError(faults)
    for line in stale_lines(arguments):
        print(line)
    return 0


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
