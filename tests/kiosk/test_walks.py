"""Random walks over the state graph: home is near from everywhere, nobody is locked out, speech and screen agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from audio.api import WordStarted
from content.deck import FileDeck
from content.model import Deck
from kiosk.messages import Command, Order, Tick
from kiosk.narrating import narration
from kiosk.panels import choice_page_count, targets
from kiosk.scene import Kind, Part
from kiosk.scenes import scene
from kiosk.script import screen_script, script
from kiosk.session import COMFORT, update, wake_at
from kiosk.state import Session, Source, Talking
from kiosk.talking import page_of
from tests.kiosk.functions import audible, shown_words
from tests.kiosk.visitors import Means, Move, RememberingDeck, after_move, four_keys, key, one_switch, touch, voice
from tests.kiosk.visits import start
from tests.kiosk.walks import Step, moves_to, walk

WALKS, LENGTH = 24, 60
SAMPLE = 20
"""From every so many steps it is looked how near home is."""
MOST_MOVES_HOME = {"touch": 3, "four_keys": 8, "homeward": 3, "one_switch": 24}
"""Of one switch each offer that one lets pass counts, too."""
TEN_MINUTES = 600.0
MEANS = (touch, four_keys, voice, one_switch)


@pytest.fixture(scope="module")
def quick(deck: FileDeck) -> RememberingDeck:
    return RememberingDeck(deck)


@pytest.fixture(scope="module")
def steps(quick: RememberingDeck) -> list[Step]:
    begun = start(quick)  # type: ignore[arg-type]
    return [step for seed in range(WALKS) for step in walk(quick, begun, seed, LENGTH, MEANS)]


@pytest.fixture(scope="module")
def visited(steps: list[Step]) -> list[Session]:
    """One session for each that differs."""
    return list({key(step.after): step.after for step in steps}.values())


def screen(session: Session) -> tuple[object, ...]:
    """Which screen it is."""
    slide = session.slide if session.kind in (Kind.SLIDE, Kind.WORDS, Kind.MEANING) else -1
    return session.kind, slide, session.choice_page, session.term if session.kind is Kind.MEANING else ""


def is_home(session: Session) -> bool:
    return not session.is_visit or (session.kind is Kind.SLIDE and session.slide == 0)


def test_the_walks_see_much(visited: list[Session], quick: RememberingDeck) -> None:
    assert {session.kind for session in visited} == set(Kind)
    assert {session.talk.state for session in visited} == set(Talking)
    assert len({screen(session) for session in visited}) > len(quick) / 2


def homeward(session: Session, deck: Deck) -> Iterator[Move]:
    """By voice: only what leads home, since a search through all phrases takes long."""
    commands = (Command.START_OVER, Command.DONE, Command.YES, Command.NO)
    yield from (move for move in voice(session, deck) if move.order and move.order.command in commands)


@pytest.mark.parametrize("means", [touch, four_keys, homeward, one_switch], ids=lambda means: means.__name__)
def test_home_is_near_from_everywhere(visited: list[Session], quick: RememberingDeck, means: Means) -> None:
    sample = [session for session in visited[::SAMPLE] if not (means is homeward and session.is_muted)]
    counts = [moves_to(is_home, session, means, quick, MOST_MOVES_HOME[means.__name__]) for session in sample]
    far = [screen(session) for session, count in zip(sample, counts, strict=True) if count is None]
    print(f"{means.__name__}: home from {len(counts)} sessions within {max(count or 0 for count in counts)} moves")
    assert far == []


@pytest.mark.parametrize("means", MEANS, ids=lambda means: means.__name__)
def test_nobody_is_ever_locked_out(visited: list[Session], quick: RememberingDeck, means: Means) -> None:
    """Whatever others did before: something that this visitor can do changes what can be heard or seen."""
    for session in visited[:: 4 if means is voice else 1]:
        if means is voice and session.is_muted:
            continue  # by a visitor's own wish; Listen, or the button, undoes it
        now = audible(session, quick), shown_words(session, quick)
        changed = (after_move(session, move, quick) for move in means(session, quick))
        assert any((audible(after, quick), shown_words(after, quick)) != now for after in changed), session


def test_what_is_said_is_of_the_screen_that_is_shown(steps: list[Step], quick: RememberingDeck) -> None:
    begun_on: dict[int, tuple[object, ...]] = {}
    for step in steps:
        session = step.after
        if step.before.talk.number > session.talk.number or not step.before.is_visit:
            begun_on.clear()  # another walk
        if session.talk.source is not Source.SCREEN or session.talk.state not in (Talking.SPEAKING, Talking.PAUSED):
            continue
        assert begun_on.setdefault(session.talk.number, screen(session)) == screen(session), step
        lines = script(session, quick)
        utterance = narration(session, quick).utterance
        assert utterance is not None and utterance.sentences == tuple(line.sentence for line in lines)
        shown = scene(session, quick)
        texts = {Part.TITLE: shown.title, Part.TEXT: shown.text, Part.QUESTION: shown.question}
        for line in lines:
            if line.part in texts:
                assert line.sentence.text in " ".join(texts[line.part].split()), (line, shown.title)


def test_the_mark_stands_on_the_word_that_is_said(steps: list[Step], quick: RememberingDeck) -> None:
    marks = 0
    for session in (step.after for step in steps):
        shown = scene(session, quick)
        if shown.mark is None or shown.mark.part is Part.CAPTION:
            continue
        marks += 1
        line = script(session, quick)[session.talk.sentence]
        word = line.sentence.words[session.talk.word]
        said = line.sentence.text[word.start : word.start + word.length]
        where = {Part.TITLE: shown.title, Part.TEXT: shown.text, Part.QUESTION: shown.question}
        text = where.get(shown.mark.part) or shown.choices[shown.mark.index].label
        assert text[shown.mark.start : shown.mark.start + shown.mark.length] == said
        if shown.mark.part is Part.TEXT:
            assert session.page == page_of(session.page_starts, shown.mark.start)
    assert marks > 100


FOCUS = (Command.FOCUS_NEXT, Command.FOCUS_BACK)
MOST_TARGETS = 16
"""A screen has no more of them."""


def test_focus_and_settings_never_change_the_screen(visited: list[Session], quick: RememberingDeck) -> None:
    asking = (Kind.WARNING, Kind.ASKED)
    for session in (session for session in visited if session.is_visit and session.kind not in asking):
        for command in (*COMFORT, *FOCUS):
            after = update(session, Order(command), quick)
            # Past the end of a page of the same list; or other pages of it, with fewer choices on each.
            if command in (*FOCUS, Command.SIMPLE):
                after = replace(after, choice_page=session.choice_page)
            assert (screen(after), after.page) == (screen(session), session.page), command


def test_no_screen_changes_by_itself(visited: list[Session], quick: RememberingDeck) -> None:
    """Unless a visitor has asked for it (keep going). The kiosk's own question whether one is there is put off here."""
    seen = 0
    for session in visited:
        if not session.is_visit or session.is_keeping_going or session.kind is Kind.WARNING:
            continue
        patient = replace(session, rules=replace(session.rules, idle_seconds=3600.0))
        until = patient.now + TEN_MINUTES
        after = patient
        while (due := max(after.now + 1.0, wake_at(after, quick))) < until:
            after = update(after, Tick(due), quick)
            assert screen(after) == screen(session)
        seen += 1
    assert seen > 100


