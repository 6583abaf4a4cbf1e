"""Now and then the loop between visits says aloud how to begin: who does not see the screen would never know (EN 301
549, 5.2). Never where staff want the loop silent, and never in quiet hours.

Knows: sessions and the way in. Must not know: when the loop goes on (session).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.state import Session, can_hear
from kiosk.talking import is_loop_silent, say_notice


def is_invitation_due(session: Session) -> bool:
    """Whether the next slide of the loop begins with an invitation."""
    seconds = session.rules.invitation_seconds
    is_wanted = seconds > 0 and not session.is_visit and not is_loop_silent(session)
    return is_wanted and session.now >= session.invited + seconds


def invite(session: Session, deck: Deck) -> Session:
    """Say what this is and how to begin, in the place of reading the slide; that is read after the usual pause, in
    which the kiosk listens."""
    return say_notice(replace(session, invited=session.now), invitation(session, deck))


def invitation(session: Session, deck: Deck) -> str:
    """What this is, and each way to begin that works now."""
    prompts = deck.language.prompts
    text = f"{prompts['orientation'].format(title=deck.title)} {prompts['invitation']}"
    return f"{text} {prompts['invitation_by_voice']}" if can_hear(session) else text
