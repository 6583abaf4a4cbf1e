"""The loop of the screen check: keys and touches in, the next screen out, until it is over.

Knows: the window and the order of things. Must not know: what an input does (screen_check), words (check_words).
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pygame

from kiosk.inputs.touch import Tap, Touch
from kiosk.screen_check import Button, Check, Input, Key, Resized, Step, Touched, update
from kiosk.view.items import Layout
from kiosk.view.sheet import Sheet

POLL_MS = 8
KEYS = {
    pygame.K_LEFT: Key.LEFT,
    pygame.K_RIGHT: Key.RIGHT,
    pygame.K_UP: Key.UP,
    pygame.K_DOWN: Key.DOWN,
    pygame.K_RETURN: Key.RETURN,
    pygame.K_KP_ENTER: Key.RETURN,
    pygame.K_ESCAPE: Key.LEAVE,
}


def run_check(sheet: Sheet, check: Check, laid_out: Callable[[Check], Layout], touch: Touch) -> Check:
    """Show ``check`` and what becomes of it until it is over; what it was then."""
    try:
        while check.step is not Step.OVER:
            sheet.show(laid_out(check))
            for event in pygame.event.get():
                given = _input(sheet, event, touch)
                check = update(check, given) if given else check
                if check.step is Step.OVER:
                    return check
                sheet.show(laid_out(check))
            pygame.time.wait(POLL_MS)
    except KeyboardInterrupt:  # Ctrl+C in the terminal it was started from
        check = update(check, Key.LEAVE)
    return check


def _input(sheet: Sheet, event: pygame.event.Event, touch: Touch) -> Input | None:
    """What an event of the window means here."""
    if event.type == pygame.QUIT:
        return Key.LEAVE
    if event.type == pygame.VIDEORESIZE:
        sheet.resized()
        return Resized(sheet.picture_size)
    if event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWFOCUSGAINED):
        sheet.repaint()
        return None
    if event.type == pygame.KEYDOWN:
        is_exit = event.key == pygame.K_q and event.mod & pygame.KMOD_CTRL
        return Key.LEAVE if is_exit else KEYS.get(event.key)
    tap = touch.tap(event, time.monotonic(), sheet.size)
    return _touched(sheet, tap) if tap else None


def _touched(sheet: Sheet, tap: Tap) -> Touched:
    button = next((button for button in Button if button.value == tap.target), None)
    return Touched(sheet.upright(tap.place), button, tap.is_finger)
