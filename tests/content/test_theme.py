"""All themes can be read by weak eyes, and a mistake in a theme is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.model import COLOR_ROLES, ContentError, Theme
from content.places import themes_folder
from content.theme import EDGE_PAIRS, TEXT_PAIRS, contrast, load_theme, load_themes, luminance
from tests.content.small_deck import told

THEMES = load_themes(themes_folder())
GROUNDS = {"background", "accent_text", "soft", "control", "highlight", "warning_text"}
INK, PAPER = "#10200F", "#ffffff"
GOOD = "label.en = 'Plain'\ntext_contrast = [10, 21]\n[colors]\n" + "".join(
    f"{role} = '{PAPER if role in GROUNDS else INK}'\n" for role in COLOR_ROLES
)

def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(
    ("name", "least", "most"), [("light", 10, 21), ("dark", 10, 21), ("contrast", 20, 21), ("soft", 4.5, 8)]
)
def test_text_has_the_contrast_of_its_theme(name: str, least: float, most: float) -> None:
    colors = THEMES[name].colors
    assert THEMES[name].text_contrast == (least, most)
    for front, back in TEXT_PAIRS:
        assert least <= contrast(colors[front], colors[back]) <= most, (front, back)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
@pytest.mark.parametrize(("front", "back"), EDGE_PAIRS)
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
    assert dict(theme.colors) == {role: (255,) * 3 if role in GROUNDS else (0x10, 0x20, 0x0F) for role in COLOR_ROLES}


MISTAKES = [
    ("muted =", "mutd =", 'plain.toml: colors.mutd: this key is not known. Did you mean "muted"?'),
    ("muted =", "mutd =", "plain.toml: colors.muted: this is missing."),
    ("text = '#10200F'", "text = 'green'", 'colors.text: "green" is not a color. Write "#" and six of 0-9 and a-f'),
    ("text = '#10200F'", "text = '#10200'", 'colors.text: "#10200" is not a color.'),
    ("text = '#10200F'", "text = 7", "colors.text: this is a number, not a text."),
    ("text = '#10200F'", "text = '#999999'", "colors.text: its contrast to background is 2.8 to 1, not 10 to 21."),
    ("text = '#10200F'", "text = '#999999'", "Make text and background further apart in lightness."),
    ("[10, 21]", "[10, 12]", "Make text and background nearer to each other in lightness."),
    ("control_edge = '#10200F'", "control_edge = '#999999'", "colors.control_edge: its contrast to background is 2.8"),
    ("text_contrast = [10, 21]", "", "text_contrast: this is missing. Write the least and the most contrast"),
    ("[10, 21]", "[21, 10]", "text_contrast: these are not two numbers in order."),
    ("[10, 21]", "[3, 21]", "text_contrast: these are not two numbers in order."),
    ("[10, 21]", "'much'", "text_contrast: this is not a list of numbers."),
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
