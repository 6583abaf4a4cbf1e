"""Which contacts count: palms, second fingers, hands at rest and ghosts do not; one that trembles or rests does."""

from __future__ import annotations

import random

import pygame
import pytest

from kiosk.inputs.contacts import GHOST_TIMES
from kiosk.inputs.touch import Tap, Touch
from kiosk.messages import Feel, Felt
from kiosk.view.geometry import Rect

SIZE = (1000, 500)
PPI = 25.4
"""A pixel is a millimeter."""
TARGETS = (("left", Rect(0, 0, 100, 100)), ("middle", Rect(103, 0, 100, 100)), ("far", Rect(600, 0, 100, 100)))


def target_at(place: tuple[int, int]) -> str | None:
    return next((name for name, rect in TARGETS if rect.holds(place)), None)


def spot_at(place: tuple[int, int], with_corners: bool) -> str:
    if with_corners and place[0] >= 980 and place[1] >= 480:
        return "corner:lower_right"
    return target_at(place) or ("part:title" if place[1] > 300 else "")


def touch(**more: object) -> Touch:
    return Touch(target_at, PPI, 0.3, targets=lambda: TARGETS, spot_at=spot_at, **more)  # type: ignore[arg-type]


def finger(kind: int, x: float, y: float = 50, number: int = 1) -> pygame.event.Event:
    return pygame.event.Event(kind, x=x / SIZE[0] + 1e-6, y=y / SIZE[1] + 1e-6, finger_id=number)


def down(x: float, y: float = 50, number: int = 1) -> pygame.event.Event:
    return finger(pygame.FINGERDOWN, x, y, number)


def up(x: float, y: float = 50, number: int = 1) -> pygame.event.Event:
    return finger(pygame.FINGERUP, x, y, number)


def moved(x: float, y: float = 50, number: int = 1) -> pygame.event.Event:
    return finger(pygame.FINGERMOTION, x, y, number)


def taken(reader: Touch, *events: tuple[float, pygame.event.Event]) -> list[Tap | Felt]:
    found = [reader.take(event, now, SIZE) for now, event in events]
    return [each for each in found if each is not None]


def targets(reader: Touch, *events: tuple[float, pygame.event.Event]) -> list[str]:
    return [each.target for each in taken(reader, *events) if isinstance(each, Tap)]


# ---------------------------------------------------------------- one finger


def test_a_press_that_slips_a_little_off_still_counts_and_one_that_slides_off_does_not() -> None:
    assert targets(touch(), (1, down(50, 90)), (1.1, up(50, 105))) == ["left"]
    assert targets(touch(), (1, down(50, 90)), (1.1, up(50, 110))) == [""]
    assert targets(touch(), (1, down(90, 50)), (1.1, up(108, 50))) == [""], "over another target it means neither"
    assert targets(touch(), (1, down(50, 105)), (1.1, up(50, 90))) == [""], "it has to begin inside"


def test_between_two_targets_neither_is_meant() -> None:
    assert targets(touch(), (1, down(99, 50)), (1.1, up(99, 50))) == [""]
    assert targets(touch(), (1, down(96, 50)), (1.1, up(96, 50))) == ["left"]
    assert targets(touch(), (1, down(698, 50)), (1.1, up(698, 50))) == ["far"], "no other lies beside this edge"


def test_a_target_that_came_under_the_finger_meanwhile_is_not_pressed() -> None:
    names = iter(["old", "new", "new"])
    reader = Touch(lambda place: next(names), PPI, 0.3, targets=lambda: [("new", Rect(0, 0, 100, 100))])
    assert targets(reader, (1, down(50)), (2, up(50))) == [""]


def test_a_press_may_last_as_long_as_it_likes() -> None:
    assert targets(touch(), (1, down(50)), (60, up(52))) == ["left"]


# ---------------------------------------------------------------- many fingers


