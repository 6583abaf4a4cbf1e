"""What the room asks for: quiet hours, in which the loop is silent and a visit begins softly.

Knows: sessions. Must not know: the time of the day (app).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.state import Session, starting_comfort
from kiosk.talking import hush, say_screen


def quiet_hours(session: Session, is_on: bool, deck: Deck) -> Session:
    """Quiet hours begin or end. A visit that goes on is not touched: its volume is the visitor's."""
    if is_on == session.is_quiet_hours:
        return session
    session = replace(session, is_quiet_hours=is_on)
    if session.is_visit:
        return session
    session = replace(session, comfort=starting_comfort(session.rules, session.devices, is_on), since=session.now)
    return hush(session) if is_on else say_screen(session, deck)
