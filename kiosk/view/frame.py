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
    REACH_MM,
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
LOW_PANEL_MM = 100.0
"""On a panel that is not so high (7 inches) the bar is as low as its targets may be: choices need the room."""
LEAST_GAP_MM = 3.0
"""Between buttons that would be too narrow otherwise."""
SIXTH_MM = 40.0
"""Six places beside each other on a high panel are so wide, or stand in two rows: else their labels could not grow."""
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
        """The faces of header, strip and bar."""
        return row_faces(self.faces)

    @property
    def second(self) -> Face:
        return self.row_faces.face(self.second_cap_mm, REGULAR)

    @property
    def second_bold(self) -> Face:
        return self.row_faces.face(self.second_cap_mm, BOLD)

    @property
    def width(self) -> int:
        return self.panel.size[0] - 2 * self.margin

    def board_in(self, column: Rect) -> Rect:
        """What of ``column`` choices may take: all of it, or as much as is within reach."""
        if not self.panel.reach.is_low:
            return column
        most = self.panel.px(TARGET_MM / 2)  # the middle of the highest row, not its edge, has to be within reach
        top = max(column.y, min(self.panel.reach_top - most, column.bottom))
        return aside(Rect(column.x, top, column.w, column.bottom - top), self.panel)


def row_faces(faces: Faces) -> Faces:
    """For header, strip and bar: on a small panel their rows have no room for wide spacing."""
    return replace(faces, is_wide=faces.is_wide and faces.panel.short_mm >= SMALL_PANEL_MM)


def aside(rect: Rect, panel: Panel) -> Rect:
    """``rect`` no wider than hands reach, at the side at which they are."""
    width = min(rect.w, panel.reach_px)
    return Rect(rect.x if panel.reach.is_left else rect.right - width, rect.y, width, rect.h)


def row_cap_mm(panel: Panel, body_cap_mm: float) -> float:
    """Cap height of second-rank text: in step with the body, while a row holds ROW_CHARS; never under the floor."""
    by_width = panel.width_mm * 0.93 / ROW_CHARS / CHAR_EM * CAP_EM
    return max(CAP_FLOOR_MM, min(SECOND_RANK * body_cap_mm, by_width))


def frame_of(panel: Panel, faces: Faces, text_size: str, places: int = 5) -> Frame:
    """The frame of a panel with so many places in its bar. ``problems`` tells what the panel is too small for."""
    body = panel.body_cap_mm(text_size)
    if faces.is_wide:
        body = max(min(body, panel.width_mm * 0.93 / WIDE_WORD_EM * CAP_EM), CAP_FLOOR_MM)
    second = row_cap_mm(panel, body)
    label = max(CAP_FLOOR_MM, LABEL_RANK * body)
    short = panel.short_mm
    margin = panel.px(max(min(3.0, short * 0.06), short * 0.035))
    gap = panel.px(max(min(TARGET_GAP_MM, short * 0.04), short * 0.014))
    ring = panel.px(min(FOCUS_RING_MM, short * 0.0125) * panel.growth)
    bar = _bar_rects(panel, margin, gap, ring, places)
    strip_lines = _strip_lines(panel)
    face = row_faces(faces).face(second, REGULAR)
    strip_h = (strip_lines - 1) * face.pitch + face.height + 2 * caption_pad(face)
    strip_gap = max(ring * 2 + 1, gap if strip_lines > 1 else gap // 2)
    strip = Rect(margin, bar[0].y - strip_gap - strip_h, panel.size[0] - 2 * margin, strip_h)
    problems = _too_small(panel, bar, gap) + _too_small_for_text(panel, panel.body_cap_mm("medium"))
    problems += _too_high(panel, bar)
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
    if height < LOW_PANEL_MM:
        return min(TARGET_MM, 0.4 * height)
    return min(max(min(PRIMARY_TARGET_MM * panel.growth, BAR_SHARE * height), TARGET_MM), 0.4 * height)


def _bar_rects(panel: Panel, margin: int, gap: int, ring: int, places: int) -> tuple[Rect, ...]:
    """Four to six places at the bottom; on a narrow, high panel in two rows, three (of four: two) above the others, and
    on one of 7 inches six as near to each other and to the edge as may be."""
    w, h = panel.size
    height = panel.px(bar_height_mm(panel))
    low = aside(Rect(margin, h - margin - height, w - 2 * margin, height), panel)
    if places > 5 and not panel.is_portrait and panel.height_mm < LOW_PANEL_MM:
        gap, side = panel.px(LEAST_GAP_MM), 2 * ring
        low = aside(Rect(side, low.y, w - 2 * side, height), panel)
    across = (low.w - (places - 1) * gap) // places
    if across >= panel.px(PRIMARY_TARGET_MM if places < 6 else SIXTH_MM) or not panel.is_portrait:
        return tuple(columns(low, places, gap))
    above = 3 if places > 4 else 2
    return (*columns(low.moved(0, -gap - height), above, gap), *columns(low, places - above, gap))


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


def _too_high(panel: Panel, bar: tuple[Rect, ...]) -> tuple[str, ...]:
    if min(rect.y + rect.h // 2 for rect in bar) >= panel.reach_top:
        return ()
    return (
        f"The lower edge of the panel is {panel.reach.lower_edge_mm:.0f} mm above the floor: the buttons are out of "
        f"reach, which ends at {REACH_MM:.0f} mm. Mount the panel lower, or check lower_edge_mm.",
    )


def _too_small_for_text(panel: Panel, body_cap_mm: float) -> tuple[str, ...]:
    least = panel.degrees_mm(BODY_DEGREES)
    if body_cap_mm >= min(least, SMALL_CAP_MM) - 0.01:
        return ()
    return (
        f"The panel is {panel.width_mm:.0f} x {panel.height_mm:.0f} mm: its text is {body_cap_mm:.1f} mm high, less "
        f"than the {least:.1f} mm for eyes at {panel.viewing_distance_mm:.0f} mm. Use a larger panel, or check ppi.",
    )
