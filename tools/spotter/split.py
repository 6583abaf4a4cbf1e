"""People's recordings, parted by speaker: to train on, to calibrate on, to test on. Nobody is in two parts.

Knows: the manifest's columns, and how people are dealt out. Must not know: what a part is used for.

FOLDER/MANIFEST.tsv has path, kind, text, speaker (see tests/bench_voice.py). A recording without a speaker counts as
one of whoever else its group could be of: a word of which all recordings may be by the same people, or the file itself.
The same speaker always falls into the same part, whatever else the folder holds.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

TRAIN, CALIBRATE, TEST = "train", "calibrate", "test"
SHARES = ((TRAIN, 0.45), (CALIBRATE, 0.20), (TEST, 0.35))


@dataclass(frozen=True, slots=True)
class Recording:
    """A line of the manifest, and the part that its speaker is in."""

    path: Path
    kind: str
    text: str
    speaker: str
    part: str


def part_of(speaker: str) -> str:
    """The part in which a speaker is."""
    place = int.from_bytes(hashlib.sha256(f"spotter/{speaker}".encode()).digest()[:4], "big") / 2**32
    for part, share in SHARES:
        if place < share:
            return part
        place -= share
    return TEST


def read_manifest(folder: Path) -> list[Recording]:
    """Every recording of the folder."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        return [
            Recording(folder / row["path"], row["kind"], row["text"], row["speaker"], part_of(_who(row)))
            for row in csv.DictReader(file, delimiter="\t")
        ]


def _who(row: dict[str, str]) -> str:
    if row["speaker"]:
        return row["speaker"]
    return row["text"] if row["kind"] == "other_word" else row["path"]
