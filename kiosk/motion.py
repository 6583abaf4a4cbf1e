"""When a picture moves: its steps one after another for a few seconds after its slide came up, then the still.

The still stands first and last, so that nobody needs the motion. At most 2 changes a second, and all over within
5 seconds (WCAG 2.2.2): the steps run as many whole rounds as fit.

Knows: the time of a session. Must not know: what is drawn in a step (content.motion, view).
"""

from __future__ import annotations

from content.model import Deck
from kiosk.scene import Kind
from kiosk.state import Session

STEP_SECONDS = 0.6
MOTION_SECONDS = 5.0
NEVER = float("inf")


def picture_step(session: Session, deck: Deck) -> int:
    """The step of the large picture that shows now; 0 is the still."""
    count = steps(session, deck)
    past = _steps_past(session)
    return past % (count + 1) if past < _changes(count) else 0


def next_step_at(session: Session, deck: Deck) -> float:
    """The monotonic time at which the picture changes next; NEVER if it rests."""
    past = _steps_past(session)
    if past >= _changes(steps(session, deck)):
        return NEVER
    return session.moving_since + (past + 1) * STEP_SECONDS


def steps(session: Session, deck: Deck) -> int:
    """How many steps the picture has that may move now; 0 if none does."""
    is_moving = session.kind is Kind.SLIDE and session.comfort.has_motion
    return deck.slide(session.slide).picture_steps if is_moving else 0


def _changes(count: int) -> int:
    """How often the picture changes until it rests; every round begins with the still and ends with its last step."""
    if not count:
        return 0
    rounds = int(MOTION_SECONDS / ((count + 1) * STEP_SECONDS))
    return rounds * (count + 1)


def _steps_past(session: Session) -> int:
    """How many times STEP_SECONDS have gone by. A tick that comes at its time, give or take rounding, counts."""
    return int((session.now - session.moving_since) / STEP_SECONDS + 1e-6)
