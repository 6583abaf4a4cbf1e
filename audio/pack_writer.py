"""Renders sentences into a folder of narration. What is there already is kept, so that it can be stopped at any time.

Knows: packs, how a sound is levelled and encoded. Must not know: which voice speaks, which sentences a deck has.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audio import loudness
from audio.api import SpokenSentence
from audio.loudness import Samples
from audio.pack import SUFFIX, About, Entry, Pack, PackError, key_of_words, open_pack, write_index
from audio.shape import RawSpeech
from audio.voice_process import words_of

WRITE_EVERY = 20
"""So many sentences are lost at the most when it is stopped hard."""
QUALITY = 1.0
"""libsndfile's least for Vorbis: 44 kbit/s at 24 kHz, where the difference cannot be heard on speech."""

Speak = Callable[[Sequence[str]], RawSpeech]
Tell = Callable[[int, int, str], None]
"""Called with (how many are done, of how many, the sentence)."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done: sentences without a sound, those that are told otherwise now, and sounds nobody needs."""

    missing: tuple[SpokenSentence, ...]
    changed: tuple[SpokenSentence, ...]
    unused: tuple[str, ...]

    @property
    def to_render(self) -> tuple[SpokenSentence, ...]:
        """In the order in which they were asked for."""
        return self.missing + self.changed


def told(words: Sequence[str], lexicon: Mapping[str, str]) -> list[str]:
    """The words as this voice is told them: its own lexicon over the spoken forms, longest entries first."""
    entries = sorted(lexicon.items(), key=lambda entry: -len(entry[0]))
    done = list(words)
    for shown, ours in entries:
        done = [word.replace(shown, ours) for word in done]
    return done


def work(pack: Pack | None, sentences: Sequence[SpokenSentence], lexicon: Mapping[str, str]) -> Work:
    """What a pack lacks for these sentences."""
    wanted = {key_of_words(words_of(sentence)): sentence for sentence in sentences if sentence.words}
    entries = pack.entries if pack else {}
    missing, changed = [], []
    for key, sentence in wanted.items():
        if pack is None or pack.find(sentence) is None:
            missing.append(sentence)
        elif entries[key].given != " ".join(told(words_of(sentence), lexicon)):
            changed.append(sentence)
    return Work(tuple(missing), tuple(changed), tuple(sorted(entries.keys() - wanted.keys())))


def write_pack(
    folder: Path,
    about: About,
    sentences: Sequence[SpokenSentence],
    lexicon: Mapping[str, str],
    speak: Speak,
    tell: Tell,
) -> None:
    """Bring the pack in ``folder`` up to date. Raises OSError, and what ``speak`` raises; what was done is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = usable(folder, about)
    todo = work(pack, sentences, lexicon)
    entries = pack.entries if pack else {}
    try:
        for number, sentence in enumerate(todo.to_render, start=1):
            words = words_of(sentence)
            given = told(words, lexicon)
            key = key_of_words(words)
            entries[key] = _write(folder / f"{key}{SUFFIX}", " ".join(given), speak(given))
            tell(number, len(todo.to_render), sentence.text)
            if number % WRITE_EVERY == 0:
                write_index(folder, about, entries)
        for key in todo.unused:
            del entries[key]
    finally:
        write_index(folder, about, entries)
    for path in folder.glob(f"*{SUFFIX}"):
        if path.stem not in entries:
            path.unlink()


def usable(folder: Path, about: About) -> Pack | None:
    """The pack that is there, if this voice made it; else None."""
    try:
        pack = open_pack(folder)
    except PackError:
        return None
    return pack if pack.about == about else None


def _write(path: Path, given: str, raw: RawSpeech) -> Entry:
    """One sentence at its loudness, without silence at its ends, as Ogg Vorbis."""
    samples, cut = loudness.trim(loudness.from_pcm(raw.samples), raw.hz)
    samples = loudness.limit(loudness.level(samples, raw.hz), raw.hz)
    seconds = samples.size / raw.hz
    starts = tuple(round(min(max(0.0, start - cut), seconds), 4) for start in raw.starts or ())
    data = encoded(samples, raw.hz)
    temporary = path.with_suffix(".part")
    temporary.write_bytes(data)
    temporary.replace(path)
    return Entry(given, len(data), hashlib.sha256(data).hexdigest(), starts)


def encoded(samples: Samples, hz: int) -> bytes:
    """Ogg Vorbis, mono."""
    import soundfile

    file = io.BytesIO()
    with soundfile.SoundFile(file, "w", hz, 1, "VORBIS", format="OGG", compression_level=QUALITY) as sound:
        sound.write(samples)
    return file.getvalue()
