"""The fonts that come with the program: where they lie, and which characters they can draw.

Knows: font files and their character maps (OpenType tables "cmap", formats 4 and 12). Must not know: drawing.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import Literal

Weight = Literal["regular", "bold"]
_FILES = {"regular": "AtkinsonHyperlegibleNext-Regular.ttf", "bold": "AtkinsonHyperlegibleNext-Bold.ttf"}


def font_path(weight: Weight = "regular") -> Path:
    """The font file of a weight."""
    return Path(__file__).resolve().parent / _FILES[weight]


def covers(text: str) -> bool:
    """Whether both weights can draw every character of ``text``; spaces and line breaks need no drawing."""
    return not lacking(text)


def lacking(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that a weight cannot draw, each once, in order."""
    drawable = _drawable()
    return tuple(sign for sign in dict.fromkeys(text) if ord(sign) not in drawable and not sign.isspace())


@cache  # the files do not change while the program runs
def _drawable() -> frozenset[int]:
    return characters(font_path("regular")) & characters(font_path("bold"))


def characters(path: Path) -> frozenset[int]:
    """The code points that a TrueType file has a glyph for. Raises OSError, or ValueError if it is no such file."""
    with path.open("rb") as file:
        count = struct.unpack(">4xH6x", _exactly(file.read(12), 12))[0]
        directory = _exactly(file.read(16 * count), 16 * count)
        rows = range(0, 16 * count, 16)
        places = {directory[at : at + 4]: struct.unpack_from(">LL", directory, at + 8) for at in rows}
        if b"cmap" not in places:
            raise ValueError(f"{path} is not a TrueType font: it has no character map")
        offset, length = places[b"cmap"]
        file.seek(offset)
        return _code_points(_exactly(file.read(length), length))


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise ValueError("the font file is cut short")
    return data


def _code_points(cmap: bytes) -> frozenset[int]:
    """The code points of every Unicode subtable of a "cmap" table."""
    found: set[int] = set()
    for index in range(struct.unpack_from(">H", cmap, 2)[0]):
        platform, _, at = struct.unpack_from(">HHL", cmap, 4 + 8 * index)
        kind = struct.unpack_from(">H", cmap, at)[0]
        if platform in (0, 3) and kind == 4:
            found.update(_format_4(cmap, at))
        elif platform in (0, 3) and kind == 12:
            found.update(_format_12(cmap, at))
    return frozenset(found)


def _format_4(cmap: bytes, at: int) -> set[int]:
    """The mapped code points of a segment table; a segment maps by a delta or through an array of glyphs."""
    double = struct.unpack_from(">H", cmap, at + 6)[0]
    row = f">{double // 2}H"
    ends = struct.unpack_from(row, cmap, at + 14)
    starts = struct.unpack_from(row, cmap, at + 16 + double)
    deltas = struct.unpack_from(row, cmap, at + 16 + 2 * double)
    ranges_at = at + 16 + 3 * double
    offsets = struct.unpack_from(row, cmap, ranges_at)
    found = set()
    for segment, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, end + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", cmap, ranges_at + 2 * segment + offset + 2 * (code - start))[0]
            if glyph and (glyph + delta) & 0xFFFF and code != 0xFFFF:
                found.add(code)
    return found


def _format_12(cmap: bytes, at: int) -> set[int]:
    """The mapped code points of a table of groups."""
    groups = struct.unpack_from(">L", cmap, at + 12)[0]
    found: set[int] = set()
    for group in range(groups):
        start, end, glyph = struct.unpack_from(">LLL", cmap, at + 16 + 12 * group)
        found.update(code for code in range(start, end + 1) if glyph + code - start)
    return found
