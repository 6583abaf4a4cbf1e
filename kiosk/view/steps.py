"""The steps of pictures that move, kept as the patches in which each step differs from the still.

Knows: surfaces. Must not know: layouts, themes, when a step is shown.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

import pygame

KEPT_BYTES = 12_000_000
"""Of patches: those of the picture that is shown and of the one after Next, at 4K too."""
Patches = tuple[tuple[tuple[int, int], pygame.Surface], ...]
"""Where each patch goes, from the left top corner of the still, and its pixels."""


class Steps:
    """What was found, the latest."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Patches] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> Patches | None:
        """The patches that were kept under ``key``."""
        return self._kept.get(key)

    def keep(self, key: Hashable, patches: Patches) -> None:
        """Keep these, and forget the oldest if there are too many."""
        self._kept[key] = patches
        self._bytes += _size(patches)
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1])


def patches(still: pygame.Surface, step: pygame.Surface) -> Patches:
    """The parts of ``step`` that differ from ``still``; both are opaque and of one size."""
    same = pygame.mask.from_threshold(step, (0, 0, 0), (1, 1, 1, 255), still)
    same.invert()
    rects: list[pygame.Rect] = same.get_bounding_rects()  # type: ignore[assignment]
    return tuple((rect.topleft, step.subsurface(rect).copy()) for rect in joined(rects))


def joined(rects: list[pygame.Rect]) -> list[pygame.Rect]:
    """Rectangles that touch made one, so that none is painted twice."""
    apart: list[pygame.Rect] = []
    for each in rects:
        rect = each
        while (at := rect.collidelist(apart)) >= 0:
            rect = rect.union(apart.pop(at))
        apart.append(rect)
    return apart


def _size(patches: Patches) -> int:
    return sum(surface.get_pitch() * surface.get_height() for _, surface in patches)
