"""The one pipeline: which stage gets what, when it is deaf. With ears and a canceller that are small true programs."""

from __future__ import annotations

import pytest

from audio.api import Heard, HeardNothingKnown, SpokenOver
from audio.endpointer import FRAME_BYTES, FRAME_SECONDS
from audio.pipeline import Pipeline
from audio.voice_meter import VoiceMeter
from tests.audio.sounds import buzz, frames, join, noise
from tests.audio.test_spoken_over import own

QUIET, LOUD, OTHER = (bytes([level, 0]) * (FRAME_BYTES // 2) for level in (1, 100, 50))


class LoudEars:
    """Hears "loud" in a loud frame, and something unknown in another one that is not quiet."""

    room_db = -60.0

    def __init__(self) -> None:
        self.asked: list[tuple[frozenset[str], bool, bool]] = []
        self.likely: frozenset[str] = frozenset()
        self.count = 0

    def listen_for(
        self,
        phrases: frozenset[str],
        *,
        likely: frozenset[str] = frozenset(),
        is_strict: bool = False,
        is_after_own_voice: bool = False,
    ) -> None:
        self.likely = likely
        self.asked.append((phrases, is_strict, is_after_own_voice))

    def hear(self, frame: bytes) -> Heard | HeardNothingKnown | None:
        self.count += 1
        end = self.count * FRAME_SECONDS
        if frame == LOUD:
            return Heard("loud", 1.0, end - 0.1, end, end)
        return None if frame == QUIET else HeardNothingKnown(end - 0.1, end)


class Subtracting:
    """Takes the reference's frames out where they are the microphone's."""

    def __init__(self, *, is_ready: bool = True, has_own: bool = False, is_own: bool = False) -> None:
        self.is_ready, self.has_own, self.is_own = is_ready, has_own, is_own
        self.asked: list[tuple[int, int]] = []

    def cancel(self, frame: bytes, reference: bytes) -> bytes:
        return QUIET if frame == reference else frame

    def has_own_voice(self, first: int, last: int) -> bool:
        return self.has_own

    def is_own_voice(self, first: int, last: int) -> bool:
        self.asked.append((first, last))
        return self.is_own


PHRASES = frozenset({"loud"})


@pytest.fixture
def ears() -> LoudEars:
    return LoudEars()


def test_without_any_other_stage_frames_go_to_the_ears(ears: LoudEars) -> None:
    pipeline = Pipeline(ears)
    some = frozenset(sorted(PHRASES)[:1])
    pipeline.listen_for(PHRASES, likely=some, is_strict=True)
    assert (ears.asked, ears.likely) == ([(PHRASES, True, False)], some)
    assert pipeline.hear(QUIET) is None
    assert isinstance(pipeline.hear(LOUD), Heard)
    assert isinstance(pipeline.hear(OTHER), HeardNothingKnown)
    assert pipeline.new_level() is None


def test_without_a_canceller_it_is_deaf_while_the_kiosk_speaks(ears: LoudEars) -> None:
    pipeline = Pipeline(ears)
    pipeline.listen_for(PHRASES)
    pipeline.set_speaking(True)
    assert [pipeline.hear(LOUD), pipeline.hear(OTHER)] == [None, None]
    assert (pipeline.is_full_duplex, pipeline.room_db, ears.count) == (False, None, 0)
    pipeline.set_speaking(False)
    heard = pipeline.hear(LOUD)
    assert isinstance(heard, Heard)
    assert heard.end == heard.decided == pytest.approx(3 * FRAME_SECONDS), "times count what it was deaf for, too"
    assert ears.asked[-1] == (PHRASES, False, True), "the ears are told that the room still rings"


def test_a_canceller_that_has_not_proved_itself_is_none(ears: LoudEars) -> None:
    canceller = Subtracting(is_ready=False)
    pipeline = Pipeline(ears, canceller)
    pipeline.set_speaking(True)
    assert pipeline.hear(LOUD, OTHER) is None
    canceller.is_ready = True
    assert isinstance(pipeline.hear(LOUD, OTHER), Heard)
    pipeline.set_canceller(None)
    assert pipeline.hear(LOUD, OTHER) is None


def test_what_the_loudspeaker_played_does_not_come_to_the_ears(ears: LoudEars) -> None:
    pipeline = Pipeline(ears, Subtracting())
    pipeline.set_speaking(True)
    assert pipeline.hear(LOUD, LOUD) is None
    assert pipeline.hear(LOUD, None) is not None, "what is played may be unknown for a moment"


def test_a_rest_of_its_own_voice_is_no_command(ears: LoudEars) -> None:
    canceller = Subtracting(has_own=True, is_own=True)
    pipeline = Pipeline(ears, canceller)
    pipeline.set_speaking(True)
    assert pipeline.hear(LOUD) is None
    canceller.is_own = False
    assert isinstance(pipeline.hear(LOUD), Heard)
    assert canceller.asked == [(5, 0), (5, 0)], "the frames of the phrase, 0 is the newest"


def test_talk_over_its_own_voice_that_is_no_command_is_not_told(ears: LoudEars) -> None:
    canceller = Subtracting(has_own=True)
    pipeline = Pipeline(ears, canceller)
    assert pipeline.hear(OTHER) is None
    canceller.has_own = False
    assert isinstance(pipeline.hear(OTHER), HeardNothingKnown)


def test_treatments_come_between_in_their_order(ears: LoudEars) -> None:
    class Next:
        def __init__(self, turned: dict[bytes, bytes]) -> None:
            self._turned = turned

        def treat(self, frame: bytes) -> bytes:
            return self._turned.get(frame, frame)

    pipeline = Pipeline(ears, treatments=[Next({QUIET: OTHER}), Next({OTHER: LOUD})])
    assert isinstance(pipeline.hear(QUIET), Heard)


def test_the_meter_moves_with_a_voice_and_not_while_it_is_deaf(ears: LoudEars) -> None:
    pipeline = Pipeline(ears, meter=VoiceMeter())
    levels = []
    for is_speaking in (False, True):
        pipeline.set_speaking(is_speaking)
        for frame in frames(join(noise(2), buzz(0.5), noise(1))):
            pipeline.hear(frame)
            levels.append(pipeline.new_level())
    told = [level for level in levels if level is not None]
    assert max(told) > 10 and told[-1] == 0
    assert all(level is None for level in levels[len(levels) // 2 + 8 :])


@pytest.mark.parametrize("is_wanted", [True, False])
def test_a_raised_voice_over_its_own_is_told_where_that_is_wanted(ears: LoudEars, is_wanted: bool) -> None:
    pipeline = Pipeline(ears, notices_speech_over=is_wanted)
    pipeline.set_speaking(True)
    sound = own(12)
    sound[8 * 16_000 : 9 * 16_000] += buzz(1, -10.0)
    told = [event for frame in frames(sound) if (event := pipeline.hear(frame)) is not None]
    assert told == [SpokenOver()] * is_wanted


def test_over_its_own_voice_a_phrase_needs_more_certainty(ears: LoudEars) -> None:
    pipeline = Pipeline(ears, Subtracting())
    pipeline.listen_for(PHRASES)
    for is_speaking in (True, True, False):
        pipeline.set_speaking(is_speaking)
    assert ears.asked == [(PHRASES, False, False), (PHRASES, True, False), (PHRASES, False, False)]
