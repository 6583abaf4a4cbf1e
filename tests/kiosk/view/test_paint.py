"""What is really on the surface: ink, contrast, height of capitals, and partial painting against full painting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from content.model import Theme
from content.places import icons_folder, themes_folder
from content.theme import contrast, load_themes
from kiosk.scene import Mark, Part, Scene, Status
from kiosk.view.fonts import Fonts
from kiosk.view.geometry import Rect
from kiosk.view.icons import Icons
from kiosk.view.items import Item, Layout, Role
from kiosk.view.layout import lay_out
from kiosk.view.paint import Painter, Restore, joined
from kiosk.view.panel import Panel
from tests.kiosk.view.stage import BAR, PANELS, scene, slide

PANEL = Panel((1024, 600), 117.5)
THEMES = load_themes(themes_folder(), "en")
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#0000f1"/></svg>'


@pytest.fixture(scope="module")
def painter(tmp_path_factory: pytest.TempPathFactory) -> Painter:
    folder = tmp_path_factory.mktemp("icons")
    (folder / "nerve.svg").write_text(SQUARE, encoding="utf-8")
    return Painter(Fonts(), Icons(icons_folder(), lambda name: folder / f"{name if name == 'nerve' else 'none'}.svg"))


def painted(painter: Painter, layout: Layout, theme: Theme) -> pygame.Surface:
    surface = pygame.Surface(layout.size, depth=32)
    painter.whole(surface, painter.base(layout, theme), layout, theme)
    return surface


def pixel(surface: pygame.Surface, x: int, y: int) -> tuple[int, int, int]:
    r, g, b, _ = surface.get_at((x, y))
    return r, g, b


def colors_in(surface: pygame.Surface, rect: Rect) -> dict[tuple[int, int, int], int]:
    """How many pixels of each colour."""
    counts: dict[tuple[int, int, int], int] = {}
    for x in range(rect.x, rect.right):
        for y in range(rect.y, rect.bottom):
            color = pixel(surface, x, y)
            counts[color] = counts.get(color, 0) + 1
    return counts


def pixel_contrast(surface: pygame.Surface, item: Item) -> float:
    """The best inked pixel of the first word against what lies behind most of it."""
    counts = colors_in(surface, item.words[0].rect)
    behind = max(counts, key=lambda color: counts[color])
    return max(contrast(behind, color) for color in counts)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("name", ["slide", "options", "topics", "warning", "captioned", "disabled", "last"])
def test_text_contrast_from_the_pixels_is_what_the_theme_promises(painter: Painter, theme: Theme, name: str) -> None:
    shown = scene(name, "small")
    least, most = theme.text_contrast
    mark = Mark(Part.TITLE, 0, 3)
    layout = lay_out(replace(shown, mark=mark, page=0), PANEL, painter.fonts)
    surface = painted(painter, layout, theme)
    marked = {item.rect for item in layout.items if item.role is Role.MARK}
    for item in layout.items:
        is_covered = item.role is not Role.MARK and any(item.words and m.overlaps(item.words[0].rect) for m in marked)
        if item.words and not is_covered:
            assert least <= pixel_contrast(surface, item) <= most, (item.id, item.text)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_edges_of_controls_and_the_focus_ring_stand_out(painter: Painter, theme: Theme) -> None:
    layout = lay_out(slide(focus="bar-next"), PANEL, painter.fonts)
    surface = painted(painter, layout, theme)
    ground = theme.colors["background"]
    for target in layout.targets:
        edge = pixel(surface, target.rect.x, target.rect.y + target.rect.h // 2)
        assert contrast(edge, ground) >= 4.5
    for id in ("focus.outer", "focus.inner"):
        ring = layout.find(id)
        assert ring
        y = ring.rect.y + ring.rect.h // 2
        (color,) = {pixel(surface, ring.rect.x + step, y) for step in range(ring.edge_px)}
        assert contrast(color, ground) >= 4.5


@pytest.mark.parametrize("name", ["desk", "small", "seven-inch", "tablet"])
def test_capitals_measured_in_inked_rows_reach_the_floor(painter: Painter, name: str) -> None:
    panel = PANELS[name]
    layout = lay_out(scene("options", "small"), panel, painter.fonts)
    for item in layout.items:
        if item.words:
            drawn = painter.fonts.render("H", item.font_px, item.weight, (0, 0, 0))
            rows = sum(
                any(drawn.get_at((x, y))[3] >= 128 for x in range(drawn.get_width())) for y in range(drawn.get_height())
            )
            assert panel.mm(rows) >= 4.8, item.id


def ink_outside(surface: pygame.Surface, rects: list[Rect], ground: tuple[int, int, int]) -> int:
    """Pixels that differ from the ground and lie in none of the rectangles."""
    copy = surface.copy()
    for rect in rects:
        copy.fill(ground, rect)
    plain = pygame.Surface(surface.get_size(), depth=32)
    plain.fill(ground)
    different: int = pygame.mask.from_threshold(copy, ground, (1, 1, 1, 255)).count()
    return surface.get_width() * surface.get_height() - different


@pytest.mark.parametrize("name", ["slide", "options", "topics", "warning", "captioned", "broken", "last"])
@pytest.mark.parametrize("size", ["small", "large"])
def test_no_ink_lies_outside_the_rectangles(painter: Painter, name: str, size: str) -> None:
    theme = THEMES["light"]
    layout = lay_out(scene(name, size, focus="bar-help"), PANEL, painter.fonts)
    rects = [word.rect for item in layout.items for word in item.words]
    rects += [item.rect for item in layout.items if item.plate or item.edge or item.icon]
    assert ink_outside(painted(painter, layout, theme), rects, theme.colors["background"]) == 0


def test_ink_outside_is_noticed(painter: Painter) -> None:
    theme = THEMES["light"]
    layout = lay_out(slide(), PANEL, painter.fonts)
    rects = [item.rect for item in layout.items if item.role is not Role.TITLE]
    assert ink_outside(painted(painter, layout, theme), rects, theme.colors["background"]) > 100


# ---------------------------------------------------------------- partial painting

SPEAKING = (Status("speaking", "Speaking"),)
PAUSED_BAR = (BAR[0], replace(BAR[1], icon="play", label="Play"), *BAR[2:])
SPOKEN = slide(caption="You said: next slide.", mark=Mark(Part.CAPTION, 0, 3))
STEPS: list[tuple[Scene, Scene]] = [
    (SPOKEN, replace(SPOKEN, mark=Mark(Part.CAPTION, 4, 5))),
    (slide(), slide(mark=Mark(Part.TEXT, 0, 3))),
    (slide(mark=Mark(Part.TEXT, 0, 3)), slide(mark=Mark(Part.TEXT, 4, 9))),
    (slide(mark=Mark(Part.TITLE, 0, 7)), slide(mark=Mark(Part.TEXT, 0, 88))),
    (slide(mark=Mark(Part.TEXT, 0, 88)), slide()),
    (slide(focus="bar-next"), slide(focus="bar-help")),
    (slide(), slide(status=SPEAKING)),
    (slide(status=SPEAKING), slide(status=())),
    (slide(bar=BAR), slide(bar=PAUSED_BAR, focus="bar-play")),
    (slide(), slide(caption="You said: next slide.", mark=Mark(Part.CAPTION, 0, 3))),
    (scene("options"), scene("options", focus="choice-2", mark=Mark(Part.CHOICE, 0, 3, 1))),
    (scene("warning"), scene("warning", mark=Mark(Part.TITLE, 4, 3), focus="choice-1", caption="Are you there?")),
]


def restore(surface: pygame.Surface, base: pygame.Surface) -> Restore:
    """Puts a part of ``base`` back onto ``surface``."""
    return lambda rect: surface.blit(base, rect, rect) and None


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("step", range(len(STEPS)))
def test_painting_the_changes_equals_painting_the_whole(painter: Painter, theme: Theme, step: int) -> None:
    before, after = (lay_out(each, PANELS["desk"], painter.fonts) for each in STEPS[step])
    assert before.static == after.static
    base = painter.base(before, theme)
    surface = painted(painter, before, theme)
    dirty = painter.changes(surface, restore(surface, base), before, after, theme)
    assert dirty
    whole = painted(painter, after, theme)
    assert pygame.image.tobytes(surface, "RGB") == pygame.image.tobytes(whole, "RGB")
    area = sum(rect.w * rect.h for rect in dirty)
    assert area < 0.25 * surface.get_width() * surface.get_height()


def test_the_dirty_rectangles_hold_every_changed_pixel(painter: Painter) -> None:
    theme = THEMES["dark"]
    before, after = (lay_out(each, PANELS["desk"], painter.fonts) for each in STEPS[8])
    surface, whole = painted(painter, before, theme), painted(painter, after, theme)
    other = painted(painter, before, theme)
    dirty = painter.changes(other, restore(other, painter.base(before, theme)), before, after, theme)
    for rect in dirty:
        surface.blit(whole, rect, rect)
    assert pygame.image.tobytes(surface, "RGB") == pygame.image.tobytes(whole, "RGB")


def test_nothing_changed_nothing_painted(painter: Painter) -> None:
    layout = lay_out(slide(mark=Mark(Part.TEXT, 0, 3)), PANEL, painter.fonts)
    surface = pygame.Surface(layout.size, depth=32)
    base = painter.base(layout, THEMES["light"])
    assert painter.changes(surface, restore(surface, base), layout, layout, THEMES["light"]) == []


def test_rectangles_that_touch_are_joined() -> None:
    rects = [pygame.Rect(0, 0, 10, 10), pygame.Rect(50, 0, 5, 5), pygame.Rect(5, 5, 10, 10)]
    assert sorted(tuple(rect) for rect in joined(rects)) == [(0, 0, 15, 15), (50, 0, 5, 5)]


def test_the_marked_word_stands_on_the_highlight(painter: Painter) -> None:
    theme = THEMES["light"]
    layout = lay_out(slide(mark=Mark(Part.TEXT, 4, 9)), PANEL, painter.fonts)
    surface = painted(painter, layout, theme)
    (mark,) = [item for item in layout.items if item.role is Role.MARK]
    counts = colors_in(surface, mark.words[0].rect)
    assert max(counts, key=lambda color: counts[color]) == theme.colors["highlight"]


def test_a_missing_picture_leaves_the_rest_and_tells(painter: Painter) -> None:
    layout = lay_out(slide(icon="gone"), PANEL, painter.fonts)
    surface = painted(painter, layout, THEMES["light"])
    assert "gone" in painter.icons.faults
    text = layout.find("text")
    assert text
    assert pixel_contrast(surface, text) > 10


def test_the_picture_takes_the_accent_of_the_theme(painter: Painter) -> None:
    for theme in THEMES.values():
        layout = lay_out(slide(), PANELS["desk"], painter.fonts)
        picture = layout.find("picture")
        assert picture
        x, y, w, h = picture.rect
        assert pixel(painted(painter, layout, theme), x + w // 2, y + h // 2) == theme.colors["accent"]


def test_a_dashed_edge_has_gaps_and_a_whole_one_has_none(painter: Painter) -> None:
    layout = lay_out(scene("disabled"), PANEL, painter.fonts)
    surface = painted(painter, layout, THEMES["light"])
    edge = THEMES["light"].colors["control_edge"]

    def share(id: str) -> float:
        rect = next(target.rect for target in layout.targets if target.id == id)
        xs = range(rect.x + rect.w // 4, rect.right - rect.w // 4)
        return sum(pixel(surface, x, rect.y) == edge for x in xs) / len(xs)

    assert share("bar-next") == 1.0
    assert 0.3 < share("bar-back") < 0.7


def test_fonts_measure_what_they_draw() -> None:
    fonts = Fonts()
    for px in (20, 57):
        for weight in ("regular", "bold"):
            drawn = fonts.render("Handle", px, weight, (0, 0, 0))
            assert fonts.width("Handle", px, weight) == drawn.get_width()
            assert fonts.height(px, weight) == drawn.get_height()


@pytest.mark.parametrize("tracking_px", [0, 3])
def test_a_sign_without_width_is_drawn_as_nothing(tracking_px: int) -> None:
    """A joiner that stands alone, as an editor may leave it."""
    for text in ("\u200d", "a\u200d", ""):
        drawn = Fonts().render(text, 20, "regular", (0, 0, 0), tracking_px)
        assert drawn.get_height() == Fonts().height(20, "regular")
    assert Fonts().render("\u200d", 20, "regular", (0, 0, 0)).get_width() == 0


def test_the_font_size_is_the_least_that_reaches_the_cap_height() -> None:
    fonts = Fonts()
    for cap in (12, 23, 24, 25, 60):
        size = fonts.font_px(cap, "regular")
        assert fonts.cap_px(size, "regular") >= cap > fonts.cap_px(size - 1, "regular")


def test_a_word_cache_stays_bounded(tmp_path: Path) -> None:
    fonts = Fonts()
    for number in range(20_100):
        fonts.width(str(number), 12, "regular")
    assert len(fonts._widths) <= 20_000
