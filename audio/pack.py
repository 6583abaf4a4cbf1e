"""Narration that was rendered beforehand: a folder of small sound files and an index with the words' times.

Knows: the folder's files. Must not know: how they were made, how they are decoded or played.

index.json: {"version", "language", "voice", "engine", "license", "source", "rate_wpm", "sentences": {key: {"given",
"bytes", "sha256", "starts"}}}. A key is made of the words as they are given to any voice: a slide that is changed has
no sound here any more; ``given`` is what this voice was told, so a changed pronunciation can be noticed; ``starts`` are
seconds in KEY.ogg at which each word begins. The file of a sentence stands beside the index, its name is its key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audio.api import SpokenSentence
from audio.voice_process import words_of

VERSION = 1
INDEX = "index.json"
SUFFIX = ".ogg"
KEY_LETTERS = 20


class PackError(Exception):
    """The folder holds no usable narration; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence. ``starts``: seconds in the file at which each word begins; ``sha256`` and ``bytes`` of the file."""

    given: str
    bytes: int
    sha256: str
    starts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What made the sound, under which license, how fast it speaks (words a minute, gaps between sentences too)."""

    language: str
    voice: str
    engine: str
    license: str
    source: str
    rate_wpm: int


def key_of_words(words: Sequence[str]) -> str:
    """The name of a sentence's sound: a hash of what any voice is given for it."""
    return hashlib.sha256(json.dumps(list(words)).encode()).hexdigest()[:KEY_LETTERS]


class Pack:
    """A folder of rendered narration, its index read once."""

    def __init__(self, folder: Path, about: About, entries: dict[str, Entry]) -> None:
        self.folder, self.about = folder, about
        self._entries = entries
        self._refused: set[str] = set()
        self._read: dict[str, tuple[int, bool]] = {}  # time of change of each file that was read; whether it is whole
        self._damaged: dict[str, bool] = {}  # by key: whether it was told

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, sentence: SpokenSentence) -> tuple[Path, Entry] | None:
        """The file and times of a sentence; None if there is none, or it is not whole."""
        key = key_of_words(words_of(sentence))
        entry = self._entries.get(key)
        if entry is None or key in self._refused or len(entry.starts) != len(sentence.words):
            return None
        path = self.file(key)
        return (path, entry) if self._is_whole(key, path, entry) else None

    def has_all(self, sentences: Iterable[SpokenSentence]) -> bool:
        """Whether all of these can be spoken: a screen never mixes two voices."""
        return all(self.find(sentence) is not None for sentence in sentences if sentence.words)

    def mark_damaged(self, sentence: SpokenSentence) -> None:
        """Its file cannot be used: from now on it is not there."""
        key = key_of_words(words_of(sentence))
        self._refused.add(key)
        self._damaged.setdefault(key, False)

    def take_damaged(self) -> str:
        """What staff should know of files that are damaged or gone, each once; empty if there is nothing new."""
        new = [key for key, is_told in self._damaged.items() if not is_told]
        self._damaged.update(dict.fromkeys(new, True))
        more = f" and {len(new) - 1} more" if len(new) > 1 else ""
        return f"narration is damaged or gone, render it anew: {self.file(new[0])}{more}" if new else ""

    def _is_whole(self, key: str, path: Path, entry: Entry) -> bool:
        """Whether the file is what was rendered; it is read through only when it has changed. This has to be known
        before the first sentence of a screen is said."""
        try:
            stat = path.stat()
            changed, is_whole = self._read.get(key, (0, False))
            if changed != stat.st_mtime_ns:
                is_whole = hashlib.sha256(path.read_bytes()).hexdigest() == entry.sha256
                self._read[key] = (stat.st_mtime_ns, is_whole)
            is_whole = is_whole and stat.st_size == entry.bytes
        except OSError:  # gone, or it cannot be read
            is_whole = False
        if not is_whole:
            self._damaged.setdefault(key, False)
        return is_whole

    def file(self, key: str) -> Path:
        """Where the sound of ``key`` is."""
        return self.folder / f"{key}{SUFFIX}"

    @property
    def entries(self) -> dict[str, Entry]:
        """Every sentence by its key."""
        return dict(self._entries)


def open_pack(folder: Path) -> Pack:
    """The narration in ``folder``. Raises PackError."""
    path = folder / INDEX
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        if table["version"] != VERSION:
            raise PackError(f"{path} is of version {table['version']}, this program reads {VERSION}: render it anew.")
        about = About(**{name: table[name] for name in About.__dataclass_fields__})
        entries = {key: _entry(value) for key, value in table["sentences"].items()}
    except FileNotFoundError:
        raise PackError(f"there is no {path}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackError(f"{path} cannot be read ({error!r}): render the narration anew.") from error
    return Pack(folder, about, entries)


def write_index(folder: Path, about: About, entries: dict[str, Entry]) -> None:
    """Write the index beside its place and move it there whole. Raises OSError."""
    table = {"version": VERSION, **asdict(about), "sentences": {key: asdict(entries[key]) for key in sorted(entries)}}
    temporary = folder / f"{INDEX}.part"
    temporary.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    temporary.replace(folder / INDEX)


def _entry(value: dict[str, Any]) -> Entry:
    starts = tuple(float(start) for start in value["starts"])
    return Entry(str(value["given"]), int(value["bytes"]), str(value["sha256"]), starts)
