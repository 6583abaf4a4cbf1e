"""What can be said now, in a sentence: a few phrases that somebody who is stuck can try.

Knows: which screen offers what. Must not know: when it is told (attention).
"""

from __future__ import annotations

from content.model import Deck
from kiosk.commands import first_phrase
from kiosk.messages import Command
from kiosk.panels import choices
from kiosk.scene import Kind
from kiosk.state import Session

MOST_TIPS = 4
"""More than so many phrases nobody keeps in mind."""
ON_SLIDES = (Command.NEXT, Command.BACK, Command.TOPICS, Command.HELP)
ON_PANELS = (Command.BACK, Command.NEXT, Command.HELP)


def tips(session: Session, deck: Deck) -> str:
    """"Say ..." with phrases of this screen: its answers or choices first."""
    quoted = ", ".join(f"\u201c{phrase}\u201d" for phrase in _phrases(session, deck))
    return deck.language.prompts["can_say"].format(phrases=quoted)


def _phrases(session: Session, deck: Deck) -> list[str]:
    shown, language = choices(session, deck), deck.language
    if session.kind in (Kind.ASKED, Kind.WARNING) or [choice.order.command for choice in shown[:1]] == [Command.YES]:
        return [first_phrase(language, command) for command in (Command.YES, Command.NO)]
    first = [first_phrase(language, Command.OPTION, choice.number) for choice in shown[:1] if choice.number]
    common = ON_SLIDES if session.kind is Kind.SLIDE else ON_PANELS
    return [*first, *(first_phrase(language, command) for command in common)][:MOST_TIPS]
