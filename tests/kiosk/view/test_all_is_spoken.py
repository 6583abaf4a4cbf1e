"""Nothing on the screen is missing from the speech: each visible word is heard by reading, asking or moving the focus.

What stands on the screen is taken from the layout (that this is all of it, tesseract sees to in test_ocr.py), what is
heard from the script. Left out are the signs of the kiosk's state and the place in a list: SEEN_ONLY.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from audio.api import HeardNothingKnown, UtteranceFinished
from content.deck import FileDeck
from kiosk.attention import MISSES_BEFORE_HELP
from kiosk.messages import Command, Message, Order, Woken
from kiosk.moving import begin
from kiosk.scene import Part
from kiosk.scenes import scene
from kiosk.script import _lines as SCRIPT_LINES
from kiosk.script import script
from kiosk.session import update
from kiosk.settings import Settings, rules
from kiosk.shots import _states
from kiosk.state import Session
from kiosk.view.layout import lay_out
from tests.content.mmn_deck import deck
from tests.kiosk.view.stage import PANELS
from tests.kiosk.view.sweep import THEMES, fonts

SEEN_ONLY = ("status-", "place")
"""They are heard as a short sound, or as a message at the moment at which they change; not on demand."""
OTHER_STATE = {"bar-play"}
"""Moving the focus silences, so that this button is called Play when it is heard, and Pause while the kiosk speaks."""


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w']+", text.lower().replace("’", "'")))


def shown(session: Session, deck: FileDeck) -> Iterator[tuple[str, str]]:
    """Each word on any page of the screen, with the item it belongs to."""
    seen, panel = scene(session, deck), PANELS["desk"]
    for page in range(len(lay_out(seen, panel, fonts()).page_starts)):
        for item in lay_out(replace(seen, page=page), panel, fonts()).items:
            if item.words and not item.id.startswith(SEEN_ONLY):
                yield from ((word, item.id) for word in words(item.text))


def heard(session: Session, deck: FileDeck) -> set[str]:
    """What a visitor hears who stays where they are: by reading, by asking where they are, by not being understood,
    and by going round with the focus."""
    ways: list[tuple[Message, ...]] = [(), (Order(Command.READ),), (Order(Command.WHERE),)]
    ways.append((Order(Command.READ), *[HeardNothingKnown(0.0, 1.0)] * MISSES_BEFORE_HELP))
    found: set[str] = set()
    for way in ways:
        at = session
        for message in way:
            at = update(at, message, deck)
        found |= spoken(at, deck)
    at, count = session, len(scene(session, deck).choices) + len(scene(session, deck).bar)
    for _ in range(2 * count + 6):  # past the last choice of a list its page turns
        at = update(at, Order(Command.FOCUS_NEXT), deck)
        found |= spoken(at, deck)
    return found


def spoken(session: Session, deck: FileDeck) -> set[str]:
    """As shown, so that "MMN" is one word, and as said, so that the state of a choice counts."""
    lines = [line.sentence for line in script(session, deck)]
    said = " ".join(word.spoken for sentence in lines for word in sentence.words)
    return words(said + " " + " ".join(sentence.text for sentence in lines))


def silent_ones(session: Session, deck: FileDeck) -> list[tuple[str, str]]:
    """Words that are shown and never heard."""
    said = heard(session, deck)
    return [(word, id) for word, id in shown(session, deck) if word not in said and id not in OTHER_STATE]


def start() -> Session:
    woken = update(begin(rules(Settings(), THEMES), 0.0, deck()), Woken(), deck())
    return update(woken, UtteranceFinished(woken.talk.number), deck())


def screens() -> dict[str, Session]:
    slides = {deck().slide(index).id: replace(start(), slide=index) for index in range(len(deck()))}
    return {**slides, **dict(_states(deck(), start()))}


@pytest.mark.parametrize("session", screens().values(), ids=screens())
def test_every_word_on_the_screen_can_be_heard(session: Session) -> None:
    assert silent_ones(session, deck()) == []


def test_a_word_that_nobody_says_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice that leaves out titles; of some slides it says their words elsewhere."""
    monkeypatch.setattr("kiosk.script._lines", lambda part, *_: () if part is Part.TITLE else SCRIPT_LINES(part, *_))
    found = {id for session in list(screens().values())[:6] for _, id in silent_ones(session, deck())}
    assert found == {"title"}
