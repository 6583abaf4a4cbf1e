"""A small folder of rendered narration: each word a tone, so that a test can tell which is heard."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from audio.api import SpokenSentence
from audio.loudness import Samples
from audio.pack import About, Entry, Pack, key_of_words, open_pack, write_index
from audio.voice_process import words_of

HZ = 24_000
WORD_SECONDS = 0.25
LONG_WORD_SECONDS = 0.35
ABOUT = About("en", "tones", "the tests", "Apache-2.0", "made by the tests", 150)


def voiced(hertz: float, seconds: float, hz: int = HZ) -> Samples:
    """Something like a vowel: ten harmonics, fading in and out."""
    time = np.arange(round(seconds * hz)) / hz
    wave = sum(np.sin(2 * np.pi * hertz * number * time) / number for number in range(1, 11))
    edge = np.minimum(1.0, np.minimum(time, time[::-1]) / 0.01)
    return np.asarray(0.2 * wave * edge, np.float64)


def by_place(number: int, word: str) -> Samples:
    """The sound of a word: higher from word to word, the same for all words at one place."""
    return voiced(120.0 + 40 * number, WORD_SECONDS)


def by_word(number: int, word: str) -> Samples:
    """The sound of a word: a whistle that only this word has at this place, so that no two sentences sound alike."""
    share = zlib.crc32(f"{number} {word}".encode()) / 2**32
    return voiced(150.0, LONG_WORD_SECONDS) / 10 + whistle(250 * 20**share, LONG_WORD_SECONDS)


def whistle(hertz: float, seconds: float, hz: int = HZ) -> Samples:
    """A tone, fading in and out."""
    time = np.arange(round(seconds * hz)) / hz
    return np.asarray(0.3 * np.sin(2 * np.pi * hertz * time) * np.sin(np.pi * time / seconds), np.float64)


def make_pack(
    folder: Path,
    *sentences: SpokenSentence,
    about: About = ABOUT,
    sound: Callable[[int, str], Samples] = by_place,
) -> Pack:
    """A pack that holds these sentences."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = {}
    for sentence in sentences:
        sounds = [sound(number, word) for number, word in enumerate(words_of(sentence))]
        samples = np.concatenate(sounds)
        file = io.BytesIO()
        soundfile.write(file, samples, HZ, format="OGG", subtype="VORBIS")
        data, key = file.getvalue(), key_of_words(words_of(sentence))
        (folder / f"{key}.ogg").write_bytes(data)
        starts = tuple(float(size) / HZ for size in np.cumsum([0, *(len(one) for one in sounds[:-1])]))
        entries[key] = Entry(" ".join(words_of(sentence)), len(data), hashlib.sha256(data).hexdigest(), starts)
    write_index(folder, about, entries)
    return open_pack(folder)
