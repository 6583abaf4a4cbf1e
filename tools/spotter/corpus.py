"""The clips that a training is made of: sound files and one table of what is said in them.

Knows: the folder's form. Must not know: who made a clip, what it is used for.

FOLDER/clips.tsv has the columns path, kind ("phrase" or "talk"), text, voice, engine; the paths are relative. A clip is
16 kHz, mono. Lines are only ever added, so that a maker which was stopped goes on where it stood.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import soundfile

HZ = 16_000
PEOPLE = "people"
"""The engine of clips that were cut out of people's recordings."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording. ``voice`` is whoever speaks it, in the words of the ``engine``."""

    path: str
    kind: str
    text: str
    voice: str
    engine: str


def read_clips(folder: Path) -> list[Clip]:
    """All clips of a folder, in the order in which they were made."""
    table = folder / "clips.tsv"
    if not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        return [Clip(*row) for row in csv.reader(file, delimiter="\t") if len(row) == len(fields(Clip))]


def add_clips(folder: Path, clips: Iterable[tuple[Clip, np.ndarray]]) -> None:
    """Write the sounds (16 kHz, -1 .. 1), then their lines."""
    lines = []
    for clip, sound in clips:
        (folder / clip.path).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(folder / clip.path, np.clip(sound, -1, 1), HZ, subtype="PCM_16")
        lines.append("\t".join(astuple(clip)))
    with (folder / "clips.tsv").open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in lines)


def read_sound(path: Path) -> np.ndarray:
    """A file's sound as float32, 16 kHz mono. Raises ValueError for another rate."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    if rate != HZ:
        raise ValueError(f"{path}: {rate} Hz, must be {HZ}")
    return sound.mean(axis=1)


def read_lines(path: Path) -> list[str]:
    """The lines of a list, without comments and empty ones."""
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]
