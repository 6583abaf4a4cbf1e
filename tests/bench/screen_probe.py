"""Sees what a virtual screen shows, many times a millisecond's few, in the X server's own memory.

Knows: Xvfb's frame buffer file and points of it. Must not know: who drew them. Reading the memory that the server
draws into sends it no request, so that looking does not slow down what is looked at.
"""

from __future__ import annotations

import mmap
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.uint32]
"""Colors 0xRRGGBB of a grid of points, (rows, columns)."""
Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen from monotonic time ``t`` on."""

    t: float
    points: Points


class ScreenProbe:
    """The screen of the X server whose frame buffer (``Xvfb -fbdir``) lies in ``folder``."""

    def __init__(self, folder: Path) -> None:
        with (folder / "Xvfb_screen0").open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self._memory[:100])  # XWD, X11/XWDFile.h
        self.size = header[4], header[5]
        start, stride = header[0] + 12 * header[19], header[12]
        self._pixels: Points | None = (
            np.frombuffer(self._memory, np.uint32, stride // 4 * self.size[1], start)
            .reshape(self.size[1], stride // 4)[:, : self.size[0]]
        )  # fmt: skip

    def points(self, box: Box, step: int) -> Points:
        """Every ``step``-th point of ``box`` in both directions, now."""
        assert self._pixels is not None, "the probe is closed"
        left, top, right, bottom = box
        return self._pixels[top:bottom:step, left:right:step] & np.uint32(0xFFFFFF)

    def watch(
        self, box: Box, step: int, until: Callable[[], bool], seconds: float, pause_seconds: float = 0.0003
    ) -> list[Sight]:
        """What is seen in turn, from now until ``until`` says so, at most ``seconds``; a new entry for each change.

        A change is dated at the beginning of the look that found it: ``pause_seconds`` and the length of one look
        (0.1 ms for 50,000 points) too early at the most.
        """
        sights = [Sight(time.monotonic(), self.points(box, step))]
        deadline = sights[0].t + seconds
        while (now := time.monotonic()) < deadline and not until():
            points = self.points(box, step)
            if not np.array_equal(points, sights[-1].points):
                sights.append(Sight(now, points))
            time.sleep(pause_seconds)
        return sights

    def close(self) -> None:
        """Let go of the memory."""
        self._pixels = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def turned(sights: list[Sight], part: float, mark: int = -1) -> float | None:
    """When ``part`` (0..1) of the points that differ between the first and the last sight had their last color.

    None if nothing changed. Points that have the color ``mark`` on either do not count: that is a word being marked.
    """
    first, last = sights[0].points, sights[-1].points
    differs = (first != last) & (first != mark) & (last != mark)
    if not differs.any():
        return None
    return next(sight.t for sight in sights if (sight.points[differs] == last[differs]).mean() >= part)


def stirred(sights: list[Sight], part: float, mark: int = -1) -> float | None:
    """When ``part`` of the points that differ between the first and the last sight had left their first color.

    That is before ``turned`` where a screen fades into the next. ``mark`` and None as there.
    """
    first, last = sights[0].points, sights[-1].points
    differs = (first != last) & (first != mark) & (last != mark)
    if not differs.any():
        return None
    return next(sight.t for sight in sights if (sight.points[differs] != first[differs]).mean() >= part)


def appeared(sights: list[Sight], part: float) -> float | None:
    """When ``part`` of the drawing on the last sight stood there: of all points that have not its ground's color.

    None if the last sight is of one color.
    """
    last = sights[-1].points
    colors, counts = np.unique(last, return_counts=True)
    drawing = last != colors[counts.argmax()]
    if not drawing.any():
        return None
    return next(sight.t for sight in sights if (sight.points[drawing] == last[drawing]).mean() >= part)
