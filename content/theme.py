"""How theme files are read: a color for every role, and whether the theme keeps its promise of contrast.

Knows: roles, hexadecimal colors, which role is read on which. Must not know: what is painted with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from content.faults import Faults
from content.loader import Table, read_table
from content.model import COLOR_ROLES, ContentError, Theme

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")

TEXT_PAIRS = (
    ("text", "background"),
    ("muted", "background"),
    ("accent_text", "accent"),
    ("control_text", "control"),
    ("highlight_text", "highlight"),
    ("warning_text", "warning"),
)
"""What is read, and on what: within the contrast that the theme promises."""
EDGE_PAIRS = (
    ("control_edge", "background"),
    ("control_edge", "control"),
    ("accent", "background"),
    ("focus_outer", "background"),
    ("focus_inner", "background"),
    ("focus_outer", "control"),
    ("focus_inner", "control"),
    ("text", "soft"),
    ("accent", "soft"),
)
"""Outlines, focus and pictures against what lies beside them: at least EDGE_CONTRAST."""
LEAST_TEXT_CONTRAST = 4.5
"""No theme may promise less: WCAG 2.2, 1.4.3."""
EDGE_CONTRAST = 4.5
"""More than the 3:1 of WCAG 2.2, 1.4.11."""

Color = tuple[int, int, int]


def luminance(color: Color) -> float:
    """Relative luminance, 0 to 1, of (red, green, blue) in 0..255 (WCAG 2.2, "relative luminance")."""
    channels = [value / 255 for value in color]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio, 1 to 21, of two colors (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


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
    table.only(("label", "text_contrast", "colors"))
    labels = table.table("label")
    texts = {key: labels.text(key) for key in labels} if labels else {}
    if labels and not texts:
        labels.fault(tag, "this is missing", f'Add a line: label.{tag} = "..."')
    promised = _promised(table)
    colors = table.table("colors")
    if colors is None:
        return Theme(name, name, {})
    colors.only(COLOR_ROLES)
    label = texts.get(tag) or next(iter(texts.values()), name)
    found = {role: color for role in COLOR_ROLES if (color := _color(colors, role)) is not None}
    if promised:
        _check_contrast(colors, found, promised)
    return Theme(name, label, found, promised or (LEAST_TEXT_CONTRAST, 21.0))


def _promised(table: Table) -> tuple[float, float] | None:
    """(least, most) contrast of text, or None and a fault."""
    found = table.numbers("text_contrast")
    if len(found) == 2 and LEAST_TEXT_CONTRAST <= found[0] < found[1] <= 21:
        return found[0], found[1]
    if found or "text_contrast" not in table:
        problem = "these are not two numbers in order" if found else "this is missing"
        advice = (
            f"Write the least and the most contrast of text, {LEAST_TEXT_CONTRAST:g} to 21: text_contrast = [10, 21]"
        )
        table.fault("text_contrast", problem, advice)
    return None


def _check_contrast(colors: Table, found: Mapping[str, Color], promised: tuple[float, float]) -> None:
    least, most = promised
    for front, back in TEXT_PAIRS:
        _check_pair(colors, found, front, back, least, most)
    for front, back in EDGE_PAIRS:
        _check_pair(colors, found, front, back, EDGE_CONTRAST, 21.0)


def _check_pair(colors: Table, found: Mapping[str, Color], front: str, back: str, least: float, most: float) -> None:
    """A fault where the two are nearer to each other than ``least``, or further apart than ``most``."""
    if front not in found or back not in found:
        return
    measured = contrast(found[front], found[back])
    if least <= measured <= most:
        return
    wanted = "further apart in lightness" if measured < least else "nearer to each other in lightness"
    problem = f"its contrast to {back} is {measured:.1f} to 1, not {least:g} to {most:g}"
    colors.fault(front, problem, f"Make {front} and {back} {wanted}.")


def _color(colors: Table, role: str) -> Color | None:
    """The color of one role, or None and a fault."""
    text = colors.text(role, "") if role in colors else colors.text(role)
    if _COLOR.fullmatch(text):
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
    if role in colors:
        advice = 'Write "#" and six of 0-9 and a-f: red, green, blue, as "#1a2b3c".'
        colors.fault(role, f'"{text}" is not a color', advice)
    return None
