"""Least text, contrast and target over every screen of ``mmn-kiosk pictures``: by its ledger and its pixels.

Knows: the ledger's form (docs), colors. Must not know: how screens are laid out or drawn.
"""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pygame

from content.model import Theme
from content.theme import contrast
from kiosk.loading import load_content
from kiosk.state import TEXT_SIZES
from tests.bench.figures import Figure, Reach
from tests.bench.stage import Stage
from tests.pilot import KIOSK, kiosk_environment

GROUP = "pictures"
SIZES = ("1920x1080", "1080x1920", "1024x600")
PIXELS_OF = ("1024x600", "medium")
"""Colors do not depend on size: the pixels of one size are enough, and are many."""
INK_PART = 0.004
"""A color that covers less of a text's rectangle is the rim of a letter."""
CAP_FLOOR_MM, BODY_DEGREES, TARGET_MM, PRIMARY_MM, EDGE_CONTRAST = 4.8, 0.7, 20.0, 30.0, 4.5
Item = dict[str, Any]


@dataclass
class Least:
    """The smallest value of one kind so far, and where it was seen."""

    value: float = math.inf
    where: str = ""
    n: int = 0

    def see(self, value: float, where: str) -> None:
        """One more."""
        self.n += 1
        if value < self.value:
            self.value, self.where = value, where

    def figure(self, what: str, unit: str, reach: float) -> Figure:
        """As a line of the table."""
        return Figure(GROUP, what, round(self.value, 2), unit, self.n, Reach(reach, is_floor=True), f"at {self.where}")


@dataclass
class Minima:
    """All kinds. Contrast is by theme."""

    cap: Least = field(default_factory=Least)
    body: Least = field(default_factory=Least)
    target: Least = field(default_factory=Least)
    primary: Least = field(default_factory=Least)
    told: dict[str, Least] = field(default_factory=dict)
    seen: dict[str, Least] = field(default_factory=dict)
    edge: dict[str, Least] = field(default_factory=dict)

    def figures(self, themes: Mapping[str, Theme]) -> list[Figure]:
        """All lines of this group. Text has to reach what its theme promises."""
        found = [
            self.cap.figure("capital letters, least", "mm", CAP_FLOOR_MM),
            self.body.figure("body text at the default size, least", "degrees", BODY_DEGREES),
            self.target.figure("targets, least side", "mm", TARGET_MM),
            self.primary.figure("targets of the bar, least side", "mm", PRIMARY_MM),
        ]
        promised = {name: theme.text_contrast[0] for name, theme in themes.items()}
        for what, kind, reach in (
            ("text contrast by the ledger", self.told, promised),
            ("text contrast by the pixels", self.seen, promised),
            ("edge of controls by the pixels", self.edge, dict.fromkeys(themes, EDGE_CONTRAST)),
        ):
            found += [least.figure(f"{what}, {theme}, least", ": 1", reach[theme]) for theme, least in kind.items()]
        return found


def measure(stage: Stage) -> list[Figure]:
    """Every size, theme and text size; in a quick run the default text size alone."""
    minima = Minima()
    home = stage.folder("home")
    themes = load_content(None).themes
    for theme in themes:
        for size in SIZES:
            for text_size in ("medium",) if stage.is_quick else TEXT_SIZES:
                out = stage.folder(f"{theme}-{size}-{text_size}")
                options = ("--size", size, "--theme", theme, "--text-size", text_size)
                command = [*KIOSK, "pictures", str(out), *options]
                subprocess.run(command, env=kiosk_environment(home), check=True, capture_output=True)
                with_pixels = (size, text_size) == PIXELS_OF
                for picture in json.loads((out / "ledger.json").read_text())["pictures"]:
                    _see(picture, minima, out / picture["file"] if with_pixels else None)
    return minima.figures(themes)


def _see(picture: dict[str, Any], minima: Minima, file: Path | None) -> None:
    theme, ppi = picture["theme"], picture["ppi"]
    where = "{size[0]}x{size[1]} {theme} {text_size} {file}".format(**picture)
    pixels = None if file is None else pygame.surfarray.array3d(pygame.image.load(str(file))).swapaxes(0, 1)
    for item in picture["items"]:
        place = f"{where} {item['id']}"
        if item["cap_mm"]:
            minima.cap.see(item["cap_mm"], place)
            minima.told.setdefault(theme, Least()).see(contrast(tuple(item["color"]), tuple(item["background"])), place)
            if pixels is not None:
                for seen in _ink_contrast(pixels, item):
                    minima.seen.setdefault(theme, Least()).see(seen, place)
        if item["role"] == "text" and picture["kind"] == "slide" and picture["text_size"] == "medium":
            degree_mm = math.pi * picture["viewing_distance_mm"] / 180
            minima.body.see(item["cap_mm"] / degree_mm, place)
        if item["command"]:
            side = min(item["rect"][2:]) * 25.4 / ppi
            minima.target.see(side, place)
            if item["id"].startswith("bar-"):
                minima.primary.see(side, place)
            if pixels is not None:
                for seen in _edge_contrast(pixels, item):
                    minima.edge.setdefault(theme, Least()).see(seen, place)


def _ink_contrast(pixels: npt.NDArray[np.uint8], item: Item) -> Iterator[float]:
    """The best contrast to its ground that the letters of a text reach; nothing for one without pixels."""
    x, y, width, height = item["rect"]
    inside = pixels[max(0, y) : y + height, max(0, x) : x + width].reshape(-1, 3)
    if not len(inside):
        return
    packed = inside.astype(np.uint32) @ np.array((65536, 256, 1), np.uint32)
    colors, counts = np.unique(packed, return_counts=True)
    ground = colors[counts.argmax()]
    inks = colors[counts >= max(3, INK_PART * len(inside))]
    yield max(contrast(_rgb(ink), _rgb(ground)) for ink in (*inks.tolist(), int(ground)))


def _edge_contrast(pixels: npt.NDArray[np.uint8], item: Item) -> Iterator[float]:
    """The best contrast along a short way across the middle of the left edge of a target, against what is outside."""
    x, y, _, height = item["rect"]
    across = pixels[y + height // 2, max(0, x - 3) : x + 5]
    if x >= 3 and len(across) == 8:
        yield max(contrast(tuple(across[0].tolist()), tuple(color.tolist())) for color in across)


def _rgb(packed: int) -> tuple[int, int, int]:
    return packed >> 16, packed >> 8 & 255, packed & 255
