"""Keyboard, keypad and the buttons of a mouse or a switch: their events to Orders.

Knows: key names, double strikes. Must not know: what an order does.
"""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from content.faults import Faults
from content.model import Keypad
from kiosk.commands import order_of
from kiosk.messages import Order, Woken

MOUSE_BUTTONS = {"mouse 1": -1, "mouse 2": -2, "mouse 3": -3, "mouse 4": -6, "mouse 5": -7}
"""Codes for the buttons left, middle, right, back and forward: pygame's numbers, of which 4 and 5 are the wheel,
below the codes of keys."""

SCANCODE_MASK = 1 << 30
"""SDL's code of a key that types nothing is its scancode, its place on the keyboard, with this bit."""
LOCKS = frozenset({pygame.K_NUMLOCKCLEAR})
"""Some number pads press Num Lock by themselves around each figure: that is nobody."""


def key_codes(keypad: Keypad, file: str) -> dict[int, Order]:
    """The codes of a keypad with their orders. Raises ContentError for names that are no keys.

    SDL's video must be up (pygame.key.key_code asks for it).
    """
    faults = Faults()
    codes = {}
    for name, value in keypad.keys.items():
        try:
            codes[key_code(name)] = order_of(value)
        except ValueError:
            way_out = 'Use SDL\'s names, such as "Right", "F1" or "a", or "Mouse 1" to "Mouse 5".'
            faults.add(file, name, "there is no key of this name", way_out)
    faults.stop_if_any()
    return codes


def key_code(name: str) -> int:
    """The code of a key, as its events have it; of a mouse button, below 0. Raises ValueError for other names."""
    return MOUSE_BUTTONS.get(name.strip().casefold()) or pygame.key.key_code(name)


class Keys:
    """Turns key events into orders. A key held down, and a double strike, count once.

    ``double_strike_seconds``: a second press of the same key within this time is ignored (EN 301 549, 5.8).
    """

    def __init__(self, codes: Mapping[int, Order], double_strike_seconds: float) -> None:
        self._codes = codes
        self._lockout = double_strike_seconds
        self._held: set[int] = set()
        self._accepted: dict[int, float] = {}

    def has(self, event: pygame.event.Event) -> bool:
        """Whether this is the event of a mouse button that the keypad has, which then is no touch."""
        return _is_button(event) and -event.button in self._codes

    def message(self, event: pygame.event.Event, now: float) -> Order | Woken | None:
        """The order of a press, Woken for an unknown key; None for other events, repeats and double strikes."""
        if event.type in (pygame.KEYDOWN, pygame.KEYUP):
            code = self._code(event)
            is_lock = code in LOCKS and code not in self._codes
            return None if is_lock else self._pressed(code, event.type == pygame.KEYDOWN, now)
        if self.has(event):
            return self._pressed(-event.button, event.type == pygame.MOUSEBUTTONDOWN, now)
        return None

    def _code(self, event: pygame.event.Event) -> int:
        """The key's own code, or that of its place: X11 gives F19 to F24 other meanings, and SDL then tells no code."""
        place = int(getattr(event, "scancode", 0)) | SCANCODE_MASK
        return place if event.key not in self._codes and place in self._codes else int(event.key)

    def _pressed(self, code: int, is_down: bool, now: float) -> Order | Woken | None:
        if not is_down:
            self._held.discard(code)
            return None
        if code in self._held:
            return None
        self._held.add(code)
        if now - self._accepted.get(code, -1e9) < self._lockout:
            return None
        self._accepted[code] = now
        return self._codes.get(code, Woken())

    def forget_held(self) -> None:
        """Call when the window loses the keyboard: releases will not be seen."""
        self._held.clear()


def _is_button(event: pygame.event.Event) -> bool:
    """Whether a mouse button went down or up, that SDL did not make of a finger."""
    return event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP) and not getattr(event, "touch", False)
