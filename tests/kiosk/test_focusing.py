"""Where the focus begins and moves, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.deck import FileDeck
from kiosk.messages import Command, Order
from kiosk.panels import CHOICES_A_SCREEN, PANEL_COMMANDS, choice_page_count, choices, targets
from kiosk.scene import Kind
from kiosk.state import Source
from tests.kiosk.visits import after, finish, spoken, visit

UP, DOWN, SELECT = Command.FOCUS_BACK, Command.FOCUS_NEXT, Command.SELECT


def test_down_begins_at_next_and_up_at_topics(deck: FileDeck) -> None:
    assert visit(deck, DOWN).focus == "bar-next"
    assert visit(deck, UP).focus == "bar-topics"
    assert visit(deck, SELECT).focus == "bar-next", "nothing is pressed that was not said"
    options = next(index for index in range(len(deck)) if deck.slide(index).options)
    assert after(replace(visit(deck), slide=options), deck, DOWN).focus == "option-1"
    assert visit(deck, Command.HELP, DOWN).focus == choices(visit(deck, Command.HELP), deck)[0].id


@pytest.mark.parametrize("kind", [Kind.TOPICS, Kind.HELP])
def test_a_panel_that_is_opened_with_the_keys_begins_at_its_first_choice(kind: Kind, deck: FileDeck) -> None:
    button = {Kind.TOPICS: "bar-topics", Kind.HELP: "bar-help"}[kind]
    session = after(replace(finish(visit(deck), deck), focus=button), deck, SELECT)
    first = choices(session, deck)[0]
    assert (session.kind, session.focus) == (kind, first.id)
    assert first.label in session.notice and session.talk.then_reads
    rest = finish(session, deck)
    assert rest.talk.source is Source.SCREEN and rest.place == (1, 0), "the title has been said"
    assert spoken(session, deck) and first.label.split()[-1] in spoken(rest, deck)
    assert after(session, deck, Command.BACK).focus == "bar-next"


def test_past_the_last_choice_of_a_long_list_its_page_turns_and_back(deck: FileDeck) -> None:
    session = after(visit(deck, Command.TOPICS), deck, *[DOWN] * CHOICES_A_SCREEN)
    assert (session.choice_page, session.focus) == (0, f"topic-{CHOICES_A_SCREEN}")
    session = after(session, deck, DOWN)
    assert (session.choice_page, session.focus) == (1, f"topic-{CHOICES_A_SCREEN + 1}")
    assert "2 of 2" in session.notice and deck.topics[CHOICES_A_SCREEN].title in session.notice
    assert after(session, deck, UP).focus == f"topic-{CHOICES_A_SCREEN}"
    last = after(visit(deck, Command.TOPICS), deck, DOWN, UP)
    assert last.focus == f"topic-{len(deck.topics)}", "before the first comes the last"
    assert after(last, deck, DOWN).focus == "bar-back"
    assert after(last, deck, DOWN, UP).focus == last.focus


def test_every_choice_of_a_long_list_and_every_button_is_passed(deck: FileDeck) -> None:
    session = after(visit(deck, Command.TOPICS), deck, DOWN)
    passed = []
    for _ in range(len(deck.topics) + 6):
        passed.append(session.focus)
        session = after(session, deck, DOWN)
    assert len(set(passed)) == len(deck.topics) + 6


def test_what_has_the_focus_is_said_with_name_state_and_place(deck: FileDeck) -> None:
    session = after(visit(deck, Command.SIGHT), deck, DOWN)
    states = []
    for step in targets(session, deck):
        target = next(each for each in targets(session, deck) if each.id == step.id)
        assert session.notice.startswith(target.label)
        assert target.state in session.notice
        assert f"{len(targets(session, deck))}." in session.notice
        states.append(target.state)
        before = session.comfort
        session = after(session, deck, DOWN)
        assert session.comfort == before, "what only has the focus is not operated"
    assert len([state for state in states if state]) >= 5


def test_a_panel_with_more_than_a_screenful_of_buttons_has_pages(
    deck: FileDeck, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = (*PANEL_COMMANDS[Kind.SOUND], Command.AGAIN)
    monkeypatch.setitem(PANEL_COMMANDS, Kind.SOUND, more)
    session = visit(deck, Command.SOUND)
    assert choice_page_count(session, deck) == 2 and len(choices(session, deck)) == CHOICES_A_SCREEN
    session = after(session, deck, Command.NEXT)
    assert [choice.order for choice in choices(session, deck)] == [Order(Command.AGAIN)]
    assert choices(session, deck)[0].number == CHOICES_A_SCREEN + 1
