"""The window: shows a scene, with as little drawing as the change since the last one needs.

Knows: pygame's display, the panel, what is on it now. Must not know: what scenes mean, who sends them.

``show``: 1. lay the scene out (kept for the last few); 2. if the fixed part is the one on the screen, repaint the
live items that changed; 3. else take the fixed part from those built ahead, or build it, and paint the whole.
Where slides may fade into each other, ``step`` goes on with that while ``is_moving``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pygame

from content.model import Theme
from content.places import icons_folder
from kiosk.messages import Order
from kiosk.scene import Kind, Part, Scene
from kiosk.view.display import open_display
from kiosk.view.fonts import Fonts
from kiosk.view.geometry import Rect
from kiosk.view.glass import Glass
from kiosk.view.icons import Icons
from kiosk.view.items import Item, Layout
from kiosk.view.layout import arrange, overlaid
from kiosk.view.paint import Painter
from kiosk.view.panel import Panel, Reach, panel_for
from kiosk.view.spots import spot_at
from kiosk.view.stack import Kept
from kiosk.view.transition import Transition

KEPT_BYTES = 70_000_000
"""Of built screens: two at 4K (33 MB each), the one that is shown and the one after Next."""
KEPT_SCREENS = 5
"""At most: on a smaller panel also those after Back, Help and Topics."""
KEPT_LAYOUTS = 24

BaseKey = tuple[str, tuple[int, int], tuple[Item, ...]]


class Window:
    """The kiosk's window. ``size`` None: fullscreen. ``ppi``, ``viewing_distance_mm`` 0: guessed from the size.
    ``rotation``: how far the panel is turned clockwise, 0, 90, 180 or 270 degrees.

    Raises ScreenMissing when no window can be opened.
    """

    def __init__(
        self,
        size: tuple[int, int] | None = None,
        *,
        themes: Mapping[str, Theme],
        ppi: float = 0.0,
        viewing_distance_mm: float = 0.0,
        reach: Reach | None = None,
        rotation: int = 0,
        deck_icon: Callable[[str], Path] | None = None,
    ) -> None:
        self._themes, self._ppi, self._distance = themes, ppi, viewing_distance_mm
        self._reach, self._rotation = reach, rotation
        self._glass = Glass(open_display(size), rotation)
        self._panel = self._measured(self._glass.size)
        self.painter = Painter(Fonts(), Icons(icons_folder(), deck_icon))
        self._layouts: OrderedDict[Scene, Layout] = OrderedDict()
        self._kept = Kept()
        self._bases: OrderedDict[BaseKey, pygame.Surface] = OrderedDict()
        self._shown: tuple[BaseKey, Layout, Theme] | None = None
        self._scene: Scene | None = None
        self.transition = Transition()

    def _measured(self, size: tuple[int, int]) -> Panel:
        return panel_for(size, self._ppi, self._distance, self._reach)

    # ------------------------------------------------------------ what is on the screen

    @property
    def size(self) -> tuple[int, int]:
        """Of the drawing area in native pixels, which a turned panel has the other way round than its picture."""
        return self._glass.surface.get_size()

    @property
    def ahead(self) -> int:
        """How many screens can be built ahead without losing the one that is shown."""
        one = self.size[0] * self.size[1] * 4
        return max(2, min(KEPT_SCREENS, KEPT_BYTES // one)) - 1

    @property
    def panel(self) -> Panel:
        return self._panel

    @property
    def layout(self) -> Layout:
        """What was drawn last. An empty layout before the first ``show``."""
        return self._shown[1] if self._shown else Layout(self._panel.size, ())

    @property
    def faults(self) -> tuple[str, ...]:
        """Pictures that could not be drawn, each in a sentence."""
        return tuple(self.painter.icons.faults.values())

    def target_at(self, point: tuple[int, int]) -> str | None:
        """The id of the target that was drawn at this pixel of the window, or None."""
        return self.layout.target_at(self._glass.upright(point))

    def spot_at(self, point: tuple[int, int], with_corners: bool) -> str:
        """What was drawn at this pixel of the window, or which corner it is (kiosk.view.spots); empty for nothing."""
        return spot_at(self.layout, self._panel, self._glass.upright(point), with_corners)

    @property
    def targets(self) -> tuple[tuple[str, Rect], ...]:
        """The id of each target that was drawn, and its rectangle in native pixels."""
        return tuple((item.id, self.on_glass(item.rect)) for item in self.layout.targets)

    def on_glass(self, rect: Rect) -> Rect:
        """Where a rectangle of the layout is in native pixels."""
        return self._glass.native(rect)

    def order_at(self, target: str) -> Order | None:
        """What the target with this id orders, or None if it is not on the screen."""
        return next((item.order for item in self.layout.targets if item.id == target), None)

    # ------------------------------------------------------------ showing

    def show(self, scene: Scene) -> list[pygame.Rect]:
        """Make the window show ``scene``. The rectangles that changed; empty if none did."""
        if scene == self._scene:
            return []
        theme = self._theme(scene)
        layout = overlaid(self._arranged(scene), scene)
        key = (theme.name, layout.size, layout.static)
        before, self._scene = self._scene, scene
        if self._shown and self._shown[0] == key:
            dirty = self._paint_changes(self._base(key, layout, theme), self._shown[1], layout, theme)
            self._shown = (key, layout, theme)
            self.transition.keep(self._glass.surface, dirty)
            if dirty:
                pygame.display.update(dirty)
            return dirty
        self._shown = (key, layout, theme)
        is_ready = key in self._bases and not self.is_moving  # else it is late already, or somebody leafs through
        return self._paint_all(is_fading=is_ready and before is not None and may_fade(before, scene))

    @property
    def is_moving(self) -> bool:
        """Whether the last change of slide is still on its way, and ``step`` has to be called."""
        return self.transition.is_running

    def step(self) -> None:
        """Go on with the change of slide, if it is time for that."""
        self._update(self.transition.step(self._glass.surface))

    def settle(self) -> None:
        """Bring the change of slide to its end at once: somebody is about to do something."""
        self._update(self.transition.settle(self._glass.surface))

    def repaint(self) -> None:
        """Paint everything anew: something else covered the window."""
        if self._shown:
            self._paint_all()

    def prebuild(self, scene: Scene) -> None:
        """Build the fixed part of a scene that may be shown next, and the step of its picture."""
        theme = self._theme(scene)
        layout = overlaid(self._arranged(scene), scene)
        base = self._base((theme.name, layout.size, layout.static), layout, theme)
        self.painter.ready(partial(self._glass.part, base), layout, theme)

    def resized(self, size: tuple[int, int]) -> None:
        """The window has another size now; the next ``show`` lays everything out for it."""
        surface: pygame.Surface | None = pygame.display.get_surface()
        if surface is not None and surface is not self._glass.surface:
            self._glass = Glass(surface, self._rotation)
        if self._glass.size == self._panel.size:
            return
        self._panel = self._measured(self._glass.size)
        self._layouts.clear()
        self._bases.clear()
        self._shown = self._scene = None
        self.transition.drop()

    def close(self) -> None:
        """Close the window. A second call does nothing."""
        self._bases.clear()
        pygame.display.quit()

    # ------------------------------------------------------------ parts

    def _theme(self, scene: Scene) -> Theme:
        return self._themes.get(scene.theme) or next(iter(self._themes.values()))

    def _arranged(self, scene: Scene) -> Layout:
        """The layout without focus and mark, kept under a scene without them."""
        key = plain(scene)
        if key not in self._layouts:
            self._layouts[key] = arrange(scene, self._panel, self.painter.fonts, self._kept)
            while len(self._layouts) > KEPT_LAYOUTS:
                self._layouts.popitem(last=False)
        self._layouts.move_to_end(key)
        return self._layouts[key]

    def _base(self, key: BaseKey, layout: Layout, theme: Theme) -> pygame.Surface:
        if key not in self._bases:
            self._bases[key] = self._glass.kept(self.painter.base(layout, theme))
            while len(self._bases) > self.ahead + 1:
                self._bases.popitem(last=False)
        self._bases.move_to_end(key)
        return self._bases[key]

    def _update(self, changed: pygame.Rect | None) -> None:
        if changed:
            pygame.display.update(changed)

    def _paint_all(self, is_fading: bool = False) -> list[pygame.Rect]:
        assert self._shown is not None
        key, layout, theme = self._shown
        base, glass = self._base(key, layout, theme), self._glass
        fade = self.transition
        fade.drop()
        is_fading = is_fading and fade.pace.is_quick
        if is_fading:
            fade.before(glass.surface, pygame.Rect(glass.native(layout.body)))
        began = fade.clock()
        self._paint_whole(base, layout, theme)
        painted = fade.clock()
        if is_fading:
            fade.begin(glass.surface)
        mixed = fade.clock()
        pygame.display.flip()
        fade.pace.add(fade.clock() - mixed + painted - began)
        return [glass.surface.get_rect()]

    def _paint_whole(self, base: pygame.Surface, layout: Layout, theme: Theme) -> None:
        glass = self._glass
        if glass.is_turned:
            glass.lay(base)
            self._paint_changes(base, replace(layout, items=()), layout, theme)
        else:
            self.painter.whole(glass.surface, base, layout, theme)

    def _paint_changes(self, base: pygame.Surface, before: Layout, after: Layout, theme: Theme) -> list[pygame.Rect]:
        """The live items that changed, on the glass; the native rectangles."""
        glass = self._glass
        self.painter.ready(partial(glass.part, base), after, theme)
        restore = partial(glass.restore, base)
        return glass.commit(self.painter.changes(glass.canvas, restore, before, after, theme))


def may_fade(before: Scene, after: Scene) -> bool:
    """Whether this is a change from slide to slide, and visitor and staff want to see it happen."""
    is_slide = before.kind is Kind.SLIDE and after.kind is Kind.SLIDE
    looks = [(each.theme, each.text_size, each.is_wide) for each in (before, after)]
    return after.has_transition and is_slide and before.slide != after.slide and looks[0] == looks[1]


def plain(scene: Scene) -> Scene:
    """The scene as far as it decides the layout: a mark or focus counts only where it turns the page or the caption."""
    mark, focus = scene.mark, scene.focus
    if mark is not None and mark.part is not Part.CAPTION:
        is_choice = mark.part in (Part.QUESTION, Part.CHOICE)
        mark = replace(mark, start=0, length=0) if is_choice else None
    if not any(choice.id == focus for choice in scene.choices):
        focus = ""
    return replace(scene, mark=mark, focus=focus, focus_group=(), picture_step=0, level=-1)
