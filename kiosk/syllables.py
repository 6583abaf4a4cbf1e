"""How many syllables English words have, by the pronouncing dictionary that comes with the recognizer.

Knows: that a vowel sound is a syllable. Must not know: what is measured with them.
"""

from __future__ import annotations

from collections.abc import Collection

from audio.pocketsphinx_dictionary import pronunciations
from content.reading_level import guessed_syllables, said


class Syllables:
    """The syllables of ``words`` (small letters), looked up once; a part that the dictionary lacks is guessed."""

    def __init__(self, words: Collection[str]) -> None:
        parts = {part for word in words for part in said(word)}
        self._sounds = pronunciations(parts)

    def of(self, word: str) -> int:
        """The syllables of a word, or of a figure as it is said; at least one."""
        return max(1, sum(self._of_part(part) for part in said(word)))

    def _of_part(self, part: str) -> int:
        phones = self._sounds.get(part)
        return sum(phone[0] in "AEIOU" for phone in phones) if phones else guessed_syllables(part)
