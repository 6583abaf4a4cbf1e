"""The layout, tried on every scene, panel and text size: what may never happen, never happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

import pytest

from kiosk.scene import Kind, Mark, Part, Scene, Status
from kiosk.view.fonts import Fonts
from kiosk.view.frame import frame_of
from kiosk.view.geometry import Rect, union
from kiosk.view.items import Item, Layout, Metrics, Role
from kiosk.view.layout import arrange, lay_out, overlaid
from kiosk.view.panel import Panel, Reach
from kiosk.view.stack import Kept
from kiosk.view.typeset import Faces
from tests.kiosk.view.stage import BAR, LONG, PANELS, ROOMY, SCENES, SIZES, TIGHT, Ruler, choices, scene, slide

WIDE_SIZES = ("smallest", "medium", "largest")


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


@dataclass(frozen=True)
class Case:
    """A scene in one text size on one panel, on all its pages."""

    name: str
    scene: Scene
    pages: list[Layout]


def pages(shown: Scene, panel: Panel, metrics: Metrics) -> list[Layout]:
    """Every page of a scene."""
    kept = Kept()
    first = lay_out(shown, panel, metrics, kept)
    return [first, *(lay_out(replace(shown, page=n), panel, metrics, kept) for n in range(1, len(first.page_starts)))]


def test_kept_work_changes_nothing(fonts: Fonts) -> None:
    for shown in (scene("long", "large"), scene("options", "large"), scene("last")):
        for number, layout in enumerate(pages(shown, PANELS["small"], fonts)):
            assert layout == lay_out(replace(shown, page=number), PANELS["small"], fonts)


def sweep(panel: Panel, metrics: Metrics, sizes: tuple[str, ...] = SIZES) -> Iterator[Case]:
    """All scenes in all text sizes, and in some of them with wide spacing."""
    for name in SCENES:
        for size in sizes:
            for is_wide in (False, True) if size in WIDE_SIZES else (False,):
                shown = scene(name, size, is_wide=is_wide)
                yield Case(f"{name}, {size}{', wide' * is_wide}", shown, pages(shown, panel, metrics))


@pytest.fixture(scope="module", params=PANELS)
def panel_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def whole(panel_name: str, fonts: Fonts) -> list[Case]:
    """Laid out once for each panel, with the real fonts."""
    return list(sweep(PANELS[panel_name], fonts))


@pytest.fixture(scope="module")
def cases(whole: list[Case]) -> list[tuple[str, Layout]]:
    """The same page by page, each with the name of the case."""
    return [(f"{case.name}, page {layout.page + 1}", layout) for case in whole for layout in case.pages]


def drawn(layout: Layout) -> list[Item]:
    """Items with something on them: words or a picture."""
    return [item for item in layout.items if item.words or item.icon]


def place(item: Item) -> Rect:
    return union(word.rect for word in item.words) if item.words else item.rect


def is_part_of(item: Item, target: Item) -> bool:
    return item.id == target.id or item.id.startswith(f"{target.id}.")


# ---------------------------------------------------------------- what may never happen


def test_nothing_leaves_the_screen(cases: list[tuple[str, Layout]]) -> None:
    for case, layout in cases:
        screen = Rect(0, 0, *layout.size)
        for item in layout.items:
            assert screen.contains(item.rect), (case, item)
            assert all(screen.contains(word.rect) for word in item.words), (case, item)


def test_no_two_pieces_overlap(cases: list[tuple[str, Layout]]) -> None:
    for case, layout in cases:
        placed = [(item.id, place(item)) for item in drawn(layout)]
        for (one, rect), (other, other_rect) in combinations(placed, 2):
            assert not rect.overlaps(other_rect), (case, one, rect, other, other_rect)


def test_targets_keep_apart_and_nothing_foreign_is_on_them(panel_name: str, cases: list[tuple[str, Layout]]) -> None:
    gap = PANELS[panel_name].px(3.0)
    for case, layout in cases:
        for one, other in combinations(layout.targets, 2):
            assert not one.rect.grown(gap - 1, gap - 1).overlaps(other.rect), (case, one.id, other.id)
        placed = [(item, place(item)) for item in drawn(layout)]
        for target in layout.targets:
            foreign = [item.id for item, rect in placed if target.rect.overlaps(rect) and not is_part_of(item, target)]
            assert not foreign, (case, target.id)


def test_what_belongs_to_a_target_stays_in_it(cases: list[tuple[str, Layout]]) -> None:
    for case, layout in cases:
        for target in layout.targets:
            for item in drawn(layout):
                assert not is_part_of(item, target) or target.rect.contains(place(item)), (case, item.id, item.text)


def test_targets_are_large_enough_for_weak_hands(panel_name: str, cases: list[tuple[str, Layout]]) -> None:
    panel = PANELS[panel_name]
    for case, layout in cases:
        for target in layout.targets:
            assert min(panel.mm(target.rect.w), panel.mm(target.rect.h)) >= 20.0 - 0.01, (case, target.id)
        if panel_name in ROOMY:
            heights = [panel.mm(item.rect.h) for item in layout.targets if item.id.startswith("bar-")]
            assert min(heights) >= 30.0 - 0.01, case


def test_no_text_is_under_the_floor(panel_name: str, cases: list[tuple[str, Layout]], fonts: Fonts) -> None:
    panel = PANELS[panel_name]
    for case, layout in cases:
        for item in layout.items:
            if item.words:
                assert panel.mm(fonts.cap_px(item.font_px, item.weight)) >= 4.8, (case, item.id)


def test_no_text_is_smaller_than_the_second_rank_of_its_size(panel_name: str, whole: list[Case], fonts: Fonts) -> None:
    panel = PANELS[panel_name]
    for case in whole:
        second = frame_of(panel, Faces(panel, fonts, case.scene.is_wide), case.scene.text_size).second_cap_mm
        for layout in case.pages:
            for item in layout.items:
                is_bar = item.id.startswith("bar-")  # its buttons keep their place; see the next test
                if item.words and not is_bar:
                    assert panel.mm(fonts.cap_px(item.font_px, item.weight)) >= second - 0.01, (case.name, item.id)


TIMES = [("desk", 1.35), ("4k", 1.5), ("wall", 1.5), ("upright", 1.55), ("square", 1.15)]


@pytest.mark.parametrize(("name", "times"), TIMES)
def test_the_labels_of_the_bar_grow_with_the_text(name: str, times: float, fonts: Fonts) -> None:
    labels = [lay_out(slide(text_size=size), PANELS[name], fonts).find("bar-topics") for size in ("medium", "largest")]
    assert labels[0] and labels[1]
    assert labels[1].font_px >= times * labels[0].font_px


def test_only_a_panel_that_is_too_small_is_called_so(panel_name: str, cases: list[tuple[str, Layout]]) -> None:
    problems = {problem for _, layout in cases for problem in layout.problems}
    if panel_name == "seven-inch":
        assert problems
        assert all("its text is" in problem or "the footer" in problem for problem in problems)
    else:
        assert problems == set()


def test_the_bar_never_moves(cases: list[tuple[str, Layout]]) -> None:
    places = {tuple(t.rect for t in layout.targets if t.id.startswith("bar-")) for _, layout in cases}
    assert len(places) == 1
    assert all(tuple(t.id for t in layout.targets[-len(BAR) :]) == tuple(b.id for b in BAR) for _, layout in cases)


def test_lines_are_short_and_far_apart(cases: list[tuple[str, Layout]]) -> None:
    for case, layout in cases:
        for item in layout.items:
            tops = sorted({word.rect.y for word in item.words})
            for top in tops:
                row = [word for word in item.words if word.rect.y == top]
                assert row[-1].start + len(row[-1].text) - row[0].start <= 60, (case, item.id)
            if item.role is Role.TEXT and len(tops) > 1 and not item.is_live and item.font_px:
                assert min(b - a for a, b in pairwise(tops)) >= 1.5 * item.font_px - 1, case


def test_wide_spacing_keeps_letters_words_lines_and_paragraphs_apart(panel_name: str, fonts: Fonts) -> None:
    panel = PANELS[panel_name]
    text = "Two words here. And a line that is long enough to be cut into two or three.\nThen a paragraph."
    plain, wide = (slide(text=text, is_wide=is_wide) for is_wide in (False, True))
    near, far = (lay_out(shown, panel, fonts).find("text") for shown in (plain, wide))
    assert near and far and near.font_px == far.font_px
    em = far.font_px
    assert far.tracking_px >= 0.12 * em > near.tracking_px == 0
    assert far.words[0].rect.w == near.words[0].rect.w + far.tracking_px * len("Two")
    gap = far.words[1].rect.x - far.words[0].rect.right
    assert gap >= fonts.width(" ", em, "regular") + 0.28 * em
    tops = sorted({word.rect.y for word in far.words})
    steps = [b - a for a, b in pairwise(tops)]
    assert min(steps, default=2 * em) >= 1.5 * em
    assert len(tops) < 3 or max(steps) >= 3 * em - 2


# ---------------------------------------------------------------- every word is somewhere


def characters(layouts: list[Layout], part: Part, index: int = 0) -> set[int]:
    """Which characters of a part are drawn on any of the pages."""
    return {
        place
        for layout in layouts
        for item in layout.items
        if item.part is part and item.index == index
        for word in item.words
        for place in range(word.start, word.start + len(word.text))
    }


def solid(text: str) -> set[int]:
    return {place for place, letter in enumerate(text) if not letter.isspace()}


def test_every_word_is_on_one_of_the_pages(whole: list[Case]) -> None:
    for case in whole:
        shown = case.scene
        assert characters(case.pages, Part.TITLE) == solid(shown.title), case.name
        assert characters(case.pages, Part.TEXT) == solid(shown.text), case.name
        assert characters(case.pages, Part.QUESTION) == solid(shown.question), case.name
        for index, choice in enumerate(shown.choices):
            assert characters(case.pages, Part.CHOICE, index) == solid(choice.label), case.name


def test_no_word_is_broken_but_one_that_is_wider_than_its_line(whole: list[Case]) -> None:
    for case in whole:
        for layout in case.pages:
            for item in layout.items:
                broken = [word.text for word in item.words if word.text not in item.text.split()]
                assert not broken or case.name.startswith("broken"), (case.name, item.id, broken)


@pytest.mark.parametrize("size", SIZES)
def test_a_title_becomes_smaller_before_a_word_of_it_is_broken(panel_name: str, size: str, fonts: Fonts) -> None:
    layout = lay_out(slide(title="Build a discussion guide", text_size=size), PANELS[panel_name], fonts)
    title = layout.find("title")
    assert title and [word.text for word in title.words] == ["Build", "a", "discussion", "guide"]


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_becomes_smaller_before_a_word_of_the_text_is_broken(
    panel_name: str, size: str, fonts: Fonts
) -> None:
    text = "It is a neurological condition. Electromyography may help to find it."
    for layout in pages(slide(text=text, text_size=size), PANELS[panel_name], fonts):
        item = layout.find("text")
        fitting = {w for w in text.split() if item and fonts.width(w, item.font_px, item.weight) < 0.9 * layout.size[0]}
        drawn_words = {word.text for word in item.words} if item else set()
        assert all(part in fitting for part in drawn_words if any(part in word for word in fitting)), size


def test_pages_begin_where_they_say(whole: list[Case]) -> None:
    for case in whole:
        starts = case.pages[0].page_starts
        assert starts[0] == 0
        is_title_alone = starts[:2] == (0, 0)
        assert list(starts[is_title_alone:]) == sorted(set(starts)), case.name
        assert not is_title_alone or case.pages[0].find("text") is None, case.name
        for number, (layout, start) in enumerate(zip(case.pages, starts, strict=True)):
            assert (layout.page, layout.page_starts) == (number, starts), case.name
            text = layout.find("text")
            assert text is None or text.words[0].start == start, case.name


def test_the_footer_of_a_slide_is_whole_on_the_page_that_ends_its_text_or_the_next(whole: list[Case]) -> None:
    for case in whole:
        problems = " ".join(case.pages[-1].problems)
        if case.scene.kind is Kind.SLIDE and case.scene.footer and "footer" not in problems:
            last = max(layout.page for layout in case.pages if layout.find("text"))
            footer = next((f for layout in case.pages[last : last + 2] if (f := layout.find("footer"))), None)
            assert footer, case.name
            assert [word.text for word in footer.words] == case.scene.footer.split()


def test_a_long_caption_turns_with_the_word_that_is_spoken(panel_name: str, fonts: Fonts) -> None:
    caption = "Picture: An open hand that can still feel. " * 8
    shown = slide(caption=caption, text_size="large")
    seen: set[int] = set()
    for start in sorted(solid(caption))[::5]:
        marked = replace(shown, mark=Mark(Part.CAPTION, start, 1))
        layout = lay_out(marked, PANELS[panel_name], fonts)
        assert any(item.role is Role.MARK for item in layout.items), start
        seen |= characters([layout], Part.CAPTION)
    assert seen == solid(caption)


# ---------------------------------------------------------------- what is where


def test_the_layout_depends_on_nothing_but_its_arguments(fonts: Fonts) -> None:
    for metrics in (fonts, Ruler()):
        one = lay_out(scene("options"), PANELS["desk"], metrics)
        assert one == lay_out(scene("options"), PANELS["desk"], metrics)


def test_arithmetic_metrics_are_enough_for_the_layout() -> None:
    assert all(layout.targets for case in sweep(PANELS["desk"], Ruler()) for layout in case.pages)


@pytest.mark.parametrize("name", PANELS)
def test_nothing_moves_when_captions_and_signs_come_and_go(name: str, fonts: Fonts) -> None:
    quiet = lay_out(slide(status=()), PANELS[name], fonts)
    busy = lay_out(slide(caption="You said: next slide. " * 3, status=SCENES["faults"].status), PANELS[name], fonts)
    assert quiet.static == busy.static
    assert quiet.targets == busy.targets


@pytest.mark.parametrize("caption", ["", "You said: next slide. " * 4])
@pytest.mark.parametrize("size", SIZES)
def test_every_sign_is_there_at_least_as_an_icon(panel_name: str, size: str, caption: str, fonts: Fonts) -> None:
    signs = (
        Status("heard", "Heard: next slide"),
        Status("keep-going", "Keeps going"),
        *SCENES["faults"].status,
        Status("paused", "Paused until you say: go on"),
        Status("chosen", "One more thing to tell you"),
    )
    layout = lay_out(slide(status=signs, caption=caption, text_size=size), PANELS[panel_name], fonts)
    assert [layout.find(f"status-{sign.icon}.icon") is not None for sign in signs] == [True] * 6
    words = [item for item in layout.items if item.role is Role.STATUS]
    assert not words or words[0].text == "Heard: next slide"
    assert all(Rect(0, 0, *layout.size).contains(place(item)) for item in drawn(layout))
    for one, other in combinations(drawn(layout), 2):
        assert not place(one).overlaps(place(other)), (one.id, other.id)


def test_a_roomy_panel_has_words_for_every_sign(fonts: Fonts) -> None:
    layout = lay_out(SCENES["faults"], PANELS["desk"], fonts)
    assert {item.text for item in layout.items if item.role is Role.STATUS} == {
        sign.text for sign in SCENES["faults"].status
    }


def test_the_picture_is_left_of_the_text_on_a_wide_panel_and_above_it_on_a_high_one(fonts: Fonts) -> None:
    wide, high = (lay_out(slide(), PANELS[name], fonts) for name in ("desk", "upright"))
    for layout, axis in ((wide, 0), (high, 1)):
        picture, text = layout.find("picture"), layout.find("text")
        assert picture and text
        assert (picture.rect.right, picture.rect.bottom)[axis] <= (text.rect.x, text.rect.y)[axis]
        assert picture.rect.w * picture.rect.h > 0.15 * layout.size[0] * layout.size[1]


def test_the_title_is_larger_than_the_text_and_the_text_than_the_rest(fonts: Fonts) -> None:
    layout = lay_out(slide(), PANELS["desk"], fonts)
    title, text, place_item = (layout.find(id) for id in ("title", "text", "place"))
    assert title and text and place_item
    assert title.font_px > text.font_px > place_item.font_px


@pytest.mark.parametrize("name", ["seven-inch", "tablet", "desk", "upright"])
def test_in_the_largest_text_the_title_is_as_large_or_as_large_as_the_panel_allows(name: str, fonts: Fonts) -> None:
    shown = slide(title="First signs", text=LONG, text_size="largest")
    title, *rest = pages(shown, PANELS[name], fonts)
    found = title.find("title"), rest[0].find("text")
    assert found[0] and found[1] and found[0].font_px >= found[1].font_px
    assert [word.text for word in found[0].words] == ["First", "signs"]


def test_a_title_page_leaves_the_title_to_the_header_of_the_others(fonts: Fonts) -> None:
    first, second = pages(slide(title="First signs", text=LONG, text_size="largest"), PANELS["tablet"], fonts)[:2]
    assert first.page_starts[:2] == (0, 0)
    assert first.find("text") is None and second.find("text")
    titles = [layout.find("title") for layout in (first, second)]
    assert titles[0] and titles[1] and titles[1].rect.y < titles[0].rect.y


def test_later_pages_show_the_title_in_the_header(fonts: Fonts) -> None:
    first, second = pages(scene("long", "large"), PANELS["desk"], fonts)[:2]
    titles = [layout.find("title") for layout in (first, second)]
    assert titles[0] and titles[1]
    assert titles[1].rect.y < titles[0].rect.y
    assert second.find("topic") is None


@pytest.mark.parametrize("size", SIZES)
def test_the_header_breaks_no_word_and_lets_none_hang_over_the_edge(size: str, fonts: Fonts) -> None:
    shown = slide(topic="Key symptoms check", place="Slide 18 of 44", text_size=size, text=LONG * 4)
    for name, panel in {**PANELS, "seven-inch-upright": Panel((480, 800), 133.0, 600)}.items():
        layout = lay_out(shown, panel, fonts)
        for item in filter(None, (layout.find("topic"), layout.find("title"), layout.find("place"))):
            assert [word.text for word in item.words] == item.text.split(), name
            assert Rect(0, 0, *panel.size).contains(place(item)), name


def test_the_place_tells_the_page_that_is_shown_and_no_page_changes_the_pages(whole: list[Case]) -> None:
    for case in whole:
        count = len(case.pages)
        for number, layout in enumerate(case.pages):
            item, page = layout.find("place"), f"page {number + 1} of {count}" if count > 1 else ""
            told = {", ".join(filter(None, (case.scene.place, page))), *filter(None, (page,))}
            assert (item.text if item else "") in told, case.name
            assert (layout.page, layout.page_starts) == (number, case.pages[0].page_starts), case.name


def test_a_page_that_is_not_there_is_the_last(fonts: Fonts) -> None:
    layout = lay_out(slide(text=LONG, text_size="large", page=99), PANELS["desk"], fonts)
    assert layout.page == len(layout.page_starts) - 1 > 0
    assert lay_out(slide(page=-1), PANELS["desk"], fonts).page == 0


def test_focus_and_question_turn_to_the_choices(fonts: Fonts) -> None:
    shown = scene("question", "large", text=LONG)
    panel = PANELS["small"]
    assert lay_out(shown, panel, fonts).find("yes") is None
    for changed in (replace(shown, focus="yes"), replace(shown, mark=Mark(Part.QUESTION, 0, 4))):
        layout = lay_out(changed, panel, fonts)
        assert layout.find("yes")
        assert layout.page == len(layout.page_starts) - 1


def test_a_three_hundred_word_slide_is_paged(fonts: Fonts) -> None:
    text = " ".join(f"Word {number} stands here." for number in range(75))
    layouts = pages(slide(text=text, text_size="large"), PANELS["desk"], fonts)
    assert len(layouts) > 5
    assert characters(layouts, Part.TEXT) == solid(text)


def test_progress_is_as_long_as_the_way_behind(fonts: Fonts) -> None:
    def share(done: int, count: int) -> float:
        layout = lay_out(slide(progress=(done, count)), PANELS["desk"], fonts)
        bar, track = layout.find("progress.done"), layout.find("progress")
        assert track
        return bar.rect.w / track.rect.w if bar else 0.0

    assert share(44, 44) == 1.0
    assert share(11, 44) == pytest.approx(0.25, abs=0.01)
    assert share(0, 0) == 0.0


# ---------------------------------------------------------------- mark, focus, touch


def test_the_mark_lies_under_exactly_the_spoken_words(fonts: Fonts) -> None:
    text = slide().text
    start = text.index("generally")
    layout = lay_out(slide(mark=Mark(Part.TEXT, start, len("generally does"))), PANELS["desk"], fonts)
    marks = [item for item in layout.items if item.role is Role.MARK]
    assert [word.text for mark in marks for word in mark.words] == ["generally", "does"]
    assert all(mark.rect.contains(Rect(w.rect.x, mark.rect.y, w.rect.w, 1)) for mark in marks for w in mark.words)


def test_a_mark_over_two_lines_has_a_plate_on_each(fonts: Fonts) -> None:
    shown = slide()
    layout = lay_out(replace(shown, mark=Mark(Part.TEXT, 0, len(shown.text))), PANELS["desk"], fonts)
    text = layout.find("text")
    assert text
    assert len([item for item in layout.items if item.role is Role.MARK]) == len({w.rect.y for w in text.words}) > 1


def test_a_mark_of_another_page_marks_nothing(fonts: Fonts) -> None:
    shown = scene("long", "large", mark=Mark(Part.TEXT, len(LONG) - 3, 3))
    assert not [item for item in lay_out(shown, PANELS["desk"], fonts).items if item.role is Role.MARK]


def test_a_broken_word_is_marked_whole(fonts: Fonts) -> None:
    shown = scene("broken", mark=Mark(Part.TEXT, 0, 96))
    layout = lay_out(shown, PANELS["desk"], fonts)
    marked = [word.text for item in layout.items if item.role is Role.MARK for word in item.words]
    assert len(marked) > 1
    assert "".join(marked) == "pneumono" * 12


def test_the_focus_ring_is_double_whole_and_beside_every_other_target(panel_name: str, fonts: Fonts) -> None:
    panel = PANELS[panel_name]
    for name in ("options", "topics", "question", "warning", "help"):
        base = lay_out(scene(name), panel, fonts)
        for target in base.targets:
            layout = overlaid(base, scene(name, focus=target.id))
            outer, inner = layout.find("focus.outer"), layout.find("focus.inner")
            assert outer and inner
            assert min(panel.mm(outer.edge_px), panel.mm(inner.edge_px)) >= 1.0, panel_name
            assert outer.rect.contains(inner.rect)
            assert inner.rect.contains(target.rect)
            assert Rect(0, 0, *panel.size).contains(outer.rect)
            assert not any(outer.rect.overlaps(o.rect) for o in layout.targets if o.id != target.id), (name, target.id)
            others = [item for item in drawn(layout) if not is_part_of(item, target)]
            assert not any(outer.rect.overlaps(place(item)) for item in others), (name, target.id)


@pytest.mark.parametrize("name", [name for name, panel in PANELS.items() if panel.reach.is_low])
def test_low_controls_are_all_within_reach(name: str, fonts: Fonts) -> None:
    panel = PANELS[name]
    edge = panel.reach.lower_edge_mm
    highest = (1100 - edge) if edge else panel.height_mm / 3
    for case in sweep(panel, fonts):
        for layout in case.pages:
            for target in layout.targets:
                middle = panel.mm(panel.size[1] - (target.rect.y + target.rect.h / 2))
                assert middle <= highest + panel.mm(1), (case.name, target.id)


def test_controls_out_of_reach_are_told(fonts: Fonts) -> None:
    panel = replace(PANELS["upright"], reach=Reach(is_low=True, lower_edge_mm=1095))
    assert any("1100 mm" in problem for problem in lay_out(slide(), panel, fonts).problems)


def test_for_the_left_hand_the_picture_is_at_the_right_and_low_buttons_at_the_left(fonts: Fonts) -> None:
    right, left = (lay_out(scene("question"), PANELS[name], fonts) for name in ("desk", "left"))
    for layout, is_left in ((right, False), (left, True)):
        picture, yes = layout.find("picture"), layout.find("yes")
        assert picture and yes
        assert (picture.rect.x > yes.rect.right) is is_left
    low = lay_out(scene("topics"), PANELS["low-wide-left"], fonts)
    assert max(target.rect.right for target in low.targets) <= PANELS["low-wide-left"].px(600 + 60)
    mirrored = replace(PANELS["low-wide-left"], reach=Reach(is_low=True, lower_edge_mm=700))
    low = lay_out(scene("topics"), mirrored, fonts)
    assert min(target.rect.x for target in low.targets) >= mirrored.size[0] - mirrored.px(600 + 60)


def test_touch_finds_what_was_drawn(fonts: Fonts) -> None:
    layout = lay_out(scene("options"), PANELS["desk"], fonts)
    for target in layout.targets:
        x, y, w, h = target.rect
        assert {layout.target_at(p) for p in ((x, y), (x + w - 1, y + h - 1), (x + w // 2, y + h // 2))} == {target.id}
        assert layout.target_at((x - 1, y)) != target.id
    assert layout.target_at((0, 0)) is None


def test_targets_come_in_the_order_of_the_scene(panel_name: str, fonts: Fonts) -> None:
    shown = scene("topics")
    targets = [t for layout in pages(shown, PANELS[panel_name], fonts) for t in layout.targets if t.part]
    assert [(t.id, t.order) for t in targets] == [(t.id, t.order) for t in shown.choices]
    bar = arrange(shown, PANELS[panel_name], fonts).targets[-len(shown.bar) :]
    assert [(t.id, t.order) for t in bar] == [(t.id, t.order) for t in shown.bar]


def test_a_menu_is_on_one_page_from_ten_inches_on(panel_name: str, fonts: Fonts) -> None:
    if panel_name not in TIGHT and not PANELS[panel_name].reach.is_low:
        assert len(pages(scene("topics", "large"), PANELS[panel_name], fonts)) == 1


def test_a_disabled_target_has_a_dashed_edge_and_a_chosen_one_a_thick_one(fonts: Fonts) -> None:
    layout = lay_out(scene("disabled"), PANELS["desk"], fonts)
    plates = {id: layout.find(f"{id}.plate") for id in ("yes", "no", "bar-back", "bar-next")}
    assert {id for id, plate in plates.items() if plate and plate.is_dashed} == {"yes", "bar-back"}
    yes, no = plates["yes"], plates["no"]
    assert yes and no
    assert no.edge_px > 1.5 * yes.edge_px
    state = layout.find("no.state")
    assert state and [word.text for word in state.words] == ["chosen"]


# ---------------------------------------------------------------- panels that are too small


@pytest.mark.parametrize("panel", [Panel((800, 480), 300.0), Panel((320, 240), 90.0), Panel((200, 2000), 150.0)])
def test_an_impossible_panel_is_laid_out_and_told(panel: Panel) -> None:
    for case in sweep(panel, Ruler(), ("medium",)):
        for layout in case.pages:
            assert layout.problems, case.name
            assert len(layout.targets) >= 5, case.name


def test_odd_labels_are_laid_out(fonts: Fonts) -> None:
    shown = slide(choices=choices(("W" * 60, "", "x")), question="?", bar=(replace(BAR[0], label="Y" * 40), *BAR[1:]))
    for panel in PANELS.values():
        assert lay_out(shown, panel, fonts).targets
