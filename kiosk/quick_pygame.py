"""Imports pygame without the parts that cost the most and that the kiosk does not use.

pygame's own __init__ imports surfarray and sndarray, which load numpy, and pkgdata, which loads pkg_resources: together
two thirds of its import time. The mixer, with its decoders, is half of the rest: the first slide does not wait for it
(audio.player imports it). pygame is written to go on where these are missing, which is what is feigned here.
"""

from __future__ import annotations

import importlib
import os
import sys

UNUSED = "pygame.surfarray pygame.sndarray pkg_resources pygame.mixer pygame.mixer_music pygame.scrap".split()


def import_quickly() -> None:
    """Import pygame, unless it is there already. What was left out can be imported afterwards as ever."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    if "pygame" in sys.modules:
        return
    feigned = [name for name in UNUSED if name not in sys.modules]
    for name in feigned:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        importlib.import_module("pygame")
    finally:
        for name in feigned:
            del sys.modules[name]
