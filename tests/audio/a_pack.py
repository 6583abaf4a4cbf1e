"""A small folder of rendered narration: each word a tone of its own, so that a test can tell which is heard."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import soundfile

from audio.api import SpokenSentence
from audio.loudness import Samples
from audio.pack import About, Entry, Pack, key_of_words, open_pack, write_index
from audio.voice_process import words_of

HZ = 24_000
WORD_SECONDS = 0.25
ABOUT = About("en", "tones", "the tests", "Apache-2.0", "made by the tests", 150)


def voiced(hertz: float, seconds: float, hz: int = HZ) -> Samples:
    """Something like a vowel: ten harmonics, fading in and out."""
    time = np.arange(round(seconds * hz)) / hz
    wave = sum(np.sin(2 * np.pi * hertz * number * time) / number for number in range(1, 11))
    edge = np.minimum(1.0, np.minimum(time, time[::-1]) / 0.01)
    return np.asarray(0.2 * wave * edge, np.float64)


def make_pack(folder: Path, *sentences: SpokenSentence, about: About = ABOUT) -> Pack:
    """A pack that holds these sentences."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = {}
    for sentence in sentences:
        sound = np.concatenate([voiced(120 + 40 * n, WORD_SECONDS) for n in range(len(sentence.words))])
        file = io.BytesIO()
        soundfile.write(file, sound, HZ, format="OGG", subtype="VORBIS")
        data, key = file.getvalue(), key_of_words(words_of(sentence))
        (folder / f"{key}.ogg").write_bytes(data)
        starts = tuple(WORD_SECONDS * n for n in range(len(sentence.words)))
        entries[key] = Entry(" ".join(words_of(sentence)), len(data), hashlib.sha256(data).hexdigest(), starts)
    write_index(folder, about, entries)
    return open_pack(folder)
