"""What the kiosk says on a slide, as sound with the time of each word: the very samples that it keeps and plays.

Knows: the deck, the script, the rendered narration and the cache of the program. Must not know: recordings, pixels. The
samples are those in the kiosk's cache: rendered once more by the live voice, a sentence has the same words at the same
times, but other waves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from audio.api import Narration
from audio.cache import Cache
from audio.live_speaker import KEPT_VOICE, VoiceSource
from audio.voice_process import VoiceProcess, words_of
from kiosk.cli.run import narration_pack
from kiosk.loading import load_content
from kiosk.script import Line, screen_script
from kiosk.settings import rules
from kiosk.state import RATES_WPM, Session
from tests.bench.aligned import Aligner
from tests.rig import RATE, Samples

BEFORE_SECONDS, AFTER_SECONDS = 0.03, 0.32
"""How much of the sentence around the onset of a word identifies it in the recording."""
QUIET_BEFORE_SECONDS, LEAST_QUIET_SECONDS = 0.1, 0.06
"""A word after so much silence at 150 words a minute (longer in slower speech, as the mouth stays closed longer) has an
onset that can be heard, whatever its time is said to be."""
NEAR_SECONDS = 0.2
"""An onset farther from every word, at 150 words a minute, is one inside a word: "three thousand to ten thousand"."""
QUIET_AT_WPM = 150


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word in its sound. ``piece`` begins ``lead`` seconds before the onset that the program states.

    In seconds after the stated onset: ``audible``, the onset by the sound alone (None in the middle of speech), and
    ``aligned``, the one by forced alignment (None where that cannot tell).
    """

    shown: str
    piece: Samples
    lead: float
    audible: float | None
    aligned: float | None


@dataclass(frozen=True, slots=True)
class SentenceSound:
    """A sentence as the kiosk plays it, at full volume: its samples, its shown words and when each begins; and the
    silence that is to follow it."""

    samples: Samples
    shown: tuple[str, ...]
    starts: tuple[float, ...]
    pause_seconds: float


class Script:
    """The words of any slide of the deck, in the voice and at the speed of a kiosk's settings.

    ``root``: the folder of that kiosk (tests.pilot), with its settings and its cache.
    """

    def __init__(self, root: Path) -> None:
        content = load_content(root / "settings.toml")
        self._deck = content.deck
        comfort = rules(content.settings, content.themes).comfort
        self._session = Session(comfort=comfort)
        language = self._deck.language
        voice = content.settings.voice or language.voice
        self._how = Narration(None, False, language.tag, voice, RATES_WPM[comfort.rate])
        cache = Cache(root / "home" / ".cache" / "mmn-kiosk" / "speech", 1_000_000_000)
        self._source = VoiceSource(VoiceProcess(30.0), cache, narration_pack(content, content.settings))
        self._aligner = Aligner()
        self._sounds: dict[tuple[int, int, int], SentenceSound] = {}
        self._known: dict[tuple[int, int], tuple[KnownWord, ...]] = {}

    def is_live(self, slide: int) -> bool:
        """Whether the live voice reads a slide, and not the rendered narration."""
        sentences = tuple(line.sentence for line in self._lines(slide))
        return self._source.voiced(self._how, sentences).voice != KEPT_VOICE

    def sound(self, slide: int, index: int, rate_wpm: int = 0) -> SentenceSound:
        """A sentence of a slide's script, at another rate if one is given. Raises IndexError, VoiceFailure."""
        how = replace(self._how, rate_wpm=rate_wpm or self._how.rate_wpm)
        key = (slide, index, how.rate_wpm)
        if key not in self._sounds:
            lines = self._lines(slide)
            sentence = lines[index].sentence
            rendered = self._source.fetch(sentence, self._source.voiced(how, tuple(line.sentence for line in lines)))
            samples = np.frombuffer(rendered.pcm, "<i2").astype(np.float32) / np.float32(32768)
            shown = tuple(sentence.text[word.start : word.start + word.length] for word in sentence.words)
            starts = tuple(start for start, _ in rendered.words)
            self._sounds[key] = SentenceSound(samples, shown, starts, sentence.pause_seconds)
        return self._sounds[key]

    def sentence(self, slide: int, index: int) -> tuple[KnownWord, ...]:
        """The words of a sentence of a slide's script. Raises IndexError, VoiceFailure."""
        if (slide, index) not in self._known:
            sound = self.sound(slide, index)
            heard = by_ear(sound.samples, sound.starts, QUIET_AT_WPM / self._how.rate_wpm)
            aligned = self._aligner.starts(words_of(self._lines(slide)[index].sentence), sound.samples)
            self._known[slide, index] = tuple(
                _known(text, sound.samples, start, at, None if other is None else other - start)
                for text, start, at, other in zip(sound.shown, sound.starts, heard, aligned, strict=True)
            )
        return self._known[slide, index]

    def _lines(self, slide: int) -> tuple[Line, ...]:
        return screen_script(replace(self._session, slide=slide), self._deck)

    def close(self) -> None:
        """End the voice."""
        self._source.close()


def _known(text: str, samples: Samples, start: float, audible: float | None, aligned: float | None) -> KnownWord:
    lead = min(BEFORE_SECONDS, start)
    first, last = round((start - lead) * RATE), round((start + AFTER_SECONDS) * RATE)
    return KnownWord(text, samples[first:last], lead, audible, aligned)


def by_ear(samples: Samples, starts: Sequence[float], slowness: float = 1.0) -> list[float | None]:
    """For each word whether a sound after a silence begins nearest to its stated start, and how long after it.

    In steps of 1 ms; sound is what is over -40 dB of the sentence's peak. ``slowness``: 2 for half the usual speed.
    """
    step = RATE // 1000
    quiet = round(max(LEAST_QUIET_SECONDS, QUIET_BEFORE_SECONDS * slowness) * 1000)
    steps = np.abs(samples[: len(samples) // step * step].reshape(-1, step)).max(axis=1)
    loud = np.concatenate((np.zeros(quiet, np.bool_), steps > float(steps.max(initial=0.0)) * 0.01))
    onsets = [at for at in np.flatnonzero(loud).tolist() if at >= quiet and not loud[at - quiet : at].any()]
    found: list[float | None] = [None] * len(starts)
    for onset in onsets:
        distances = [(onset - quiet) / 1000 - start for start in starts]
        nearest = min(range(len(starts)), key=lambda index: abs(distances[index]))
        if abs(distances[nearest]) <= NEAR_SECONDS * slowness:
            found[nearest] = distances[nearest]
    return found


def highlight() -> int:
    """The color behind the word being spoken, 0xRRGGBB, in the theme that a visit begins with."""
    content = load_content(None)
    red, green, blue = content.themes[content.settings.theme].colors["highlight"]
    return red << 16 | green << 8 | blue
