"""Rendered sentences on disk: each in a file of its own, checked when it is read, the oldest given up first.

Knows: files and Rendered. Must not know: voices, what a key is made of, players.

A file is one line of JSON, then the samples; the line holds the SHA-256 of all the rest. It is written beside its
place and moved there whole, so that a power cut leaves the old file, the new one, or one whose sum is wrong, and
that counts as none. When a file was last read is its time of change: the longest unread goes first.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from pathlib import Path

from audio.rendered import SAMPLE_HZ, Rendered

FILE_VERSION = 1
SUFFIX = ".sentence"
TEMPORARY = ".part"
LEFTOVER_SECONDS = 600.0
"""A temporary file older than this was left by a process that was killed."""
SHARE_KEPT = 0.9
"""When the folder is full, it is emptied down to this share of its bytes."""


def key_of(*parts: object) -> str:
    """The name under which a sound is kept: the SHA-256 of everything that changes it."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()


class Cache:
    """For one thread. No method raises: what cannot be read is not there, what cannot be written is not kept."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._bytes = -1  # of all files; not known before the first write
        self._is_told = False

    def get(self, key: str) -> Rendered | None:
        """What is kept under ``key``, or None. A damaged file is removed."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        rendered = _decoded(data)
        try:
            if rendered is None:
                path.unlink()
            else:
                os.utime(path)
        except OSError:
            return rendered  # a folder that can only be read still serves
        return rendered

    def put(self, key: str, rendered: Rendered) -> str:
        """Keep it. Returns what is wrong, the first time in the life of this object that something is, else ""."""
        data = _encoded(rendered)
        try:
            self._make_room(len(data))
            self._write(self._path(key), data)
        except OSError as error:
            is_new, self._is_told = not self._is_told, True  # a full disk still takes a short sentence now and then
            return f"narration cannot be kept in {self._folder}: {error.strerror or error}" if is_new else ""
        self._bytes += len(data)
        return ""

    def _path(self, key: str) -> Path:
        return self._folder / (key + SUFFIX)

    def _write(self, path: Path, data: bytes) -> None:
        handle, temporary = tempfile.mkstemp(suffix=TEMPORARY, dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _make_room(self, more: int) -> None:
        """Know what there is, and remove what is too much."""
        if self._bytes < 0:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._remove_leftovers()
            self._bytes = sum(size for _, size, _ in self._files())
        if self._bytes + more <= self._limit_bytes:
            return
        files = sorted(self._files())
        self._bytes = sum(size for _, size, _ in files)
        for _, size, path in files:
            if self._bytes + more <= self._limit_bytes * SHARE_KEPT:
                break
            path.unlink(missing_ok=True)
            self._bytes -= size

    def _files(self) -> list[tuple[float, int, Path]]:
        """(time of last use, bytes, path) of every kept sentence."""
        with os.scandir(self._folder) as entries:
            found = [(entry.stat(), entry.path) for entry in entries if entry.name.endswith(SUFFIX)]
        return [(stat.st_mtime, stat.st_size, Path(path)) for stat, path in found]

    def _remove_leftovers(self) -> None:
        for path in self._folder.glob("*" + TEMPORARY):
            if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
                path.unlink(missing_ok=True)


def _encoded(rendered: Rendered) -> bytes:
    words = json.dumps({"seconds": rendered.seconds, "words": rendered.words, "estimated": rendered.is_estimated})
    body = words.encode() + b"\n" + rendered.pcm
    head = {"version": FILE_VERSION, "hz": SAMPLE_HZ, "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(head).encode() + b"\n" + body


def _decoded(data: bytes) -> Rendered | None:
    """What a file holds, or None if it is not whole, or not of this version."""
    line, _, body = data.partition(b"\n")
    try:
        head = json.loads(line)
        if (head["version"], head["hz"]) != (FILE_VERSION, SAMPLE_HZ):
            return None
        if head["sha256"] != hashlib.sha256(body).hexdigest():
            return None
        line, _, pcm = body.partition(b"\n")
        about = json.loads(line)
        words = tuple((float(start), float(end)) for start, end in about["words"])
        return Rendered(pcm, float(about["seconds"]), words, bool(about["estimated"]))
    except (ValueError, KeyError, TypeError):
        return None
