"""The screens of the screen check on every kind of panel: true lengths, large targets, everything whole and inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from content.model import Language
from content.places import language_file
from kiosk.check_words import says
from kiosk.loading import COMMAND_NAMES, load_language
from kiosk.prompts import PROMPTS
from kiosk.screen_check import CARD_MM, Button, Check, Key, Touched, begun, corner_places, update
from kiosk.view.check_layout import check_layout
from kiosk.view.fonts import Fonts
from kiosk.view.geometry import Rect
from kiosk.view.items import Item, Layout, Role
from kiosk.view.panel import CAP_FLOOR_MM, Panel, guess_ppi, panel_for
from tests.kiosk.view.stage import PANELS

TURNED_PANELS = {
    f"{name}, {word}": (size, panel.ppi)
    for name, panel in PANELS.items()
    for word, size in (("wide", panel.size), ("turned", (panel.size[1], panel.size[0])))
}
TEXTS = (Role.TITLE, Role.TEXT, Role.STATUS, Role.NUMBER, Role.CONTROL)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


@pytest.fixture(scope="module")
def words() -> Language:
    return load_language(language_file("en"), COMMAND_NAMES, PROMPTS)


def checks(size: tuple[int, int], true_ppi: float) -> Iterator[tuple[str, Check]]:
    """Every screen: the ruler as it begins and when it fits, the four squares, and results."""
    first = begun(size, guess_ppi(size))
    yield "begun", first
    fits = replace(first, ppi=true_ppi)
    yield "fits", fits
    check = update(fits, Key.RETURN)
    for number, place in enumerate(corner_places(size, true_ppi)):
        yield f"square {number}", check
        check = update(check, Touched(place))
    yield "good", check
    yield "unclear", replace(check, touches=check.touches[:1] * 4)
    yield "mirrored", replace(check, touches=tuple(check.touches[at] for at in (2, 1, 0, 3)))
    yield "skipped", update(update(fits, Key.RETURN), Key.RETURN)


@pytest.fixture(scope="module", params=TURNED_PANELS)
def shown(request: pytest.FixtureRequest, fonts: Fonts, words: Language) -> list[tuple[str, Check, Layout]]:
    size, ppi = TURNED_PANELS[request.param]
    return [
        (name, check, check_layout(check, says(check, 0, 0, words.prompts), fonts)) for name, check in checks(size, ppi)
    ]


def true_ppi(shown: list[tuple[str, Check, Layout]]) -> float:
    return next(check.ppi for name, check, _ in shown if name == "fits")


def ink(item: Item) -> list[Rect]:
    return [word.rect for word in item.words]


def test_every_word_is_drawn_whole_and_inside_the_screen(shown: list[tuple[str, Check, Layout]]) -> None:
    for name, _, layout in shown:
        screen = Rect(0, 0, *layout.size)
        for item in layout.items:
            assert screen.contains(item.rect), (name, item.id)
            assert [word.text for word in item.words] == item.text.split(), (name, item.id)
            assert all(screen.contains(rect) for rect in ink(item)), (name, item.id)


def test_nothing_lies_over_anything_else(shown: list[tuple[str, Check, Layout]]) -> None:
    for name, _, layout in shown:
        texts = [item for item in layout.items if item.role in TEXTS and not item.id.startswith("card")]
        bodies = [(item.id, rect) for item in texts for rect in ([item.rect] if item.order else ink(item))]
        bodies += [(id, item.rect) for id in ("card", "card.frame", "square") if (item := layout.find(id))]
        bodies += [(item.id, item.rect) for item in layout.items if item.id.startswith("scale") and not item.words]
        for (one, rect), (other, beside) in combinations(bodies, 2):
            if one.split(".")[0] != other.split(".")[0] or "text" in one:
                assert one == other or not rect.overlaps(beside), (name, one, other)


def test_no_letter_is_lower_than_the_floor(shown: list[tuple[str, Check, Layout]], fonts: Fonts) -> None:
    for name, check, layout in shown:
        floor = Panel(check.size, check.layout_ppi).px(CAP_FLOOR_MM)
        for item in layout.items:
            if item.words:
                assert fonts.cap_px(item.font_px, item.weight) >= floor, (name, item.id)


def test_the_outline_is_as_wide_as_a_card_and_the_line_is_around_it(shown: list[tuple[str, Check, Layout]]) -> None:
    for name, check, layout in shown[:2]:
        card = layout.find("card")
        assert card is not None
        assert card.rect.w == pytest.approx(CARD_MM[0] * check.ppi / 25.4, abs=0.5), name
        frame = layout.find("card.frame")
        if frame is not None:
            assert card.rect.h == pytest.approx(CARD_MM[1] * check.ppi / 25.4, abs=0.5)
            assert frame.rect == card.rect.grown(frame.edge_px)
        else:
            left, right = layout.find("card.left"), layout.find("card.right")
            assert left is not None and right is not None
            assert (left.rect.right, right.rect.x) == (card.rect.x, card.rect.right)


def test_the_scale_begins_at_the_card_and_a_tick_is_where_its_millimetre_is(
    shown: list[tuple[str, Check, Layout]],
) -> None:
    for _, check, layout in shown[:2]:
        card = layout.find("card")
        assert card is not None
        ticks = {
            int(item.id.split(".")[1]): item.rect.x + item.rect.w // 2
            for item in layout.items
            if item.id.startswith("scale.") and not item.words
        }
        assert max(ticks) >= 50
        for mm, x in ticks.items():
            assert x - card.rect.x == pytest.approx(mm * check.ppi / 25.4, abs=1)


@pytest.mark.parametrize("name", TURNED_PANELS)
def test_a_button_is_thirty_millimetres_before_that_is_known(name: str, fonts: Fonts, words: Language) -> None:
    size, ppi = TURNED_PANELS[name]
    check = begun(size, guess_ppi(size))
    layout = check_layout(check, says(check, 0, 0, words.prompts), fonts)
    assert {target.id for target in layout.targets} == {Button.SMALLER, Button.LARGER, Button.FITS}
    for target in layout.targets:
        assert min(target.rect.w, target.rect.h) * 25.4 / ppi >= 29.9, target.id


def test_buttons_do_not_move_while_the_outline_grows(fonts: Fonts, words: Language) -> None:
    small = begun((1920, 1080), 90.0)
    large = replace(small, ppi=180.0)
    one, other = (check_layout(check, says(check, 0, 0, words.prompts), fonts) for check in (small, large))
    assert one.targets == other.targets


def test_the_square_is_twenty_millimetres_around_its_place(shown: list[tuple[str, Check, Layout]]) -> None:
    for name, check, layout in shown:
        if not name.startswith("square"):
            continue
        square = layout.find("square")
        assert square is not None
        middle = (square.rect.x + square.rect.w // 2, square.rect.y + square.rect.h // 2)
        assert middle == corner_places(check.size, check.ppi)[len(check.touches)]
        assert square.rect.w == square.rect.h == pytest.approx(20 * check.ppi / 25.4, abs=2)


def test_the_measured_panel_is_the_one_that_is_laid_out_with(shown: list[tuple[str, Check, Layout]]) -> None:
    ppi = true_ppi(shown)
    for name, check, _ in shown[2:]:
        assert panel_for(check.size, check.layout_ppi).ppi == ppi, name
