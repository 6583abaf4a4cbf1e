"""What may never be on a screen, each as a check that says where it is: from the pixels, with the layout as the claim.

Knows: what is asked of a screen, and the source of each figure. Must not know: which screens there are.
A check yields a sentence for each thing that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

import numpy as np

from kiosk.scene import Kind, Part, Scene
from kiosk.view.geometry import Rect
from kiosk.view.items import Item, Layout, Role
from kiosk.view.ledger import drawn_text
from tests.kiosk.view.pixels import (
    box_of,
    cap_rows,
    contrast_of,
    contrasts,
    cut,
    drawn_cap_rows,
    ink_box,
    ink_of,
    is_drawn,
    words_only,
)
from tests.kiosk.view.sweep import Painted, Screen, fonts, packed

CAP_FLOOR_MM = 4.8
"""Section 508, 402.4."""
BODY_DEGREES = 0.7
"""EN 301 549, 5.1.4. The figures of this file are its own, so that one that is changed in the program is noticed."""
TARGET_MM, PRIMARY_MM, GAP_MM = 20.0, 30.0, 3.0
EDGE_CONTRAST = 4.5
STANDING_OUT = 90
"""Percentile of a picture's ink that has to have EDGE_CONTRAST: its lines; its soft areas need not."""
SAMPLE = 5
"""Every so manieth pixel of a picture's ink is looked at."""
LINE_CHARS = 60
WIDEST_LINE = 0.9
"""Of the panel's width: the margins take the rest."""
MOST_CHOICES = 6
HAIR_MM = 0.01
UNFIT_MM = 100.0
"""Only a panel whose short side is less (7 inches) may say that it is too small."""
COLUMN_ROLES = (Role.TITLE, Role.TEXT, Role.QUESTION)
CAPITALS = re.compile(r"(?:\b[A-Z]{2,}\b\W*){4,}")
TOO_SMALL = re.compile("too small|larger panel")

Check = Callable[[Painted], Iterator[str]]


def texts(layout: Layout) -> list[Item]:
    """Items with words, without those that only repeat them on a plate."""
    return [item for item in layout.items if item.words and item.role is not Role.MARK]


def marked_rects(layout: Layout) -> list[Rect]:
    return [item.rect for item in layout.items if item.role is Role.MARK]


def is_part_of(item: Item, target: Item) -> bool:
    return item.id == target.id or item.id.startswith(f"{target.id}.")


# ---------------------------------------------------------------- where the ink is


def ink_in_its_box(page: Painted) -> Iterator[str]:
    """Each piece painted alone inks nothing beyond its own rectangle, and that lies on the screen."""
    screen = Rect(0, 0, *page.layout.size)
    for item in page.layout.items:
        if is_drawn(item):
            box, ink = box_of(item), ink_of(item).box
            if not ink.w:
                yield f"{item.id} inks nothing"
            elif not box.contains(ink):
                yield f"{item.id} inks {ink}, its box is {box}"
            if not screen.contains(box) or not screen.contains(item.rect):
                yield f"{item.id} leaves the screen: {box}"


def nothing_between_the_boxes(page: Painted) -> Iterator[str]:
    """Where no piece has its box, there is only the ground."""
    foreign = page.pixels != packed(page.theme.colors["background"])
    for item in page.layout.items:
        for rect in [word.rect for word in item.words] + ([box_of(item)] if not item.words or item.plate else []):
            foreign[rect.y : rect.bottom, rect.x : rect.right] = False
    if foreign.any():
        y, x = np.argwhere(foreign)[0]
        yield f"{int(foreign.sum())} pixels of ink in no box, the first at {x}, {y}"


def every_text_is_there_and_alone(page: Painted) -> Iterator[str]:
    """In the box of each text the screen has its ink in its color, its ground around it, and nothing else."""
    covered = marked_rects(page.layout)
    for item in page.layout.items:
        if not item.words:
            continue
        ink = ink_of(words_only(item))
        seen = cut(page.pixels, ink.area)
        if seen.shape != ink.full.shape:  # it hangs over the edge, which is told elsewhere
            continue
        full, blank = ink.full.copy(), np.zeros_like(ink.blank)
        for word in item.words:
            inner = ink_box(ink, word.rect)
            blank[inner] = ink.blank[inner]
        for rect in covered if item.role is not Role.MARK else ():
            part = rect.moved(-ink.area.x, -ink.area.y)
            rows, columns = slice(max(0, part.y), max(0, part.bottom)), slice(max(0, part.x), max(0, part.right))
            full[rows, columns] = blank[rows, columns] = False
        color, ground = (packed(page.theme.colors[role]) for role in (item.color, item.background))
        lost = int((seen[full] != color).sum())
        if lost:
            yield f"{item.id}: {lost} of {int(full.sum())} pixels of its ink are not to be seen ({item.text[:40]})"
        if foreign := int((seen[blank] != ground).sum()):
            yield f"{item.id}: {foreign} pixels beside its letters are not its ground ({item.text[:40]})"


