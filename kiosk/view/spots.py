"""What is under a finger: a target, a part of the screen, a corner, or nothing.

Knows: layouts and millimeters. Must not know: what is said of it (kiosk.exploring).
"""

from __future__ import annotations

from kiosk.view.items import Item, Layout, Role
from kiosk.view.panel import Panel

CORNER_MM = 20.0
"""The corners of the glass have fixed meanings while a visitor explores: two edges lead the finger there."""
PARTS = (
    Role.TITLE, Role.TEXT, Role.QUESTION, Role.CAPTION, Role.STATUS, Role.TOPIC, Role.PLACE, Role.PROGRESS, Role.FOOTER,
)  # fmt: skip
PICTURE = "picture"


def spot_at(layout: Layout, panel: Panel, point: tuple[int, int], with_corners: bool) -> str:
    """At an upright pixel: a corner ("corner:upper_left"), the id of a target, a part ("part:title"), or ""."""
    if with_corners and (corner := corner_at(panel, point)):
        return f"corner:{corner}"
    target = layout.target_at(point)
    if target is not None:
        return target
    return next((f"part:{part}" for item in layout.items if item.rect.holds(point) and (part := _part(item))), "")


def corner_at(panel: Panel, point: tuple[int, int]) -> str:
    """Which corner of the panel this is; empty elsewhere."""
    side, (width, height) = panel.px(CORNER_MM), panel.size
    down = "upper" if point[1] < side else "lower" if point[1] >= height - side else ""
    across = "left" if point[0] < side else "right" if point[0] >= width - side else ""
    return f"{down}_{across}" if down and across else ""


def _part(item: Item) -> str:
    if item.id == PICTURE:
        return PICTURE
    return item.role.value if item.role in PARTS else ""
