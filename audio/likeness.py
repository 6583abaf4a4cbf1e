"""How alike two phrases sound: the least that turns the phones of one into those of the other.

Knows: phones of American English as PocketSphinx writes them. Must not know: dictionaries, phrases, commands.
"""

from __future__ import annotations

from collections.abc import Sequence

VOWELS = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
NEAR_VOWELS = (
    frozenset({"AA", "AO", "AH", "OW"}), frozenset({"IH", "IY", "EY", "EH"}), frozenset({"EH", "AE", "AH"}),
    frozenset({"UH", "UW", "OW", "AO"}), frozenset({"AY", "AA"}), frozenset({"AW", "AA", "OW"}),
    frozenset({"AH", "IH", "UH", "ER"}),
)  # fmt: skip
NEAR_CONSONANTS = (
    frozenset("PTK"), frozenset("BDG"), frozenset("PB"), frozenset("TD"), frozenset("KG"),
    frozenset({"M", "N", "NG"}), frozenset({"F", "TH", "S", "SH", "HH"}), frozenset({"V", "DH", "Z", "ZH"}),
    frozenset("FV"), frozenset("SZ"), frozenset({"CH", "JH", "SH"}), frozenset({"L", "R", "W", "Y"}),
)  # fmt: skip
NEAR, FAR_VOWEL, FAR = 0.4, 0.7, 1.0
"""The price of one phone in the place of another: of a near one, of any two vowels, of any two."""
LEFT_OUT, WEAK_LEFT_OUT = 0.8, 0.5
"""The price of a phone that only one of the two has; of the weak vowel, which people swallow."""


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """1: the same phones; 0: nothing in common. Measured against the longer one."""
    if not one or not other:
        return 0.0
    row = [0.0]
    for phone in other:
        row.append(row[-1] + _alone(phone))
    for mine in one:
        above, row = row, [row[0] + _alone(mine)]
        for place, yours in enumerate(other):
            changed = above[place] + _instead(mine, yours)
            row.append(min(changed, above[place + 1] + _alone(mine), row[place] + _alone(yours)))
    return max(0.0, 1.0 - row[-1] / max(len(one), len(other)))


def _alone(phone: str) -> float:
    return WEAK_LEFT_OUT if phone == "AH" else LEFT_OUT


def _instead(one: str, other: str) -> float:
    if one == other:
        return 0.0
    are_vowels = one in VOWELS and other in VOWELS
    for group in NEAR_VOWELS if are_vowels else NEAR_CONSONANTS:
        if one in group and other in group:
            return NEAR
    return FAR_VOWEL if are_vowels else FAR
