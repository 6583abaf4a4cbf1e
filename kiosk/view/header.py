"""The header: topic, place, what the kiosk is doing, and how far one has come.

Knows: the frame and the words of a scene. Must not know: what is under the header.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.scene import Part, Scene, Status
from kiosk.view.flow import Line
from kiosk.view.frame import Frame
from kiosk.view.geometry import Rect
from kiosk.view.items import Item, Role
from kiosk.view.plates import is_whole
from kiosk.view.signs import sign_items
from kiosk.view.typeset import Face, text_item

SLOT_LEFT = 0.36
"""Where the signs begin, as a part of the width, unless the topic reaches further."""
CRAMPED_MM = 100.0
"""A panel whose short side is no longer (7 inches) has one row for place and topic, if that can be."""


def header_items(
    frame: Frame, scene: Scene, title: str = "", may_grow: bool = False, room: str = ""
) -> tuple[list[Item], int, tuple[Status, ...]]:
    """Topic, place, signs and progress; the y where the header ends; the signs for which there was no room.

    ``title`` stands in the place of the topic, if it takes no more lines; else under it, if the header ``may_grow``.
    ``room``: the longest that the place becomes on another page; the header is as high on all of them.
    """
    plain = frame.second
    left, top, width = frame.margin, max(1, frame.margin * 2 // 3), frame.width
    longest = plain.wrap(room or scene.place, width)
    place_w, place_h = max((line.w for line in longest), default=0), plain.block_height(longest) or plain.height
    beside_w = _beside_w(frame, longest)
    name, name_h = _name(frame, scene, title, may_grow, Rect(left, top, beside_w, place_h))
    items = [name] if name.words else []
    items += _place(plain, scene.place, Rect(left, top, width, place_h))
    y = top + max(name_h, place_h)
    beside = (word.rect.right for word in name.words if word.rect.y < top + place_h)
    slot_left = max(max(beside, default=left) + 2 * plain.em, left + round(width * SLOT_LEFT))
    slot = Rect(slot_left, top, left + width - place_w - 2 * plain.em - slot_left, plain.height)
    if frame.header_rows == 2:
        slot = Rect(left, y + plain.em // 3, width, plain.height)
        y = slot.bottom
    signs, rest = sign_items(plain, scene.status, slot)
    y += max(2, plain.em // 4)
    items += signs + _progress(frame, scene.progress, Rect(left, y, width, max(2, frame.ring)))
    return items, y + max(2, frame.ring), rest


def place_of(frame: Frame, scene: Scene, number: int, count: int) -> str:
    """The place with the page, where there are several.

    On a cramped panel the page alone, where topic and title would not find room beside it otherwise.
    """
    if count < 2 or not scene.page_place:
        return scene.place
    page, last = (scene.page_place.format(number=each, count=count) for each in (number, count))
    whole, longest = (", ".join(filter(None, (scene.place, each))) for each in (page, last))
    if frame.panel.short_mm >= CRAMPED_MM:
        return whole
    beside_w = _beside_w(frame, frame.second.wrap(longest, frame.width))
    fits = all(len(frame.second_bold.wrap(text, beside_w)) < 2 for text in (scene.topic, scene.title))
    return whole if fits else page


def _beside_w(frame: Frame, place: Sequence[Line]) -> int:
    """The width that these lines of the place leave."""
    taken = max((line.w for line in place), default=0)
    return max(1, frame.width - taken - 2 * frame.second.em) if taken else frame.width


def _place(face: Face, text: str, rect: Rect) -> list[Item]:
    """The place at the right."""
    lines = face.wrap(text, rect.w)
    width = max((line.w for line in lines), default=0)
    rect = Rect(rect.right - width, rect.y, width, face.block_height(lines))
    return [text_item("place", Role.PLACE, face, text, lines, rect, color="muted")] if lines else []


def _name(frame: Frame, scene: Scene, title: str, may_grow: bool, rect: Rect) -> tuple[Item, int]:
    """The topic, or the title in its place, and the height that it takes."""
    face = frame.second_bold
    topic, named = face.wrap(scene.topic, rect.w), face.wrap(title, rect.w)
    if named and (may_grow or len(named) <= max(1, len(topic))):
        return _row(frame, "title", Role.TITLE, title, rect, Part.TITLE)
    return _row(frame, "topic", Role.TOPIC, scene.topic, rect)


def _row(frame: Frame, id: str, role: Role, text: str, rect: Rect, part: Part | None = None) -> tuple[Item, int]:
    """The text in ``rect``, beside the place, if it is one line there; else in a row of its own under it."""
    face, top = frame.second_bold, rect.y
    lines = face.wrap(text, rect.w)
    if len(lines) > 1 or not is_whole(text, lines):
        lines = face.wrap(text, frame.width)
        rect = Rect(rect.x, rect.y + rect.h, frame.width, rect.h)
    box = rect._replace(h=face.block_height(lines))
    return text_item(id, role, face, text, lines, box, part=part), box.bottom - top


def has_room_for(frame: Frame, scene: Scene, title: str) -> bool:
    """Whether the header shows ``title`` in the place of the topic without growing."""
    return any(item.id == "title" for item in header_items(frame, scene, title)[0])


def _progress(frame: Frame, progress: tuple[int, int], rect: Rect) -> list[Item]:
    done, count = progress
    filled = rect.w * min(done, count) // count if count > 0 else 0
    radius = rect.h // 2
    track = Item("progress", Role.PROGRESS, rect, plate="soft", radius_px=radius)
    bar = Item("progress.done", Role.PROGRESS, Rect(rect.x, rect.y, filled, rect.h), plate="accent", radius_px=radius)
    return [track, bar] if filled else [track]
