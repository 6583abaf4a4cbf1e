"""The voice: pyttsx3, and nothing else knows it. espeak through its driver on Linux, its engines that write files
elsewhere. ``python -m audio.pyttsx3_voice`` is the voice's process (see voice_worker).

Knows: pyttsx3's drivers and engines. Must not know: who asks, pipes, players, caches. Runs in the voice's process.
"""

from __future__ import annotations

import ctypes
import os
import threading
import time
from itertools import pairwise
from typing import Any, Protocol
from xml.sax.saxutils import escape

from audio.pyttsx3_file_voice import FileVoice, listed_voices

SHORTEST_WORD_SECONDS = 0.03
"""A word that seems to take less has been joined to the one before it."""

RATES = (
    (90, 80), (106, 100), (129, 125), (152, 150), (173, 175), (194, 200), (213, 225), (230, 250), (263, 300),
    (295, 350), (324, 400), (364, 450),
)  # fmt: skip
"""(words a minute that come out, espeak's own rate): the 951 words of the MMN deck in 114 sentences, en-us, with the
gaps between sentences. espeak takes nothing under 80 and over 450."""

DEFAULT_VOICES = {"en": "en-us"}
"""espeak's voice of a language where that is not its own tag."""


FOREIGN_VOICE = "en-us"
"""What speaks a language that espeak does not know: hard to understand, and more than silence."""


class Voice(Protocol):
    """One engine. ``render`` gives (samples, hertz, onset of each word in seconds or None)."""

    def render(self, words: list[str]) -> tuple[bytes, int, list[float] | None]: ...
    def choose(self, language: str, voice: str, rate: int) -> tuple[str, str]:
        """Take this voice and this many words a minute. Returns (voice taken, what is missing or ""): the voice that
        was asked for, or the language, if none speaks it."""
        ...

    def voices(self) -> list[tuple[str, str, str]]:
        """(id, name, language) of every voice."""
        ...


class EspeakVoice:
    """pyttsx3's espeak driver, used for synthesis only: its own loop plays through a program and marks no words."""

    def __init__(self) -> None:
        _prepare_espeak()
        from pyttsx3.drivers import _espeak
        from pyttsx3.drivers.espeak import EspeakDriver

        self._binding = _espeak
        self._samples: list[bytes] = []
        self._marks: dict[int, float] = {}
        self._is_over = threading.Event()
        self._hz = 22050
        voice = self

        class CollectingDriver(EspeakDriver):  # type: ignore[misc]  # pyttsx3 has no types
            def _onSynth(self, wav: Any, count: int, events: Any) -> int:
                voice._collect(wav, count, events)
                return 0

        self._driver = CollectingDriver(_NoProxy())

    def _collect(self, wav: Any, count: int, events: Any) -> None:
        if count > 0:
            self._samples.append(ctypes.string_at(wav, count * 2))
        index = 0
        while (event := events[index]).type != self._binding.EVENT_LIST_TERMINATED:
            if event.type == self._binding.EVENT_MARK:
                self._marks[int(event.id.name)] = event.sample / self._hz
            elif event.type == self._binding.EVENT_MSG_TERMINATED:
                self._is_over.set()
            index += 1

    def render(self, words: list[str]) -> tuple[bytes, int, list[float] | None]:
        self._samples, self._marks = [], {}
        self._is_over.clear()
        fault = self._binding.Synth(_marked(words), flags=self._binding.CHARS_UTF8 | self._binding.SSML)
        if fault:
            raise RuntimeError(f"espeak takes no text ({fault})")
        self._is_over.wait()  # the samples come in a thread of espeak's
        while self._binding.IsPlaying():
            time.sleep(0.0005)  # its own Synchronize() sleeps 20 ms at a time
        samples = b"".join(self._samples)
        marks = [self._marks.get(index) for index in range(len(words))]
        return samples, self._hz, _whole(marks, words, len(samples.rstrip(b"\0")) / 2 / self._hz)

    def choose(self, language: str, voice: str, rate: int) -> tuple[str, str]:
        missing = ""
        if voice and not self._take(voice):
            missing = voice
        if missing or not voice:
            tag = language.lower()
            names = (DEFAULT_VOICES.get(tag, tag), tag.split("-")[0])
            if not any(self._take(name) for name in names):
                if not self._take(FOREIGN_VOICE):
                    raise RuntimeError(f"espeak has none of the voices {', '.join(names)}, {FOREIGN_VOICE}")
                missing = missing or language
        self._driver.setProperty("rate", espeak_rate(rate))
        return str(self._driver.getProperty("voice")), missing

    def _take(self, voice: str) -> bool:
        try:
            self._driver.setProperty("voice", voice)
        except ValueError:
            return False
        return True

    def voices(self) -> list[tuple[str, str, str]]:
        return listed_voices(self._driver.getProperty("voices"))


