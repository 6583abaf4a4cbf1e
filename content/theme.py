"""How theme files are read: a color for every role.

Knows: roles and hexadecimal colors. Must not know: what is painted with them.
"""

from __future__ import annotations

import re
from pathlib import Path

from content.faults import Faults
from content.loader import Table, read_table
from content.model import COLOR_ROLES, ContentError, Theme

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def load_theme(path: Path, tag: str = "en") -> Theme:
    """The theme in a file, labelled in language ``tag`` or the first there is. Raises ContentError with all faults."""
    faults = Faults()
    table = read_table(path, faults)
    theme = _theme(table, path.stem, tag) if table else None
    faults.stop_if_any()
    if theme is None:
        raise ContentError(faults.sorted())
    return theme


def load_themes(folder: Path, tag: str = "en") -> dict[str, Theme]:
    """Every theme of a folder, by name and in that order. Raises ContentError with all faults of all files."""
    themes: dict[str, Theme] = {}
    faults = Faults()
    for path in sorted(folder.glob("*.toml")):
        table = read_table(path, faults)
        if table:
            themes[path.stem] = _theme(table, path.stem, tag)
    if not themes and not len(faults):
        faults.add(folder, "", "there is no theme here", "Put at least one theme file into this folder.")
    faults.stop_if_any()
    return themes


def _theme(table: Table, name: str, tag: str) -> Theme:
    table.only(("label", "colors"))
    labels = table.table("label")
    texts = {key: labels.text(key) for key in labels} if labels else {}
    if labels and not texts:
        labels.fault(tag, "this is missing", f'Add a line: label.{tag} = "..."')
    colors = table.table("colors")
    if colors is None:
        return Theme(name, name, {})
    colors.only(COLOR_ROLES)
    label = texts.get(tag) or next(iter(texts.values()), name)
    return Theme(name, label, {role: _color(colors, role) for role in COLOR_ROLES})


def _color(colors: Table, role: str) -> tuple[int, int, int]:
    """The color of one role; black with a fault if it is none."""
    text = colors.text(role, "") if role in colors else colors.text(role)
    if _COLOR.fullmatch(text):
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
    if role in colors:
        advice = 'Write "#" and six of 0-9 and a-f: red, green, blue, as "#1a2b3c".'
        colors.fault(role, f'"{text}" is not a color', advice)
    return 0, 0, 0
