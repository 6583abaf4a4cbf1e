"""What the settings say of the panel: its size, and where hands are.

Knows: settings and panels. Must not know: windows, files.
"""

from __future__ import annotations

from kiosk.settings import Settings
from kiosk.view.panel import Panel, Reach, panel_for


def panel_of(settings: Settings, size: tuple[int, int], ppi: float = 0.0) -> Panel:
    """The panel of an installation with ``size`` pixels as its picture stands; ``ppi`` goes before the setting."""
    return panel_for(size, ppi or settings.ppi, settings.viewing_distance_mm, reach_of(settings))


def reach_of(settings: Settings) -> Reach:
    """Where hands are, as the staff have set it."""
    return Reach(settings.controls == "low", settings.hand == "left", settings.lower_edge_mm)
