"""The fixed places of a panel: margins, the bar and the strip, and the size of second-rank text.

Knows: the panel. Must not know: scenes. The same for every scene of a text size, so nothing jumps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.view.geometry import Rect, columns
from kiosk.view.items import BOLD, REGULAR
from kiosk.view.panel import (
    BODY_DEGREES,
    CAP_FLOOR_MM,
    FOCUS_RING_MM,
    PRIMARY_TARGET_MM,
    SMALL_CAP_MM,
    SMALL_PANEL_MM,
    TARGET_GAP_MM,
    TARGET_MM,
    Panel,
)
from kiosk.view.typeset import Face, Faces

ROW_CHARS = 62
"""A row of second-rank text across the panel holds about so many characters, where the floor allows it."""
CHAR_EM = 0.47
CAP_EM = 0.67
"""An average character and a capital of Atkinson Hyperlegible Next, in font sizes: to plan with, not to place with."""
WIDE_WORD_EM = 6.7
"""A word of ten letters in wide spacing: on a narrow panel the largest text leaves room for it."""
SECOND_RANK = 0.62
"""Second-rank text (place, labels, captions, footer) against body text."""
LABEL_RANK = 0.75
"""Labels of the bar against body text, where a button has room for them."""
BAR_SHARE = 0.27
"""The bar takes no more than this of the height, as long as its targets keep the least size."""
TIGHT_MM = 170.0
"""A panel that is not so high has one line in its caption strip, and other means to save height."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The fixed rectangles of a panel, and the faces of second-rank text. The same for every scene of a text size."""

    panel: Panel
    faces: Faces
    body_cap_mm: float
    second_cap_mm: float
    label_cap_mm: float
    margin: int
    gap: int
    ring: int
    bar: tuple[Rect, ...]
    strip: Rect
    strip_lines: int
    header_rows: int
    problems: tuple[str, ...]

    @property
    def row_faces(self) -> Faces:
        """For header, strip and bar: on a small panel their rows have no room for wide spacing."""
        return replace(self.faces, is_wide=self.faces.is_wide and self.panel.short_mm >= SMALL_PANEL_MM)

    @property
    def second(self) -> Face:
        return self.row_faces.face(self.second_cap_mm, REGULAR)

    @property
    def second_bold(self) -> Face:
        return self.row_faces.face(self.second_cap_mm, BOLD)

    @property
    def width(self) -> int:
        return self.panel.size[0] - 2 * self.margin


def row_cap_mm(panel: Panel, body_cap_mm: float) -> float:
    """Cap height of second-rank text: in step with the body, while a row holds ROW_CHARS; never under the floor."""
    by_width = panel.width_mm * 0.93 / ROW_CHARS / CHAR_EM * CAP_EM
    return max(CAP_FLOOR_MM, min(SECOND_RANK * body_cap_mm, by_width))


def frame_of(panel: Panel, faces: Faces, text_size: str) -> Frame:
    """The frame of a panel. ``problems`` tells what the panel is too small for."""
    body = panel.body_cap_mm(text_size)
    if faces.is_wide:
        body = max(min(body, panel.width_mm * 0.93 / WIDE_WORD_EM * CAP_EM), CAP_FLOOR_MM)
    second = row_cap_mm(panel, body)
    label = max(CAP_FLOOR_MM, LABEL_RANK * body)
    short = panel.short_mm
    margin = panel.px(max(min(3.0, short * 0.06), short * 0.035))
    gap = panel.px(max(min(TARGET_GAP_MM, short * 0.04), short * 0.014))
    ring = panel.px(min(FOCUS_RING_MM, short * 0.0125) * panel.growth)
    bar = _bar_rects(panel, margin, gap)
    strip_lines = _strip_lines(panel)
    face = faces.face(second, REGULAR)
    strip_h = (strip_lines - 1) * face.pitch + face.height + 2 * caption_pad(face)
    strip_gap = max(ring * 2 + 1, gap if strip_lines > 1 else gap // 2)
    strip = Rect(margin, bar[0].y - strip_gap - strip_h, panel.size[0] - 2 * margin, strip_h)
    problems = _too_small(panel, bar, gap) + _too_small_for_text(panel, panel.body_cap_mm("medium"))
    rows = 2 if panel.is_portrait else 1
    return Frame(panel, faces, body, second, label, margin, gap, ring, bar, strip, strip_lines, rows, problems)


def _strip_lines(panel: Panel) -> int:
    if panel.height_mm < TIGHT_MM:
        return 1
    return 3 if panel.is_portrait and panel.width_mm >= TIGHT_MM else 2


def caption_pad(face: Face) -> int:
    """Above and below the words of a caption, in pixels."""
    return max(1, face.px // 8)


def bar_height_mm(panel: Panel) -> float:
    """30 mm where the panel allows it, never under 20 mm unless that were most of the screen."""
    height = panel.height_mm
    return min(max(min(PRIMARY_TARGET_MM * panel.growth, BAR_SHARE * height), TARGET_MM), 0.4 * height)


def _bar_rects(panel: Panel, margin: int, gap: int) -> tuple[Rect, ...]:
    """Five places at the bottom; on a narrow, high panel three above two."""
    w, h = panel.size
    height = panel.px(bar_height_mm(panel))
    across = (w - 2 * margin - 4 * gap) // 5
    top = h - margin - height
    if across >= panel.px(PRIMARY_TARGET_MM) or not panel.is_portrait:
        return tuple(columns(Rect(margin, top, w - 2 * margin, height), 5, gap))
    upper = columns(Rect(margin, top - gap - height, w - 2 * margin, height), 3, gap)
    return (*upper, *columns(Rect(margin, top, w - 2 * margin, height), 2, gap))


def _too_small(panel: Panel, bar: tuple[Rect, ...], gap: int) -> tuple[str, ...]:
    problems = []
    least = min(min(rect.w, rect.h) for rect in bar)
    if panel.mm(least) < TARGET_MM - 0.01:
        problems.append(
            f"The panel is {panel.width_mm:.0f} x {panel.height_mm:.0f} mm: its buttons are {panel.mm(least):.0f} mm, "
            f"less than the {TARGET_MM:.0f} mm that weak hands need. Use a larger panel, or check the ppi setting."
        )
    if panel.mm(gap) < 3.0 - 0.01:
        problems.append(f"The gaps between buttons are {panel.mm(gap):.1f} mm, less than 3 mm. Use a larger panel.")
    return tuple(problems)


def _too_small_for_text(panel: Panel, body_cap_mm: float) -> tuple[str, ...]:
    least = panel.degrees_mm(BODY_DEGREES)
    if body_cap_mm >= min(least, SMALL_CAP_MM) - 0.01:
        return ()
    return (
        f"The panel is {panel.width_mm:.0f} x {panel.height_mm:.0f} mm: its text is {body_cap_mm:.1f} mm high, less "
        f"than the {least:.1f} mm for eyes at {panel.viewing_distance_mm:.0f} mm. Use a larger panel, or check ppi.",
    )
