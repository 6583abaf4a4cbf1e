"""What is read in which order, and the pauses that make it clear to the ear."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from audio.narration import SENTENCE_GAP_SECONDS
from content.deck import FileDeck
from kiosk.messages import Command
from kiosk.scene import Kind, Part
from kiosk.scenes import scene
from kiosk.script import HEADING_PAUSE_SECONDS, PART_PAUSE_SECONDS, Line, screen_script
from kiosk.state import Session
from tests.kiosk.visits import after, visit


def lines_of(deck: FileDeck, index: int) -> tuple[Line, ...]:
    return screen_script(replace(visit(deck), slide=index), deck)


def test_a_slide_is_read_from_title_to_choices(deck: FileDeck) -> None:
    order = [Part.TITLE, Part.TEXT, Part.CAPTION, Part.QUESTION, Part.CHOICE]
    for index in range(len(deck)):
        lines = [line for line in lines_of(deck, index) if not line.caption.startswith("Topic ")]
        end = len(lines) - (len(deck.sentences(deck.notice)) if index == len(deck) - 1 else 0)
        parts = [order.index(line.part) for line in lines[:end]]
        assert parts == sorted(parts), deck.slide(index).id


def test_a_title_is_parted_from_the_text_and_choices_from_each_other(deck: FileDeck) -> None:
    for index in range(len(deck)):
        for line, following in pairwise(lines_of(deck, index)):
            pause = line.sentence.pause_seconds
            if line.part is Part.TITLE and following.part is not Part.TITLE:
                assert pause == HEADING_PAUSE_SECONDS
            elif (line.part, line.index) != (following.part, following.index):
                assert pause == PART_PAUSE_SECONDS
            else:
                assert pause in (SENTENCE_GAP_SECONDS, PART_PAUSE_SECONDS)
    assert SENTENCE_GAP_SECONDS < PART_PAUSE_SECONDS < HEADING_PAUSE_SECONDS


def test_paragraphs_are_parted_and_the_sentences_in_them_are_not(deck: FileDeck) -> None:
    texts = [[line for line in lines_of(deck, index) if line.part is Part.TEXT] for index in range(len(deck))]
    parted = 0
    for index, lines in enumerate(texts):
        text = scene(replace(visit(deck), slide=index), deck).text
        for line, following in pairwise(lines):
            between = text[line.offset + len(line.sentence.text) : following.offset]
            assert line.sentence.pause_seconds == (PART_PAUSE_SECONDS if "\n" in between else SENTENCE_GAP_SECONDS)
            parted += "\n" in between
    assert parted


@pytest.mark.parametrize("panel", [Command.TOPICS, Command.HELP, Command.SOUND])
def test_the_entries_of_a_panel_are_parted(deck: FileDeck, panel: Command) -> None:
    lines = screen_script(after(visit(deck), deck, panel), deck)
    choices = [line for line in lines if line.part is Part.CHOICE]
    assert len(choices) > 3
    assert {line.sentence.pause_seconds for line in choices[:-1]} == {PART_PAUSE_SECONDS}


def test_only_the_first_slide_of_a_topic_says_which_begins_after_its_title(deck: FileDeck) -> None:
    firsts = {topic.first: topic for topic in deck.topics}
    for index in range(len(deck)):
        told = [line for line in lines_of(deck, index) if line.caption.startswith("Topic ")]
        assert len(told) == (index in firsts)
        if told:
            topic, title = firsts[index], deck.slide(index).title
            assert lines_of(deck, index).index(told[0]) == len(deck.sentences(title))
            assert f"{topic.number} of {len(deck.topics)}" in told[0].caption
            assert (topic.title in told[0].caption) is (topic.title.casefold() not in title.casefold())


def test_where_one_is_among_the_slides_is_said_when_asked_and_not_on_every_slide(deck: FileDeck) -> None:
    session = visit(deck, Command.NEXT)
    place = deck.language.prompts["slide_place"].format(number=2, count=len(deck))
    assert all(place not in line.sentence.text for line in screen_script(session, deck))
    assert place.casefold() in after(session, deck, Command.WHERE).notice.casefold()


def test_panels_have_no_topic(deck: FileDeck) -> None:
    for kind in Kind:
        if kind not in (Kind.SLIDE, Kind.MEANING):
            lines = screen_script(Session(kind=kind), deck)
            assert not any(line.caption.startswith("Topic ") for line in lines)
