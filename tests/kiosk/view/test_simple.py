"""Simple mode on the screen: the same places on every screen, few of them, and none of them small."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.deck import FileDeck
from kiosk.messages import Command
from kiosk.moving import begin
from kiosk.panels import SIMPLE_CHOICES, choice_page_count
from kiosk.scene import Kind, Scene
from kiosk.scenes import scene
from kiosk.state import Comfort, Rules, Session
from kiosk.view.items import Layout
from kiosk.view.layout import lay_out
from kiosk.view.panel import PRIMARY_TARGET_MM
from tests.kiosk.view.stage import PANELS
from tests.kiosk.view.sweep import fonts
from tests.kiosk.visits import after

SIZES = ("medium", "largest")
TRIED = ("desk", "upright", "small", "small-upright", "seven-inch", "low-wide-left")


def screens(deck: FileDeck, is_simple: bool, text_size: str = "medium") -> list[Scene]:
    """Every slide and panel with every page of its choices."""
    comfort = Comfort(is_simple=is_simple, text_size=text_size)
    start = replace(begin(Rules(comfort=comfort), 0.0, deck), is_visit=True)
    kinds = (Kind.TOPICS, Kind.HELP, Kind.READING, Kind.SOUND, Kind.SIGHT, Kind.WORDS, Kind.WARNING)
    sessions: list[Session] = [replace(start, kind=kind) for kind in kinds]
    sessions += [replace(start, slide=index) for index in range(0, len(deck), 4)]
    options = next(index for index in range(len(deck)) if len(deck.slide(index).options) > SIMPLE_CHOICES)
    sessions += [replace(start, slide=options), after(start, deck, Command.DONE)]
    sessions[-1] = replace(sessions[-1], comfort=comfort)
    return [
        scene(replace(session, choice_page=page), deck)
        for session in sessions
        for page in range(choice_page_count(session, deck))
    ]


def bar_of(layout: Layout) -> dict[str, tuple[int, int, int, int]]:
    return {item.id: tuple(item.rect) for item in layout.targets if item.id.startswith("bar-")}


@pytest.mark.parametrize("name", TRIED)
@pytest.mark.parametrize("is_simple", [False, True], ids=["all", "simple"])
def test_the_buttons_of_the_bar_never_move(deck: FileDeck, name: str, is_simple: bool) -> None:
    panel, metrics = PANELS[name], fonts()
    for size in SIZES:
        found = [bar_of(lay_out(each, panel, metrics)) for each in screens(deck, is_simple, size)]
        assert len(found) > 15
        assert all(bar == found[0] for bar in found)
        assert {"bar-back", "bar-next", "bar-help"} <= found[0].keys()
        assert len(found[0]) == (4 if is_simple else 6)


@pytest.mark.parametrize("name", TRIED)
def test_few_choices_leave_no_less_room_for_each(deck: FileDeck, name: str) -> None:
    panel, metrics = PANELS[name], fonts()
    known = {problem for each in screens(deck, False) for problem in lay_out(each, panel, metrics).problems}
    for each in screens(deck, True):
        layout = lay_out(each, panel, metrics)
        assert len([item for item in layout.targets if not item.id.startswith("bar-")]) <= SIMPLE_CHOICES
        assert set(layout.problems) <= known
    wide = bar_of(lay_out(screens(deck, True)[0], panel, metrics))
    narrow = bar_of(lay_out(screens(deck, False)[0], panel, metrics))
    assert panel.mm(wide["bar-next"][2]) >= min(PRIMARY_TARGET_MM, panel.mm(narrow["bar-next"][2]))
