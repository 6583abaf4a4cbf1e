"""From a scene and a panel to a finished Layout. Pure: same arguments, same rectangles.

Knows: the order of the work. Must not know: pygame, files, time.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.scene import Scene, Target
from kiosk.view.body import Body, compose
from kiosk.view.button import button, button_style
from kiosk.view.frame import Frame, frame_of
from kiosk.view.geometry import Rect, union
from kiosk.view.header import has_room_for, header_items, place_of
from kiosk.view.items import Item, Layout, Metrics, Role, Word
from kiosk.view.panel import Panel
from kiosk.view.stack import Kept
from kiosk.view.strip import strip_items
from kiosk.view.typeset import Faces

MARK_EDGE_EM = 0.045
"""The outline of the marked word: its plate is close to some grounds in lightness, and color must not be all."""
METER = "bar-listen.icon"
HEADROOM_EM = 0.14
"""Above the highest letters of a line there is more than this; the plate of a marked word leaves it out."""


def lay_out(scene: Scene, panel: Panel, metrics: Metrics, kept: Kept | None = None) -> Layout:
    """Everything that is to be seen of ``scene`` on ``panel``, the mark and the focus too."""
    return overlaid(arrange(scene, panel, metrics, kept), scene)


def arrange(scene: Scene, panel: Panel, metrics: Metrics, kept: Kept | None = None) -> Layout:
    """The layout without mark and focus, which only choose the page (when it is the choices' turn) and the caption.

    ``kept``, given again with the same ``metrics``, makes another page or state of a scene quick.
    """
    kept = Kept() if kept is None else kept
    frame = frame_of(panel, Faces(panel, metrics, scene.is_wide), scene.text_size, len(scene.bar))
    fitted, body, may_grow = _composed(frame, scene, kept)
    room = scene.place
    if len(body.page_starts) > 1:
        room = place_of(frame, scene, len(body.page_starts), len(body.page_starts))
        fitted, body, may_grow = _composed(frame, replace(scene, place=room), kept)
    shown = replace(scene, place=place_of(frame, scene, body.page + 1, len(body.page_starts)))
    header, header_bottom, rest = header_items(frame, shown, body.header_title, may_grow, room)
    items = (*header, *body.items, *strip_items(fitted, scene, rest, body.strip_text), *bar_items(frame, scene.bar))
    problems = tuple(dict.fromkeys(frame.problems + body.problems))
    room_rect = region_of(fitted, header_bottom)
    return Layout(panel.size, items, body.page_starts, body.page, problems, frame.ring, room_rect)


def _composed(frame: Frame, scene: Scene, kept: Kept) -> tuple[Frame, Body, bool]:
    """What is under a header with this place; the frame with its strip, and whether that header may grow for a title
    that stands nowhere else."""
    _, header_bottom, _ = header_items(frame, scene)
    frame = with_strip(frame, header_bottom)
    body = compose(frame, scene, region_of(frame, header_bottom), kept)
    may_grow = not body.is_titled and not has_room_for(frame, scene, body.header_title)
    if may_grow:
        _, header_bottom, _ = header_items(frame, scene, body.header_title, may_grow)
        frame = with_strip(frame, header_bottom)
        body = compose(frame, scene, region_of(frame, header_bottom), kept)
    return frame, body, may_grow


def with_strip(frame: Frame, header_bottom: int) -> Frame:
    """Where controls are kept low, the caption strip stands under the header: the room above the bar is theirs."""
    if not frame.panel.reach.is_low:
        return frame
    return replace(frame, strip=frame.strip._replace(y=header_bottom + frame.gap // 2))


def region_of(frame: Frame, header_bottom: int) -> Rect:
    """The room that header, caption strip and bar leave."""
    apart, is_low = max(2 * frame.ring + 1, frame.gap), frame.panel.reach.is_low
    top = (frame.strip.bottom if is_low else header_bottom) + apart
    bottom = frame.bar[0].y - apart if is_low else frame.strip.y - max(2 * frame.ring + 1, frame.gap // 2)
    return Rect(frame.margin, top, frame.width, max(1, bottom - top))


def bar_items(frame: Frame, bar: tuple[Target, ...]) -> list[Item]:
    """The buttons, painted anew when they change."""
    pairs = list(zip(frame.bar, bar, strict=False))
    labels = [target.label for _, target in pairs]
    style = button_style(frame.row_faces, [rect for rect, _ in pairs], labels, frame.label_cap_mm)
    return [item for rect, target in pairs for item in button(style, rect, target)]


def overlaid(layout: Layout, scene: Scene) -> Layout:
    """``layout`` with the step of its picture, the focus ring and the plates of the word that is being spoken."""
    layout = replace(layout, items=tuple(_metered(item, scene.level) for item in layout.items))
    live = (*_step(layout, scene.picture_step), *_focus(layout, scene), *_mark(layout, scene))
    return replace(layout, items=(*layout.items, *live))


def _metered(item: Item, level: int) -> Item:
    """The sign on Listen shows how loud the voice is that is heard."""
    return replace(item, icon=f"level-{level}") if level >= 0 and item.id == METER else item


def _step(layout: Layout, step: int) -> list[Item]:
    still = layout.find("picture") if step else None
    return [replace(still, id="picture.step", step=step, is_live=True)] if still else []


def _focus(layout: Layout, scene: Scene) -> list[Item]:
    """The double ring; one round each member of a group."""
    ids = scene.focus_group or (scene.focus,)
    targets = [item for item in layout.targets if item.id in ids]
    pairs = [_rings(layout, target, f".{place}" * (place > 0)) for place, target in enumerate(targets)]
    return [*(outer for outer, _ in pairs), *(inner for _, inner in pairs)]


def _rings(layout: Layout, target: Item, suffix: str) -> tuple[Item, Item]:
    ring = layout.ring_px
    radius = next((item.radius_px for item in layout.items if item.id == f"{target.id}.plate"), 0)
    inner, outer = target.rect.grown(ring), target.rect.grown(2 * ring)
    return (
        _ring(f"focus.outer{suffix}", outer, "focus_outer", ring, radius + 2 * ring),
        _ring(f"focus.inner{suffix}", inner, "focus_inner", ring, radius + ring),
    )


def _ring(id: str, rect: Rect, edge: str, ring_px: int, radius_px: int) -> Item:
    return Item(id, Role.FOCUS, rect, edge=edge, edge_px=ring_px, radius_px=radius_px, is_live=True)


def _mark(layout: Layout, scene: Scene) -> list[Item]:
    if scene.mark is None:
        return []
    plates = []
    for item, words in layout.marked(scene.mark):
        for number, y in enumerate(dict.fromkeys(word.rect.y for word in words)):
            row = tuple(word for word in words if word.rect.y == y)
            plates.append(_marked_row(f"mark.{item.id}.{number}", item, row))
    return plates


def _marked_row(id: str, item: Item, words: tuple[Word, ...]) -> Item:
    margin = max(1, item.font_px // 10)
    whole = union(word.rect for word in words)
    headroom = round(item.font_px * HEADROOM_EM)
    rect = Rect(whole.x - margin, whole.y + headroom, whole.w + 2 * margin, whole.h - headroom)
    return Item(
        id,
        Role.MARK,
        rect,
        words=words,
        font_px=item.font_px,
        tracking_px=item.tracking_px,
        weight=item.weight,
        color="highlight_text",
        background="highlight",
        plate="highlight",
        edge="highlight_text",
        edge_px=max(1, round(item.font_px * MARK_EDGE_EM)),
        radius_px=margin * 2,
        is_live=True,
    )
