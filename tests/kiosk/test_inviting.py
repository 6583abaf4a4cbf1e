"""The idle kiosk says now and then how to begin, for people who do not see it (A15), and is never blank (F8)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from audio.api import HeadphonesIn, MicrophoneLost
from content.deck import FileDeck
from kiosk.inviting import invitation
from kiosk.messages import Command, QuietHours, Tick, Woken
from kiosk.narrating import QUIET_LOOP_DB, active_phrases, narration
from kiosk.scenes import scene
from kiosk.session import wake_at
from kiosk.state import Rules, Session, Source, Talking
from tests.kiosk.random_visits import random_visit
from tests.kiosk.visits import after, finish, spoken, start

READING = 10.0
"""Seconds that each utterance takes here."""


def loop(session: Session, deck: FileDeck, until: float) -> list[Session]:
    """The sessions of the loop while nobody is there, one for each change, by a fake clock."""
    passed = []
    while session.now < until:
        if session.talk.state is Talking.SPEAKING:
            session = finish(after(session, deck, Tick(session.now + READING)), deck)
        session = after(session, deck, Tick(wake_at(session, deck)))
        passed.append(session)
    return passed


def invitations(sessions: list[Session], deck: FileDeck) -> list[Session]:
    return [session for session in sessions if session.talk.source is Source.NOTICE and "begin" in session.notice]


def test_every_five_minutes_it_says_between_two_slides_how_to_begin(deck: FileDeck) -> None:
    passed = loop(start(deck), deck, until=100.0 + 3600.0)
    given = invitations(passed, deck)
    gaps = [later.now - earlier.now for earlier, later in pairwise(given)]
    assert 300.0 <= given[0].now - 100.0 <= 330.0 and all(300.0 <= gap <= 330.0 for gap in gaps) and len(given) >= 10
    at = passed.index(given[0])
    assert passed[at].slide == passed[at - 1].slide + 1 == passed[at + 1].slide
    assert passed[at + 1].talk.source is Source.SCREEN and passed[at + 1].place == (0, 0)


def test_it_names_each_way_that_works_and_is_captioned(deck: FileDeck) -> None:
    given = invitations(loop(start(deck), deck, until=500.0), deck)[0]
    assert scene(given, deck).caption == given.notice == invitation(given, deck)
    said = spoken(given, deck)
    assert "touch the screen" in said and "any key" in said and "next slide" in said
    assert "next slide" in active_phrases(given, deck)
    deaf = after(start(deck), deck, MicrophoneLost("x"))
    said = spoken(invitations(loop(deaf, deck, until=500.0), deck)[0], deck)
    assert "any key" in said and "next slide" not in said


@pytest.mark.parametrize("minutes", [1.0, 20.0])
def test_staff_set_how_often(deck: FileDeck, minutes: float) -> None:
    given = invitations(loop(start(deck, invitation_seconds=60 * minutes), deck, until=100.0 + 3600.0), deck)
    assert 0.9 * 3600 / (60 * minutes + READING + 2 * 6) <= len(given) <= 60 / minutes


def test_staff_can_turn_it_off_and_a_silent_loop_and_quiet_hours_have_none(deck: FileDeck) -> None:
    hour = 100.0 + 3600.0
    assert not invitations(loop(start(deck, invitation_seconds=0.0), deck, hour), deck)
    assert not invitations(loop(start(deck, loop_speech="silent"), deck, hour), deck)
    assert not invitations(loop(after(start(deck), deck, QuietHours(True)), deck, hour), deck)
    quiet = invitations(loop(start(deck, loop_speech="quiet"), deck, hour), deck)[0]
    assert narration(quiet, deck).volume_db == narration(start(deck), deck).volume_db - QUIET_LOOP_DB


def test_a_visitor_cuts_it_off_and_nobody_is_invited_in_a_visit(deck: FileDeck) -> None:
    given = invitations(loop(start(deck), deck, until=500.0), deck)[0]
    begun = after(given, deck, Command.NEXT)
    assert begun.is_visit and begun.talk.source is Source.SCREEN and begun.slide == given.slide + 1
    session = finish(begun, deck)
    for _ in range(5):
        session = finish(after(session, deck, Tick(session.now + 100), Woken()), deck)
        assert not invitations([session], deck)
    ended = after(session, deck, Command.DONE)
    assert not invitations(loop(ended, deck, ended.now + 270.0), deck)


def test_no_state_of_a_session_is_a_blank_screen(deck: FileDeck) -> None:
    for seed in range(40):
        for step in random_visit(deck, seed, rules=Rules(loop_speech="silent" if seed % 3 == 0 else "aloud")):
            shown = scene(step.session, deck)
            assert shown.title and shown.bar and (shown.text or shown.choices), step.session.kind
    plugged = scene(after(start(deck), deck, HeadphonesIn()), deck)
    assert plugged.title and plugged.text and plugged.icon
