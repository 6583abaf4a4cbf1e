"""What a panel says of its own size."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.cli.edid import HEADER, PanelSize, panel_size, panel_sizes


def edid(size: tuple[int, int], size_mm: tuple[int, int]) -> bytes:
    """An EDID with this preferred mode."""
    (w, h), (wide, high) = size, size_mm
    timing = bytearray(18)
    timing[0:2] = (14850).to_bytes(2, "little")  # the pixel clock, in 10 kHz
    timing[2], timing[4] = w & 0xFF, w >> 8 << 4
    timing[5], timing[7] = h & 0xFF, h >> 8 << 4
    timing[12], timing[13], timing[14] = wide & 0xFF, high & 0xFF, wide >> 8 << 4 | high >> 8
    return HEADER + bytes(46) + bytes(timing) + bytes(56)


@pytest.mark.parametrize(
    ("size", "size_mm"), [((1920, 1080), (476, 268)), ((800, 480), (152, 91)), ((3840, 2160), (1209, 680))]
)
def test_pixels_and_millimetres_are_read(size: tuple[int, int], size_mm: tuple[int, int]) -> None:
    assert panel_size(edid(size, size_mm)) == PanelSize(size, size_mm)


def test_the_ppi_follows() -> None:
    assert PanelSize((1920, 1080), (476, 268)).ppi == pytest.approx(102.5, abs=0.1)


@pytest.mark.parametrize(
    "broken",
    [b"", b"not an edid" * 20, edid((1920, 1080), (0, 0)), edid((1920, 1080), (476, 268))[:60], HEADER + bytes(120)],
)
def test_what_says_nothing_is_no_size(broken: bytes) -> None:
    assert panel_size(broken) is None


def test_every_connected_panel_is_asked(tmp_path: Path) -> None:
    for name, content in {"card0-HDMI-A-1": edid((1920, 1080), (476, 268)), "card0-HDMI-A-2": b""}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "edid").write_bytes(content)
    assert panel_sizes(tmp_path) == (PanelSize((1920, 1080), (476, 268)),)
    assert panel_sizes(tmp_path / "nowhere") == ()
