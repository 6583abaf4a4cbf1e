"""Four touches, and what they say: each of the eight ways a panel can lie, off, nonsense; and what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from content.model import Language
from kiosk.check_words import (
    matrix_text,
    ruler_advice,
    says,
    touch_advice,
    touch_found,
    touch_verdict_text,
)
from kiosk.screen_check import Check, Key, Step, Touched, begun, corner_places, update
from kiosk.touch_verdict import MIRRORS, TURNS, Affine, Judgement, Verdict, after, judge, judged, moved

SIZE, PPI = (1920, 1080), 102.0
SIZE_MM = (SIZE[0] * 25.4 / PPI, SIZE[1] * 25.4 / PPI)
WANTED = [(x / SIZE[0], y / SIZE[1]) for x, y in corner_places(SIZE, PPI)]
SAME = TURNS[0]
ROTATIONS = tuple(TURNS)
WAYS = {**{f"turned {degrees}": way for degrees, way in TURNS.items()}, **MIRRORS}


def all_moved(way: Affine, places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [moved(way, place) for place in places]


def reported(fault: Affine, rotation: int) -> list[tuple[float, float]]:
    """Where touches at WANTED are taken to be, if the panel reports native places through ``fault``."""
    native = all_moved(TURNS[-rotation % 360], WANTED)
    return all_moved(TURNS[rotation], all_moved(fault, native))


def shifted(right_mm: float, down_mm: float, wide: float = 1.0, high: float = 1.0) -> Affine:
    """Of the upright picture: stretched about its middle, then shifted."""
    return (wide, 0, (1 - wide) / 2 + right_mm / SIZE_MM[0], 0, high, (1 - high) / 2 + down_mm / SIZE_MM[1])


def near(one: Affine, other: Affine) -> bool:
    return all(abs(a - b) < 1e-6 for a, b in zip(one, other, strict=True))


def check_of(touched: Sequence[tuple[float, float]], is_finger: bool = True) -> Check:
    check = update(begun(SIZE, PPI), Key.RETURN)
    for x, y in touched:
        check = update(check, Touched((round(x * SIZE[0]), round(y * SIZE[1])), None, is_finger))
    return check


def test_the_eight_ways_are_eight() -> None:
    assert len({tuple(all_moved(way, WANTED)) for way in WAYS.values()}) == 8


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize("name", WAYS)
def test_each_way_is_known_and_its_correction_undoes_it(name: str, rotation: int) -> None:
    fault = WAYS[name]
    verdict = judge(WANTED, reported(fault, rotation), SIZE_MM, rotation)
    assert verdict.worst_mm == pytest.approx(0, abs=1e-6)
    assert near(after(verdict.correction, fault), SAME)
    if name in MIRRORS:
        assert verdict.judgement is Judgement.MIRRORED and verdict.mirror
    elif fault is SAME:
        assert verdict == Verdict(Judgement.GOOD, verdict.worst_mm)
    else:
        assert verdict.judgement is Judgement.TURNED and TURNS[verdict.degrees] == fault


@pytest.mark.parametrize("name", WAYS)
def test_a_finger_that_misses_by_less_than_ten_millimetres_changes_nothing(name: str) -> None:
    exact = judge(WANTED, all_moved(WAYS[name], WANTED), SIZE_MM)
    aside = [(6, -7), (-9, 0), (0, 9), (5, 5)]
    missed = [(x + a / SIZE_MM[0], y + b / SIZE_MM[1]) for (x, y), (a, b) in zip(WANTED, aside, strict=True)]
    found = judge(WANTED, all_moved(WAYS[name], missed), SIZE_MM)
    assert replace(found, worst_mm=0) == replace(exact, worst_mm=0)
    assert found.worst_mm == pytest.approx((6**2 + 7**2) ** 0.5)


@pytest.mark.parametrize(("right", "down"), [(14.0, 0.0), (-30.0, 12.0), (0.0, -11.0)])
def test_a_shift_is_told_in_millimetres(right: float, down: float) -> None:
    verdict = judge(WANTED, all_moved(shifted(right, down), WANTED), SIZE_MM)
    assert verdict.judgement is Judgement.OFF
    assert verdict.shift_mm == pytest.approx((right, down))
    assert verdict.stretch == pytest.approx((1, 1))
    assert near(after(verdict.correction, shifted(right, down)), SAME)


@pytest.mark.parametrize(("wide", "high"), [(0.5, 1.0), (0.9, 0.85), (1.2, 1.0)])
def test_a_stretch_is_told_as_a_part_of_the_picture(wide: float, high: float) -> None:
    verdict = judge(WANTED, all_moved(shifted(0, 0, wide, high), WANTED), SIZE_MM)
    assert verdict.judgement is Judgement.OFF
    assert verdict.stretch == pytest.approx((wide, high))
    assert verdict.shift_mm == pytest.approx((0, 0), abs=0.1)


@pytest.mark.parametrize("rotation", ROTATIONS)
def test_turned_and_off_is_both_undone(rotation: int) -> None:
    fault = after(shifted(20, 5, 0.9), TURNS[90])
    verdict = judge(WANTED, reported(fault, rotation), SIZE_MM, rotation)
    assert (verdict.judgement, verdict.degrees) == (Judgement.TURNED, 90)
    assert near(after(verdict.correction, fault), SAME)


@pytest.mark.parametrize(
    "touched",
    [
        [(0.5, 0.5)] * 4,
        [WANTED[0], WANTED[0], WANTED[2], WANTED[3]],
        [WANTED[2], WANTED[1], WANTED[0], WANTED[0]],
        [(0.2, 0.2), (0.2, 0.2), (0.2, 0.8), (0.2, 0.8)],
    ],
)
def test_touches_that_follow_nothing_are_unclear(touched: list[tuple[float, float]]) -> None:
    assert judge(WANTED, touched, SIZE_MM).judgement is Judgement.UNCLEAR


# ---------------------------------------------------------------- what is told


def told(language: Language, touched: Sequence[tuple[float, float]], rotation: int = 0) -> tuple[str, str]:
    check = check_of(touched)
    verdict = judged(check, rotation)
    return touch_found(check, verdict, language.prompts), touch_advice(verdict, rotation, language.prompts)


def test_right_touch_needs_no_advice(language: Language) -> None:
    found, advice = told(language, WANTED)
    assert "right" in found and "0 mm" in found
    assert advice == ""


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize("by_system", [90, 180, 270])
def test_where_the_system_turned_the_picture_the_setting_for_both_is_named(
    language: Language, by_system: int, rotation: int
) -> None:
    """The panel is turned by what system and setting undo together; its touches come as if nothing were turned."""
    turned = (by_system + rotation) % 360
    touched = all_moved(TURNS[rotation], all_moved(TURNS[-turned % 360], WANTED))
    _, advice = told(language, touched, rotation)
    assert f"rotation = {turned} " in advice


@pytest.mark.parametrize(("degrees", "matrix"), [(90, "0 1 0 -1 0 1"), (180, "-1 0 1 0 -1 1"), (270, "0 -1 1 1 0 0")])
def test_the_line_for_the_system_turns_touch_back(language: Language, degrees: int, matrix: str) -> None:
    found, advice = told(language, all_moved(TURNS[degrees], WANTED))
    assert f"{degrees} degrees" in found
    assert f'ENV{{LIBINPUT_CALIBRATION_MATRIX}}="{matrix}"' in advice


@pytest.mark.parametrize(
    ("mirror", "words", "matrix"),
    [
        ("across", "left and right", "-1 0 1 0 1 0"),
        ("down", "top and bottom", "1 0 0 0 -1 1"),
        ("diagonal", "across and down", "0 1 0 1 0 0"),
        ("other diagonal", "across and down", "0 -1 1 -1 0 1"),
    ],
)
def test_a_mirrored_panel_is_described_and_mirrored_back(
    language: Language, mirror: str, words: str, matrix: str
) -> None:
    found, advice = told(language, all_moved(MIRRORS[mirror], WANTED))
    assert words in found
    assert f'"{matrix}"' in advice


def test_where_touches_land_is_told_in_words(language: Language) -> None:
    found, advice = told(language, all_moved(shifted(-14, 20, 0.5), WANTED))
    for part in ("14 mm too far left", "20 mm too low", "50 % of the width"):
        assert part in found
    assert "of the height" not in found
    assert "two screens" in advice and "LIBINPUT" in advice


def test_unclear_touches_are_to_be_tried_again(language: Language) -> None:
    found, advice = told(language, [(0.5, 0.5)] * 4)
    assert found and "again" in advice


def test_a_skipped_or_left_test_says_so(language: Language) -> None:
    ruler = begun(SIZE, PPI)
    for check, word in ((update(update(ruler, Key.RETURN), Key.RETURN), "Return"), (update(ruler, Key.LEAVE), "left")):
        text = touch_found(check, judged(check, 0), language.prompts)
        assert text.startswith("Not tested") and word in text


def test_clicks_of_a_mouse_are_told_from_touches(language: Language) -> None:
    check = check_of(WANTED, is_finger=False)
    assert "mouse" in touch_found(check, judged(check, 0), language.prompts)
    assert "mouse" not in touch_found(check_of(WANTED), judged(check, 0), language.prompts)


def test_what_to_write_is_the_measured_figure(language: Language) -> None:
    measured = update(replace(begun(SIZE, PPI), ppi=101.6), Key.RETURN)
    assert ruler_advice(measured, 0, language.prompts).endswith("ppi = 101.6")
    assert "is right: ppi = 102" in ruler_advice(measured, 102, language.prompts)
    assert ruler_advice(begun(SIZE, PPI), 0, language.prompts) == ""


def test_the_result_on_the_screen_says_the_same(language: Language) -> None:
    check = check_of(all_moved(TURNS[90], WANTED))
    assert check.step is Step.VERDICT
    said = says(check, 0, 0, language.prompts)
    assert said.body == (
        ruler_advice(check, 0, language.prompts),
        touch_verdict_text(check, judged(check, 0), language.prompts),
    )
    assert language.prompts["check_result_advice"] in said.notes
    assert language.prompts["check_result_advice"] not in says(check_of(WANTED), 0, 0, language.prompts).notes


def test_a_matrix_has_no_minus_before_a_naught() -> None:
    assert matrix_text((-0.0, 1, -1e-9, 0.123456, -0.5, 1.0)) == "0 1 0 0.1235 -0.5 1"
