"""The speaker of a real kiosk: pyttsx3's voice in its process, the cache on disk, the loudspeaker.

Knows: how the real parts are put together. Must not know: how any of them works.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audio.api import Narration, Sink, SpokenSentence
from audio.cache import Cache, key_of
from audio.pack import Pack
from audio.player import MixerPlayer
from audio.rendered import FORMAT_VERSION, Rendered
from audio.speaker import TimedSpeaker
from audio.voice_process import VoiceProcess, VoiceRefusal, engine_name, words_of

KEPT_VOICE = "kept narration"
"""The name, for speaker and cache, of the voice in which the narration was rendered beforehand."""


class VoiceSource:
    """Sentences from the rendered narration, or from the live voice; either through the cache. Without a folder, or
    with one that cannot be written, every sentence is made when it is needed."""

    def __init__(self, voice: VoiceProcess, cache: Cache | None, pack: Pack | None = None) -> None:
        self._voice = voice
        self._cache = cache
        self._pack = pack
        self._engine = ""
        self._missing: set[str] = set()  # voices, and languages without one, that are known not to be there
        self._notes: list[str] = []
        self._is_new = False  # whether what was fetched last was rendered just now

    def voiced(self, narration: Narration, sentences: tuple[SpokenSentence, ...]) -> Narration:
        """``narration`` with the voice that says these sentences: one for all of them."""
        pack = self._pack
        if pack is None or narration.language != pack.about.language or not pack.has_all(sentences):
            return narration
        return replace(narration, voice=KEPT_VOICE)

    def voice_name(self, narration: Narration) -> str:
        """The name of the voice that says a ``voiced`` narration."""
        return self._pack.about.voice if self._pack and narration.voice == KEPT_VOICE else narration.voice

    def fetch(self, sentence: SpokenSentence, narration: Narration) -> Rendered:
        """Raises VoiceFailure."""
        return self.kept(sentence, narration) or self._live(sentence, narration)

    def kept(self, sentence: SpokenSentence, narration: Narration) -> Rendered | None:
        """What is in the cache, or was rendered beforehand."""
        cached = None if self._cache is None else self._cache.get(self._key(sentence, narration))
        return cached or self._rendered_before(sentence, narration)

    def keep(self, sentence: SpokenSentence, narration: Narration, rendered: Rendered) -> None:
        """Into the cache, unless it comes from there. A substitute is not kept under another voice's name."""
        is_new, self._is_new = self._is_new, False
        if is_new and self._cache is not None and not self._missing & {narration.voice, narration.language}:
            problem = self._cache.put(self._key(sentence, narration), rendered)
            if problem:
                self._notes.append(problem)

    def _rendered_before(self, sentence: SpokenSentence, narration: Narration) -> Rendered | None:
        found = self._pack.find(sentence) if self._pack and narration.voice == KEPT_VOICE else None
        if self._pack is None or found is None:
            return None
        path, entry = found
        speed = narration.rate_wpm / self._pack.about.rate_wpm
        try:
            rendered = self._voice.read_kept(sentence, path, entry.sha256, entry.starts, speed, narration.is_clear)
        except VoiceRefusal:  # a voice that is away for the moment says nothing about the file
            self._pack.mark_damaged(sentence)
            return None
        self._is_new = True
        return rendered

    def _live(self, sentence: SpokenSentence, narration: Narration) -> Rendered:
        self._is_new = True
        voice = "" if narration.voice == KEPT_VOICE else narration.voice
        rendered = self._voice.render(sentence, narration.language, voice, narration.rate_wpm, narration.is_clear)
        missing = self._voice.missing
        if missing and missing not in self._missing:
            self._missing.add(missing)
            self._notes.append(f"there is no voice {missing!r}: speaking with {self._voice.spoken_by!r}")
        return rendered

    def _key(self, sentence: SpokenSentence, narration: Narration) -> str:
        found = self._pack.find(sentence) if self._pack and narration.voice == KEPT_VOICE else None
        self._engine = self._engine or engine_name()
        engine = found[1].sha256 if found else self._engine
        sound = (FORMAT_VERSION, engine, narration.language, narration.voice, narration.rate_wpm, narration.is_clear)
        return key_of(*sound, *words_of(sentence))

    def check(self) -> None:
        """Raises VoiceFailure. With rendered narration only the process has to be there, not the live voice."""
        if self._pack is not None:
            self._voice.ping()
        else:
            self._voice.check()

    def seconds_to_retry(self) -> float:
        """See audio.speaker.Source."""
        return self._voice.seconds_to_retry()

    def take_notes(self) -> list[str]:
        """See audio.speaker.Source."""
        notes, self._notes = self._notes, []
        damaged = self._pack.take_damaged() if self._pack else ""
        return [*notes, damaged] if damaged else notes

    def close(self) -> None:
        """Ends the worker."""
        self._voice.close()


class LiveSpeaker(TimedSpeaker):
    """Speaks on ``device`` ("" the default one), or on ``headphones`` while they are plugged in ("": never).

    Returns at once: device and voice are opened by its threads.

    ``cache_folder`` None: nothing is kept on disk. ``cache_bytes`` bounds it. ``deadline_seconds``: a voice that has
    not answered for a sentence by then is started anew. ``pack``: narration that was rendered beforehand.
    """

    def __init__(
        self,
        sink: Sink,
        *,
        device: str = "",
        headphones: str = "",
        cache_folder: Path | None = None,
        cache_bytes: int = 200_000_000,
        deadline_seconds: float = 5.0,
        pack: Pack | None = None,
    ) -> None:
        cache = None if cache_folder is None else Cache(cache_folder, cache_bytes)
        voice = VoiceSource(VoiceProcess(deadline_seconds), cache, pack)
        super().__init__(sink, MixerPlayer(device, headphones), voice)
