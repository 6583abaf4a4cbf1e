"""Which word is heard when: the arithmetic, on a clock that the test turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audio.api import Utterance, UtteranceFinished, UtteranceStarted, WordStarted
from audio.narration import SENTENCE_GAP_SECONDS
from audio.rendered import Rendered
from audio.timeline import EARCON, EARCON_GAP_SECONDS, SEEK_LEAD_SECONDS, Timeline
from tests.audio.sound_out import sentence

TWO = (sentence("One two three."), sentence("Four five."))
FIRST = Rendered(b"", 3.0, ((0.1, 1.0), (1.0, 2.0), (2.0, 3.0)))
CHIME = Rendered(b"", 0.2, ())
SECOND = Rendered(b"", 2.0, ((0.1, 1.0), (1.0, 2.0)), is_estimated=True)


def test_words_are_reported_when_they_are_heard_and_not_before() -> None:
    line = Timeline(Utterance(7, TWO))
    assert line.wanted == 0
    assert line.start(FIRST, 10.0) == 0.0
    assert line.advance(7, 9.99) == []
    assert line.advance(7, 10.05) == [UtteranceStarted(7)]
    assert line.due() == pytest.approx(10.1)
    assert line.advance(7, 10.1) == [WordStarted(7, 0, 0)]
    assert line.advance(7, 10.999) == []
    assert line.advance(7, 12.5) == [WordStarted(7, 0, 1), WordStarted(7, 0, 2)]
    assert line.wanted is None
    assert line.advance(7, 13.0) == []
    assert line.wanted == 1


def test_a_device_that_wakes_late_takes_nothing_from_the_beginning() -> None:
    line = Timeline(Utterance(7, TWO))
    line.start(FIRST, 10.0)
    line.not_yet(9.9)  # in time
    assert line.heard(9.9) == (FIRST, 0.0, pytest.approx(0.1))
    line.not_yet(10.25)
    assert line.heard(10.25) == (FIRST, 0.0, 0.0)
    assert line.advance(7, 10.3) == [UtteranceStarted(7)]
    assert line.due() == pytest.approx(10.35)


def test_the_next_sentence_waits_for_the_gap_and_the_last_one_ends_at_its_sound() -> None:
    line = Timeline(Utterance(7, TWO))
    line.start(FIRST, 0.0)
    line.advance(7, 3.0)
    assert line.starts_at == pytest.approx(3.0 + SENTENCE_GAP_SECONDS)
    line.start(SECOND, line.starts_at)
    reports = line.advance(7, 5.29)
    assert reports == [WordStarted(7, 1, 0, is_estimated=True), WordStarted(7, 1, 1, is_estimated=True)]
    assert line.advance(7, 5.31) == [UtteranceFinished(7)]
    assert line.is_finished
    assert line.due() is None
    assert line.wanted is None


def test_each_sentence_has_a_pause_of_its_own() -> None:
    heading = replace(TWO[0], pause_seconds=0.7)
    assert heading == TWO[0], "the sound is the same"
    line = Timeline(Utterance(7, (heading, TWO[1])))
    line.start(FIRST, 0.0)
    line.advance(7, 3.0)
    assert line.starts_at == pytest.approx(3.7)


def test_a_pause_moves_everything_after_it() -> None:
    line = Timeline(Utterance(7, TWO))
    line.start(FIRST, 0.0)
    line.advance(7, 0.5)
    line.pause(0.6)
    line.pause(0.9)  # once more changes nothing
    assert line.due() is None
    assert line.advance(7, 100.0) == []
    line.resume(100.6)
    assert line.due() == pytest.approx(101.0)
    assert line.advance(7, 101.0) == [WordStarted(7, 0, 1)]


def test_a_pause_in_the_gap_makes_the_gap_no_shorter() -> None:
    line = Timeline(Utterance(7, TWO))
    line.start(FIRST, 0.0)
    line.advance(7, 3.0)
    line.pause(3.1)
    line.resume(9.1)
    assert line.starts_at == pytest.approx(9.0 + SENTENCE_GAP_SECONDS)


def test_speech_that_begins_in_a_sentence_begins_just_before_the_word() -> None:
    line = Timeline(Utterance(7, TWO, from_sentence=0, from_word=2))
    offset = line.start(FIRST, 50.0)
    assert offset == pytest.approx(2.0 - SEEK_LEAD_SECONDS)
    assert line.advance(7, 49.9) == []
    assert line.advance(7, 50.0) == [UtteranceStarted(7)]
    assert line.advance(7, 50.0 + SEEK_LEAD_SECONDS + 0.001) == [WordStarted(7, 0, 2)]


def test_speech_that_begins_in_a_later_sentence_leaves_the_others_out() -> None:
    line = Timeline(Utterance(7, TWO, from_sentence=1, from_word=1))
    assert line.wanted == 1
    line.start(SECOND, 0.0)
    assert line.advance(7, 9.0) == [
        UtteranceStarted(7),
        WordStarted(7, 1, 1, is_estimated=True),
        UtteranceFinished(7),
    ]


@pytest.mark.parametrize("utterance", [Utterance(3, ()), Utterance(3, TWO, from_sentence=2)])
def test_an_utterance_without_words_starts_and_ends(utterance: Utterance) -> None:
    line = Timeline(utterance)
    assert line.wanted is None
    assert line.advance(3, 0.0) == [UtteranceStarted(3), UtteranceFinished(3)]


def test_what_is_heard_can_be_asked_for_and_stands_still_in_a_pause() -> None:
    line = Timeline(Utterance(7, TWO))
    assert line.heard(0.0) is None
    line.start(FIRST, 1.0)
    assert line.heard(0.75) == (FIRST, 0.0, 0.25)
    assert line.heard(2.5) == (FIRST, 1.5, 0.0)
    line.pause(2.5)
    assert line.heard(60.0) == (FIRST, 1.5, 0.0)
    line.resume(60.0)
    assert line.heard(61.6) is None  # over


def test_an_earcon_sounds_before_the_first_word_and_the_sentence_follows_it_at_once() -> None:
    line = Timeline(Utterance(7, TWO, from_sentence=0, from_word=2, earcon="next"))
    assert (line.wanted, line.earcon) == (EARCON, "next")
    assert line.start(CHIME, 1.0) == 0.0
    assert line.advance(7, 1.0) == [UtteranceStarted(7)]
    assert line.heard(1.05) == (CHIME, pytest.approx(0.05), 0.0)
    assert line.due() == pytest.approx(1.2)
    assert line.advance(7, 1.2) == []
    assert (line.wanted, line.starts_at) == (0, pytest.approx(1.2))
    assert line.start(FIRST, 1.2) == pytest.approx(2.0 - SEEK_LEAD_SECONDS)
    assert line.advance(7, 1.3) == [WordStarted(7, 0, 2)]


def test_a_pause_in_an_earcon_moves_the_words() -> None:
    line = Timeline(Utterance(7, TWO, earcon="next"))
    line.start(CHIME, 1.0)
    line.pause(1.1)
    assert line.due() is None
    line.resume(5.1)
    assert line.advance(7, 5.3) == [UtteranceStarted(7)]
    assert line.starts_at == pytest.approx(5.2)


def test_an_earcon_after_the_last_word_is_part_of_the_utterance() -> None:
    line = Timeline(Utterance(7, TWO[:1], last_earcon="listening"))
    line.start(FIRST, 0.0)
    assert WordStarted(7, 0, 2) in line.advance(7, 3.01)
    assert (line.wanted, line.earcon) == (EARCON, "listening")
    assert line.due() is None
    assert line.starts_at == pytest.approx(3.0 + EARCON_GAP_SECONDS)
    line.start(CHIME, line.starts_at)
    assert line.advance(7, 3.0 + EARCON_GAP_SECONDS + 0.19) == []
    assert line.advance(7, 3.0 + EARCON_GAP_SECONDS + 0.21) == [UtteranceFinished(7)]


def test_an_earcon_alone_is_an_utterance() -> None:
    line = Timeline(Utterance(7, (), earcon="not_understood"))
    assert line.wanted == EARCON
    line.start(CHIME, 2.0)
    assert line.advance(7, 2.3) == [UtteranceStarted(7), UtteranceFinished(7)]
    assert line.is_finished
