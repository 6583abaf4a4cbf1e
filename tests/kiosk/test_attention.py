"""What the kiosk heeds: what is asked back, what it tells of itself, strictness, push to talk, the microphone off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audio.api import Heard, HeardNothingKnown, MicrophoneBack, MicrophoneLost, VoiceLevel, WordStarted
from content.deck import FileDeck
from kiosk.attention import BURST, BURST_SECONDS, LISTEN_SECONDS, STRICT_SECONDS, is_strict
from kiosk.commands import phrase_orders
from kiosk.messages import Command, Message, Order, Tick, Woken
from kiosk.narrating import active_phrases, listened_by, listening, narration
from kiosk.panels import is_yes_no, targets
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.session import wake_at
from kiosk.situations import situations
from kiosk.state import Session, Source, Talking
from kiosk.tips import MOST_TIPS, tips
from tests.kiosk.visits import after, finish, spoken, start, visit

NONSENSE = HeardNothingKnown(0, 1)


def heard(phrase: str) -> Heard:
    return Heard(phrase, 1.0, 0.0, 1.0, 1.3)


def signs(session: Session, deck: FileDeck) -> list[str]:
    return [sign.icon for sign in scene(session, deck).status]


# ---------------------------------------------------------------- asked back


@pytest.mark.parametrize("phrase", ["i am done", "goodbye", "start over", "microphone off"])
def test_what_cannot_be_taken_back_is_asked_back_when_spoken(deck: FileDeck, phrase: str) -> None:
    before = finish(visit(deck, Command.NEXT, Command.NEXT), deck)
    asked = after(before, deck, heard(phrase))
    assert asked.is_visit and asked.slide == 2 and asked.kind is Kind.ASKED
    assert scene(asked, deck).title.endswith("?") and scene(asked, deck).title in spoken(asked, deck)
    assert [target.order.command for target in targets(asked, deck)[:2]] == [Command.YES, Command.NO]
    kept = after(finish(asked, deck), deck, heard("no"))
    assert (kept.kind, kept.slide, kept.place, kept.asked) == (Kind.SLIDE, 2, before.place, None)
    done = after(finish(asked, deck), deck, heard("yes"))
    order = phrase_orders(deck.language, deck.topics)[phrase]
    by_key = after(before, deck, order)
    assert (done.is_visit, done.slide, done.is_muted) == (by_key.is_visit, by_key.slide, by_key.is_muted)


@pytest.mark.parametrize("command", [Command.DONE, Command.START_OVER, Command.MICROPHONE])
def test_by_hand_it_is_done_at_once(deck: FileDeck, command: Command) -> None:
    assert after(visit(deck, Command.NEXT), deck, command).kind is Kind.SLIDE


def test_where_the_kiosk_asks_only_yes_and_no_count(deck: FileDeck) -> None:
    orders = phrase_orders(deck.language, deck.topics)
    asked = finish(after(finish(visit(deck), deck), deck, heard("start over")), deck)
    phrases = listening(asked, deck).phrases
    assert {orders[phrase].command for phrase in phrases} == {Command.YES, Command.NO}
    assert {"yes", "no"} <= phrases and len(phrases) <= 6


def test_a_question_comes_down_with_any_other_order(deck: FileDeck) -> None:
    asked = after(finish(visit(deck, Command.NEXT), deck), deck, heard("start over"))
    for command in (Command.NEXT, Command.TOPICS, Command.HELP, Command.SOUND, Command.BACK, Command.WHERE):
        assert after(asked, deck, command).asked is None, command
        assert after(asked, deck, command).kind is not Kind.ASKED, command
    louder = after(asked, deck, Command.LOUDER)
    assert louder.kind is Kind.ASKED and louder.comfort.volume == asked.comfort.volume + 1
    chosen = after(asked, deck, Command.FOCUS_NEXT, Command.SELECT)
    assert (chosen.slide, chosen.kind) == (0, Kind.SLIDE)


def test_a_question_that_nobody_answers_ends_in_the_warning_and_that_in_the_slide(deck: FileDeck) -> None:
    asked = finish(after(finish(visit(deck, Command.NEXT), deck), deck, heard("start over")), deck)
    warned = after(asked, deck, Tick(wake_at(asked, deck)))
    assert (warned.kind, warned.behind, warned.asked) == (Kind.WARNING, Kind.SLIDE, None)
    assert after(warned, deck, Command.YES).slide == 1


def test_done_is_not_asked_back_where_the_kiosk_asks_already(deck: FileDeck) -> None:
    silent = finish(visit(deck), deck)
    warned = after(silent, deck, Tick(wake_at(silent, deck)))
    assert not after(warned, deck, heard("i am done")).is_visit


# ---------------------------------------------------------------- tips


def test_after_two_misses_it_says_what_can_be_said_and_that_stands_there(deck: FileDeck) -> None:
    session = after(finish(visit(deck), deck), deck, NONSENSE)
    assert session.talk.source is Source.EARCON and "next slide" in scene(session, deck).caption
    session = after(finish(session, deck), deck, NONSENSE)
    assert "next slide" in spoken(session, deck)
    session = finish(session, deck)
    assert scene(session, deck).caption == tips(session, deck) and "not-understood" in signs(session, deck)
    third = after(session, deck, NONSENSE)
    assert not spoken(third, deck), "it does not nag"
    understood = after(session, deck, heard("where am i"))
    assert understood.misses == 0 and tips(session, deck) not in scene(finish(understood, deck), deck).caption


def test_every_tip_of_every_state_counts_there(deck: FileDeck) -> None:
    for name, session in situations(deck).items():
        if name == "loop":
            continue
        text = tips(session, deck)
        quoted = [part.split("\u201d")[0] for part in text.split("\u201c")[1:]]
        assert 1 < len(quoted) <= MOST_TIPS, name
        assert set(quoted) <= active_phrases(session, deck), name


# ---------------------------------------------------------------- strictness


def test_a_burst_of_nonsense_makes_it_strict_for_a_while_and_it_says_so(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    before = active_phrases(session, deck)
    assert not listening(session, deck).is_strict
    strict = after(session, deck, *[NONSENSE] * BURST)
    assert "strict" in spoken(strict, deck)
    strict = finish(strict, deck)
    told = listening(strict, deck)
    assert told.is_strict and all(" " in phrase for phrase in told.phrases) and len(told.phrases) < len(before) / 2
    assert "next slide" in told.phrases
    assert not spoken(after(strict, deck, NONSENSE), deck), "more nonsense is not answered"
    until = wake_at(strict, deck)
    assert until == strict.now + STRICT_SECONDS
    over = after(strict, deck, Tick(until))
    assert not listening(over, deck).is_strict and listened_by(over) != listened_by(strict)
    assert active_phrases(over, deck) == before


def test_misses_now_and_then_are_no_burst(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    for _ in range(2 * BURST):
        session = after(finish(session, deck), deck, Tick(session.now + BURST_SECONDS / (BURST - 1) + 0.1), NONSENSE)
    assert not listening(finish(session, deck), deck).is_strict


@pytest.mark.parametrize("message", [heard("next slide"), Order(Command.HELP), Order(Command.LISTEN), Woken()])
def test_a_visitor_who_is_understood_or_uses_a_hand_ends_it(deck: FileDeck, message: Message) -> None:
    strict = finish(after(finish(visit(deck), deck), deck, *[NONSENSE] * BURST), deck)
    assert not listening(finish(after(strict, deck, message), deck), deck).is_strict


def test_answers_count_while_it_is_strict(deck: FileDeck) -> None:
    question = next(index for index in range(len(deck)) if is_yes_no(deck.slide(index)))
    session = finish(replace(visit(deck), slide=question), deck)
    strict = finish(after(session, deck, *[NONSENSE] * BURST), deck)
    assert {"yes", "no"} <= listening(strict, deck).phrases


@pytest.mark.parametrize("name", ["asked", "warning"])
def test_an_answer_to_the_kiosk_needs_no_more_while_it_is_strict(deck: FileDeck, name: str) -> None:
    """Who said yes and was not understood five times is heard as well as at first, and not worse."""
    asked = finish(situations(deck)[name], deck)
    strict = finish(after(asked, deck, *[NONSENSE] * BURST), deck)
    assert is_strict(strict) and strict.kind is asked.kind
    told = listening(strict, deck)
    assert not told.is_strict and {"yes", "no"} <= told.phrases & told.likely


def test_whoever_is_not_understood_can_ask_for_all_ears(deck: FileDeck) -> None:
    """By voice alone, wherever the kiosk is strict and does not ask: then everything counts again."""
    for name, session in situations(deck).items():
        strict = finish(after(session, deck, *[NONSENSE] * BURST), deck)
        if strict.is_visit and strict.kind not in (Kind.ASKED, Kind.WARNING):
            assert "listen to me" in listening(strict, deck).likely, name
            assert not is_strict(after(strict, deck, heard("listen to me"))), name


def test_the_loop_is_strict_without_a_word(deck: FileDeck) -> None:
    loop = finish(start(deck), deck)
    assert listening(loop, deck).is_strict, "nobody has turned to the kiosk"
    strict = after(loop, deck, *[NONSENSE] * BURST)
    assert listening(strict, deck).is_strict and not strict.is_visit and strict.talk == loop.talk
    assert scene(strict, deck) == scene(loop, deck)


# ---------------------------------------------------------------- push to talk


def test_listen_silences_at_once_and_reading_goes_on_where_it_was(deck: FileDeck) -> None:
    session = visit(deck, Command.NEXT)
    session = after(session, deck, WordStarted(session.talk.number, 1, 2))
    asked = after(session, deck, Command.LISTEN)
    assert not spoken(asked, deck) and asked.talk.earcon == "listening"
    asked = finish(asked, deck)
    assert listening(asked, deck).is_on and "next slide" in scene(asked, deck).caption
    assert wake_at(asked, deck) == asked.now + LISTEN_SECONDS
    over = after(asked, deck, Tick(asked.now + LISTEN_SECONDS))
    assert (over.talk.state, over.talk.from_sentence, over.talk.from_word) == (Talking.SPEAKING, 1, 2)


def test_after_listen_everyday_words_count_on_a_slide(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    asked = finish(after(session, deck, Command.LISTEN), deck)
    assert deck.language.everyday - active_phrases(session, deck)
    assert deck.language.everyday <= active_phrases(asked, deck)
    assert listened_by(asked) != listened_by(session)
    assert after(asked, deck, heard("right")).slide == 1


def test_nobody_is_cut_off_in_mid_phrase(deck: FileDeck) -> None:
    asked = finish(after(visit(deck), deck, Command.LISTEN), deck)
    speaking = after(asked, deck, VoiceLevel(20.0), Tick(asked.now + LISTEN_SECONDS))
    assert listening(speaking, deck).is_on and not spoken(speaking, deck)
    silent = after(speaking, deck, VoiceLevel(0.0), Tick(wake_at(speaking, deck)))
    assert spoken(silent, deck)


def test_what_is_said_after_listen_is_done_and_a_reading_goes_on_after_a_mere_adjustment(deck: FileDeck) -> None:
    asked = finish(after(visit(deck, Command.NEXT), deck, Command.LISTEN), deck)
    assert after(asked, deck, heard("go back")).slide == 0
    louder = after(asked, deck, heard("speak louder"))
    assert louder.comfort.volume == asked.comfort.volume + 1
    assert finish(louder, deck).talk.source is Source.SCREEN and spoken(finish(louder, deck), deck)


def test_listen_begins_a_visit(deck: FileDeck) -> None:
    session = finish(after(start(deck), deck, Command.LISTEN), deck)
    assert session.is_visit and "stop" in listening(session, deck).phrases


def test_listen_is_on_every_screen_and_tells_where_nothing_can_be_heard(deck: FileDeck) -> None:
    for session in situations(deck).values():
        assert targets(session, deck)[-1].order == Order(Command.LISTEN)
    lost = after(visit(deck), deck, MicrophoneLost("x"))
    assert targets(lost, deck)[-1].icon == "microphone-off"
    assert spoken(after(lost, deck, Command.LISTEN), deck)
    without = visit(deck)
    without = replace(without, rules=replace(without.rules, is_listening_wanted=False))
    assert len(scene(without, deck).bar) == 5 and spoken(after(without, deck, Command.LISTEN), deck)


# ---------------------------------------------------------------- the microphone off


def test_the_microphone_can_be_turned_off_and_on_again(deck: FileDeck) -> None:
    muted = finish(visit(deck, Command.MICROPHONE), deck)
    assert not listening(muted, deck).is_on and "microphone-off" in signs(muted, deck)
    assert "listening" not in signs(muted, deck) and scene(muted, deck).level == -1
    assert not any(sign.is_fault for sign in scene(muted, deck).status)
    assert listening(finish(after(muted, deck, Command.MICROPHONE), deck), deck).is_on
    assert listening(finish(after(muted, deck, Command.LISTEN), deck), deck).is_on
    assert not after(muted, deck, Command.DONE).is_muted, "the next visitor begins anew"


# ---------------------------------------------------------------- what is heard now


def test_the_meter_moves_with_the_voice_and_only_in_steps(deck: FileDeck) -> None:
    session = finish(visit(deck), deck)
    levels = [scene(after(session, deck, VoiceLevel(level_db)), deck).level for level_db in (0, 3, 6, 13, 19, 25, 60)]
    assert levels == [0, 0, 1, 2, 3, 4, 4]
    assert after(session, deck, VoiceLevel(5.0)) is session
    assert signs(after(session, deck, VoiceLevel(20.0)), deck) == ["hearing"]
    loud = after(session, deck, VoiceLevel(20.0))
    assert after(loud, deck, VoiceLevel(21.0)) is loud


def test_no_level_is_shown_while_it_speaks(deck: FileDeck) -> None:
    session = after(finish(visit(deck), deck), deck, VoiceLevel(20.0), Command.NEXT)
    assert scene(session, deck).level == -1 and "hearing" not in signs(session, deck)
    assert scene(finish(session, deck), deck).level == 0


def test_a_voice_begins_no_visit_and_prolongs_none(deck: FileDeck) -> None:
    loop = finish(start(deck), deck)
    assert not after(loop, deck, VoiceLevel(30.0)).is_visit
    session = finish(visit(deck), deck)
    later = after(session, deck, Tick(session.now + 50), VoiceLevel(30.0), NONSENSE)
    assert later.last_active == session.last_active
    assert after(loop, deck, Woken()).is_visit


def test_that_it_cannot_hear_is_said_no_longer_than_it_is_true(deck: FileDeck) -> None:
    quiet = visit(deck, Command.QUIET)
    lost = after(quiet, deck, MicrophoneLost("unplugged"))
    assert lost.notice in spoken(lost, deck)
    back = after(lost, deck, MicrophoneBack())
    assert not back.notice and narration(back, deck).utterance is None and listening(back, deck).is_on

    reading = after(visit(deck), deck, WordStarted(visit(deck).talk.number, 1, 2))
    back = after(reading, deck, MicrophoneLost("unplugged"), MicrophoneBack())
    assert back.talk.source is Source.SCREEN and back.talk.state is Talking.SPEAKING
    assert (back.talk.from_sentence, back.talk.from_word) == (1, 2)
