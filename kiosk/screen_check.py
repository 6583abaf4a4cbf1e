"""The screen check of ``doctor --screen``: a ruler to hold a bank card against, then a touch in every corner.

Knows: what is asked next and what an input does to it. Must not know: pixels on a display, words, settings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

CARD_MM = (85.60, 53.98)
"""Width and height of a bank card: ISO/IEC 7810, ID-1."""
MM_PER_INCH = 25.4
LEAST_PPI, MOST_PPI = 20.0, 600.0
WIDEST_CARD = 0.97
"""Of the width of the screen: a wider outline could not be seen whole."""

FINE, COARSE = 1.005, 1.05
"""What a small and a large step of the keys multiply by."""
WIDEST_STRIDE = 8
"""A button begins with so many small steps at once. Each change of direction halves that, so that few taps are enough
from any guess to the last half percent."""
PATIENCE = 4
"""So many taps in one direction double the stride again."""

CORNER_MM = 16.0
"""From two edges of the picture to the middle of a square to be touched."""
CORNER_SHARE = 0.2
"""On a very small screen the squares are no further from the edges than this part of its short side."""


class Step(StrEnum):
    """What is on the screen."""

    RULER = "ruler"
    TOUCH = "touch"
    VERDICT = "verdict"
    OVER = "over"


class Corner(StrEnum):
    """Where a square to be touched is, in the order in which they are asked for."""

    UPPER_LEFT = "upper_left"
    UPPER_RIGHT = "upper_right"
    LOWER_RIGHT = "lower_right"
    LOWER_LEFT = "lower_left"


CORNERS = tuple(Corner)


class Key(StrEnum):
    """A key that means something here."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    RETURN = "return"
    LEAVE = "leave"


class Button(StrEnum):
    """A button on the screen; the value is its id there."""

    SMALLER = "smaller"
    LARGER = "larger"
    FITS = "fits"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Touched:
    """A tap at a pixel of the upright picture, on this button or beside all of them."""

    place: tuple[int, int]
    button: Button | None = None
    is_finger: bool = True


@dataclass(frozen=True, slots=True)
class Resized:
    """The picture has another size now."""

    size: tuple[int, int]


Input = Key | Touched | Resized


@dataclass(frozen=True, slots=True)
class Check:
    """How far the check is. ``size``: of the upright picture, pixels. ``ppi``: by which the outline is drawn.

    ``layout_ppi``: by which text and buttons are drawn, so that no button moves away under the finger.
    ``stride``: small steps that the next tap on a button is worth; ``run``: taps so far in the direction of its sign.
    """

    size: tuple[int, int]
    ppi: float
    layout_ppi: float
    step: Step = Step.RULER
    stride: int = WIDEST_STRIDE
    run: int = 0
    is_measured: bool = False
    is_skipped: bool = False
    touches: tuple[Touched, ...] = ()

    @property
    def corner(self) -> Corner:
        """Where the square is that is to be touched now."""
        return CORNERS[min(len(self.touches), len(CORNERS) - 1)]


def begun(size: tuple[int, int], ppi: float) -> Check:
    """A check on a picture of this size, with the ppi that is in force."""
    return Check(size, _within(size, ppi), ppi)


def corner_places(size: tuple[int, int], ppi: float) -> tuple[tuple[int, int], ...]:
    """The middle of each square, in the order of CORNERS."""
    width, height = size
    inset = round(min(CORNER_MM * ppi / MM_PER_INCH, CORNER_SHARE * min(size)))
    right, bottom = width - 1 - inset, height - 1 - inset
    return (inset, inset), (right, inset), (right, bottom), (inset, bottom)


def update(check: Check, given: Input) -> Check:
    """The check after an input."""
    if given is Key.LEAVE:
        return replace(check, step=Step.OVER)
    if isinstance(given, Resized):
        return replace(check, size=given.size, ppi=_within(given.size, check.ppi), touches=())
    match check.step:
        case Step.RULER:
            return _ruler(check, given)
        case Step.TOUCH:
            return _touch(check, given)
        case Step.VERDICT:
            return replace(check, step=Step.OVER) if _is_end(given) else check
        case Step.OVER:
            return check


def _ruler(check: Check, given: Key | Touched) -> Check:
    meant = given.button if isinstance(given, Touched) else given
    match meant:
        case Key.LEFT:
            return _scaled(check, 1 / FINE)
        case Key.RIGHT:
            return _scaled(check, FINE)
        case Key.DOWN:
            return _scaled(check, 1 / COARSE)
        case Key.UP:
            return _scaled(check, COARSE)
        case Button.SMALLER:
            return _strode(check, -1)
        case Button.LARGER:
            return _strode(check, 1)
        case Key.RETURN | Button.FITS:
            return replace(check, step=Step.TOUCH, is_measured=True, layout_ppi=check.ppi)
        case _:
            return check


def _strode(check: Check, way: int) -> Check:
    """A tap on a button: a turn halves the stride, patience doubles it."""
    run, stride = check.run, check.stride
    if run * way < 0:
        run, stride = 0, max(1, stride // 2)
    elif abs(run) >= PATIENCE:
        run, stride = 0, min(WIDEST_STRIDE, stride * 2)
    return _scaled(replace(check, run=run + way, stride=stride), FINE ** (way * stride))


def _touch(check: Check, given: Key | Touched) -> Check:
    if given is Key.RETURN:
        return replace(check, step=Step.VERDICT, is_skipped=True, touches=())
    if not isinstance(given, Touched):
        return check
    touches = (*check.touches, given)
    return replace(check, touches=touches, step=Step.VERDICT if len(touches) == len(CORNERS) else Step.TOUCH)


def _is_end(given: Key | Touched) -> bool:
    """A tap anywhere ends it: where touch is turned, the button cannot be hit."""
    return given is Key.RETURN or isinstance(given, Touched)


def _scaled(check: Check, factor: float) -> Check:
    return replace(check, ppi=_within(check.size, check.ppi * factor))


def _within(size: tuple[int, int], ppi: float) -> float:
    """``ppi``, or the nearest one with which the outline can be seen."""
    widest = WIDEST_CARD * size[0] * MM_PER_INCH / CARD_MM[0]
    return max(LEAST_PPI, min(ppi, MOST_PPI, widest))
