"""``python -m tests.bench``: measure, and print a table or JSON.

Knows: which measurements there are. Must not know: how any of them works. Exit code 0 however the figures turn out:
this measures, it does not judge; 1 if a measurement broke, 2 for wrong arguments.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from tests.bench.chromium import version
from tests.bench.figures import Figure, as_data, markdown, table
from tests.bench.stage import Stage
from tests.rig import missing_tools

NARRATION = ("silence", "play", "control", "words", "seams", "loudness", "volume", "speeds", "first_word")
MEASURES = ("start", "taps", *NARRATION, "devices", "resources", "decks", "pictures")
GROUPS = {"narration": NARRATION}
"""Names for several measurements together."""


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the kiosk, beside Chromium.")
    made.add_argument("--only", default=",".join(MEASURES), metavar="A,B", help=f"of {', '.join((*MEASURES, *GROUPS))}")
    made.add_argument("--quick", action="store_true", help="few repetitions: tries the tool, gives no figures to tell")
    made.add_argument("--json", action="store_true", help="print JSON in place of the table")
    made.add_argument("--markdown", action="store_true", help="print the table for docs/measurements.md")
    made.add_argument("--keep", type=Path, metavar="DIR", help="keep journals, logs and recordings in this folder")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; the exit code."""
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"  # stdout is for the figures
    asked = parser().parse_args(arguments)
    names = [name for part in asked.only.split(",") for name in GROUPS.get(part, (part,))]
    if unknown := set(names) - set(MEASURES):
        known = ", ".join((*MEASURES, *GROUPS))
        parser().error(f"no measurement is called {', '.join(sorted(unknown))}; there are {known}")
    if missing := missing_tools():
        print(f"not installed: {', '.join(missing)}; `make bench` installs them", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as temporary:
        stage = Stage(asked.keep or Path(temporary), asked.quick)
        figures, broken = run(stage, names)
    facts = circumstances(asked.quick)
    if asked.json:
        print(json.dumps({**facts, "broken": broken, "figures": as_data(figures)}, indent=1))
    else:
        print(f"{told(facts)}\n\n{(markdown if asked.markdown else table)(figures)}")
    return 1 if broken else 0


def run(stage: Stage, names: Sequence[str]) -> tuple[list[Figure], list[str]]:
    """The figures of these measurements, one after the other, and the names of those that broke."""
    figures: list[Figure] = []
    broken = []
    for name in names:
        began = time.monotonic()
        print(f"measuring: {name} …", file=sys.stderr, flush=True)
        try:
            figures += importlib.import_module(f"tests.bench.measure_{name}").measure(stage)
        except Exception:  # noqa: BLE001 - one that breaks must not take the others' figures with it; it is told
            traceback.print_exc()
            broken.append(name)
        print(f"           {name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return figures, broken


def circumstances(is_quick: bool) -> dict[str, object]:
    """On what, and what, was measured."""
    import pygame

    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "date": time.strftime("%Y-%m-%d"),
        "commit": done.stdout.strip(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "system": platform.platform(),
        "python": platform.python_version(),
        "pygame": pygame.version.ver,
        "chromium": version() or "not installed: nothing to compare with",
        "is_quick": is_quick,
    }


def told(facts: dict[str, object]) -> str:
    """The circumstances in a line."""
    return ", ".join(f"{name} {value}" for name, value in facts.items())


if __name__ == "__main__":
    sys.exit(main())