def espeak_rate(wpm: int) -> int:
    """What espeak has to be told for ``wpm`` words a minute to come out, by straight lines between RATES."""
    slower, faster = next((pair for pair in pairwise(RATES) if wpm <= pair[1][0]), (RATES[-2], RATES[-1]))
    share = (wpm - slower[0]) / (faster[0] - slower[0])
    return round(min(max(slower[1] + share * (faster[1] - slower[1]), RATES[0][1]), RATES[-1][1]))


class _NoProxy:
    """What a pyttsx3 driver reports to; nobody listens."""

    def notify(self, topic: str, **details: Any) -> None:
        """Drop it: times come from the samples."""

    def setBusy(self, is_busy: bool) -> None:
        """Drop it: one call is one sentence."""


def _prepare_espeak() -> None:
    """Let pyttsx3's loader find the library that came with pip, if it is there: same name, already loaded."""
    try:
        import espeakng_loader
    except ImportError:
        return  # the system's own espeak-ng, if any
    ctypes.CDLL(espeakng_loader.get_library_path())
    # espeak keeps this path in 160 bytes: a short relative one always fits.
    os.chdir(os.path.dirname(espeakng_loader.get_data_path()))
    os.environ["ESPEAK_DATA_PATH"] = "."


def _marked(words: list[str]) -> str:
    """SSML with a mark before each word."""
    marked = " ".join(f'<mark name="{index}"/>{escape(word)}' for index, word in enumerate(words))
    return f"<speak>{marked}</speak>"


def _whole(marks: list[float | None], words: list[str], seconds: float) -> list[float]:
    """Onsets for every word; ``seconds`` is when the sound ends. espeak joins some words ("out of", "it is") and gives
    the second the time of the next one: the words of such a run share its time by their letters."""
    count = len(marks)
    known = [mark if mark is not None else -1.0 for mark in marks] + [seconds]
    starts = list(known[:count])
    index = 0
    while index < count:
        last = index + 1
        while last < count and (known[last] < 0 or known[last] + SHORTEST_WORD_SECONDS > _next_known(known, last + 1)):
            last += 1
        weights = [len(words[n]) + 1 for n in range(index, last)]
        begin, length = max(0.0, known[index]), known[last] - max(0.0, known[index])
        for n in range(index, last):
            starts[n] = begin + length * sum(weights[: n - index]) / sum(weights)
        index = last
    return starts


def _next_known(known: list[float], index: int) -> float:
    return next(mark for mark in known[index:] if mark >= 0)


def make_voice() -> Voice:
    """The voice of this operating system. Raises whatever pyttsx3 raises when there is none."""
    import pyttsx3

    # platform.system(), not sys.platform: the type checker would take the other half for dead.
    return EspeakVoice() if os.name == "posix" and os.uname().sysname == "Linux" else FileVoice(pyttsx3.init())


if __name__ == "__main__":
    from audio.voice_worker import main

    raise SystemExit(main())
