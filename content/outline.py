"""What is known of a deck before any slide is read: its words, its facts, its topics and the names of its slides.

Knows: the files of a deck folder beside the slides, and file names. Must not know: what is in a slide.
Its cost follows the number of topics and of file names, since slides are read when they are asked for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from content.faults import Faults, nearest
from content.language import check_phrase, expand, phrases_of, spoken_form
from content.loader import Table, read_table
from content.model import Language, Term, Topic

_NUMBERED = re.compile(r"(\d+)-([a-z0-9]+(?:-[a-z0-9]+)*)")
_IGNORED = re.compile(r"\..*|.*~|Thumbs\.db|desktop\.ini", re.IGNORECASE)  # what editors and systems leave behind
_NAMING = 'Name it by number and words, as "02-first-signs{}": figures, small letters, hyphens.'


@dataclass(frozen=True, slots=True)
class FactRule:
    """One fact: the topic that tells it, and what its slides have to say and must not say (any letters)."""

    topic: int
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A deck without its slides. ``files[i]`` is the path of slide i, relative to the folder of the slides."""

    folder: Path
    reviewed: date
    languages: tuple[str, ...]
    title: str
    notice: str
    facts: Mapping[str, FactRule]
    icons: frozenset[str]
    lexicon: Mapping[str, str]
    voice_lexicon: Mapping[str, str]
    terms: Mapping[str, Term]
    plain: Mapping[str, str]
    topics: tuple[Topic, ...]
    files: tuple[str, ...]

    def slide_path(self, index: int) -> Path:
        """The file of a slide."""
        return self.folder / "slides" / self.files[index]

    def icon_path(self, name: str) -> Path:
        """The file of a deck icon."""
        return self.folder / "icons" / f"{name}.svg"

    def slide_id(self, index: int) -> str:
        """The id of a slide, from its file name."""
        return _id_of(self.files[index].rpartition("/")[2].removesuffix(".toml"))


def read_outline(folder: Path, language: Language, faults: Faults) -> Outline | None:
    """Everything but the slides, in one language; None if even deck.toml cannot be read. Mistakes go to ``faults``."""
    if not folder.is_dir():
        faults.add(folder, "", "there is no such folder", "Name the folder that holds deck.toml.")
        return None
    deck = read_table(folder / "deck.toml", faults)
    if deck is None:
        return None
    reviewed = deck.day("reviewed")
    languages = deck.texts("languages")
    title, notice = _deck_words(deck, languages, language.tag, reviewed, language.months)
    words = _words(folder, language.tag, faults)
    icons = frozenset(name.removesuffix(".svg") for name in _names(folder / "icons", faults) if name.endswith(".svg"))
    topics, files = _topics(folder / "slides", language, languages, icons, faults)
    facts = _facts(folder / "facts.toml", faults)
    return Outline(folder, reviewed, languages, title, notice, facts, icons, *words, topics, files)


def month_of(day: date, months: tuple[str, ...]) -> str:
    """Month and year as a footer shows them: with the language's month names, or as 2026-11 without."""
    return f"{months[day.month - 1]} {day.year}" if months else f"{day:%Y-%m}"


def _deck_words(
    deck: Table, languages: tuple[str, ...], tag: str, reviewed: date, months: tuple[str, ...]
) -> tuple[str, str]:
    """Title and notice in language ``tag``; the tables of all languages are checked."""
    deck.only(("reviewed", "languages", *languages))
    if not languages:
        deck.fault("languages", "the deck is in no language", 'Write it so: languages = ["en"]')
    elif tag not in languages:
        advice = f"Its languages are: {', '.join(languages)}. Run the kiosk in one of them, or add the lines for {tag}."
        deck.fault("languages", f'the deck is not in the language "{tag}"', advice)
    title = notice = ""
    for each in languages:
        table = deck.table(each)
        if table:
            table.only(("title", "notice"))
            found = table.text("title"), table.text("notice")
            if each == tag:
                title, notice = found
    return title, notice.replace("{month}", month_of(reviewed, months))


def _words(
    folder: Path, tag: str, faults: Faults
) -> tuple[dict[str, str], dict[str, str], dict[str, Term], dict[str, str]]:
    """Lexicon, the natural voice's own, glossary, and the words that need none, each with its reason, of a language.

    A term's spoken form is an entry of the lexicon.
    """
    table = read_table(folder / "words" / f"{tag}.toml", faults)
    if table is None:
        return {}, {}, {}, {}
    table.only(("lexicon", "natural_lexicon", "glossary", "plain"))
    terms: dict[str, Term] = {}
    glossary = table.table("glossary", required=False)
    for name in glossary if glossary else ():
        entry = glossary.table(name) if glossary else None
        if entry:
            entry.only(("meaning", "spoken"))
            if name.lower() in terms:
                entry.fault("", "this word is explained twice", "Keep one of the two: capitals make no difference.")
            terms[name.lower()] = Term(name, entry.text("meaning"), entry.text("spoken", ""))
    spoken = {term.term: term.spoken for term in terms.values() if term.spoken}
    return {**spoken, **table.pairs("lexicon")}, table.pairs("natural_lexicon"), terms, table.pairs("plain")


