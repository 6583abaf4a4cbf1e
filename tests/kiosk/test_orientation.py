"""What a visitor hears first: what this is, once, unless a plain wish came first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audio.api import HeadphonesIn, Heard, MicrophoneLost, WordStarted
from content.deck import FileDeck
from kiosk.commands import FUNCTIONS
from kiosk.messages import Command, Order, Tick, Woken
from kiosk.narrating import narration
from kiosk.orientation import orientation, way_to_help
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.state import Session, Source, Talking
from tests.kiosk.visits import after, finish, spoken, start

WORDS_A_MINUTE = 130
"""The slower of the two usual speeds."""
SEARCHING = (Command.FOCUS_NEXT, Command.FOCUS_BACK, Command.SELECT)


def read_to_its_end(session: Session, deck: FileDeck) -> Session:
    assert session.talk.source is Source.SCREEN
    return finish(session, deck)


def test_a_touch_beside_everything_is_answered_with_what_this_is_then_with_the_slide(deck: FileDeck) -> None:
    loop = replace(start(deck), slide=3, place=(2, 1))
    session = after(loop, deck, Woken())
    assert session.notice == orientation(session, deck) == scene(session, deck).caption
    session = finish(session, deck)
    assert (session.slide, session.talk.source, session.place) == (3, Source.SCREEN, (0, 0))
    session = read_to_its_end(session, deck)
    assert session.talk.state is Talking.FINISHED, "once a visit"


def test_the_orientation_takes_less_than_15_seconds(deck: FileDeck) -> None:
    words = len(spoken(after(start(deck), deck, Woken()), deck).split())
    assert words * 60 / WORDS_A_MINUTE < 15


@pytest.mark.parametrize("command", SEARCHING)
def test_a_key_that_seeks_is_answered_with_what_this_is(deck: FileDeck, command: Command) -> None:
    session = after(start(deck), deck, command)
    assert session.notice.startswith(orientation(session, deck))
    assert session.talk.then_reads is (command is Command.SELECT)
    assert bool(session.focus) is (command is not Command.SELECT)
    again = after(session, deck, command)
    assert orientation(again, deck) not in again.notice, "once a visit"


@pytest.mark.parametrize("command", sorted(set(FUNCTIONS) - {Command.DONE}))
def test_a_plain_wish_is_carried_out_first(deck: FileDeck, command: Command) -> None:
    session = after(start(deck), deck, command)
    assert orientation(session, deck) not in session.notice


def test_after_the_first_reading_the_way_to_help_is_told_once(deck: FileDeck) -> None:
    session = read_to_its_end(after(start(deck), deck, Command.NEXT), deck)
    assert session.notice == way_to_help(session, deck) == scene(session, deck).caption
    utterance = narration(session, deck).utterance
    assert utterance is not None and utterance.last_earcon == "listening"
    session = finish(session, deck)
    assert session.talk.state is Talking.FINISHED
    assert read_to_its_end(after(session, deck, Command.NEXT), deck).talk.state is Talking.FINISHED


def test_who_says_a_command_knows_what_this_is(deck: FileDeck) -> None:
    for phrase in ("next slide", "next button"):
        session = after(start(deck), deck, Heard(phrase, 1.0, 0.0, 1.0, 1.3))
        assert orientation(session, deck) not in session.notice
    session = after(start(deck), deck, Heard("next slide", 1.0, 0.0, 1.0, 1.3))
    assert read_to_its_end(session, deck).talk.state is Talking.FINISHED


def test_who_had_help_is_not_told_of_it(deck: FileDeck) -> None:
    session = finish(after(start(deck), deck, Command.HELP), deck)
    session = read_to_its_end(after(session, deck, Command.BACK), deck)
    assert session.talk.state is Talking.FINISHED


@pytest.mark.parametrize("message", [*FUNCTIONS, *SEARCHING, Woken()])
def test_any_input_cuts_the_orientation_off(deck: FileDeck, message: Command | Woken) -> None:
    session = after(start(deck), deck, Woken())
    cut = after(session, deck, WordStarted(session.talk.number, 0, 2), message)
    assert (cut.talk.number, cut.talk.state) != (session.talk.number, Talking.SPEAKING)


def test_without_ears_it_does_not_ask_to_be_spoken_to(deck: FileDeck) -> None:
    session = after(start(deck), deck, MicrophoneLost("unplugged"), Woken())
    assert " say " not in session.notice
    assert deck.language.prompts["how_to_go_on_by_hand"] in session.notice


def test_headphones_that_come_later_tell_it_only_if_nobody_has(deck: FileDeck) -> None:
    late = after(finish(after(start(deck), deck, Woken()), deck), deck, HeadphonesIn())
    assert late.notice == deck.language.prompts["headphones_in"]


def test_the_next_visitor_hears_it_anew(deck: FileDeck) -> None:
    session = finish(after(start(deck), deck, Woken(), Command.DONE), deck)
    session = after(session, deck, Tick(session.now + 1), Woken())
    assert session.notice == orientation(session, deck)


def test_a_warning_is_no_beginning(deck: FileDeck) -> None:
    session = finish(finish(after(start(deck), deck, Command.NEXT), deck), deck)
    session = after(session, deck, Tick(session.now + 180))
    assert session.kind is Kind.WARNING
    session = after(session, deck, Order(Command.FOCUS_NEXT))
    assert orientation(session, deck) not in session.notice
