"""Text as pygame measures and draws it, with the fonts that come with the program.

Knows: pygame.font. Must not know: what the text says, where it goes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame

from content.fonts import font_path
from kiosk.view.items import BOLD

PROBE_PX = 200
HALF_INK = 128
"""A row of pixels counts as inked from half coverage on."""
CACHE_WORDS = 20_000


def bundled(weight: str) -> Path:
    """The font file of REGULAR or BOLD."""
    return font_path("bold" if weight == BOLD else "regular")


class Fonts:
    """Metrics of items.Metrics, and rendered words. Fonts are opened when they are first asked for and kept."""

    def __init__(self, find: Callable[[str], Path] = bundled) -> None:
        pygame.font.init()
        self._find = find
        self._fonts: dict[tuple[int, str], pygame.font.Font] = {}
        self._sizes: dict[tuple[int, str], int] = {}
        self._caps: dict[tuple[int, str], int] = {}
        self._widths: dict[tuple[str, int, str], int] = {}

    def font(self, font_px: int, weight: str) -> pygame.font.Font:
        key = (font_px, weight)
        if key not in self._fonts:
            self._fonts[key] = pygame.font.Font(str(self._find(weight)), font_px)
        return self._fonts[key]

    def cap_px(self, font_px: int, weight: str) -> int:
        """Rows that a drawn H inks by at least half."""
        key = (font_px, weight)
        if key not in self._caps:
            drawn = self.font(font_px, weight).render("H", True, (0, 0, 0))
            self._caps[key] = drawn.get_bounding_rect(HALF_INK).h
        return self._caps[key]

    def font_px(self, cap_px: int, weight: str) -> int:
        key = (cap_px, weight)
        if key not in self._sizes:
            size = max(1, cap_px * PROBE_PX // self.cap_px(PROBE_PX, weight))
            while size > 1 and self.cap_px(size - 1, weight) >= cap_px:
                size -= 1
            while self.cap_px(size, weight) < cap_px:
                size += 1
            self._sizes[key] = size
        return self._sizes[key]

    def width(self, text: str, font_px: int, weight: str) -> int:
        key = (text, font_px, weight)
        if key not in self._widths:
            if len(self._widths) >= CACHE_WORDS:
                self._widths.clear()
            self._widths[key] = self.font(font_px, weight).size(text)[0]
        return self._widths[key]

    def height(self, font_px: int, weight: str) -> int:
        return self.font(font_px, weight).get_height()

    def render(
        self, text: str, font_px: int, weight: str, color: tuple[int, int, int], tracking_px: int = 0
    ) -> pygame.Surface:
        """The drawn text; with ``tracking_px`` between its letters, which pygame cannot set by itself."""
        font = self.font(font_px, weight)
        if not self.width(text, font_px, weight):  # signs that only join others: pygame refuses to draw nothing
            return pygame.Surface((0, font.get_height()), pygame.SRCALPHA)
        if not tracking_px:
            return font.render(text, True, color)
        size = (font.size(text)[0] + tracking_px * len(text), font.get_height())
        drawn = pygame.Surface(size, pygame.SRCALPHA)
        drawn.fill((*color, 0))
        for number, letter in enumerate(text):
            left = font.size(text[:number])[0] + tracking_px * number
            drawn.blit(self.render(letter, font_px, weight, color), (left, 0))
        return drawn
