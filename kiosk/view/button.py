"""The buttons of the bar: an icon beside its label where that leaves both large, else above it.

Knows: the buttons in their places. Must not know: where the bar is (frame).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.scene import Target
from kiosk.view.geometry import Rect
from kiosk.view.items import BOLD, REGULAR, Item
from kiosk.view.panel import CAP_FLOOR_MM, Panel
from kiosk.view.plates import EDGE_MM, colors_of, control_item, icon_item, is_whole, plate_item
from kiosk.view.typeset import LABEL_SPACING, Face, Faces

BUTTON_PAD_MM = 1.6
TIGHT_PAD_MM = 0.6
ICON_SHARE = 0.56
"""Of the height of a button: the icon beside a label, and the most that a label under an icon takes."""
LEAST_ICON_SHARE = 0.42
"""The icon beside a label that would be smaller otherwise."""
STEP = 0.93
"""From one size of the labels that is tried to the next."""


@dataclass(frozen=True, slots=True)
class ButtonStyle:
    """What all buttons of a bar have in common. ``is_row``: the icon stands beside the label, not above it.
    ``is_tight``: a label may reach almost to the edge. ``icon_share``: of the height, for an icon beside its label."""

    panel: Panel
    face: Face
    is_row: bool
    is_tight: bool = False
    icon_share: float = ICON_SHARE

    @property
    def pad(self) -> int:
        if self.is_tight:
            return self.panel.px(TIGHT_PAD_MM)
        return self.panel.px(min(BUTTON_PAD_MM, self.panel.short_mm * 0.015) * self.panel.growth)

    @property
    def between(self) -> int:
        return max(1, self.face.em // 3)

    @property
    def _beside(self) -> int:
        """Left and right of icon and label, together: less where the icon gave way to the label."""
        return 2 * self.between if self.icon_share == ICON_SHARE else self.between

    def icon_px(self, rect: Rect) -> int:
        """The icon beside a label."""
        return round(rect.h * self.icon_share)

    def fits(self, rect: Rect, label: str) -> bool:
        """Whether the label stays whole, in a row on one line."""
        if self.is_row:
            width = self.icon_px(rect) + self.between + self.face.measure(label) + self._beside
            return width <= rect.w - 2 * self.pad
        lines = self.face.wrap(label, rect.w - 2 * self.pad)
        return is_whole(label, lines) and self.face.block_height(lines) <= rect.h * ICON_SHARE


def button_style(faces: Faces, rects: Sequence[Rect], labels: Sequence[str], cap_mm: float) -> ButtonStyle:
    """The style with the largest labels, up to ``cap_mm``, that fits every button; else one at the floor, in thinner
    letters if need be."""
    pairs = list(zip(rects, labels, strict=True))
    while cap_mm > CAP_FLOOR_MM:
        face = faces.face(cap_mm, BOLD, LABEL_SPACING)
        styles = (
            ButtonStyle(faces.panel, face, True),
            ButtonStyle(faces.panel, face, True, icon_share=LEAST_ICON_SHARE),
            ButtonStyle(faces.panel, face, False),
        )
        for style in styles:
            if all(style.fits(rect, label) for rect, label in pairs):
                return style
        cap_mm *= STEP
    bold = ButtonStyle(faces.panel, faces.face(CAP_FLOOR_MM, BOLD, LABEL_SPACING), False)
    slim = ButtonStyle(faces.panel, faces.face(CAP_FLOOR_MM, REGULAR, LABEL_SPACING), False, is_tight=True)
    return bold if all(bold.fits(rect, label) for rect, label in pairs) else slim


def button(style: ButtonStyle, rect: Rect, target: Target) -> list[Item]:
    """A button of the bar, icon and label in its middle. Painted anew when it changes."""
    panel, face = style.panel, style.face
    color, background = colors_of(target)
    items = [plate_item(panel, rect, target, True, panel.px(EDGE_MM * panel.growth))]
    icon, label = _places(style, rect, target)
    if icon.w:
        box = icon.grown(-max(1, icon.w // 12))
        items.append(icon_item(target, box, color, background, is_live=True))
    words = face.words(target.label, face.wrap(target.label, label.w + 1), label.x, label.y, label.w)
    return [*items, control_item(target, rect, face, words, is_live=True)]


def _places(style: ButtonStyle, rect: Rect, target: Target) -> tuple[Rect, Rect]:
    """Where the icon goes (empty without one), and the block of the label."""
    face, pad = style.face, style.pad
    if style.is_row:
        icon = style.icon_px(rect) if target.icon else 0
        text = face.measure(target.label)
        left = rect.x + (rect.w - icon - style.between - text) // 2
        middle = rect.y + rect.h // 2
        label = Rect(left + icon + style.between, middle - face.height // 2, text, face.height)
        return Rect(left, middle - icon // 2, icon, icon), label
    label_h = face.block_height(face.wrap(target.label, rect.w - 2 * pad))
    icon = max(1, min(rect.h - label_h - 2 * pad, rect.w - 2 * pad)) if target.icon else 0
    top = rect.y + (rect.h - icon - label_h) // 2
    label = Rect(rect.x + pad, top + icon, rect.w - 2 * pad, label_h)
    return Rect(rect.x + (rect.w - icon) // 2, top, icon, icon), label
