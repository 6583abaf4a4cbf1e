"""Explore by touch: everything is told, nothing is done, until two taps; and it can be turned on without sight."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from content.deck import FileDeck
from kiosk.commands import FUNCTIONS
from kiosk.everything import everything
from kiosk.exploring import CORNERS, PARTS, SECOND_SECONDS, explored_text
from kiosk.messages import Command, Feel, Felt, Order, Tick
from kiosk.orientation import orientation
from kiosk.panels import targets
from kiosk.scene import Kind
from kiosk.scenes import scene
from kiosk.script import script
from kiosk.situations import situations
from kiosk.state import Rules, Session, Talking
from tests.kiosk.visits import after, finish, spoken, start, visit

CAME, SLID, LEFT, RESTED = Feel.CAME, Feel.SLID, Feel.LEFT, Feel.RESTED


def exploring(deck: FileDeck, *commands: Command | Order) -> Session:
    return finish(visit(deck, *commands, Command.EXPLORE), deck)


def tap(session: Session, spot: str, deck: FileDeck, wait: float = 0.3) -> Session:
    session = after(session, deck, Tick(session.now + wait), Felt(spot, CAME))
    return after(session, deck, Tick(session.now + 0.1), Felt(spot, LEFT))


def spots(session: Session, deck: FileDeck) -> list[str]:
    """All that a finger can come to."""
    named = [f"part:{part}" for part in PARTS] + [f"corner:{corner}" for corner in CORNERS]
    return [target.id for target in targets(session, deck)] + named + [""]


def untouched(session: Session) -> Session:
    """The session without focus and speech, and without the clock."""
    blank = Session()
    return replace(
        session, now=0.0, last_active=0.0, since=0.0, reported=0.0, focus="", explored=None, talk=blank.talk,
        notice="", place=(0, 0), moving_since=0.0,
    )  # fmt: skip


def test_a_finger_is_told_name_state_place_and_how_to_press(deck: FileDeck) -> None:
    session = exploring(deck, Command.SIGHT)
    for number, target in enumerate(targets(session, deck), start=1):
        if target.id == "bar-play":
            continue  # it is Quiet while something is told
        session = after(session, deck, Tick(session.now + 2), Felt(target.id, CAME))
        for wanted in (target.label, target.state, f"Button {number} of", deck.language.prompts["explore_press"]):
            assert wanted in session.notice
        assert session.focus == target.id and scene(session, deck).focus == target.id
        assert session.notice == scene(session, deck).caption, "it can be read as well"


def test_every_part_of_a_slide_is_read_where_it_is_touched(deck: FileDeck) -> None:
    index = next(index for index in range(len(deck)) if deck.slide(index).question and deck.slide(index).picture)
    session, slide = replace(exploring(deck), slide=index), deck.slide(index)
    for part, words in (("title", slide.title), ("question", slide.question), ("picture", slide.picture)):
        told = after(session, deck, Felt(f"part:{part}", CAME))
        assert words in told.notice and not told.focus
    assert slide.text.split("\n")[0].split(".")[0] in after(session, deck, Felt("part:text", CAME)).notice
    assert str(index + 1) in after(session, deck, Felt("part:place", CAME)).notice


def test_of_a_long_text_the_page_that_is_shown_is_read(deck: FileDeck) -> None:
    index = next(index for index in range(len(deck)) if deck.slide(index).text.count(". ") > 1)
    text = deck.slide(index).text
    cut = text.index(". ") + 2
    session = replace(exploring(deck), slide=index, page_starts=(0, cut), page=0)
    first = explored_text("part:text", session, deck)
    second = explored_text("part:text", replace(session, page=1), deck)
    assert first == text[: cut - 1] and second.split() == text[cut:].split()


def test_sliding_tells_what_it_comes_to_and_lifting_does_nothing(deck: FileDeck) -> None:
    session = after(exploring(deck), deck, Felt("part:title", CAME), Felt("bar-next", SLID))
    assert session.notice.startswith("Next.")
    lifted = after(session, deck, Felt("bar-next", LEFT))
    assert untouched(lifted) == untouched(session)


def test_a_second_tap_presses_and_a_slow_one_only_tells_again(deck: FileDeck) -> None:
    session = exploring(deck)
    assert tap(tap(session, "bar-next", deck), "bar-next", deck).slide == 1
    assert tap(tap(session, "bar-next", deck), "bar-next", deck, SECOND_SECONDS + 0.1).slide == 0
    assert tap(tap(session, "bar-next", deck), "bar-topics", deck).kind is Kind.SLIDE
    slid = after(session, deck, Felt("bar-back", CAME), Felt("bar-next", SLID), Felt("bar-next", LEFT))
    assert tap(slid, "bar-next", deck).slide == 0, "the end of a slide is no first tap"
    thrice = tap(tap(tap(session, "bar-next", deck), "bar-next", deck), "bar-next", deck)
    assert thrice.slide == 1, "a third one is a first one"


def test_a_second_tap_that_slides_away_presses_nothing(deck: FileDeck) -> None:
    session = after(tap(exploring(deck), "bar-next", deck), deck, Felt("bar-next", CAME), Felt("bar-topics", SLID))
    session = after(session, deck, Felt("bar-topics", LEFT))
    assert (session.kind, session.slide) == (Kind.SLIDE, 0)


def test_select_presses_what_was_touched(deck: FileDeck) -> None:
    assert after(tap(exploring(deck), "bar-next", deck), deck, Command.SELECT).slide == 1


@pytest.mark.parametrize("corner", CORNERS)
def test_a_corner_means_the_same_everywhere(corner: str, deck: FileDeck) -> None:
    label = deck.language.commands[CORNERS[corner]].label
    for command in (Command.NEXT, Command.TOPICS, Command.SOUND):
        session = tap(exploring(deck, command), f"corner:{corner}", deck)
        assert label in session.notice
        wanted = after(session, deck, CORNERS[corner])
        pressed = tap(session, f"corner:{corner}", deck)
        assert (pressed.kind, pressed.slide, pressed.notice) == (wanted.kind, wanted.slide, wanted.notice)


def test_a_thousand_random_touches_change_nothing_and_all_are_answered(deck: FileDeck) -> None:
    """On every kind of screen; further apart than two taps, or at different places."""
    rng = random.Random(19)
    count = 0
    screens = [each for each in situations(deck).values() if each.is_visit and each.kind is not Kind.WARNING]
    while count < 1000:
        session = replace(rng.choice(screens), is_exploring=True, is_oriented=True)
        before = untouched(session)
        for _ in range(20):
            spot = rng.choice(spots(session, deck))
            number = session.talk.number
            session = after(session, deck, Tick(session.now + rng.uniform(1.01, 4)), Felt(spot, CAME))
            assert session.talk.number > number and spoken(session, deck) and session.notice
            for _ in range(rng.randrange(3)):
                number, spot = session.talk.number, rng.choice(spots(session, deck))
                session = after(session, deck, Tick(session.now + rng.uniform(0.05, 1)), Felt(spot, SLID))
                assert session.talk.number > number and session.talk.state is Talking.SPEAKING
            session = after(session, deck, Tick(session.now + rng.uniform(0.05, 1)), Felt(spot, LEFT))
            count += 1
        assert untouched(session) == before


def test_whatever_is_told_is_known_beforehand(deck: FileDeck) -> None:
    known = set(everything(deck, Rules()))
    for session in situations(deck).values():
        for spot in spots(session, deck):
            for how in (CAME, RESTED, SLID):
                told = after(replace(session, is_exploring=how is CAME), deck, Felt(spot, how))
                said = {line.sentence for line in script(told, deck)}
                assert said <= known, (spot, how, [one.text for one in said - known])


# ---------------------------------------------------------------- turning it on and off


def test_it_is_a_button_a_key_and_a_phrase_with_a_state(deck: FileDeck) -> None:
    assert Command.EXPLORE in FUNCTIONS
    session = visit(deck, Command.SIGHT)
    button = next(target for target in targets(session, deck) if target.order.command is Command.EXPLORE)
    assert button.state == deck.language.prompts["off"]
    session = after(session, deck, button.order)
    assert session.is_exploring and session.notice == deck.language.prompts["explore_on"]
    button = next(target for target in targets(session, deck) if target.order.command is Command.EXPLORE)
    assert button.state == deck.language.prompts["on"]
    assert not after(session, deck, button.order).is_exploring


def test_the_next_visitor_finds_it_off(deck: FileDeck) -> None:
    assert not after(exploring(deck), deck, Command.DONE).is_exploring


def test_a_finger_that_rests_beside_everything_begins_a_visit_and_hears_what_this_is(deck: FileDeck) -> None:
    session = after(start(deck), deck, Felt("", RESTED))
    assert session.is_visit and session.notice.startswith(orientation(session, deck))
    assert session.notice.endswith(deck.language.prompts["slide_finger"])
    again = after(finish(session, deck), deck, Felt("", RESTED))
    assert orientation(again, deck) not in again.notice and deck.language.prompts["slide_finger"] in again.notice


def test_a_finger_that_rests_on_a_button_is_told_to_lift_it(deck: FileDeck) -> None:
    session = after(start(deck), deck, Felt("bar-next", RESTED))
    assert session.is_visit and session.slide == 0
    assert session.notice.startswith("Next.") and deck.language.prompts["rest_press"] in session.notice
    assert after(session, deck, Command.NEXT).slide == 1, "what lifting it orders"


def test_sliding_on_after_resting_turns_it_on_and_says_so(deck: FileDeck) -> None:
    session = after(start(deck), deck, Felt("bar-next", RESTED), Felt("bar-topics", SLID))
    assert session.is_exploring
    assert session.notice.startswith(deck.language.prompts["explore_on"]) and "Topics" in session.notice
    assert after(session, deck, Felt("bar-topics", LEFT)).kind is Kind.SLIDE


def test_a_touch_answers_the_warning(deck: FileDeck) -> None:
    session = exploring(deck)
    session = after(session, deck, Tick(session.now + 180))
    assert session.kind is Kind.WARNING
    assert after(session, deck, Felt("done", CAME)).kind is Kind.SLIDE


def test_a_press_that_was_too_short_is_told(deck: FileDeck) -> None:
    session = after(visit(deck), deck, Felt("bar-next", Feel.SHORT))
    assert session.slide == 0 and session.notice == deck.language.prompts["hold_longer"]
