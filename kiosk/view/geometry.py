"""Rectangles of whole pixels.

Knows: arithmetic. Must not know: what is in a rectangle.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Rect(NamedTuple):
    """x, y of the top left corner, width, height, in pixels."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    def grown(self, dx: int, dy: int | None = None) -> Rect:
        """Larger by dx on the left and on the right, by dy (dx if not given) above and below."""
        dy = dx if dy is None else dy
        return Rect(self.x - dx, self.y - dy, max(0, self.w + 2 * dx), max(0, self.h + 2 * dy))

    def moved(self, dx: int, dy: int) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def holds(self, point: tuple[int, int]) -> bool:
        return self.x <= point[0] < self.right and self.y <= point[1] < self.bottom

    def contains(self, other: Rect) -> bool:
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

    def overlaps(self, other: Rect) -> bool:
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return across > 0 and down > 0


NOWHERE = Rect(0, 0, 0, 0)


def union(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle that holds them all; an empty one at 0, 0 for none."""
    all_rects = list(rects)
    if not all_rects:
        return NOWHERE
    x, y = min(r.x for r in all_rects), min(r.y for r in all_rects)
    return Rect(x, y, max(r.right for r in all_rects) - x, max(r.bottom for r in all_rects) - y)


def columns(rect: Rect, count: int, gap: int) -> list[Rect]:
    """``rect`` cut into ``count`` equal columns with ``gap`` between them."""
    width = (rect.w - gap * (count - 1)) // count
    return [Rect(rect.x + i * (width + gap), rect.y, width, rect.h) for i in range(count)]


def grid(rect: Rect, count: int, across: int, gap: int) -> list[Rect]:
    """``count`` cells, ``across`` of them in a row, filling ``rect`` with ``gap`` between them."""
    rows = -(-count // across)
    height = (rect.h - gap * (rows - 1)) // rows
    return [
        cell
        for row in range(rows)
        for cell in columns(Rect(rect.x, rect.y + row * (height + gap), rect.w, height), across, gap)
    ][:count]
