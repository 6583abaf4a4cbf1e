"""Simple mode: few buttons and choices at a time, and nothing out of reach by keys, by voice or by touch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.deck import FileDeck
from kiosk.commands import BY_NAME_OR_NUMBER, FUNCTIONS, phrase_orders
from kiosk.messages import Command, Order, Tick
from kiosk.narrating import active_phrases
from kiosk.panels import PANEL_COMMANDS, SIMPLE_CHOICES, SIMPLE_HELP, bar, choice_page_count, choices, targets
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.settings import Settings, rules
from kiosk.state import Answer, Comfort, Session, Source
from tests.kiosk.visits import after, finish, spoken, start, visit

PANELS = (Command.TOPICS, Command.HELP, Command.READING, Command.SOUND, Command.SIGHT)
MORE = (Command.HELP, Command.HELP)


def simple(deck: FileDeck, *commands: Command | Order) -> Session:
    return after(visit(deck, Command.SIMPLE), deck, *commands)


def pages(session: Session, deck: FileDeck) -> list[Session]:
    """Every page of choices of this screen, by Next."""
    found = [session]
    while found[-1].choice_page + 1 < choice_page_count(session, deck):
        found.append(after(found[-1], deck, Command.NEXT))
    return found


def test_it_is_told_shown_on_its_button_and_goes_with_the_visit(deck: FileDeck) -> None:
    session = visit(deck, Command.SIMPLE)
    assert session.comfort.is_simple and session.notice == deck.language.prompts["simple_on"]
    session = after(session, deck, Command.SIMPLE)
    assert not session.comfort.is_simple and session.notice == deck.language.prompts["simple_off"]
    ended = after(simple(deck), deck, Command.DONE)
    assert not ended.comfort.is_simple
    assert after(simple(deck), deck, Command.NEXT).comfort.is_simple


def test_the_bar_holds_four_places_on_every_screen(deck: FileDeck) -> None:
    for command in (None, *PANELS, Command.WORDS, Command.DONE):
        session = simple(deck, *([command] if command else []))
        session = replace(session, comfort=replace(session.comfort, is_simple=True))
        assert [target.id for target in bar(session, deck)] == ["bar-back", "bar-play", "bar-next", "bar-help"]


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_shows_three_at_a_time_and_all_of_them_by_next(deck: FileDeck, panel: Command) -> None:
    whole = {choice.order for page in pages(visit(deck, panel), deck) for choice in choices(page, deck)}
    shown = [choices(page, deck) for page in pages(simple(deck, panel), deck)]
    assert max(map(len, shown)) == SIMPLE_CHOICES
    found = [choice.order for page in shown for choice in page]
    assert len(found) == len(set(found))
    assert whole <= set(found)
    numbers = [choice.number for page in shown for choice in page]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_the_short_bar_leaves_out_is_in_the_help(deck: FileDeck) -> None:
    whole, short = ({target.id for target in bar(session, deck)} for session in (visit(deck), simple(deck)))
    assert whole - short == {"bar-topics", "bar-listen"}
    assert {Command.TOPICS, Command.LISTEN} <= set(SIMPLE_HELP)
    assert set(PANEL_COMMANDS[Kind.HELP]) <= set(SIMPLE_HELP)


def test_every_function_is_on_a_button_of_some_screen(deck: FileDeck) -> None:
    """By touch and by four keys: Help, its pages, and what these open; the bar; answers; the warning."""
    start_at = [simple(deck, panel) for panel in PANELS] + [simple(deck)]
    screens = [page for session in start_at for page in pages(session, deck)]
    found = {target.order.command for session in screens for target in targets(session, deck)}
    speaking = finish(simple(deck), deck)
    found |= {target.order.command for target in targets(speaking, deck)}
    found |= {target.order.command for target in targets(simple(deck, Command.READ), deck)}
    asking = next(index for index in range(len(deck)) if deck.slide(index).question and not deck.slide(index).options)
    found |= {target.order.command for target in targets(replace(simple(deck), slide=asking), deck)}
    found |= {choice.order.command for page in pages(simple(deck, *MORE), deck) for choice in choices(page, deck)}
    found |= set(PANEL_COMMANDS[Kind.WARNING]) | {Command.QUIET}
    assert set(FUNCTIONS) - found - set(BY_NAME_OR_NUMBER) == set()


def test_every_phrase_counts_as_before(deck: FileDeck) -> None:
    for command in (*PANELS, Command.NEXT):
        plain, few = visit(deck, command), simple(deck, command)
        of_several = {phrase for phrase in active_phrases(plain, deck) if " " in phrase}
        assert of_several <= active_phrases(few, deck)
    assert "simple mode" in phrase_orders(deck.language, deck.topics)


def with_options(deck: FileDeck) -> Session:
    index = next(index for index in range(len(deck)) if len(deck.slide(index).options) > SIMPLE_CHOICES)
    return after(replace(simple(deck), slide=index - 1), deck, Command.NEXT)


def test_the_options_of_a_slide_come_three_at_a_time(deck: FileDeck) -> None:
    first = with_options(deck)
    second = after(first, deck, Command.NEXT)
    assert second.slide == first.slide
    assert [choice.number for choice in choices(first, deck)] == [1, 2, 3]
    assert [choice.number for choice in choices(second, deck)] == [4, 5, 6]
    assert scene(first, deck).text and not scene(second, deck).text
    slide = deck.slide(second.slide)
    assert slide.question in spoken(second, deck) and slide.text[:20] not in spoken(second, deck)
    assert after(second, deck, Command.NEXT).slide == first.slide + 1
    assert after(second, deck, Command.BACK).choice_page == 0
    chosen = after(second, deck, Order(Command.OPTION, 5))
    assert chosen.answers == {Answer(slide.id, 5)} and chosen.choice_page == 1


def test_an_option_of_another_page_can_be_said_and_pressed(deck: FileDeck) -> None:
    first = with_options(deck)
    assert "number six" in active_phrases(first, deck)
    assert after(first, deck, Order(Command.OPTION, 6)).answers == {Answer(deck.slide(first.slide).id, 6)}


def test_keeping_going_and_the_loop_leave_no_option_out(deck: FileDeck) -> None:
    first = finish(after(with_options(deck), deck, Command.KEEP_GOING), deck)
    first = replace(finish(first, deck), kind=Kind.SLIDE)
    waited = after(first, deck, Tick(first.now + first.rules.keep_going_gap_seconds))
    assert (waited.slide, waited.choice_page) == (first.slide, 1)
    loop = replace(first, is_visit=False, is_keeping_going=False, choice_page=0)
    waited = after(loop, deck, Tick(loop.since + loop.rules.loop_gap_seconds))
    assert (waited.slide, waited.choice_page) == (first.slide, 1)
    read = finish(waited, deck)
    assert after(read, deck, Tick(read.now + read.rules.loop_gap_seconds)).slide == first.slide + 1


def test_a_list_that_keeps_going_leaves_does_not_hide_the_slide(deck: FileDeck) -> None:
    options = with_options(deck)
    listed = after(options, deck, Command.TOPICS, Command.NEXT)
    assert listed.choice_page == 1
    going = after(listed, deck, Command.KEEP_GOING)
    assert going.kind is Kind.SLIDE and scene(going, deck).text


def test_a_screen_that_changes_is_read_anew_and_one_that_does_not_goes_on(deck: FileDeck) -> None:
    slide = visit(deck, Command.NEXT)
    told = finish(after(slide, deck, Command.SIMPLE), deck)
    assert told.talk.source is Source.SCREEN and told.slide == slide.slide
    panel = visit(deck, *MORE)
    changed = after(panel, deck, Command.SIMPLE)
    assert changed.talk.source is Source.NOTICE
    read = finish(changed, deck)
    assert read.talk.source is Source.SCREEN and read.talk.from_sentence == 0
    assert Command.SIMPLE in {choice.order.command for choice in choices(read, deck)}, "it can be pressed again"


def test_focus_stays_on_a_target_that_is_there(deck: FileDeck) -> None:
    session = replace(visit(deck), focus="bar-topics")
    session = after(session, deck, Command.SIMPLE)
    assert session.focus in {target.id for target in targets(session, deck)}


def test_staff_can_start_every_visit_with_it(deck: FileDeck) -> None:
    comfort = Comfort(is_simple=True)
    session = after(start(deck, comfort=comfort), deck, Command.NEXT)
    assert len(bar(session, deck)) == 4
    back = after(session, deck, Command.SIMPLE, Command.DONE)
    assert back.comfort == comfort


def test_the_setting_is_the_start_of_a_visit(deck: FileDeck) -> None:
    from content import places
    from content.theme import load_themes

    themes = load_themes(places.themes_folder(), "en")
    assert rules(Settings(simple=True), themes).comfort.is_simple
    assert not rules(Settings(), themes).comfort.is_simple
