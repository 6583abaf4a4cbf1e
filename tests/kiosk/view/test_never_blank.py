"""Speech and headphones never blank the screen: whoever sees a little, and whoever comes along, sees what is said."""

from __future__ import annotations

import numpy as np
import pytest

from audio.api import HeadphonesIn, HeadphonesOut, WordStarted
from content.deck import FileDeck
from kiosk.messages import Command, Message, Order, Tick, Woken
from kiosk.moving import begin
from kiosk.scenes import scene
from kiosk.session import update
from kiosk.settings import Settings, rules
from kiosk.state import Session
from kiosk.view.layout import lay_out
from tests.content.mmn_deck import deck
from tests.kiosk.view.stage import PANELS
from tests.kiosk.view.sweep import THEMES, Pixels, fonts, pixels_of

LEAST_INK = 0.03
"""Of the screen: what stands out from its ground. A slide has a tenth and more."""
LISTENING: dict[str, tuple[Message, ...]] = {
    "a key": (Woken(),),
    "headphones": (HeadphonesIn(),),
    "headphones in a visit": (Woken(), HeadphonesIn(), Order(Command.NEXT)),
    "headphones pulled out": (HeadphonesIn(), HeadphonesOut()),
    "reading": (Woken(), Order(Command.READ)),
    "reading on": (Woken(), Order(Command.KEEP_GOING), Order(Command.READ)),
    "quiet": (Woken(), Order(Command.QUIET)),
    "time": (Woken(), Tick(10_000.0)),
}


def drawn(session: Session, deck: FileDeck) -> Pixels:
    shown = scene(session, deck)
    return pixels_of(lay_out(shown, PANELS["desk"], fonts()), THEMES[shown.theme])


def ink(pixels: Pixels) -> float:
    """The share of pixels that are not the commonest color."""
    colors, counts = np.unique(pixels, return_counts=True)
    return 1 - float(counts[np.argmax(counts)] / pixels.size) if colors.size else 0.0


@pytest.mark.parametrize("messages", LISTENING.values(), ids=LISTENING)
def test_the_screen_stays_while_somebody_listens(messages: tuple[Message, ...]) -> None:
    session = begin(rules(Settings(), THEMES), 0.0, deck())
    for message in messages:
        session = update(session, message, deck())
    started = update(session, WordStarted(session.talk.number, 0, 0), deck())
    shown = scene(started, deck())
    assert shown.title and (shown.text or shown.choices)
    assert ink(drawn(started, deck())) >= LEAST_INK


def test_a_blank_screen_is_found() -> None:
    assert ink(np.zeros((100, 100), np.uint32)) < LEAST_INK
