"""The speaker of a real kiosk: pyttsx3's voice in its process, the cache on disk, the loudspeaker.

Knows: how the real parts are put together. Must not know: how any of them works.
"""

from __future__ import annotations

from pathlib import Path

from audio.api import Narration, Sink, SpokenSentence
from audio.cache import Cache, key_of
from audio.player import MixerPlayer
from audio.rendered import FORMAT_VERSION, Rendered
from audio.speaker import TimedSpeaker
from audio.voice_process import VoiceProcess, engine_name, words_of


class VoiceSource:
    """Sentences from the cache, else from the voice process and into the cache. Without a folder, or with one that
    cannot be written, every sentence is rendered when it is needed."""

    def __init__(self, voice: VoiceProcess, cache: Cache | None) -> None:
        self._voice = voice
        self._cache = cache
        self._engine = ""
        self._missing: set[str] = set()  # voices that are known not to be there
        self._notes: list[str] = []
        self._is_new = False  # whether what was fetched last was rendered just now

    def fetch(self, sentence: SpokenSentence, narration: Narration) -> Rendered:
        """Raises VoiceFailure."""
        return self.kept(sentence, narration) or self._render(sentence, narration)

    def kept(self, sentence: SpokenSentence, narration: Narration) -> Rendered | None:
        """What is in the cache."""
        return None if self._cache is None else self._cache.get(self._key(sentence, narration))

    def keep(self, sentence: SpokenSentence, narration: Narration, rendered: Rendered) -> None:
        """Into the cache, unless it comes from there. A substitute is not kept under another voice's name."""
        is_new, self._is_new = self._is_new, False
        if is_new and self._cache is not None and narration.voice not in self._missing:
            problem = self._cache.put(self._key(sentence, narration), rendered)
            if problem:
                self._notes.append(problem)

    def _render(self, sentence: SpokenSentence, narration: Narration) -> Rendered:
        self._is_new = True
        rendered = self._voice.render(sentence, narration.language, narration.voice, narration.rate_wpm)
        missing = self._voice.missing
        if missing and missing not in self._missing:
            self._missing.add(missing)
            self._notes.append(f"no voice is called {missing!r}: speaking with {self._voice.spoken_by!r}")
        return rendered

    def _key(self, sentence: SpokenSentence, narration: Narration) -> str:
        self._engine = self._engine or engine_name()
        sound = (FORMAT_VERSION, self._engine, narration.language, narration.voice, narration.rate_wpm)
        return key_of(*sound, *words_of(sentence))

    def check(self) -> None:
        """Raises VoiceFailure."""
        self._voice.check()

    def seconds_to_retry(self) -> float:
        """See audio.speaker.Source."""
        return self._voice.seconds_to_retry()

    def take_notes(self) -> list[str]:
        """See audio.speaker.Source."""
        notes, self._notes = self._notes, []
        return notes

    def close(self) -> None:
        """Ends the worker."""
        self._voice.close()


class LiveSpeaker(TimedSpeaker):
    """Speaks on ``device`` ("" the default one). Returns at once: device and voice are opened by its threads.

    ``cache_folder`` None: nothing is kept on disk. ``cache_bytes`` bounds it. ``deadline_seconds``: a voice that has
    not answered for a sentence by then is started anew.
    """

    def __init__(
        self,
        sink: Sink,
        *,
        device: str = "",
        cache_folder: Path | None = None,
        cache_bytes: int = 200_000_000,
        deadline_seconds: float = 5.0,
    ) -> None:
        cache = None if cache_folder is None else Cache(cache_folder, cache_bytes)
        super().__init__(sink, MixerPlayer(device), VoiceSource(VoiceProcess(deadline_seconds), cache))