def _facts(path: Path, faults: Faults) -> dict[str, FactRule]:
    table = read_table(path, faults)
    rules: dict[str, FactRule] = {}
    for name in table if table else ():
        entry = table.table(name) if table else None
        if entry:
            entry.only(("topic", "must_say", "must_not_say"))
            rules[name] = FactRule(entry.whole("topic"), entry.texts("must_say"), entry.texts("must_not_say"))
    return rules


def _topics(
    slides: Path, language: Language, languages: tuple[str, ...], icons: frozenset[str], faults: Faults
) -> tuple[tuple[Topic, ...], tuple[str, ...]]:
    """The topics in the order of their folders, and the slide files of all of them."""
    topics: list[Topic] = []
    files: list[str] = []
    ids: dict[str, str] = {}
    claims = {phrase: f"the command {command}" for phrase, (command, _) in phrases_of(language).items()}
    for folder in _numbered(slides, "", faults):
        names = [f"{folder}/{name}" for name in _numbered(slides / folder, ".toml", faults)]
        _check_ids(slides, names, ids, faults)
        table = read_table(slides / folder / "topic.toml", faults)
        if not names:
            faults.add(slides / folder, "", "this topic has no slide", "Add a slide file, or take the folder out.")
        if table is None or not names:
            continue
        title, icon, phrases = _topic_words(table, language, languages, icons)
        _check_claims(table, language, phrases, claims)
        topics.append(Topic(_id_of(folder), len(topics) + 1, title, icon, len(files), len(names), phrases))
        files.extend(names)
    if not topics and not len(faults):
        faults.add(slides, "", "the deck has no slides", "Add at least one topic folder with a slide.")
    return tuple(topics), tuple(files)


def _topic_words(
    table: Table, language: Language, languages: tuple[str, ...], icons: frozenset[str]
) -> tuple[str, str, tuple[str, ...]]:
    """Title, icon and phrases of a topic; the tables of all languages are checked."""
    table.only(("icon", *languages))
    icon = icon_of(table, icons)
    title = ""
    phrases: tuple[str, ...] = ()
    for tag in languages:
        words = table.table(tag)
        if words:
            words.only(("title", "phrases"))
            found = words.text("title"), words.texts("phrases")
            if tag == language.tag:
                title, phrases = found
    return title, icon, phrases


def icon_of(table: Table, icons: frozenset[str]) -> str:
    """The icon that a topic or a slide names; "" with a fault if there is no such file."""
    icon = table.text("icon")
    if icon and icon not in icons:
        best = nearest(icon, icons)
        advice = f'Did you mean "{best}"?' if best else "Names are the files in the deck's icons folder, without .svg."
        table.fault("icon", f'there is no icon "{icon}"', advice)
        return ""
    return icon


def _check_claims(table: Table, language: Language, phrases: tuple[str, ...], claims: dict[str, str]) -> None:
    """Note every topic phrase that means a command or another topic already."""
    key = f"{language.tag}.phrases"
    for phrase in phrases:
        check_phrase(table, key, phrase, is_number_allowed=False)
        for full, _ in expand(phrase, language.numbers):
            other = claims.setdefault(full, f"the topic in {table.file.parent.name}")
            if other != f"the topic in {table.file.parent.name}":
                table.fault(key, f'the phrase "{phrase}" already means {other}', "Choose other words for this topic.")
    for phrase in sorted(
        {phrase for phrase in phrases if sum(spoken_form(p) == spoken_form(phrase) for p in phrases) > 1}
    ):
        table.fault(key, f'the phrase "{phrase}" stands there twice', "Keep one of the two.")


def _check_ids(slides: Path, names: list[str], ids: dict[str, str], faults: Faults) -> None:
    """Note every slide that has the id of another."""
    for name in names:
        other = ids.setdefault(_id_of(name.rpartition("/")[2].removesuffix(".toml")), name)
        if other != name:
            advice = "Rename one of the two: what follows the number is the id, and each slide needs its own."
            faults.add(slides / name, "", f"this slide has the same id as {other}", advice)


def _id_of(stem: str) -> str:
    """What follows the number and the hyphen."""
    return stem.partition("-")[2]


def _numbered(folder: Path, ending: str, faults: Faults) -> list[str]:
    """The names in a folder that are numbered and end so, in the order of their numbers; all others are faults."""
    found: list[tuple[int, str]] = []
    for name in _names(folder, faults):
        numbered = _NUMBERED.fullmatch(name.removesuffix(ending)) if name.endswith(ending) else None
        if numbered:
            found.append((int(numbered[1]), name))
        elif name != "topic.toml" or not ending:
            faults.add(folder / name, "", "this name does not belong here", _NAMING.format(ending))
    return [name for _, name in sorted(found)]


def _names(folder: Path, faults: Faults) -> Iterator[str]:
    """The names of all files in a folder but those that systems leave behind."""
    try:
        with os.scandir(folder) as entries:
            yield from [entry.name for entry in entries if not _IGNORED.fullmatch(entry.name)]
    except OSError as error:
        faults.add(folder, "", f"this folder cannot be read: {error.strerror}", "A deck needs it: put it back.")
