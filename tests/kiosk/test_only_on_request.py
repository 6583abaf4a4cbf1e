"""Nothing moves that nobody asked for (F4, F7), and what a visitor says is nowhere kept (F6, F9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio.api import Heard
from content.deck import FileDeck
from kiosk.commands import FUNCTIONS
from kiosk.journal import Journal
from kiosk.messages import Command, Order, Tick
from kiosk.panels import targets
from kiosk.reporter import Reporter
from kiosk.session import COMFORT, wake_at
from kiosk.state import Session
from tests.kiosk.random_visits import random_visit
from tests.kiosk.visits import after, finish, visit

TEN_MINUTES = 600.0
GO_BY_THEMSELVES = {Command.KEEP_GOING, Command.DONE}
OPENERS = (Command.NEXT, Command.TOPICS, Command.HELP, Command.READING, Command.SOUND, Command.SIGHT)


def place(session: Session) -> tuple[object, ...]:
    return session.kind, session.slide, session.page, session.choice_page, session.term


@pytest.mark.parametrize("command", [one for one in FUNCTIONS if one not in GO_BY_THEMSELVES])
def test_after_any_input_nothing_turns_for_ten_minutes(deck: FileDeck, command: Command) -> None:
    session = finish(after(visit(deck, Command.NO_LIMIT, Command.NEXT), deck, Order(command, 2)), deck)
    session = finish(after(session, deck, Command.NO_LIMIT), deck) if not session.has_no_limit else session
    at, until = place(session), session.now + TEN_MINUTES
    while session.now < until:
        session = after(session, deck, Tick(min(until, max(session.now + 1.0, wake_at(session, deck)))))
        assert place(session) == at and session.is_visit


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("command", sorted(COMFORT | {Command.NO_LIMIT, Command.MICROPHONE, Command.WHERE}))
def test_a_setting_changes_nothing_but_itself(deck: FileDeck, opener: Command, command: Command) -> None:
    session = after(visit(deck, Command.NEXT, opener), deck, Command.FOCUS_NEXT)
    changed = after(session, deck, command)
    assert place(changed) == place(session)
    assert changed.answers == session.answers
    is_there = session.focus in [target.id for target in targets(changed, deck)]  # simple mode takes buttons away
    assert changed.focus == session.focus or not is_there


def test_the_journal_holds_nothing_that_was_said(deck: FileDeck, tmp_path: Path) -> None:
    """It names commands, never the words of a visitor."""
    path = tmp_path / "journal.jsonl"
    reporter, phrases = Reporter(Journal(path), deck), set()
    for seed in range(20):
        for step in random_visit(deck, seed):
            reporter.report(step.before, step.message)
            reporter.changed(step.before, step.session)
            if isinstance(step.message, Heard) and " " in step.message.phrase:
                phrases.add(step.message.phrase)
    written = path.read_text(encoding="utf-8").casefold()
    assert len(phrases) > 20 and not [phrase for phrase in phrases if f'"{phrase}' in written]
