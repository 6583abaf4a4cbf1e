"""How a shown text is cut into sentences and words, and what the voice is given for each word.

Knows: punctuation, abbreviations, the pauses that signs stand for. Must not know: slides, files, any engine.
Told once, from the top: the text is cut at line breaks into paragraphs, a paragraph at full stops into
sentences (never inside a lexicon entry), a sentence into words. Signs without a sound are no words; they turn
into the pause behind the word before them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain

from content.lexicon import Lexicon, Match, all_matches
from content.model import Sentence, Word

# Short forms after which a sentence goes on: English ones, and what many languages share.
TITLES = frozenset(
    ("dr", "mr", "mrs", "ms", "prof", "st", "mt", "rev", "sr", "jr", "e.g", "i.e", "vs", "approx", "ca", "cf")
)
# Short forms after which it goes on if a figure follows ("No. 5", and not "No. It does").
COUNTED = frozenset(("no", "nos", "fig", "p", "pp", "vol"))
# Short forms that end a sentence now and then, as "U.S." does: only before one of STARTERS.
ENDINGS = frozenset(("etc", "inc", "ltd", "co", "corp"))
STARTERS = frozenset(
    (
        "a", "all", "an", "and", "as", "ask", "at", "but", "for", "he", "her", "here", "his", "how", "if", "in", "it",
        "its", "many", "may", "most", "my", "no", "not", "now", "of", "on", "one", "other", "our", "people", "she",
        "so", "some", "talk", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "we",
        "what", "when", "who", "why", "with", "you",
    )
)  # fmt: skip
SOUNDED_SIGNS = frozenset("%\u2030&@#$\u00a3\u20ac\u00a5+=<>\u00d7\u00f7\u00b1\u00b0\u2212")
SILENT_MARKS = frozenset("\u2122\u00ae\u00a9")  # trade marks: shown, never said

_STOP = re.compile(r"""[.!?\u2026]+["'\u201d\u2019)\]\u00bb]*(?=\s|$)|[\u3002\uff01\uff1f]+[\u300d\u300f\u201d]*""")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")  # U.S. and a.m., but also the last letter of "vitamin C."
_LIST_NUMBER = re.compile(r"\d{1,2}")
_NO_PAUSE = SILENT_MARKS | frozenset("\"'\u201c\u201d\u2018\u2019.-*\u2022/")
_OPENERS = "(\"'\u201c\u2018["
_SPLIT = re.compile(r"[\s\u2013\u2014\u2026]+|\.{3,}|--+")
_DIGIT_RANGE = re.compile(r"\d+(?:[.,]\d+)*(\s?[\u2013\u2014]\s?|\s-\s)\d+(?:[.,]\d+)*")


def sentences(
    text: str, spoken_pairs: tuple[tuple[str, str], ...], lexicons: Sequence[Lexicon]
) -> tuple[Sentence, ...]:
    """``text`` as sentences of words. ``spoken_pairs`` (shown, spoken) go before ``lexicons``, these in their order.

    Every letter and digit of ``text`` is in just one Word, in order. Joining ``Word.spoken`` with spaces gives the
    sentence for the ear: trailing , ; : . ? ! in it are pauses, the last word always has one.
    """
    own = (Lexicon(dict(spoken_pairs)),) if spoken_pairs else ()
    matches = all_matches(text, (*own, *lexicons))
    found = []
    for start, end in _paragraphs(text):
        inside = [match for match in matches if start <= match.start and match.end <= end]
        for first, last in _cuts(text, start, end, inside):
            words = _words(text, first, last, [match for match in inside if first <= match.start < last])
            if words:
                found.append(Sentence(text[first:last], first, words))
    return tuple(found)


