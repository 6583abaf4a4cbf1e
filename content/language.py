"""How a language file is read: what commands are called, what prompts say, how numbers are spoken.

Knows: labels, phrases, prompts and their slots. Must not know: which commands exist (they are given), the voice.
"""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from content.faults import Faults, way_out
from content.fonts import lacking
from content.loader import Table, read_table
from content.model import CommandWords, ContentError, Language

NUMBER = "{number}"


def load_language(path: Path, commands: Collection[str], prompts: Mapping[str, Collection[str]]) -> Language:
    """The language in a file; its tag is the file's name without ending.

    ``commands``: every command name, all of which the file has to hold. ``prompts``: every prompt name and the
    {slot} names it may use. Raises ContentError with all faults.
    """
    faults = Faults()
    table = read_table(path, faults)
    language = _language(table, path.stem, commands, prompts) if table else None
    faults.stop_if_any()
    if language is None:
        raise ContentError(faults.sorted())
    return language


def expand(phrase: str, numbers: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The phrases that are meant by ``phrase``, in small letters, each with its number (0: it holds none)."""
    if NUMBER not in phrase:
        yield spoken_form(phrase), 0
        return
    for number, word in enumerate(numbers, start=1):
        yield spoken_form(phrase.replace(NUMBER, word)), number


def spoken_form(phrase: str) -> str:
    """A phrase as phrases are compared: small letters, single spaces, straight apostrophes."""
    return " ".join(phrase.replace("\u2019", "'").casefold().split())


def phrases_of(language: Language) -> dict[str, tuple[str, int]]:
    """Every phrase that a visitor can say, as ``expand`` gives it, with its command name and number (0: none)."""
    return {
        full: (command, number)
        for command, words in language.commands.items()
        for phrase in words.phrases
        for full, number in expand(phrase, language.numbers)
    }


def check_phrase(table: Table, key: str, phrase: str, *, is_number_allowed: bool) -> None:
    """Note a phrase that nobody can say: figures, signs, or a {number} where none can stand."""
    rest = phrase.replace(NUMBER, " ", 1) if is_number_allowed else phrase
    wrong = sorted({sign for sign in rest if not (sign.isalpha() or sign in " '\u2019-")})
    if wrong:
        number = f" or {NUMBER}" if is_number_allowed else ""
        advice = f"Write it as it is said: letters, spaces, apostrophes, hyphens{number}."
        table.fault(key, f'the phrase "{phrase}" holds {" ".join(wrong)}', advice)


def _language(table: Table, tag: str, commands: Collection[str], prompts: Mapping[str, Collection[str]]) -> Language:
    """Read and check the whole file."""
    table.only(("name", "voice", "numbers", "months", "everyday", "commands", "prompts", "lexicon"))
    numbers = table.texts("numbers")
    _check_numbers(table, numbers)
    language = Language(
        tag=tag,
        name=table.text("name"),
        voice=table.text("voice", ""),
        commands=_commands(table, commands),
        prompts=_prompts(table, prompts),
        numbers=numbers,
        lexicon=table.pairs("lexicon"),
        months=_months(table),
        everyday=frozenset(spoken_form(word) for word in table.texts("everyday")),
    )
    _check_everyday(table, language)
    _check_claims(table, language)
    _check_glyphs(table, language)
    return language


def _months(table: Table) -> tuple[str, ...]:
    months = table.texts("months")
    if len(months) in (0, 12):
        return months
    table.fault(
        "months", f"there are {len(months)} months", "Write all twelve, from January on, or leave the line out."
    )
    return ()


def _check_numbers(table: Table, numbers: tuple[str, ...]) -> None:
    if not numbers:
        table.fault("numbers", "there are no number words", 'Write them in order: numbers = ["one", "two", "three"]')
    for word in sorted({word for word in numbers if numbers.count(word) > 1}):
        table.fault("numbers", f'the number word "{word}" stands there twice', "Keep one of the two.")
    for word in numbers:
        check_phrase(table, "numbers", word, is_number_allowed=False)


def _commands(table: Table, commands: Collection[str]) -> dict[str, CommandWords]:
    """The words of every command that the file holds."""
    group = table.table("commands")
    if group is None:
        return {}
    group.only(commands)
    words: dict[str, CommandWords] = {}
    for name in commands:
        entry = group.table(name)
        if entry is None:
            continue
        entry.only(("label", "phrases", "help"))
        words[name] = CommandWords(entry.text("label"), entry.texts("phrases"), entry.text("help"))
        for phrase in words[name].phrases:
            check_phrase(entry, "phrases", phrase, is_number_allowed=True)
    return words


def _prompts(table: Table, prompts: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The text of every prompt that the file holds."""
    group = table.table("prompts")
    if group is None:
        return {}
    group.only(prompts)
    texts = {name: group.text(name) for name in prompts}
    for name, slots in prompts.items():
        _check_slots(group, name, texts[name], slots)
    return texts


def _check_slots(group: Table, name: str, text: str, slots: Collection[str]) -> None:
    """Note every {slot} that the program does not fill."""
    try:
        used = [slot for _, slot, _, _ in string.Formatter().parse(text) if slot is not None]
    except ValueError:
        group.fault(name, "a curly bracket is open or closed without its partner", "Write slots as {name}.")
        return
    for slot in used:
        if slot not in slots:
            allowed = [f"{{{each}}}" for each in slots]
            group.fault(name, f"there is nothing to fill {{{slot}}} with", way_out(f"{{{slot}}}", allowed))


def _check_claims(table: Table, language: Language) -> None:
    """Note every phrase that has two meanings, after number words stand for {number}."""
    claims: dict[str, tuple[str, str]] = {}
    for command, words in language.commands.items():
        for place, phrase in enumerate(words.phrases):
            claim = command, f"{place} {phrase}"
            for full, _ in expand(phrase, language.numbers):
                first = claims.setdefault(full, claim)
                if first != claim:
                    problem = f'the phrase "{full}" already means {first[0]}'
                    advice = "Take it out here or there: a phrase has one meaning."
                    table.fault(f"commands.{command}.phrases", problem, advice)


def _check_everyday(table: Table, language: Language) -> None:
    """Note every everyday word that is no phrase: it would be watched for in vain."""
    phrases = phrases_of(language)
    for word in sorted(language.everyday.difference(phrases)):
        table.fault("everyday", f'"{word}" is no phrase of any command', way_out(word, tuple(phrases)))


def _check_glyphs(table: Table, language: Language) -> None:
    """Note every sign of a shown text that the font cannot draw."""
    shown = {f"prompts.{name}": text for name, text in language.prompts.items()}
    for command, words in language.commands.items():
        shown |= {f"commands.{command}.label": words.label, f"commands.{command}.help": words.help}
    for key, text in shown.items():
        for sign in lacking(text):
            advice = "Write it in other words, or with a letter that the font has."
            table.fault(key, f'the font has no "{sign}" (U+{ord(sign):04X})', advice)
