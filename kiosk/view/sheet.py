"""A window that shows finished layouts: for screens that staff see once, not for the kiosk's loop.

Knows: the display, the painter. Must not know: how layouts come about, what is on them.
"""

from __future__ import annotations

from dataclasses import replace

import pygame

from content.model import Theme
from content.places import icons_folder
from kiosk.view.display import open_display
from kiosk.view.fonts import Fonts
from kiosk.view.glass import Glass
from kiosk.view.icons import Icons
from kiosk.view.items import Layout, Metrics
from kiosk.view.paint import Painter


class Sheet:
    """``size`` None: fullscreen. ``rotation``: how far the panel is turned clockwise. Raises ScreenMissing."""

    def __init__(self, size: tuple[int, int] | None, rotation: int, theme: Theme) -> None:
        self._rotation, self._theme = rotation, theme
        self._glass = Glass(open_display(size), rotation)
        self._painter = Painter(Fonts(), Icons(icons_folder()))
        self._layout = Layout(self.picture_size, ())
        self.repaint()
        pygame.mouse.set_visible(True)  # staff may have no touch panel yet, or want to see where it points

    @property
    def size(self) -> tuple[int, int]:
        """Of the drawing area in native pixels."""
        return self._glass.surface.get_size()

    @property
    def picture_size(self) -> tuple[int, int]:
        """Of the upright picture, pixels."""
        return self._glass.size

    @property
    def metrics(self) -> Metrics:
        """To lay out with."""
        return self._painter.fonts

    def show(self, layout: Layout) -> None:
        """Show ``layout``, of which only what differs is painted: a 4K screen takes 0.3 s to turn."""
        layout = replace(layout, items=tuple(replace(item, is_live=True) for item in layout.items))
        dirty = self._painter.changes(self._glass.canvas, self._clear, self._layout, layout, self._theme)
        self._layout = layout
        pygame.display.update(self._glass.commit(dirty))

    def repaint(self) -> None:
        """Paint everything anew: something else covered the window, or it has another size."""
        layout, self._layout = self._layout, Layout(self.picture_size, ())
        everything = self._glass.canvas.get_rect()
        self._clear(everything)
        self._glass.commit([everything])
        self.show(layout)
        pygame.display.flip()

    def _clear(self, rect: pygame.Rect) -> None:
        self._glass.canvas.fill(self._theme.colors["background"], rect)

    def upright(self, point: tuple[int, int]) -> tuple[int, int]:
        """Where a pixel of the window is in the upright picture."""
        return self._glass.upright(point)

    def target_at(self, point: tuple[int, int]) -> str | None:
        """The id of the target that was drawn at this pixel of the window, or None."""
        return self._layout.target_at(self.upright(point))

    def resized(self) -> None:
        """The window has another size now."""
        surface: pygame.Surface | None = pygame.display.get_surface()
        if surface is not None and surface is not self._glass.surface:
            self._glass = Glass(surface, self._rotation)
        self._layout = Layout(self.picture_size, ())
        self.repaint()

    def close(self) -> None:
        """Close the window. A second call does nothing."""
        pygame.display.quit()
