"""Word error rate between what was to be said and what was understood, both brought to one spelling. Pure.

Knows: how the same English words can be written: figures, letters one by one, contractions, apart or joined. Must not
know: voices, recognizers, decks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
UNITS += "seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
VALUES = {word: value for value, word in enumerate(UNITS)} | {word: 10 * (n + 2) for n, word in enumerate(TENS)}
CENTURIES = ("19", "20")
SPELLINGS = {
    "can't": "cannot", "don't": "do not", "it's": "it is", "that's": "that is", "there's": "there is", "i'm": "i am",
    "isn't": "is not", "doesn't": "does not", "won't": "will not", "i'll": "i will", "you're": "you are",
    "they're": "they are", "haven't": "have not", "what's": "what is", "you've": "you have", "here's": "here is",
    "can not": "cannot", "all right": "alright", "okay": "ok", "good bye": "goodbye", "colour": "color",
    "colours": "colors", "defence": "defense",
}  # fmt: skip
"""Written otherwise, said alike."""
JOINTS = ((1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2))
"""So many words against so many that may be the same letters, written together or apart."""


def plain(text: str) -> list[str]:
    """The words of ``text`` in one spelling: small letters, numbers as figures, letters said one by one as one word."""
    text = text.lower().replace("\u2019", "'").replace("\u2013", " to ").replace("%", " percent ").replace("&", " and ")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"\b((?:[a-z]\.){2,})", lambda found: found[1].replace(".", "") + " ", text)
    text = re.sub(r"(?<=\d)-(?=\d)", " to ", text)
    words = " ".join(re.sub(r"[^\w\s']|_", " ", text).split())
    for spelling, same in SPELLINGS.items():
        words = re.sub(rf"(?<![\w']){re.escape(spelling)}(?![\w'])", same, words)
    return _letters_joined(_numbers_as_figures(words.replace("'s ", "s ").replace("'", "").split()))


def respelled(words: Sequence[str], same: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[str]:
    """``words`` with every run that stands first in a pair of ``same`` replaced by the second, longest first."""
    pairs = sorted(((list(run), list(other)) for run, other in same if run), key=lambda pair: -len(pair[0]))
    done: list[str] = []
    at = 0
    while at < len(words):
        for run, other in pairs:
            if list(words[at : at + len(run)]) == run:
                done += other
                at += len(run)
                break
        else:
            done.append(words[at])
            at += 1
    return done


def _numbers_as_figures(words: Sequence[str]) -> list[str]:
    """ "three thousand" becomes 3000, "twenty twenty six" and "two thousand twenty six" 2026."""
    done: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in VALUES:
            value, at = _number(words, at)
            done.append(str(value))
        else:
            done.append(words[at])
            at += 1
    return _years_joined(done)


def _number(words: Sequence[str], at: int) -> tuple[int, int]:
    """The number that begins at word ``at``, and the word after it."""
    total = group = 0
    last = 10**9
    while at < len(words):
        word = words[at]
        value = VALUES.get(word, -1)
        if value > 0 and value < last and _fits_behind(value, last):
            group, last = group + value, value
        elif word == "zero" and last == 10**9:
            return 0, at + 1
        elif word == "hundred":
            group, last = group * 100, 100
        elif word == "thousand":
            total, group, last = total + group * 1000, 0, 1000
        else:
            break
        at += 1
    return total + group, at


def _fits_behind(value: int, last: int) -> bool:
    """Whether ``value`` goes on a number whose last word was ``last``: "sixty" "two", not "twelve" "two"."""
    return last >= 100 or (last >= 20 and value < 10)


def _years_joined(words: Sequence[str]) -> list[str]:
    """A year that was said in two halves."""
    done: list[str] = []
    for word in words:
        if done and done[-1] in CENTURIES and re.fullmatch(r"\d\d", word):
            done[-1] += word
        else:
            done.append(word)
    return done


def _letters_joined(words: Sequence[str]) -> list[str]:
    """Runs of single letters as one word; "a" before such a run of three and more is the article."""
    done: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        joined = "".join(run)
        if len(run) > 3 and joined[0] == "a":
            done += ["a", joined[1:]]
        elif run:
            done.append(joined)
        run = []
        if word:
            done.append(word)
    return done


@dataclass
class Errors:
    """``wrong`` of ``words`` were not understood; ``terms``: (meant, understood) with how often."""

    words: int = 0
    wrong: int = 0
    terms: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def percent(self) -> float:
        """The word error rate; NaN if nothing was compared."""
        return 100.0 * self.wrong / self.words if self.words else float("nan")

    def add(self, meant: Sequence[str], understood: Sequence[str]) -> int:
        """Count a text, both sides in plain words. Returns how many words were wrong in it."""
        wrong, pairs = compare(meant, understood)
        self.words += len(meant)
        self.wrong += wrong
        self.terms.update(pairs)
        return wrong


def compare(meant: Sequence[str], understood: Sequence[str]) -> tuple[int, list[tuple[str, str]]]:
    """The least number of wrong, missing and added words, and the pairs (meant, understood) that differ."""
    cost = [[0] * (len(understood) + 1) for _ in range(len(meant) + 1)]
    step = [[(0, 0)] * (len(understood) + 1) for _ in range(len(meant) + 1)]
    for i in range(len(meant) + 1):
        for j in range(len(understood) + 1):
            if i or j:
                ways = _ways(meant, understood, i, j)
                cost[i][j], step[i][j] = min((cost[i - di][j - dj] + price, (di, dj)) for (di, dj), price in ways)
    return cost[-1][-1], _differences(meant, understood, cost, step)


def _ways(
    meant: Sequence[str], understood: Sequence[str], i: int, j: int
) -> Iterator[tuple[tuple[int, int], int]]:
    """How the first i and j words can end: (words taken of each, price)."""
    if i and j:
        yield (1, 1), int(meant[i - 1] != understood[j - 1])
    if i:
        yield (1, 0), 1
    if j:
        yield (0, 1), 1
    for di, dj in JOINTS:
        if i >= di and j >= dj and _is_joint("".join(meant[i - di : i]), "".join(understood[j - dj : j])):
            yield (di, dj), 0


def _is_joint(meant: str, understood: str) -> bool:
    """Whether these are the same letters; figures side by side make another number."""
    return meant == understood and not any(sign.isdigit() for sign in meant)


def _differences(
    meant: Sequence[str], understood: Sequence[str], cost: list[list[int]], step: list[list[tuple[int, int]]]
) -> list[tuple[str, str]]:
    i, j = len(meant), len(understood)
    pairs = []
    while i or j:
        di, dj = step[i][j]
        if cost[i][j] != cost[i - di][j - dj]:
            pairs.append((" ".join(meant[i - di : i]), " ".join(understood[j - dj : j])))
        i, j = i - di, j - dj
    return pairs[::-1]
