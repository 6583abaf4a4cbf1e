"""Cuts a text into lines that fit a width, and lines into pages that fit a height.

Knows: words, sentences, widths. Must not know: what the text is about, where on the screen it goes.
Positions are characters of the whole text, counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LINE_CHARS = 60
"""RNIB clear print: 60 to 70 characters a line; WCAG 1.4.8 allows 80."""

Measure = Callable[[str], int]
Fits = Callable[[Sequence["Line"], int], bool]
_SENTENCE_END = re.compile(r"[.!?…:][\"')\]”’]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or as much of a too wide one as fits: characters [start, end), x within the line, width."""

    start: int
    end: int
    x: int
    w: int


@dataclass(frozen=True, slots=True)
class Line:
    pieces: tuple[Piece, ...]
    opens_paragraph: bool = False

    @property
    def w(self) -> int:
        return self.pieces[-1].x + self.pieces[-1].w if self.pieces else 0


@dataclass(frozen=True, slots=True)
class Page:
    start: int
    end: int
    lines: tuple[Line, ...]


def _split_wide(text: str, start: int, end: int, width: int, measure: Measure) -> list[tuple[int, int]]:
    """A word wider than the line, cut into runs of characters that fit (always at least one)."""
    runs = []
    while start < end:
        stop = start + 1
        while stop < end and measure(text[start : stop + 1]) <= width and stop - start < LINE_CHARS:
            stop += 1
        runs.append((start, stop))
        start = stop
    return runs


def wrap(text: str, width: int, measure: Measure, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of ``text[start:end]``, at most ``width`` wide and LINE_CHARS long; a line break opens a paragraph."""
    end = len(text) if end is None else end
    space = measure(" ")
    lines: list[Line] = []
    pieces: list[Piece] = []
    opens = False

    def close() -> None:
        nonlocal pieces, opens
        if pieces:
            lines.append(Line(tuple(pieces), opens and bool(lines)))
            pieces, opens = [], False

    for match in re.finditer(r"\n|[^\s]+", text[start:end]):
        a, b = start + match.start(), start + match.end()
        if match.group() == "\n":
            close()
            opens = True
            continue
        w = measure(text[a:b])
        for run in [(a, b)] if w <= width and b - a <= LINE_CHARS else _split_wide(text, a, b, width, measure):
            w = measure(text[run[0] : run[1]])
            x = pieces[-1].x + pieces[-1].w + space if pieces else 0
            if pieces and (x + w > width or run[1] - pieces[0].start > LINE_CHARS):
                close()
                x = 0
            pieces.append(Piece(run[0], run[1], x, w))
    close()
    return lines


def balanced(text: str, width: int, measure: Measure) -> list[Line]:
    """As few lines as ``wrap``, but of about the same length: for titles."""
    best = wrap(text, width, measure)
    if len(best) < 2:
        return best
    for percent in range(95, 45, -5):
        lines = wrap(text, width * percent // 100, measure)
        if len(lines) > len(best):
            break
        best = lines
    return best


def _sentence_ends(text: str) -> list[int]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return ends if ends and ends[-1] == len(text) else [*ends, len(text)]


def paginate(text: str, width: int, measure: Measure, fits: Fits) -> list[Page]:
    """Pages of lines for which ``fits(lines, number of the page from 0)`` is true, or of one line where none fits.

    A page ends with a sentence where a whole one fits on it. A text without words gives one page without lines.
    """
    pages: list[Page] = []
    ends = _sentence_ends(text)
    start = 0
    while start < len(text):
        page = _next_page(text, start, ends, width, measure, fits, len(pages))
        if page.lines:
            pages.append(page)
        start = page.end
    return pages or [Page(0, len(text), ())]


def _next_page(text: str, start: int, ends: list[int], width: int, measure: Measure, fits: Fits, number: int) -> Page:
    best: Page | None = None
    for end in (e for e in ends if e > start):
        lines = wrap(text, width, measure, start, end)
        if not fits(lines, number):
            break
        best = Page(start, end, tuple(lines))
    if best is not None:
        return best
    end = next(e for e in ends if e > start)
    lines = wrap(text, width, measure, start, end)
    count = 1
    while count < len(lines) and fits(lines[: count + 1], number):
        count += 1
    stop = lines[count].pieces[0].start if count < len(lines) else end
    return Page(start, stop, tuple(lines[:count]))
