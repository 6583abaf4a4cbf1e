"""What four touches near the corners say of a touch panel: right, turned, mirrored, off, or nothing to be said.

Knows: the eight ways to lay a picture on itself, and how to fit a shift and a stretch. Must not know: words, settings.

Places are fractions of the picture, (0, 0) its upper left and (1, 1) its lower right corner: a panel that is turned by
90 degrees exchanges width and height.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.screen_check import CORNERS, MM_PER_INCH, Check, corner_places

GOOD_MM = 10.0
"""A touch within this of the middle of its square is right: half of the least target."""
LEAST_STRETCH = 0.1
"""Touches that spread over less than this part of the picture follow nothing."""

Place = tuple[float, float]
Affine = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f: (x, y) becomes (a x + b y + c, d x + e y + f). The six numbers of libinput's calibration matrix."""

TURNS: dict[int, Affine] = {
    0: (1, 0, 0, 0, 1, 0),
    90: (0, -1, 1, 1, 0, 0),
    180: (-1, 0, 1, 0, -1, 1),
    270: (0, 1, 0, -1, 0, 1),
}
"""Turns by so many degrees clockwise."""
MIRRORS: dict[str, Affine] = {
    "across": (-1, 0, 1, 0, 1, 0),
    "down": (1, 0, 0, 0, -1, 1),
    "diagonal": (0, 1, 0, 1, 0, 0),
    "other diagonal": (0, -1, 1, -1, 0, 1),
}
"""Each is its own inverse."""


class Judgement(StrEnum):
    """What is to be said of the touch panel."""

    GOOD = "good"
    TURNED = "turned"
    MIRRORED = "mirrored"
    OFF = "off"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``worst_mm``: of the touches from their squares, after turning and mirroring back. ``degrees``: how far touch is
    turned clockwise; ``mirror``: which of MIRRORS. ``shift_mm``: how far right and down the touches land;
    ``stretch``: the part of the width and of the height that they spread over. ``correction``: what would put it
    right, in the panel's native pixels.
    """

    judgement: Judgement
    worst_mm: float = 0.0
    degrees: int = 0
    mirror: str = ""
    shift_mm: tuple[float, float] = (0.0, 0.0)
    stretch: tuple[float, float] = (1.0, 1.0)
    correction: Affine = TURNS[0]


def judged(check: Check, rotation: int) -> Verdict:
    """The verdict over the touches of a check on a panel whose picture is turned by ``rotation``."""
    width, height = check.size
    size_mm = (width * MM_PER_INCH / check.ppi, height * MM_PER_INCH / check.ppi)
    wanted = [(x / width, y / height) for x, y in corner_places(check.size, check.ppi)]
    touched = [(touch.place[0] / width, touch.place[1] / height) for touch in check.touches]
    if len(touched) != len(CORNERS):
        return Verdict(Judgement.UNCLEAR)
    return judge(wanted, touched, size_mm, rotation)


def judge(wanted: Sequence[Place], touched: Sequence[Place], size_mm: Place, rotation: int = 0) -> Verdict:
    """The verdict over ``touched`` where ``wanted`` was asked for, on an upright picture of ``size_mm``."""
    back = max((*TURNS.values(), *MIRRORS.values()), key=lambda way: _likeness(wanted, _all(way, touched)))
    upright = _all(back, touched)
    worst = _worst_mm(wanted, upright, size_mm)
    mirror = next((name for name, way in MIRRORS.items() if way == back), "")
    degrees = next((-turn % 360 for turn, way in TURNS.items() if way == back), 0)
    kind = Judgement.MIRRORED if mirror else Judgement.TURNED if degrees else Judgement.GOOD
    if worst <= GOOD_MM:
        return Verdict(kind, worst, degrees, mirror, correction=_native(back, rotation))
    fit = _fit(wanted, upright)
    if fit is None or _worst_mm(wanted, _all(fit, upright), size_mm) > GOOD_MM:
        return Verdict(Judgement.UNCLEAR, worst)
    return Verdict(
        Judgement.OFF if kind is Judgement.GOOD else kind,
        worst,
        degrees,
        mirror,
        _shift_mm(wanted, upright, size_mm),
        (1 / fit[0], 1 / fit[4]),
        _native(after(fit, back), rotation),
    )


def moved(way: Affine, place: Place) -> Place:
    """Where ``way`` brings a place."""
    a, b, c, d, e, f = way
    x, y = place
    return a * x + b * y + c, d * x + e * y + f


def after(second: Affine, first: Affine) -> Affine:
    """``first``, then ``second``."""
    a, b, c, d, e, f = second
    g, h, i, j, k, m = first
    return (a * g + b * j, a * h + b * k, a * i + b * m + c, d * g + e * j, d * h + e * k, d * i + e * m + f)


def _all(way: Affine, places: Sequence[Place]) -> list[Place]:
    return [moved(way, place) for place in places]


def _native(way: Affine, rotation: int) -> Affine:
    """``way`` of the upright picture, in native pixels: a picture is turned counterclockwise into these."""
    return after(TURNS[-rotation % 360], after(way, TURNS[rotation]))


def _middle(places: Sequence[Place]) -> Place:
    return sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)


def _likeness(wanted: Sequence[Place], found: Sequence[Place]) -> float:
    """How well the two lie over each other, wherever their middles are and whatever their sizes."""
    (wx, wy), (fx, fy) = _middle(wanted), _middle(found)
    return sum((w[0] - wx) * (f[0] - fx) + (w[1] - wy) * (f[1] - fy) for w, f in zip(wanted, found, strict=True))


def _worst_mm(wanted: Sequence[Place], found: Sequence[Place], size_mm: Place) -> float:
    across = [(f[0] - w[0]) * size_mm[0] for w, f in zip(wanted, found, strict=True)]
    down = [(f[1] - w[1]) * size_mm[1] for w, f in zip(wanted, found, strict=True)]
    return max(abs(complex(x, y)) for x, y in zip(across, down, strict=True))


def _shift_mm(wanted: Sequence[Place], found: Sequence[Place], size_mm: Place) -> Place:
    """How far right and down the middle of the touches is from the middle of the picture."""
    (wx, wy), (fx, fy) = _middle(wanted), _middle(found)
    return (fx - wx) * size_mm[0], (fy - wy) * size_mm[1]


def _fit(wanted: Sequence[Place], found: Sequence[Place]) -> Affine | None:
    """The stretch and shift that bring ``found`` nearest to ``wanted``; None if ``found`` follows nothing."""
    lines = [_line([f[axis] for f in found], [w[axis] for w in wanted]) for axis in (0, 1)]
    across, down = lines
    if across is None or down is None:
        return None
    return (across[0], 0, across[1], 0, down[0], down[1])


def _line(found: Sequence[float], wanted: Sequence[float]) -> tuple[float, float] | None:
    """s and o with wanted = s found + o, by least squares."""
    f, w = sum(found) / len(found), sum(wanted) / len(wanted)
    spread = sum((x - f) ** 2 for x in found)
    together = sum((x - f) * (y - w) for x, y in zip(found, wanted, strict=True))
    if spread == 0 or together <= 0 or spread < LEAST_STRETCH**2 * sum((y - w) ** 2 for y in wanted):
        return None
    slope = together / spread
    return slope, w - slope * f
