"""Which screen there is to open a window on, asked without opening one.

Knows: SDL's video drivers. Must not know: windows, layouts.
"""

from __future__ import annotations

import pygame


def desktop() -> tuple[str, tuple[tuple[int, int], ...]]:
    """SDL's driver and the sizes of all screens in pixels. Raises OSError if SDL can open none."""
    try:
        pygame.display.init()
    except pygame.error as error:
        raise OSError(str(error)) from error
    driver, sizes = pygame.display.get_driver(), tuple(pygame.display.get_desktop_sizes())
    pygame.display.quit()
    return driver, sizes
