"""A deck on a panel: what of a screen is drawn at once, and what takes another page.

Knows: the layout. Must not know: what visitors do with it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from content.model import Deck
from kiosk.messages import SlideLaidOut
from kiosk.scene import Scene
from kiosk.scenes import scene
from kiosk.session import update
from kiosk.state import Session
from kiosk.view.fonts import Fonts
from kiosk.view.items import Layout
from kiosk.view.layout import lay_out
from kiosk.view.panel import panel_for
from kiosk.view.stack import Kept
from tests.kiosk.visitors import RememberingDeck


class PanelDeck(RememberingDeck):
    """The deck as a panel of this size shows it."""

    def __init__(self, deck: Deck, size: tuple[int, int]) -> None:
        super().__init__(deck)
        self._panel, self._fonts, self._stack = panel_for(size), Fonts(), Kept()
        self._laid_out = cache(self._lay_out)

    def shown(self, session: Session) -> Session:
        """The session when its screen has been laid out."""
        for _ in range(2):
            session = update(session, SlideLaidOut(session.slide, self._layout(session).page_starts), self)
        return session

    def drawn(self, session: Session) -> frozenset[str]:
        """The ids of the targets that can be touched now."""
        return frozenset(item.id for item in self._layout(session).targets)

    def _layout(self, session: Session) -> Layout:
        plain = replace(scene(session, self), caption="", mark=None, status=(), level=-1, picture_step=0)
        return self._laid_out(plain)

    def _lay_out(self, plain: Scene) -> Layout:
        return lay_out(plain, self._panel, self._fonts, self._stack)