def unspoken(text: str, lexicons: Sequence[Lexicon]) -> tuple[str, ...]:
    """The signs of ``text`` that a listener misses: symbols in no word, and dashes that stand for "to" ("3 - 5").

    Punctuation is no loss, since it is heard as a pause.
    """
    suspects = [(at, at + 1, sign) for at, sign in enumerate(text) if not sign.isascii() or sign in "^`|~"]
    suspects = [suspect for suspect in suspects if _is_symbol(suspect[2])]
    suspects += [(*found.span(1), found[0]) for found in _DIGIT_RANGE.finditer(text)]
    if not suspects:
        return ()
    covered = bytearray(len(text))
    for sentence in sentences(text, (), lexicons):
        for word in sentence.words:
            begin = sentence.start + word.start
            covered[begin : begin + word.length] = b"\1" * word.length
    return tuple(dict.fromkeys(sign for start, end, sign in suspects if not all(covered[start:end])))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between line breaks."""
    for found in re.finditer(r"[^\n]+", text):
        yield found.start(), found.end()


def _cuts(text: str, start: int, end: int, matches: Sequence[Match]) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph, without the spaces around them."""
    begin = start
    stops = (stop.end() for stop in _STOP.finditer(text, start, end) if _is_end(text, begin, end, stop, matches))
    for stop in chain(stops, (end,)):
        inside = text[begin:stop]
        first = begin + len(inside) - len(inside.lstrip())
        begin = stop
        if inside.strip():
            yield first, first + len(inside.strip())


def _is_end(text: str, start: int, end: int, stop: re.Match[str], matches: Sequence[Match]) -> bool:
    """Whether the sentence that begins at ``start`` ends at ``stop``: not inside an entry, not after a short form."""
    entry = next((match for match in matches if match.start <= stop.start() < match.end), None)
    if entry is not None and stop.start() < entry.end - 1:
        return False
    rest = text[stop.end() : end].split()
    if not rest or _begins_small(rest[0]):
        return not rest
    if not stop[0].startswith("."):
        return True
    *before, token = [part.lstrip(_OPENERS) for part in text[start : stop.start()].split()] or [""]
    short, is_counted = token.casefold(), rest[0][0].isdigit()
    if short in TITLES or (short in COUNTED and is_counted) or (not before and _LIST_NUMBER.fullmatch(token)):
        return False
    is_short_form = short in ENDINGS or entry is not None or _INITIALS.fullmatch(token + ".") is not None
    return not is_short_form or re.split(r"\W", rest[0].lstrip(_OPENERS))[0].casefold() in STARTERS


def _begins_small(token: str) -> bool:
    """Whether the first letter of a token is a small one."""
    first = next((sign for sign in token if sign.isalnum()), "")
    return first.islower()


def _words(text: str, start: int, end: int, matches: Sequence[Match]) -> tuple[Word, ...]:
    """The words of the sentence [start, end), each with the pause behind it."""
    pieces: list[tuple[int, int, str]] = []
    begin = start
    for match in matches:
        pieces.extend(_plain_pieces(text, begin, match.start))
        pieces.append((match.start, match.end, match.spoken))
        begin = match.end
    pieces.extend(_plain_pieces(text, begin, end))
    words = []
    for place, (first, last, spoken) in enumerate(pieces):
        is_last = place + 1 == len(pieces)
        pause = _pause(text[last : end if is_last else pieces[place + 1][0]], is_last=is_last)
        if place == 0 and not is_last and _LIST_NUMBER.fullmatch(spoken) and text[last] == ".":
            pause = ","
        words.append(Word(first - start, last - first, _with_pause(spoken, pause)))
    return tuple(words)


def _plain_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The words of a stretch that no lexicon knows, without the punctuation around them."""
    begin = start
    for gap in [*((found.start(), found.end()) for found in _SPLIT.finditer(text, start, end)), (end, end)]:
        first, last = begin, gap[0]
        while first < last and not _has_sound(text[first]):
            first += 1
        while first < last and not _has_sound(text[last - 1]):
            last -= 1
        if first < last:
            if last < gap[0] and "." in text[first:last] and _INITIALS.fullmatch(text[first : last + 1]):
                last += 1
            yield first, last, text[first:last]
        begin = gap[1]


def _has_sound(sign: str) -> bool:
    """Whether a sign belongs to a word: letters, digits, marks on them, and signs that have a name when read."""
    return unicodedata.category(sign)[0] in "LNM" or sign in SOUNDED_SIGNS


def _is_symbol(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "S" and sign not in SILENT_MARKS


def _pause(between: str, *, is_last: bool) -> str:
    """The pause that the signs between two words stand for, as one sign, or ""."""
    for sign in "?!;:":
        if sign in between:
            return sign
    if is_last:
        return "."
    signs = set(between) - _NO_PAUSE
    return "," if any(not sign.isspace() for sign in signs) or " - " in between or "..." in between else ""


def _with_pause(spoken: str, pause: str) -> str:
    """A word with the pause behind it, never two signs for one pause."""
    if pause == "." and spoken.endswith("."):
        return spoken
    return spoken.rstrip(",;:?!") + pause if pause else spoken
