"""The glass: how many pixels are a millimetre, how many millimetres a degree, how large text and targets must be.

Knows: physical sizes and where each figure comes from. Must not know: scenes, fonts, pygame.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MM_PER_INCH = 25.4

CAP_FLOOR_MM = 4.8
"""No capital letter is lower than this: 3/16 inch, Section 508 (36 CFR 1194) 402.4 and ADA Standards 707.7.2."""

BODY_DEGREES = 0.7
"""Cap height of body text as an angle at the viewing distance: EN 301 549, 5.1.4."""

SMALL_CAP_MM = 7.0
"""A step below the default, for a narrowed field of view (VVSG 2.0, 7.1-G asks for steps up and down)."""

LARGE_CAP_MM = 14.0
LARGEST_CAP_MM = 18.0
"""The default of 9.2 mm and half as much again, and twice as much; VVSG 2.0, 7.1-G asks for several sizes."""
LARGEST_TIMES = 2.0
"""The largest text against the default, from whatever distance: WCAG 2.2, 1.4.4."""

TARGET_MM = 20.0
"""The least width and height of a target: beyond it most people hit no better (Trace Center kiosk study)."""

PRIMARY_TARGET_MM = 30.0
"""Targets of the bar: people with weak hands still hit better up to here (the same study)."""

TARGET_GAP_MM = 3.5
"""Between two targets: at least 3 mm, and room for the focus ring."""

FOCUS_RING_MM = 1.1
"""Each of the two rings around what has the focus; at least 1 mm (WCAG 2.4.13 asks for 2 CSS pixels)."""

ROOMY_SHORT_SIDE_MM = 270.0
"""The short side of a 21.5 inch panel. A larger panel hangs further away: everything grows with it."""

BODY_SHARE = 0.0714
"""Body text takes no more of the short side. It matters below 10.1 inch (130 mm): two lines have to fit."""
FRAME_MM = 55.0
LARGE_SHARE = 0.19
"""Large text takes no more of what header, strip and bar (FRAME_MM) leave of the short side."""
LARGEST_FRAME_MM = 80.0
LARGEST_SHARE = 0.3
"""The same for the largest, which on a panel of 7 inches is no larger than large."""

DEFAULT_DISTANCE_MM = 750.0
NEAR_DISTANCE_MM = 600.0
"""A small panel is used like a tablet, from where the arm reaches it."""
SMALL_PANEL_MM = 160.0
"""Short side below which a panel is small: 10.1 inches and less."""


LOW_SHARE = 1 / 3
"""Controls within reach stand in this lowest part of the height, where the height of the panel is not known."""

REACH_MM = 1100.0
"""From the floor to the middle of the highest control: EN 301 549, 8.3.0 recommends 800 to 1100 mm."""

LOW_WIDTH_MM = 600.0
"""Controls within reach spread no further: what an arm sweeps without leaning over (a wide panel is wider)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where hands are. ``is_low``: all controls stand in the lowest part; ``is_left``: and at the left, so that the
    left hand does not cover the picture; ``lower_edge_mm``: from the floor to the lower edge, 0 if it is not known.
    """

    is_low: bool = False
    is_left: bool = False
    lower_edge_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Panel:
    """A screen of ``size`` pixels, ``ppi`` pixels to the inch, seen from ``viewing_distance_mm``."""

    size: tuple[int, int]
    ppi: float
    viewing_distance_mm: float = DEFAULT_DISTANCE_MM
    reach: Reach = Reach()

    def px(self, mm: float) -> int:
        """Whole pixels, never less than ``mm`` is long, and at least one."""
        return max(1, math.ceil(mm * self.ppi / MM_PER_INCH - 1e-6))

    def mm(self, px: float) -> float:
        return px * MM_PER_INCH / self.ppi

    @property
    def width_mm(self) -> float:
        return self.mm(self.size[0])

    @property
    def height_mm(self) -> float:
        return self.mm(self.size[1])

    @property
    def short_mm(self) -> float:
        return min(self.width_mm, self.height_mm)

    @property
    def is_portrait(self) -> bool:
        return self.size[1] > self.size[0]

    @property
    def reach_top(self) -> int:
        """The middle of no control may be above this y; 0 where all of the panel is within reach."""
        if not self.reach.is_low:
            return 0
        mm = self.height_mm * LOW_SHARE
        if self.reach.lower_edge_mm:
            mm = REACH_MM - self.reach.lower_edge_mm
        return max(0, self.size[1] - self.px(max(1.0, mm)))

    @property
    def reach_px(self) -> int:
        """How wide controls may spread."""
        return min(self.size[0], self.px(LOW_WIDTH_MM)) if self.reach.is_low else self.size[0]

    @property
    def growth(self) -> float:
        """1 up to a desk screen; beyond it, how much larger everything is made."""
        return max(1.0, self.short_mm / ROOMY_SHORT_SIDE_MM)

    def degrees_mm(self, degrees: float) -> float:
        """The height that fills this angle at the viewing distance: H = pi * D * degrees / 180 (EN 301 549, 5.1.4)."""
        return math.pi * self.viewing_distance_mm * degrees / 180

    def body_cap_mm(self, text_size: str) -> float:
        """Cap height of body text, from "smallest" to "largest"; a size that is not known counts as medium."""
        medium = self.degrees_mm(BODY_DEGREES)
        steps = {
            "smallest": CAP_FLOOR_MM,
            "small": min(SMALL_CAP_MM, medium),
            "large": max(LARGE_CAP_MM, medium),
            "largest": max(LARGEST_CAP_MM, LARGEST_TIMES * medium),
        }
        most = self.short_mm * BODY_SHARE
        if text_size in ("large", "largest"):
            most = max(most, (self.short_mm - FRAME_MM) * LARGE_SHARE)
        if text_size == "largest":
            most = max(most, (self.short_mm - LARGEST_FRAME_MM) * LARGEST_SHARE)
        return max(CAP_FLOOR_MM, min(steps.get(text_size, medium), most)) * self.growth


def guess_ppi(size: tuple[int, int]) -> float:
    """Pixels to the inch of a common panel with this many pixels: 10.1, 21.5 or 27 inches by its long side."""
    long_side = max(size)
    inches = 10.1 if long_side <= 1280 else 21.5 if long_side <= 1920 else 27.0
    return math.hypot(*size) / inches


def panel_for(
    size: tuple[int, int], ppi: float = 0.0, viewing_distance_mm: float = 0.0, reach: Reach | None = None
) -> Panel:
    """The panel of an installation; 0: guessed from ``size``, and the distance from the panel's own size."""
    ppi = ppi or guess_ppi(size)
    is_small = min(size) * MM_PER_INCH / ppi < SMALL_PANEL_MM
    distance = viewing_distance_mm or (NEAR_DISTANCE_MM if is_small else DEFAULT_DISTANCE_MM)
    return Panel(size, ppi, distance, reach or Reach())
