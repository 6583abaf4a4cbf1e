"""Nothing that the kiosk says names a thing by its color, its shape or its place alone (WCAG 2.2, 1.3.3)."""

from __future__ import annotations

import re

import pytest

from tests.content.mmn_deck import deck, slides

COLORS = "red|green|blue|yellow|orange|purple|white|black|gray|brown"
SHAPES = "round|square|oval|star"
PLACES = "left|right|above|below|top|bottom|corner"
ALONE = re.compile(
    rf"\b(?:{COLORS}|{SHAPES})\b[^.]*\b(?:button|key|one|sign)\b"
    rf"|\b(?:press|touch|see|choose|tap)\b[^.]*\b(?:{COLORS}|{SHAPES}|{PLACES})\b"
    rf"|\bat the (?:{PLACES})\b",
    re.IGNORECASE,
)


def texts() -> dict[str, str]:
    """Whatever tells visitors what to do or what is so; not what a picture shows, nor what staff read who measure."""
    language = deck().language
    found = {f"prompt {n}": text for n, text in language.prompts.items() if not n.startswith("check_")}
    found |= {f"command {n}": f"{words.label}. {words.help}" for n, words in language.commands.items()}
    found |= {slide.id: f"{slide.title}. {slide.text} {slide.question}" for slide in slides()}
    return found | {f"word {name}": term.meaning for name, term in deck().terms.items()}


def test_nothing_is_named_by_its_color_or_place() -> None:
    assert {name: text for name, text in texts().items() if ALONE.search(text)} == {}
    assert len(texts()) > 150


@pytest.mark.parametrize("text", ["Press the green one.", "Touch the corner.", "The round key goes on."])
def test_such_a_text_is_found(text: str) -> None:
    assert ALONE.search(text)
