"""Whatever a visitor did, and however the visit ends, the next one finds a fresh kiosk (F6, B5)."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from audio.api import UtteranceFinished
from content.deck import FileDeck
from kiosk.messages import Command, Order, Tick
from kiosk.moving import begin
from kiosk.session import update, wake_at
from kiosk.state import Session, Source, Talking, starting_comfort
from tests.kiosk.random_visits import MESSAGES, endings, random_session, random_visit

OF_THE_HOUSE = {"rules", "devices", "room", "hold", "is_quiet_hours"}
"""What belongs to the room and its staff, and not to the visit."""
TIMES = {"now", "last_active", "since", "reported", "moving_since", "invited"}
OF_THE_GOODBYE = {"talk", "notice"}
SEEDS = range(40)


def left_over(session: Session, deck: FileDeck) -> list[str]:
    """The fields in which the next visitor would find something of the last one. New fields are among them."""
    comfort = starting_comfort(session.rules, session.devices, session.is_quiet_hours)
    start = replace(begin(session.rules, session.now, deck), comfort=comfort)
    names = {entry.name for entry in fields(Session)} - OF_THE_HOUSE - TIMES - OF_THE_GOODBYE
    return [name for name in sorted(names) if getattr(session, name) != getattr(start, name)]


@pytest.mark.parametrize("way", ["idle", "done", "headphones"])
def test_the_next_visitor_finds_a_fresh_kiosk(deck: FileDeck, way: str) -> None:
    for seed in SEEDS:
        session = update(random_session(deck, seed), Order(Command.NEXT), deck)
        session = endings(deck)[way](session)
        assert not session.is_visit and not left_over(session, deck), (seed, left_over(session, deck))
        said = update(replace(session, hold=None, is_quiet_hours=False), UtteranceFinished(session.talk.number), deck)
        loop = update(said, Tick(wake_at(said, deck)), deck)
        talk = replace(loop.talk, number=0, earcon="")
        assert (loop.slide, talk.source, talk.state, loop.place) == (0, Source.SCREEN, Talking.SPEAKING, (0, 0))


def test_something_left_over_is_found(deck: FileDeck) -> None:
    ended = endings(deck)["done"](random_session(deck, 1))
    for changed in (
        replace(ended, comfort=replace(ended.comfort, volume=6)),
        replace(ended, is_keeping_going=True),
        replace(ended, focus="bar-next"),
        replace(ended, slide=3),
    ):
        assert left_over(changed, deck)


def test_all_ways_of_ending_are_tried_and_all_that_can_happen_happens(deck: FileDeck) -> None:
    assert set(endings(deck)) == {"idle", "done", "headphones"}
    steps = [step for seed in range(60) for step in random_visit(deck, seed)]
    assert {type(step.message) for step in steps} == set(MESSAGES)
    given = {step.message.command for step in steps if isinstance(step.message, Order)}
    assert given == set(Command)
    shown = {step.session.kind for step in steps}
    assert len(shown) >= 8, shown


def test_the_same_seed_is_the_same_visit(deck: FileDeck) -> None:
    assert list(random_visit(deck, 5)) == list(random_visit(deck, 5)) != list(random_visit(deck, 6))
