"""Every mistake an author can make in a deck is told, with its file, its key, and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.deck import check_deck
from content.model import Language
from tests.content.small_deck import change, faults_of, language, told, write_deck

SLEEP = "slides/01-cats/01-sleep.toml"
WEIGHT = "slides/01-cats/02-weight.toml"
BARKING = "slides/02-dogs/01-barking.toml"
CATS = "slides/01-cats/topic.toml"
DOGS = "slides/02-dogs/topic.toml"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return write_deck(tmp_path)


def test_good_deck_has_no_faults(deck: Path) -> None:
    assert told(faults_of(deck), deck) == []


CHANGES = [
    # file, what stands there, what is written instead, what is told
    (SLEEP, 'icon = "cat"', 'icon = "cta"', f'{SLEEP}: icon: there is no icon "cta". Did you mean "cat"?'),
    (SLEEP, 'icon = "cat"', "", f'{SLEEP}: icon: this is missing. Add a line: icon = "..."'),
    (SLEEP, 'icon = "cat"', "icon = 3", f"{SLEEP}: icon: this is a number, not a text. Put it in quotes."),
    (
        SLEEP,
        "facts =",
        "fact =",
        f'{SLEEP}: fact: this key is not known. Did you mean "facts"? Allowed: en, facts, icon, summary.',
    ),
    (SLEEP, 'picture = "A sleeping cat."', "", f'{SLEEP}: en.picture: this is missing. Add a line: picture = "..."'),
    (SLEEP, '"Cats sleep"', '" "', f"{SLEEP}: en.title: this is empty. Write a text between the quotes."),
    (
        SLEEP,
        '"F01"',
        '"F01", "F011"',
        f'{SLEEP}: facts: there is no fact "F011". Did you mean "F01"? The facts are listed in facts.toml.',
    ),
    (SLEEP, '["F01"]', '"F01"', f'{SLEEP}: facts: this is not a list of texts. Write it so: facts = ["...", "..."]'),
    (
        SLEEP,
        "usually",
        "mostly",
        f'facts.toml: F01: "usually asleep" has to stand on the slide ({SLEEP[7:]}). Put these words back.',
    ),
    (
        "facts.toml",
        "must_say = ",
        'must_not_say = ["it dreams"]\nmust_say = ',
        f'facts.toml: F01: "it dreams" must not stand on the slide ({SLEEP[7:]}). Take these words out.',
    ),
    (
        BARKING,
        'facts = ["F02"]',
        "",
        'facts.toml: F02: no slide tells this fact. Add it to the slide that tells it: facts = ["F02"], '
        "or take it out of facts.toml.",
    ),
    (
        "facts.toml",
        "topic = 2",
        "topic = 1",
        "facts.toml: F02.topic: no slide of topic 1 tells this fact. "
        "Tell it there, or correct the number in facts.toml.",
    ),
    (BARKING, "summary = true", "summary = 1", "not true or false"),
    (
        WEIGHT,
        '["One", "Two"]',
        '["1", "2", "3", "4", "5", "6", "7"]',
        f"{WEIGHT}: en.options: there are 7 options, and at most 6 can be shown. "
        "Leave some out, or make a second slide of them.",
    ),
    (WEIGHT, '"Two"]', '"One"]', 'the option "One" stands there twice'),
    (WEIGHT, '"Two"]', '""]', "one text of the list is empty"),
    (WEIGHT, 'question = "Do you have a cat?"', "", "there are options, but no question"),
    (WEIGHT, '"4 - 5" =', '"4 - 6" =', '"4 - 6" does not stand on this slide'),
    (WEIGHT, 'spoken = { "4 - 5" = "four to five" }', "", '"4 - 5" is shown, but a listener does not hear it'),
    (WEIGHT, "on a scale", "→ scale", 'the font has no "→" (U+2192)'),
    (WEIGHT, "on a scale", "≈ scale", '"≈" is shown, but a listener does not hear it'),
    (CATS, 'icon = "cat"', 'icon = "bird"', "Names are the files in the deck's icons folder, without .svg."),
    (CATS, 'title = "Cats"', 'titel = "Cats"', 'this key is not known. Did you mean "title"?'),
    (
        CATS,
        '["cats"]',
        '["Next slide"]',
        f'{CATS}: en.phrases: the phrase "Next slide" already means the command NEXT. '
        "Choose other words for this topic.",
    ),
    (CATS, '["cats"]', '["topic three"]', "already means the command GO_TO_TOPIC"),
    (CATS, '["cats"]', '["cats", "Cats"]', "stands there twice"),
    (CATS, '["cats"]', '["cats 24/7"]', 'the phrase "cats 24/7" holds / 2 4 7'),
    (DOGS, 'title = "Dogs"', 'title = "Dogs"\nphrases = ["cats"]', "already means the topic in 01-cats"),
    ("deck.toml", "2026-11-01", '"2026-11-01"', "deck.toml: reviewed: this is a text, not a date"),
    ("deck.toml", "notice", "note", 'deck.toml: en.note: this key is not known. Did you mean "notice"?'),
    (
        "deck.toml",
        '["en"]',
        '["en", "de"]',
        "deck.toml: de: this table is missing. Add a line [de] and its lines below.",
    ),
    ("deck.toml", '["en"]', '["en", "de"]', f"{SLEEP}: de: this table is missing."),
    ("deck.toml", '["en"]', '["de"]', 'the deck is not in the language "en". Its languages are: de.'),
    ("words/en.toml", "meaning", "means", 'glossary.whisker.means: this key is not known. Did you mean "meaning"?'),
    ("words/en.toml", '[glossary."', '[glossary."Whisker"]\nmeaning = "Hair."\n[glossary."', "is explained twice"),
    ("words/en.toml", '"C A T"', '""', "words/en.toml: lexicon.CAT: this is empty."),
    ("icons/sources.toml", "[dog]", "[dig]", "icons/sources.toml: dog: dog.svg has no author and no license."),
    ("icons/sources.toml", "[dog]", "[dig]", 'dig: there is no file dig.svg. Did you mean "dog"?'),
    ("icons/sources.toml", 'license = "Apache-2.0"', "", "icons/sources.toml: cat.license: this is missing."),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), CHANGES)
def test_mistake_is_told(deck: Path, file: str, old: str, new: str, message: str) -> None:
    change(deck, file, old, new)
    assert [line for line in told(faults_of(deck), deck) if message in line]


BROKEN = [
    ("icon = cat", 1, "this is not TOML (invalid value)"),
    ('icon = "cat', 1, "this is not TOML"),
    ('icon = "cat"\n\n[en]\ntitle = "A\n', 4, "this is not TOML (illegal character '\\n')"),
    ('icon = "cat"\nicon = "dog"', 2, "something is written twice"),
    ('[en]\ntext = """A\n\n\n', 5, "this is not TOML (unterminated string)"),
]


