"""What was misheard costs a step: whatever one phrase does, one order takes back, or it is asked first."""

from __future__ import annotations

from collections.abc import Iterator

from audio.api import Heard
from content.deck import FileDeck
from kiosk.commands import phrase_orders
from kiosk.messages import Command, Order
from kiosk.narrating import active_phrases
from kiosk.panels import ASKED_BACK
from kiosk.session import update
from kiosk.state import Session
from tests.kiosk.visits import after, finish, visit

GOES_ROUND = {Command.COLOURS}
"""It goes through all sets of colors, so that the one before is as many steps away as there are others."""


def place(session: Session) -> tuple[object, ...]:
    """What a visitor would want back."""
    where = (session.is_visit, session.kind, session.slide, session.page, session.choice_page)
    return (*where, session.comfort, session.is_muted, session.is_keeping_going)


def heard_orders(session: Session, deck: FileDeck) -> Iterator[tuple[str, Order]]:
    """Each order that a phrase can give here, once."""
    orders = phrase_orders(deck.language, deck.topics)
    yield from {orders[phrase]: (phrase, orders[phrase]) for phrase in sorted(active_phrases(session, deck))}.values()


def lasting(session: Session, deck: FileDeck) -> list[str]:
    """Phrases that do what no single order takes back."""
    orders = {*phrase_orders(deck.language, deck.topics).values(), *(Order(command) for command in Command)}
    found = []
    for phrase, order in heard_orders(session, deck):
        done = finish(update(session, Heard(phrase, 1.0, 0.0, 1.0, 1.3), deck), deck)
        ways_back = (place(update(done, back, deck)) == place(session) for back in orders)
        if place(done) != place(session) and order.command not in GOES_ROUND and not any(ways_back):
            found.append(phrase)
    return found


def test_whatever_is_misheard_on_a_slide_one_order_takes_back(deck: FileDeck) -> None:
    session = finish(visit(deck, Order(Command.GO_TO_SLIDE, 5)), deck)
    assert len(list(heard_orders(session, deck))) > 40
    assert lasting(session, deck) == []


def test_without_asking_back_the_end_of_a_visit_would_last(deck: FileDeck) -> None:
    session = finish(visit(deck, Order(Command.GO_TO_SLIDE, 5)), deck)
    ended = after(session, deck, Command.DONE)
    assert all(place(update(ended, Order(command), deck)) != place(session) for command in Command)
    assert Command.DONE in ASKED_BACK
