"""Fonts as the layout sees them, and lines of text turned into words with rectangles.

Knows: sizes, line spacing, alignment. Must not know: what a text is for, pygame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.scene import Part
from kiosk.view.flow import Line, Setting
from kiosk.view.geometry import Rect
from kiosk.view.items import Item, Metrics, Role, Word
from kiosk.view.panel import Panel

LINE_SPACING = 1.5
"""Of body text, in font sizes: WCAG 2.2, 1.4.8."""
TITLE_SPACING = 1.3
LABEL_SPACING = 1.14
"""Of titles and of labels, which are not blocks of text. The ink of Atkinson Hyperlegible Next needs 0.95."""
PARAGRAPH_SPACING = 0.6
"""Added before a paragraph, in font sizes; WCAG 2.2, 1.4.8 asks for 1.5 times the line spacing."""

WIDE_LETTERS = 0.12
WIDE_WORDS = 0.16
WIDE_LINES = 1.5
WIDE_BLOCK_LINES = 1.8
WIDE_PARAGRAPHS = 1.2
"""Wide spacing, in font sizes: added to every letter and to every space (WCAG 2.2, 1.4.12), the least from line to
line, that of body text, and what is added before a paragraph: with the lines more than the 2 of 1.4.12."""
WIDE_LABELS_LEAST_MM = 100.0
"""On a panel whose short side is less only blocks of text are widened: a question and its answers have to fit."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font size and weight on one panel, with its measures in pixels. ``tracking_px`` is added to each
    letter, ``space_px`` to each space.
    """

    metrics: Metrics
    px: int
    weight: str
    spacing: float = TITLE_SPACING
    tracking_px: int = 0
    space_px: int = 0
    paragraph_spacing: float = PARAGRAPH_SPACING

    def measure(self, text: str) -> int:
        return (
            self.metrics.width(text, self.px, self.weight)
            + self.tracking_px * len(text)
            + self.space_px * text.count(" ")
        )

    @property
    def height(self) -> int:
        """Of one line, from the highest letter to the lowest."""
        return self.metrics.height(self.px, self.weight)

    @property
    def pitch(self) -> int:
        """From one line to the next."""
        return -int(-self.px * self.spacing // 1)

    @property
    def em(self) -> int:
        return self.px

    def setting(self, text: str) -> Setting:
        """The text in this font, to be cut into lines and pages."""
        return Setting(text, self.measure)

    def wrap(self, text: str, width: int) -> list[Line]:
        """The lines of a text that is set only once."""
        return self.setting(text).lines(width)

    def balanced(self, text: str, width: int) -> list[Line]:
        """Lines of about the same length, as few as can be."""
        return self.setting(text).balanced(width)

    def block_height(self, lines: Sequence[Line]) -> int:
        """Of these lines one under the other."""
        if not lines:
            return 0
        gaps = sum(self.paragraph_gap for line in lines[1:] if line.opens_paragraph)
        return (len(lines) - 1) * self.pitch + self.height + gaps

    @property
    def paragraph_gap(self) -> int:
        return round(self.px * self.paragraph_spacing)

    def words(self, text: str, lines: Sequence[Line], x: int, y: int, center_w: int = 0) -> tuple[Word, ...]:
        """The words of ``lines`` from (x, y) down, each line centred in ``center_w`` if that is given."""
        placed: list[Word] = []
        for number, line in enumerate(lines):
            if number:
                y += self.pitch + (self.paragraph_gap if line.opens_paragraph else 0)
            left = x + (center_w - line.w) // 2 if center_w else x
            for piece in line.pieces:
                rect = Rect(left + piece.x, y, piece.w, self.height)
                placed.append(Word(text[piece.start : piece.end], piece.start, rect))
        return tuple(placed)


@dataclass(frozen=True, slots=True)
class Faces:
    """Makes Faces from cap heights in millimetres; ``is_wide``: with wide spacing."""

    panel: Panel
    metrics: Metrics
    is_wide: bool = False

    def face(self, cap_mm: float, weight: str, spacing: float = TITLE_SPACING) -> Face:
        """The least font whose capitals are at least ``cap_mm`` high on this panel."""
        px = self.metrics.font_px(self.panel.px(cap_mm), weight)
        is_block = spacing >= LINE_SPACING
        if not self.is_wide or not (is_block or self.panel.short_mm >= WIDE_LABELS_LEAST_MM):
            return Face(self.metrics, px, weight, spacing)
        lines = WIDE_BLOCK_LINES if is_block else WIDE_LINES
        letters, words = -int(-px * WIDE_LETTERS // 1), -int(-px * WIDE_WORDS // 1)
        return Face(self.metrics, px, weight, lines, letters, words, WIDE_PARAGRAPHS)


def text_item(
    id: str,
    role: Role,
    face: Face,
    text: str,
    lines: Sequence[Line],
    rect: Rect,
    color: str = "text",
    background: str = "background",
    is_centered: bool = False,
    is_live: bool = False,
    part: Part | None = None,
    index: int = 0,
) -> Item:
    """A text from the top left corner of ``rect``, each line centred in it if so wished."""
    return Item(
        id,
        role,
        rect,
        text=text,
        words=face.words(text, lines, rect.x, rect.y, rect.w if is_centered else 0),
        font_px=face.px,
        tracking_px=face.tracking_px,
        weight=face.weight,
        color=color,
        background=background,
        part=part,
        index=index,
        is_live=is_live,
    )
