"""Every keypad that comes with the program: its keys exist and mean one thing; those with four keys, or two switches,
reach every function."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pygame
import pytest

from audio.api import UtteranceFinished
from content import places
from content.deck import FileDeck
from content.keypad import load_keypad
from content.model import ContentError, Keypad
from kiosk.commands import FUNCTIONS, order_of
from kiosk.inputs.keys import MOUSE_BUTTONS, Keys, key_codes
from kiosk.loading import KEY_NAMES
from kiosk.messages import Command, Message, Order, Tick, Woken
from kiosk.panels import is_yes_no, targets
from kiosk.scene import Kind
from kiosk.state import Session
from tests.kiosk.steps import FOUR_KEYS, by_keys, by_taps, from_each_topic, place_of, to_topics, walk
from tests.kiosk.visits import after, finish, visit

KEYPADS = tuple(sorted(path.stem for path in places.keypads_folder().glob("*.toml")))
WITH_FOUR_KEYS = ("default", "arrows", "numeric", "ez-access", "volume-keypad")
WITHOUT_BUTTONS = {Command.GO_TO_SLIDE}
"""Every slide is reached by Topics and Next."""
MOST_KEYS = 30
"""From the nearest of the beginnings. It is quiet itself that two switches find last, at the end of More help: each of
their steps silences, too."""


def keypad(name: str) -> Keypad:
    return load_keypad(places.keypads_folder() / f"{name}.toml", KEY_NAMES)


def commands(name: str) -> set[Command]:
    return {order_of(value).command for value in keypad(name).keys.values()}


@pytest.fixture(scope="module")
def codes() -> dict[str, dict[int, Order]]:
    pygame.display.init()
    try:
        return {name: key_codes(keypad(name), name) for name in KEYPADS}
    finally:
        pygame.display.quit()


@pytest.mark.parametrize("name", KEYPADS)
def test_every_key_exists_and_has_one_meaning(name: str, codes: dict[str, dict[int, Order]]) -> None:
    """SDL knows each name, and no two names are the same key; what a key means never depends on the screen."""
    assert len(codes[name]) == len(keypad(name).keys) > 2


@pytest.mark.parametrize("name", KEYPADS)
def test_a_keypad_says_what_it_is_for_and_keeps_the_key_of_the_staff(name: str) -> None:
    text = (places.keypads_folder() / f"{name}.toml").read_text(encoding="utf-8")
    assert text.startswith("# ") and len(text.split("\n\n")[0]) > 100
    assert Command.HOLD in commands(name)


def test_the_keys_f17_to_f24_are_those_of_ez_access(codes: dict[str, dict[int, Order]]) -> None:
    meant = (
        Command.HELP, Command.FOCUS_BACK, Command.FOCUS_NEXT, Command.SELECT, Command.BACK, Command.NEXT,
        Command.SENTENCE_BACK, Command.SKIP,
    )  # fmt: skip
    first = pygame.KSCAN_F15 + 3  # SDL's scancodes go on from F13 to F24 without a gap
    for place, command in enumerate(meant):
        code = (first - 1 + place) | 1 << 30
        assert codes["ez-access"][code] == codes["default"][code] == Order(command)


@pytest.mark.parametrize("name", WITH_FOUR_KEYS)
def test_a_keypad_with_four_keys_has_all_four(name: str) -> None:
    assert commands(name) >= set(FOUR_KEYS)


def test_switches_have_no_more_than_they_say() -> None:
    assert commands("one-switch") == {Command.SCAN, Command.HOLD}
    assert commands("two-switches") == {Command.FOCUS_NEXT, Command.SELECT, Command.HOLD}
    assert [name for name in KEYPADS if keypad(name).device == "switch"] == ["one-switch", "two-switches"]


# ---------------------------------------------------------------- what they reach


def beginnings(deck: FileDeck) -> list[Session]:
    """A visit that is read to and one that is silent; on a question, on options, on a warning."""
    question = next(index for index in range(len(deck)) if is_yes_no(deck.slide(index)))
    options = next(index for index in range(len(deck)) if deck.slide(index).options)
    first = visit(deck)
    silent = finish(first, deck)
    warned = after(silent, deck, Tick(silent.now + 1), Tick(silent.now + 500))
    assert warned.kind is Kind.WARNING
    return [first, silent, *(replace(silent, slide=index) for index in (question, options)), warned]


def pressed(session: Session, deck: FileDeck) -> Command | None:
    """What Select would give now; at a warning any key keeps the visit."""
    if session.kind is Kind.WARNING:
        return Command.MORE_TIME
    return next((each.order.command for each in targets(session, deck) if each.id == session.focus), None)


def at_one_slide(session: Session, orders: tuple[Command, ...], slide: int) -> list[Message]:
    """These orders, or to wait for silence; but none on another slide: what is there is there on this one, too."""
    if session.slide != slide:
        return []
    return [*(Order(order) for order in orders), UtteranceFinished(session.talk.number)]


@pytest.mark.parametrize("orders", [FOUR_KEYS, (Command.FOCUS_NEXT, Command.SELECT)], ids=["four keys", "two switches"])
def test_every_function_is_reached(orders: tuple[Command, ...], deck: FileDeck) -> None:
    missing = set(FUNCTIONS) - set(orders) - WITHOUT_BUTTONS
    for start in beginnings(deck):
        given = partial(at_one_slide, orders=orders, slide=start.slide)
        for _, session in walk(start, given, deck, MOST_KEYS):
            missing.discard(pressed(session, deck))
            if not missing:
                break
    assert missing == set()


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.SLIDE, Kind.ASKED, Kind.WARNING)])
def test_no_screen_holds_the_focus(kind: Kind, deck: FileDeck) -> None:
    """From every target of every panel Down and Select lead back to a slide."""
    term = next(iter(deck.terms))
    panel = replace(finish(visit(deck), deck), kind=kind, term=term)
    for target in targets(panel, deck):
        session = replace(panel, focus=target.id)
        for _ in range(40):
            session = after(session, deck, Command.FOCUS_NEXT)
            if session.focus == "bar-back":
                break
        assert session.focus == "bar-back"
        ways = walk(session, by_keys((Command.FOCUS_NEXT, Command.SELECT)), deck, 7)
        assert any(each.kind is Kind.SLIDE for _, each in ways)


def test_the_pace_of_the_keys_changes_nothing(deck: FileDeck) -> None:
    """The same keys 0.05 s and 5 s apart lead to the same place (WCAG 2.1.1: no timing)."""
    keys = [Command.FOCUS_NEXT, Command.FOCUS_NEXT, Command.SELECT, Command.FOCUS_NEXT, Command.SELECT, Command.HELP]
    ends = []
    for seconds in (0.05, 5.0):
        session = visit(deck)
        for key in keys:
            session = after(session, deck, Tick(session.now + seconds), Order(key))
        ends.append(place_of(session))
    assert ends[0] == ends[1]


# ---------------------------------------------------------------- how far the topics are


def test_any_topic_is_three_taps_or_eight_keys_away(deck: FileDeck) -> None:
    """tests/kiosk/steps.py prints these figures, from every topic."""
    begin = visit(deck)
    assert max(to_topics(begin, by_taps(deck), deck, 3)) <= 3
    assert max(to_topics(begin, by_keys(FOUR_KEYS), deck, 8)) <= 8
    last = list(from_each_topic(deck, "bar-next"))[-1]
    assert max(to_topics(last, by_keys(FOUR_KEYS), deck, 8)) <= 8


# ---------------------------------------------------------------- mouse buttons


def button(down: bool, number: int, **more: object) -> pygame.event.Event:
    kind = pygame.MOUSEBUTTONDOWN if down else pygame.MOUSEBUTTONUP
    return pygame.event.Event(kind, button=number, pos=(5, 5), **more)


def test_a_mouse_button_can_be_a_key() -> None:
    written = Keypad("x", {"Mouse 1": "SCAN", "mouse 3": "SELECT", "Mouse 5": "HELP"})
    codes = key_codes(written, "x.toml")
    keys = Keys(codes, 0.3)
    assert keys.message(button(True, 1), 1.0) == Order(Command.SCAN)
    assert keys.message(button(True, 1), 1.5) is None, "held down it counts once"
    assert keys.message(button(False, 1), 1.6) is None
    assert keys.message(button(True, 1), 1.7) == Order(Command.SCAN)
    assert keys.message(button(True, 3), 1.7) == Order(Command.SELECT)
    assert keys.message(button(True, pygame.BUTTON_X2), 1.7) == Order(Command.HELP)
    assert set(codes) <= set(MOUSE_BUTTONS.values())


def test_a_mouse_button_that_no_key_is_stays_a_touch() -> None:
    keys = Keys(key_codes(Keypad("x", {"Mouse 3": "SCAN"}), "x.toml"), 0.3)
    assert keys.has(button(True, 3)) and not keys.has(button(True, 1))
    assert keys.message(button(True, 1), 1.0) is None
    assert not keys.has(button(True, 3, touch=True)), "a finger is no switch"
    assert not keys.has(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a, mod=0))
    assert keys.message(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=4, pos=(1, 1)), 1.0) is None, "the wheel"


def test_a_mouse_button_that_does_not_exist_is_refused() -> None:
    pygame.display.init()
    with pytest.raises(ContentError, match="Mouse 1"):
        key_codes(Keypad("x", {"Mouse 9": "NEXT"}), "x.toml")
    pygame.display.quit()


def test_keys_of_no_meaning_are_a_sign_of_life() -> None:
    assert Keys({}, 0.3).message(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a, mod=0), 1.0) == Woken()
