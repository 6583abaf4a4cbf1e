"""Pictures and their ledger: the files, and that the ledger tells what is on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pygame
import pytest

from content.places import icons_folder, themes_folder
from content.theme import load_themes
from kiosk.pictures import write_pictures
from kiosk.scene import Mark, Part
from kiosk.shots import Shot
from kiosk.view.fonts import Fonts
from kiosk.view.layout import lay_out
from kiosk.view.ledger import drawn_text, ledger_items
from tests.kiosk.view.stage import PANELS, scene, slide

THEMES = load_themes(themes_folder(), "en")
PANEL = PANELS["small"]


def icon(name: str) -> Path:
    return icons_folder() / "slide.svg" if name == "nerve" else icons_folder() / "no such file.svg"


def shots() -> list[Shot]:
    asked = scene("question", theme="dark", mark=Mark(Part.TEXT, 0, 3), page=0)
    return [
        Shot("one", "slide", "feeling", ("F03", "F25"), slide(theme="light")),
        Shot("two", "slide", "asked", ("F11",), asked),
        Shot("menu", "menu", None, (), scene("topics", theme="light")),
    ]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures") / "new" / "folder"
    write_pictures(folder, shots(), PANEL, THEMES, icon)
    return folder


@pytest.fixture(scope="module")
def pictures(out: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((out / "ledger.json").read_text(encoding="utf-8"))["pictures"]
    return found


def test_each_shot_is_a_file_of_the_panels_size(out: Path, pictures: list[dict[str, Any]]) -> None:
    assert sorted(path.name for path in out.iterdir()) == ["ledger.json", "menu.png", "one.png", "two.png"]
    for picture in pictures:
        assert pygame.image.load(str(out / picture["file"])).get_size() == tuple(picture["size"]) == PANEL.size


def test_the_ledger_names_the_shot(pictures: list[dict[str, Any]]) -> None:
    named = [(p["file"], p["kind"], p["slide"], p["theme"], p["text_size"], p["ppi"]) for p in pictures]
    assert named == [
        ("one.png", "slide", "feeling", "light", "medium", 117.5),
        ("two.png", "slide", "asked", "dark", "medium", 117.5),
        ("menu.png", "menu", None, "light", "medium", 117.5),
    ]


def test_facts_stand_at_what_tells_them(pictures: list[dict[str, Any]]) -> None:
    with_facts = {item["id"] for item in pictures[0]["items"] if item["facts"] == ["F03", "F25"]}
    assert with_facts == {"title", "text", "picture"}
    assert all(not item["facts"] for item in pictures[2]["items"])


def test_controls_tell_their_command(pictures: list[dict[str, Any]]) -> None:
    commands = {item["id"]: item["command"] for item in pictures[2]["items"] if item["role"] == "control"}
    assert commands["bar-next"] == "NEXT"
    assert commands["choice-3"] == "OPTION"
    assert len(commands) == 12
    assert all(item["command"] is None for item in pictures[2]["items"] if item["role"] != "control")


def test_every_text_has_its_size_and_colours(pictures: list[dict[str, Any]]) -> None:
    for picture in pictures:
        colors = [list(color) for color in THEMES[picture["theme"]].colors.values()]
        for item in picture["items"]:
            assert item["color"] in colors
            assert item["background"] in colors
            if item["text"]:
                assert item["cap_mm"] >= 4.8
                assert item["font_px"] > item["cap_px"] > 0


def test_the_text_is_where_the_ledger_says(out: Path, pictures: list[dict[str, Any]]) -> None:
    """Wipe every text's rectangle: what was written in its colour is gone."""
    picture = pictures[0]
    surface = pygame.image.load(str(out / picture["file"]))
    title = next(item for item in picture["items"] if item["role"] == "title")
    x, y, w, h = title["rect"]
    color = tuple(title["color"])
    inside = sum(surface.get_at((i, j))[:3] == color for i in range(x, x + w) for j in range(y, y + h))
    assert inside > 200


def test_text_is_what_is_drawn_not_what_was_meant() -> None:
    layout = lay_out(scene("long", "large"), PANEL, Fonts())
    text = layout.find("text")
    assert text
    assert text.text.startswith(drawn_text(text))
    assert len(drawn_text(text)) < len(text.text)


def test_a_broken_word_reads_whole() -> None:
    text = lay_out(scene("broken"), PANELS["desk"], Fonts()).find("text")
    assert text
    assert drawn_text(text).split()[0] == "pneumono" * 12


def test_problems_of_panel_and_pictures_are_told(tmp_path: Path) -> None:
    shot = Shot("tiny", "slide", None, (), slide(icon="lost", text="Short.", theme="light"))
    written = write_pictures(tmp_path, [shot], PANELS["seven-inch"], THEMES, icon)
    assert written.count == 1
    assert any("153 x 92 mm" in problem for problem in written.problems)
    assert any("lost" in problem for problem in written.problems)


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here already")
    with pytest.raises(OSError, match="file"):
        write_pictures(tmp_path / "file" / "out", shots(), PANEL, THEMES, icon)


def test_a_marked_word_is_told_with_its_plate(pictures: list[dict[str, Any]]) -> None:
    fonts = Fonts()
    layout = lay_out(scene("slide", mark=Mark(Part.TEXT, 4, 9)), PANEL, fonts)
    told = {item["id"]: item for item in ledger_items(layout, PANEL, fonts, THEMES["light"], ())}
    mark = layout.find("mark.text.0")
    assert mark
    assert told["mark.text.0"]["rect"] == list(mark.rect)
    assert told["mark.text.0"]["text"] == "generally"


def test_the_ledger_is_plain_data() -> None:
    fonts = Fonts()
    layout = lay_out(scene("options"), PANEL, fonts)
    items = ledger_items(layout, PANEL, fonts, THEMES["light"], ("F01",))
    assert json.loads(json.dumps(items)) == items
    assert len(items) == len(layout.items)
