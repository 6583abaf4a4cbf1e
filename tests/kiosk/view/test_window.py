"""The real window on a virtual screen: it shows what was laid out, and paints little for a little change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pygame
import pytest

from content.model import Theme
from content.places import themes_folder
from content.theme import load_themes
from kiosk.messages import Command, Order
from kiosk.scene import Mark, Part, Scene
from kiosk.view.display import ScreenMissing
from kiosk.view.items import Layout
from kiosk.view.paint import Painter, Restore
from kiosk.view.window import Window, plain
from tests.kiosk.view.stage import LONG, PLAIN, scene, slide
from tests.rig import Picture, ScreenRig, environment, wait_until

THEMES = load_themes(themes_folder(), "en")
SIZE = (1024, 600)


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_FRAMEBUFFER_ACCELERATION", "SDL_TOUCH_MOUSE_EVENTS", "XCOMPOSEFILE"):
        monkeypatch.setenv(name, "1")  # so that it is put back
        monkeypatch.delenv(name)


@pytest.fixture
def window(screen: ScreenRig) -> Iterator[Window]:
    with environment(screen.env):
        opened = Window(SIZE, themes=THEMES, ppi=117.5)
        yield opened
        opened.close()


def on_screen(screen: ScreenRig, size: tuple[int, int] = SIZE) -> Picture:
    """The part of the screen under the window (without a window manager it opens in the middle)."""
    width, height = screen.size
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    return screen.screenshot()[top : top + size[1], left : left + size[0]]


def surface_pixels() -> Picture:
    surface = pygame.display.get_surface()
    data = np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8)
    return data.reshape(surface.get_height(), surface.get_width(), 3)


def is_shown(screen: ScreenRig, picture: Picture) -> bool:
    """Whether the picture is somewhere on the screen, where the window is."""
    shown = on_screen(screen, (picture.shape[1], picture.shape[0]))
    return shown.shape == picture.shape and bool((shown == picture).all())


def fresh(screen: ScreenRig, shown: Scene) -> Picture:
    """The pixels of a scene that is shown first."""
    other = Window(SIZE, themes=THEMES, ppi=117.5)
    other.show(shown)
    pixels = surface_pixels().copy()
    other.close()
    return pixels


def test_the_screen_shows_what_was_painted(window: Window, screen: ScreenRig) -> None:
    for name in ("slide", "topics", "warning"):
        window.show(scene(name, theme="dark"))
        pygame.event.pump()
        wait_until(lambda: is_shown(screen, surface_pixels()), 3, f"{name} on the screen")


def test_the_same_scene_is_not_painted_again(window: Window) -> None:
    assert window.show(slide()) == [pygame.Rect(0, 0, *SIZE)]
    assert window.show(slide()) == []


def test_a_new_word_repaints_only_words(window: Window, screen: ScreenRig) -> None:
    window.show(slide(theme="light", mark=Mark(Part.TEXT, 0, 3)))
    dirty = window.show(slide(theme="light", mark=Mark(Part.TEXT, 4, 9)))
    assert 0 < sum(rect.w * rect.h for rect in dirty) < 0.1 * SIZE[0] * SIZE[1]
    wait_until(lambda: is_shown(screen, surface_pixels()), 3, "the marked word on the screen")


@pytest.mark.parametrize("field", ["focus", "caption", "bar", "page", "theme", "text_size"])
def test_any_change_ends_like_a_fresh_painting(window: Window, screen: ScreenRig, field: str) -> None:
    changes: dict[str, object] = {
        "focus": "bar-topics",
        "caption": "You said: next slide.",
        "bar": (*slide().bar[:1], replace(slide().bar[1], label="Play", icon="play"), *slide().bar[2:]),
        "page": 1,
        "theme": "dark",
        "text_size": "large",
    }
    first = slide(text=LONG, theme="light")
    changed = replace(first, **{field: changes[field]})  # type: ignore[arg-type]
    window.show(first)
    assert window.show(changed)
    painted = surface_pixels().copy()
    window.close()
    assert (painted == fresh(screen, changed)).all()


class Counting(Painter):
    """Counts the screens that it builds."""

    built = 0
    compared = 0

    def changes(
        self, surface: pygame.Surface, restore: Restore, before: Layout, after: Layout, theme: Theme
    ) -> list[pygame.Rect]:
        self.compared += 1
        return super().changes(surface, restore, before, after, theme)

    def base(self, layout: Layout, theme: Theme) -> pygame.Surface:
        self.built += 1
        return super().base(layout, theme)


def test_what_is_built_ahead_is_not_built_again(window: Window) -> None:
    painter = window.painter = Counting(window.painter.fonts, window.painter.icons)
    window.show(slide())
    window.prebuild(slide(title="The next one"))
    assert painter.built == 2
    window.show(slide(title="The next one", focus="bar-next", caption="Now.", mark=Mark(Part.TEXT, 0, 3)))
    assert painter.built == 2
    window.show(slide(title="Another one"))
    assert painter.built == 3
    assert painter.compared == 0
    window.show(slide(title="Another one"))
    assert painter.compared == 0


def test_building_ahead_changes_nothing_on_the_screen(window: Window) -> None:
    window.show(slide(theme="light"))
    before = surface_pixels().copy()
    window.prebuild(slide(theme="dark", title="Other"))
    assert (surface_pixels() == before).all()
    assert window.layout.find("title") is not None
    assert window.show(slide(theme="light")) == []


def test_few_built_screens_are_kept(window: Window) -> None:
    for number in range(12):
        window.prebuild(slide(title=f"Slide {number}"))
    assert len(window._bases) == window.ahead + 1


def test_touch_asks_what_was_drawn(window: Window) -> None:
    assert window.target_at((10, 10)) is None
    window.show(scene("question", text=""))
    for item in window.layout.targets:
        x, y, w, h = item.rect
        assert window.target_at((x + w // 2, y + h // 2)) == item.id
    assert window.order_at("bar-next") == Order(Command.NEXT)
    assert window.order_at("no such button") is None


def test_another_size_is_laid_out_and_painted_anew(window: Window, screen: ScreenRig) -> None:
    window.show(slide(theme="light"))
    pygame.display.set_mode((800, 480), pygame.RESIZABLE)
    window.resized((800, 480))
    assert window.size == window.panel.size == (800, 480)
    assert not window.layout.targets
    window.show(slide(theme="light"))
    assert window.layout.size == (800, 480)
    bar = [item.rect for item in window.layout.targets]
    assert max(rect.right for rect in bar) <= 800
    assert max(rect.bottom for rect in bar) <= 480


def test_a_covered_window_is_painted_whole(window: Window) -> None:
    window.repaint()
    window.show(slide(theme="light", mark=Mark(Part.TEXT, 0, 3)))
    before = surface_pixels().copy()
    pygame.display.get_surface().fill((255, 0, 255))
    window.repaint()
    assert (surface_pixels() == before).all()


def test_fullscreen_takes_the_screen_and_hides_the_pointer(screen: ScreenRig) -> None:
    with environment(screen.env):
        window = Window(themes=THEMES)
        assert window.size == screen.size
        assert not pygame.mouse.get_visible()
        window.close()
        window.close()


def test_a_theme_that_is_not_there_is_the_first(screen: ScreenRig) -> None:
    with environment(screen.env):
        window = Window(SIZE, themes={"plain": PLAIN})
        window.show(slide(theme="no such theme"))
        assert surface_pixels()[2, 2].tolist() == list(PLAIN.colors["background"])
        window.close()


def test_a_picture_that_cannot_be_drawn_is_told(window: Window) -> None:
    assert not window.faults
    window.show(slide(kind=slide().kind, icon="nowhere"))
    assert len(window.faults) == 1
    assert "nowhere" in window.faults[0]


@pytest.mark.parametrize("driver", ["", "x11", "no-such-driver"])
def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch, driver: str) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    if driver:
        monkeypatch.setenv("SDL_VIDEODRIVER", driver)
        monkeypatch.setenv("DISPLAY", ":98765")
    with pytest.raises(ScreenMissing, match=r"There is no screen"):
        Window(SIZE, themes=THEMES)


def test_marks_and_focus_do_not_ask_for_another_layout() -> None:
    plain_slide = plain(slide())
    assert plain(slide(mark=Mark(Part.TEXT, 4, 9), focus="bar-next")) == plain_slide
    assert plain(slide(mark=Mark(Part.TITLE, 0, 3))) == plain_slide


def test_what_turns_the_page_or_the_caption_does() -> None:
    asked = scene("question")
    assert plain(replace(asked, focus="yes")) != plain(asked)
    assert plain(replace(asked, mark=Mark(Part.QUESTION, 0, 4))) != plain(asked)
    spoken = [plain(slide(caption="One two", mark=Mark(Part.CAPTION, start, 3))) for start in (0, 4)]
    assert spoken[0] != spoken[1]
