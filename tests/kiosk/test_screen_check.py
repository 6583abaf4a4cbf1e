"""The rules of the screen check: inputs in, the next check out."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest

from kiosk.screen_check import (
    CARD_MM,
    CORNERS,
    LEAST_PPI,
    Button,
    Check,
    Input,
    Key,
    Resized,
    Step,
    Touched,
    begun,
    corner_places,
    update,
)

SIZE = (1920, 1080)
SMALLER, LARGER, FITS = (Touched((9, 9), button) for button in (Button.SMALLER, Button.LARGER, Button.FITS))


def after(*given: Input, ppi: float = 100.0) -> Check:
    return reduce(update, given, begun(SIZE, ppi))


def touches(*places: tuple[int, int]) -> list[Touched]:
    return [Touched(place) for place in places]


@pytest.mark.parametrize(("key", "percent"), [(Key.RIGHT, 0.5), (Key.LEFT, -0.5), (Key.UP, 5.0), (Key.DOWN, -5.0)])
def test_a_key_is_a_small_or_a_large_step(key: Key, percent: float) -> None:
    assert after(key).ppi == pytest.approx(100 + percent, abs=0.25)


@pytest.mark.parametrize(("one", "other"), [(Key.RIGHT, Key.LEFT), (Key.DOWN, Key.UP)])
def test_a_step_back_undoes_a_step(one: Key, other: Key) -> None:
    assert after(one, one, other, other).ppi == pytest.approx(100.0)


@pytest.mark.parametrize("true_ppi", [41.0, 92.0, 101.6, 163.0, 300.0])
def test_few_taps_on_the_buttons_are_enough_for_half_a_percent(true_ppi: float) -> None:
    check, taps = after(ppi=100.0), 0
    while abs(check.ppi / true_ppi - 1) > 0.0051 and taps < 100:
        check = update(check, LARGER if check.ppi < true_ppi else SMALLER)
        taps += 1
    assert taps <= 40


def test_a_tap_that_turns_makes_finer_steps_and_patience_coarser_ones() -> None:
    first, second = after(LARGER).ppi, after(LARGER, SMALLER).ppi
    assert first / 100 > first / second > 1
    fine = after(*[LARGER, SMALLER] * 4)
    assert fine.stride == 1
    assert reduce(update, [LARGER] * 12, fine).stride > 1


def test_the_outline_never_grows_wider_than_the_screen_nor_vanishes() -> None:
    widest = after(*[Key.UP] * 200)
    assert CARD_MM[0] / 25.4 * widest.ppi <= SIZE[0]
    assert after(*[Key.DOWN] * 200).ppi == LEAST_PPI
    narrow = begun((480, 800), 400.0)
    assert CARD_MM[0] / 25.4 * narrow.ppi <= 480


def test_text_and_buttons_stay_where_they_are_until_it_fits() -> None:
    assert after(Key.UP, LARGER).layout_ppi == 100.0
    fits = after(Key.UP, Key.RETURN)
    assert fits.layout_ppi == fits.ppi == pytest.approx(105.0)


@pytest.mark.parametrize("given", [Key.RETURN, FITS])
def test_when_it_fits_the_corners_are_asked_for(given: Input) -> None:
    check = after(given)
    assert check.step is Step.TOUCH and check.is_measured and check.touches == ()
    asked = []
    for place in corner_places(SIZE, check.ppi):
        asked.append(check.corner)
        check = update(check, Touched(place))
    assert asked == list(CORNERS)
    assert check.step is Step.VERDICT and len(check.touches) == 4


def test_a_tap_beside_the_buttons_changes_nothing_on_the_ruler() -> None:
    assert after(Touched((5, 5))) == after()


def test_return_skips_the_touches() -> None:
    check = after(Key.RETURN, Touched((3, 3)), Key.RETURN)
    assert check.step is Step.VERDICT and check.is_skipped and check.touches == ()


@pytest.mark.parametrize("given", [Key.RETURN, Touched((700, 3)), Touched((9, 9), Button.DONE)])
def test_any_tap_or_return_ends_it(given: Input) -> None:
    assert after(Key.RETURN, Key.RETURN, given).step is Step.OVER
    assert after(Key.RETURN, Key.RETURN, Key.LEFT).step is Step.VERDICT


@pytest.mark.parametrize("before", [[], [Key.RETURN], [Key.RETURN, Key.RETURN]])
def test_it_can_be_left_at_any_time(before: list[Input]) -> None:
    left = after(*before, Key.LEAVE)
    assert left.step is Step.OVER
    assert left.is_measured == bool(before)
    assert all(update(left, given) == left for given in (Key.RETURN, Key.UP, LARGER))


def test_another_size_begins_the_touches_anew() -> None:
    check = after(Key.RETURN, *touches((1, 1), (2, 2)), Resized((1080, 1920)))
    assert check == replace(after(Key.RETURN), size=(1080, 1920))


@pytest.mark.parametrize("size", [(800, 480), (480, 800), (3840, 2160), (1080, 1920)])
@pytest.mark.parametrize("ppi", [40.0, 133.0, 300.0])
def test_the_squares_are_near_the_corners(size: tuple[int, int], ppi: float) -> None:
    upper_left, upper_right, lower_right, lower_left = corner_places(size, ppi)
    assert upper_left[0] == upper_left[1] <= 0.2 * min(size)
    assert upper_left[0] + upper_right[0] == size[0] - 1
    assert upper_left[1] + lower_left[1] == size[1] - 1
    assert lower_right == (upper_right[0], lower_left[1])
