"""The speaker of a real kiosk: pyttsx3's voice in its process, the cache on disk, the loudspeaker.

Knows: how the real parts are put together. Must not know: how any of them works.
"""

from __future__ import annotations

from pathlib import Path

from audio.api import Narration, Sink, SpokenSentence
from audio.player import MixerPlayer
from audio.render import render_sentence
from audio.rendered import Rendered
from audio.speaker import TimedSpeaker
from audio.voice_process import VoiceProcess


class VoiceSource:
    """Sentences from the voice process."""

    def __init__(self, voice: VoiceProcess) -> None:
        self._voice = voice

    def fetch(self, sentence: SpokenSentence, narration: Narration) -> Rendered:
        """Raises VoiceFailure."""
        return render_sentence(self._voice, sentence, narration.language, narration.voice, narration.rate_wpm)

    def check(self) -> None:
        """Raises VoiceFailure."""
        self._voice.check()

    def seconds_to_retry(self) -> float:
        """See audio.speaker.Source."""
        return self._voice.seconds_to_retry()

    def take_missing_voice(self) -> str:
        """See audio.speaker.Source."""
        return ""

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
        super().__init__(sink, MixerPlayer(device), VoiceSource(VoiceProcess(deadline_seconds)))
