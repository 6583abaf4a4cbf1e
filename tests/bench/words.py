"""What the kiosk says on a slide, as sound with the time of each word: the very samples that it keeps and plays.

Knows: the deck, the script and the cache of the program. Must not know: recordings, pixels. The samples are those in
the kiosk's cache: rendered once more, a sentence has the same words at the same times, but other waves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from audio.api import Narration
from audio.cache import Cache
from audio.live_speaker import VoiceSource
from audio.voice_process import VoiceProcess
from kiosk.loading import load_content
from kiosk.script import screen_script
from kiosk.settings import rules
from kiosk.state import RATES_WPM, Session
from tests.rig import RATE, Samples

BEFORE_SECONDS, AFTER_SECONDS = 0.03, 0.32
"""How much of the sentence around the onset of a word identifies it in the recording."""
QUIET_BEFORE_SECONDS = 0.06
"""A word after so much silence has an onset that can be heard, whatever its time is said to be."""


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word in its sound. ``piece`` begins ``lead`` seconds before the onset that the program states.

    ``audible``: the onset by the sound alone, in seconds after the stated one; None in the middle of speech.
    """

    shown: str
    piece: Samples
    lead: float
    audible: float | None


class Script:
    """The words of any slide of the kiosk's own deck, at the default voice and speed. ``cache``: the kiosk's folder."""

    def __init__(self, cache: Path) -> None:
        content = load_content(None)
        self._deck = content.deck
        comfort = rules(content.settings, content.themes).comfort
        self._session = Session(comfort=comfort)
        language = self._deck.language
        self._how = Narration(None, False, language.tag, language.voice, RATES_WPM[comfort.rate])
        self._source = VoiceSource(VoiceProcess(30.0), Cache(cache, 1_000_000_000))
        self._known: dict[tuple[int, int], tuple[KnownWord, ...]] = {}

    def sentence(self, slide: int, index: int) -> tuple[KnownWord, ...]:
        """The words of a sentence of a slide's script. Raises IndexError, VoiceFailure."""
        if (slide, index) not in self._known:
            line = screen_script(replace(self._session, slide=slide), self._deck)[index]
            rendered = self._source.fetch(line.sentence, self._how)
            samples = np.frombuffer(rendered.pcm, "<i2").astype(np.float32) / np.float32(32768)
            texts = [line.sentence.text[word.start : word.start + word.length] for word in line.sentence.words]
            starts = [start for start, _ in rendered.words]
            heard = _by_ear(samples, starts)
            self._known[slide, index] = tuple(
                _known(text, samples, start, at) for text, start, at in zip(texts, starts, heard, strict=True)
            )
        return self._known[slide, index]

    def close(self) -> None:
        """End the voice."""
        self._source.close()


def _known(text: str, samples: Samples, start: float, audible: float | None) -> KnownWord:
    lead = min(BEFORE_SECONDS, start)
    first, last = round((start - lead) * RATE), round((start + AFTER_SECONDS) * RATE)
    return KnownWord(text, samples[first:last], lead, audible)


def _by_ear(samples: Samples, starts: list[float]) -> list[float | None]:
    """For each word whether a sound after a silence begins nearest to its stated start, and how long after it.

    In steps of 1 ms; sound is what is over -40 dB of the sentence's peak.
    """
    step, quiet = RATE // 1000, round(QUIET_BEFORE_SECONDS * 1000)
    steps = np.abs(samples[: len(samples) // step * step].reshape(-1, step)).max(axis=1)
    loud = np.concatenate((np.zeros(quiet, np.bool_), steps > float(steps.max(initial=0.0)) * 0.01))
    onsets = [at for at in np.flatnonzero(loud).tolist() if at >= quiet and not loud[at - quiet : at].any()]
    found: list[float | None] = [None] * len(starts)
    for onset in onsets:
        distances = [(onset - quiet) / 1000 - start for start in starts]
        nearest = min(range(len(starts)), key=lambda index: abs(distances[index]))
        found[nearest] = distances[nearest]
    return found


def highlight() -> int:
    """The color behind the word being spoken, 0xRRGGBB, in the theme that a visit begins with."""
    content = load_content(None)
    red, green, blue = content.themes[content.settings.theme].colors["highlight"]
    return red << 16 | green << 8 | blue
