"""How an upright picture comes onto a panel that is turned, and where a touch of that panel is in the picture.

Knows: quarter turns of surfaces, rectangles and points. Must not know: what is drawn.

A panel that is turned by 90 degrees clockwise has its native left edge at the top, so the picture is turned
counterclockwise into the native pixels. Turning a whole 4K screen takes 0.2 s: it is done once for a screen that is
built ahead; what changes afterwards is turned rectangle by rectangle.
"""

from __future__ import annotations

from collections.abc import Iterable

import pygame

from kiosk.view.geometry import Rect

QUARTERS = (0, 90, 180, 270)


class Glass:
    """The display ``surface`` in its native pixels, on a panel turned clockwise by ``degrees`` (one of QUARTERS)."""

    def __init__(self, surface: pygame.Surface, degrees: int) -> None:
        self.surface, self._degrees = surface, degrees
        self.canvas = surface if not degrees else pygame.Surface(self.size, 0, surface)

    @property
    def is_turned(self) -> bool:
        """Whether the picture is not upright in native pixels."""
        return self._degrees != 0

    @property
    def size(self) -> tuple[int, int]:
        """Of the upright picture, pixels."""
        width, height = self.surface.get_size()
        return (height, width) if self._degrees in (90, 270) else (width, height)

    def kept(self, base: pygame.Surface) -> pygame.Surface:
        """An upright screen in the form in which it is quick to show."""
        return pygame.transform.rotate(base, self._degrees) if self._degrees else base

    def lay(self, base: pygame.Surface) -> None:
        """Show all of a kept screen."""
        self.surface.set_clip(None)
        self.surface.blit(base, (0, 0))

    def restore(self, base: pygame.Surface, rect: pygame.Rect) -> None:
        """Put what is in ``rect`` of a kept screen onto the canvas, upright."""
        if not self._degrees:
            self.canvas.blit(base, rect, rect)
            return
        self.canvas.blit(self.part(base, rect), rect.topleft)

    def part(self, base: pygame.Surface, rect: pygame.Rect) -> pygame.Surface:
        """What is in ``rect`` of a kept screen, upright."""
        part = base.subsurface(self.native(Rect(*rect.clip(self.canvas.get_rect()))))
        return pygame.transform.rotate(part, -self._degrees) if self._degrees else part

    def commit(self, rects: Iterable[pygame.Rect]) -> list[pygame.Rect]:
        """Bring these parts of the canvas onto the display. The native rectangles that changed."""
        if not self._degrees:
            return list(rects)
        changed = []
        for rect in rects:
            place = self.native(Rect(*rect))
            self.surface.blit(pygame.transform.rotate(self.canvas.subsurface(rect), self._degrees), place[:2])
            changed.append(pygame.Rect(place))
        return changed

    def native(self, rect: Rect) -> Rect:
        """Where a rectangle of the upright picture is in native pixels."""
        x, y, w, h = rect
        width, height = self.size
        match self._degrees:
            case 90:
                return Rect(y, width - x - w, h, w)
            case 180:
                return Rect(width - x - w, height - y - h, w, h)
            case 270:
                return Rect(height - y - h, x, h, w)
            case _:
                return rect

    def upright(self, point: tuple[int, int]) -> tuple[int, int]:
        """Where a native pixel is in the upright picture."""
        x, y = point
        width, height = self.size
        match self._degrees:
            case 90:
                return width - 1 - y, x
            case 180:
                return width - 1 - x, height - 1 - y
            case 270:
                return y, height - 1 - x
            case _:
                return point
