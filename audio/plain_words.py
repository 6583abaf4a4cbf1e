"""How words sound, written in one way: "I'm on 2." and "I am on two" are the same phrase.

Knows: English spelling. Must not know: any recognizer, which phrases there are.
"""

from __future__ import annotations

import re

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
CONTRACTIONS = (
    ("won't", "will not"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("let's", "let us"),
    ("n't", " not"),
    ("'m", " am"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'d", " would"),
    ("'s", " is"),
)
SAME = {"colour": "color", "colours": "colors", "ok": "okay", "backwards": "backward", "forwards": "forward"}
"""Spellings that mean the same; each stands for the second one. Not "to" for "two": talk is full of it."""


def plain_words(text: str) -> str:
    """``text`` in small letters without signs, numbers under a hundred and contractions in full."""
    plain = text.lower().replace("’", "'")
    for short, full in CONTRACTIONS:
        plain = plain.replace(short, full)
    words = [said for word in re.findall(r"[^\W_]+", plain) for said in _number(word).split()]
    return " ".join(SAME.get(word, word) for word in words)


def with_figures(phrase: str) -> str:
    """``phrase`` with the numbers up to nineteen as figures, as some recognizers write them."""
    figures = {word: str(number) for number, word in enumerate(ONES)}
    return " ".join(figures.get(word.lower(), word) for word in phrase.split())


def _number(word: str) -> str:
    if not (word.isascii() and word.isdigit() and len(word) <= 2):
        return word
    tens, ones = divmod(int(word), 10)
    if tens < 2:
        return ONES[int(word)]
    return f"{TENS[tens - 2]} {ONES[ones]}" if ones else TENS[tens - 2]
