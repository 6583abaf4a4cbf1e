"""What authors and installers do: endless words, 300 words on a slide, signs that no font has, pictures that are none,
and panels from 800x480 to 4K at 40 and at 300 pixels an inch. Each is laid out, painted, and judged like any screen.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content.fonts import lacking
from content.places import icons_folder
from kiosk.scene import Mark, Part, Scene
from kiosk.state import TEXT_SIZES
from kiosk.view.icons import Icons
from kiosk.view.items import Layout
from kiosk.view.layout import lay_out, overlaid
from kiosk.view.paint import Painter
from kiosk.view.panel import Panel, panel_for
from kiosk.view.stack import Kept
from tests.kiosk.view.checks import CHECKS, is_told_too_small, lost_words, turning_pages
from tests.kiosk.view.pixels import ink_of
from tests.kiosk.view.stage import choices, slide
from tests.kiosk.view.sweep import THEMES, Painted, Screen, Setup, fonts, pixels_in, pixels_of

PANELS: dict[str, Panel] = {
    "800x480 at 133": panel_for((800, 480), 133.0),
    "800x480 at 300": panel_for((800, 480), 300.0),
    "4K at 40": panel_for((3840, 2160), 40.0),
    "4K at 300": panel_for((3840, 2160), 300.0),
    "desk upright": panel_for((1080, 1920), 102.0),
}
ENDLESS = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3
FOREIGN = "Боль в руке 手の痛み ☃ 🙂 \u0301 \u200d"
"""Signs that the fonts do not have, and one that only sits on another."""
BAD: dict[str, Scene] = {
    "a word wider than its line": slide(text=f"It is {ENDLESS} that", title=ENDLESS, topic=ENDLESS),
    "300 words": slide(text=" ".join(f"Sentence {number} of this slide is here." for number in range(50))),
    "300 words in one sentence": slide(text=" ".join(f"word{number}" for number in range(300))),
    "no sign of it in any font": slide(title=FOREIGN, text=f"{FOREIGN}. {FOREIGN}", caption=FOREIGN),
    "a choice that is a word without end": slide(
        question="Which one?", choices=choices((ENDLESS[:60], "W" * 40, "x", "Yes")), text="Well."
    ),
    "nothing but spaces": slide(title="   ", text=" \n \n ", topic="", place=""),
    "a picture that is not there": slide(icon="no such picture", text="Still here."),
    "lines without end": slide(text="\n".join("A line." for _ in range(60))),
}
ALLOWED = {
    "a word wider than its line": ("no_broken_word",),
    "a choice that is a word without end": ("no_broken_word",),
    "no sign of it in any font": ("text_contrast",),
}
"""What cannot be otherwise: a word without end has to be cut, the frame in the place of a sign is a thin line."""


def judged(panel: Panel, shown: Scene, text_size: str) -> list[str]:
    """What is wrong on any page, unless it says itself that it does not fit."""
    kept, theme = Kept(), THEMES["light"]
    shown = replace(shown, text_size=text_size, theme="light")
    first = lay_out(shown, panel, fonts(), kept)
    pages = [lay_out(replace(shown, page=number), panel, fonts(), kept) for number in range(len(first.page_starts))]
    setup = Setup("", "", panel, text_size, theme, False)
    screen = Screen("", setup, shown, tuple(pages), ())
    wrong = [] if any(map(is_told_too_small, pages)) else [*lost_words(screen), *turning_pages(screen)]
    for number in {0, len(pages) - 1}:
        layout = overlaid(pages[number], replace(shown, focus="bar-next"))
        page = Painted("", setup, replace(shown, focus="bar-next"), layout, pixels_of(layout, theme))
        if not is_told_too_small(layout):
            wrong += [f"{name}: {found}" for name, check in CHECKS.items() for found in check(page)]
    return wrong


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
@pytest.mark.parametrize("name", BAD)
def test_it_is_laid_out_and_painted_like_any_other(panel: Panel, name: str) -> None:
    for text_size in TEXT_SIZES[::4]:
        wrong = judged(panel, BAD[name], text_size)
        assert not [row for row in wrong if not row.startswith(ALLOWED.get(name, ("-",)))], text_size


def test_a_panel_on_which_nothing_fits_says_so() -> None:
    tiny = PANELS["800x480 at 300"]
    layout = lay_out(slide(), tiny, fonts())
    assert any("68 x 41 mm" in problem for problem in layout.problems)
    assert len(layout.targets) == 6


def test_signs_that_no_font_has_are_named_and_take_their_place() -> None:
    assert {"Б", "手", "☃", "🙂"} <= set(lacking(FOREIGN))
    layout = lay_out(BAD["no sign of it in any font"], PANELS["desk upright"], fonts())
    text = layout.find("text")
    assert text and " ".join(word.text for word in text.words).startswith("Боль в руке")
    assert ink_of(text).box.w > 100, "a frame is drawn for each sign that is not there"


def test_marks_beyond_every_text_mark_nothing() -> None:
    shown = slide(text="Short.")
    plain = lay_out(shown, PANELS["desk upright"], fonts())
    for mark in (Mark(Part.TEXT, 999, 5), Mark(Part.TITLE, -5, 2), Mark(Part.CHOICE, 0, 3, 9), Mark(Part.TEXT, 0, 0)):
        assert lay_out(replace(shown, mark=mark), PANELS["desk upright"], fonts()).items == plain.items, mark


@pytest.mark.parametrize("svg", ["", "<svg", "no svg", '<svg viewBox="0 0 9 9"></svg>', '<svg viewBox="a b c d"/>'])
def test_a_picture_that_is_none_is_a_frame_in_its_place(tmp_path: Path, svg: str) -> None:
    (tmp_path / "nerve.svg").write_text(svg, encoding="utf-8")
    painter = Painter(fonts(), Icons(icons_folder(), lambda name: tmp_path / f"{name}.svg"))
    layout = lay_out(slide(), PANELS["desk upright"], fonts())
    picture = layout.find("picture")
    assert picture
    with_it, without = (painter.base(Layout(layout.size, items), THEMES["light"]) for items in ((picture,), ()))
    inked = pixels_in(with_it) != pixels_in(without)
    x, y, w, h = picture.rect
    assert inked[y : y + h, x : x + w].any()
    inked[y : y + h, x : x + w] = False
    assert not inked.any()
    assert "nerve" in painter.icons.faults
