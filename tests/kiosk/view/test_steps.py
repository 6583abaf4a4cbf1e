"""Pictures that move: a step is cropped like its still, painted like a whole screen, and repaints its picture only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame
import pytest

from content.places import icons_folder, themes_folder
from content.theme import load_themes
from kiosk.scene import Kind, Mark, Part, Scene
from kiosk.view import steps
from kiosk.view.fonts import Fonts
from kiosk.view.icons import Icons
from kiosk.view.layout import lay_out
from kiosk.view.ledger import ledger_items
from kiosk.view.paint import Painter
from kiosk.view.panel import Panel
from kiosk.view.steps import KEPT_BYTES, Steps, patches
from kiosk.view.window import Window, plain
from tests.kiosk.view.stage import slide
from tests.rig import Picture, ScreenRig, environment

THEMES = load_themes(themes_folder(), "en")
SIZE = (1024, 600)
PANEL = Panel(SIZE, 117.5)
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
<rect x="10" y="10" width="80" height="60" fill="#cccccd"/>
<circle cx="30" cy="40" r="6" fill="#0000f1" data-step="0 1 2"/>
<circle cx="50" cy="40" r="6" fill="#0000f1" data-step="0 2"/>
<rect x="64" y="34" width="12" height="12" fill="#000001" data-step="0"/></svg>"""
COLORS = {role: THEMES["light"].colors[role] for role in ("text", "background", "accent", "soft", "muted")}


@pytest.fixture
def icon(tmp_path: Path) -> Path:
    path = tmp_path / "nerve.svg"
    path.write_text(SVG, encoding="utf-8")
    return path


@pytest.fixture
def painter(icon: Path) -> Painter:
    return Painter(Fonts(), Icons(icons_folder(), lambda _: icon))


@pytest.fixture(params=[0, 90], ids=["upright", "turned"])
def window(
    screen: ScreenRig, icon: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Window]:
    for name in ("SDL_FRAMEBUFFER_ACCELERATION", "SDL_TOUCH_MOUSE_EVENTS"):
        monkeypatch.setenv(name, "1")  # so that it is put back
        monkeypatch.delenv(name)
    with environment(screen.env):
        opened = Window(SIZE, themes=THEMES, ppi=117.5, rotation=request.param, deck_icon=lambda _: icon)
        yield opened
        opened.close()


def pixels(surface: pygame.Surface) -> Picture:
    data = np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8)
    return data.reshape(surface.get_height(), surface.get_width(), 3)


def on_window(window: Window) -> Picture:
    """What is seen, upright."""
    shown = pygame.display.get_surface()
    assert shown is not None
    turned = window.panel.size != shown.get_size()
    return pixels(pygame.transform.rotate(shown, -90) if turned else shown).copy()


def moving(step: int, **changes: object) -> Scene:
    return slide(kind=Kind.SLIDE, theme="light", picture_step=step, **changes)


def test_every_step_has_the_size_and_the_place_of_the_still(painter: Painter) -> None:
    drawn = [painter.icons.draw("nerve", True, (300, 300), COLORS, step) for step in range(3)]
    assert len({image.get_size() for image in drawn}) == 1
    still = [(image.get_at((20, 20)), image.get_at((280, 20))) for image in drawn]
    assert still == [still[0]] * 3
    assert not painter.icons.faults


def test_a_step_that_draws_less_is_cropped_like_its_still(painter: Painter, icon: Path) -> None:
    ball = '<circle cx="50" cy="85" r="9" fill="#000001" data-step="0"/>'
    icon.write_text(SVG.replace("</svg>", f"{ball}</svg>"), encoding="utf-8")
    still, step = (painter.icons.draw("nerve", True, (300, 300), COLORS, step) for step in (0, 1))
    assert still.get_size() == step.get_size()
    assert step.get_bounding_rect().h < still.get_bounding_rect().h
    fresh = Icons(icons_folder(), lambda _: icon).draw("nerve", True, (300, 300), COLORS, 1)
    assert pixels(fresh).tolist() == pixels(step).tolist()


def test_the_sign_of_a_moving_picture_is_its_still(painter: Painter) -> None:
    assert painter.icons.draw("nerve", True, (80, 80), COLORS) is painter.icons.draw("nerve", True, (80, 80), COLORS, 0)
    assert painter.icons.draw("nerve", True, (80, 80), COLORS) is not painter.icons.draw(
        "nerve", True, (80, 80), COLORS, 1
    )


