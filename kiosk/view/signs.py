"""Signs: what the kiosk does or lacks, as an icon and words, side by side.

Knows: how wide a sign is. Must not know: where the rows of signs are (header, strip).
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.scene import Status
from kiosk.view.geometry import Rect
from kiosk.view.items import Item, Role
from kiosk.view.typeset import Face, text_item


def sign_items(face: Face, status: tuple[Status, ...], slot: Rect) -> tuple[list[Item], tuple[Status, ...]]:
    """Signs from left to right, as many as the slot holds; and those that it does not."""
    items: list[Item] = []
    x = slot.x
    for number, sign in enumerate(status):
        if x + sign_w(face, sign) > slot.right:
            return items, status[number:]
        items += _sign(face, f"status-{sign.icon}", sign, x, slot.y)
        x += sign_w(face, sign) + _gap(face)
    return items, ()


def sign_rows(face: Face, status: tuple[Status, ...], rows: Sequence[Rect]) -> list[Item]:
    """Signs in rows; where the last row has no room for the words of a sign, its icon stands alone."""
    items: list[Item] = []
    rest = status
    for row in rows[:-1]:
        placed, rest = sign_items(face, rest, row)
        items += placed
    x = rows[-1].x
    for number, sign in enumerate(rest):
        still = len(rest) - number - 1
        has_words = x + sign_w(face, sign) + still * (face.height + _gap(face)) <= rows[-1].right
        items += _sign(face, f"status-{sign.icon}", sign, x, rows[-1].y)[: 2 if has_words else 1]
        x += (sign_w(face, sign) if has_words else face.height) + _gap(face)
    return items


def icons_w(face: Face, status: tuple[Status, ...]) -> int:
    """Width of the icons alone, with the space before each."""
    return len(status) * (face.height + _gap(face) // 2)


def icon_items(face: Face, status: tuple[Status, ...], right: int, y: int) -> list[Item]:
    """The icons alone, up to ``right``."""
    x = right - icons_w(face, status)
    return [
        _sign(face, f"status-{sign.icon}", sign, x + icons_w(face, status[: number + 1]) - face.height, y)[0]
        for number, sign in enumerate(status)
    ]


def sign_w(face: Face, sign: Status) -> int:
    """Width of icon and words."""
    return face.height + face.em // 3 + face.measure(sign.text)


def _gap(face: Face) -> int:
    return face.em * 3 // 2


def _sign(face: Face, id: str, sign: Status, x: int, y: int) -> list[Item]:
    """The icon, and then the words."""
    color = "text" if sign.is_fault else "muted"
    icon, left = face.height, face.height + face.em // 3
    words = Rect(x + left, y, sign_w(face, sign) - left, face.height)
    lines = face.wrap(sign.text, words.w + face.em)  # word by word it is a little wider than as a whole
    return [
        Item(f"{id}.icon", Role.ICON, Rect(x, y, icon, icon), icon=sign.icon, color=color, is_live=True),
        text_item(id, Role.STATUS, face, sign.text, lines, words, color=color, is_live=True),
    ]
