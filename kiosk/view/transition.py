"""A short cross-fade from one screen to the next, given up rather than late.

Knows: surfaces, time, what a repaint costs here. Must not know: scenes, layouts, the loop.

Each frame moves the picture half of the way that is left: an average is the one mixture that SDL makes quickly
(1.5 ms for the middle of a 1080p screen; any other share takes 9), and half of the change is to be seen at once.
Every point goes straight from its old color to its new one, so nothing flashes.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pygame

FADE_SECONDS = 0.15
FRAMES = 4
"""That each halve the difference; the fifth is the new screen itself."""
BUDGET_SECONDS = 1 / 120
"""Where a repaint of the whole screen takes longer (4K without a graphics processor), there is no fade: its first frame
takes as long again as a repaint, and both together have to fit into a sixtieth of a second."""
WATCHED = 5
HALF = 128


@dataclass(frozen=True, slots=True)
class Fade:
    """When a fade began, in seconds, and how many of its frames have been shown."""

    began: float
    shown: int = 1

    def due(self, now: float) -> int:
        """How many frames should have been shown by now; FRAMES + 1 when it is over."""
        return min(FRAMES + 1, 1 + int((now - self.began) / FADE_SECONDS * FRAMES))


class Pace:
    """What the last repaints have cost. Before the first one nothing is known, and nothing fades."""

    def __init__(self) -> None:
        self._costs: deque[float] = deque(maxlen=WATCHED)

    def add(self, seconds: float) -> None:
        """A repaint of the whole screen took so long."""
        self._costs.append(seconds)

    @property
    def is_quick(self) -> bool:
        """Whether frames of a fade would come in time: by the median, since a busy moment passes."""
        costs = sorted(self._costs)
        return bool(costs) and costs[len(costs) // 2] <= BUDGET_SECONDS


class Transition:
    """Fades a part of ``surface``, which always holds what is shown. ``clock``: seconds.

    ``before``, the new screen is painted, ``begin``; then ``step`` until ``is_running`` ends, or ``settle``.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.pace = Pace()
        self.clock = clock
        self._fade: Fade | None = None
        self._place = pygame.Rect(0, 0, 0, 0)
        self._old: pygame.Surface | None = None
        self._new: pygame.Surface | None = None

    @property
    def is_running(self) -> bool:
        """Whether a part of the screen is still on its way."""
        return self._fade is not None

    def before(self, surface: pygame.Surface, place: pygame.Rect) -> None:
        """Keep what is in ``place``: it is about to be painted over."""
        self._place = place.clip(surface.get_rect())
        self._old = _copied(self._old, surface, self._place)

    def begin(self, surface: pygame.Surface) -> None:
        """``surface`` has the new screen; put the first frame on it."""
        assert self._old is not None, "there is nothing to fade from"
        self._new = _copied(self._new, surface, self._place)
        _mix(self._old, surface, self._place)
        self._fade = Fade(self.clock())

    def step(self, surface: pygame.Surface) -> pygame.Rect | None:
        """Put the next frame on ``surface`` if it is due; what changed."""
        if self._fade is None or self._new is None:
            return None
        due = self._fade.due(self.clock())
        if due > FRAMES:
            return self.settle(surface)
        if due <= self._fade.shown:
            return None
        _mix(self._new, surface, self._place)
        self._fade = Fade(self._fade.began, due)
        return self._place

    def settle(self, surface: pygame.Surface) -> pygame.Rect | None:
        """Show the new screen as it is, at once; what changed."""
        if self._fade is None or self._new is None:
            return None
        self._fade = None
        surface.blit(self._new, self._place)
        return self._place

    def drop(self) -> None:
        """Forget the fade: all of the surface is painted anew."""
        self._fade = None

    def keep(self, surface: pygame.Surface, rects: Iterable[pygame.Rect]) -> None:
        """These parts of ``surface`` have been painted meanwhile as they are to stay."""
        if self._fade is None or self._new is None:
            return
        for rect in rects:
            self._new.blit(surface, (rect.x - self._place.x, rect.y - self._place.y), rect)


def _copied(kept: pygame.Surface | None, surface: pygame.Surface, place: pygame.Rect) -> pygame.Surface:
    """A part of ``surface``, in ``kept`` if that has the right size: new memory costs more than the copying."""
    if kept is None or kept.get_size() != place.size:
        kept = pygame.Surface(place.size, 0, surface)
    kept.set_alpha(None)
    kept.blit(surface, (0, 0), place)
    return kept


def _mix(picture: pygame.Surface, surface: pygame.Surface, place: pygame.Rect) -> None:
    """Half of ``picture`` and half of what is in ``place``."""
    picture.set_alpha(HALF)
    surface.blit(picture, place)
    picture.set_alpha(None)
