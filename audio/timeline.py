"""Which word of an utterance is heard when: arithmetic over one clock, without threads or sound.

Knows: one utterance, the sentence that is playing, pauses. Must not know: players, voices, threads, real time.

An earcon is a piece without words: EARCON before the sentence with which speech begins, and one after the last.
"""

from __future__ import annotations

from audio.api import Utterance, UtteranceFinished, UtteranceStarted, WordStarted
from audio.rendered import Rendered

SEEK_LEAD_SECONDS = 0.02
"""Speech that begins within a sentence begins this much before the word's onset, not to cut it."""

EARCON = -1
"""What is wanted is the earcon that is due, not a sentence."""
EARCON_GAP_SECONDS = 0.1
"""Between the last word and the earcon after it."""

TimedReport = UtteranceStarted | WordStarted | UtteranceFinished


class Timeline:
    """One utterance from its beginning to its end. Times are seconds of any one clock.

    It waits for a sentence (``wanted``), is given one (``start``), and says at each moment what has begun to be
    heard (``advance``) and when it wants to be asked again (``due``).
    """

    def __init__(self, utterance: Utterance) -> None:
        self._utterance = utterance
        self._sentence = max(0, utterance.from_sentence)
        self._word = max(0, utterance.from_word)
        self._earcon = utterance.earcon  # the one that is due or sounding
        self._last_earcon = utterance.last_earcon
        self._rendered: Rendered | None = None
        self._zero = 0.0  # when the first sample of the sentence is heard (or would have been)
        self._begins = 0.0  # when the first sample that is played is heard
        self._not_before = float("-inf")  # the gap after the last sentence
        self._paused: float | None = None
        self._has_started = False
        self.is_finished = False

    @property
    def wanted(self) -> int | None:
        """The sentence that is to be started next, or EARCON; None while something is playing and at the end."""
        if self.is_finished or self._rendered is not None:
            return None
        if self._earcon:
            return EARCON
        return None if self._is_at_end else self._sentence

    @property
    def earcon(self) -> str:
        """The name of the earcon that is due or sounding, or empty."""
        return self._earcon

    @property
    def _is_at_end(self) -> bool:
        return self._sentence >= len(self._utterance.sentences)

    @property
    def sentence(self) -> int:
        """The sentence that is playing or wanted."""
        return self._sentence

    @property
    def starts_at(self) -> float:
        """The wanted sentence should not be heard before this."""
        return self._not_before

    def start(self, rendered: Rendered, heard_at: float) -> float:
        """The wanted sentence is heard from ``heard_at`` on. Returns the second of it at which that begins."""
        offset = self.offset_of(rendered)
        self._rendered, self._zero, self._begins = rendered, heard_at - offset, heard_at
        return offset

    def offset_of(self, rendered: Rendered) -> float:
        """The second of the wanted sentence at which speech begins."""
        if not 0 < self._word < len(rendered.words):
            return 0.0
        return max(0.0, rendered.words[self._word][0] - SEEK_LEAD_SECONDS)

    def heard(self, now: float) -> tuple[Rendered, float, float] | None:
        """The sentence that is playing, the second of it that is heard, and how long until that; None in a gap."""
        rendered = self._rendered
        if rendered is None:
            return None
        moment = max(self._begins, self._paused if self._paused is not None else now)
        return (rendered, moment - self._zero, max(0.0, self._begins - now)) if moment < self._ends else None

    def not_yet(self, now: float) -> None:
        """The device woke later than it promised: what should be heard already is heard only now."""
        late = max(0.0, now - self._begins) if self._rendered is not None else 0.0
        self._zero += late
        self._begins += late

    def pause(self, now: float) -> None:
        """Time stands still from now on."""
        if self._paused is None:
            self._paused = now

    def resume(self, now: float) -> None:
        """Time goes on where it stood."""
        if self._paused is not None:
            self._zero += now - self._paused
            self._begins += now - self._paused
            self._not_before += now - self._paused
            self._paused = None

    @property
    def _ends(self) -> float:
        return self._zero + (self._rendered.seconds if self._rendered else 0.0)

    @property
    def is_paused(self) -> bool:
        """Whether time stands still."""
        return self._paused is not None

    def due(self) -> float | None:
        """When something happens next by itself; None: not before start() or resume()."""
        if self.is_finished or self.is_paused:
            return None
        if self._rendered is None:
            return self._not_before if self._is_at_end and not self._earcon else None
        if not self._has_started:
            return self._begins
        if self._word < len(self._rendered.words):
            return self._zero + self._rendered.words[self._word][0]
        return self._ends

    def advance(self, number: int, now: float) -> list[TimedReport]:
        """What has begun since the last call."""
        reports: list[TimedReport] = []
        while (due := self.due()) is not None and now >= due:
            reports.extend(self._step(number))
        return reports

    def _step(self, number: int) -> list[TimedReport]:
        rendered = self._rendered
        if rendered is None:
            self.is_finished = True
            started: list[TimedReport] = [] if self._has_started else [UtteranceStarted(number)]
            return [*started, UtteranceFinished(number)]
        if not self._has_started:
            self._has_started = True
            return [UtteranceStarted(number)]
        if self._word < len(rendered.words):
            self._word += 1
            return [WordStarted(number, self._sentence, self._word - 1, rendered.is_estimated)]
        self._ended(rendered)
        return []

    def _ended(self, rendered: Rendered) -> None:
        """What was playing is over: the gap to what follows it begins."""
        end, self._rendered = self._ends, None
        gap = 0.0
        if self._earcon:
            self._earcon = ""
        else:
            pause = self._utterance.sentences[self._sentence].pause_seconds
            self._sentence, self._word = self._sentence + 1, 0
            gap = pause if rendered.seconds and not self._is_at_end else 0.0
        if self._is_at_end and self._last_earcon:
            self._earcon, self._last_earcon, gap = self._last_earcon, "", EARCON_GAP_SECONDS
        self._not_before = end + gap
