"""The strip between body and bar: the caption, or signs for which the header has no room.

Knows: the frame and what is being said. Must not know: the rest of the screen.
"""

from __future__ import annotations

from kiosk.scene import Part, Scene, Status
from kiosk.view.flow import Line
from kiosk.view.frame import Frame, caption_pad
from kiosk.view.geometry import Rect
from kiosk.view.items import Item, Role
from kiosk.view.signs import icon_items, icons_w, sign_rows
from kiosk.view.typeset import text_item


def strip_items(frame: Frame, scene: Scene, rest: tuple[Status, ...], text: str = "") -> list[Item]:
    """The caption, with the icons of the signs in ``rest``; without one ``text`` with them, or else these signs.

    ``text`` is that of a menu that had no room for it.
    """
    if scene.caption:
        return _caption_items(frame, scene, rest)
    if text:
        return _text_items(frame, scene, rest, text)
    return sign_rows(frame.second, rest, _rows(frame)) if rest else []


def _text_items(frame: Frame, scene: Scene, rest: tuple[Status, ...], text: str) -> list[Item]:
    face, strip = frame.second, frame.strip
    box = Rect(strip.x, strip.y, strip.w - icons_w(face, rest), strip.h)
    shown = lines_around(face.wrap(text, box.w), frame.strip_lines, _start(scene, Part.TEXT))
    words = text_item("text", Role.TEXT, face, text, shown, box, part=Part.TEXT, is_live=True)
    return [words, *icon_items(face, rest, strip.right, strip.bottom - caption_pad(face) - face.height)]


def _rows(frame: Frame) -> list[Rect]:
    face, strip = frame.second, frame.strip
    top = strip.bottom - caption_pad(face) - face.height
    count = frame.strip_lines
    return [Rect(strip.x, top - (count - 1 - row) * face.pitch, strip.w, face.height) for row in range(count)]


def _caption_items(frame: Frame, scene: Scene, rest: tuple[Status, ...]) -> list[Item]:
    """As much of the caption as fits around the word being spoken, on a plate at the lower left."""
    face, strip, pad = frame.second, frame.strip, caption_pad(frame.second)
    most = strip.w - icons_w(face, rest)
    lines = face.wrap(scene.caption, most - 2 * face.em)
    shown = lines_around(lines, frame.strip_lines, _start(scene, Part.CAPTION))
    height = face.block_height(shown) + 2 * pad
    width = min(most, max((line.w for line in lines), default=0) + 2 * face.em)
    box = Rect(strip.x, strip.bottom - height, width, height)
    words = Rect(box.x + face.em, box.y + pad, box.w - 2 * face.em, box.h - 2 * pad)
    plate = Item("caption.plate", Role.PLATE, box, plate="text", radius_px=face.em // 3, is_live=True)
    caption = text_item(
        "caption",
        Role.CAPTION,
        face,
        scene.caption,
        shown,
        words,
        color="background",
        background="text",
        is_live=True,
        part=Part.CAPTION,
    )
    return [plate, caption, *icon_items(face, rest, strip.right, strip.bottom - pad - face.height)]


def _start(scene: Scene, part: Part) -> int:
    return scene.mark.start if scene.mark and scene.mark.part is part else 0


def lines_around(lines: list[Line], count: int, start: int) -> list[Line]:
    """The run of ``count`` lines that holds the character ``start``."""
    for first in range(0, len(lines), count):
        run = lines[first : first + count]
        if start < run[-1].pieces[-1].end:
            return run
    return lines[:count]
