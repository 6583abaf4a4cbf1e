"""A speaker of sentences that are rendered already: for an author who wants to hear them, and for the level reference.

Knows: rendered sentences, the loudspeaker. Must not know: voices.
"""

from __future__ import annotations

import queue
from collections.abc import Mapping, Sequence

from audio.api import Narration, Report, SpeakerBack, SpeakerLost, SpokenSentence, Utterance, UtteranceFinished
from audio.player import MixerPlayer
from audio.rendered import Rendered
from audio.speaker import TimedSpeaker

PATIENCE_SECONDS = 3.0
"""To open the device; and for another to take the place of one that is not there."""


class NotHeard(Exception):
    """There is no loudspeaker, or it went away. The text says why."""


class PreparedSource:
    """The sentences of a mapping; nothing else is asked of it."""

    def __init__(self, rendered: Mapping[SpokenSentence, Rendered]) -> None:
        self._rendered = rendered

    def voiced(self, narration: Narration, sentences: tuple[SpokenSentence, ...]) -> Narration:
        """As it is."""
        return narration

    def fetch(self, sentence: SpokenSentence, narration: Narration) -> Rendered:
        """Never fails."""
        return self._rendered[sentence]

    def kept(self, sentence: SpokenSentence, narration: Narration) -> Rendered | None:
        """Everything is."""
        return self._rendered[sentence]

    def keep(self, sentence: SpokenSentence, narration: Narration, rendered: Rendered) -> None:
        """It is kept already."""

    def check(self) -> None:
        """There is no voice to be checked."""

    def seconds_to_retry(self) -> float:
        """Never asked: it never fails."""
        return 0.0

    def take_notes(self) -> list[str]:
        """There is nothing to say."""
        return []

    def close(self) -> None:
        """Nothing to close."""


def play(sentences: Sequence[tuple[SpokenSentence, Rendered]], volume_db: float, device: str = "") -> str:
    """Let the sentences be heard in their order, and wait for the end. Raises NotHeard.

    Returns what staff should know: that another speaker than ``device`` was heard; else "".
    """
    reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
    speaker = TimedSpeaker(reports.put, MixerPlayer(device), PreparedSource(dict(sentences)))
    all_of_it = sum(rendered.seconds + sentence.pause_seconds for sentence, rendered in sentences) + PATIENCE_SECONDS
    patience, note = all_of_it, ""
    try:
        speaker.make_true(Narration(Utterance(1, tuple(sentence for sentence, _ in sentences)), volume_db=volume_db))
        while not isinstance(report := reports.get(timeout=patience), UtteranceFinished):
            if isinstance(report, SpeakerLost):  # another may take its place, at once
                patience, note = PATIENCE_SECONDS, report.reason
            elif isinstance(report, SpeakerBack):
                patience = all_of_it
    except queue.Empty:
        raise NotHeard(note or "the speaker takes no sound") from None
    finally:
        speaker.close()
    if patience != all_of_it:
        raise NotHeard(note)
    return note
