"""One switch: what is offered, when, and what a press does. Messages in, session out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audio.api import Heard
from content.deck import FileDeck
from kiosk.commands import FUNCTIONS
from kiosk.messages import Command, Order, Tick, Woken
from kiosk.orientation import orientation
from kiosk.panels import is_yes_no, targets
from kiosk.scanning import ROUNDS, offered, scan_groups
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.session import wake_at
from kiosk.state import RATES_WPM, Session, Source, Talking
from tests.kiosk.visits import after, finish, spoken, start, visit

SWITCH = Order(Command.SCAN)


def silent(deck: FileDeck, *commands: Command | Order) -> Session:
    return finish(visit(deck, *commands), deck)


def wait(session: Session, deck: FileDeck) -> Session:
    """What was offered has been said, and nobody has pressed until the next one's turn."""
    session = finish(session, deck)
    return after(session, deck, Tick(wake_at(session, deck)))


def press_when(session: Session, wanted: str, deck: FileDeck) -> Session:
    """Wait until the target ``wanted`` is offered, alone or in its group, and press."""
    for _ in range(60):
        shown = [target.id for target in offered(session, deck)]
        if wanted in shown:
            session = after(session, deck, SWITCH)
            if len(shown) == 1:
                return session
        else:
            session = wait(session, deck)
    raise AssertionError(f"{wanted} was never offered")


def chosen(session: Session, wanted: str, deck: FileDeck) -> Session:
    return press_when(after(session, deck, SWITCH), wanted, deck)


def test_on_a_slide_the_buttons_are_offered_beginning_with_next(deck: FileDeck) -> None:
    session = after(silent(deck), deck, SWITCH)
    said = []
    for _ in range(6):
        assert [target.id for target in offered(session, deck)] == [session.focus]
        assert scene(session, deck).focus == session.focus and session.notice == scene(session, deck).caption
        said.append(session.notice)
        session = wait(session, deck)
    assert said[:2] == ["Next.", "Topics."] and len(set(said)) == 6
    assert session.focus == "bar-next", "round again"


def test_a_press_does_what_was_just_said_and_the_next_one_begins_anew(deck: FileDeck) -> None:
    session = after(silent(deck), deck, SWITCH, SWITCH)
    assert (session.slide, session.scan, session.talk.source) == (1, None, Source.SCREEN)
    session = after(session, deck, SWITCH)
    assert session.slide == 1 and session.notice == "Next."


def test_groups_come_first_and_a_group_is_shown_whole(deck: FileDeck) -> None:
    session = after(silent(deck, Command.TOPICS), deck, SWITCH)
    assert session.notice == deck.language.prompts["scan_choices"]
    assert scene(session, deck).focus_group == tuple(f"topic-{number}" for number in range(1, 7))
    session = wait(session, deck)
    assert session.notice == deck.language.prompts["scan_bar"]
    assert set(scene(session, deck).focus_group) == {t.id for t in targets(session, deck) if t.id.startswith("bar-")}
    session = wait(session, deck)
    assert session.notice == deck.language.prompts["scan_choices"]
    inside = after(session, deck, SWITCH)
    assert inside.focus == "topic-1" and scene(inside, deck).focus_group == ("topic-1",)
    assert after(wait(inside, deck), deck, SWITCH).slide == deck.topics[1].first


def test_a_wrong_group_costs_one_round(deck: FileDeck) -> None:
    session = after(silent(deck, Command.TOPICS), deck, SWITCH, SWITCH)
    for _ in range(6):
        session = wait(session, deck)
    assert session.scan is not None and session.scan.group == "" and session.scan.rounds == 1


def test_after_three_rounds_it_ends_and_says_so(deck: FileDeck) -> None:
    session = after(silent(deck), deck, SWITCH)
    for _ in range(6 * ROUNDS):
        assert session.scan is not None
        session = wait(session, deck)
    assert session.scan is None and session.notice == deck.language.prompts["scan_stopped"]
    session = finish(session, deck)
    assert wake_at(session, deck) == session.now + session.rules.idle_seconds


