"""Cuts a text into lines that fit a width, and lines into pages that fit a height.

Knows: words, sentences, widths. Must not know: what the text is about, where on the screen it goes.
Positions are characters of the whole text, counted from 0.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

LINE_CHARS = 60
"""RNIB clear print: 60 to 70 characters a line; WCAG 1.4.8 allows 80."""

Measure = Callable[[str], int]
Fits = Callable[[Sequence["Line"], int], bool]
_RUN = re.compile(r"\n|\S+")
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


class Setting:
    """A text in one font, its words measured once; from it come lines of any width, and pages."""

    def __init__(self, text: str, measure: Measure) -> None:
        self._text, self._measure = text, measure
        self._space = measure(" ")
        self._runs = [
            (match.start(), match.end(), 0 if match.group() == "\n" else measure(match.group()))
            for match in _RUN.finditer(text)
        ]
        self._starts = [run[0] for run in self._runs]
        self._lines: dict[tuple[int, int, int], list[Line]] = {}

    def lines(self, width: int, start: int = 0, end: int | None = None) -> list[Line]:
        """The lines of characters [start, end), at most ``width`` wide and LINE_CHARS long.

        A word wider than that is broken by characters; a line break opens a paragraph.
        """
        key = (width, start, len(self._text) if end is None else end)
        if key not in self._lines:
            self._lines[key] = self._wrapped(*key)
        return self._lines[key]

    def _wrapped(self, width: int, start: int, end: int) -> list[Line]:
        lines: list[Line] = []
        pieces: list[Piece] = []
        x, opens = 0, False
        for a, b, w in self._runs_of(start, end, width):
            is_break = self._text[a] == "\n"
            if pieces and (is_break or x + w > width or b - pieces[0].start > LINE_CHARS):
                lines.append(Line(tuple(pieces), opens and bool(lines)))
                pieces, x, opens = [], 0, False
            if is_break:
                opens = True
            else:
                pieces.append(Piece(a, b, x, w))
                x += w + self._space
        if pieces:
            lines.append(Line(tuple(pieces), opens and bool(lines)))
        return lines

    def _runs_of(self, start: int, end: int, width: int) -> Iterator[tuple[int, int, int]]:
        """Words and line breaks from ``start`` to ``end``; words that are too wide come in pieces."""
        first = max(0, bisect_right(self._starts, start) - 1)
        for number in range(first, len(self._runs)):
            a, b, w = self._runs[number]
            if a >= end:
                return
            if b <= start:
                continue
            if a < start or w > width or b - a > LINE_CHARS:
                yield from self._broken(max(a, start), b, width)
            else:
                yield a, b, w

    def _broken(self, start: int, end: int, width: int) -> Iterator[tuple[int, int, int]]:
        """A word cut into runs of characters that fit, always at least one."""
        while start < end:
            stop, w = start + 1, self._measure(self._text[start : start + 1])
            while stop < end and stop - start < LINE_CHARS:
                wider = self._measure(self._text[start : stop + 1])
                if wider > width:
                    break
                stop, w = stop + 1, wider
            yield start, stop, w
            start = stop

    def balanced(self, width: int) -> list[Line]:
        """As few lines as ``lines``, but of about the same length: for titles."""
        best = self.lines(width)
        if len(best) < 2:
            return best
        for percent in range(95, 45, -5):
            lines = self.lines(width * percent // 100)
            if len(lines) > len(best) or _pieces(lines) > _pieces(best):  # no word is cut to make lines alike
                break
            best = lines
        return best

    def pages(self, width: int, fits: Fits) -> list[Page]:
        """Pages of lines for which ``fits(lines, number of the page from 0)`` is true, or of one line where none fits.

        A page ends with a sentence where a whole one fits on it. A text without words is one page without lines.
        """
        pages: list[Page] = []
        ends = _sentence_ends(self._text)
        start = 0
        while start < len(self._text):
            page = self._next_page(start, ends, width, fits, len(pages))
            if page.lines:
                pages.append(page)
            start = page.end
        return pages or [Page(0, len(self._text), ())]

    def _next_page(self, start: int, ends: list[int], width: int, fits: Fits, number: int) -> Page:
        best: Page | None = None
        for end in (e for e in ends if e > start):
            lines = self.lines(width, start, end)
            if not fits(lines, number):
                break
            best = Page(start, end, tuple(lines))
        if best is not None:
            return best
        end = next(e for e in ends if e > start)
        lines = self.lines(width, start, end)
        count = 1
        while count < len(lines) and fits(lines[: count + 1], number):
            count += 1
        stop = lines[count].pieces[0].start if count < len(lines) else end
        return Page(start, stop, tuple(lines[:count]))


def _pieces(lines: Sequence[Line]) -> int:
    return sum(len(line.pieces) for line in lines)


def _sentence_ends(text: str) -> list[int]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return ends if ends and ends[-1] == len(text) else [*ends, len(text)]
