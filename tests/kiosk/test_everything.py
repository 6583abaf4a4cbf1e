"""All that the kiosk ever says is known beforehand: no visit says a sentence that is not among them."""

from __future__ import annotations

import random

import pytest

from audio.api import SpokenSentence
from content.deck import FileDeck
from kiosk.everything import everything
from kiosk.messages import Command, Order, Woken
from kiosk.moving import begin
from kiosk.script import script
from kiosk.session import update
from kiosk.state import Rules
from tests.kiosk.test_session import random_message


@pytest.fixture(scope="module")
def listed(deck: FileDeck) -> tuple[SpokenSentence, ...]:
    return everything(deck, Rules())


def test_random_visits_say_only_what_is_known_beforehand(deck: FileDeck, listed: tuple[SpokenSentence, ...]) -> None:
    known = set(listed)
    rng = random.Random(11)
    for _ in range(40):
        session = update(begin(Rules(), 0.0, deck), Woken(), deck)
        for _ in range(30):
            message = random_message(rng, session)
            if isinstance(message, Order) and message.number > len(deck.language.numbers):
                continue  # nobody can say, press or touch such a number
            session = update(session, message, deck)
            said = {line.sentence for line in script(session, deck)}
            assert said <= known, [one.text for one in said - known]


def test_each_sentence_is_listed_once_slides_first(deck: FileDeck, listed: tuple[SpokenSentence, ...]) -> None:
    assert len(listed) == len(set(listed)) > 200
    first = update(begin(Rules(), 0.0, deck), Order(Command.NEXT), deck)
    assert {line.sentence for line in script(first, deck)} <= set(listed[:60])
