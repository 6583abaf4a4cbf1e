"""A finger and a key on a virtual screen, by XTest over one open connection: no program is started for a tap.

Knows: libX11 and libXtst. Must not know: the kiosk. Times are ``time.monotonic()`` seconds.
"""

from __future__ import annotations

import ctypes
import time
from typing import Self

_RIGHT_NOW = 0


class Hand:
    """Taps and presses keys on display ``name`` (":1"). Raises OSError if it cannot be opened."""

    def __init__(self, name: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._x.XKeysymToKeycode.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        display = self._x.XOpenDisplay(name.encode())
        if not display:
            raise OSError(f"the display {name} cannot be opened")
        self._display = ctypes.c_void_p(display)

    def press(self, x: int, y: int) -> None:
        """Put the finger down at a place."""
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, _RIGHT_NOW)
        self._test.XTestFakeButtonEvent(self._display, 1, 1, _RIGHT_NOW)
        self._x.XFlush(self._display)

    def release(self) -> float:
        """Lift the finger; when it left."""
        moment = time.monotonic()
        self._test.XTestFakeButtonEvent(self._display, 1, 0, _RIGHT_NOW)
        self._x.XFlush(self._display)
        return moment

    def tap(self, x: int, y: int, hold_seconds: float = 0.06) -> float:
        """Press at a place and let go ``hold_seconds`` later; when the finger left."""
        self.press(x, y)
        time.sleep(hold_seconds)
        return self.release()

    def key(self, name: str, hold_seconds: float = 0.04) -> float:
        """Press a key, by its X name, and let go; when it went down. Raises ValueError for an unknown one."""
        code = self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(name.encode()))
        if not code:
            raise ValueError(f"no key of the virtual keyboard is called {name!r}")
        moment = time.monotonic()
        self._test.XTestFakeKeyEvent(self._display, code, 1, _RIGHT_NOW)
        self._x.XFlush(self._display)
        time.sleep(hold_seconds)
        self._test.XTestFakeKeyEvent(self._display, code, 0, _RIGHT_NOW)
        self._x.XFlush(self._display)
        return moment

    def close(self) -> None:
        """Close the connection. A second call does nothing."""
        if self._display.value:
            self._x.XCloseDisplay(self._display)
            self._display = ctypes.c_void_p(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
