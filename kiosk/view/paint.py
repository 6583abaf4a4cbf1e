"""Paints a layout on a surface: all of it, or only what differs from what is there.

Knows: items, colours of a theme, fonts, icons. Must not know: scenes, the display, how rectangles come about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pygame

from content.model import Theme
from kiosk.view.fonts import Fonts
from kiosk.view.icons import Icons
from kiosk.view.items import Item, Layout, Role
from kiosk.view.rounded import draw_dashed, draw_rounded
from kiosk.view.steps import Patches, Steps, joined, patches

Restore = Callable[[pygame.Rect], None]
PartOf = Callable[[pygame.Rect], pygame.Surface]


class Painter:
    """Draws with these fonts and icons."""

    def __init__(self, fonts: Fonts, icons: Icons) -> None:
        self.fonts, self.icons, self.steps = fonts, icons, Steps()

    def base(self, layout: Layout, theme: Theme) -> pygame.Surface:
        """A new surface with everything of ``layout`` that is not live."""
        shown = pygame.display.get_surface() if pygame.display.get_init() else None
        # In the form of the window, so that painting is copying; without one, as PNG files are.
        surface = pygame.Surface(layout.size, 0, shown) if shown else pygame.Surface(layout.size, depth=32)
        surface.fill(theme.colors["background"])
        self._draw(surface, layout.static, theme)
        return surface

    def whole(self, surface: pygame.Surface, base: pygame.Surface, layout: Layout, theme: Theme) -> None:
        """``base`` and the live items, over all of ``surface``."""
        self.ready(base.subsurface, layout, theme)
        surface.set_clip(None)
        surface.blit(base, (0, 0))
        self._draw(surface, layout.live, theme)

    def changes(
        self, surface: pygame.Surface, restore: Restore, before: Layout, after: Layout, theme: Theme
    ) -> list[pygame.Rect]:
        """Paint only the live items that differ between two layouts with the same base. The changed rectangles.

        ``restore`` puts the base back into a rectangle of ``surface``.
        """
        old, new = before.live, after.live
        kept = set(old) & set(new)
        changed = joined([pygame.Rect(item.rect) for item in (*old, *new) if item not in kept])
        dirty = [rect.clip(surface.get_rect()) for rect in changed]
        for rect in dirty:
            surface.set_clip(rect)
            restore(rect)
            self._draw(surface, (item for item in new if rect.colliderect(item.rect)), theme)
        surface.set_clip(None)
        return dirty

    def ready(self, part_of: PartOf, layout: Layout, theme: Theme) -> None:
        """Draw what moves in ``layout`` ahead: how it differs from the still, which ``part_of`` gives."""
        for item in layout.live:
            if item.step and self.steps.get((item, theme.name)) is None:
                self.steps.keep((item, theme.name), self._found(part_of, item, theme))

    def _found(self, part_of: PartOf, item: Item, theme: Theme) -> Patches:
        rect = pygame.Rect(item.rect)
        still = part_of(rect)
        step = pygame.Surface(rect.size, 0, still)
        step.fill(theme.colors[item.background])
        picture = self.icons.draw(item.icon, item.is_deck_icon, rect.size, icon_colors(item, theme), item.step)
        step.blit(picture, picture.get_rect(center=rect.center).move(-rect.x, -rect.y))
        return patches(still, step)

    # ------------------------------------------------------------ one item

    def _draw(self, surface: pygame.Surface, items: Iterable[Item], theme: Theme) -> None:
        for item in items:
            self._plate(surface, item, theme)
            if item.step:
                for (x, y), patch in self.steps.get((item, theme.name)) or ():
                    surface.blit(patch, (item.rect.x + x, item.rect.y + y))
            elif item.icon and item.role is Role.ICON:
                self._icon(surface, item, theme)
            color = theme.colors[item.color]
            for word in item.words:
                drawn = self.fonts.render(word.text, item.font_px, item.weight, color, item.tracking_px)
                surface.blit(drawn, (word.rect.x, word.rect.y))

    def _plate(self, surface: pygame.Surface, item: Item, theme: Theme) -> None:
        fill = theme.colors[item.plate] if item.plate else None
        edge = theme.colors[item.edge] if item.edge else None
        rect = pygame.Rect(item.rect)
        if item.is_dashed and edge:
            draw_rounded(surface, rect, item.radius_px, fill, None, 0)
            draw_dashed(surface, rect, item.radius_px, edge, item.edge_px)
        elif fill or edge:
            draw_rounded(surface, rect, item.radius_px, fill, edge, item.edge_px)

    def _icon(self, surface: pygame.Surface, item: Item, theme: Theme) -> None:
        rect = pygame.Rect(item.rect)
        picture = self.icons.draw(item.icon, item.is_deck_icon, rect.size, icon_colors(item, theme))
        surface.blit(picture, picture.get_rect(center=rect.center))


def icon_colors(item: Item, theme: Theme) -> dict[str, tuple[int, int, int]]:
    """The colours of an icon: its ink and ground are the item's; on a warning, accent and soft give way to them."""
    colors = {role: theme.colors[role] for role in ("accent", "soft", "muted")}
    colors |= {"text": theme.colors[item.color], "background": theme.colors[item.background]}
    if item.background == "warning":
        colors |= {"accent": colors["text"], "muted": colors["text"], "soft": colors["background"]}
    return colors