def test_the_pause_is_as_set_and_longer_for_who_has_the_voice_slow(deck: FileDeck) -> None:
    def pause(seconds: float, rate: int) -> float:
        session = silent(deck)
        session = replace(
            session,
            rules=replace(session.rules, scan_seconds=seconds),
            comfort=replace(session.comfort, rate=rate),
        )
        session = finish(after(session, deck, SWITCH), deck)
        return wake_at(session, deck) - session.now

    assert pause(2.0, 4) == pytest.approx(2.0) and pause(0.5, 4) == pytest.approx(0.5)
    assert pause(2.0, 0) == pytest.approx(2.0 * 150 / 65)
    assert pause(2.0, len(RATES_WPM) - 1) < 1.0


def test_nothing_is_offered_before_the_last_was_said_and_its_words_stay(deck: FileDeck) -> None:
    session = after(silent(deck), deck, SWITCH)
    assert after(session, deck, Tick(session.now + 10)).focus == "bar-next"
    session = finish(session, deck)
    assert scene(session, deck).caption == "Next."


@pytest.mark.parametrize("other", [Command.NEXT, Command.FOCUS_NEXT, Command.HELP, Woken()])
def test_any_other_input_ends_it(other: Command | Woken, deck: FileDeck) -> None:
    session = after(silent(deck), deck, SWITCH, other)
    assert session.scan is None and scene(session, deck).focus_group == ()


def test_a_visit_can_begin_with_the_switch_and_hears_what_this_is(deck: FileDeck) -> None:
    session = after(start(deck), deck, SWITCH)
    assert session.is_visit and session.notice == f"{orientation(session, deck)} Next."
    session = after(finish(session, deck), deck, SWITCH)
    assert session.slide == 1


def test_it_can_be_begun_by_voice(deck: FileDeck) -> None:
    assert after(silent(deck), deck, Heard("start scanning", 1, 0, 1, 1)).scan is not None


def test_a_warning_is_answered_by_the_switch(deck: FileDeck) -> None:
    session = silent(deck)
    session = after(session, deck, Tick(session.now + 180))
    assert session.kind is Kind.WARNING
    assert after(session, deck, SWITCH).kind is Kind.SLIDE


def test_a_visitor_who_has_left_is_asked_and_the_next_finds_nothing(deck: FileDeck) -> None:
    session = after(silent(deck), deck, SWITCH)
    for _ in range(100):
        session = wait(session, deck)
        if not session.is_visit:
            break
    assert not session.is_visit and session.scan is None and not session.focus


def test_what_is_offered_always_stands_on_the_screen(deck: FileDeck) -> None:
    """A picture of the screen may change while something is offered; never is something offered that is not there."""
    session = after(silent(deck), deck, SWITCH)
    for _ in range(12):
        names = {target.id for target in targets(session, deck)}
        assert set(scene(session, deck).focus_group) <= names
        session = wait(session, deck)


def test_one_switch_reaches_every_function(deck: FileDeck) -> None:
    question = next(index for index in range(len(deck)) if is_yes_no(deck.slide(index)))
    options = next(index for index in range(len(deck)) if deck.slide(index).options)
    todo = [silent(deck), *(replace(silent(deck), slide=index) for index in (question, options))]
    # By Topics and Next every slide is reached; a warning is answered by any press.
    reached = {Command.GO_TO_SLIDE, Command.MORE_TIME}
    seen: set[tuple[Kind, int, int]] = set()
    while todo:
        session = todo.pop()
        key = (session.kind, session.slide if session.kind is Kind.SLIDE else 0, session.choice_page)
        if key in seen or session.slide > options:
            continue
        seen.add(key)
        for group in scan_groups(session, deck).values():
            for target in group:
                after_it = chosen(session, target.id, deck)
                reached.add(target.order.command)
                todo.append(finish(after_it, deck) if after_it.talk.state is Talking.SPEAKING else after_it)
        speaking = after(session, deck, Command.READ)
        reached |= {target.order.command for target in targets(speaking, deck)} & {Command.PAUSE}
        notice = after(session, deck, SWITCH)
        reached |= {target.order.command for target in targets(notice, deck)} & {Command.QUIET}
    assert reached >= set(FUNCTIONS), set(FUNCTIONS) - reached


def test_each_step_is_heard_and_read(deck: FileDeck) -> None:
    session = after(silent(deck, Command.SOUND), deck, SWITCH, SWITCH)
    for _ in range(6):
        assert session.notice and spoken(session, deck).split()[0].lower() in session.notice.lower()
        assert session.talk.source is Source.NOTICE
        session = wait(session, deck)
