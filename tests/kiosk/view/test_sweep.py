"""The sweep: every screen x text size x theme x spacing x orientation x panel, judged by its pixels.

The quick one runs with the tests, the whole one with `make sweep`. What is looked for stands in checks.py; below, each
check is shown a screen with just that mistake.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import product

import pytest

from content.model import Theme
from kiosk.state import TEXT_SIZES
from kiosk.view.geometry import Rect
from kiosk.view.items import Item
from tests.kiosk.view import checks
from tests.kiosk.view.checks import CHECKS, is_told_too_small
from tests.kiosk.view.pixels import stem_edges
from tests.kiosk.view.sweep import (
    THEMES,
    Painted,
    Screen,
    painted,
    panels,
    pixels_of,
    quick_screens,
    screens,
    setups,
)

pytestmark = pytest.mark.timeout(600)
"""All of the sweep is made for the first test: half a minute on a quiet machine."""
SCREEN_CHECKS = {
    "lost_words": checks.lost_words,
    "turning_pages": checks.turning_pages,
    "no_excuses": checks.no_excuses,
}
UNFIT_PANELS = ("7 inch", "7 inch upright")
"""On these a page may say that it does not fit; then it is not judged."""


@dataclass
class Report:
    """What the sweep saw, and what is wrong, by check."""

    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seen: Counter[str] = field(default_factory=Counter)
    unfit: Counter[str] = field(default_factory=Counter)

    def take(self, screen: Screen) -> None:
        """Judge a screen and those of its pages that are to be looked at."""
        self.seen[screen.name] += 1
        may_tell = screen.setup.panel_name in UNFIT_PANELS
        if may_tell and any(map(is_told_too_small, screen.pages)):
            self.unfit[screen.setup.panel_name] += 1
        else:
            for name, check in SCREEN_CHECKS.items():
                self.wrong[name] += [f"{screen.setup.name}: {screen.name}: {found}" for found in check(screen)]
        for number in screen.painted:
            if not (may_tell and is_told_too_small(screen.pages[number])):
                page = painted(screen, number)
                for name, page_check in CHECKS.items():
                    self.wrong[name] += [f"{page.where}: {found}" for found in page_check(page)]


@pytest.fixture(scope="module")
def report() -> Report:
    """The quick sweep, made once for all tests of this file."""
    found = Report()
    for number, setup in enumerate(setups()):
        for screen in quick_screens(setup, number):
            found.take(screen)
    return found


@pytest.mark.parametrize("check", [*CHECKS, *SCREEN_CHECKS])
def test_nothing_is_wrong_on_any_screen(report: Report, check: str) -> None:
    wrong = report.wrong[check]
    assert not wrong, f"{len(wrong)} times:\n" + "\n".join(wrong[:25])


def test_every_screen_is_seen_several_times(report: Report) -> None:
    names = {screen.name for screen in screens(setups()[0])}
    assert set(report.seen) == names
    assert min(report.seen.values()) >= 2


def test_every_pair_of_panel_text_size_and_theme_is_there() -> None:
    found = [(setup.panel_name, setup.text_size, setup.theme.name, setup.is_wide) for setup in setups()]
    values = [tuple(panels()), TEXT_SIZES, tuple(THEMES), (False, True)]
    for one, other in ((0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)):
        pairs = {(row[one], row[other]) for row in found}
        assert pairs == set(product(values[one], values[other])), (one, other)


def test_few_screens_do_not_fit_even_on_the_smallest_panel(report: Report) -> None:
    assert sum(report.unfit.values()) <= 0.02 * sum(report.seen.values()), report.unfit


# ---------------------------------------------------------------- each check finds what it is for


@pytest.fixture(scope="module")
def good() -> Screen:
    """A slide and its answers on a panel with room for all."""
    setup = next(s for s in setups() if s.name.startswith("desk, medium"))
    return next(screen for screen in screens(setup) if screen.name == "state-answered")


def retold(page: Painted, change: Callable[[Item], Item], theme: Theme | None = None) -> Painted:
    """The page with its items changed, painted anew."""
    layout = replace(page.layout, items=tuple(change(item) for item in page.layout.items))
    setup = replace(page.setup, theme=theme or page.theme)
    return replace(page, setup=setup, layout=layout, pixels=pixels_of(layout, setup.theme))


def only(id: str, **changes: object) -> Callable[[Item], Item]:
    """Changes the item of this id, or those of this role."""
    return lambda item: replace(item, **changes) if id in (item.id, item.role) else item  # type: ignore[arg-type]


def moved(id: str, dx: int = 0, dy: int = 0) -> Callable[[Item], Item]:
    """Moves an item and its words."""

    def change(item: Item) -> Item:
        if item.id != id:
            return item
        words = tuple(replace(word, rect=word.rect.moved(dx, dy)) for word in item.words)
        return replace(item, rect=item.rect.moved(dx, dy), words=words)

    return change


def spread(id: str, factor: float) -> Callable[[Item], Item]:
    """Sets the lines of an item nearer or further apart."""

    def change(item: Item) -> Item:
        if item.id != id:
            return item
        top = item.words[0].rect.y
        rects = [word.rect._replace(y=top + round((word.rect.y - top) * factor)) for word in item.words]
        return replace(item, words=tuple(replace(w, rect=r) for w, r in zip(item.words, rects, strict=True)))

    return change


def gray(role: str, level: int) -> Theme:
    """The light theme with one role in gray."""
    return replace(THEMES["light"], colors={**THEMES["light"].colors, role: (level, level, level)})


def last_line_out(item: Item) -> Item:
    """The last line of the text begins further right."""
    if item.id != "text":
        return item
    low = max(word.rect.y for word in item.words)
    words = tuple(replace(w, rect=w.rect.moved(30, 0)) if w.rect.y == low else w for w in item.words)
    return replace(item, words=words)


def clipped(item: Item) -> Item:
    """The title claims less room than its letters take."""
    if item.id != "title":
        return item
    return replace(item, words=tuple(replace(w, rect=w.rect._replace(h=w.rect.h // 2)) for w in item.words))


def cut_word(item: Item) -> Item:
    """The end of the title's first word is missing."""
    if item.id != "title":
        return item
    return replace(item, words=(replace(item.words[0], text=item.words[0].text[:-1]), *item.words[1:]))


