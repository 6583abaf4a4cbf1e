"""Every picture and sign: named, licensed, of shapes that every renderer draws, in theme colors, large in its box."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pygame
import pytest

from content.faults import Faults
from content.motion import at_step, picture_steps, step_count
from kiosk.messages import Command
from kiosk.panels import icon_name

CONTENT = Path(__file__).parents[2] / "content"
PICTURES = CONTENT / "mmn" / "icons"
SIGNS = CONTENT / "icons"
FOLDERS = (PICTURES, SIGNS)
FILES = [path for folder in FOLDERS for path in sorted(folder.glob("*.svg"))]
MOVING = [path for path in sorted(PICTURES.glob("*.svg")) if step_count(path.read_text("utf-8"))]

SVG = "{http://www.w3.org/2000/svg}"
PAINT = {"fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "data-step"}
ATTRIBUTES = {
    "svg": {"viewBox"},
    "g": {"transform"},
    "path": {"d", *PAINT},
    "circle": {"cx", "cy", "r", *PAINT},
    "rect": {"x", "y", "width", "height", "rx", *PAINT},
}
BOX = {PICTURES: "0 0 400 400", SIGNS: "0 0 96 96"}
INK, BACKGROUND, ACCENT, SOFT, MUTED = "#000001", "#fffffe", "#0000f1", "#cccccd", "#777778"
COLORS = {PICTURES: {INK, BACKGROUND, ACCENT, SOFT, MUTED, "none"}, SIGNS: {INK, "none"}}
LIKE_LIGHT = {INK: "#14262b", ACCENT: "#00444f", SOFT: "#c9dedb", MUTED: "#2a3c41", BACKGROUND: "#ffffff"}
WITHOUT_BUTTON = {
    Command.GO_TO_TOPIC,
    Command.GO_TO_SLIDE,
    Command.HOLD,
    Command.OPTION,
    Command.FOCUS_NEXT,
    Command.FOCUS_BACK,
    Command.SCAN,
    Command.SELECT,
}
STATUS_SIGNS = {
    "hearing",
    "listening",
    *(f"level-{number}" for number in range(5)),
    "heard",
    "not-understood",
    "speaking",
    "paused",
    "speaker-off",
    "headphones",
    "microphone",
    "microphone-off",
    "warning",
    "chosen",
    "not-chosen",
    "close",
    "slide",
}
LEAST_CHANGE = 0.004
"""Of the box: from one step to the next something changes that can be seen, a dot of 1/14 of the width or more."""
MOST_CHANGE = 0.1
"""Of the box. The box is at most about a quarter of the screen, so that less than 3 % of that changes at once."""


def shapes(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element of the drawing: its name and its attributes."""
    for element in ElementTree.parse(path).iter():
        yield element.tag.removeprefix(SVG), dict(element.attrib)


def drawn(path: Path, margin: int = 0, step: int = 0) -> pygame.Mask:
    """What differs from the background, a pixel for 1/200 of the box, with ``margin`` pixels around the box."""
    mask = pygame.mask.from_threshold(painted(path, margin, step), (255, 255, 255), (8, 8, 8, 255))
    mask.invert()
    return mask


def painted(path: Path, margin: int = 0, step: int = 0) -> pygame.Surface:
    """The step of a picture on white."""
    text = at_step(path.read_text("utf-8"), step)
    size, side = 200 + 2 * margin, int(BOX[path.parent].split()[2])
    edge = side * margin / 200
    text = text.replace(
        f'viewBox="{BOX[path.parent]}"',
        f'viewBox="{-edge} {-edge} {side + 2 * edge} {side + 2 * edge}" width="{size}" height="{size}"',
    )
    for sentinel, color in LIKE_LIGHT.items():
        text = text.replace(sentinel, color)
    surface = pygame.Surface((size, size))
    surface.fill("#ffffff")
    surface.blit(pygame.image.load(io.BytesIO(text.encode()), "icon.svg"), (0, 0))
    return surface


def extent(mask: pygame.Mask) -> pygame.Rect:
    return mask.to_surface(unsetcolor=(0, 0, 0, 0)).get_bounding_rect()


def named_by_slides() -> dict[str, str]:
    """Icon name to one slide or topic file that names it."""
    files = sorted((CONTENT / "mmn" / "slides").glob("*/*.toml"))
    return {tomllib.loads(path.read_text("utf-8"))["icon"]: f"{path.parent.name}/{path.name}" for path in files}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_file_has_its_source_and_every_source_its_file(folder: Path) -> None:
    sources = tomllib.loads((folder / "sources.toml").read_text("utf-8"))
    assert set(sources) == {path.stem for path in folder.glob("*.svg")}
    for name, source in sources.items():
        assert set(source) == {"author", "license", "source", "changes"}, name
        assert source["author"], name
        assert source["license"], name
        assert source["source"], name


