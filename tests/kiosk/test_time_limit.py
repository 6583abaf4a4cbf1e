"""How long a visit may be quiet: the warning, what keeps the visit, and no time limit (F1 to F3, F5)."""

from __future__ import annotations

import pytest

from audio.api import Heard, HeardNothingKnown, VoiceLevel
from content.deck import FileDeck
from kiosk.messages import Command, Message, Order, Tick, Woken
from kiosk.narrating import active_phrases, narration
from kiosk.panels import choices
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.session import wake_at
from kiosk.state import Session
from tests.kiosk.visits import after, finish, spoken, start, visit

IDLE, ANSWER = 180.0, 45.0


def quiet(deck: FileDeck, *commands: Command) -> Session:
    """A visit in which all has been said."""
    return finish(visit(deck, *commands), deck)


def warned(session: Session, deck: FileDeck) -> Session:
    """The same visit when nothing has happened for the whole idle time."""
    session = after(session, deck, Tick(wake_at(session, deck)))
    assert session.kind is Kind.WARNING
    return session


def state_shown(session: Session, deck: FileDeck) -> str:
    return next(choice.state for choice in choices(session, deck) if choice.order.command is Command.NO_LIMIT)


# ---------------------------------------------------------------- the warning


def test_the_clock_stands_still_while_the_kiosk_speaks(deck: FileDeck) -> None:
    session = after(visit(deck), deck, *[Tick(100.0 + second) for second in range(0, 59, 7)])
    assert session.kind is Kind.SLIDE
    ended = finish(after(session, deck, Tick(158.0)), deck)
    assert after(ended, deck, Tick(158.0 + IDLE - 0.1)).kind is Kind.SLIDE
    assert after(ended, deck, Tick(158.0 + IDLE)).kind is Kind.WARNING


def test_the_warning_is_seen_and_heard_and_leaves_45_seconds_after_its_last_word(deck: FileDeck) -> None:
    session = warned(quiet(deck), deck)
    shown, utterance = scene(session, deck), narration(session, deck).utterance
    assert shown.title == deck.language.prompts["warning_title"] and shown.title.split()[0] in spoken(session, deck)
    assert utterance is not None and utterance.earcon == "warning"
    said = finish(after(session, deck, Tick(session.now + 9)), deck)
    assert after(said, deck, Tick(said.now + ANSWER - 0.1)).is_visit
    assert not after(said, deck, Tick(said.now + ANSWER)).is_visit


@pytest.mark.parametrize(
    "message",
    [
        Order(Command.FOCUS_NEXT),  # a key, a switch
        Order(Command.OPTION, 1),
        Order(Command.OPTION, 3),
        Order(Command.OPTION, 9),
        Woken(),  # an unknown key, a touch beside every target
        Heard("i need more time", 1.0, 0.0, 1.0, 1.0),
        Heard("yes", 1.0, 0.0, 1.0, 1.0),
        Heard("no time limit", 1.0, 0.0, 1.0, 1.0),
    ],
)
def test_each_kind_of_input_keeps_the_visit(deck: FileDeck, message: Message) -> None:
    session = after(warned(quiet(deck, Command.NEXT), deck), deck, message)
    assert session.is_visit and (session.kind, session.slide) == (Kind.SLIDE, 1)
    assert wake_at(finish(session, deck), deck) >= session.now + IDLE


@pytest.mark.parametrize("command", [Command.HELP, Command.TOPICS, Command.WHERE, Command.NEXT])
def test_what_was_asked_for_is_done_as_well(deck: FileDeck, command: Command) -> None:
    at = quiet(deck, Command.NEXT)
    kept, wanted = after(warned(at, deck), deck, command), after(at, deck, command)
    assert (kept.kind, kept.slide, kept.notice) == (wanted.kind, wanted.slide, wanted.notice)


def test_talk_in_the_room_keeps_nothing(deck: FileDeck) -> None:
    session = finish(warned(quiet(deck), deck), deck)
    session = after(session, deck, Tick(session.now + 44), HeardNothingKnown(0, 1), VoiceLevel(20.0))
    assert not after(finish(session, deck), deck, Tick(session.now + 1)).is_visit  # a chime was all


def test_a_visit_can_be_kept_as_often_as_one_likes(deck: FileDeck) -> None:
    session = quiet(deck)
    for _ in range(12):
        session = finish(after(warned(session, deck), deck, Command.MORE_TIME), deck)
        assert session.is_visit and session.kind is Kind.SLIDE


# ---------------------------------------------------------------- no time limit


def test_without_a_limit_nobody_is_asked_for_half_an_hour_and_then_as_usual(deck: FileDeck) -> None:
    session = finish(after(quiet(deck), deck, Command.NO_LIMIT), deck)
    assert after(session, deck, Tick(session.now + 1799)).kind is Kind.SLIDE
    asked = finish(after(session, deck, Tick(session.now + 1800)), deck)
    assert asked.kind is Kind.WARNING and after(asked, deck, Tick(asked.now + ANSWER - 0.1)).is_visit
    assert not after(asked, deck, Tick(asked.now + ANSWER)).is_visit


def test_it_is_turned_on_and_off_and_told_and_shown(deck: FileDeck) -> None:
    session = after(quiet(deck), deck, Command.NO_LIMIT)
    assert session.has_no_limit and deck.language.prompts["no_limit_on"] in session.notice
    assert "30 quiet minutes" in session.notice and session.notice in spoken(session, deck)
    again = after(session, deck, Command.NO_LIMIT)
    assert not again.has_no_limit and "3 quiet minutes" in again.notice
    assert deck.language.prompts["no_limit_off"] in again.notice


def test_where_it_asks_no_limit_is_a_choice_with_its_state_and_never_means_less_time(deck: FileDeck) -> None:
    session = warned(quiet(deck, Command.NEXT), deck)
    assert state_shown(session, deck) == "off" and "no time limit" in active_phrases(session, deck)
    on = finish(after(session, deck, Command.NO_LIMIT), deck)
    assert on.has_no_limit and (on.kind, on.slide) == (Kind.SLIDE, 1)
    asked = warned(on, deck)
    assert state_shown(asked, deck) == "on" and after(asked, deck, Command.NO_LIMIT).has_no_limit


def test_staff_set_how_long_that_is(deck: FileDeck) -> None:
    session = after(start(deck, no_limit_seconds=600.0), deck, Woken(), Command.NO_LIMIT)
    session = finish(session, deck)
    assert wake_at(session, deck) == session.now + 600.0


def test_the_next_visitor_has_the_usual_limit(deck: FileDeck) -> None:
    session = after(quiet(deck, Command.NO_LIMIT), deck, Command.DONE, Woken())
    assert session.is_visit and not session.has_no_limit
