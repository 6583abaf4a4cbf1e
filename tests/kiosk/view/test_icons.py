"""Icons from SVG files, and what becomes of files that are no good."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest

from content.places import icons_folder
from kiosk.view.icons import SENTINELS, Icons, colored, sized

COLORS = {
    "text": (10, 20, 30),
    "background": (250, 251, 252),
    "accent": (200, 0, 0),
    "soft": (0, 200, 0),
    "muted": (0, 0, 200),
}
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{}</svg>'
BAR = SQUARE.format('<rect x="10" y="40" width="80" height="20" fill="#000001"/>')


@pytest.fixture
def icons(tmp_path: Path) -> Icons:
    return Icons(tmp_path)


def pixel(surface: pygame.Surface, x: int, y: int) -> tuple[int, int, int]:
    r, g, b, _ = surface.get_at((x, y))
    return r, g, b


def draw(icons: Icons, folder: Path, svg: str, size: tuple[int, int] = (200, 200)) -> pygame.Surface:
    (folder / "icon.svg").write_text(svg, encoding="utf-8")
    return icons.draw("icon", False, size, COLORS)


def test_it_is_cropped_to_what_is_drawn_and_fills_the_box(icons: Icons, tmp_path: Path) -> None:
    width, height = draw(icons, tmp_path, BAR).get_size()
    assert 196 <= width <= 200
    assert 47 <= height <= 51
    assert not icons.faults


@pytest.mark.parametrize("size", [(200, 200), (400, 60), (60, 400), (1, 1), (33, 7)])
def test_it_never_outgrows_its_box(icons: Icons, tmp_path: Path, size: tuple[int, int]) -> None:
    width, height = draw(icons, tmp_path, BAR, size).get_size()
    assert width <= size[0]
    assert height <= size[1]
    assert not icons.faults


@pytest.mark.parametrize("role", SENTINELS)
def test_each_sentinel_becomes_the_colour_of_its_role(icons: Icons, tmp_path: Path, role: str) -> None:
    svg = BAR.replace("#000001", SENTINELS[role].upper())
    assert pixel(draw(icons, tmp_path, svg), 100, 20) == COLORS[role]


def test_another_theme_gives_another_picture(icons: Icons, tmp_path: Path) -> None:
    draw(icons, tmp_path, BAR)
    other = icons.draw("icon", False, (200, 200), {**COLORS, "text": (1, 2, 3)})
    assert pixel(other, 100, 20) == (1, 2, 3)


def test_the_root_gets_the_wanted_size_and_no_other() -> None:
    svg = "<?xml version='1.0'?><svg width='5mm' viewBox=\"0 0 9 9\" height=\"7\"><rect width='3' height='2'/></svg>"
    root, rest = sized(svg, 30, 40).split(">", 2)[1:]
    assert root == '<svg width="30" height="40" viewBox="0 0 9 9"'
    assert rest == "<rect width='3' height='2'/></svg>"


def test_colors_are_replaced_everywhere_and_nothing_else() -> None:
    text = colored('<path fill="#0000F1" stroke="#0000f1" d="M1 1"/>#abcdef', COLORS)
    assert text == '<path fill="#c80000" stroke="#c80000" d="M1 1"/>#abcdef'


@pytest.mark.parametrize(
    "svg",
    ["", "no svg at all", "<svg", SQUARE.format(""), SQUARE.format("<text>A</text>"), "<svg viewBox='0 0 0 0'></svg>"],
)
def test_a_broken_file_becomes_a_frame_and_a_fault(icons: Icons, tmp_path: Path, svg: str) -> None:
    picture = draw(icons, tmp_path, svg, (80, 60))
    assert picture.get_size() == (60, 60)
    assert picture.get_bounding_rect().size == (60, 60)
    assert list(icons.faults) == ["icon"]
    assert "icon" in icons.faults["icon"]


def test_missing_and_unreadable_files_become_frames_and_faults(icons: Icons, tmp_path: Path) -> None:
    (tmp_path / "binary.svg").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.svg").mkdir()
    for name in ("missing", "binary", "folder"):
        assert icons.draw(name, False, (40, 40), COLORS).get_width() == 40
    assert sorted(icons.faults) == ["binary", "folder", "missing"]


def test_a_deck_icon_that_nobody_knows_becomes_a_frame_and_a_fault(tmp_path: Path) -> None:
    def unknown(name: str) -> Path:
        raise KeyError(name)

    icons = Icons(tmp_path, unknown)
    assert icons.draw("lost", True, (40, 40), COLORS).get_size() == (40, 40)
    assert "lost" in icons.faults


def test_deck_and_interface_icons_of_the_same_name_are_two(tmp_path: Path) -> None:
    deck = tmp_path / "deck"
    deck.mkdir()
    (deck / "icon.svg").write_text(BAR.replace("#000001", "#0000f1"), encoding="utf-8")
    (tmp_path / "icon.svg").write_text(BAR, encoding="utf-8")
    icons = Icons(tmp_path, lambda name: deck / f"{name}.svg")
    found = [pixel(icons.draw("icon", is_deck, (100, 100), COLORS), 50, 10) for is_deck in (True, False)]
    assert found == [COLORS["accent"], COLORS["text"]]


def test_a_picture_is_drawn_once_and_forgotten_when_there_are_many(tmp_path: Path) -> None:
    icons = Icons(tmp_path)
    first = draw(icons, tmp_path, BAR)
    assert icons.draw("icon", False, (200, 200), COLORS) is first
    for size in range(201, 330):
        icons.draw("icon", False, (size, size), COLORS)
    assert icons.draw("icon", False, (200, 200), COLORS) is not first


def test_a_large_picture_does_not_push_out_the_signs(tmp_path: Path) -> None:
    icons = Icons(tmp_path)
    sign = draw(icons, tmp_path, BAR, (60, 60))
    for size in range(2000, 2006):
        icons.draw("icon", False, (size, size), COLORS)
    assert icons.draw("icon", False, (60, 60), COLORS) is sign


def test_every_interface_icon_can_be_drawn() -> None:
    icons = Icons(icons_folder())
    for path in sorted(icons_folder().glob("*.svg")):
        icons.draw(path.stem, False, (64, 64), COLORS)
    assert icons.faults == {}
