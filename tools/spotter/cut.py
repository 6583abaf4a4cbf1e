"""Cuts the phrases out of what people of the part "train" say in a row, where a text is known: more people's words.

    python -m tools.spotter.cut PEOPLE CLIPS

PocketSphinx aligns the text; CLIPS/people-train gets the clips. What is shorter or longer than such a word is left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pocketsphinx

from tools.spotter.corpus import HZ, PEOPLE, Clip, add_clips, read_lines, read_sound
from tools.spotter.shards import HERE
from tools.spotter.split import TRAIN, Recording, read_manifest

SHORTEST_SECONDS, LONGEST_SECONDS = 0.14, 0.9
MARGIN_SECONDS = 0.03


def main() -> int:
    """Cut them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", type=Path)
    parser.add_argument("clips", type=Path)
    arguments = parser.parse_args()
    phrases = {phrase for phrase in read_lines(HERE / "phrases.txt") if " " not in phrase}
    folder = arguments.clips / f"{PEOPLE}-{TRAIN}"
    model = Path(pocketsphinx.get_model_path("en-us"))
    decoder = pocketsphinx.Decoder(
        hmm=str(model / "en-us"), dict=str(model / "cmudict-en-us.dict"), lm=None, loglevel="FATAL"
    )
    talk = [one for one in read_manifest(arguments.people) if one.part == TRAIN and one.kind == "speech" and one.text]
    for number, one in enumerate(talk):
        cuts = list(words(decoder, one, phrases))
        add_clips(
            folder,
            [
                (Clip(f"{number:05}-{place}.flac", "phrase", word, one.speaker, PEOPLE), sound)
                for place, (word, sound) in enumerate(cuts)
            ],
        )
    return 0


def words(decoder: pocketsphinx.Decoder, one: Recording, phrases: set[str]) -> Iterator[tuple[str, np.ndarray]]:
    """The phrases in a recording, with their sounds; none if the text does not fit."""
    sound = read_sound(one.path)
    try:
        decoder.set_align_text(one.text.lower())
    except RuntimeError:
        return  # a word that the dictionary does not have
    decoder.start_utt()
    decoder.process_raw((sound * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    for segment in decoder.seg() or ():
        word = segment.word.split("(")[0]
        seconds = (segment.end_frame + 1 - segment.start_frame) / 100
        if word in phrases and SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
            first = max(0, round((segment.start_frame / 100 - MARGIN_SECONDS) * HZ))
            yield word, sound[first : round(((segment.end_frame + 1) / 100 + MARGIN_SECONDS) * HZ)]


if __name__ == "__main__":
    raise SystemExit(main())
