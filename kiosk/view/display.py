"""The screen: which there is, and how a window or all of it is opened.

Knows: SDL's video drivers. Must not know: what is shown, layouts.
"""

from __future__ import annotations

import os

import pygame

BLIND_DRIVERS = ("dummy", "offscreen")
"""SDL's drivers without a screen; it takes them by itself where it finds no other."""
TITLE = "MMN kiosk"


class ScreenMissing(Exception):
    """There is no display to open a window on; the message says what to do."""


def desktop() -> tuple[str, tuple[tuple[int, int], ...]]:
    """SDL's driver and the sizes of all screens in pixels. Raises OSError if SDL can open none."""
    try:
        pygame.display.init()
    except pygame.error as error:
        raise OSError(str(error)) from error
    driver, sizes = pygame.display.get_driver(), tuple(pygame.display.get_desktop_sizes())
    pygame.display.quit()
    return driver, sizes


def open_display(size: tuple[int, int] | None) -> pygame.Surface:
    """Open a window of ``size``, or all of the screen for None. Raises ScreenMissing.

    Software surfaces are 80 times quicker on X11 without a GPU; elsewhere they may not open.
    """
    os.environ.setdefault("SDL_TOUCH_MOUSE_EVENTS", "0")
    # Nobody types accents here: libX11 need not read its table of composed letters, which takes half of SDL's start.
    os.environ.setdefault("XCOMPOSEFILE", os.devnull)
    was_set = "SDL_FRAMEBUFFER_ACCELERATION" in os.environ
    try:
        pygame.display.init()
    except pygame.error as error:
        raise ScreenMissing(f"There is no screen to show the kiosk on ({error}).") from error
    driver = pygame.display.get_driver()
    if driver in BLIND_DRIVERS and os.environ.get("SDL_VIDEODRIVER") != driver:
        pygame.display.quit()
        raise ScreenMissing("There is no screen to show the kiosk on: set DISPLAY (X11) or WAYLAND_DISPLAY.")
    if not was_set and driver == "x11":
        os.environ["SDL_FRAMEBUFFER_ACCELERATION"] = "0"
    try:
        return _mode(size)
    except pygame.error:
        if was_set:
            raise ScreenMissing("The screen cannot be opened with SDL_FRAMEBUFFER_ACCELERATION as it is set.") from None
        os.environ.pop("SDL_FRAMEBUFFER_ACCELERATION", None)
    try:
        pygame.display.quit()
        pygame.display.init()
        return _mode(size)
    except pygame.error as error:
        raise ScreenMissing(f"The screen cannot be opened ({error}).") from error


def _mode(size: tuple[int, int] | None) -> pygame.Surface:
    pygame.display.set_caption(TITLE)
    if size is not None:
        return pygame.display.set_mode(size, pygame.RESIZABLE)
    surface = pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    pygame.mouse.set_visible(False)
    return surface
