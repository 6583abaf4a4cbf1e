"""How long a visit may be quiet before the kiosk asks: as staff have set it, or very long for a visitor who has turned
the time limit off (WCAG 2.2.1). It never lasts for ever: the next visitor would find no fresh kiosk.

Knows: sessions and the rule of quiet times. Must not know: clocks, what comes after the question (session).
"""

from __future__ import annotations

from content.model import Deck
from kiosk.state import Session


def idle_seconds(session: Session) -> float:
    """So long after the last sign of life, or the last word that was spoken, the kiosk asks."""
    return session.rules.no_limit_seconds if session.has_no_limit else session.rules.idle_seconds


def idle_rule(session: Session, deck: Deck) -> str:
    """After how long the kiosk asks, how long one has to answer, and what keeps the visit."""
    minutes, seconds = round(idle_seconds(session) / 60), round(session.rules.warning_seconds)
    return deck.language.prompts["idle_rule"].format(minutes=minutes, seconds=seconds)
