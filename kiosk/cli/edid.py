"""What a connected panel says of its own size: the EDID that Linux keeps in files.

Knows: where these files are, and two places in them. Must not know: windows, settings. Panels are often wrong about
themselves (projectors and televisions say 160 x 90 mm): it is a hint, and a card is the measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("/sys/class/drm")
HEADER = b"\x00\xff\xff\xff\xff\xff\xff\x00"
TIMING = 54
"""Where the timing of the preferred mode begins: VESA E-EDID, 3.10.2."""


@dataclass(frozen=True, slots=True)
class PanelSize:
    """Pixels and millimetres of the preferred mode."""

    size: tuple[int, int]
    size_mm: tuple[int, int]

    @property
    def ppi(self) -> float:
        """Pixels an inch, across."""
        return self.size[0] * 25.4 / self.size_mm[0]


def panel_sizes(folder: Path = FOLDER) -> tuple[PanelSize, ...]:
    """What each connected panel says; empty where nothing is to be read."""
    found = []
    for file in sorted(folder.glob("card*-*/edid")):
        try:
            size = panel_size(file.read_bytes())
        except OSError:
            continue
        if size is not None:
            found.append(size)
    return tuple(found)


def panel_size(edid: bytes) -> PanelSize | None:
    """The size that stands in an EDID; None if none does."""
    if len(edid) < TIMING + 18 or not edid.startswith(HEADER):
        return None
    timing = edid[TIMING : TIMING + 18]
    if not timing[0] and not timing[1]:  # no timing, but a text
        return None
    size = timing[2] | (timing[4] & 0xF0) << 4, timing[5] | (timing[7] & 0xF0) << 4
    size_mm = timing[12] | (timing[14] & 0xF0) << 4, timing[13] | (timing[14] & 0x0F) << 8
    return PanelSize(size, size_mm) if min(*size, *size_mm) > 0 else None
