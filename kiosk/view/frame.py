"""What stands around every screen, in fixed places: header above, caption strip and bar below.

Knows: the panel and the five buttons. Must not know: what is between header and strip (body, menu).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.scene import Part, Scene, Status, Target
from kiosk.view.cards import button
from kiosk.view.flow import Line
from kiosk.view.geometry import Rect, columns
from kiosk.view.items import BOLD, REGULAR, Item, Role
from kiosk.view.panel import (
    BODY_DEGREES,
    CAP_FLOOR_MM,
    FOCUS_RING_MM,
    PRIMARY_TARGET_MM,
    SMALL_CAP_MM,
    TARGET_GAP_MM,
    TARGET_MM,
    Panel,
)
from kiosk.view.typeset import Face, Faces, text_item

ROW_CHARS = 62
"""A row of second-rank text across the panel holds about so many characters, where the floor allows it."""
CHAR_EM = 0.47
CAP_EM = 0.67
"""An average character and a capital of Atkinson Hyperlegible Next, in font sizes: to plan with, not to place with."""
SECOND_RANK = 0.62
"""Second-rank text (place, labels, captions, footer) against body text."""
BAR_SHARE = 0.27
"""The bar takes no more than this of the height, as long as its targets keep the least size."""
TIGHT_MM = 170.0
"""A panel that is not so high has one line in its caption strip, and other means to save height."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The fixed rectangles of a panel, and the faces of second-rank text. The same for every scene of a text size."""

    panel: Panel
    faces: Faces
    body_cap_mm: float
    second_cap_mm: float
    label_cap_mm: float
    margin: int
    gap: int
    ring: int
    bar: tuple[Rect, ...]
    strip: Rect
    strip_lines: int
    header_rows: int
    problems: tuple[str, ...]

    @property
    def second(self) -> Face:
        return self.faces.face(self.second_cap_mm, REGULAR)

    @property
    def second_bold(self) -> Face:
        return self.faces.face(self.second_cap_mm, BOLD)

    @property
    def width(self) -> int:
        return self.panel.size[0] - 2 * self.margin


def row_cap_mm(panel: Panel, body_cap_mm: float) -> float:
    """Cap height of second-rank text: in step with the body, while a row holds ROW_CHARS; never under the floor."""
    by_width = panel.width_mm * 0.93 / ROW_CHARS / CHAR_EM * CAP_EM
    return max(CAP_FLOOR_MM, min(SECOND_RANK * body_cap_mm, by_width))


