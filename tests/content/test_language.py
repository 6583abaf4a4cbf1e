"""A language file is read whole, or every mistake in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.language import expand, load_language, phrases_of, spoken_form
from content.model import ContentError
from content.places import language_file, language_tags
from kiosk.loading import COMMAND_NAMES
from kiosk.prompts import PROMPTS as ALL_PROMPTS
from tests.content.small_deck import COMMANDS, LANGUAGE, PROMPTS, language, told, write_language


def test_language_holds_what_its_file_says(tmp_path: Path) -> None:
    english = language(tmp_path)
    assert (english.tag, english.name, english.voice) == ("en", "English", "")
    assert english.commands["NEXT"].label == "Next"
    assert english.commands["NEXT"].phrases == ("next slide", "go forward")
    assert english.prompts["place"].format(number=2, count=3) == "Slide 2 of 3"
    assert english.numbers == ("one", "two", "three")
    assert english.months[10] == "November"
    assert english.lexicon == {"kg": "kilograms"}


def test_every_phrase_leads_to_its_command_and_number(tmp_path: Path) -> None:
    assert phrases_of(language(tmp_path)) == {
        "next slide": ("NEXT", 0),
        "go forward": ("NEXT", 0),
        "topic one": ("GO_TO_TOPIC", 1),
        "topic two": ("GO_TO_TOPIC", 2),
        "topic three": ("GO_TO_TOPIC", 3),
    }


def test_phrases_are_compared_in_small_letters() -> None:
    assert spoken_form("What  can I say") == "what can i say"
    assert spoken_form("I don\u2019t know") == "i don't know"
    assert list(expand("Topic {number}", ("one", "Two"))) == [("topic one", 1), ("topic two", 2)]


MISTAKES = [
    ("[prompts]", "[commands.NXT]\n[prompts]", 'commands.NXT: this key is not known. Did you mean "NEXT"?'),
    ("[commands.NEXT]", "[commands.NEXTT]", "commands.NEXT: this table is missing."),
    ('goodbye =', 'godbye =', 'prompts.godbye: this key is not known. Did you mean "goodbye"?'),
    ('goodbye =', 'godbye =', 'prompts.goodbye: this is missing. Add a line: goodbye = "..."'),
    ("of {count}", "of {cuont}", 'prompts.place: there is nothing to fill {cuont} with. Did you mean "{count}"?'),
    ('"Goodbye."', '"Goodbye {name}."', "prompts.goodbye: there is nothing to fill {name} with. Nothing is allowed"),
    ("of {count}", "of {count", "prompts.place: a curly bracket is open or closed without its partner."),
    ("of {count}", "of {}", "prompts.place: there is nothing to fill {} with."),
    ('label = "Next"', 'label = ""', "commands.NEXT.label: this is empty."),
    ('"go forward"', '"go forward", "Topic  Two"', 'GO_TO_TOPIC.phrases: the phrase "topic two" already means NEXT.'),
    ('"go forward"', '"go forward", "Next slide"', 'NEXT.phrases: the phrase "next slide" already means NEXT.'),
    ('"go forward"', '"go forward!"', 'the phrase "go forward!" holds !. Write it as it is said: letters,'),
    ('"go forward"', '"slide 2"', 'the phrase "slide 2" holds 2.'),
    ('"topic {number}"', '"topic {number} {number}"', "holds { }"),
    ('"three"]', '"two"]', 'numbers: the number word "two" stands there twice.'),
    ('numbers = ["one", "two", "three"]', "", "numbers: there are no number words."),
    ('"January", ', "", "months: there are 11 months."),
    ('"Next"', '"Далее"', 'commands.NEXT.label: the font has no "Д" (U+0414).'),
    ('"kilograms"', "7", "lexicon.kg: this is a number, not a text."),
    ("[prompts]", "[prompts", f"line {LANGUAGE[: LANGUAGE.index('[prompts]')].count(chr(10)) + 1}: this is not TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_mistake_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in LANGUAGE
    path = write_language(tmp_path, LANGUAGE.replace(old, new, 1))
    with pytest.raises(ContentError) as caught:
        load_language(path, COMMANDS, PROMPTS)
    assert [line for line in told(caught.value.faults, tmp_path) if line.startswith("en.toml: ") and message in line]


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = LANGUAGE.replace('"Next"', '""').replace("goodbye =", "bye =").replace("{count}", "{total}")
    with pytest.raises(ContentError) as caught:
        load_language(write_language(tmp_path, text), COMMANDS, PROMPTS)
    assert {fault.key for fault in caught.value.faults} == {
        "commands.NEXT.label",
        "prompts.bye",
        "prompts.goodbye",
        "prompts.place",
    }


@pytest.mark.parametrize("tag", language_tags())
def test_language_of_the_kiosk_is_whole(tag: str) -> None:
    found = load_language(language_file(tag), COMMAND_NAMES, ALL_PROMPTS)
    assert len(found.commands) == len(COMMAND_NAMES)
    assert len(found.months) == 12


def test_english_is_there() -> None:
    assert "en" in language_tags()
