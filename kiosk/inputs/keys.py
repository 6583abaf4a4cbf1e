"""Keyboard and keypad: key events to Orders.

Knows: key names, double strikes. Must not know: what an order does.
"""

from __future__ import annotations

import pygame

from content.faults import Faults
from content.model import Keypad
from kiosk.commands import order_of
from kiosk.messages import Order, Woken


def key_codes(keypad: Keypad, file: str) -> dict[int, Order]:
    """The SDL key codes of a keypad with their orders. Raises ContentError for names that are no keys.

    SDL's video must be up (pygame.key.key_code asks for it).
    """
    faults = Faults()
    codes = {}
    for name, value in keypad.keys.items():
        try:
            codes[pygame.key.key_code(name)] = order_of(value)
        except ValueError:
            faults.add(file, name, "there is no key of this name", 'Use SDL\'s names, such as "Right", "F1" or "a".')
    faults.stop_if_any()
    return codes


class Keys:
    """Turns key events into orders. A key held down, and a double strike, count once.

    ``double_strike_seconds``: a second press of the same key within this time is ignored (EN 301 549, 5.8).
    """

    def __init__(self, codes: dict[int, Order], double_strike_seconds: float) -> None:
        self._codes = codes
        self._lockout = double_strike_seconds
        self._held: set[int] = set()
        self._accepted: dict[int, float] = {}

    def message(self, event: pygame.event.Event, now: float) -> Order | Woken | None:
        """The order of a KEYDOWN event, Woken for an unknown key; None for other events, repeats and double strikes."""
        if event.type == pygame.KEYUP:
            self._held.discard(event.key)
            return None
        if event.type != pygame.KEYDOWN or event.key in self._held:
            return None
        self._held.add(event.key)
        if now - self._accepted.get(event.key, -1e9) < self._lockout:
            return None
        self._accepted[event.key] = now
        return self._codes.get(event.key, Woken())

    def forget_held(self) -> None:
        """Call when the window loses the keyboard: releases will not be seen."""
        self._held.clear()
