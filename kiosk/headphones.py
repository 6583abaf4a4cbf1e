"""What headphones do to a visit. Plugging them in begins it: that is a way in which needs no sight (EN 301 549,
5.1.3). Pulling them out is how a listener leaves: the sound goes back to the speaker's volume at once, and the rest of
the visit after a question, so that a cable that was caught by a sleeve costs nothing.

Knows: sessions. Must not know: how headphones are noticed.
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.asking import taken_back
from kiosk.moving import begin_visit, open_panel
from kiosk.orientation import orientation
from kiosk.scene import Kind
from kiosk.state import Session, starting_comfort
from kiosk.talking import hush, say_notice, say_screen


def plugged_in(session: Session, deck: Deck) -> Session:
    """A visit, at the safe volume: the headphones are announced, and then the screen is read."""
    session = taken_back(session)
    place = session.place if session.is_visit else (0, 0)
    kind = session.behind if session.kind is Kind.WARNING else session.kind
    if kind is not session.kind or not session.is_visit:
        session = replace(session, kind=kind, page=0)
    session = _at_starting_volume(begin_visit(session), has_headphones=True)
    told = deck.language.prompts["headphones_in"]
    if not session.is_oriented:  # who looks for the socket first cannot see what this is
        told = f"{told} {orientation(session, deck)}"
    return say_notice(replace(session, place=place, is_oriented=True), told, then_reads=True)


def pulled_out(session: Session, deck: Deck) -> Session:
    """The speaker's volume again, and the question whether somebody is still there."""
    session = _at_starting_volume(session, has_headphones=False)
    if not session.is_visit:
        return say_screen(session, deck)
    session = taken_back(session)
    if session.kind is not Kind.WARNING:
        asked = replace(session, behind=session.kind, last_active=session.now, is_keeping_going=False)
        session = open_panel(hush(asked), deck, Kind.WARNING)
    return say_notice(session, deck.language.prompts["headphones_out"], "warning", then_reads=True)


def _at_starting_volume(session: Session, *, has_headphones: bool) -> Session:
    devices = replace(session.devices, has_headphones=has_headphones)
    volume = starting_comfort(session.rules, devices, session.is_quiet_hours).volume
    return replace(session, devices=devices, comfort=replace(session.comfort, volume=volume))
