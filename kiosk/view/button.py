"""A button of the bar: icon above, label under it.

Knows: one button in its place. Must not know: where the bar is (frame).
"""

from __future__ import annotations

from kiosk.scene import Target
from kiosk.view.flow import Line
from kiosk.view.geometry import Rect
from kiosk.view.items import BOLD, Item
from kiosk.view.panel import CAP_FLOOR_MM
from kiosk.view.plates import EDGE_MM, colors_of, control_item, icon_item, is_whole, plate_item
from kiosk.view.typeset import LABEL_SPACING, Face, Faces

BUTTON_PAD_MM = 1.6


def button(faces: Faces, rect: Rect, target: Target, cap_mm: float) -> list[Item]:
    """A button of the bar: icon above, label under it, in the middle. Painted anew when it changes."""
    panel = faces.panel
    pad = panel.px(min(BUTTON_PAD_MM, panel.short_mm * 0.015))
    face, lines = _fitting_label(faces, target.label, rect.w - 2 * pad, rect.h // 2, cap_mm)
    label_h = face.block_height(lines)
    icon = max(1, min(rect.h - label_h - 2 * pad, rect.w - 2 * pad)) if target.icon else 0
    y = rect.y + (rect.h - icon - label_h) // 2
    color, background = colors_of(target)
    items = [plate_item(panel, rect, target, True, panel.px(EDGE_MM * panel.growth))]
    if icon:
        box = Rect(rect.x + (rect.w - icon) // 2, y, icon, icon).grown(-max(1, icon // 12))
        items.append(icon_item(target, box, color, background, is_live=True))
    words = face.words(target.label, lines, rect.x, y + icon, rect.w)
    return [*items, control_item(target, rect, face, words, is_live=True)]


def _fitting_label(faces: Faces, label: str, width: int, height: int, cap_mm: float) -> tuple[Face, list[Line]]:
    """The largest label up to ``cap_mm`` that stays whole within the box; else one at the floor."""
    for step in (1.0, 0.92, 0.85, 0.78, 0.7, 0.62):
        face = faces.face(max(CAP_FLOOR_MM, cap_mm * step), BOLD, LABEL_SPACING)
        lines = face.wrap(label, width)
        if is_whole(label, lines) and face.block_height(lines) <= height:
            return face, lines
    face = faces.face(CAP_FLOOR_MM, BOLD, LABEL_SPACING)
    return face, face.wrap(label, width)
