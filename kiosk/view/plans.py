"""Ways to share the room between picture, title, text and choices: each with a price, the best first.

Knows: what may be made smaller or left out, and how dear that is. Must not know: how the pieces are stacked.
A price of 1 is worth a page: a smaller picture is taken if it saves one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.scene import Kind, Scene
from kiosk.view.frame import TIGHT_MM, Frame
from kiosk.view.geometry import Rect
from kiosk.view.panel import CAP_FLOOR_MM

PICTURE_SHARES = (0.42, 0.37, 0.32, 0.27, 0.22)
"""How much of the width (of the height, on a portrait panel) the picture gets."""
SHARE_PRICE = 0.16
NO_PICTURE_PRICE = 5.0
TITLE_STEPS = (1.35, 1.2, 1.1)
"""Title against body."""
TITLE_PRICE = 0.12
SMALL_TITLE_STEPS = (0.9, 0.75, 0.6)
"""Where there is no room for a title larger than the body."""
SMALL_TITLE_PRICE = 1.2
NO_TITLE_PRICE = 1.2
SMALL_TEXT_PRICE = 0.6
NO_TEXT_PRICE = 4.0
LABEL_PRICES = (0.0, 0.3, 0.7, 1.4)
WIDE_TITLE_PRICE = 0.05
MENUS = (Kind.TOPICS, Kind.HELP, Kind.MORE, Kind.READING, Kind.SOUND, Kind.SIGHT, Kind.WORDS)
"""Screens that are there for their choices; their text explains them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where picture and column go, and the cap heights in mm of title (0: none here), text (0: none) and labels.

    ``title_box``: the title stands above picture and column. ``is_beside``: title and text share a row.
    """

    picture: Rect | None
    column: Rect
    title_cap: float
    text_cap: float
    label_cap: float
    price: float = 0.0
    title_box: Rect | None = None
    is_beside: bool = False


def is_panel(scene: Scene) -> bool:
    """A panel with choices: all of it has to be on one page, so its text may become smaller."""
    return scene.kind is not Kind.SLIDE and bool(scene.choices)


def plans(frame: Frame, scene: Scene, region: Rect) -> list[Plan]:
    """Every plan for the scene, cheapest first."""
    found = [
        replace(place, title_cap=title, text_cap=text, label_cap=label, price=place.price + a + b + c)
        for place in _places(frame, scene, region)
        for title, a in _titles(frame, scene)
        for text, b in _texts(frame, scene)
        for label, c in _labels(frame, scene)
        if not place.is_beside or (title and text)
    ]
    return sorted(found, key=lambda plan: plan.price)


def _titles(frame: Frame, scene: Scene) -> Iterator[tuple[float, float]]:
    if not scene.title:
        yield 0.0, 0.0
        return
    body = frame.body_cap_mm
    yield from ((body * step, TITLE_PRICE * number) for number, step in enumerate(TITLE_STEPS))
    if scene.kind in MENUS:
        yield 0.0, NO_TITLE_PRICE
        return
    small = (max(CAP_FLOOR_MM, body * step) for step in SMALL_TITLE_STEPS)
    yield from ((cap, SMALL_TITLE_PRICE + TITLE_PRICE * number) for number, cap in enumerate(dict.fromkeys(small)))


def _texts(frame: Frame, scene: Scene) -> Iterator[tuple[float, float]]:
    if not scene.text:
        yield 0.0, 0.0
        return
    caps = [frame.body_cap_mm]
    if is_panel(scene):
        caps += [frame.second_cap_mm]
    yield from ((cap, SMALL_TEXT_PRICE * number) for number, cap in enumerate(dict.fromkeys(caps)))
    if scene.kind in MENUS and scene.choices:
        yield 0.0, NO_TEXT_PRICE


def _labels(frame: Frame, scene: Scene) -> Iterator[tuple[float, float]]:
    if not scene.choices:
        yield frame.second_cap_mm, 0.0
        return
    body, second = frame.body_cap_mm, frame.second_cap_mm
    wanted = (second,) if scene.kind is Kind.TOPICS else (body, max(second, 0.8 * body), second)
    caps = dict.fromkeys(wanted)
    yield from zip(caps, LABEL_PRICES, strict=False)


def _places(frame: Frame, scene: Scene, region: Rect) -> Iterator[Plan]:
    """Picture and column only; the cap heights are filled in later."""
    alone = Plan(None, region, 0.0, 0.0, 0.0)
    if not scene.icon:
        yield alone
        if scene.kind in MENUS and not frame.panel.is_portrait:
            yield replace(alone, is_beside=True, price=-0.01)
        return
    for number, share in enumerate(PICTURE_SHARES):
        yield from _with_picture(frame, region, share, SHARE_PRICE * number)
    yield replace(alone, price=NO_PICTURE_PRICE)
    if frame.panel.height_mm < TIGHT_MM:
        yield replace(alone, price=NO_PICTURE_PRICE + WIDE_TITLE_PRICE, title_box=region)


def _with_picture(frame: Frame, region: Rect, share: float, price: float) -> Iterator[Plan]:
    if frame.panel.is_portrait:
        height = min(round(region.h * share), round(region.w * 0.9))
        top = height + frame.gap * 2
        column = Rect(region.x, region.y + top, region.w, max(1, region.h - top))
        yield Plan(Rect(region.x, region.y, region.w, height), column, 0.0, 0.0, 0.0, price)
        return
    width = min(round(region.w * share), round(region.h * 1.25))
    gutter = round(frame.gap * 2.5)
    rest = max(1, region.w - width - gutter)
    picture = Rect(region.x, region.y, width, region.h)
    column = Rect(region.x + width + gutter, region.y, rest, region.h)
    if frame.panel.reach.is_left:
        picture, column = picture.moved(rest + gutter, 0), column.moved(-width - gutter, 0)
    yield Plan(picture, column, 0.0, 0.0, 0.0, price)
    if frame.panel.height_mm < TIGHT_MM:
        yield Plan(picture, column, 0.0, 0.0, 0.0, price + WIDE_TITLE_PRICE, title_box=region)