def test_skip_only_goes_forward(visited: list[Session], quick: RememberingDeck) -> None:
    """From the last sentence it leads to silence, not to the beginning, nor to what is not there."""
    ends = 0
    for session in (session for session in visited if session.is_visit):
        last = len(screen_script(session, quick)) - 1
        at_end = update(session, WordStarted(session.talk.number, last, 0), quick)
        for before in (session, at_end):
            after = update(before, Order(Command.SKIP), quick)
            is_read = after.talk.state is Talking.SPEAKING and after.talk.source is Source.SCREEN
            if is_read and screen(after) == screen(before):
                assert before.place[0] < after.talk.from_sentence <= last, before
            ends += before.place[0] == last
    assert ends > 100


def test_the_focus_goes_round(visited: list[Session], quick: RememberingDeck) -> None:
    """Past the last button comes the first, before the first the last; Down stands on each on the way. Back from a list
    of more pages leads to its other pages only. Where the kiosk asks whether somebody is there any key is an answer."""
    each = {(screen(session), session.comfort.is_simple): session for session in visited if session.is_visit}
    for session in (session for session in each.values() if session.kind is not Kind.WARNING):
        pages = max(1, choice_page_count(session, quick))
        for command in FOCUS:
            after, seen = session, set()
            for _ in range((pages + 1) * MOST_TARGETS):
                after = update(after, Order(command), quick)
                seen.add((after.choice_page, after.focus))
                assert after.focus in {target.id for target in targets(after, quick)}, (command, session)
            if pages == 1 or command is Command.FOCUS_NEXT:
                wanted = {(after.choice_page, target.id) for target in targets(after, quick)}
                assert seen >= wanted, (command, screen(session))
