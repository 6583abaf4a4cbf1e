"""Which short sound tells what, and how the same is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audio.api import Heard, HeardNothingKnown, MicrophoneLost, Utterance, WordStarted
from audio.earcons import EARCONS
from content.deck import FileDeck
from kiosk.messages import Command, Order, SlideLaidOut, Tick, Woken
from kiosk.moving import begin
from kiosk.narrating import listening, narration
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.session import update
from kiosk.state import Rules, Session, Talking
from kiosk.talking import is_listening
from tests.kiosk.visits import after, finish, start, visit


def utterance(session: Session, deck: FileDeck) -> Utterance:
    said = narration(session, deck).utterance
    assert said is not None
    return said


def heard(phrase: str) -> Heard:
    return Heard(phrase, 1.0, 0.0, 1.0, 1.3)


@pytest.mark.parametrize(
    ("before", "command", "earcon"),
    [
        ((), Command.NEXT, "next"),
        ((), Order(Command.GO_TO_TOPIC, 3), "next"),
        ((SlideLaidOut(0, (0, 20)),), Command.NEXT, "next"),
        ((Command.TOPICS,), Command.NEXT, "next"),
        ((Command.NEXT,), Command.BACK, "back"),
        ((Command.NEXT,), Command.START_OVER, "back"),
        ((Command.HELP,), Command.BACK, "back"),
        ((Command.HELP,), Command.HELP, ""),
        ((Command.HELP, Command.HELP), Command.HELP, "back"),
        ((), Command.BACK, "end"),
        ((Command.TOPICS, Command.NEXT), Command.NEXT, "end"),
        ((), Command.HELP, ""),
        ((), Command.READ, ""),
        ((), Command.AGAIN, ""),
        ((), Command.WHERE, ""),
        ((), Command.FOCUS_NEXT, ""),
    ],
)
def test_moving_is_heard(
    deck: FileDeck, before: tuple[Command | SlideLaidOut, ...], command: Command | Order, earcon: str
) -> None:
    assert utterance(after(visit(deck, *before), deck, command), deck).earcon == earcon


def test_the_end_of_the_deck_is_heard(deck: FileDeck) -> None:
    session = replace(visit(deck), slide=len(deck) - 1)
    assert utterance(after(session, deck, Command.NEXT), deck).earcon == "end"


def test_the_loop_has_no_earcons_but_keeping_going_has(deck: FileDeck) -> None:
    loop = finish(start(deck), deck)
    loop = after(loop, deck, Tick(loop.now + 6))
    assert loop.slide == 1
    assert (utterance(loop, deck).earcon, utterance(loop, deck).last_earcon) == ("", "")
    going = finish(finish(visit(deck, Command.KEEP_GOING), deck), deck)
    going = after(going, deck, Tick(going.now + 3))
    assert going.slide == 1
    assert (utterance(going, deck).earcon, utterance(going, deck).last_earcon) == ("next", "")


def test_after_the_reading_it_is_heard_that_the_kiosk_listens(deck: FileDeck) -> None:
    session = visit(deck, Command.NEXT)
    assert utterance(session, deck).last_earcon == "listening"
    assert listening(session, deck).is_speaking and not is_listening(session)
    assert utterance(after(session, deck, MicrophoneLost("unplugged")), deck).last_earcon == ""
    deaf = after(begin(Rules(is_listening_wanted=False), 0.0, deck), deck, Woken(), Command.NEXT)
    assert utterance(deaf, deck).last_earcon == ""


def test_what_was_said_to_it_is_confirmed_by_one_sound(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    assert utterance(after(session, deck, heard("where am i")), deck).earcon == "understood"
    assert utterance(after(session, deck, heard("next slide")), deck).earcon == "next"
    assert utterance(after(session, deck, Command.WHERE), deck).earcon == ""


def test_a_phrase_that_changes_nothing_to_be_heard_is_confirmed_by_the_sound_alone(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    told = after(session, deck, heard("stop talking"))
    assert utterance(told, deck) == Utterance(told.talk.number, (), earcon="understood")
    assert "stop talking" in scene(told, deck).status[0].text
    told = finish(told, deck)
    assert "stop talking" in scene(told, deck).status[0].text
    assert listening(told, deck).is_on
    assert told.place == session.place


def test_a_paused_reading_stays_paused(deck: FileDeck) -> None:
    paused = visit(deck, Command.PAUSE)
    for message in (HeardNothingKnown(0, 1), heard("pause reading")):
        told = after(paused, deck, message)
        assert told.talk.state is Talking.PAUSED and told.talk.number == paused.talk.number


def test_what_was_not_understood_is_heard_seen_and_prolongs_no_visit(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    told = after(session, deck, Tick(session.now + 50), HeardNothingKnown(0, 1))
    assert utterance(told, deck) == Utterance(told.talk.number, (), earcon="not_understood")
    assert told.notice and scene(told, deck).bar == scene(session, deck).bar
    done = finish(told, deck)
    assert done.notice == told.notice
    assert done.last_active == session.last_active
    twice = after(done, deck, HeardNothingKnown(0, 1))
    assert utterance(twice, deck).earcon == "not_understood" and utterance(twice, deck).sentences


def test_a_late_report_of_the_ears_never_cuts_off_the_reading(deck: FileDeck) -> None:
    session = visit(deck)
    assert after(session, deck, HeardNothingKnown(0, 1)).talk == session.talk


def test_the_warning_is_heard_and_seen(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    warned = after(session, deck, Tick(session.now + 180))
    assert warned.kind is Kind.WARNING
    assert utterance(warned, deck).earcon == "warning"


@pytest.mark.parametrize("earcon", sorted(set(EARCONS) - {"understood", "listening"}))
def test_every_earcon_is_shown_as_a_sign_with_words(deck: FileDeck, earcon: str) -> None:
    session = visit(deck)
    session = replace(session, talk=replace(session.talk, earcon=earcon))
    sign = scene(session, deck).status[0]
    assert sign.icon == "chime" and sign.text == deck.language.prompts[f"earcon_{earcon}"]
    later = after(session, deck, WordStarted(session.talk.number, 1, 0))
    assert scene(later, deck).status[0].icon == "speaking"


def test_listening_and_understood_have_signs_of_their_own(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    assert scene(session, deck).status[0].icon == "listening"
    assert scene(after(session, deck, heard("where am i")), deck).status[0].icon == "heard"


def test_staff_can_do_without(deck: FileDeck) -> None:
    session = update(begin(Rules(has_earcons=False), 0.0, deck), Woken(), deck)
    session = finish(after(session, deck, Command.NEXT), deck)
    said = after(session, deck, Command.NEXT)
    assert (utterance(said, deck).earcon, utterance(said, deck).last_earcon) == ("", "")
    assert scene(said, deck).status[0].icon == "speaking"
    told = after(session, deck, HeardNothingKnown(0, 1))
    assert told.notice and narration(told, deck).utterance is None


def test_the_sounds_that_the_rules_name_exist(deck: FileDeck) -> None:
    """A search over the orders finds every earcon, and none that nobody made."""
    found = set()
    for slide in (0, 1, len(deck) - 1):
        for command in Command:
            session = replace(visit(deck), slide=slide)
            for opener in ((), (Command.TOPICS, Command.NEXT)):
                said = narration(after(session, deck, *opener, command), deck).utterance
                found |= {said.earcon, said.last_earcon} if said else set()
    quiet = finish(visit(deck), deck)
    for message in (HeardNothingKnown(0, 1), heard("stop talking"), Tick(quiet.now + 180)):
        found.add(utterance(after(quiet, deck, message), deck).earcon)
    assert found - {""} == set(EARCONS)