@pytest.mark.parametrize(("text", "line", "problem"), BROKEN)
def test_broken_toml_is_told_with_its_line(deck: Path, text: str, line: int, problem: str) -> None:
    (deck / SLEEP).write_text(text, encoding="utf-8")
    (found,) = [fault for fault in faults_of(deck) if fault.file.endswith(SLEEP)]
    assert found.key == f"line {line}"
    assert found.problem.startswith(problem)


def test_windows_editors_do_no_harm(deck: Path) -> None:
    text = (deck / SLEEP).read_text(encoding="utf-8").replace("\n", "\r\n")
    (deck / SLEEP).write_bytes(b"\xef\xbb\xbf" + text.encode())
    (deck / "slides" / "Thumbs.db").touch()
    (deck / "slides" / ".DS_Store").touch()
    (deck / f"{SLEEP}~").touch()
    assert told(faults_of(deck), deck) == []


def test_wrong_encoding_is_told_with_its_line(deck: Path) -> None:
    (deck / SLEEP).write_bytes('icon = "cat"\n[en]\ntitle = "Café"\n'.encode("latin-1"))
    (found,) = [fault for fault in faults_of(deck) if fault.file.endswith(SLEEP)]
    assert (found.key, found.problem) == ("line 3", "this is not UTF-8 text")


