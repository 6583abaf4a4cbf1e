"""A speaker without a device or a voice: everything in real time, every word reported, no sound.

Knows: how long sentences take. Must not know: devices.
"""

from __future__ import annotations

from audio.api import Narration, Sink, SpokenSentence
from audio.playback import NullPlayer
from audio.rendered import Rendered, silent
from audio.speaker import TimedSpeaker


class SilentSource:
    """Sentences as the time that they would take."""

    def voiced(self, narration: Narration, sentences: tuple[SpokenSentence, ...]) -> Narration:
        """No voice says them."""
        return narration

    def fetch(self, sentence: SpokenSentence, narration: Narration) -> Rendered:
        """Never fails."""
        return silent(sentence, narration.rate_wpm)

    def kept(self, sentence: SpokenSentence, narration: Narration) -> Rendered | None:
        """Everything is."""
        return self.fetch(sentence, narration)

    def keep(self, sentence: SpokenSentence, narration: Narration, rendered: Rendered) -> None:
        """There is nothing to keep."""

    def check(self) -> None:
        """Nothing to check."""

    def seconds_to_retry(self) -> float:
        """Never asked: it never fails."""
        return 0.0

    def take_notes(self) -> list[str]:
        """There is nothing to say."""
        return []

    def close(self) -> None:
        """Nothing to close."""


class SilentSpeaker(TimedSpeaker):
    """For tests, and for a kiosk that is told to be silent."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(sink, NullPlayer(), SilentSource())
