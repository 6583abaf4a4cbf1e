"""What is special to a screen, between header and strip: which pages it has, and what stands on the one that is shown.

Knows: the order in which ways are tried. Must not know: how pieces are drawn (pieces), the frame's own pieces, pygame.

1. ``plans`` lists ways to share the room, cheapest first; a Stacker tries each; ``best`` takes the cheapest Stack.
2. If nothing works, text and choices get pages of their own, the choices several if need be.
3. If even that fails, what there is is squeezed in, and a problem is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.scene import Kind, Part, Scene
from kiosk.state import TEXT_SIZES
from kiosk.view.board import board_items, forced
from kiosk.view.cards import Card, look
from kiosk.view.frame import TIGHT_MM, Frame
from kiosk.view.geometry import Rect
from kiosk.view.items import BOLD, Item, Role
from kiosk.view.panel import CAP_FLOOR_MM
from kiosk.view.pieces import Ground, footer_h_of, footer_item, page_items, part_items
from kiosk.view.plans import MENUS, Plan, plans
from kiosk.view.stack import Kept, Stack, Stacker, cards_of, page_price

WARNING_ICON = "warning"
MENU_FOOTER_SHARE = 0.2
"""A menu has a footer only if it takes no more of the height: the choices come first."""
APART_PRICE = 1.0
"""What text and choices on shared pages may give up (plans)."""
FOOTER_PAGE_PRICE = 1.2
"""A page for the footer alone: a little more than any other, since it tears off what belongs to the last slide."""
CUT = "The panel is too small for the choices of a screen: labels may be cut. Use a larger panel, or check the ppi."
NO_FOOTER = "The panel is too small for text and footer together: the footer is only spoken. Use a larger panel."
NO_TEXT = "The panel is too small for any text. Use a larger panel, or check the ppi setting."


@dataclass(frozen=True, slots=True)
class Body:
    """What stands on the page that is shown, and where the pages begin.

    ``header_title`` is left to the header, ``strip_text`` to the strip: they are not among the items of this page.
    ``is_titled``: one of the pages has the title.
    """

    items: tuple[Item, ...]
    page_starts: tuple[int, ...] = (0,)
    page: int = 0
    problems: tuple[str, ...] = ()
    header_title: str = ""
    strip_text: str = ""
    is_titled: bool = False


def compose(frame: Frame, scene: Scene, region: Rect, kept: Kept) -> Body:
    """Everything between header and strip. ``kept``: stacks that were worked out before."""
    if scene.kind is Kind.WARNING:
        pad = frame.gap if frame.panel.height_mm < TIGHT_MM else frame.gap * 3
        plate = Item("warning", Role.PLATE, region, plate="warning", radius_px=frame.gap * 2)
        scene = scene if scene.icon else replace(scene, icon=WARNING_ICON)
        body = _Composer(frame, region.grown(-pad), Ground("warning_text", "warning"), kept).body(scene)
        return replace(body, items=(plate, *body.items))
    footer_h = footer_h_of(frame, scene.footer, region)
    if scene.kind not in MENUS or not footer_h:
        return _Composer(frame, region, Ground(), kept).body(scene)
    if footer_h > region.h * MENU_FOOTER_SHARE:
        return _Composer(frame, region, Ground(), kept).body(replace(scene, footer=""))
    rest = Rect(region.x, region.y, region.w, region.h - footer_h)
    body = _Composer(frame, rest, Ground(), kept).body(replace(scene, footer=""))
    return replace(body, items=(*body.items, footer_item(frame, scene.footer, region, Ground())))


@dataclass(frozen=True, slots=True)
class _Group:
    """Choices that share a page."""

    scene: Scene
    stack: Stack
    cards: tuple[Card, ...]


def _gives_up_much(scene: Scene, stack: Stack) -> bool:
    """Whether text and choices share several pages, and are small on them: pages of their own are better."""
    is_shared = scene.kind is Kind.SLIDE and bool(scene.choices) and len(stack.pages) > 1
    return is_shared and stack.price - len(stack.pages) >= APART_PRICE


def _is_about_choices(scene: Scene) -> bool:
    is_marked = scene.mark is not None and scene.mark.part is Part.CHOICE
    return is_marked or any(choice.id == scene.focus for choice in scene.choices)


@dataclass(frozen=True, slots=True)
class _Composer:
    frame: Frame
    region: Rect
    ground: Ground
    kept: Kept

    def body(self, scene: Scene) -> Body:
        """The first way that works."""
        stack = self.best(scene, cards_of(scene))
        titled = self._with_title_page(scene, stack.plan.title_cap if stack is not None else 0.0)
        if titled is not None:
            return titled
        if stack is not None and scene.footer and not scene.choices:
            bare = self.best(replace(scene, footer=""), ())
            stack = None if bare is None or bare.price + FOOTER_PAGE_PRICE < stack.price else stack
        if stack is not None and not _gives_up_much(scene, stack):
            return self._page(scene, stack, scene.page)
        if scene.choices or scene.question:
            return self._apart(scene)
        if scene.footer:
            return self._with_footer_page(scene)
        return self._squeezed(scene)

    def _with_title_page(self, scene: Scene, title_cap: float) -> Body | None:
        """A page for the title, and then the others, which have it in their header. For who needs the largest text and
        would get a title of ``title_cap`` mm, smaller than the text; None for others, and if that makes it no larger.
        """
        is_wanted = scene.kind is Kind.SLIDE and scene.text_size == TEXT_SIZES[-1] and scene.title and scene.text
        if not is_wanted or title_cap >= self.frame.body_cap_mm:
            return None
        pictured = replace(scene, text="", choices=(), question="", footer="")
        found = [(self.best(alone, ()), alone) for alone in (pictured, replace(pictured, icon=""))]
        works = [(stack, alone) for stack, alone in found if stack is not None and stack.plan.title_cap > title_cap]
        if not works:
            return None
        stack, alone = max(works, key=lambda one: min(one[0].plan.title_cap, self.frame.body_cap_mm))
        rest = self.body(replace(scene, title="", page=max(0, scene.page - 1)))
        starts = (0, *rest.page_starts)
        if scene.page <= 0 and rest.page == 0:
            return replace(self._page(alone, stack, 0), page_starts=starts, problems=rest.problems, is_titled=True)
        return replace(rest, page_starts=starts, page=rest.page + 1, header_title=scene.title, is_titled=True)

    def best(self, scene: Scene, cards: tuple[Card, ...]) -> Stack | None:
        """The cheapest stack of all plans, worked out once for all pages; None if none works."""
        words = (scene.title, scene.text, scene.question, scene.footer, scene.text_size, scene.is_wide)
        key = (self.frame.panel, self.region, scene.kind, scene.icon, *words, cards)
        return self.kept.find(key, lambda: self._best(scene, cards))

    def _best(self, scene: Scene, cards: tuple[Card, ...]) -> Stack | None:
        found: Stack | None = None
        stacker = Stacker(self.frame, scene, cards, footer_h_of(self.frame, scene.footer, self.region))
        for plan in plans(self.frame, scene, self.region):
            if found is not None and plan.price + page_price(scene) >= found.price:
                break
            stack = stacker.attempt(plan)
            if stack is not None and (found is None or stack.price < found.price):
                found = stack
        return found

    def _page(self, scene: Scene, stack: Stack, page: int) -> Body:
        number = min(max(page, 0), len(stack.pages) - 1)
        items, has_title = page_items(self.frame, scene, stack, number, self.region, self.ground)
        starts = tuple(page.start for page in stack.pages)
        return Body(
            tuple(items),
            (0, *starts[1:]),
            number,
            header_title="" if has_title else scene.title,
            strip_text="" if stack.plan.text_cap else scene.text,
            is_titled=bool(stack.title_lines),
        )

    def _with_footer_page(self, scene: Scene) -> Body:
        """The screen without its footer, and then a page that holds nothing else."""
        body = self.body(replace(scene, footer=""))
        height = footer_h_of(self.frame, scene.footer, self.region)
        if height > self.region.h:
            return replace(body, problems=(*body.problems, NO_FOOTER))
        starts = (*body.page_starts, max(len(scene.text), body.page_starts[-1] + 1))
        if scene.page < len(body.page_starts):
            return replace(body, page_starts=starts)
        top = self.region.y + (self.region.h - height) // 2
        box = Rect(self.region.x, top, self.region.w, height)
        item = footer_item(self.frame, scene.footer, box, self.ground)
        return replace(body, items=(item,), page_starts=starts, page=len(starts) - 1, header_title=scene.title)

    # ------------------------------------------------------------ text and choices on pages of their own

    def _apart(self, scene: Scene) -> Body:
        """The text on pages of its own, then question and choices. A page of choices begins behind the text."""
        groups = self._groups(scene)
        told = self.body(replace(scene, choices=(), question="")) if scene.text else None
        told_starts = told.page_starts if told else ()
        behind = max(len(scene.text), told_starts[-1] + 1 if told_starts else 0)
        starts = (*told_starts, *(behind + number for number in range(max(1, len(groups)))))
        page = self._asked_page(scene, groups, len(told_starts))
        page = min(max(scene.page, 0), len(starts) - 1) if page is None else page
        is_titled = told is not None and told.is_titled
        problems = told.problems if told else ()
        if told is not None and page < len(told_starts):
            return replace(told, page_starts=starts)
        if not groups:
            return replace(self._forced(scene), page_starts=starts, page=page, is_titled=is_titled)
        group = groups[page - len(told_starts)]
        body = self._page(group.scene, group.stack, 0)
        return Body(body.items, starts, page, problems, scene.title, is_titled=is_titled)

    def _groups(self, scene: Scene) -> list[_Group]:
        """The choices in as few groups as fit a page each, with the question on each page, or else on one before."""
        cards = cards_of(scene)
        bare = replace(scene, text="", icon="", title="", page=0, footer="")
        for asked in (bare, replace(bare, question="")) if scene.question else (bare,):
            for size in dict.fromkeys(-(-len(cards) // parts) for parts in range(1, len(cards) + 1)):
                parts = [cards[first : first + size] for first in range(0, len(cards), size)]
                groups = [self._group(asked, part) for part in parts]
                found = [group for group in groups if group is not None]
                if len(found) == len(groups):
                    question = [] if asked is bare else self._question_page(bare)
                    return [*question, *found] if asked is bare or question else []
        return []

    def _group(self, scene: Scene, cards: tuple[Card, ...]) -> _Group | None:
        part = replace(scene, choices=tuple(card.target for card in cards))
        stack = self.best(part, cards)
        return None if stack is None else _Group(part, stack, cards)

    def _question_page(self, bare: Scene) -> list[_Group]:
        group = self._group(replace(bare, choices=()), ())
        return [] if group is None else [group]

    def _asked_page(self, scene: Scene, groups: list[_Group], first: int) -> int | None:
        """The page on which the question or the choice stands that is spoken or has the focus."""
        mark = scene.mark
        if (mark is not None and mark.part is Part.QUESTION) or (not groups and _is_about_choices(scene)):
            return first
        wanted = mark.index if mark is not None and mark.part is Part.CHOICE else None
        for number, group in enumerate(groups):
            for card in group.cards:
                if card.index == wanted or (wanted is None and card.target.id == scene.focus):
                    return first + number
        return None

    # ------------------------------------------------------------ panels that are too small

    def _forced(self, scene: Scene) -> Body:
        frame, region = self.frame, self.region
        face = frame.faces.face(CAP_FLOOR_MM, BOLD)
        lines = face.wrap(scene.question, region.w)
        height = face.block_height(lines)
        rect = Rect(region.x, region.y, region.w, height)
        question = part_items("question", Role.QUESTION, Part.QUESTION, face, scene.question, lines, rect, self.ground)
        top = height + (frame.gap if height else 0)
        rest = Rect(region.x, region.y + top, region.w, max(1, region.h - top))
        if not scene.choices:
            return Body(tuple(question), problems=(CUT,), header_title=scene.title)
        board = forced(cards_of(scene), look(frame.faces, CAP_FLOOR_MM), rest, frame.gap, frame.panel.is_portrait)
        return Body((*question, *board_items(board, rest)), problems=(CUT,), header_title=scene.title)

    def _squeezed(self, scene: Scene) -> Body:
        """Text alone, in the largest size of which one line fits; the title stands in the header."""
        bare = replace(scene, title="", icon="", choices=(), question="")
        cap = self.frame.body_cap_mm
        while cap > 0.5:
            stack = Stacker(self.frame, bare, ()).attempt(Plan(None, self.region, 0.0, cap, CAP_FLOOR_MM))
            if stack is not None:
                problem = f"The panel is too small: its text is only {cap:.1f} mm high. Use a larger panel."
                problems = (problem,) if cap < self.frame.body_cap_mm else ()
                return replace(self._page(bare, stack, scene.page), problems=problems, header_title=scene.title)
            cap *= 0.85
        return Body((), problems=(NO_TEXT,), header_title=scene.title)
