"""Makes the sound match a Narration: what is asked for, rendered, played, reported word by word.

Knows: Narration, Timeline, a player and a source of rendered sentences. Must not know: engines, files, pygame.

How a sentence comes to be heard:

1. make_true() silences what is outdated at once, in the caller's thread, and wakes both threads.
2. The fetching thread gets the sentences from the source: the one that is wanted, the one after it, and, with
   nothing else to do, those that will probably be asked for (``ahead``). A voice that fails gives silent time.
3. The speaking thread starts each sentence (or earcon) when it is there and the gap is over, and then sleeps until
   the next word is heard. It polls nothing.
4. The player's thread keeps the device; when it was away, the sound goes on where time has got to.

One lock. Reports are put into the sink under it, so none of an older utterance comes after make_true().
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Protocol

from audio.api import (
    HeadphonesIn,
    HeadphonesOut,
    Narration,
    Sink,
    SpeakerBack,
    SpeakerLost,
    SpokenSentence,
    VoiceBack,
    VoiceLost,
)
from audio.earcons import EARCONS, earcon
from audio.playback import Player
from audio.rendered import SAMPLE_HZ, Rendered, silent
from audio.timeline import EARCON, Timeline
from audio.voice_process import VoiceFailure

SHELF_BYTES = 4_000_000
"""Rendered sentences kept in memory: about 45 seconds of sound."""
OPEN_SECONDS = 2.0
"""The first sentence waits so long for the speaker to be opened, not to lose its beginning."""
AHEAD_ON_SHELF = 2
"""So many of the sentences that are rendered ahead stay in memory, the rest only where the source keeps them."""

_Key = tuple[SpokenSentence, str, str, int, bool]


class Source(Protocol):
    """Where rendered sentences come from. Used by one thread."""

    def voiced(self, narration: Narration, sentences: tuple[SpokenSentence, ...]) -> Narration:
        """``narration`` with the voice that is to say these sentences: one for all of them."""
        ...

    def fetch(self, sentence: SpokenSentence, narration: Narration) -> Rendered:
        """Raises VoiceFailure."""
        ...

    def kept(self, sentence: SpokenSentence, narration: Narration) -> Rendered | None:
        """What needs no voice."""
        ...

    def keep(self, sentence: SpokenSentence, narration: Narration, rendered: Rendered) -> None:
        """Keep what was fetched, if that has not been done: called when it is on its way to the ear."""
        ...

    def check(self) -> None:
        """Try to get a failed voice back. Raises VoiceFailure."""
        ...

    def seconds_to_retry(self) -> float: ...
    def take_notes(self) -> list[str]:
        """What staff should know though there is sound: another voice speaks, nothing can be kept. Each once."""
        ...

    def close(self) -> None: ...


class TimedSpeaker:
    """A Speaker over any player and any source. See audio.api.Speaker."""

    def __init__(self, sink: Sink, player: Player, source: Source) -> None:
        self._sink = sink
        self._player = player
        self._source = source
        self._changed = threading.Condition()
        self._narration = Narration(None)
        self._timeline: Timeline | None = None
        self._shelf: OrderedDict[_Key, Rendered] = OrderedDict()
        self._shelf_bytes = 0
        self._voice_of: tuple[tuple[SpokenSentence, ...], Narration, Narration] | None = None
        self._failed: dict[int, Rendered] = {}  # of this utterance, by sentence: silent time
        self._ahead_done: set[_Key] = set()
        self._unmade = list(EARCONS)
        self._is_voice_lost = False
        self._is_closed = False
        self._is_speaker_lost = False
        self._is_in_headphones = False
        self._waking: Timeline | None = None  # what began while the device rested, and waits for it to be open
        self._opens_by: float | None = time.perf_counter() + OPEN_SECONDS  # None: the player has opened, or cannot
        self._threads = [
            threading.Thread(target=self._speak, name="speaker", daemon=True),
            threading.Thread(target=self._fetch, name="speaker-voice", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        player.open(self._on_lost, self._on_open)

    def make_true(self, narration: Narration) -> None:
        """See audio.api.Speaker."""
        with self._changed:
            if self._is_closed:
                return
            before, self._narration = self._narration, narration
            if narration.ahead != before.ahead:
                self._ahead_done.clear()
            if _number(narration) != _number(before):
                self._player.stop()
                self._failed.clear()
                self._timeline = Timeline(narration.utterance) if narration.utterance else None
            self._match_pause()
            if narration.volume_db != before.volume_db:
                self._player.set_volume(narration.volume_db)
            self._changed.notify_all()

    def devices_changed(self) -> None:
        """The system says that a sound device came or went: look at once."""
        self._player.devices_changed()

    def close(self) -> None:
        """See audio.api.Speaker."""
        with self._changed:
            if self._is_closed:
                return
            self._is_closed = True
            self._timeline = None
            self._player.stop()
            self._changed.notify_all()
        self._source.close()
        self._player.close()
        for thread in self._threads:
            thread.join(2.0)

    # ------------------------------------------------------------ speaking

    def _match_pause(self) -> None:
        timeline, is_paused = self._timeline, self._narration.is_paused
        if timeline is None or timeline.is_paused == is_paused:
            return
        if is_paused:
            self._player.pause()
            timeline.pause(time.perf_counter())
        else:
            timeline.resume(time.perf_counter())
            self._player.resume()

    def _speak(self) -> None:
        with self._changed:
            while not self._is_closed:
                self._changed.wait(self._advance())

    def _advance(self) -> float | None:
        """Do what is due. Returns the seconds until something is due again, None if only a change can bring it."""
        timeline, utterance = self._timeline, self._narration.utterance
        if timeline is None or utterance is None:
            return None
        for report in timeline.advance(utterance.number, time.perf_counter()):
            self._sink(report)
        wait = self._start_wanted(timeline)
        if wait is not None:
            return wait
        due = timeline.due()
        return None if due is None else max(0.0, due - time.perf_counter())

    def _start_wanted(self, timeline: Timeline) -> float | None:
        """Start the next sentence if it is there. Seconds to wait if it is there and the gap is not over."""
        wanted = timeline.wanted
        if wanted is None or timeline.is_paused:
            return None
        rendered = earcon(timeline.earcon) if wanted == EARCON else self._known(wanted)
        if rendered is None:
            return None
        if self._opens_by is not None and time.perf_counter() < self._opens_by:
            return self._opens_by - time.perf_counter()
        wait = timeline.starts_at - self._player.output_seconds - time.perf_counter()
        if wait > 0:
            return wait
        latency = self._player.play(_from(rendered, timeline.offset_of(rendered)), self._narration.volume_db)
        timeline.start(rendered, time.perf_counter() + latency)
        self._waking = timeline if latency > self._player.output_seconds else None
        self._changed.notify_all()  # the sentence after it can be fetched
        return None

    def _known(self, index: int) -> Rendered | None:
        utterance = self._narration.utterance
        assert utterance is not None
        spoken = self._voiced(self._narration, utterance.sentences)
        return self._failed.get(index) or self._shelf.get(_key(utterance.sentences[index], spoken))

    def _voiced(self, narration: Narration, sentences: tuple[SpokenSentence, ...]) -> Narration:
        """``narration`` with the voice of these sentences, asked for once for each utterance."""
        is_same = self._voice_of is not None and self._voice_of[0] is sentences and self._voice_of[1] is narration
        if self._voice_of is None or not is_same:
            self._voice_of = (sentences, narration, self._source.voiced(narration, sentences))
        return self._voice_of[2]

    def _on_lost(self, reason: str) -> None:
        with self._changed:
            self._opens_by = self._waking = None
            if not self._is_closed and not self._is_speaker_lost:
                self._is_speaker_lost = True
                self._sink(SpeakerLost(reason))
            self._changed.notify_all()

    def _on_open(self, is_headphones: bool) -> None:
        with self._changed:
            self._opens_by = None
            if self._is_closed:
                return
            if self._is_speaker_lost:
                self._is_speaker_lost = False
                self._sink(SpeakerBack())
            if is_headphones == self._is_in_headphones:
                self._go_on()
            else:
                # Never a word at the speaker's volume in somebody's ear: only what is asked for from now on.
                self._is_in_headphones = is_headphones
                self._timeline = None
                self._sink(HeadphonesIn() if is_headphones else HeadphonesOut())
            self._changed.notify_all()

    def _go_on(self) -> None:
        """Play from where time has got to, on a device that is open only now."""
        now = time.perf_counter() + self._player.output_seconds
        if self._timeline is not None and self._timeline is self._waking:
            self._timeline.not_yet(now)
        self._waking = None
        heard = self._timeline.heard(now) if self._timeline else None
        if heard is not None:
            rendered, second, wait = heard
            self._player.play(bytes(2 * int(wait * SAMPLE_HZ)) + _from(rendered, second), self._narration.volume_db)
            if self._narration.is_paused:
                self._player.pause()

    # ------------------------------------------------------------ fetching

    def _fetch(self) -> None:
        self._try_voice()  # it takes longest to start: long before the first sentence, if there is time
        while True:
            with self._changed:
                while not self._is_closed and (job := self._next_job()) is None and not self._unmade:
                    self._changed.wait(self._source.seconds_to_retry() if self._is_voice_lost else None)
                    if self._is_voice_lost and self._source.seconds_to_retry() <= 0:
                        break
                if self._is_closed:
                    return
                narration = self._narration
            if job is not None:
                self._fetch_one(job[0], job[1], self._spoken(job[1], narration))
            elif self._unmade:
                earcon(self._unmade.pop(0))  # so that none has to be made when it should sound
            else:
                self._try_voice()

    def _next_job(self) -> tuple[SpokenSentence, int | None] | None:
        """The sentence to be fetched, and its index in the utterance (None: it is ahead of it)."""
        narration, utterance, timeline = self._narration, self._narration.utterance, self._timeline
        if utterance is not None and timeline is not None and not timeline.is_finished:
            first = timeline.sentence
            for index in range(first, min(first + 2, len(utterance.sentences))):
                if self._known(index) is None:
                    return utterance.sentences[index], index
        if not self._is_voice_lost:
            spoken = self._spoken(None, narration)
            for sentence in narration.ahead:
                if _key(sentence, spoken) not in self._ahead_done:
                    return sentence, None
        return None

    def _spoken(self, index: int | None, narration: Narration) -> Narration:
        """``narration`` with the voice of its utterance, or (None) of what is ahead of it."""
        if index is None or narration.utterance is None:
            return self._source.voiced(narration, narration.ahead)
        return self._voiced(narration, narration.utterance.sentences)

    def _fetch_one(self, sentence: SpokenSentence, index: int | None, narration: Narration) -> None:
        rendered, reason = None, ""
        try:
            # A voice that is lost is tried between the sentences, not to hold them up for a deadline each.
            fetch = self._source.kept if self._is_voice_lost else self._source.fetch
            rendered = fetch(sentence, narration)
        except VoiceFailure as failure:
            reason = str(failure)
        key = _key(sentence, narration)
        with self._changed:
            if index is None:
                self._ahead_done.add(key)
            if reason:
                self._voice_lost(reason)
            if rendered is None:
                if index is not None and _number(narration) == _number(self._narration):
                    self._failed[index] = silent(sentence, narration.rate_wpm)
            elif index is not None or len(self._ahead_done) <= AHEAD_ON_SHELF:
                self._shelve(key, rendered)
            self._changed.notify_all()
        if rendered is not None:
            self._source.keep(sentence, narration, rendered)
        with self._changed:
            if not self._is_voice_lost:
                self._tell_notes()

    def _try_voice(self) -> None:
        try:
            self._source.check()
        except VoiceFailure as failure:
            with self._changed:
                self._voice_lost(str(failure))
            return
        with self._changed:
            self._voice_works()

    def _shelve(self, key: _Key, rendered: Rendered) -> None:
        old = self._shelf.pop(key, None)
        self._shelf[key] = rendered
        self._shelf_bytes += len(rendered.pcm) - (len(old.pcm) if old else 0)
        while self._shelf_bytes > SHELF_BYTES and len(self._shelf) > 2:
            self._shelf_bytes -= len(self._shelf.popitem(last=False)[1].pcm)

    def _voice_lost(self, reason: str) -> None:
        if not self._is_voice_lost and not self._is_closed:
            self._is_voice_lost = True
            self._sink(VoiceLost(reason))

    def _voice_works(self) -> None:
        if self._is_voice_lost and not self._is_closed:
            self._is_voice_lost = False
            self._sink(VoiceBack())

    def _tell_notes(self) -> None:
        for note in self._source.take_notes():
            self._voice_lost(note)  # not lost, but this is what reaches the log; it is back at once
            self._voice_works()


def _number(narration: Narration) -> int | None:
    return narration.utterance.number if narration.utterance else None


def _key(sentence: SpokenSentence, narration: Narration) -> _Key:
    return sentence, narration.language, narration.voice, narration.rate_wpm, narration.is_clear


def _from(rendered: Rendered, seconds: float) -> bytes:
    """The samples from that second on."""
    return rendered.pcm[2 * int(seconds * SAMPLE_HZ) :]