def test_a_second_finger_does_nothing() -> None:
    events = ((1, down(50)), (1.5, down(650, number=2)), (1.6, up(650, number=2)), (2, up(50)))
    assert targets(touch(), *events) == ["left"]


def test_two_contacts_at_the_same_moment_are_a_hand() -> None:
    events = ((1, down(50)), (1.05, down(650, number=2)), (1.4, up(50)), (1.5, up(650, number=2)))
    assert targets(touch(), *events) == []


def test_three_contacts_are_a_palm() -> None:
    events = [(1 + number / 5, down(50 + 100 * number, number=number)) for number in range(3)]
    events += [(3 + number / 5, up(50 + 100 * number, number=number)) for number in range(3)]
    reader = touch()
    assert targets(reader, *events) == []
    assert targets(reader, (5, down(50)), (5.1, up(50))) == ["left"], "the next finger counts"


def test_a_hand_that_lies_still_does_not_block_the_finger() -> None:
    reader = touch()
    events = ((1, down(650, 60)), (11.5, down(50, number=2)), (11.6, up(50, number=2)), (12, up(650, 60)))
    assert targets(reader, *events) == ["left"]
    assert not reader.is_down


def test_a_contact_that_lies_still_is_not_waited_for() -> None:
    reader = touch()
    reader.take(down(500), 1.0, SIZE)
    reader.waited(5.0)
    assert reader.is_down
    reader.waited(11.5)
    assert not reader.is_down


def test_any_mixture_of_contacts_ends_with_a_finger_that_counts() -> None:
    """Thousands of events in any order, some never ending: nothing raises, and afterwards a single tap is a tap."""
    rng = random.Random(6)
    for _ in range(100):
        reader, now = touch(), 0.0
        for _ in range(60):
            now += rng.choice((0.001, 0.05, 0.2, 1.0, 4.0))
            kind = rng.choice((pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP))
            reader.take(finger(kind, rng.uniform(0, 999), rng.uniform(0, 499), rng.randrange(4)), now, SIZE)
            reader.waited(now)
        for number in range(4):
            reader.take(up(500, number=number), now, SIZE)
        assert targets(reader, (now + 5, down(650)), (now + 5.1, up(650))) == ["far"]


# ---------------------------------------------------------------- ghosts


def ghosts(reader: Touch, times: int, place: tuple[int, int], start: float = 0.0) -> list[Tap | Felt]:
    return [
        each
        for step in range(times)
        for each in taken(reader, (start + 5 * step, down(*place)), (start + 5 * step + 0.1, up(*place)))
    ]


def test_a_ghost_that_comes_again_and_again_at_one_place_is_no_sign_of_life() -> None:
    reader = touch()
    assert len(ghosts(reader, 100, (400, 200))) == GHOST_TIMES
    assert targets(reader, (600, down(50)), (600.1, up(50))) == ["left"]
    assert len(ghosts(reader, 3, (420, 200), 601)) == 3, "a place beside it counts"
    assert ghosts(reader, 3, (400, 200), 620) == [], "other touches do not bring it back"


def test_a_finger_that_taps_the_same_target_is_no_ghost() -> None:
    assert len(ghosts(touch(), 20, (650, 50))) == 20


def test_a_place_that_was_quiet_for_long_may_be_touched_again() -> None:
    reader = touch()
    ghosts(reader, 20, (400, 200))
    assert len(ghosts(reader, 1, (400, 200), 1000)) == 1


# ---------------------------------------------------------------- resting, exploring, holding


def test_a_finger_that_rests_is_told_what_is_there_once_and_lifting_it_presses() -> None:
    reader = touch()
    assert taken(reader, (1, down(50))) == []
    assert reader.waited(1.9) is None
    assert reader.waited(2.0) == Felt("left", Feel.RESTED)
    assert reader.waited(3.0) is None
    assert targets(reader, (4, up(55))) == ["left"]


