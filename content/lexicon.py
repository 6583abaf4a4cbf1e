"""How a shown text finds its spoken form: entries, longest first, over whole words.

Knows: lexicon entries and word boundaries. Must not know: sentences, files, any engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PLURAL_FROM = 4  # a shorter lower-case entry with an s is mostly another word: "it", "its"


@dataclass(frozen=True, slots=True)
class Match:
    """Characters [start, end) of a text are spoken as ``spoken``."""

    start: int
    end: int
    spoken: str


class Lexicon:
    """Entries shown -> spoken. With a capital an entry is matched as written, without one in any case.

    A space in an entry matches any run of spaces, a straight apostrophe also a curly one. An entry matches with
    a possessive or a plural s behind it too ("ALS's", "EMGs"), which is then spoken as well.
    """

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._exact = {_fold(shown): spoken for shown, spoken in entries.items() if _has_capital(shown)}
        self._any_case = {_fold(shown).lower(): spoken for shown, spoken in entries.items() if not _has_capital(shown)}
        longest_first = sorted((shown for shown in entries if shown), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_pattern_of, longest_first))) if longest_first else None

    def matches(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """Every match within [start, end) from left to right, none over another."""
        if self._pattern is None:
            return
        for found in self._pattern.finditer(text, start, len(text) if end is None else end):
            yield Match(found.start(), found.end(), self._spoken(found[0]))

    def _spoken(self, shown: str) -> str:
        """The spoken form of a match, with the s that an entry does not have itself."""
        folded = _fold(shown)
        for ending in ("", "'s", "s"):
            stem = folded[: len(folded) - len(ending)]
            spoken = self._exact.get(stem) or self._any_case.get(stem.lower())
            if folded.endswith(ending) and spoken:
                is_letter = spoken[-1:].isupper()
                return spoken + ("'s" if ending and is_letter else ending)
        return shown


def all_matches(text: str, lexicons: tuple[Lexicon, ...]) -> tuple[Match, ...]:
    """The matches of all lexicons in order; where two want the same characters, the earlier lexicon has them."""
    taken: list[Match] = []
    for lexicon in lexicons:
        gaps = zip([0, *(match.end for match in taken)], [*(match.start for match in taken), len(text)], strict=True)
        found = [match for start, end in list(gaps) for match in lexicon.matches(text, start, end)]
        taken = sorted([*taken, *found], key=lambda match: match.start)
    return tuple(taken)


def _has_capital(text: str) -> bool:
    return text != text.lower()


def _fold(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split())


def _pattern_of(shown: str) -> str:
    """The regular expression of one entry."""
    folded = _fold(shown)
    parts = {" ": r"[^\S\n]+", "'": "['\u2019]"}
    body = "".join(parts.get(character, re.escape(character)) for character in folded)
    if not _has_capital(folded):
        body = f"(?i:{body})"
    before = r"(?<!\w)(?<!\d[.,])" if folded[0].isdigit() else r"(?<!\w)" if folded[0].isalpha() else ""
    last = folded[-1]
    if not last.isalnum():
        return before + body + (r"(?!\w)" if last == "." else "")
    if last.isdigit():
        return before + body + r"(?!\w)(?![.,]\d)"
    plural = "s|" if last.isupper() or len(folded) >= _PLURAL_FROM else ""
    return f"{before}{body}(?:{plural}['\u2019]s)?(?!\\w)"