def test_a_step_repaints_its_picture_only(window: Window) -> None:
    for step in (0, 1, 2, 0):
        before = on_window(window) if window.layout.items else None
        dirty = window.show(moving(step))
        if before is None:
            continue
        picture = window.layout.find("picture")
        assert picture is not None
        assert dirty == [pygame.Rect(window.on_glass(picture.rect))]
        changed = np.argwhere((on_window(window) != before).any(axis=2))
        assert len(changed)
        assert all(picture.rect.holds((x, y)) for y, x in changed)


def test_a_step_looks_like_the_picture_drawn_afresh(window: Window, painter: Painter) -> None:
    window.show(moving(0))
    window.show(moving(1))
    item = window.layout.find("picture")
    assert item is not None
    fresh = pygame.Surface(item.rect[2:])
    fresh.fill(COLORS["background"])
    drawn = painter.icons.draw("nerve", True, item.rect[2:], COLORS, 1)
    fresh.blit(drawn, drawn.get_rect(center=pygame.Rect(item.rect).center).move(-item.rect.x, -item.rect.y))
    x, y, w, h = item.rect
    assert (on_window(window)[y : y + h, x : x + w] == pixels(fresh)).all()


def test_it_rests_on_the_very_pixels_it_came_from(window: Window) -> None:
    window.show(moving(0))
    before = on_window(window)
    for step in (1, 2, 1, 0):
        window.show(moving(step))
    assert (on_window(window) == before).all()


def test_a_word_spoken_while_it_moves_leaves_the_step_standing(window: Window) -> None:
    window.show(moving(0))
    window.show(moving(2))
    picture = window.layout.find("picture")
    assert picture is not None
    dirty = window.show(moving(2, mark=Mark(Part.TEXT, 0, 3)))
    assert dirty
    assert not any(rect.colliderect(window.on_glass(picture.rect)) for rect in dirty)


def test_a_covered_window_keeps_the_step(window: Window) -> None:
    window.show(moving(1))
    before = on_window(window)
    window.repaint()
    assert (on_window(window) == before).all()


def test_a_step_drawn_ahead_is_not_drawn_again(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    window.show(moving(0))
    for step in (1, 2):
        window.prebuild(moving(step))

    def too_late(*_: object) -> None:
        raise AssertionError("drawn at the moment it is shown")

    monkeypatch.setattr(window.painter.icons, "draw", too_late)
    for step in (1, 2, 0):
        assert window.show(moving(step))


def test_a_step_asks_for_no_other_layout() -> None:
    assert plain(moving(2)) == plain(moving(0))


def test_a_picture_that_stands_still_ignores_the_step(window: Window, icon: Path) -> None:
    icon.write_text(SVG.replace("data-step", "data-other"), encoding="utf-8")
    window.show(moving(0))
    before = on_window(window)
    window.show(moving(1))
    assert (on_window(window) == before).all()
    assert not window.faults


def test_a_scene_without_a_picture_ignores_the_step(window: Window) -> None:
    window.show(moving(0, icon=""))
    assert window.show(moving(1, icon="")) == []


def test_the_ledger_lists_the_picture_once(painter: Painter) -> None:
    for step in (0, 1):
        layout = lay_out(moving(step), PANEL, painter.fonts)
        items = ledger_items(layout, PANEL, painter.fonts, THEMES["light"], ())
        assert [item["icon"] for item in items if item["icon"] == "nerve"] == ["nerve"]


def test_patches_are_the_parts_that_differ() -> None:
    still = pygame.Surface((90, 60))
    still.fill("white")
    step = still.copy()
    step.fill("black", (10, 20, 5, 7))
    step.fill("gray", (50, 0, 8, 8))
    found = sorted(((*place, *patch.get_size()) for place, patch in patches(still, step)))
    assert found == [(10, 20, 5, 7), (50, 0, 8, 8)]
    assert patches(still, still.copy()) == ()


def test_a_slight_difference_is_a_difference() -> None:
    still = pygame.Surface((9, 9))
    step = still.copy()
    step.set_at((4, 4), (1, 1, 1))
    assert [place for place, _ in patches(still, step)] in ([], [(4, 4)])
    step.set_at((4, 4), (2, 0, 0))
    assert [place for place, _ in patches(still, step)] == [(4, 4)]


def test_few_patches_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "KEPT_BYTES", 100_000)
    assert KEPT_BYTES > 100_000
    kept = Steps()
    for key in range(9):
        kept.keep(key, (((0, 0), pygame.Surface((80, 80), depth=32)),))
    assert [key for key in range(9) if kept.get(key)] == [6, 7, 8]


def test_every_theme_has_its_own_steps(window: Window) -> None:
    window.show(moving(1))
    light = on_window(window)
    window.show(replace(moving(1), theme="dark"))
    dark = on_window(window)
    window.show(moving(1))
    assert (on_window(window) == light).all()
    assert (dark != light).any()
