"""Pictures from SVG files, in the colours of a theme, cropped to what is drawn and scaled to fit.

Knows: SVG text, pygame images. Must not know: which icon means what, where it goes.
"""

from __future__ import annotations

import io
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path

import pygame

from content.motion import at_step
from kiosk.view.rounded import draw_rounded

Color = tuple[int, int, int]

SENTINELS = {"text": "#000001", "background": "#fffffe", "accent": "#0000f1", "soft": "#cccccd", "muted": "#777778"}
"""What stands in the files for a colour role of the theme."""
PROBE_PX = 192
Fit = tuple[tuple[int, int], pygame.Rect]
"""How large a whole drawing is, and the part of it that is kept, in pixels."""
KEPT_FITS = 32
CACHE_BYTES = 6_000_000
"""Of drawn pictures: those of the buttons; a large picture is kept in the built screen that shows it."""
_ROOT = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SIZE = re.compile(r"""\s(?:width|height)\s*=\s*(?:"[^"]*"|'[^']*')""")
_VIEW_BOX = re.compile(r"""\bviewBox\s*=\s*["']\s*([-\d.]+)[\s,]+([-\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)""")


class Icons:
    """``interface`` is the folder of interface icons; ``deck_icon`` finds a picture of the deck by name."""

    def __init__(self, interface: Path, deck_icon: Callable[[str], Path] | None = None) -> None:
        self._interface, self._deck_icon = interface, deck_icon
        self._kept: OrderedDict[tuple[object, ...], pygame.Surface] = OrderedDict()
        self._bytes = 0
        self._fits: OrderedDict[tuple[object, ...], Fit] = OrderedDict()
        self.faults: dict[str, str] = {}

    def path(self, name: str, is_deck: bool) -> Path:
        """The file of an icon."""
        if is_deck and self._deck_icon is not None:
            return self._deck_icon(name)
        return self._interface / f"{name}.svg"

    def draw(
        self, name: str, is_deck: bool, size: tuple[int, int], colors: Mapping[str, Color], step: int = 0
    ) -> pygame.Surface:
        """The picture (its still, or a step of one that moves) as large as the still fits in ``size``. Never raises:
        a picture that is missing or broken becomes a plain frame with a fault in ``faults``."""
        key = (name, is_deck, size, tuple(colors[role] for role in SENTINELS), step)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        try:
            surface = self._drawn((name, is_deck, size), self._text(name, is_deck), colors, step)
        except (OSError, UnicodeDecodeError, ValueError, LookupError, pygame.error) as error:
            self.faults[name] = f"The picture “{name}” cannot be drawn: {error}"
            surface = placeholder(size, colors["text"])
        self._keep(key, surface)
        return surface

    def _drawn(
        self, key: tuple[str, bool, tuple[int, int]], svg: str, colors: Mapping[str, Color], step: int
    ) -> pygame.Surface:
        """A step as the still was fitted; a still is fitted anew, and that is kept for its steps."""
        fit = self._fits.get(key) if step else None
        surface, fit = drawn(svg, key[2], colors, step, fit)
        self._fits[key] = fit
        if len(self._fits) > KEPT_FITS:
            self._fits.popitem(last=False)
        return surface

    def _text(self, name: str, is_deck: bool) -> str:
        return self.path(name, is_deck).read_text(encoding="utf-8")

    def _keep(self, key: tuple[object, ...], surface: pygame.Surface) -> None:
        size = surface.get_pitch() * surface.get_height()
        if size > CACHE_BYTES // 8:
            return
        self._kept[key] = surface
        self._bytes += size
        while self._bytes > CACHE_BYTES and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.get_pitch() * old.get_height()


def colored(svg: str, colors: Mapping[str, Color]) -> str:
    """The SVG with each sentinel replaced by the colour of its role."""
    for role, sentinel in SENTINELS.items():
        svg = re.sub(re.escape(sentinel), "#{:02x}{:02x}{:02x}".format(*colors[role]), svg, flags=re.IGNORECASE)
    return svg


def sized(svg: str, width: int, height: int) -> str:
    """The SVG with this width and height on its root. Raises ValueError if it has no root."""
    root = _ROOT.search(svg)
    if root is None:
        raise ValueError("it has no <svg> element")
    opening = _SIZE.sub("", root.group())
    opening = opening.replace("<svg", f'<svg width="{width}" height="{height}"', 1)
    return svg[: root.start()] + opening + svg[root.end() :]


def ratio(svg: str) -> float:
    """Width to height of the view box; 1 without one."""
    found = _VIEW_BOX.search(svg)
    if found is None or float(found.group(4)) == 0:
        return 1.0
    return float(found.group(3)) / float(found.group(4)) or 1.0


def drawn(
    svg: str, size: tuple[int, int], colors: Mapping[str, Color], step: int = 0, fit: Fit | None = None
) -> tuple[pygame.Surface, Fit]:
    """What the SVG draws, cropped, as large as fits in ``size``, and how it was fitted. Raises ValueError or
    pygame.error.

    Every step is cropped like the still, so that nothing jumps: as ``fit`` says, if the still was drawn before.
    """
    svg = colored(svg, colors)
    image = None
    if fit is None:
        image, box = _fitted(at_step(svg, 0), size)
        fit = image.get_size(), box
    if step or image is None:
        image = _load(sized(at_step(svg, step), *fit[0]))
    return image.subsurface(fit[1]).copy(), fit


def _fitted(svg: str, size: tuple[int, int]) -> tuple[pygame.Surface, pygame.Rect]:
    """The drawing, so large that what it draws fits in ``size``, and where in it that is."""
    aspect = ratio(svg)
    probe_w, probe_h = max(1, round(PROBE_PX * max(aspect, 1))), max(1, round(PROBE_PX / min(aspect, 1)))
    ink = _load(sized(svg, probe_w, probe_h)).get_bounding_rect()
    if not ink.w or not ink.h:
        raise ValueError("it draws nothing")
    scale = min(size[0] / (ink.w + 1), size[1] / (ink.h + 1))  # the ink is known to a pixel of the probe
    while True:
        image = _load(sized(svg, max(1, int(probe_w * scale)), max(1, int(probe_h * scale))))
        box = image.get_bounding_rect()
        if (box.w <= size[0] and box.h <= size[1]) or scale * probe_w < 2:
            return image, box
        scale *= min(size[0] / box.w, size[1] / box.h) * 0.998


def _load(svg: str) -> pygame.Surface:
    return pygame.image.load(io.BytesIO(svg.encode("utf-8")), "icon.svg")


def placeholder(size: tuple[int, int], color: Color) -> pygame.Surface:
    """An empty picture frame with a corner to corner line: something belongs here and is not there."""
    side = max(1, min(size))
    surface = pygame.Surface((side, side), pygame.SRCALPHA)
    edge = max(1, side // 24)
    draw_rounded(surface, pygame.Rect(0, 0, side, side), side // 8, None, color, edge)
    inset = side // 4
    pygame.draw.line(surface, color, (inset, side - inset), (side - inset, inset), edge)
    return surface
