"""``mmn-kiosk check``: every fault of the content, all at once. Silent and 0 if there is none."""

from __future__ import annotations

import argparse

from content.model import ContentError
from kiosk.loading import check_content


def run(arguments: argparse.Namespace) -> int:
    """Check everything; raises ContentError with all faults."""
    faults = check_content(arguments.config, arguments.deck)
    if faults:
        raise ContentError(faults)
    return 0
