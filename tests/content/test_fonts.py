"""The fonts are there with their licence, and what they can draw is read rightly from their files."""

from __future__ import annotations

import struct
import tomllib
import unicodedata
from pathlib import Path

import pygame
import pytest

from content.faults import Faults
from content.fonts import Weight, characters, covers, font_path, lacking
from content.places import fonts_folder
from content.sources import check_sources, load_sources

WEIGHTS: tuple[Weight, ...] = ("regular", "bold")


def test_both_weights_draw_what_english_needs() -> None:
    printable = "".join(map(chr, range(0x21, 0x7F)))
    assert lacking(printable + "“”‘’–—…é×°½") == ()
    assert covers("Two lines\nand a space\u00a0here")


def test_what_the_font_lacks_is_named_once_in_order() -> None:
    assert lacking("a → b ✓ c → Ж") == ("→", "✓", "Ж")
    assert not covers("✓")


@pytest.mark.parametrize("weight", WEIGHTS)
def test_character_map_agrees_with_the_drawing(weight: Weight) -> None:
    """Whatever the font lacks is drawn as the same empty box; nothing else is."""
    pygame.font.init()
    font = pygame.font.Font(str(font_path(weight)), 40)
    known = characters(font_path(weight))

    def drawn(code: int) -> bytes:
        return pygame.image.tobytes(font.render(f"H{chr(code)}H", True, "white"), "RGBA")

    box = drawn(0xE000)
    for code in [*range(0x21, 0x250), *range(0x2010, 0x2028), *range(0x2190, 0x21A0), 0x20AC, 0x2122, 0x2713]:
        if unicodedata.decomposition(chr(code)) or code == 0xAD:
            continue  # may be put together from a letter and a mark; a soft hyphen is never drawn
        assert (drawn(code) != box) == (code in known), hex(code)
    pygame.font.quit()


def test_fonts_have_author_and_license() -> None:
    faults = Faults()
    check_sources(fonts_folder(), ".ttf", faults)
    assert faults.sorted() == ()
    assert all("OFL" in source.license for source in load_sources(fonts_folder()).values())
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts_folder() / "OFL.txt").read_text(encoding="utf-8")


def test_fonts_are_the_ones_of_the_package_list() -> None:
    listed = tomllib.loads((fonts_folder() / "sources.toml").read_text(encoding="utf-8"))
    assert {font_path("regular").stem, font_path("bold").stem} == set(listed)


def font_of(subtable: bytes) -> bytes:
    """A font file that holds nothing but a character map with one subtable."""
    cmap = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + subtable
    return struct.pack(">LHHHH", 0x10000, 1, 0, 0, 0) + struct.pack(">4sLLL", b"cmap", 0, 28, len(cmap)) + cmap


def test_format_12_is_read(tmp_path: Path) -> None:
    path = tmp_path / "groups.ttf"
    groups = struct.pack(">LLLLLL", 0x41, 0x43, 5, 0x1F600, 0x1F600, 9)
    path.write_bytes(font_of(struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, 2) + groups))
    assert characters(path) == {0x41, 0x42, 0x43, 0x1F600}


def test_format_4_with_an_array_of_glyphs_is_read(tmp_path: Path) -> None:
    path = tmp_path / "segments.ttf"
    # A segment A-C whose glyphs stand in an array (B has none), and the end segment that every table has.
    rows = struct.pack(">HH", 0x43, 0xFFFF) + struct.pack(">H", 0) + struct.pack(">HH", 0x41, 0xFFFF)
    rows += struct.pack(">HH", 0, 1) + struct.pack(">HH", 4, 0) + struct.pack(">HHH", 7, 0, 8)
    path.write_bytes(font_of(struct.pack(">HHHHHHH", 4, 14 + len(rows), 0, 4, 4, 1, 0) + rows))
    assert characters(path) == {0x41, 0x43}


@pytest.mark.parametrize("data", [b"", b"not a font at all", struct.pack(">LHHHH", 0x10000, 0, 0, 0, 0)])
def test_file_that_is_no_font_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.ttf"
    path.write_bytes(data)
    with pytest.raises(ValueError, match="font"):
        characters(path)
