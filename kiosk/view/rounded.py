"""Rounded plates and rings with smooth corners, and dashed outlines.

Knows: how to draw one shape with pygame. Must not know: what the shape stands for.
"""

from __future__ import annotations

from functools import lru_cache

import pygame

Color = tuple[int, int, int]
SMOOTH = 4
"""Corners are drawn this many times larger and scaled down."""
KEPT_CORNERS = 128


def draw_rounded(
    surface: pygame.Surface, rect: pygame.Rect, radius: int, fill: Color | None, edge: Color | None, edge_px: int
) -> None:
    """A plate (``fill``) with an outline (``edge``, inside ``rect``); either may be None."""
    radius = max(0, min(radius, rect.w // 2, rect.h // 2))
    if edge is None or edge_px <= 0:
        edge, edge_px = None, 0
    _draw_straight(surface, rect, radius, fill, edge, edge_px)
    if radius:
        tile = _corner_tile(radius, fill, edge, edge_px)
        for right in (0, 1):
            for low in (0, 1):
                place = (rect.right - radius if right else rect.x, rect.bottom - radius if low else rect.y)
                surface.blit(tile, place, (radius * right, radius * low, radius, radius))


def _draw_straight(
    surface: pygame.Surface, rect: pygame.Rect, radius: int, fill: Color | None, edge: Color | None, edge_px: int
) -> None:
    across, down = rect.w - 2 * radius, rect.h - 2 * radius
    if fill is not None:
        surface.fill(fill, (rect.x + radius, rect.y, across, rect.h))
        surface.fill(fill, (rect.x, rect.y + radius, radius, down))
        surface.fill(fill, (rect.right - radius, rect.y + radius, radius, down))
    if edge is not None:
        surface.fill(edge, (rect.x + radius, rect.y, across, edge_px))
        surface.fill(edge, (rect.x + radius, rect.bottom - edge_px, across, edge_px))
        surface.fill(edge, (rect.x, rect.y + radius, edge_px, down))
        surface.fill(edge, (rect.right - edge_px, rect.y + radius, edge_px, down))


@lru_cache(KEPT_CORNERS)
def _corner_tile(radius: int, fill: Color | None, edge: Color | None, edge_px: int) -> pygame.Surface:
    """A disc of ``radius`` whose quarters are the corners."""
    large, center = radius * 2 * SMOOTH, radius * SMOOTH
    base = edge if edge is not None else fill
    disc = pygame.Surface((large, large), pygame.SRCALPHA)
    disc.fill((*(base or (0, 0, 0)), 0))
    if edge is not None:
        pygame.draw.circle(disc, edge, (center, center), center)
        inner = (*fill, 255) if fill is not None else (*edge, 0)
        pygame.draw.circle(disc, inner, (center, center), max(0, center - edge_px * SMOOTH))
    elif fill is not None:
        pygame.draw.circle(disc, fill, (center, center), center)
    return pygame.transform.smoothscale(disc, (radius * 2, radius * 2))


def draw_dashed(surface: pygame.Surface, rect: pygame.Rect, radius: int, color: Color, edge_px: int) -> None:
    """An outline of dashes inside ``rect``; its corners are left open."""
    dash = max(edge_px * 4, 4)
    for start in range(rect.x + radius, rect.right - radius, dash * 2):
        length = min(dash, rect.right - radius - start)
        surface.fill(color, (start, rect.y, length, edge_px))
        surface.fill(color, (start, rect.bottom - edge_px, length, edge_px))
    for start in range(rect.y + radius, rect.bottom - radius, dash * 2):
        length = min(dash, rect.bottom - radius - start)
        surface.fill(color, (rect.x, start, edge_px, length))
        surface.fill(color, (rect.right - edge_px, start, edge_px, length))
