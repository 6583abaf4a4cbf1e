"""Silence while names are called: at once, for all that speaks, and nobody loses anything by it."""

from __future__ import annotations

import pytest

from audio.api import Heard, HeardNothingKnown, WordStarted
from content.deck import FileDeck
from content.keypad import load_keypad
from content.places import default_keypad_file
from kiosk.commands import FUNCTIONS, phrase_orders
from kiosk.holding import RENEW
from kiosk.loading import KEY_NAMES
from kiosk.messages import Command, Order, Tick
from kiosk.narrating import listening, narration
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.session import wake_at
from kiosk.state import Session, Source, Talking
from tests.kiosk.visits import after, finish, spoken, start, visit

HOLD = Command.HOLD


def reading(deck: FileDeck) -> Session:
    """A visit in the middle of the third sentence of the second slide."""
    session = visit(deck, Command.NEXT)
    return after(session, deck, WordStarted(session.talk.number, 2, 3))


def is_silent(session: Session, deck: FileDeck) -> bool:
    return narration(session, deck).utterance is None


def test_it_is_silent_at_once_and_says_why(deck: FileDeck) -> None:
    held = after(reading(deck), deck, HOLD)
    assert is_silent(held, deck)
    assert scene(held, deck).status[0].text == deck.language.prompts["status_held"]
    assert not listening(held, deck).is_on


def test_it_goes_on_at_the_beginning_of_the_sentence_by_itself(deck: FileDeck) -> None:
    session = reading(deck)
    held = after(session, deck, HOLD)
    assert wake_at(held, deck) <= held.now + 12
    assert is_silent(after(held, deck, Tick(held.now + 11.9)), deck)
    on = after(held, deck, Tick(held.now + 12))
    utterance = narration(on, deck).utterance
    assert utterance is not None
    assert (utterance.from_sentence, utterance.from_word, utterance.earcon) == (2, 0, "")
    assert utterance.number > session.talk.number and on.hold is None


def test_a_second_press_lets_go_and_a_second_signal_begins_the_time_anew(deck: FileDeck) -> None:
    held = after(reading(deck), deck, HOLD, Tick(110.0))
    assert not is_silent(after(held, deck, HOLD), deck)
    renewed = after(held, deck, Order(HOLD, RENEW))
    assert is_silent(after(renewed, deck, Tick(121.0)), deck)
    assert not is_silent(after(renewed, deck, Tick(122.0)), deck)


def test_a_notice_is_said_again_too(deck: FileDeck) -> None:
    session = after(reading(deck), deck, Command.WHERE)
    on = after(session, deck, HOLD, HOLD)
    assert (on.talk.source, on.notice) == (Source.NOTICE, session.notice)
    assert spoken(on, deck) == spoken(session, deck)
    assert on.place == session.place


def test_a_paused_reading_stays_where_it_is(deck: FileDeck) -> None:
    paused = after(reading(deck), deck, Command.PAUSE)
    held = after(paused, deck, HOLD)
    assert narration(held, deck) == narration(paused, deck)
    assert after(held, deck, HOLD).talk == paused.talk


def test_out_of_silence_nothing_begins(deck: FileDeck) -> None:
    session = finish(reading(deck), deck)
    held = after(session, deck, HOLD)
    assert is_silent(held, deck) and not listening(held, deck).is_on
    on = after(held, deck, HOLD)
    assert is_silent(on, deck) and listening(on, deck).is_on


@pytest.mark.parametrize("command", FUNCTIONS)
def test_what_a_visitor_does_meanwhile_is_done_in_silence(deck: FileDeck, command: Command) -> None:
    held = after(reading(deck), deck, HOLD, command)
    assert is_silent(held, deck) or narration(held, deck).is_paused
    free = after(reading(deck), deck, command)
    on = after(held, deck, HOLD)
    assert (on.kind, on.slide, on.comfort, on.is_visit) == (free.kind, free.slide, free.comfort, free.is_visit)
    if free.talk.state is Talking.SPEAKING:
        assert not is_silent(on, deck)


def test_it_is_no_sign_of_life_and_costs_nobody_time(deck: FileDeck) -> None:
    loop = start(deck)
    assert not after(loop, deck, HOLD).is_visit
    session = finish(reading(deck), deck)
    on = after(session, deck, Tick(200.0), HOLD, Tick(212.0))
    assert on.last_active == session.last_active + 12
    warned = finish(after(session, deck, Tick(session.now + 180)), deck)
    held = after(warned, deck, Tick(warned.now + 44), HOLD, Tick(warned.now + 56))
    assert held.is_visit and held.kind is Kind.WARNING
    assert not after(held, deck, Tick(warned.now + 57)).is_visit


def test_the_loop_waits_too(deck: FileDeck) -> None:
    loop = finish(start(deck), deck)
    held = after(loop, deck, HOLD, Tick(loop.now + 7))
    assert held.slide == 0
    on = after(held, deck, Tick(loop.now + 12))
    assert on.slide == 0
    assert after(on, deck, Tick(loop.now + 18)).slide == 1


def test_the_end_of_a_visit_does_not_end_the_silence(deck: FileDeck) -> None:
    held = after(reading(deck), deck, HOLD, Command.DONE)
    assert not held.is_visit and is_silent(held, deck)
    assert not is_silent(after(held, deck, HOLD), deck)


def test_late_words_of_the_room_and_of_the_speaker_change_nothing(deck: FileDeck) -> None:
    held = after(finish(reading(deck), deck), deck, HOLD)
    assert is_silent(after(held, deck, HeardNothingKnown(0, 1)), deck)
    assert is_silent(after(held, deck, Heard("next slide", 1.0, 0.0, 1.0, 1.3)), deck)


def test_it_has_keys_and_no_phrase(deck: FileDeck) -> None:
    keys = load_keypad(default_keypad_file(), KEY_NAMES).keys
    assert {key for key, value in keys.items() if value == HOLD.value} == {"F13", "ScrollLock"}
    assert all(order.command is not HOLD for order in phrase_orders(deck.language, deck.topics).values())
