"""Which target a press meant: pure geometry, for hands that tremble and weak hands that slip.

Knows: rectangles and millimeters. Must not know: events, what targets mean.

The figures were chosen by simulated tremor (tests/kiosk/view/test_tremor.py, docs/inputs.md): without EDGE_MM one press
in 80 on a panel of 7 inches met the neighbor of what it was meant for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kiosk.view.geometry import Rect

MM_PER_INCH = 25.4
EDGE_MM = 2.0
"""A press that begins so near to the edge of a target beside which another one lies means neither."""
NEIGHBOR_MM = 6.0
"""A target that is no further away lies beside it: the gap between two is at least 3 mm."""
CLEAR_MM = 3.0
SLIP_MM = 6.0
"""A press that began at least CLEAR_MM inside a target and ended at most SLIP_MM outside, over no other, slipped."""

Place = tuple[float, float]
Targets = Sequence[tuple[str, Rect]]


def aimed(targets: Targets, began: Place, ended: Place, ppi: float) -> str:
    """The id of the target that was meant by a press; empty for none."""
    mm = MM_PER_INCH / ppi
    depths = {name: depth_px(rect, began) * mm for name, rect in targets}
    inside = next((name for name, depth in depths.items() if depth >= 0), "")
    if not inside or _is_between(inside, depths):
        return ""
    ends = {name: depth_px(rect, ended) * mm for name, rect in targets}
    if ends[inside] >= 0:
        return inside
    has_slipped = depths[inside] >= CLEAR_MM and ends[inside] >= -SLIP_MM
    return inside if has_slipped and max(ends.values()) < 0 else ""


def _is_between(inside: str, depths: dict[str, float]) -> bool:
    nearest = max((depth for name, depth in depths.items() if name != inside), default=-math.inf)
    return depths[inside] < EDGE_MM and nearest > -NEIGHBOR_MM


def depth_px(rect: Rect, place: Place) -> float:
    """How far inside the rectangle a place is; below 0: how far outside."""
    across = min(place[0] - rect.x, rect.right - place[0])
    down = min(place[1] - rect.y, rect.bottom - place[1])
    if across >= 0 and down >= 0:
        return min(across, down)
    return -math.hypot(max(-across, 0), max(-down, 0))
