"""What somebody hears first who came without a plain wish: what this is, and how to go on. Once a visit, cut off by any
input; who begins with a command gets what was asked for, and after its reading one sentence on where help is.

Knows: sessions and the way in. Must not know: devices, how a visit ends.
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.messages import Command, Order
from kiosk.scene import Kind
from kiosk.state import Session, Source, can_hear
from kiosk.talking import say_notice


def is_unclear(session: Session, order: Order) -> bool:
    """Whether this is the first order of a visit, by a key of which somebody who finds it can hardly know what it does.

    Who says a command knows what this is.
    """
    is_first = not session.is_visit and not session.is_oriented
    return is_first and order.command in (Command.FOCUS_NEXT, Command.FOCUS_BACK, Command.SELECT, Command.SCAN)


def orient(session: Session, deck: Deck) -> Session:
    """Say what this is and how to go on, and then read the screen from its beginning."""
    session = replace(session, is_oriented=True, place=(0, 0))
    return say_notice(session, orientation(session, deck), then_reads=True)


def orient_at(session: Session, deck: Deck) -> Session:
    """The same in front of the notice that tells which button has the focus; there it waits."""
    text = f"{orientation(session, deck)} {session.notice}"
    return say_notice(replace(session, is_oriented=True), text)


def orientation(session: Session, deck: Deck) -> str:
    """What this is, how to go on, and where help is; under 15 seconds."""
    prompts = deck.language.prompts
    told = prompts["orientation"].format(title=deck.title)
    return f"{told} {way_on(session, deck)} {way_to_help(session, deck)}"


def way_on(session: Session, deck: Deck) -> str:
    """How to go on, in a sentence."""
    return deck.language.prompts["how_to_go_on" if can_hear(session) else "how_to_go_on_by_hand"]


def way_to_help(session: Session, deck: Deck) -> str:
    """Where help is, in a sentence."""
    return deck.language.prompts["how_to_get_help" if can_hear(session) else "how_to_get_help_by_hand"]


def is_due_after(session: Session) -> bool:
    """Whether the way to help should be told now that something was read to its end."""
    is_read = session.talk.source is Source.SCREEN and session.kind is Kind.SLIDE and not session.is_keeping_going
    return session.is_visit and not session.is_oriented and is_read


def tell_way_to_help(session: Session, deck: Deck) -> Session:
    """The short form; then the kiosk listens."""
    session = say_notice(replace(session, is_oriented=True), way_to_help(session, deck))
    return replace(session, talk=replace(session.talk, last_earcon="listening"))
