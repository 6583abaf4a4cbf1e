"""Reads a picture with tesseract: whole, or cut into the boxes in which texts are said to stand.

Knows: the program tesseract, pixels. Must not know: what is to be read. Needs `tesseract` and its English data.

Tesseract takes many buttons for pictures and reads little in them. So each box is cut out, turned to dark on light by
its most frequent color, brought to one height of capitals, and all of them are read as one column. Where a box holds
more than one ground (a marked word, a button and what is around it), ``evened`` makes one of them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pygame

from kiosk.view.geometry import Rect
from tests.kiosk.view.pixels import luminance
from tests.kiosk.view.sweep import Pixels

Gray = npt.NDArray[np.uint8]

PROGRAM = "tesseract"
SPARSE, BLOCK = 11, 6
"""Ways to read a page (--psm): words wherever they stand; one column of lines."""
CAP_PX = 26
"""Tesseract reads best what has capitals of about this height."""
SURE = 85.0
"""Confidence, of 100, from which on a word was read and not guessed."""
GROUND_PX, SHADES, CLEAR = 16, 16, 170
"""The ground of a place is what is most around it, so far away; of so many shades; so far from it is clear text."""
_KEPT = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True)
class Read:
    """A word that was read, plain; where, and how sure tesseract is of it, 0 to 100."""

    text: str
    rect: Rect
    confidence: float


def is_there() -> bool:
    """Whether tesseract can be run."""
    return shutil.which(PROGRAM) is not None


def plain(word: str) -> str:
    """A word in small letters and figures only."""
    return _KEPT.sub("", word.lower())


def shade(pixels: Pixels) -> Gray:
    """Lightness as displays and eyes have it, 0 to 255."""
    linear = luminance(pixels)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(encoded * 255).astype(np.uint8)


def read(picture: Gray, way: int = SPARSE) -> list[Read]:
    """Every word that tesseract finds."""
    height, width = picture.shape
    command = [PROGRAM, "stdin", "stdout", "-l", "eng", "--dpi", "150", "--psm", str(way), "tsv"]
    done = subprocess.run(
        command,
        input=b"P5 %d %d 255\n" % (width, height) + np.ascontiguousarray(picture).tobytes(),
        capture_output=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        check=True,
        timeout=60,
    )
    found = []
    for row in done.stdout.decode("utf-8").splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and (text := plain(cells[11])):
            x, y, w, h = map(int, cells[6:10])
            found.append(Read(text, Rect(x, y, w, h), float(cells[10])))
    return found


def read_boxes(picture: Gray, boxes: Sequence[Rect], cap_px: Sequence[int]) -> list[list[str]]:
    """The words in each box, whose capitals are so many pixels high."""
    if not boxes:
        return []
    pieces = [_margin(cut_gray(picture, box)) for box in boxes]
    cuts = [_dark_on_light(_scaled(piece, cap)) for piece, cap in zip(pieces, cap_px, strict=True)]
    gap = 2 * CAP_PX
    sheet = np.full((sum(c.shape[0] + gap for c in cuts) + gap, max(c.shape[1] for c in cuts) + 2 * gap), 255, np.uint8)
    tops, y = [], gap
    for piece in cuts:
        sheet[y : y + piece.shape[0], gap : gap + piece.shape[1]] = piece
        tops.append(y - gap // 2)
        y += piece.shape[0] + gap
    found: list[list[str]] = [[] for _ in boxes]
    for word in read(sheet, BLOCK):
        number = int(np.searchsorted(tops, word.rect.y + word.rect.h // 2, side="right")) - 1
        found[max(0, number)].append(word.text)
    return found


def cut_gray(picture: Gray, rect: Rect) -> Gray:
    """The part of a picture under a rectangle, as far as it lies in it."""
    return picture[max(0, rect.y) : max(1, rect.bottom), max(0, rect.x) : max(1, rect.right)]


def _margin(piece: Gray) -> Gray:
    """With a margin of its ground."""
    return np.pad(piece, 8, constant_values=_ground(piece))


def _ground(piece: Gray) -> int:
    return int(np.bincount(piece.ravel(), minlength=256).argmax())


def _dark_on_light(piece: Gray) -> Gray:
    """Ground white, and what differs most from it black."""
    away = np.abs(piece.astype(np.int32) - _ground(piece))
    return np.asarray(255 - away * 255 // max(1, int(away.max())), np.uint8)


def _scaled(piece: Gray, cap_px: int) -> Gray:
    factor = CAP_PX / max(1, cap_px)
    if 0.8 < factor < 1.25:
        return piece
    height, width = piece.shape
    surface = pygame.surfarray.make_surface(np.repeat(piece.T[:, :, None], 3, axis=2))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return np.asarray(pygame.surfarray.array3d(pygame.transform.smoothscale(surface, size))[:, :, 0].T, np.uint8)


def evened(picture: Gray) -> Gray:
    """Every place dark on light by its own ground, the shade that is most frequent around it."""
    shades = picture // (256 // SHADES)
    most, ground = np.zeros(picture.shape, np.int32), np.zeros(picture.shape, np.int32)
    for one in np.unique(shades):
        count = _around(shades == one)
        is_most = count > most
        most[is_most], ground[is_most] = count[is_most], int(np.median(picture[shades == one]))
    away = np.abs(picture.astype(np.int32) - ground)
    return np.asarray(255 - np.minimum(away * 255 // CLEAR, 255), np.uint8)


def _around(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """How many of the pixels around each one are in the mask."""
    sums = np.pad(mask.cumsum(0, dtype=np.int32).cumsum(1, dtype=np.int32), ((1, 0), (1, 0)))
    (top, bottom), (left, right) = (
        (np.maximum(np.arange(size) - GROUND_PX, 0), np.minimum(np.arange(size) + GROUND_PX + 1, size))
        for size in mask.shape
    )
    below, above = sums[bottom], sums[top]
    return np.asarray(below[:, right] - below[:, left] - above[:, right] + above[:, left], np.int32)