MISTAKES: list[tuple[str, Callable[[Item], Item], Theme | None]] = [
    ("ink_in_its_box", clipped, None),
    ("ink_in_its_box", moved("place", dx=300), None),
    ("nothing_between_the_boxes", clipped, None),
    ("every_text_is_there_and_alone", only("bar-back.plate", rect=Rect(0, 0, 1920, 1000)), None),
    ("every_text_is_there_and_alone", moved("text", dy=-60), None),
    ("no_two_pieces_overlap", moved("text", dy=-60), None),
    ("no_two_pieces_overlap", moved("question", dy=120), None),
    ("text_contrast", only("title", color="soft"), None),
    ("text_contrast", only("nothing"), gray("text", 110)),
    ("text_contrast", only("mark", color="highlight"), None),
    ("picture_contrast", only("nothing"), gray("control_text", 150)),
    ("edges_of_targets", only("plate", edge="soft"), None),
    ("focus_ring", only("nothing"), gray("focus_inner", 190)),
    ("focus_ring", only("focus", edge="soft"), None),
    ("capitals", only("place", font_px=18), None),
    ("body_by_default", only("text", font_px=40), None),
    ("targets", only("bar-next", rect=Rect(900, 900, 200, 79)), None),
    ("few_choices", only("bar-help", order=None), None),
    ("lines", spread("text", 0.9), None),
    ("left_edges", last_line_out, None),
    ("left_edges", moved("text", dx=25), None),
    ("no_broken_word", cut_word, None),
    ("no_capitals", only("title", text="PLEASE READ ALL OF THIS"), None),
]


@pytest.mark.parametrize(("check", "change", "theme"), MISTAKES)
def test_a_screen_with_this_mistake_is_found(
    good: Screen, check: str, change: Callable[[Item], Item], theme: Theme | None
) -> None:
    page = retold(painted(good, 0), lambda item: item, THEMES["light"])
    assert not list(CHECKS[check](page))
    assert list(CHECKS[check](retold(page, change, theme)))


def test_every_check_is_shown_a_mistake() -> None:
    assert {check for check, _, _ in MISTAKES} == set(CHECKS)


def test_a_lost_word_and_a_wrong_page_are_found(good: Screen) -> None:
    assert not [*checks.lost_words(good), *checks.turning_pages(good)]
    first = good.pages[0]

    def without(id: str) -> Screen:
        layout = replace(first, items=tuple(item for item in first.items if item.id != id))
        return replace(good, pages=(layout, *good.pages[1:]))

    for lost in ("title", "text", "place", "bar-next", "yes"):
        assert list(checks.lost_words(without(lost))), lost
    assert list(checks.turning_pages(replace(good, pages=(first, first))))
    assert list(checks.no_excuses(replace(good, pages=(replace(first, problems=("Use a larger panel.",)),))))


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_letters_stand_upright(weight: str) -> None:
    """Not italic: the left edge of a capital H is a plumb line."""
    edges = stem_edges("H", 200, weight)
    assert max(edges) - min(edges) <= 1


# ---------------------------------------------------------------- everything


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("panel", "text_size"), list(product(panels(), TEXT_SIZES)))
def test_nothing_is_wrong_on_this_panel_in_any_screen(panel: str, text_size: str) -> None:
    """Every screen on all its pages; the themes take turns with the screens."""
    found = Report()
    for number, setup in enumerate(setups(is_whole=True)):
        if (setup.panel_name, setup.text_size) == (panel, text_size):
            for screen in screens(setup, number % len(THEMES), len(THEMES)):
                found.take(screen)
    wrong = {name: [len(rows), *rows[:10]] for name, rows in found.wrong.items() if rows}
    print(f"{panel}, {text_size}: {sum(found.seen.values())} screens, {sum(found.unfit.values())} say they do not fit")
    assert not wrong, wrong
