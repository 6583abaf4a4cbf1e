"""What is said where an order makes no sense: what is wrong, and the way out.

Knows: screens and their choices. Must not know: which order it was (orders), what was not understood (attention).
"""

from __future__ import annotations

from content.model import Deck
from kiosk.orientation import way_on
from kiosk.panels import choices, listed
from kiosk.state import Session


def nothing(session: Session, prompt: str, deck: Deck) -> str:
    """There is nothing of that here (``prompt``), and how to go on."""
    return f"{deck.language.prompts[prompt]} {way_on(session, deck)}"


def no_number(prompt: str, number: int, numbers: tuple[int, int], deck: Deck) -> str:
    """There is no such number (``prompt``), and which there are, from the first to the last."""
    prompts, (first, last) = deck.language.prompts, numbers
    return f"{prompts[prompt].format(number=number)} {prompts['choose_number'].format(first=first, last=last)}"


def no_choice(session: Session, number: int, deck: Deck) -> str:
    """The same for the choices of this screen; or that it has none."""
    shown = [choice.number for choice in choices(session, deck) if choice.number]
    if not shown:
        return nothing(session, "no_choices", deck)
    numbers = (1, len(listed(session, deck))) if listed(session, deck) else (shown[0], shown[-1])
    return no_number("no_choice", number, numbers, deck)
