"""Both themes can be read by weak eyes, and a mistake in a theme is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.model import COLOR_ROLES, ContentError, Theme
from content.places import themes_folder
from content.theme import load_theme, load_themes
from tests.content.small_deck import told

THEMES = load_themes(themes_folder())
GOOD = "label.en = 'Plain'\n[colors]\n" + "".join(f"{role} = '#10Ff00'\n" for role in COLOR_ROLES)

READ = (
    ("text", "background"),
    ("muted", "background"),
    ("accent_text", "accent"),
    ("control_text", "control"),
    ("highlight_text", "highlight"),
    ("warning_text", "warning"),
)
SEEN = (
    ("control_edge", "background"),
    ("accent", "background"),
    ("focus_outer", "background"),
    ("focus_inner", "background"),
    ("focus_outer", "control"),
    ("focus_inner", "control"),
    ("control_edge", "control"),
    ("text", "soft"),
    ("accent", "soft"),
)


def luminance(color: tuple[int, int, int]) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance")."""
    channels = [value / 255 for value in color]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
@pytest.mark.parametrize(("front", "back"), READ)
def test_text_has_ten_to_one(theme: Theme, front: str, back: str) -> None:
    assert contrast(theme.colors[front], theme.colors[back]) >= 10


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
@pytest.mark.parametrize(("front", "back"), SEEN)
def test_controls_and_pictures_have_four_and_a_half_to_one(theme: Theme, front: str, back: str) -> None:
    assert contrast(theme.colors[front], theme.colors[back]) >= 4.5


def test_there_is_a_light_and_a_dark_theme() -> None:
    assert set(THEMES) >= {"light", "dark"}
    assert luminance(THEMES["light"].colors["background"]) > 0.8
    assert luminance(THEMES["dark"].colors["background"]) < 0.05


def test_theme_holds_what_its_file_says(tmp_path: Path) -> None:
    (tmp_path / "plain.toml").write_text(GOOD.replace("label.en", "label.de = 'Schlicht'\nlabel.en"), encoding="utf-8")
    assert load_theme(tmp_path / "plain.toml").label == "Plain"
    assert load_theme(tmp_path / "plain.toml", "de").label == "Schlicht"
    assert load_theme(tmp_path / "plain.toml", "fr").label == "Schlicht"
    theme = load_themes(tmp_path)["plain"]
    assert theme.name == "plain"
    assert dict(theme.colors) == dict.fromkeys(COLOR_ROLES, (0x10, 0xFF, 0))


MISTAKES = [
    ("muted =", "mutd =", 'plain.toml: colors.mutd: this key is not known. Did you mean "muted"?'),
    ("muted =", "mutd =", "plain.toml: colors.muted: this is missing."),
    ("text = '#10Ff00'", "text = 'green'", 'colors.text: "green" is not a color. Write "#" and six of 0-9 and a-f'),
    ("text = '#10Ff00'", "text = '#10Ff0'", 'colors.text: "#10Ff0" is not a color.'),
    ("text = '#10Ff00'", "text = 7", "colors.text: this is a number, not a text."),
    ("label.en = 'Plain'", "", "label: this table is missing."),
    ("label.en = 'Plain'", "label.en = ''", "label.en: this is empty."),
    ("label.en = 'Plain'", "label = {}", "label.en: this is missing."),
    ("[colors]", "[colours]", 'colours: this key is not known. Did you mean "colors"?'),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_mistake_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    (tmp_path / "plain.toml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    for load in (load_theme, load_themes):
        with pytest.raises(ContentError) as caught:
            load(tmp_path / "plain.toml" if load is load_theme else tmp_path)
        assert [line for line in told(caught.value.faults, tmp_path) if message in line]


def test_faults_of_all_themes_come_at_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(GOOD.replace("muted", name), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_themes(tmp_path)
    assert {Path(fault.file).name for fault in caught.value.faults} == {"one.toml", "two.toml"}


def test_folder_without_themes_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="there is no theme here"):
        load_themes(tmp_path)
