"""What a synthetic voice is to say: chains of phrases and sentences, the same for the same seed.

Knows: the lists. Must not know: voices, sound.

A short word alone is what these voices speak worst, and a list makes them sing: so some phrases are said one after the
other, each as a sentence of its own, and cut apart afterwards. Single words come up oftener than phrases of several.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from audio.common_words import COMMON_WORDS

PHRASES_A_CHAIN = 4
TALK_EVERY = 6
"""Every so many chains there are a sentence, words of phrases mixed up, words that sound like one, and common words
at random instead."""
WORD_TURNS = 4
"""So often comes up a phrase of one word for each phrase of several: the shorter, the easier to mistake."""
SIGNS = ".", ".", ".", "!", "?", ","


@dataclass(frozen=True, slots=True)
class Chain:
    """``parts`` are said one after the other, each ending with its sign."""

    number: int
    kind: str
    parts: tuple[str, ...]
    signs: tuple[str, ...]


def chain(number: int, phrases: Sequence[str], sentences: Sequence[str], near: Sequence[str], seed: str) -> Chain:
    """The chain of this number. ``near``: what sounds like a phrase and is none."""
    own = random.Random(f"{seed}/{number}")
    block, place = divmod(number, TALK_EVERY)
    if place == TALK_EVERY - 1:
        parts = [own.choice(sentences), mixed_up(phrases, own), *own.sample(near, 3)]
        parts.append(" ".join(own.sample(COMMON_WORDS, 3)))
        return Chain(number, "talk", tuple(part.rstrip(".?!") for part in parts), (".",) * len(parts))
    first = (block * (TALK_EVERY - 1) + place) * PHRASES_A_CHAIN
    parts = [_nth(phrases, first + index, seed) for index in range(PHRASES_A_CHAIN)]
    return Chain(number, "phrase", tuple(parts), tuple(own.choice(SIGNS) for _ in parts))


def _nth(phrases: Sequence[str], index: int, seed: str) -> str:
    """Of an endless row in which every round is all phrases in a new order."""
    order = [phrase for phrase in phrases for _ in range(1 if " " in phrase else WORD_TURNS)]
    turn, place = divmod(index, len(order))
    random.Random(f"{seed}/round/{turn}").shuffle(order)
    return order[place]


def mixed_up(phrases: Sequence[str], own: random.Random) -> str:
    """A phrase that is none: the beginning of one and the end of another, or a word left out or exchanged."""
    words = sorted({word for phrase in phrases for word in phrase.split()})
    while True:
        first, second = own.choice(phrases).split(), own.choice(phrases).split()
        made = [*first[: own.randint(0, len(first))], *second[own.randint(0, len(second) - 1) :]]
        if own.random() < 0.5:
            made[own.randrange(len(made))] = own.choice(words)
        text = " ".join(made[:5])
        if not any(f" {phrase} " in f" {text} " for phrase in phrases):
            return text
