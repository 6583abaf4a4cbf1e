"""What the room asks for: quiet hours, in which the loop is silent and a visit begins softly; and a voice that rises
with the noise, where staff want that.

Knows: sessions. Must not know: the time of the day (app), microphones.
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.state import Room, Session, starting_comfort
from kiosk.talking import hush, say_screen

ROOM_USUAL_DB = 6.0
"""A room so much louder than at its quietest is a usual one: nothing is done about it."""
LIFT_MOST_DB = 12.0
MUTED_DB = -85.0
"""No room is so quiet: somebody has muted the microphone."""
STEP_DB = 1.0
"""At most so much louder or softer from one report to the next (five seconds): nobody hears it change."""


def quiet_hours(session: Session, is_on: bool, deck: Deck) -> Session:
    """Quiet hours begin or end. A visit that goes on is not touched: its volume is the visitor's."""
    if is_on == session.is_quiet_hours:
        return session
    session = replace(session, is_quiet_hours=is_on)
    if session.is_visit:
        return session
    session = replace(session, comfort=starting_comfort(session.rules, session.devices, is_on), since=session.now)
    return hush(session) if is_on else say_screen(session, deck)


def hear_room(session: Session, level_db: float) -> Session:
    """How loud the room is now, told while nobody speaks. What is said from now on may be louder for it.

    The quietest level that was ever told stands for the empty room: a microphone has no scale of its own.
    """
    if level_db < MUTED_DB:
        return session
    room = session.room
    quietest = level_db if room is None else min(room.quietest_db, level_db)
    wanted = min(max(level_db - quietest - ROOM_USUAL_DB, 0.0), LIFT_MOST_DB)
    lift = 0.0 if room is None else room.lift_db
    lift += min(max(wanted - lift, -STEP_DB), STEP_DB)
    return replace(session, room=Room(quietest, lift))
