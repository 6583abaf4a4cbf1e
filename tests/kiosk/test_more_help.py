"""Layered help: short at first, deeper the second time, silence and the slide the third."""

from __future__ import annotations

import pytest

from audio.api import Heard, MicrophoneLost
from content.deck import FileDeck
from kiosk.commands import FUNCTIONS, phrase_orders
from kiosk.messages import Command, Message, Order
from kiosk.more_help import ANSWERS
from kiosk.narrating import active_phrases, narration
from kiosk.panels import CHOICES_A_SCREEN, bar, choice_page_count, choices
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.state import Session
from tests.kiosk.visits import after, spoken, visit

BY_KEY_OR_TOUCH = Order(Command.HELP)
BY_VOICE = Heard("help me", 1.0, 0.0, 1.0, 1.0)


def pages(session: Session, deck: FileDeck) -> list[Session]:
    """Every page of the deeper layer, by Next alone."""
    found = [after(session, deck, Command.HELP, Command.HELP)]
    while (following := after(found[-1], deck, Command.NEXT)).choice_page > found[-1].choice_page:
        found.append(following)
    return found


@pytest.mark.parametrize("message", [BY_KEY_OR_TOUCH, BY_VOICE])
def test_help_is_short_then_deeper_then_silent(deck: FileDeck, message: Message) -> None:
    session = visit(deck, Command.NEXT)
    short = after(session, deck, message)
    assert short.kind is Kind.HELP and spoken(short, deck)
    deeper = after(short, deck, message)
    assert deeper.kind is Kind.MORE and scene(deeper, deck).title in spoken(deeper, deck)
    closed = after(deeper, deck, message)
    assert (closed.kind, closed.slide, closed.place) == (Kind.SLIDE, 1, (0, 0))
    assert spoken(closed, deck) == "" and scene(closed, deck).title == scene(session, deck).title


def test_help_stands_in_the_bar_of_each_layer(deck: FileDeck) -> None:
    session = visit(deck)
    for kind in (Kind.HELP, Kind.MORE, Kind.SLIDE):
        button = next(target for target in bar(session, deck) if target.order.command is Command.HELP)
        session = after(session, deck, button.order)
        assert session.kind is kind


def test_the_third_press_silences_it_on_every_page(deck: FileDeck) -> None:
    for page in pages(visit(deck), deck):
        closed = after(page, deck, Command.HELP)
        utterance = narration(closed, deck).utterance
        assert closed.kind is Kind.SLIDE and (utterance is None or not utterance.sentences)


def test_the_first_layer_says_how_to_get_to_the_second(deck: FileDeck) -> None:
    assert "press Help again" in spoken(visit(deck, Command.HELP), deck)


def test_the_deeper_layer_lists_every_command_with_a_phrase_that_does_what_its_button_does(deck: FileDeck) -> None:
    found, orders = pages(visit(deck), deck), phrase_orders(deck.language, deck.topics)
    assert len(found) == choice_page_count(found[0], deck) > 5
    listed = [(choice, page) for page in found for choice in choices(page, deck)]
    assert {choice.order.command for choice, _ in listed} | set(ANSWERS) == set(FUNCTIONS)
    for choice, page in listed:
        phrase = choice.label.lower()
        assert orders[phrase] == choice.order and phrase in active_phrases(page, deck), choice.label
        assert choice.label in spoken(page, deck)
        by_touch, by_number = (
            after(page, deck, order) for order in (choice.order, Order(Command.OPTION, choice.number))
        )
        assert by_touch == by_number


def test_no_page_has_more_than_six_choices_and_one_of_each_page_tells_where_one_is(deck: FileDeck) -> None:
    for page in pages(visit(deck), deck):
        assert len(choices(page, deck)) <= CHOICES_A_SCREEN
        assert choices(page, deck)[-1].order.command is Command.WHERE


def test_without_ears_it_asks_nobody_to_say_anything(deck: FileDeck) -> None:
    for page in pages(after(visit(deck), deck, MicrophoneLost("x")), deck):
        shown = scene(page, deck)
        assert "say" not in f"{shown.text} {shown.caption}".lower().split()


def test_next_and_back_turn_its_pages_and_back_leads_to_the_first_layer(deck: FileDeck) -> None:
    found = pages(visit(deck, Command.NEXT), deck)
    assert [scene(page, deck).place for page in found] == [
        f"List page {number} of {len(found)}" for number in range(1, len(found) + 1)
    ]
    end = after(found[-1], deck, Command.NEXT)
    assert end.choice_page == found[-1].choice_page and deck.language.prompts["end_of_list"] in end.notice
    session = end
    for page in reversed(found[:-1]):
        session = after(session, deck, Command.BACK)
        assert session.choice_page == page.choice_page
    assert after(session, deck, Command.BACK).kind is Kind.HELP


def test_the_rule_of_quiet_times_is_told_in_it(deck: FileDeck) -> None:
    first = pages(visit(deck), deck)[0]
    assert "3 quiet minutes" in scene(first, deck).text and "45 seconds" in scene(first, deck).text
    assert "45 seconds" in spoken(first, deck)
    unlimited = after(first, deck, Command.NO_LIMIT, Command.HELP, Command.HELP, Command.HELP)
    assert "30 quiet minutes" in scene(unlimited, deck).text


def test_no_time_limit_is_a_choice_of_its_first_page(deck: FileDeck) -> None:
    first = pages(visit(deck), deck)[0]
    choice = next(target for target in choices(first, deck) if target.order.command is Command.NO_LIMIT)
    assert choice.state == "off"
    assert after(first, deck, Order(Command.OPTION, choice.number)).has_no_limit