def no_two_pieces_overlap(page: Painted) -> Iterator[str]:
    """The inked boxes of texts and pictures, and whole targets with what is not theirs."""
    bare = [i for i in page.layout.items if (i.words or i.icon) and i.role is not Role.MARK and is_drawn(i)]
    inked = [(item, ink_of(words_only(item)).box) for item in bare]
    for (one, rect), (other, other_rect) in combinations(inked, 2):
        if rect.overlaps(other_rect):
            yield f"{one.id} {rect} and {other.id} {other_rect} overlap"
    for target in page.layout.targets:
        for item, rect in inked:
            if target.rect.overlaps(rect) != is_part_of(item, target):
                yield f"{item.id} {rect} and the target {target.id} {target.rect}"


# ---------------------------------------------------------------- contrast


def text_contrast(page: Painted) -> Iterator[str]:
    """Where a word is inked when painted alone, the screen has the contrast that the theme promises, and not more: the
    95th percentile, since the edges of letters are blended with the ground."""
    least, most = page.theme.text_contrast
    covered = marked_rects(page.layout)
    for item in page.layout.items:
        if not item.words:
            continue
        ink, ground = ink_of(words_only(item)), packed(page.theme.colors[item.background])
        seen = cut(page.pixels, ink.area)
        if seen.shape != ink.blank.shape:  # it hangs over the edge, which is told elsewhere
            continue
        for word in item.words:
            if item.role is not Role.MARK and any(rect.overlaps(word.rect) for rect in covered):
                continue
            part = ink_box(ink, word.rect)
            inked = seen[part][~ink.blank[part]]
            found = float(np.percentile(contrasts(inked, ground), 95)) if inked.size else 1.0
            if not least - 0.05 <= found <= most + 0.05:
                yield f"{item.id}: “{word.text}” has {found:.1f}:1, promised are {least:g} to {most:g}"


def picture_contrast(page: Painted) -> Iterator[str]:
    """The lines of each icon against its ground."""
    for item in page.layout.items:
        if item.icon and item.role is Role.ICON and is_drawn(item):
            ink, ground = ink_of(item), packed(page.theme.colors[item.background])
            seen = cut(page.pixels, ink.area)
            if seen.shape == ink.blank.shape and (~ink.blank).any():
                found = float(np.percentile(contrasts(seen[~ink.blank][::SAMPLE], ground), STANDING_OUT))
                if found < EDGE_CONTRAST:
                    yield f"{item.id} ({item.icon}) has {found:.1f}:1"


def _side(page: Painted, rect: Rect, beyond: int) -> list[tuple[int, int]]:
    """Pairs of (outermost pixel of the rectangle, pixel beyond it) in the middle of each side that the screen shows."""
    x, y = rect.x + rect.w // 2, rect.y + rect.h // 2
    pairs = (
        ((rect.x, y), (rect.x - beyond, y)),
        ((rect.right - 1, y), (rect.right - 1 + beyond, y)),
        ((x, rect.y), (x, rect.y - beyond)),
        ((x, rect.bottom - 1), (x, rect.bottom - 1 + beyond)),
    )
    height, width = page.pixels.shape
    return [
        (int(page.pixels[a[1], a[0]]), int(page.pixels[b[1], b[0]]))
        for a, b in pairs
        if 0 <= b[0] < width and 0 <= b[1] < height
    ]


def edges_of_targets(page: Painted) -> Iterator[str]:
    """Each target is drawn as large as it can be pressed, and its edge stands out from what is around it."""
    focused = page.scene.focus
    for target in page.layout.targets:
        plate = page.layout.find(f"{target.id}.plate")
        if target.id == focused or plate is None or plate.is_dashed:
            continue
        inside = _side(page, target.rect.grown(-plate.edge_px - 1), 1)
        for (edge, around), (fill, _) in zip(_side(page, target.rect, 1), inside, strict=False):
            if (found := max(contrast_of(edge, around), contrast_of(fill, around))) < EDGE_CONTRAST:
                yield f"{target.id}: its edge has {found:.1f}:1"
                break


def focus_ring(page: Painted) -> Iterator[str]:
    """Both rings stand out from what is around the target, and one of them from the target."""
    outer, inner = page.layout.find("focus.outer"), page.layout.find("focus.inner")
    if outer is None or inner is None:
        yield "no focus is drawn"
        return
    rings = [_side(page, ring.rect, beyond) for ring, beyond in ((outer, 1), (inner, outer.edge_px + 1))]
    for name, pairs in zip(("outer", "inner"), rings, strict=True):
        if pairs and (found := min(contrast_of(*pair) for pair in pairs)) < EDGE_CONTRAST:
            yield f"the {name} ring has {found:.1f}:1 to what is around {page.scene.focus}"