def test_the_text_of_every_license_that_is_not_ours_is_there() -> None:
    sources = tomllib.loads((PICTURES / "sources.toml").read_text("utf-8"))
    named = {license.split(":")[-1].strip() for source in sources.values() for license in source["license"].split(";")}
    texts = " ".join(path.stem for path in (PICTURES / "LICENSES").iterdir())
    assert named == {"Apache-2.0", "ISC", "OFL-1.1"}
    assert "ISC" in texts
    assert "OFL" in texts


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestDrawing:
    def test_holds_only_what_is_drawn_everywhere(self, path: Path) -> None:
        for tag, attributes in shapes(path):
            assert tag in ATTRIBUTES
            assert set(attributes) <= ATTRIBUTES[tag]

    def test_stands_in_its_square_box(self, path: Path) -> None:
        tag, attributes = next(shapes(path))
        assert (tag, attributes) == ("svg", {"viewBox": BOX[path.parent]})

    def test_has_theme_colors_only_and_each_shape_says_its_own(self, path: Path) -> None:
        for tag, attributes in shapes(path):
            if tag in ("svg", "g"):
                continue
            assert attributes["fill"] in COLORS[path.parent]
            assert attributes.get("stroke", "none") in COLORS[path.parent]

    def test_is_small(self, path: Path) -> None:
        assert path.stat().st_size < 15_000

    def test_has_much_ink_and_fills_its_box(self, path: Path) -> None:
        mask = drawn(path)
        assert mask.count() >= 0.15 * 200 * 200
        assert max(extent(mask).size) >= 0.85 * 200

    def test_is_not_cut_off_by_its_box(self, path: Path) -> None:
        assert drawn(path, margin=40).count() == pytest.approx(drawn(path).count(), abs=60)
        assert pygame.Rect(39, 39, 202, 202).contains(extent(drawn(path, margin=40)))


def changed(one: pygame.Surface, other: pygame.Surface) -> float:
    """The share of the pixels that differ."""
    same = pygame.mask.from_threshold(one, (0, 0, 0), (8, 8, 8, 255), other)
    return 1 - same.count() / (one.get_width() * one.get_height())


def test_the_pictures_of_a_process_move() -> None:
    processes = {"healthy-nerve", "blocked-nerve", "weak-signal", "nerve-signal-speed", "one-side-to-both"}
    assert processes | {"shrinking-muscle", "six-years", "rising-steps"} == {path.stem for path in MOVING}


@pytest.mark.parametrize("path", MOVING, ids=lambda path: path.stem)
class TestMotion:
    def test_every_step_has_its_shapes(self, path: Path) -> None:
        faults = Faults()
        assert picture_steps(path, faults) >= 2
        assert faults.sorted() == ()

    def test_each_step_changes_something_that_is_seen_and_little(self, path: Path) -> None:
        frames = [painted(path, step=step) for step in range(step_count(path.read_text("utf-8")) + 1)]
        for before, after in zip(frames, [*frames[1:], frames[0]], strict=True):
            assert LEAST_CHANGE < changed(before, after) < MOST_CHANGE

    def test_no_step_reaches_further_than_the_still(self, path: Path) -> None:
        """All steps are cropped like the still, so that nothing jumps."""
        still = extent(drawn(path, margin=40))
        for step in range(1, step_count(path.read_text("utf-8")) + 1):
            assert still.contains(extent(drawn(path, 40, step)))

    def test_the_steps_build_up_to_the_still(self, path: Path) -> None:
        """Each step is nearer to the still than the one before: nothing flickers, and the rest is no jump."""
        still = painted(path)
        far = [changed(painted(path, step=step), still) for step in range(1, step_count(path.read_text("utf-8")) + 1)]
        assert far == sorted(far, reverse=True)


def test_every_slide_and_topic_has_its_picture() -> None:
    missing = {name: file for name, file in named_by_slides().items() if not (PICTURES / f"{name}.svg").exists()}
    assert missing == {}


def test_no_picture_lies_idle() -> None:
    assert {path.stem for path in PICTURES.glob("*.svg")} - set(named_by_slides()) == set()


def test_every_button_and_every_status_has_its_sign() -> None:
    wanted = {icon_name(command) for command in set(Command) - WITHOUT_BUTTON} | STATUS_SIGNS
    assert wanted - {path.stem for path in SIGNS.glob("*.svg")} == set()


def test_no_two_signs_look_alike() -> None:
    """Signs stand side by side on the bar: any two differ in a twentieth of the box or more."""
    masks = {path.stem: drawn(path) for path in SIGNS.glob("*.svg")}
    for first, one in masks.items():
        for second, other in masks.items():
            if first < second:
                same = one.overlap_area(other, (0, 0))
                assert one.count() + other.count() - 2 * same >= 0.05 * 200 * 200, (first, second)
