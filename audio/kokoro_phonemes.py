"""Words to the symbols that Kokoro was trained on, each symbol with the word it belongs to.

Knows: Kokoro's symbols, espeak's IPA, phonemes written out in a lexicon. Must not know: the model, samples, times.

A word may bring its own phonemes: "[ˌɛmˌɛmˈɛn]" (with pause signs behind it) is taken as it stands. All others go to
espeak clause by clause, so that "the", "a" and "to" sound as they do in a sentence. Where espeak joins words ("of
the"), the joint is found by aligning with each word spoken alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import Match, SequenceMatcher
from functools import lru_cache

PAUSES = ";:,.!?—…"
_WRITTEN_OUT = re.compile(r"\[([^\]]+)\](.*)", re.DOTALL)

_BOTH = (
    ("a^ɪ", "I"), ("a^ʊ", "W"), ("e^ɪ", "A"), ("ɔ^ɪ", "Y"), ("d^ʒ", "ʤ"), ("t^ʃ", "ʧ"), ("ə^l", "ᵊl"),
    ("ʔn\u0329", "tᵊn"), ("n\u0329", "ᵊn"), ("l\u0329", "ᵊl"), ("m\u0329", "ᵊm"), ("ʔ", "t"),
    ("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ɬ", "l"), ("ʲ", ""), ("\u0303", ""),
)  # fmt: skip
_AMERICAN = (
    ("o^ʊ", "O"), ("ɚ", "əɹ"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("oː", "ɔ"), ("ɪ^ɹ", "ɪɹ"), ("ɛ^ɹ", "ɛɹ"), ("ʊ^ɹ", "ʊɹ"),
    ("I^", "I"), ("ː", ""), ("^", ""), ("ɹɹ", "ɹ"), ("ɾ", "T"),
)  # fmt: skip
_BRITISH = (
    ("ə^ʊ", "Q"), ("e^ə", "ɛː"), ("i^ə", "ɪə"), ("ʊ^ə", "ʊə"), ("I^", "I"), ("^", ""),
    ("æ", "a"), ("ɐ", "ə"), ("ɾ", "t"), ("ᵻ", "ɪ"),
)  # fmt: skip
"""espeak's IPA -> what Kokoro was trained on, in this order."""

ToIpa = Callable[[str, str], str]


class KokoroPhonemes:
    """``ipa(text, voice)`` is espeak. ``voice`` is espeak's name of the language ("en-us", "en-gb-x-rp")."""

    def __init__(self, ipa: ToIpa, voice: str) -> None:
        self._ipa = lru_cache(4096)(lambda text: _kokoro(ipa(text, voice), voice))

    def of(self, words: Sequence[str]) -> tuple[str, list[int]]:
        """The symbols of a sentence, and for each symbol the index of its word; -1 for a space."""
        symbols = ""
        owners: list[int] = []
        for index, (phonemes, pause) in enumerate(self._words(words)):
            if index and symbols and not symbols.endswith(" "):
                symbols, owners = symbols + " ", [*owners, -1]
            symbols += phonemes + pause
            owners += [index] * (len(phonemes) + len(pause))
        return symbols, owners

    def _words(self, words: Sequence[str]) -> list[tuple[str, str]]:
        """(phonemes, pause behind them) of each word."""
        done: list[tuple[str, str]] = [("", "")] * len(words)
        clause: list[int] = []
        texts = []
        for index, word in enumerate(words):
            text, pause = _parted(word)
            written = _WRITTEN_OUT.fullmatch(text)
            texts.append(text)
            done[index] = (written[1] if written else "", pause)
            if not written:
                clause.append(index)
            if clause and (written or pause or index + 1 == len(words)):
                for place, phonemes in zip(clause, self._clause([texts[at] for at in clause]), strict=True):
                    done[place] = (phonemes, done[place][1])
                clause = []
        return done

    def _clause(self, texts: list[str]) -> list[str]:
        """The phonemes of each of these words, said in one go."""
        whole = self._ipa(" ".join(texts))
        alone = [self._ipa(text) for text in texts]
        pieces = whole.split(" ")
        counts = [len(phonemes.split(" ")) for phonemes in alone]
        if len(pieces) == sum(counts):
            ends = [sum(counts[: n + 1]) for n in range(len(counts))]
            return [" ".join(pieces[end - count : end]) for end, count in zip(ends, counts, strict=True)]
        return _cut(whole, alone)


def _cut(whole: str, alone: list[str]) -> list[str]:
    """``whole`` cut where ``alone``, put end to end, says that the words meet."""
    spoken = " ".join(alone)
    blocks = SequenceMatcher(None, spoken, whole, autojunk=False).get_matching_blocks()
    ends, at = [], 0
    for phonemes in alone[:-1]:
        at += len(phonemes)
        ends.append(_other_place(at, blocks))
        at += 1
    begins = [0, *(_before_space(whole, end) for end in ends)]
    ends = begins[1:]
    return [whole[begin:end].strip() for begin, end in zip(begins, [*ends, len(whole)], strict=True)]


def _before_space(whole: str, place: int) -> int:
    """One symbol further if that is a linking r: it belongs to the word before ("ðɛːɹ ɪz")."""
    return place + 1 if whole[place : place + 2] == "ɹ " else place


def _other_place(place: int, blocks: Sequence[Match]) -> int:
    """Where ``place`` of the first string lies in the second."""
    last = 0
    for block in blocks:
        a, b, size = block
        if place < a:
            return last
        if place <= a + size:
            return int(b + place - a)
        last = int(b + size)
    return last


def _parted(word: str) -> tuple[str, str]:
    """A word without the pause signs behind it, and the last of these."""
    text = word.rstrip(PAUSES + "-")
    pause = word[len(text) :].replace("-", "")
    if pause.startswith(".") and re.fullmatch(r"(?:\w\.)*\w", text) and "." in text:
        pause = pause[1:]
    return (text or word), pause[-1:]


def _kokoro(ipa: str, voice: str) -> str:
    table = _BRITISH if voice.startswith("en-gb") else _AMERICAN
    for theirs, ours in _BOTH + table:
        ipa = ipa.replace(theirs, ours)
    return ipa
