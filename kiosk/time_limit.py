"""How long a visit may be quiet before the kiosk asks: as staff have set it, or very long for a visitor who has turned
the time limit off (WCAG 2.2.1). It never lasts for ever: the next visitor would find no fresh kiosk.

Knows: sessions and the rule of quiet times. Must not know: clocks, what comes after the question (session).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.state import Session
from kiosk.talking import say_notice


def idle_seconds(session: Session) -> float:
    """So long after the last sign of life, or the last word that was spoken, the kiosk asks."""
    return session.rules.no_limit_seconds if session.has_no_limit else session.rules.idle_seconds


def turn_limit(session: Session, deck: Deck, *, is_off: bool) -> Session:
    """The time limit off, or on again, for this visit."""
    text = deck.language.prompts["no_limit_on" if is_off else "no_limit_off"]
    return say_notice(replace(session, has_no_limit=is_off), text)


def idle_rule(session: Session, deck: Deck) -> str:
    """After how long the kiosk asks, how long one has to answer, and what keeps the visit."""
    minutes, seconds = round(idle_seconds(session) / 60), round(session.rules.warning_seconds)
    return deck.language.prompts["idle_rule"].format(minutes=minutes, seconds=seconds)
