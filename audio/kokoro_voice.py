"""Kokoro-82M as a voice: words in, samples and the onset of each word out. Used to render narration, not by the kiosk.

Knows: how phonemes and model are put together. Must not know: which sentences there are, packs, players.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audio.espeak_phonemes import EspeakPhonemes
from audio.kokoro_model import HZ, MOST_SYMBOLS, KokoroModel, join_parts, read_style, read_symbols, word_begins
from audio.kokoro_phonemes import KokoroPhonemes
from audio.loudness import to_pcm
from audio.onsets import heard_begins
from audio.shape import RawSpeech

SYMBOLS = "kokoro-symbols.json"
LANGUAGES = {"a": "en-us", "b": "en-gb-x-rp"}
"""espeak's voice for the first letter of a Kokoro voice's name."""


class KokoroVoice:
    """The voice ``name``, its files in ``folder``; ``threads``: how many cores it may take.

    Raises ImportError where its packages are not installed, OSError or ValueError for files that cannot be used.
    """

    def __init__(self, folder: Path, name: str, threads: int = 1) -> None:
        self._style = read_style(folder / f"{name}.bin")
        self._model = KokoroModel(join_parts(), read_symbols(folder / SYMBOLS), threads)
        self._phonemes = KokoroPhonemes(EspeakPhonemes().of, LANGUAGES[name[0]])

    def render(self, words: Sequence[str]) -> RawSpeech:
        """The sentence. Raises ValueError for one that is too long, and for one without a sound."""
        symbols, owners = self._phonemes.of(words)
        pairs = [(symbol, owner) for symbol, owner in zip(symbols, owners, strict=True) if self._model.known(symbol)]
        if not pairs or len(pairs) > MOST_SYMBOLS:
            raise ValueError(f"{' '.join(words)!r}: {len(pairs)} sounds are none or too many for the voice")
        known = "".join(symbol for symbol, _ in pairs)
        spoken = self._model.speak(known, self._style)
        begins = word_begins(spoken, known, [owner for _, owner in pairs], len(words))
        samples = spoken.samples.astype("float64")
        return RawSpeech(to_pcm(samples), HZ, heard_begins(samples, HZ, begins))
