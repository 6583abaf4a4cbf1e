"""What headphones do to a visit: messages in, session out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audio.api import HeadphonesIn, HeadphonesOut, SpeakerLost, UtteranceFinished, WordStarted
from content.deck import FileDeck
from kiosk.messages import Command, Message, Order, Tick, Woken
from kiosk.moving import begin
from kiosk.narrating import narration
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.session import update, wake_at
from kiosk.settings import Settings
from kiosk.state import VOLUMES_DB, Comfort, Rules, Session, Source, Talking

RULES = Rules(comfort=Comfort(volume=4), headphone_volume=2)


def after(session: Session, deck: FileDeck, *messages: Command | Message) -> Session:
    for message in messages:
        session = update(session, Order(message) if isinstance(message, Command) else message, deck)
    return session


def finish(session: Session, deck: FileDeck) -> Session:
    return update(session, UtteranceFinished(session.talk.number), deck)


@pytest.fixture
def loop(deck: FileDeck) -> Session:
    return begin(RULES, 100.0, deck)


@pytest.fixture
def private(deck: FileDeck, loop: Session) -> Session:
    """A visit in headphones on the third slide, after their announcement."""
    return after(finish(update(loop, HeadphonesIn(), deck), deck), deck, Command.NEXT, Command.NEXT)


def test_plugging_in_begins_a_visit_that_says_so_and_then_reads_the_screen(deck: FileDeck, loop: Session) -> None:
    number = loop.talk.number
    read = after(replace(loop, place=(1, 3)), deck, WordStarted(number, 1, 3))
    session = update(read, HeadphonesIn(), deck)
    assert session.is_visit and session.talk.number > number
    assert session.notice == scene(session, deck).caption
    assert session.notice.startswith(deck.language.prompts["headphones_in"])
    assert session.notice.endswith(deck.language.prompts["how_to_get_help"]), "who cannot see is told what this is"
    session = finish(session, deck)
    assert (session.talk.state, session.talk.source) == (Talking.SPEAKING, Source.SCREEN)
    assert (session.talk.from_sentence, session.talk.from_word) == (0, 0)  # not from where the loop was


def test_the_volume_in_headphones_begins_safe_whatever_it_was(deck: FileDeck, loop: Session) -> None:
    loud = after(loop, deck, Command.LOUDER, Command.LOUDER)
    session = update(loud, HeadphonesIn(), deck)
    assert narration(session, deck).volume_db == VOLUMES_DB[2] < narration(loop, deck).volume_db
    louder = after(session, deck, Command.LOUDER)
    assert louder.comfort.volume == 3
    assert update(louder, HeadphonesOut(), deck).comfort.volume == 4


def test_the_default_volume_in_headphones_is_lower_than_that_of_the_speaker() -> None:
    assert Settings().headphone_volume < Settings().volume


def test_a_sign_tells_where_the_sound_is(deck: FileDeck, private: Session) -> None:
    assert "headphones" in [sign.icon for sign in scene(private, deck).status]
    assert "headphones" not in [sign.icon for sign in scene(update(private, HeadphonesOut(), deck), deck).status]
    assert "headphones" not in [sign.icon for sign in scene(update(private, SpeakerLost("gone"), deck), deck).status]


def test_pulling_out_asks_whether_somebody_is_there_and_then_resets_everything(
    deck: FileDeck, private: Session
) -> None:
    private = after(private, deck, Command.BIGGER)
    session = update(private, HeadphonesOut(), deck)
    assert (session.kind, session.is_visit) == (Kind.WARNING, True)
    assert session.notice == deck.language.prompts["headphones_out"]
    session = finish(finish(session, deck), deck)  # the notice, then the question
    assert session.talk.state is Talking.FINISHED
    ended = after(session, deck, Tick(wake_at(session, deck)))
    assert wake_at(session, deck) - session.now == RULES.warning_seconds
    assert not ended.is_visit and ended.comfort == RULES.comfort and ended.slide == 0


def test_a_cable_that_is_plugged_in_again_goes_on_with_the_same_slide(deck: FileDeck, private: Session) -> None:
    private = after(private, deck, Command.BIGGER)
    session = after(private, deck, HeadphonesOut(), HeadphonesIn())
    assert (session.kind, session.slide) == (Kind.SLIDE, private.slide)
    assert session.comfort == private.comfort
    session = finish(session, deck)
    assert (session.talk.state, session.talk.source) == (Talking.SPEAKING, Source.SCREEN)


def test_somebody_who_goes_on_without_headphones_keeps_the_visit(deck: FileDeck, private: Session) -> None:
    session = after(private, deck, HeadphonesOut(), Woken())
    assert (session.kind, session.slide, session.is_visit) == (Kind.SLIDE, private.slide, True)


def test_pulled_out_in_the_loop_the_loop_goes_on_in_the_room(deck: FileDeck, private: Session) -> None:
    loop = finish(after(private, deck, Command.DONE), deck)
    assert loop.comfort.volume == RULES.headphone_volume
    session = update(loop, HeadphonesOut(), deck)
    assert not session.is_visit and session.talk.number > loop.talk.number
    assert session.comfort.volume == RULES.comfort.volume


def test_headphones_are_heard_in_a_silent_loop_too(deck: FileDeck) -> None:
    session = begin(replace(RULES, loop_speech="silent"), 100.0, deck)
    session = update(session, HeadphonesIn(), deck)
    assert session.talk.state is Talking.SPEAKING
    assert finish(session, deck).talk.state is Talking.SPEAKING
