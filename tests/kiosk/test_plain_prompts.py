"""What the kiosk itself says is plain: nothing is named by its color or its place alone, no sign stands without words.

Staff's prompts (check_…) are left out: they are about the places of touches. Rows A3, A4, C15, D14, G6, G8 and G9.
"""

from __future__ import annotations

import re

import pytest

from content import places
from content.deck import FileDeck
from kiosk.messages import Command
from kiosk.panels import targets
from kiosk.scenes import scene
from kiosk.script import screen_script
from kiosk.state import Session
from tests.kiosk.visits import visit

COLORS = re.compile(r"\b(red|green|blue|yellow|orange|purple|pink|brown|gr[ae]y|white|black|colored)\b", re.IGNORECASE)
PLACES = re.compile(
    r"\b(on|to|at|in|from) the (left|right|top|bottom|upper|lower|corner|edge|side)\b|\b(above|below|beneath|beside)\b",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(r"\b[A-Z]{2,}s?\b")


def visitor_texts(deck: FileDeck) -> dict[str, str]:
    """Everything that the language says to visitors, by its key."""
    language = deck.language
    found = {name: text for name, text in language.prompts.items() if not name.startswith("check_")}
    found |= {f"{name} label": words.label for name, words in language.commands.items()}
    return found | {f"{name} help": words.help for name, words in language.commands.items()}


def test_nothing_is_named_by_its_color_or_its_place(deck: FileDeck) -> None:
    texts = visitor_texts(deck)
    assert len(texts) > 150
    named = {name: text for name, text in texts.items() if COLORS.search(text) or PLACES.search(text)}
    # "The buttons at the edge" is what a scanning switch hears of a group, and it is followed by their names.
    assert named.keys() <= {"scan_bar"}


@pytest.mark.parametrize("text", ["Press the green one.", "Touch the arrow on the left.", "The button below."])
def test_such_a_prompt_would_be_found(text: str) -> None:
    assert COLORS.search(text) or PLACES.search(text)


def test_every_abbreviation_is_in_the_glossary(deck: FileDeck) -> None:
    texts = visitor_texts(deck) | {"deck title": deck.title, "footer": deck.notice}
    for index in range(len(deck)):
        slide = deck.slide(index)
        texts[slide.id] = " ".join((slide.title, slide.text, slide.picture, slide.question, *slide.options))
    found = {(name, short) for name, text in texts.items() for short in ABBREVIATION.findall(text)}
    assert found
    assert {(name, short) for name, short in found if short.removesuffix("s").lower() not in deck.terms} == set()


def test_no_sign_stands_without_its_words(deck: FileDeck) -> None:
    sessions: list[Session] = [Session(slide=index) for index in range(len(deck))]
    panels = (Command.TOPICS, Command.HELP, Command.READING, Command.SOUND, Command.SIGHT, Command.WORDS)
    sessions += [visit(deck, command) for command in panels] + [visit(deck, Command.SIMPLE, Command.HELP)]
    for session in sessions:
        assert all(target.label.strip() for target in targets(session, deck))
        assert all(status.text.strip() for status in scene(session, deck).status)


def test_what_each_picture_shows_is_spoken_the_moving_ones_too(deck: FileDeck) -> None:
    moving = 0
    for index in range(len(deck)):
        slide = deck.slide(index)
        moving += bool(slide.picture_steps)
        said = " ".join(line.caption for line in screen_script(Session(slide=index), deck) if line.caption)
        assert slide.picture and slide.picture.split(".")[0] in said, slide.id
    assert moving


def test_no_picture_holds_text(deck: FileDeck) -> None:
    """The figures that a few pictures hold are shapes that stand in the slide's own words as well (test_ocr)."""
    files = [*places.icons_folder().glob("*.svg"), *(deck.folder / "icons").glob("*.svg")]
    assert len(files) > 80
    assert [path.name for path in files if re.search(r"<(text|image|foreignObject)\b", path.read_text("utf-8"))] == []