# ---------------------------------------------------------------- sizes


def capitals(page: Painted) -> Iterator[str]:
    """A straight capital of each text, measured on the screen, and a capital H of its font: never under the floor."""
    covered = marked_rects(page.layout)
    for item in page.layout.items:
        if not item.words:
            continue
        color, ground = (packed(page.theme.colors[role]) for role in (item.color, item.background))
        rows = cap_rows(page.pixels, item, color, ground, covered if item.role is not Role.MARK else [])
        for found in {rows, drawn_cap_rows(item.font_px, item.weight)} - {0}:
            if page.panel.mm(found) < CAP_FLOOR_MM:
                yield f"{item.id}: its capitals are {page.panel.mm(found):.2f} mm high"


def body_by_default(page: Painted) -> Iterator[str]:
    """Body text fills 0.7 degrees at the viewing distance (EN 301 549, 5.1.4), or the panel is called too small."""
    if page.setup.text_size != "medium" or page.scene.kind is not Kind.SLIDE or page.layout.problems:
        return
    wanted = page.panel.degrees_mm(BODY_DEGREES)
    for item in texts(page.layout):
        found = page.panel.mm(drawn_cap_rows(item.font_px, item.weight))
        if item.role is Role.TEXT and found < wanted - HAIR_MM:
            yield f"{item.id}: {found:.2f} mm, not {wanted:.2f}"


def targets(page: Painted) -> Iterator[str]:
    """20 mm, in the bar 30 mm, 3 mm apart; a panel that cannot do that has to say so."""
    panel = page.panel
    is_told = panel.short_mm < UNFIT_MM and any(TOO_SMALL.search(problem) for problem in page.layout.problems)
    for target in page.layout.targets:
        least = min(panel.mm(target.rect.w), panel.mm(target.rect.h))
        if least < TARGET_MM - HAIR_MM and not is_told:
            yield f"{target.id} is {least:.1f} mm, and nothing tells it"
        if target.id.startswith("bar-") and panel.mm(target.rect.h) < PRIMARY_MM - HAIR_MM and panel.short_mm > 130:
            yield f"{target.id} is {panel.mm(target.rect.h):.1f} mm high"
    for one, other in combinations(page.layout.targets, 2):
        gap = int(GAP_MM * panel.ppi / 25.4)
        if one.rect.grown(gap, gap).overlaps(other.rect) and not is_told:
            yield f"{one.id} and {other.id} are less than {GAP_MM:g} mm apart, and nothing tells it"


def few_choices(page: Painted) -> Iterator[str]:
    """At most six, beside the places of the bar."""
    count = len([target for target in page.layout.targets if not target.id.startswith("bar-")])
    bar = len(page.layout.targets) - count
    if count > MOST_CHOICES or bar != len(page.scene.bar):
        yield f"{count} choices and {bar} places of the bar"


# ---------------------------------------------------------------- lines


def rows_of(item: Item) -> list[list[Rect]]:
    """The rectangles of an item's words, line by line."""
    tops = sorted({word.rect.y for word in item.words})
    return [[word.rect for word in item.words if word.rect.y == top] for top in tops]


def lines(page: Painted) -> Iterator[str]:
    """At most 60 characters a line; body text 1.5 apart."""
    for item in texts(page.layout):
        for top in {word.rect.y for word in item.words}:
            row = [word for word in item.words if word.rect.y == top]
            count = row[-1].start + len(row[-1].text) - row[0].start
            if count > LINE_CHARS:
                yield f"{item.id}: a line of {count} characters"
        if item.role is Role.TEXT and not item.is_live:
            tops = sorted({word.rect.y for word in item.words})
            for one, other in pairwise(tops):
                if other - one < 1.5 * item.font_px - 1:
                    yield f"{item.id}: lines {other - one} px apart, {item.font_px} px high"


def left_edges(page: Painted) -> Iterator[str]:
    """Lines of a text begin at one edge, as inked, too; so do title, text and question of a column."""
    for item in texts(page.layout):
        if item.role in COLUMN_ROLES:
            edges = [row[0].x for row in rows_of(item)]
            if max(edges) != min(edges):
                yield f"{item.id}: its lines begin at {sorted(set(edges))}"
            ink = ink_of(words_only(item))
            for row in rows_of(item):
                part = row[0].moved(-ink.area.x, -ink.area.y)
                columns = np.flatnonzero(~ink.blank[max(0, part.y) : part.bottom, part.x : part.right].all(axis=0))
                if not columns.size or columns[0] > 0.25 * item.font_px:
                    yield f"{item.id}: a line is inked only {columns[:1]} px from its edge"
    column = [(item, box_of(item)) for item in texts(page.layout) if item.role in COLUMN_ROLES]
    picture = page.layout.find("picture")
    for (one, a), (other, b) in combinations(column, 2):
        is_in_header = any(item.id == "title" and page.layout.find("topic") is None for item in (one, other))
        is_above = picture is not None and min(a.x, b.x) == picture.rect.x
        if a.x != b.x and not a.overlaps(Rect(a.x, b.y, a.w, b.h)) and not is_in_header and not is_above:
            yield f"{one.id} begins at {a.x}, {other.id} at {b.x}"


