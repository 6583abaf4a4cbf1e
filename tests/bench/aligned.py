"""When each word of a known sentence begins in its sound, by forced alignment: independent of who made the sound.

Knows: pocketsphinx's aligner, the phonemes of words. Must not know: which voice spoke, what times it stated. Good to
about 30 ms (frames of 10 ms; the acoustic model was made for recognizing, not for measuring).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from audio.espeak_phonemes import EspeakPhonemes
from audio.kokoro_phonemes import KokoroPhonemes
from audio.loudness import resample, to_pcm
from tests.rig import RATE, Samples

HZ = 16_000
FRAME_SECONDS = 0.01
PHONES = {
    "A": "EY", "I": "AY", "O": "OW", "Q": "OW", "W": "AW", "Y": "OY", "ʤ": "JH", "ʧ": "CH", "ᵊ": "AH", "ə": "AH",
    "ɐ": "AH", "ʌ": "AH", "a": "AE", "æ": "AE", "ɑ": "AA", "ɒ": "AA", "ɔ": "AO", "ɛ": "EH", "e": "EH", "ɪ": "IH",
    "ᵻ": "IH", "i": "IY", "u": "UW", "ʊ": "UH", "o": "OW", "ð": "DH", "θ": "TH", "ŋ": "NG", "ʃ": "SH", "ʒ": "ZH",
    "ɹ": "R", "T": "T", "ɡ": "G", "j": "Y", "b": "B", "d": "D", "f": "F", "h": "HH", "k": "K", "l": "L", "m": "M",
    "n": "N", "p": "P", "s": "S", "t": "T", "v": "V", "w": "W", "z": "Z", "ɜ": "ER",
}  # fmt: skip
"""The symbols of words as phonemes -> the phones of pocketsphinx's English model."""


class Aligner:
    """Loads in half a second."""

    def __init__(self) -> None:
        import pocketsphinx

        model = Path(pocketsphinx.get_model_path("en-us")) / "en-us"
        self._decoder = pocketsphinx.Decoder(hmm=str(model), dict=None, lm=None, samprate=HZ, loglevel="FATAL")
        self._phonemes = KokoroPhonemes(EspeakPhonemes().of, "en-us")
        self._entries = 0

    def starts(self, words: Sequence[str], samples: Samples) -> list[float | None]:
        """The seconds at which the words, as a voice is told them, begin in ``samples``; None where it cannot tell."""
        symbols, owners = self._phonemes.of(words)
        spoken = ["".join(s for s, owner in zip(symbols, owners, strict=True) if owner == n) for n in range(len(words))]
        names = [self._entry(phones(word)) for word in spoken]
        self._decoder.set_align_text(" ".join(name for name in names if name))
        self._decoder.start_utt()
        self._decoder.process_raw(to_pcm(resample(samples.astype(np.float64), RATE, HZ)), full_utt=True)
        self._decoder.end_utt()
        found = {segment.word: segment.start_frame * FRAME_SECONDS for segment in self._decoder.seg() or ()}
        return [found.get(name) for name in names]

    def _entry(self, pronunciation: str) -> str:
        """A new word of the dictionary; "" for a word without a sound, which would end the interpreter."""
        if not pronunciation:
            return ""
        self._entries += 1
        name = f"w{self._entries}"
        self._decoder.add_word(name, pronunciation, False)
        return name


def phones(symbols: str) -> str:
    """Phonemes of a word as phones, parted by spaces; "əɹ" and its like are one phone."""
    for joined in ("ɜɹ", "ɜː", "əɹ"):
        symbols = symbols.replace(joined, "ɜ")
    return " ".join(PHONES[symbol] for symbol in symbols if symbol in PHONES)
