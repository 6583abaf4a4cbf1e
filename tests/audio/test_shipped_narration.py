"""The narration that is shipped: nothing behind the voice, and the medical words as they are to be said.

A recognizer that has the pronouncing dictionary of American English, and knows nothing of the voice, names each word of
the glossary among all of them, and among the ways in which a machine would get it wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pocketsphinx
import soundfile

from audio.loudness import Samples, resample, to_pcm
from audio.pack import Pack, open_pack
from kiosk.script import caption_lines
from tests.content.mmn_deck import MMN, deck

HZ = 16_000
LEAST_DB = 20.0
"""WCAG 2.2, 1.4.7: so much softer is what is behind the speech."""
EVERY = 20
"""Of the sentences, for what is heard in their pauses."""
OWN = {
    "mmn": ("EH M EH M EH N",),
    "als": ("EY EH L EH S",),
    "ncs": ("EH N S IY EH S",),
    "emg": ("IY EH M JH IY",),
    "ivig": ("AY V IY AY JH IY",),
    "multifocal": ("M AH L T IY F OW K AH L", "M AH L T AY F OW K AH L"),
    "neuromuscular": ("N UH R OW M AH S K Y AH L ER",),
    "electrodiagnostic": ("IH L EH K T R OW D AY AH G N AA S T IH K",),
    "electromyography": ("IH L EH K T R OW M AY AA G R AH F IY",),
}
"""What no dictionary has, or has in another meaning: how it is to be said, in phones of American English."""
WRONG = {
    "wrongmmn": "EH M EH M EH M EH N",
    "wrongals": "AE L Z",
    "wrongncs": "EH N K S",
    "wrongemg": "EH M G",
    "wrongivig": "IH V IH G",
    "wrongneuropathy": "N UH R OW P AE TH IY",
    "wrongamyotrophic": "AH M IY T R AH F IH K",
    "wrongelectrodiagnostic": "IH L EH K T R OW D IH AH G N AA S T IH K",
    "wrongelectromyography": "IH L EH K T R OW M IY OW G R AE F IY",
}
"""How a voice has said it that read it as a word, or letter by letter once too often."""


@cache
def pack() -> Pack:
    return open_pack(MMN / "narration" / "en")


def sound(path: Path) -> tuple[Samples, int]:
    samples, hz = soundfile.read(path, dtype="float64")
    return samples, hz


# ---------------------------------------------------------------- nothing behind the voice


def softness_db(samples: Samples, hz: int) -> float:
    """How much softer the softest 20 ms within are than the voice."""
    step = round(0.02 * hz)
    frames = samples[: samples.size // step * step].reshape(-1, step)[4:-4]
    power = np.mean(frames**2, axis=1) + 1e-12
    return float(10 * np.log10(np.mean(power) / np.min(power)))


def long_sentences() -> Iterator[tuple[Samples, int]]:
    """Every twentieth, if it takes two seconds and more: it has a pause in it."""
    for key in sorted(pack().entries)[::EVERY]:
        samples, hz = sound(pack().file(key))
        if samples.size >= 2 * hz:
            yield samples, hz


def test_the_pauses_are_twenty_decibels_under_the_speech() -> None:
    found = [softness_db(samples, hz) for samples, hz in long_sentences()]
    assert len(found) >= 10
    assert min(found) >= LEAST_DB


def test_a_murmur_behind_the_speech_is_found() -> None:
    samples, hz = next(long_sentences())
    murmur = np.random.default_rng(1).normal(0, 0.13 * np.sqrt(np.mean(samples**2)), samples.size)
    assert softness_db(samples + murmur, hz) < LEAST_DB


# ---------------------------------------------------------------- the medical words


class Ear:
    """Names one of a few words that it is told the sounds of."""

    def __init__(self, terms: list[str]) -> None:
        model = Path(pocketsphinx.get_model_path("en-us"))
        self._decoder = pocketsphinx.Decoder(hmm=str(model / "en-us"), dict=None, lm=None, loglevel="FATAL")
        pronounced = dictionary(model / "cmudict-en-us.dict", {word for term in terms for word in term.split()})
        pronounced |= {word: [*ways] for word, ways in OWN.items()} | {wrong: [ways] for wrong, ways in WRONG.items()}
        for word, ways in pronounced.items():
            for number, phones in enumerate(ways, start=1):
                self._decoder.add_word(word if number == 1 else f"{word}({number})", phones, False)
        grammar = " | ".join([*terms, *WRONG])
        self._decoder.add_jsgf_string("terms", f"#JSGF V1.0; grammar g; public <g> = {grammar};")
        self._decoder.activate_search("terms")

    def name(self, samples: Samples, hz: int) -> str:
        """The word that is heard."""
        quiet = np.zeros(HZ // 4)
        self._decoder.start_utt()
        padded = np.concatenate([quiet, resample(samples, hz, HZ), quiet])
        self._decoder.process_raw(to_pcm(padded), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr if found else ""


def dictionary(path: Path, words: set[str]) -> dict[str, list[str]]:
    """Every pronunciation of these words."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry, _, phones = line.partition(" ")
        if (word := entry.partition("(")[0]) in words:
            found.setdefault(word, []).append(phones)
    return found


def test_each_medical_word_is_recognized_among_all_of_them() -> None:
    terms = [term.lower() for term in deck().terms]
    ear, missed = Ear(terms), []
    for term in terms:
        shown = term.upper() if term in ("mmn", "als", "ncs", "emg", "ivig") else term
        (line,) = caption_lines(shown, deck())
        found = pack().find(line.sentence)
        assert found, shown
        if not (heard := ear.name(*sound(found[0]))).startswith(term):  # "cramping" is as good as "cramp"
            missed.append(f"{term}: {heard}")
    assert len(terms) > 30
    assert missed == []