def no_broken_word(page: Painted) -> Iterator[str]:
    """A word is cut only where it is wider than the widest line that the panel can have."""
    for item in texts(page.layout):
        for word in item.words:
            if word.text not in item.text.split():
                whole = next(w.group() for w in re.finditer(r"\S+", item.text) if w.end() > word.start)
                width = fonts().width(whole, item.font_px, item.weight) + item.tracking_px * len(whole)
                if width <= WIDEST_LINE * page.layout.size[0] or item.id not in ("text", "title"):
                    yield f"{item.id}: “{word.text}” of “{item.text[:60]}”"


def no_capitals(page: Painted) -> Iterator[str]:
    """No run of more than three words in capitals."""
    for item in texts(page.layout):
        if CAPITALS.search(item.text):
            yield f"{item.id}: {item.text}"


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        ink_in_its_box,
        nothing_between_the_boxes,
        every_text_is_there_and_alone,
        no_two_pieces_overlap,
        text_contrast,
        picture_contrast,
        edges_of_targets,
        focus_ring,
        capitals,
        body_by_default,
        targets,
        few_choices,
        lines,
        left_edges,
        no_broken_word,
        no_capitals,
    )
}


# ---------------------------------------------------------------- a screen with all its pages


def lost_words(screen: Screen) -> Iterator[str]:
    """Words of the scene that stand on none of its pages. Captions turn with the voice, signs have icons."""
    shown = screen.scene
    whole = [("title", shown.title, Part.TITLE, 0), ("text", shown.text, Part.TEXT, 0)]
    whole.append(("question", shown.question, Part.QUESTION, 0))
    whole += [(c.id, c.label, Part.CHOICE, index) for index, c in enumerate(shown.choices)]
    for name, text, part, index in whole:
        seen = {
            place
            for page in screen.pages
            for item in page.items
            if item.part is part and item.index == index and item.role is not Role.MARK
            for word in item.words
            for place in range(word.start, word.start + len(word.text))
        }
        lost = "".join(sign for place, sign in enumerate(text) if place not in seen and not sign.isspace())
        if lost:
            yield f"{name}: “{lost[:60]}” is on none of {len(screen.pages)} pages"
    yield from _lost_around(screen, shown)


def _lost_around(screen: Screen, shown: Scene) -> Iterator[str]:
    """Of header, footer and bar. A title stands in the place of the topic where it finds no other; a menu has a footer
    only where that leaves room for the choices; a place may be left with the page alone."""
    for page in screen.pages:
        whole = {item.id: drawn_text(item) for item in page.items if item.words}
        for target in shown.bar:
            if whole.get(target.id) != target.label:
                yield f"{target.id}: “{target.label}” is not shown whole"
        if shown.topic and "topic" not in whole and whole.get("title") != shown.title:
            yield f"neither topic nor title: {shown.topic}"
        if whole.get("topic", shown.topic) != shown.topic:
            yield f"topic: {whole['topic']}, not {shown.topic}"
        if shown.place and not whole.get("place"):
            yield "no place"
    if shown.footer and shown.kind is Kind.SLIDE and not any(page.find("footer") for page in screen.pages):
        yield "no footer"


def turning_pages(screen: Screen) -> Iterator[str]:
    """All pages of a screen agree on where they begin, and each says which it is."""
    starts = screen.pages[0].page_starts
    for number, page in enumerate(screen.pages):
        if (page.page, page.page_starts) != (number, starts) or len(starts) != len(screen.pages):
            yield f"page {number} is {page.page} of {page.page_starts}, the first one says {starts}"
        place, told = page.find("place"), f"{number + 1} of {len(starts)}"
        if len(starts) > 1 and screen.scene.page_place and (not place or told not in place.text):
            yield f"page {told} says {place and place.text}"


def no_excuses(screen: Screen) -> Iterator[str]:
    """Only a panel of 7 inches has problems to tell."""
    for problem in {problem for page in screen.pages for problem in page.problems}:
        if screen.setup.panel.short_mm >= UNFIT_MM:
            yield problem


def is_told_too_small(layout: Layout) -> bool:
    """Whether it says that this page does not fit: more than that the body text is under 0.7 degrees."""
    return any(TOO_SMALL.search(problem) and "less than the" not in problem for problem in layout.problems)