def frame_of(panel: Panel, faces: Faces, text_size: str) -> Frame:
    """The frame of a panel. ``problems`` tells what the panel is too small for."""
    body = panel.body_cap_mm(text_size)
    second = row_cap_mm(panel, body)
    label = row_cap_mm(panel, panel.body_cap_mm("medium"))
    short = panel.short_mm
    margin = panel.px(max(min(3.0, short * 0.06), short * 0.035))
    gap = panel.px(max(min(TARGET_GAP_MM, short * 0.04), short * 0.014))
    ring = panel.px(min(FOCUS_RING_MM, short * 0.0125) * panel.growth)
    bar = _bar_rects(panel, margin, gap)
    strip_lines = _strip_lines(panel)
    face = faces.face(second, REGULAR)
    strip_h = (strip_lines - 1) * face.pitch + face.height + 2 * _caption_pad(face)
    strip_gap = max(ring * 2 + 1, gap if strip_lines > 1 else gap // 2)
    strip = Rect(margin, bar[0].y - strip_gap - strip_h, panel.size[0] - 2 * margin, strip_h)
    problems = _too_small(panel, bar, gap) + _too_small_for_text(panel, body)
    rows = 2 if panel.is_portrait else 1
    return Frame(panel, faces, body, second, label, margin, gap, ring, bar, strip, strip_lines, rows, problems)


def _strip_lines(panel: Panel) -> int:
    if panel.height_mm < TIGHT_MM:
        return 1
    return 3 if panel.is_portrait and panel.width_mm >= TIGHT_MM else 2


def _caption_pad(face: Face) -> int:
    return max(1, face.px // 8)


def bar_height_mm(panel: Panel) -> float:
    """30 mm where the panel allows it, never under 20 mm unless that were most of the screen."""
    height = panel.height_mm
    return min(max(min(PRIMARY_TARGET_MM * panel.growth, BAR_SHARE * height), TARGET_MM), 0.4 * height)


def _bar_rects(panel: Panel, margin: int, gap: int) -> tuple[Rect, ...]:
    """Five places at the bottom; on a narrow, high panel three above two."""
    w, h = panel.size
    height = panel.px(bar_height_mm(panel))
    across = (w - 2 * margin - 4 * gap) // 5
    top = h - margin - height
    if across >= panel.px(PRIMARY_TARGET_MM) or not panel.is_portrait:
        return tuple(columns(Rect(margin, top, w - 2 * margin, height), 5, gap))
    upper = columns(Rect(margin, top - gap - height, w - 2 * margin, height), 3, gap)
    return (*upper, *columns(Rect(margin, top, w - 2 * margin, height), 2, gap))


def _too_small(panel: Panel, bar: tuple[Rect, ...], gap: int) -> tuple[str, ...]:
    problems = []
    least = min(min(rect.w, rect.h) for rect in bar)
    if panel.mm(least) < TARGET_MM - 0.01:
        problems.append(
            f"The panel is {panel.width_mm:.0f} x {panel.height_mm:.0f} mm: its buttons are {panel.mm(least):.0f} mm, "
            f"less than the {TARGET_MM:.0f} mm that weak hands need. Use a larger panel, or check the ppi setting."
        )
    if panel.mm(gap) < 3.0 - 0.01:
        problems.append(f"The gaps between buttons are {panel.mm(gap):.1f} mm, less than 3 mm. Use a larger panel.")
    return tuple(problems)


def _too_small_for_text(panel: Panel, body_cap_mm: float) -> tuple[str, ...]:
    least = panel.degrees_mm(BODY_DEGREES)
    if body_cap_mm >= min(least, SMALL_CAP_MM) - 0.01:
        return ()
    return (
        f"The panel is {panel.width_mm:.0f} x {panel.height_mm:.0f} mm: its text is {body_cap_mm:.1f} mm high, less "
        f"than the {least:.1f} mm for eyes at {panel.viewing_distance_mm:.0f} mm. Use a larger panel, or check ppi.",
    )


# ---------------------------------------------------------------- the pieces


def bar_items(frame: Frame, bar: tuple[Target, ...]) -> list[Item]:
    """The five buttons, painted anew when they change."""
    items: list[Item] = []
    for rect, target in zip(frame.bar, bar, strict=False):
        items += button(frame.faces, rect, target, frame.label_cap_mm)
    return items


def header_items(
    frame: Frame, scene: Scene, title: str = "", may_grow: bool = False
) -> tuple[list[Item], int, tuple[Status, ...]]:
    """Topic, place, signs and progress; the y where the header ends; the signs for which there was no room.

    ``title`` stands in the place of the topic, if it takes no more lines or the header ``may_grow``.
    """
    plain = frame.second
    left, top, width = frame.margin, max(1, frame.margin * 2 // 3), frame.width
    place_w = plain.measure(scene.place)
    name_w = max(width // 4, width - place_w - 2 * plain.em) if scene.place else width
    name, name_h = _name(frame, scene, title, may_grow, Rect(left, top, name_w, plain.height))
    items = [name] if name.words else []
    if scene.place:
        rect = Rect(left + width - place_w, top, place_w, plain.height)
        lines = plain.wrap(scene.place, width)
        items.append(text_item("place", Role.PLACE, plain, scene.place, lines, rect, color="muted"))
    y = top + max(name_h, plain.height)
    slot_left = max(max((w.rect.right for w in name.words), default=left) + 2 * plain.em, left + width * 36 // 100)
    slot = Rect(slot_left, top, left + width - place_w - 2 * plain.em - slot_left, plain.height)
    if frame.header_rows == 2:
        slot = Rect(left, y + plain.em // 3, width, plain.height)
        y = slot.bottom
    signs, rest = sign_items(frame, scene.status, slot)
    y += max(2, plain.em // 4)
    items += signs + _progress(frame, scene.progress, Rect(left, y, width, max(2, frame.ring)))
    return items, y + max(2, frame.ring), rest


def _name(frame: Frame, scene: Scene, title: str, may_grow: bool, rect: Rect) -> tuple[Item, int]:
    """The topic, or the title in its place, and the height that it takes."""
    face = frame.second_bold
    topic, named = face.wrap(scene.topic, rect.w), face.wrap(title, rect.w)
    if named and (may_grow or len(named) <= max(1, len(topic))):
        box = Rect(*rect[:3], face.block_height(named))
        return text_item("title", Role.TITLE, face, title, named, box, part=Part.TITLE), box.h
    box = Rect(*rect[:3], face.block_height(topic))
    return text_item("topic", Role.TOPIC, face, scene.topic, topic, box), box.h


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


def sign_items(frame: Frame, status: tuple[Status, ...], slot: Rect) -> tuple[list[Item], tuple[Status, ...]]:
    """Signs from left to right, icon and words each, as many as the slot holds; and those that it does not."""
    face, x = frame.second, slot.x
    items: list[Item] = []
    for number, sign in enumerate(status):
        icon = face.height
        w = icon + face.em // 3 + face.measure(sign.text)
        if x + w > slot.right:
            return items, status[number:]
        color = "text" if sign.is_fault else "muted"
        items += _sign(face, number, sign, Rect(x, slot.y, w, face.height), icon, color)
        x += w + face.em * 3 // 2
    return items, ()


def _sign(face: Face, number: int, sign: Status, rect: Rect, icon: int, color: str) -> list[Item]:
    words = Rect(rect.x + icon + face.em // 3, rect.y, rect.w - icon - face.em // 3, rect.h)
    text = text_item(
        f"status-{number}",
        Role.STATUS,
        face,
        sign.text,
        face.wrap(sign.text, words.w + 1),
        words,
        color=color,
        is_live=True,
    )
    picture = Item(
        f"status-{number}.icon",
        Role.ICON,
        Rect(rect.x, rect.y, icon, icon),
        icon=sign.icon,
        color=color,
        is_live=True,
    )
    return [picture, text]


def strip_items(frame: Frame, scene: Scene, rest: tuple[Status, ...], text: str = "") -> list[Item]:
    """The caption, as much of it as fits around the word being spoken; without one, ``text`` (of a menu that had
    no room for it), or else the signs that are left over."""
    face, strip = frame.second, frame.strip
    pad = _caption_pad(face)
    if not scene.caption:
        row = Rect(strip.x, strip.y + (strip.h - face.height) // 2, strip.w, face.height)
        lines = face.wrap(text, strip.w)
        if not lines or rest:
            return sign_items_from(frame, rest, row)
        shown = caption_lines(lines, frame.strip_lines, _start(scene, Part.TEXT))
        return [text_item("text", Role.TEXT, face, text, shown, row, part=Part.TEXT, is_live=True)]
    inner = strip.w - 4 * face.em // 2
    lines = face.wrap(scene.caption, inner)
    shown = caption_lines(lines, frame.strip_lines, _start(scene, Part.CAPTION))
    words_h = face.block_height(shown)
    width = max(line.w for line in shown) if shown else 0
    box_w = max(width, max((line.w for line in lines), default=0)) + 2 * face.em
    box = Rect(strip.x, strip.y + strip.h - words_h - 2 * pad, min(strip.w, box_w), words_h + 2 * pad)
    plate = Item("caption.plate", Role.PLATE, box, plate="text", radius_px=face.em // 3, is_live=True)
    caption = text_item(
        "caption",
        Role.CAPTION,
        face,
        scene.caption,
        shown,
        Rect(box.x + face.em, box.y + pad, box.w - 2 * face.em, words_h),
        color="background",
        background="text",
        is_live=True,
        part=Part.CAPTION,
    )
    return [plate, caption]


def sign_items_from(frame: Frame, rest: tuple[Status, ...], row: Rect) -> list[Item]:
    """The signs that found no place in the header, with ids that do not collide with those that did."""
    items, _ = sign_items(frame, rest, row)
    return [replace(item, id=f"strip-{item.id}") for item in items]


def _start(scene: Scene, part: Part) -> int:
    return scene.mark.start if scene.mark and scene.mark.part is part else 0


def caption_lines(lines: list[Line], count: int, start: int) -> list[Line]:
    """The run of ``count`` lines that holds the character ``start``."""
    for first in range(0, len(lines), count):
        run = lines[first : first + count]
        if start < run[-1].pieces[-1].end:
            return run
    return lines[:count]
