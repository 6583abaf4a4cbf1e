"""What was only spoken and cannot be taken back in one step is asked back: it may have been misheard.

Knows: sessions, and which orders these are. Must not know: how an order is carried out (orders), recognizers.
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.messages import Order
from kiosk.moving import open_panel
from kiosk.panels import ASKED_BACK
from kiosk.scene import Kind
from kiosk.state import Asked, Session


def is_to_be_asked(session: Session, order: Order) -> bool:
    """Whether ``order``, which was spoken, waits for a yes. A question is not answered with another one."""
    return order.command in ASKED_BACK and session.kind not in (Kind.WARNING, Kind.ASKED)


def ask(session: Session, order: Order, deck: Deck) -> Session:
    """Ask whether that was meant."""
    asked = Asked(
        order, session.kind, session.page, session.page_starts, session.choice_page, session.focus, session.place
    )
    return open_panel(replace(session, asked=asked), deck, Kind.ASKED, "warning")


def taken_back(session: Session) -> Session:
    """The screen under the question as it was; the same session if nothing is asked."""
    asked = session.asked
    if asked is None:
        return session
    return replace(
        session,
        asked=None,
        kind=asked.kind,
        page=asked.page,
        page_starts=asked.page_starts,
        choice_page=asked.choice_page,
        focus=asked.focus,
        place=asked.place,
    )
