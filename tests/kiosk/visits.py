"""Visits for the tests of the rules: sessions after given messages.

Knows: messages in, session out. Must not know: devices, the shell.
"""

from __future__ import annotations

from audio.api import UtteranceFinished
from content.deck import FileDeck
from kiosk.messages import Command, Message, Order, Woken
from kiosk.moving import begin
from kiosk.narrating import narration
from kiosk.session import update
from kiosk.state import Rules, Session


def start(deck: FileDeck, **rules: object) -> Session:
    return begin(Rules(**rules), 100.0, deck)  # type: ignore[arg-type]


def visit(deck: FileDeck, *commands: Command | Order) -> Session:
    """A visit after the given orders, begun by a touch beside every target; it has been said what this is."""
    return after(finish(update(start(deck), Woken(), deck), deck), deck, *commands)


def after(session: Session, deck: FileDeck, *messages: Command | Message) -> Session:
    for message in messages:
        session = update(session, Order(message) if isinstance(message, Command) else message, deck)
    return session


def finish(session: Session, deck: FileDeck) -> Session:
    return update(session, UtteranceFinished(session.talk.number), deck)


def spoken(session: Session, deck: FileDeck) -> str:
    utterance = narration(session, deck).utterance
    return " ".join(word.spoken for line in utterance.sentences for word in line.words) if utterance else ""
