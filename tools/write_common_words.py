"""Writes content/common_words/en.txt: the words that are most probable in PocketSphinx's model of American English.

Run it with the project's Python after a new version of pocketsphinx, and read the difference: each word that leaves the
list is one that slides have to explain from then on.
"""

from __future__ import annotations

from pathlib import Path

import pocketsphinx

WORDS = 3000
OUT = Path(__file__).parents[1] / "content" / "common_words" / "en.txt"


def most_probable(count: int) -> list[str]:
    """The ``count`` most probable words of the dictionary that begin with a letter, the likeliest first."""
    config, log = pocketsphinx.Config(), pocketsphinx.LogMath()
    model = pocketsphinx.NGramModel(config, log, pocketsphinx.get_model_path("en-us/en-us.lm.bin"))
    path = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))
    entries = (line.partition(" ")[0] for line in path.read_text(encoding="utf-8").splitlines())
    words = [entry for entry in entries if entry[:1].isalpha() and "(" not in entry]
    return sorted(words, key=lambda word: (-model.prob([word]), word))[:count]


def main() -> None:
    """Write the list in the order of the alphabet, so that a change shows."""
    OUT.write_text("\n".join(sorted(most_probable(WORDS))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
