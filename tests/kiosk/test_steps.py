"""Nobody has to hear a long list in order: home, where one is and help are near from everywhere (A21).

An action is a key, a phrase, or a touch of a button that stands on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from content.deck import FileDeck
from kiosk.messages import Command, Order, Tick
from kiosk.panels import choice_page_count, targets
from kiosk.scene import Kind
from kiosk.session import wake_at
from kiosk.state import Session
from tests.kiosk.visits import after, finish, visit

MOST = 2
Goal = Callable[[Session, FileDeck], bool]


def is_home(session: Session, deck: FileDeck) -> bool:
    return session.is_visit and session.kind is Kind.SLIDE and (session.slide, session.page) == (0, 0)


def is_told_where(session: Session, deck: FileDeck) -> bool:
    return session.is_visit and f"of {len(deck)}. The topic is:" in session.notice


def is_helped(session: Session, deck: FileDeck) -> bool:
    return session.kind in (Kind.HELP, Kind.MORE)


GOALS: dict[str, Goal] = {"home": is_home, "where": is_told_where, "help": is_helped}
BY_COMMAND = {"home": Command.START_OVER, "where": Command.WHERE, "help": Command.HELP}


def screens(deck: FileDeck) -> Iterator[Session]:
    """Some slides, every panel and every page of a list, a question and the warning; on each all was read."""
    for slide in (0, 1, len(deck) // 2, len(deck) - 1):
        at = finish(after(replace(visit(deck), slide=slide), deck, Command.READ), deck)
        yield at
        panels = [(Command.TOPICS,), (Command.HELP,), (Command.HELP, Command.HELP), (Command.READING,)]
        panels += [(Command.SOUND,), (Command.SIGHT,), (Command.WORDS,)]
        for commands in panels:
            opened = finish(after(at, deck, *commands), deck)
            yield from (replace(opened, choice_page=page) for page in range(choice_page_count(opened, deck)))
        yield finish(after(at, deck, Tick(wake_at(at, deck))), deck)


def after_touches(start: Session, deck: FileDeck, count: int) -> Iterator[Session]:
    """Every session that ``count`` touches of what stands on the screen, or fewer, lead to."""
    yield start
    if count:
        for target in targets(start, deck):
            yield from after_touches(finish(after(start, deck, target.order), deck), deck, count - 1)


@pytest.mark.parametrize("goal", GOALS)
def test_one_command_leads_there_from_everywhere(deck: FileDeck, goal: str) -> None:
    for session in screens(deck):
        assert GOALS[goal](after(session, deck, BY_COMMAND[goal]), deck) or is_helped(session, deck), session.kind


@pytest.mark.parametrize("goal", GOALS)
def test_two_touches_lead_there_from_everywhere(deck: FileDeck, goal: str) -> None:
    for session in screens(deck):
        reached = any(
            GOALS[goal](after(near, deck, target.order), deck)
            for near in after_touches(session, deck, MOST - 1)
            for target in targets(near, deck)
        )
        assert reached or GOALS[goal](session, deck), (session.kind, session.choice_page)


def test_no_list_has_to_be_heard_to_its_end(deck: FileDeck) -> None:
    """In the middle of a list, Next goes on to the next page, Skip to the next item, and a number takes it at once."""
    session = visit(deck, Command.TOPICS)
    assert after(session, deck, Command.NEXT).choice_page == 1
    assert after(session, deck, Command.SKIP).place[0] == session.place[0] + 1
    assert after(session, deck, Order(Command.OPTION, 9)).slide == deck.topics[8].first