@pytest.mark.parametrize("name", ["03-purring.toml.txt", "purring.toml", "03_purring.toml", "03-Purring.toml"])
def test_file_that_would_never_be_shown_is_told(deck: Path, name: str) -> None:
    (deck / SLEEP).with_name(name).write_text("", encoding="utf-8")
    (line,) = told(faults_of(deck), deck)
    assert line.startswith(f"slides/01-cats/{name}: this name does not belong here.")
    assert "02-first-signs.toml" in line


def test_two_slides_with_one_id_are_told(deck: Path) -> None:
    (deck / BARKING).with_name("02-sleep.toml").write_text((deck / BARKING).read_text("utf-8"), encoding="utf-8")
    (line,) = told(faults_of(deck), deck)
    assert line.startswith("slides/02-dogs/02-sleep.toml: this slide has the same id as 01-cats/01-sleep.toml.")


def test_topic_without_slides_is_told(deck: Path) -> None:
    (deck / BARKING).unlink()
    assert "slides/02-dogs: this topic has no slide. Add a slide file, or take the folder out." in told(
        faults_of(deck), deck
    )


@pytest.mark.parametrize("name", ["deck.toml", "facts.toml", "words/en.toml", CATS, "icons/sources.toml"])
def test_missing_file_is_told(deck: Path, name: str) -> None:
    (deck / name).unlink()
    assert f"{name}: this file is missing. Put it back, or restore it from the last good copy." in told(
        faults_of(deck), deck
    )


def test_missing_icon_file_is_told_where_it_is_used(deck: Path) -> None:
    (deck / "icons/dog.svg").unlink()
    lines = told(faults_of(deck), deck)
    assert [line.split(":")[0] for line in lines] == ["icons/sources.toml", BARKING, DOGS]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "it is empty"),
        (b"\xff\xfe\x00\x01", "it is no text"),
        (b"no picture at all", "it is not XML"),
        (b'<svg viewBox="0 0 400 400"><path d="M0 0"/>', "it is not XML"),
        (b"<html><body/></html>", "it is <html>, not <svg>"),
        (b'<svg width="40" height="40"/>', "it has no viewBox"),
    ],
)
def test_a_picture_that_cannot_be_read_is_told(deck: Path, data: bytes, problem: str) -> None:
    (deck / "icons/dog.svg").write_bytes(data)
    (found,) = [fault for fault in faults_of(deck) if fault.file.endswith("icons/dog.svg")]
    assert problem in found.problem
    assert found.way_out == "Export it again as SVG, or put back the last good copy."


def test_deck_without_slides_is_told(deck: Path) -> None:
    for path in sorted((deck / "slides").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert "slides: the deck has no slides. Add at least one topic folder with a slide." in told(faults_of(deck), deck)


def test_all_mistakes_come_at_once(deck: Path) -> None:
    change(deck, SLEEP, 'icon = "cat"', 'icon = "cta"')
    change(deck, WEIGHT, 'picture = "A cat on a scale."', "")
    change(deck, CATS, '["cats"]', '["next slide"]')
    (deck / DOGS).write_text("[en", encoding="utf-8")
    found = faults_of(deck)
    assert {fault.file.removeprefix(f"{deck}/") for fault in found} >= {SLEEP, WEIGHT, CATS, DOGS}
    assert list(found) == sorted(set(found))


def test_slide_with_two_languages_is_checked_in_both(deck: Path) -> None:
    change(deck, "deck.toml", '["en"]', '["en", "de"]\n[de]\ntitle = "Klein"\nnotice = "Stand {month}."')
    for name in (SLEEP, WEIGHT, BARKING):
        with (deck / name).open("a", encoding="utf-8") as file:
            file.write('[de]\ntitle = "T"\ntext = "X"\npicture = "B"\n')
    for name in (CATS, DOGS):
        with (deck / name).open("a", encoding="utf-8") as file:
            file.write('[de]\ntitle = "T"\n')
    (deck / "words/de.toml").write_text("", encoding="utf-8")
    english = language(deck.parent)
    german = Language("de", "Deutsch", "", english.commands, english.prompts, english.numbers, {})
    assert told(check_deck(deck, english), deck) == []
    assert told(check_deck(deck, german), deck) == []
    change(deck, BARKING, 'title = "T"', 'titel = "T"')
    assert any("de.titel" in line for line in told(check_deck(deck, english), deck))
