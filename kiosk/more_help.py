"""The deeper layer of the help: what is seldom needed, the rule of quiet times, then all that can be asked for, each
as a button that says what to say.

Knows: the command table and how it is told in words. Must not know: keypads (which keys a kiosk has differs; the four
that all have are told in the first layer), what a command does.
"""

from __future__ import annotations

from content.model import Deck
from kiosk.commands import BY_NAME_OR_NUMBER, FUNCTIONS, first_phrase
from kiosk.messages import Command, Order
from kiosk.state import Session, can_hear
from kiosk.time_limit import idle_rule

FIRST_PAGE = (Command.NO_LIMIT, Command.SIMPLE, Command.WHERE)
COMMANDS_A_SIMPLE_PAGE = 2
COMMANDS_A_PAGE = 5
"""At most; the pages are about equally long. The sixth is the way to know where one is."""
EXAMPLE = 2
"""The number in the phrase of a command that takes one: "slide two"."""
ANSWERS = (Command.YES, Command.NO, Command.OPTION)
"""They count where something is asked, and stand there."""
LISTED = tuple(command for command in FUNCTIONS if command not in (*ANSWERS, *FIRST_PAGE))


def page_count(session: Session) -> int:
    """Of the whole layer: its first page, and those that list the commands."""
    return 1 + -(-len(LISTED) // (COMMANDS_A_SIMPLE_PAGE if session.comfort.is_simple else COMMANDS_A_PAGE))


def title_and_text(session: Session, deck: Deck) -> tuple[str, str]:
    """Of the page that the session shows."""
    prompts = deck.language.prompts
    if session.choice_page == 0:
        return prompts["more_title"], idle_rule(session, deck)
    return prompts["all_commands_title"], ""


def hint(session: Session, deck: Deck) -> str:
    """What is said before the choices of this page."""
    if session.choice_page == 0:
        return deck.language.prompts["more_hint"]
    return deck.language.prompts["all_commands_hint" if can_hear(session) else "all_commands_hint_by_hand"]


def orders(session: Session) -> tuple[Order, ...]:
    """What this page offers."""
    if session.choice_page == 0:
        return tuple(Order(command) for command in FIRST_PAGE)
    pages, at = page_count(session) - 1, session.choice_page
    commands = (*LISTED[(at - 1) * len(LISTED) // pages : at * len(LISTED) // pages], Command.WHERE)
    return tuple(Order(command, EXAMPLE if command in BY_NAME_OR_NUMBER else 0) for command in commands)


def label(order: Order, session: Session, deck: Deck) -> str:
    """The name of a command as it stands in the list: what to say for it. Where nobody is heard it is a name, too."""
    words = deck.language.commands[order.command]
    if session.choice_page == 0:
        return words.label
    phrase = first_phrase(deck.language, order.command, order.number) if order.number else words.phrases[0]
    return phrase[:1].upper() + phrase[1:]
