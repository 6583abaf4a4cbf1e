"""Quiet hours, the ceiling, and the volume with which each visit begins."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from audio.api import HeadphonesIn, HeadphonesOut, Heard, RoomLevel
from audio.endpointer import QUIETEST_DB
from content.deck import FileDeck
from kiosk.clock import DAY_MINUTES, is_between, minute_of
from kiosk.messages import Command, Message, QuietHours, Tick, Woken
from kiosk.moving import begin
from kiosk.narrating import narration
from kiosk.panels import choices
from kiosk.session import wake_at
from kiosk.state import QUIET_HOURS_STEPS, VOLUMES_DB, Comfort, Rules, Session, Talking
from tests.kiosk.visits import after, finish, spoken, start, visit


def volume_db(session: Session, deck: FileDeck) -> float:
    return narration(session, deck).volume_db


# ---------------------------------------------------------------- quiet hours


def test_in_quiet_hours_the_loop_is_silent_and_goes_on(deck: FileDeck) -> None:
    quiet = after(start(deck), deck, QuietHours(is_on=True))
    assert narration(quiet, deck).utterance is None
    following = after(quiet, deck, Tick(wake_at(quiet, deck)))
    assert following.slide == 1 and narration(following, deck).utterance is None
    assert wake_at(quiet, deck) - quiet.now > 10, "time to read it oneself"


def test_in_quiet_hours_a_visit_is_read_softly_and_can_be_made_louder(deck: FileDeck) -> None:
    usual = volume_db(after(start(deck), deck, Woken()), deck)
    quiet = after(start(deck), deck, QuietHours(is_on=True), Woken())
    assert spoken(quiet, deck)
    assert volume_db(quiet, deck) == usual - 6 * QUIET_HOURS_STEPS
    assert volume_db(after(quiet, deck, Command.LOUDER), deck) == volume_db(quiet, deck) + 6


def test_the_softest_kiosk_stays_within_its_steps(deck: FileDeck) -> None:
    session = after(begin(Rules(comfort=Comfort(volume=1)), 0.0, deck), deck, QuietHours(is_on=True), Woken())
    assert session.comfort.volume == 0


def test_quiet_hours_do_not_touch_a_visit_that_goes_on(deck: FileDeck) -> None:
    session = visit(deck, Command.LOUDER)
    quiet = after(session, deck, QuietHours(is_on=True))
    assert quiet.comfort == session.comfort and quiet.talk == session.talk
    ended = finish(after(quiet, deck, Command.DONE), deck)
    ended = after(ended, deck, Tick(wake_at(ended, deck)))
    assert narration(ended, deck).utterance is None
    assert after(ended, deck, Woken()).comfort.volume == session.rules.comfort.volume - QUIET_HOURS_STEPS


def test_after_quiet_hours_all_is_as_before(deck: FileDeck) -> None:
    loop = after(start(deck), deck, QuietHours(is_on=True), QuietHours(is_on=False))
    assert loop.comfort == loop.rules.comfort and loop.talk.state is Talking.SPEAKING
    assert after(loop, deck, QuietHours(is_on=False)) == loop


def test_headphones_are_private_at_night_too(deck: FileDeck) -> None:
    session = after(start(deck), deck, QuietHours(is_on=True), HeadphonesIn())
    assert session.comfort.volume == session.rules.headphone_volume


# ---------------------------------------------------------------- a loud room


def hear(session: Session, deck: FileDeck, level_db: float, times: int = 1) -> Session:
    return after(session, deck, *[RoomLevel(level_db)] * times)


def test_in_a_loud_room_what_is_said_next_is_louder_slowly_and_up_to_12_db(deck: FileDeck) -> None:
    quiet = finish(hear(visit(deck), deck, -60.0), deck)
    usual = volume_db(after(quiet, deck, Command.READ), deck)
    heard = [volume_db(after(hear(quiet, deck, -30.0, times), deck, Command.READ), deck) for times in range(1, 20)]
    assert heard[0] == usual + 1
    assert all(0 <= louder - softer <= 1 for softer, louder in pairwise(heard))
    assert heard[-1] == min(usual + 12, VOLUMES_DB[-1])
    calmed = hear(hear(quiet, deck, -30.0, 20), deck, -58.0, 20)
    assert volume_db(after(calmed, deck, Command.READ), deck) == usual


def test_a_room_as_loud_as_usual_changes_nothing(deck: FileDeck) -> None:
    session = hear(hear(finish(visit(deck), deck), deck, -60.0), deck, -54.0, 9)
    assert volume_db(after(session, deck, Command.READ), deck) == volume_db(visit(deck), deck)


def test_what_is_being_said_never_changes_for_the_room(deck: FileDeck) -> None:
    paused = after(hear(visit(deck), deck, -60.0), deck, Command.READ, Command.PAUSE)
    on = after(hear(paused, deck, -30.0, 20), deck, Command.GO_ON)
    assert volume_db(on, deck) == volume_db(paused, deck)


def test_the_ceiling_holds_in_the_loudest_room(deck: FileDeck) -> None:
    session = after(begin(Rules(most_volume=5), 0.0, deck), deck, Woken(), RoomLevel(-60.0))
    loud = after(hear(session, deck, -20.0, 30), deck, Command.READ)
    assert volume_db(loud, deck) == VOLUMES_DB[5]
    assert loud.comfort == session.comfort, "what the visitor chose stays"


def test_between_visits_and_in_headphones_the_room_counts_for_nothing(deck: FileDeck) -> None:
    loop = hear(hear(start(deck), deck, -60.0), deck, -20.0, 30)
    following = after(finish(loop, deck), deck, Tick(loop.now + 6))
    assert volume_db(following, deck) == volume_db(start(deck), deck)
    private = after(loop, deck, HeadphonesIn())
    assert volume_db(private, deck) == VOLUMES_DB[private.rules.headphone_volume]


def test_a_muted_microphone_is_no_quiet_room(deck: FileDeck) -> None:
    session = hear(hear(finish(visit(deck), deck), deck, QUIETEST_DB), deck, -50.0, 20)
    assert volume_db(after(session, deck, Command.READ), deck) == volume_db(visit(deck), deck)


# ---------------------------------------------------------------- the clock


@pytest.mark.parametrize(
    ("begin_", "end", "inside", "outside"),
    [
        ("20:00", "07:00", ("20:00", "23:59", "00:00", "06:59"), ("07:00", "12:00", "19:59")),
        ("12:30", "13:00", ("12:30", "12:59"), ("13:00", "12:29", "00:00")),
        ("", "", (), ("00:00", "12:00")),
        ("08:00", "08:00", (), ("08:00", "07:59")),
    ],
)
def test_quiet_hours_may_go_over_midnight(
    begin_: str, end: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    assert all(is_between(minute_of(time), begin_, end) for time in inside)
    assert not any(is_between(minute_of(time), begin_, end) for time in outside)


@pytest.mark.parametrize("text", ["8", "8 pm", "24:00", "7:60", "07:5", "-1:00", "", "a:bc", "12:345"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no time of the day"):
        minute_of(text)
    assert minute_of("23:59") == DAY_MINUTES - 1


# ---------------------------------------------------------------- the ceiling, and a safe start


def test_nobody_makes_it_louder_than_staff_allow(deck: FileDeck) -> None:
    session = finish(after(begin(Rules(most_volume=5), 0.0, deck), deck, Woken()), deck)
    loud = after(session, deck, *[Command.LOUDER] * 9)
    assert volume_db(loud, deck) == VOLUMES_DB[5]
    assert loud.notice == deck.language.prompts["loudest"]
    shown = {choice.order.command: choice.state for choice in choices(after(loud, deck, Command.SOUND), deck)}
    assert shown[Command.LOUDER] == "6 of 6"


def test_headphones_have_no_such_ceiling(deck: FileDeck) -> None:
    session = after(begin(Rules(most_volume=4), 0.0, deck), deck, HeadphonesIn(), *[Command.LOUDER] * 9)
    assert volume_db(session, deck) == VOLUMES_DB[-1]
    assert volume_db(after(session, deck, HeadphonesOut()), deck) <= VOLUMES_DB[4]


LOUD: tuple[Command, ...] = (Command.LOUDER,) * 7
SOFT: tuple[Command, ...] = (Command.QUIETER,) * 7
GOODBYE = Heard("goodbye", 1.0, 0.0, 1.0, 1.3)


@pytest.mark.parametrize("before", [LOUD, SOFT], ids=["loud", "soft"])
@pytest.mark.parametrize("ending", [(Command.DONE,), (GOODBYE,), (HeadphonesIn(), HeadphonesOut()), ()])
@pytest.mark.parametrize("first", [Woken(), Command.NEXT, Command.LOUDER, GOODBYE])
def test_every_visit_begins_at_the_volume_of_the_staff_however_the_last_one_ended(
    deck: FileDeck, before: tuple[Command, ...], ending: tuple[Message | Command, ...], first: Message | Command
) -> None:
    session = after(start(deck), deck, Woken(), *before, *ending)
    while session.is_visit:  # without a goodbye: the warning, and then the end
        session = finish(session, deck) if session.talk.state is Talking.SPEAKING else session
        session = after(session, deck, Tick(max(wake_at(session, deck), session.now + 1)))
    assert session.comfort == session.rules.comfort
    begun = after(session, deck, first)
    louder = 1 if first is Command.LOUDER else 0
    assert volume_db(begun, deck) == VOLUMES_DB[session.rules.comfort.volume + louder]


def test_the_next_visitor_is_not_met_by_the_last_ones_pace_or_mode(deck: FileDeck) -> None:
    session = after(visit(deck), deck, Command.FASTER, Command.CLEARER, Command.DONE)
    assert replace(session.comfort) == session.rules.comfort
