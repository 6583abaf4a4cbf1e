"""``doctor --screen`` in a real window: a person's keys and taps in, what is printed out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.screen_check import corner_places
from kiosk.view.geometry import Rect
from tests.pilot import KIOSK, kiosk_environment
from tests.rig import TIED, Picture, ScreenRig, wait_until

pytestmark = pytest.mark.real

WIDTH, HEIGHT = 1024, 600
PPI = 100.0
PAPER = (251, 248, 242)
"""The background of the light theme."""
FINGERS = {"SDL_MOUSE_TOUCH_EVENTS": "1"}
"""SDL then reports a click as a finger."""


@dataclass
class Visit:
    """One run of ``doctor --screen``; ``rotation`` is the setting."""

    root: Path
    screen: ScreenRig
    rotation: int
    process: subprocess.Popen[str]
    origin: tuple[int, int] = (0, 0)

    def picture(self) -> Picture:
        """What the window shows, in native pixels."""
        left, top = self.origin
        return self.screen.screenshot()[top : top + HEIGHT, left : left + WIDTH]

    def wait_for_change(self, before: Picture) -> None:
        wait_until(lambda: bool((self.picture() != before).any()), 20, "another picture in the window")

    def key(self, name: str, times: int = 1) -> None:
        """Press a key, and see that the picture changes."""
        for _ in range(times):
            before = self.picture()
            self.screen.key(name)
            self.wait_for_change(before)

    def tap(self, x: int, y: int) -> None:
        """Tap a pixel of the upright picture, and see that the picture changes."""
        native = {0: (x, y), 90: (y, HEIGHT - 1 - x), 180: (WIDTH - 1 - x, HEIGHT - 1 - y), 270: (WIDTH - 1 - y, x)}
        right, down = native[self.rotation]
        before = self.picture()
        self.screen.tap(self.origin[0] + right, self.origin[1] + down)
        self.wait_for_change(before)

    @property
    def size(self) -> tuple[int, int]:
        """Of the upright picture."""
        return (HEIGHT, WIDTH) if self.rotation in (90, 270) else (WIDTH, HEIGHT)

    def end(self) -> tuple[int, str, str]:
        """Exit code, stdout and stderr, once the program has ended."""
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


Start = Callable[..., Visit]


@pytest.fixture
def start(tmp_path: Path, screen: ScreenRig) -> Iterator[Start]:
    """Starts a visit, and waits until its window is drawn."""
    begun: list[subprocess.Popen[str]] = []

    def start(rotation: int = 0, *arguments: str, env: dict[str, str] | None = None, ppi: float = PPI) -> Visit:
        config = tmp_path / "kiosk.toml"
        config.write_text(
            f'[screen]\nwindowed = "{WIDTH}x{HEIGHT}"\nppi = {ppi}\nrotation = {rotation}\n', encoding="utf-8"
        )
        process = subprocess.Popen(
            [*TIED, *KIOSK, "doctor", "--screen", "--config", str(config), *arguments], cwd=tmp_path, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            env=kiosk_environment(tmp_path, screen.env, env or {}),
        )  # fmt: skip
        begun.append(process)
        visit = Visit(tmp_path, screen, rotation, process)
        visit.origin = wait_until(lambda: window_at(screen), 60, "the window of the screen check")
        return visit

    yield start
    for process in begun:
        process.kill()
        process.communicate(timeout=20)


def window_at(screen: ScreenRig) -> tuple[int, int] | None:
    """Where the window begins: it is the only thing on the screen, and its ground is paper."""
    rows, columns = (screen.screenshot() == PAPER).all(axis=2).nonzero()
    if len(rows) < WIDTH * HEIGHT // 4:
        return None
    return int(columns.min()), int(rows.min())


@pytest.mark.parametrize("rotation", [0, 90])
def test_ppi_by_keys_and_four_corners_by_finger(start: Start, rotation: int) -> None:
    visit = start(rotation, "--json", env=FINGERS)
    visit.key("Up", 2)
    visit.key("Right", 2)
    visit.key("Left")
    visit.key("Return")
    ppi = PPI * 1.05**2 * 1.005
    for x, y in corner_places(visit.size, ppi):
        visit.tap(x + 3, y - 2)
    visit.screen.key("Return")
    _, out, err = visit.end()
    found = {finding["part"]: finding for finding in json.loads(out)}
    assert list(found)[-2:] == ["ruler", "touch"] and "screen" in found
    assert found["ruler"]["found"] == f"{ppi:.1f} pixels an inch"
    assert f"ppi = {ppi:.1f}" in found["ruler"]["advice"]
    assert found["touch"] == {
        "part": "touch",
        "works": True,
        "found": "Touch is right: at most 1 mm beside the middle of a square.",
        "advice": "",
    }
    assert "Traceback" not in err


def test_ppi_by_buttons_and_a_turned_panel_in_plain_words(start: Start) -> None:
    visit = start(env=FINGERS)
    third = WIDTH // 3
    visit.tap(third + third // 2, HEIGHT - 100)  # Larger
    visit.tap(2 * third + third // 2, HEIGHT - 100)  # It fits
    ppi = PPI * 1.005**8
    corners = corner_places(visit.size, ppi)
    for x, y in (corners[at] for at in (2, 3, 0, 1)):
        visit.tap(x, y)
    visit.screen.tap(visit.origin[0] + 5, visit.origin[1] + 5)
    code, out, _ = visit.end()
    assert code == 1
    assert f"ppi = {ppi:.1f}" in out
    assert "Touch is turned by 180 degrees clockwise." in out
    assert "rotation = 180" in out
    assert 'ENV{LIBINPUT_CALIBRATION_MATRIX}="-1 0 1 0 -1 1"' in out
    assert [line.split()[1] for line in out.splitlines() if line[:5] in ("works", "FAULT")] == ["ruler:", "touch:"]


def test_the_outline_is_drawn_as_wide_as_a_card(start: Start) -> None:
    visit = start(ppi=101.6)
    row = visit.picture()[HEIGHT // 2 - 20]
    inked = (row < 100).all(axis=1).nonzero()[0]  # the two sides of the outline
    inner = Rect(0, 0, int(inked[-1] - inked[0]) + 1, 1)
    assert inner.w == pytest.approx((85.6 + 2 * 0.8) / 25.4 * 101.6, abs=2)


def test_without_a_touch_panel_return_skips_the_touches(start: Start) -> None:
    visit = start()
    visit.key("Return", 2)
    visit.screen.key("Return")
    code, out, _ = visit.end()
    assert code == 0
    assert "is right: ppi = 100" in out
    assert "Not tested: Return skipped it." in out


@pytest.mark.parametrize("key", ["Escape", "ctrl+q"])
def test_leaving_is_no_error(start: Start, key: str) -> None:
    visit = start()
    visit.screen.key(key)
    code, out, err = visit.end()
    assert (code, err.count("Traceback")) == (0, 0)
    assert "Not measured" in out and "Not tested" in out


def test_clicks_are_told_from_touches(start: Start) -> None:
    visit = start()
    visit.key("Return")
    for x, y in corner_places(visit.size, PPI):
        visit.tap(x, y)
    visit.screen.key("Return")
    code, out, _ = visit.end()
    assert code == 0
    assert "mouse" in out


def test_without_a_screen_it_says_so(tmp_path: Path) -> None:
    env = kiosk_environment(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        env.pop(name, None)
    done = subprocess.run(
        [*KIOSK, "doctor", "--screen"], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no screen" in done.stderr and "Traceback" not in done.stderr


def test_what_changes_is_painted_as_the_whole_would_be(start: Start) -> None:
    visit = start(90)
    before = visit.picture()
    visit.key("Up")
    visit.key("Down")
    assert (visit.picture() == before).all()


def test_a_window_of_another_size_is_laid_out_anew(start: Start, screen: ScreenRig) -> None:
    visit = start(env=FINGERS)
    visit.key("Return")
    before = visit.picture()
    window = screen.xdotool("search", "--onlyvisible", "--pid", str(visit.process.pid)).split()[0]
    screen.xdotool("windowsize", window, "800", "480")
    visit.wait_for_change(before)
    for x, y in corner_places((800, 480), PPI):
        visit.tap(x, y)
    visit.screen.key("Return")
    code, out, _ = visit.end()
    assert code == 0 and "Touch is right" in out
