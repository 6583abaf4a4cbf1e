"""The journal: what the kiosk did, one JSON line an event. Never a visitor's words, sound or picture.

Knows: how to write a line. Must not know: what the events mean. Rotates itself, so that months fit on the disk.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

LARGEST_BYTES = 20_000_000
"""A journal larger than this is moved to NAME.1, over the one before."""


class Journal:
    """Appends events to ``path``; None: nothing is written. A disk fault is told once on stderr and never raised."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._is_broken = False

    def write(self, event: str, **values: object) -> None:
        """One line: ``t`` in monotonic seconds, the event, and what belongs to it."""
        if self._path is None:
            return
        line = json.dumps({"t": round(time.monotonic(), 4), "event": event, **values}, ensure_ascii=False)
        try:
            self._rotate(self._path)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
            self._is_broken = False
        except OSError as error:
            if not self._is_broken:
                print(f"The journal {self._path} cannot be written: {error}. The kiosk goes on.", file=sys.stderr)
            self._is_broken = True

    def _rotate(self, path: Path) -> None:
        if path.exists() and path.stat().st_size > LARGEST_BYTES:
            path.replace(path.with_name(path.name + ".1"))
