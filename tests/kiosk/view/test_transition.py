"""A change of slide that fades: straight from the old picture to the new one, in time, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pygame
import pytest

from content.places import themes_folder
from content.theme import load_themes
from kiosk.scene import Mark, Part, Scene
from kiosk.view.geometry import Rect
from kiosk.view.glass import QUARTERS
from kiosk.view.transition import BUDGET_SECONDS, FADE_SECONDS, FRAMES, Fade, Pace, Transition
from kiosk.view.window import Window
from tests.kiosk.view.stage import scene, slide
from tests.rig import Picture, ScreenRig, environment

THEMES = load_themes(themes_folder(), "en")
FRAME = FADE_SECONDS / FRAMES * 1.001
"""From one frame to just after the next is due."""
SHADE = 3
"""Halves are rounded, so that the luminance of a picture may go back by so many of 255 levels: nothing one sees."""


@dataclass
class Clock:
    """A clock that is set by hand; each look at it takes ``cost`` seconds."""

    now: float = 100.0
    cost: float = 0.0

    def __call__(self) -> float:
        self.now += self.cost
        return self.now


# ---------------------------------------------------------------- the schedule


def test_a_fade_halves_the_difference_at_even_times_and_ends() -> None:
    fade = Fade(10.0)
    assert [fade.due(10.0 + FRAME * frame) for frame in range(FRAMES + 3)] == [1, 2, 3, 4, 5, 5, 5]


def test_a_fade_that_is_called_late_leaves_frames_out() -> None:
    assert Fade(10.0).due(10.0 + 2.5 * FRAME) == 3
    assert Fade(10.0).due(20.0) == FRAMES + 1


@pytest.mark.parametrize(
    ("costs", "is_quick"),
    [
        ([], False),
        ([0.005], True),
        ([BUDGET_SECONDS * 1.01], False),
        ([0.006, 0.2, 0.007], True),
        ([0.006, 0.03, 0.03], False),
        ([0.03] * 5 + [0.006] * 5, True),
    ],
)
def test_frames_come_in_time_where_a_repaint_mostly_fits_into_one(costs: list[float], is_quick: bool) -> None:
    pace = Pace()
    for cost in costs:
        pace.add(cost)
    assert pace.is_quick is is_quick


# ---------------------------------------------------------------- on a surface


def pixels(surface: pygame.Surface) -> Picture:
    data = np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8)
    return data.reshape(surface.get_height(), surface.get_width(), 3)


def noise(seed: int, size: tuple[int, int] = (64, 48)) -> pygame.Surface:
    """A picture with every kind of color."""
    data = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), np.uint8)
    picture = pygame.Surface(size, depth=32)
    picture.blit(pygame.image.frombuffer(data.tobytes(), size, "RGB"), (0, 0))
    return picture


def faded(old: pygame.Surface, new: pygame.Surface, place: pygame.Rect) -> list[Picture]:
    """Every frame, the old picture first."""
    clock = Clock()
    surface, fade = old.copy(), Transition(clock)
    seen = [pixels(surface)]
    fade.before(surface, place)
    surface.blit(new, (0, 0))
    fade.begin(surface)
    while fade.is_running:
        seen.append(pixels(surface))
        clock.now += FRAME / 3
        fade.step(surface)
    return [*seen, pixels(surface)]


def test_every_point_goes_straight_from_its_old_color_to_its_new_one() -> None:
    old, new, place = noise(1), noise(2), pygame.Rect(5, 8, 50, 30)
    frames = faded(old, new, place)
    assert (frames[-1] == pixels(new)).all()
    inside = np.zeros((48, 64, 1), bool)
    inside[place.top : place.bottom, place.left : place.right] = True
    assert (np.where(inside, pixels(new), frames[1]) == pixels(new)).all(), "what is around has changed at once"
    way = pixels(new).astype(int) - pixels(old)
    for before, after in pairwise(frames[1:]):
        step = (after.astype(int) - before) * np.sign(way)
        assert (np.where(inside, step, 0) >= 0).all()


def test_half_of_the_change_is_seen_at_once() -> None:
    old, new = noise(1), noise(2)
    first = faded(old, new, old.get_rect())[1].astype(int)
    assert np.abs(first - (pixels(old).astype(int) + pixels(new)) / 2).max() <= 1


def test_between_frames_nothing_is_done() -> None:
    clock = Clock()
    surface, fade = noise(1), Transition(clock)
    fade.before(surface, surface.get_rect())
    surface.blit(noise(2), (0, 0))
    fade.begin(surface)
    assert fade.step(surface) is None
    clock.now += FRAME
    assert fade.step(surface) == surface.get_rect()
    assert fade.step(surface) is None


def test_what_is_painted_meanwhile_stays() -> None:
    clock = Clock()
    surface, fade = noise(1), Transition(clock)
    fade.before(surface, pygame.Rect(0, 0, 64, 40))
    surface.blit(noise(2), (0, 0))
    fade.begin(surface)
    mark = pygame.Rect(20, 30, 10, 15)  # partly outside
    surface.fill((250, 200, 0), mark)
    fade.keep(surface, [mark])
    while fade.is_running:
        clock.now += FRAME
        fade.step(surface)
        assert (pixels(surface)[30:45, 20:30] == (250, 200, 0)).all()
    expected = noise(2)
    expected.fill((250, 200, 0), mark)
    assert (pixels(surface) == pixels(expected)).all()


# ---------------------------------------------------------------- in a window


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_FRAMEBUFFER_ACCELERATION", "SDL_TOUCH_MOUSE_EVENTS", "XCOMPOSEFILE"):
        monkeypatch.setenv(name, "1")  # so that it is put back
        monkeypatch.delenv(name)


@pytest.fixture(params=QUARTERS)
def opened(request: pytest.FixtureRequest, screen: ScreenRig) -> Iterator[tuple[Window, Clock]]:
    """A window that shows a slide, its panel turned, with a clock of ours."""
    with environment(screen.env):
        window, clock = Window((1024, 600), themes=THEMES, ppi=117.5, rotation=request.param), Clock()
        window.transition = Transition(clock)
        window.show(OLD)
        yield window, clock
        window.close()


def going(**changes: object) -> Scene:
    """A slide into which the one before may fade."""
    return slide(**{"theme": "light", "has_transition": True, **changes})


OLD, NEW = going(), going(slide=4, title="How rare", text="About one in a million people have MMN.", icon="topics")


def shown() -> Picture:
    return pixels(pygame.display.get_surface()).copy()


def fade_to(window: Window, clock: Clock, wanted: Scene) -> list[Picture]:
    """Every frame from the old screen to the new one."""
    seen = [shown()]
    window.prebuild(wanted)
    window.show(wanted)
    while window.is_moving:
        seen.append(shown())
        clock.now += FRAME
        window.step()
    return [*seen, shown()]


def whole(window: Window) -> Picture:
    """The same scene, painted at once."""
    window.repaint()
    return shown()


def test_a_slide_fades_into_the_next_and_ends_as_if_painted_at_once(opened: tuple[Window, Clock]) -> None:
    window, clock = opened
    frames = fade_to(window, clock, NEW)
    assert len(frames) == 1 + FRAMES + 1
    assert (frames[-1] == whole(window)).all()
    body = window.on_glass(window.layout.body)
    rows, columns = slice(body.y, body.bottom), slice(body.x, body.right)
    around = np.ones(frames[0].shape[:2], bool)
    around[rows, columns] = False
    assert (frames[1][around] == frames[-1][around]).all(), "header and bar change at once"
    assert (frames[1][rows, columns] != frames[-1][rows, columns]).any()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "soft"])
def test_no_fade_flashes(opened: tuple[Window, Clock], theme: str) -> None:
    """Accessibility rule H1: no opposing swings of luminance. Here there is not one, in any cell of the screen."""
    window, clock = opened
    window.show(going(theme=theme))
    frames = fade_to(window, clock, going(**{**vars_of(NEW), "theme": theme}))
    light = [(frame[:592, :1024] @ (0.2126, 0.7152, 0.0722)).reshape(74, 8, 128, 8).mean((1, 3)) for frame in frames]
    steps = np.diff(light, axis=0)
    assert ((steps >= -SHADE).all(0) | (steps <= SHADE).all(0)).all()


def test_a_word_that_is_marked_meanwhile_is_marked_at_once_and_stays(opened: tuple[Window, Clock]) -> None:
    window, clock = opened
    window.prebuild(NEW)
    window.show(NEW)
    clock.now += FRAME
    window.step()
    assert window.show(going(**{**vars_of(NEW), "mark": Mark(Part.TEXT, 0, 5)}))
    assert window.is_moving
    mark = Rect(*next(item.rect for item in window.layout.items if item.id.startswith("mark")))
    place = window.on_glass(mark)
    marked = shown()[place.y : place.bottom, place.x : place.right]
    while window.is_moving:
        clock.now += FRAME
        window.step()
    assert (shown()[place.y : place.bottom, place.x : place.right] == marked).all()
    assert (shown() == whole(window)).all()


def vars_of(shown: Scene) -> dict[str, object]:
    return {name: getattr(shown, name) for name in ("slide", "title", "text", "icon")}


@pytest.mark.parametrize(
    "wanted",
    [
        going(**{**vars_of(NEW), "has_transition": False}),
        going(**{**vars_of(NEW), "theme": "dark"}),
        going(**{**vars_of(NEW), "text_size": "large"}),
        going(title="Another state of the same slide"),
        scene("topics", theme="light", has_transition=True),
    ],
    ids=["setting off", "theme", "text size", "same slide", "panel"],
)
def test_what_is_no_change_of_slide_or_not_wanted_is_cut(opened: tuple[Window, Clock], wanted: Scene) -> None:
    window, clock = opened
    frames = fade_to(window, clock, wanted)
    assert len(frames) == 2
    assert (frames[-1] == whole(window)).all()


def test_where_a_repaint_is_slow_it_is_cut(opened: tuple[Window, Clock]) -> None:
    window, clock = opened
    clock.cost = BUDGET_SECONDS * 1.1
    for _ in range(5):
        window.repaint()
    assert len(fade_to(window, clock, NEW)) == 2


def test_a_screen_that_was_not_built_ahead_is_late_already(opened: tuple[Window, Clock]) -> None:
    window, _ = opened
    window.show(NEW)
    assert not window.is_moving
    assert (shown() == whole(window)).all()


def test_who_goes_on_meanwhile_gets_the_next_slide_at_once(opened: tuple[Window, Clock]) -> None:
    window, _ = opened
    after = going(slide=5, title="Men and women", text="More men than women have it.", icon="help")
    window.prebuild(NEW)
    window.show(NEW)
    assert window.is_moving
    window.prebuild(after)
    window.show(after)
    assert not window.is_moving
    assert (shown() == whole(window)).all()


def test_a_finger_on_the_glass_ends_it(opened: tuple[Window, Clock]) -> None:
    window, _ = opened
    window.prebuild(NEW)
    window.show(NEW)
    window.settle()
    assert not window.is_moving
    assert (shown() == whole(window)).all()
