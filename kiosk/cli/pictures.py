"""``mmn-kiosk pictures``: each slide and panel as a PNG, ledger.json, and a contact sheet. Needs no screen."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from content.faults import way_out
from kiosk.cli.screen import panel_of
from kiosk.contact_sheet import NAME as SHEET
from kiosk.contact_sheet import contact_sheet
from kiosk.loading import load_content
from kiosk.pictures import write_pictures
from kiosk.settings import parse_size, rules
from kiosk.shots import shots
from kiosk.state import TEXT_SIZES
from kiosk.view.fonts import Fonts
from kiosk.view.layout import lay_out


def run(arguments: argparse.Namespace) -> int:
    """Write the pictures; 1 if the folder cannot be written. What the panel is too small for is told on stderr."""
    content = load_content(arguments.config, arguments.deck)
    settings = content.settings
    theme = _one_of("--theme", arguments.theme or settings.theme, tuple(content.themes))
    text_size = _one_of("--text-size", arguments.text_size or settings.text_size, TEXT_SIZES)
    size = parse_size(arguments.size)
    panel = panel_of(settings, size, arguments.ppi)
    wanted = rules(replace(settings, theme=theme, text_size=text_size), content.themes)
    fonts = Fonts()
    wanted_shots = list(shots(content.deck, wanted, lambda scene: lay_out(scene, panel, fonts).page_starts))
    try:
        written = write_pictures(arguments.out, wanted_shots, panel, content.themes, content.deck.icon_path)
        (arguments.out / SHEET).write_text(contact_sheet(content.deck, wanted_shots), encoding="utf-8")
    except OSError as error:
        print(f"The pictures cannot be written: {error}", file=sys.stderr)
        return 1
    for problem in written.problems:
        print(problem, file=sys.stderr)
    print(f"{written.count} pictures, ledger.json and {SHEET} in {arguments.out}")
    return 0


def _one_of(flag: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f'{flag}: there is no "{value}". {way_out(value, allowed)}')
    return value
