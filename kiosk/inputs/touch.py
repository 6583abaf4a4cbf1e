"""Touch screen and mouse: presses that begin and end inside one target.

Knows: contacts, and that SDL may report one tap in several ways. Must not know: what the targets mean.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pygame

MOUSE = -1
"""The contact number of the mouse button; fingers have SDL's own numbers, which are not negative."""
SAME_PLACE_MM = 15.0
"""Two contacts nearer than this, within the double-strike time, are one tap."""


@dataclass(frozen=True, slots=True)
class Tap:
    """A press that ended. ``target``: the id of the target in which it began and ended; empty: beside all targets.

    ``place``: where it ended, in pixels of the window; ``is_finger``: not a mouse.
    """

    target: str
    place: tuple[int, int] = (0, 0)
    is_finger: bool = True


@dataclass(frozen=True, slots=True)
class _Contact:
    number: int
    target: str


class Touch:
    """Turns finger and mouse events into Taps. One contact at a time counts; a hold of any length is a tap.

    ``target_at((x, y))`` gives the id of the drawn target at a pixel, or None. ``size``: of the window, in pixels.
    """

    def __init__(
        self, target_at: Callable[[tuple[int, int]], str | None], ppi: float, double_strike_seconds: float
    ) -> None:
        self._target_at = target_at
        self._near_px = SAME_PLACE_MM * ppi / 25.4
        self._lockout = double_strike_seconds
        self._down: _Contact | None = None
        self._last: tuple[float, tuple[int, int]] | None = None

    @property
    def is_down(self) -> bool:
        """Whether a contact is on the glass that may become a tap."""
        return self._down is not None

    def tap(self, event: pygame.event.Event, now: float, size: tuple[int, int]) -> Tap | None:
        """The tap that ``event`` completes, if it completes one."""
        found = _contact_of(event, size)
        if found is None:
            return None
        is_down, number, place = found
        if is_down:
            self._begin(number, place, now)
            return None
        return self._end(number, place, now)

    def _begin(self, number: int, place: tuple[int, int], now: float) -> None:
        if self._down is not None and self._down.number >= 0 and number != self._down.number:
            return  # a second finger, or the mouse event that SDL makes of the first one
        if self._is_double(place, now):
            return
        self._down = _Contact(number, self._target_at(place) or "")

    def _end(self, number: int, place: tuple[int, int], now: float) -> Tap | None:
        if self._down is None or self._down.number != number:
            return None
        began, self._down = self._down.target, None
        self._last = (now, place)
        ended = self._target_at(place) or ""
        return Tap(began if began == ended else "", place, number != MOUSE)

    def _is_double(self, place: tuple[int, int], now: float) -> bool:
        if self._last is None or now - self._last[0] >= self._lockout:
            return False
        across, down = place[0] - self._last[1][0], place[1] - self._last[1][1]
        return math.hypot(across, down) < self._near_px


def _contact_of(event: pygame.event.Event, size: tuple[int, int]) -> tuple[bool, int, tuple[int, int]] | None:
    """(is it a press, contact number, pixel) of a touch or mouse event; None for all others."""
    if event.type in (pygame.FINGERDOWN, pygame.FINGERUP):
        place = (int(event.x * size[0]), int(event.y * size[1]))
        return bool(event.type == pygame.FINGERDOWN), abs(int(event.finger_id)), place
    if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        if event.button != 1 or getattr(event, "touch", False):
            return None
        across, down = event.pos
        return bool(event.type == pygame.MOUSEBUTTONDOWN), MOUSE, (across, down)
    return None