def test_a_finger_that_rests_beside_targets_is_no_tap_when_it_lifts() -> None:
    reader = touch()
    reader.take(down(400), 1.0, SIZE)
    assert reader.waited(2.1) == Felt("", Feel.RESTED)
    assert taken(reader, (3, up(400))) == []


def test_a_finger_that_trembles_rests_and_one_that_wanders_does_not() -> None:
    reader = touch()
    taken(reader, (1, down(50)), (1.3, moved(58)), (1.6, moved(44)))
    assert reader.waited(2.0) == Felt("left", Feel.RESTED)
    assert taken(reader, (2.1, moved(57)), (2.2, moved(43))) == [], "trembling is no sliding"
    reader = touch()
    taken(reader, (1, down(50)), (1.5, moved(70)))
    assert reader.waited(2.0) is None
    assert reader.waited(2.5) is not None


def test_after_resting_sliding_onto_something_else_is_told() -> None:
    reader = touch()
    reader.take(down(50), 1.0, SIZE)
    reader.waited(2.0)
    assert taken(reader, (2.5, moved(150))) == [Felt("middle", Feel.SLID)]
    reader = touch()
    reader.take(down(50), 1.0, SIZE)
    reader.waited(2.0)
    assert taken(reader, (2.5, moved(50, 200))) == [], "off its target and onto nothing: it only leaves it"


def test_while_exploring_each_thing_is_told_and_nothing_is_a_tap() -> None:
    reader = touch()
    reader.is_exploring = True
    events = ((1, down(50)), (1.2, moved(60)), (1.4, moved(150)), (1.6, moved(300, 350)), (1.8, up(300, 350)))
    assert taken(reader, *events) == [
        Felt("left", Feel.CAME),
        Felt("middle", Feel.SLID),
        Felt("part:title", Feel.SLID),
        Felt("part:title", Feel.LEFT),
    ]
    assert reader.waited(9.0) is None
    assert taken(reader, (10, down(990, 490)))[0] == Felt("corner:lower_right", Feel.CAME)


def test_while_exploring_two_quick_taps_at_one_place_both_count() -> None:
    reader = touch()
    reader.is_exploring = True
    events = ((1, down(50)), (1.1, up(50)), (1.25, down(52)), (1.35, up(52)))
    assert [each.how for each in taken(reader, *events) if isinstance(each, Felt)] == [
        Feel.CAME, Feel.LEFT, Feel.CAME, Feel.LEFT,
    ]  # fmt: skip
    assert taken(reader, (2, down(50)), (2.1, up(50)), (2.12, down(50)), (2.15, up(50)))[2:] == [], "a bounce"


@pytest.mark.parametrize("seconds", [0.2, 0.5, 2.0])
def test_where_staff_ask_for_it_a_press_has_to_be_held(seconds: float) -> None:
    reader = touch(hold_seconds=seconds)
    assert taken(reader, (1, down(50)), (1 + seconds - 0.05, up(50))) == [Felt("left", Feel.SHORT)]
    reader.take(down(50), 10.0, SIZE)
    assert reader.waited(10 + seconds - 0.01) is None
    assert reader.waited(10.001 + seconds) == Felt("left", Feel.RESTED), "it is told that this is long enough"
    assert targets(reader, (10 + seconds + 0.1, up(50))) == ["left"]


def test_a_mouse_feels_its_way_too() -> None:
    reader = touch()
    reader.is_exploring = True
    button = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(50, 50), button=1, touch=False)
    motion = pygame.event.Event(pygame.MOUSEMOTION, pos=(150, 50), buttons=(1, 0, 0), touch=False)
    idle = pygame.event.Event(pygame.MOUSEMOTION, pos=(650, 50), buttons=(0, 0, 0), touch=False)
    assert [each.spot for each in taken(reader, (1, button), (2, motion), (3, idle)) if isinstance(each, Felt)] == [
        "left",
        "middle",
    ]
