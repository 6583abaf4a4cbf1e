"""What Whisper makes of a sound: the likeliest texts, freely and of a closed list of words.

Knows: how the model is asked. Must not know: which phrase is meant, when that is sure enough.

The sound is encoded once, in a window of 10 s instead of Whisper's own 30 (a third of the work), and decoded twice:
with all words, and with the words of the active phrases alone, which finds a phrase that it would spell otherwise.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from audio.plain_words import with_figures
from audio.whisper_model import SAMPLE_RATE, load_model

Samples = npt.NDArray[np.float32]

WINDOW_SECONDS = 10
LEAD_SECONDS = 0.3
"""Silence before the sound: without it, and with zeros for features after it, fewer words are found."""
PEAK = 0.7
MOST_TOKENS = 24
"""Longer than any phrase; talk is cut off, which is none of them anyway."""
TEXTS = 8
LISTS_KEPT = 8
START, NO_TIMES, END = "<|startoftranscript|>", "<|notimestamps|>", "<|endoftext|>"


@dataclass(frozen=True, slots=True)
class Text:
    """What may have been said, and the logarithm of how likely that is."""

    text: str
    log: float


@dataclass(frozen=True, slots=True)
class Transcripts:
    """The likeliest first. ``closed``: of the phrases' words alone."""

    free: tuple[Text, ...]
    closed: tuple[Text, ...]


class Decoder(Protocol):
    """What the recognizer needs; the tests have a small one of their own."""

    def decode(self, samples: Samples, phrases: frozenset[str]) -> Transcripts:
        """``samples`` (16 kHz, -1 to 1, at most WINDOW_SECONDS) as text."""
        ...


class WhisperDecoder:
    """The model in memory (160 MB). Not for several threads at once. Raises WhisperMissing."""

    def __init__(self, folder: Path | None = None, threads: int = 1) -> None:
        self._model = load_model(folder, threads)
        tokenizer = self._model.hf_tokenizer
        self._prompt = [[tokenizer.token_to_id(START), tokenizer.token_to_id(NO_TIMES)]]
        self._end = tokenizer.token_to_id(END)
        self._forbidden: OrderedDict[frozenset[str], list[int]] = OrderedDict()

    def decode(self, samples: Samples, phrases: frozenset[str]) -> Transcripts:
        """See ``Decoder``."""
        encoded = self._model.encode(self._model.feature_extractor(in_window(samples), padding=0))
        free = self._generate(encoded, [-1])
        closed = self._generate(encoded, self._all_but(phrases))
        return Transcripts(self._texts(free), self._texts(closed))

    def _generate(self, encoded: Any, forbidden: list[int]) -> Any:
        return self._model.model.generate(
            encoded,
            self._prompt,
            beam_size=TEXTS,
            num_hypotheses=TEXTS,
            max_length=MOST_TOKENS,
            length_penalty=0,  # the scores are then sums
            return_scores=True,
            suppress_tokens=forbidden,
        )[0]

    def _texts(self, result: Any) -> tuple[Text, ...]:
        tokenizer = self._model.hf_tokenizer
        pairs = zip(result.sequences_ids, result.scores, strict=True)
        return tuple(Text(tokenizer.decode(tokens).strip(), float(score)) for tokens, score in pairs)

    def _all_but(self, phrases: frozenset[str]) -> list[int]:
        """All tokens but those with which the phrases are written."""
        if phrases in self._forbidden:
            self._forbidden.move_to_end(phrases)
            return self._forbidden[phrases]
        if len(self._forbidden) >= LISTS_KEPT:
            self._forbidden.popitem(last=False)
        tokenizer = self._model.hf_tokenizer
        allowed = {self._end}
        for text in {spelling for phrase in phrases for spelling in spellings(phrase)}:
            allowed |= set(tokenizer.encode(f" {text}", add_special_tokens=False).ids)
        self._forbidden[phrases] = [token for token in range(tokenizer.get_vocab_size()) if token not in allowed]
        return self._forbidden[phrases]


def in_window(samples: Samples) -> Samples:
    """A window of silence with ``samples`` near its beginning, as loud as people record themselves."""
    window = np.zeros(WINDOW_SECONDS * SAMPLE_RATE, np.float32)
    start = round(LEAD_SECONDS * SAMPLE_RATE)
    part = samples[: len(window) - start]
    loudest = float(np.abs(part).max(initial=0.0))
    if loudest > 0:
        window[start : start + len(part)] = part * (PEAK / loudest)
    return window


def spellings(phrase: str) -> set[str]:
    """How Whisper may write a phrase."""
    written = {phrase, with_figures(phrase)}
    written |= {text[:1].upper() + text[1:] for text in written}
    return written | {f"{text}." for text in written}
