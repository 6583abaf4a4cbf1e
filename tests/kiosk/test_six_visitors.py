"""Six visitors reach every function, each by its one means or without its one sense. Here by the rules alone; in a real
window with real sound in tests/journeys/test_six_visitors.py."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import groupby

import pytest

from content.deck import FileDeck
from kiosk.commands import FUNCTIONS, phrase_orders
from kiosk.messages import Command, Tick
from kiosk.moving import begin
from kiosk.panels import PANEL_COMMANDS
from kiosk.scene import Kind
from kiosk.session import update, wake_at
from kiosk.state import Rules, Session
from tests.kiosk.functions import Function, functions
from tests.kiosk.visitors import (
    VISITORS,
    Act,
    RememberingDeck,
    Route,
    Visitor,
    actions,
    made_now,
    reached,
    touch,
    voice,
)

Routes = dict[str, dict[str, Route]]

MOST_ACTIONS_TO_A_TOPIC = {"touch alone": 3, "sound unheard": 3, "voice alone": 2, "four keys alone": 8}
OF_THE_MICROPHONE = {"LISTEN", "MICROPHONE", "MICROPHONE again"}
EACH = pytest.mark.parametrize("visitor", VISITORS, ids=lambda visitor: visitor.name)


@pytest.fixture(scope="module")
def quick(deck: FileDeck) -> Iterator[RememberingDeck]:
    """The deck, with what a search asks for again and again kept."""
    orders = phrase_orders(deck.language, deck.topics)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("session", "narrating"):
            patch.setattr(f"kiosk.{module}.phrase_orders", lambda *_: orders)
        yield RememberingDeck(deck)


def loop(deck: RememberingDeck, **rules: object) -> Session:
    return begin(Rules(**rules), 100.0, deck)  # type: ignore[arg-type]


def to_topics(deck: RememberingDeck) -> list[Function]:
    """To arrive at each topic but the first, where everybody begins."""

    def to(first: int) -> Function:
        return Function(
            f"topic from slide {first + 1}",
            Command.GO_TO_TOPIC,
            lambda before, after, _: (after.kind, after.slide) == (Kind.SLIDE, first) != (before.kind, before.slide),
        )

    return [to(topic.first) for topic in deck.topics[1:]]


def all_routes(wanted: list[Function], deck: RememberingDeck, *visitors: Visitor, **rules: object) -> Routes:
    found: Routes = {}
    for _, same in groupby(sorted(visitors, key=lambda one: one.means.__name__), lambda one: one.means):
        found |= reached(same, wanted, loop(deck, **rules), deck)
    return found


@pytest.fixture(scope="module")
def routes(quick: RememberingDeck) -> Routes:
    return all_routes([*functions(), *to_topics(quick)], quick, *VISITORS)


def names(visitor: Visitor) -> set[str]:
    return {function.name for function in functions()} - visitor.cannot


def test_the_list_is_that_of_the_program() -> None:
    assert {function.command for function in functions()} == set(FUNCTIONS)
    assert len({function.name for function in functions()}) == len(functions())


@EACH
def test_every_function_is_reached(routes: Routes, visitor: Visitor) -> None:
    found = {name: route for name, route in routes[visitor.name].items() if name in names(visitor)}
    steps = sorted(actions(route) for route in found.values())
    print(f"{visitor.name}: {len(found)} functions, {statistics.median(steps):g} actions, {steps[-1]} at most")
    for name, route in found.items():
        print(f"  {name}: {', '.join(move.name for move in route)}")
    assert names(visitor) - set(found) == set(), "these are out of reach"


@EACH
def test_every_topic_is_near(routes: Routes, quick: RememberingDeck, visitor: Visitor) -> None:
    steps = [actions(routes[visitor.name][topic.name]) for topic in to_topics(quick)]
    print(f"{visitor.name}: actions to each topic {steps}")
    assert max(steps) <= MOST_ACTIONS_TO_A_TOPIC.get(visitor.name, 8)


@pytest.mark.parametrize("seconds", [0.05, 5.0])
def test_the_pace_of_four_keys_changes_nothing(routes: Routes, quick: RememberingDeck, seconds: float) -> None:
    """The whole list, with so much time before each key: nothing has to be done in time (WCAG 2.1.1)."""
    keys = next(visitor for visitor in VISITORS if visitor.name == "four keys alone")
    missed = []
    for function in functions():
        session = loop(quick)
        for move in routes[keys.name][function.name]:
            before = passed(session, seconds, quick) if move.act is Act.PRESS else session
            session = made_now(before, move, quick)
        missed += [] if keys.does(function, before, move, session, quick) else [function.name]
    assert missed == []


def passed(session: Session, seconds: float, deck: RememberingDeck) -> Session:
    """The session after so much time, in which all happened that was due."""
    until = session.now + seconds
    while (due := max(session.now, wake_at(session, deck))) < until and due > session.now:
        session = update(session, Tick(due), deck)
    return update(session, Tick(until), deck)


def test_speech_is_never_the_only_way(quick: RememberingDeck) -> None:
    wanted = [function for function in functions() if function.name not in OF_THE_MICROPHONE]
    by_hand = [visitor for visitor in VISITORS if visitor.means is touch]
    for visitor, found in all_routes(wanted, quick, *by_hand, is_listening_wanted=False).items():
        assert {function.name for function in wanted} - set(found) == set(), visitor


def test_a_function_without_a_button_is_found_out(
    quick: RememberingDeck, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = tuple(command for command in PANEL_COMMANDS[Kind.SOUND] if command is not Command.FASTER)
    monkeypatch.setitem(PANEL_COMMANDS, Kind.SOUND, without)
    monkeypatch.setattr("tests.kiosk.visitors.MOST_STATES", 400)
    faster = [function for function in functions() if function.command is Command.FASTER]
    some = [visitor for visitor in VISITORS if visitor.means in (touch, voice)]
    assert [visitor for visitor, found in all_routes(faster, quick, *some).items() if found] == ["voice alone"]
