"""How a picture says what belongs to which step, and what an author can get wrong there."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.deck import open_deck
from content.faults import Faults
from content.motion import MOST_STEPS, at_step, picture_steps, step_count
from content.places import default_deck_folder
from kiosk.motion import MOTION_SECONDS, STEP_SECONDS
from tests.content.small_deck import faults_of, language, told, write_deck

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
DOT = '<circle cx="4" cy="4" r="2" fill="#000001"/>'


def dot(steps: str) -> str:
    return DOT.replace("/>", f' data-step="{steps}"/>')


def test_a_step_has_its_own_shapes_and_those_without_a_step() -> None:
    svg = SVG.format(DOT + dot("0 2") + dot("1") + "<g>" + dot("2") + "</g>")
    assert step_count(svg) == 2
    assert [at_step(svg, step).count("<circle") for step in range(3)] == [2, 2, 3]
    assert at_step(svg, 1) == SVG.format(DOT + dot("1") + "<g></g>")


def test_a_picture_without_steps_is_left_as_it_is() -> None:
    svg = SVG.format(DOT)
    assert step_count(svg) == 0
    assert at_step(svg, 0) is svg


def test_the_numbers_are_read_as_numbers() -> None:
    svg = SVG.format(dot("0") + "".join(dot(str(step)) for step in range(1, 12)))
    assert at_step(svg, 1) == SVG.format(dot("1"))
    assert step_count(svg) == 11


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (dot("0") + dot("2"), "no shape belongs to step 1. Number the steps 1 to 2 without a gap."),
        (dot("0 one"), 'some steps cannot be read. Write data-step="0 2" on a path, circle or rect that ends in "/>".'),
        (dot("0 1").replace("/>", "></circle>"), "some steps cannot be read."),
        (f'<g data-step="1">{DOT}</g>', "some steps cannot be read."),
        ("".join(dot(str(step)) for step in range(9)), "there are 8 steps, and at most 7 fit into 5 seconds."),
    ],
)
def test_mistakes_are_told_once_with_the_file(tmp_path: Path, body: str, problem: str) -> None:
    deck = write_deck(tmp_path)
    (deck / "icons" / "cat.svg").write_text(SVG.format(body), encoding="utf-8")
    found = told(faults_of(deck), deck)
    assert len(found) == 1
    assert found[0].startswith(f"icons/cat.svg: data-step: {problem}")


def test_a_file_that_cannot_be_read_does_not_move(tmp_path: Path) -> None:
    (tmp_path / "bad.svg").write_bytes(b"\xff\xfe")
    faults = Faults()
    assert picture_steps(tmp_path / "bad.svg", faults) == picture_steps(tmp_path / "none.svg", faults) == 0
    assert not len(faults)


def test_a_slide_tells_how_many_steps_its_picture_has(tmp_path: Path) -> None:
    folder = write_deck(tmp_path)
    (folder / "icons" / "cat.svg").write_text(SVG.format(dot("0") + dot("1") + dot("2")), encoding="utf-8")
    deck = open_deck(folder, language(tmp_path), check_first=0)
    steps = {deck.slide(index).icon: deck.slide(index).picture_steps for index in range(len(deck))}
    assert steps == {"cat": 2, "dog": 0}


def test_the_most_steps_fit_into_the_time() -> None:
    assert (MOST_STEPS + 1) * STEP_SECONDS <= MOTION_SECONDS < (MOST_STEPS + 2) * STEP_SECONDS


def test_the_first_slide_of_the_deck_stands_still() -> None:
    """So that the start has nothing to draw but one picture."""
    first = min((default_deck_folder() / "slides").glob("*/01-*.toml"))
    icon = first.read_text("utf-8").split('icon = "')[1].split('"')[0]
    assert step_count((default_deck_folder() / "icons" / f"{icon}.svg").read_text("utf-8")) == 0
