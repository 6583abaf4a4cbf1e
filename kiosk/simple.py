"""Simple mode on and off: fewer buttons and choices at a time, for people to whom many are too many.

Knows: sessions. Must not know: which choices a screen has, and how many of them simple mode shows (panels).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.messages import Command
from kiosk.moving import keep_focus
from kiosk.panels import all_choices, choices_a_screen
from kiosk.script import screen_script
from kiosk.state import Session
from kiosk.talking import say_and_go_on, say_notice


def simplify(session: Session, deck: Deck) -> Session:
    """Turn simple mode on, or off again. Where that changes what is read of this screen, it is read anew.

    A panel that has the button for it stays where that is: it can be pressed again.
    """
    is_simple = not session.comfort.is_simple
    text = deck.language.prompts["simple_on" if is_simple else "simple_off"]
    before = screen_script(session, deck)
    comfort = replace(session.comfort, is_simple=is_simple)
    session = replace(session, comfort=comfort)
    session = keep_focus(replace(session, choice_page=_own_page(session, deck)), deck)
    if screen_script(session, deck) == before:
        return say_and_go_on(session, text)
    first_page = replace(session, place=(0, 0), page=0, page_starts=(0,))
    return say_notice(first_page, text, then_reads=True)


def _own_page(session: Session, deck: Deck) -> int:
    """The page of choices with the button for simple mode; the first one where there is none."""
    orders = [choice.order.command for choice in all_choices(session, deck)]
    return orders.index(Command.SIMPLE) // choices_a_screen(session) if Command.SIMPLE in orders else 0
