"""Simple mode on and off: fewer buttons and choices at a time, for people to whom many are too many.

Knows: sessions. Must not know: which choices a screen has, and how many of them simple mode shows (panels).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.focusing import list_page_told
from kiosk.messages import Command
from kiosk.moving import keep_focus
from kiosk.panels import all_choices, choice_page_count, choices, choices_a_screen
from kiosk.scene import Kind
from kiosk.script import screen_script
from kiosk.state import Session
from kiosk.talking import say_and_go_on, say_notice


def simplify(session: Session, deck: Deck) -> Session:
    """Turn simple mode on, or off again. Where that changes what is read of this screen, it is read anew.

    What stood first of the choices still stands there. A panel whose button for it was pressed stays where that is: it
    can be pressed again.
    """
    is_simple = not session.comfort.is_simple
    text = deck.language.prompts["simple_on" if is_simple else "simple_off"]
    before = screen_script(session, deck)
    simplified = replace(session, comfort=replace(session.comfort, is_simple=is_simple))
    session = keep_focus(replace(simplified, choice_page=_page(session, simplified, deck)), deck)
    if screen_script(session, deck) == before:
        return say_and_go_on(session, text)
    if session.kind is not Kind.SLIDE and choice_page_count(session, deck) > 1:
        text = f"{text} {list_page_told(session, deck)}"
    first_page = replace(session, place=(0, 0), page=0, page_starts=(0,))
    return say_notice(first_page, text, then_reads=True)


def _page(before: Session, after: Session, deck: Deck) -> int:
    """Which choices are shown then: those with the button for simple mode if it was shown, else the first of before."""
    commands = [choice.order.command for choice in all_choices(after, deck)]
    was_shown = Command.SIMPLE in [choice.order.command for choice in choices(before, deck)]
    if was_shown and Command.SIMPLE in commands:
        return commands.index(Command.SIMPLE) // choices_a_screen(after)
    first = before.choice_page * choices_a_screen(before)
    return min(first // choices_a_screen(after), choice_page_count(after, deck) - 1)
