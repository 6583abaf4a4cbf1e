"""What every Speaker promises, tried on each of them: the silent one, and on a real sound server the live one with
its live voice, and with narration that was rendered beforehand."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from audio.api import (
    Narration,
    Speaker,
    SpeakerBack,
    SpeakerLost,
    Utterance,
    UtteranceFinished,
    UtteranceStarted,
    VoiceBack,
    VoiceLost,
    WordStarted,
)
from audio.cache import Cache
from audio.earcons import EARCONS, earcon
from audio.live_speaker import LiveSpeaker, VoiceSource
from audio.narration import SENTENCE_GAP_SECONDS
from audio.player import MixerPlayer
from audio.silent_speaker import SilentSpeaker
from audio.speaker import TimedSpeaker
from audio.timeline import EARCON_GAP_SECONDS
from audio.voice_process import VoiceProcess
from tests.audio.a_pack import make_pack
from tests.audio.sound_out import MUTE, Inbox, sentence, worker

pytestmark = pytest.mark.timed

ONE, TWO = sentence("Yes, it is."), sentence("No more.")
SLOW_SECONDS = 0.5
"""So late a report may be on a machine that is busy with other things."""
EARLY_SECONDS = 0.1
"""So much nearer to the next one a late report is."""
FAST = Narration(Utterance(1, (ONE, TWO)), rate_wpm=300)


def rendered_speaker(inbox: Inbox, folder: Path) -> Speaker:
    """Says what was rendered beforehand, and has no other voice: whatever does not come from there is a loss."""
    pack = make_pack(folder / "pack", ONE, TWO)
    source = VoiceSource(VoiceProcess(5.0, worker(folder, MUTE)), Cache(folder / "cache", 10_000_000), pack)
    return TimedSpeaker(inbox.put, MixerPlayer(), source)


@pytest.fixture(params=["silent", "live", "rendered"])
def spoken(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Speaker, Inbox]]:
    """A speaker, and the inbox it reports to."""
    inbox = Inbox()
    if request.param != "silent":
        request.getfixturevalue("sound_here")
    speaker: Speaker
    match request.param:
        case "silent":
            speaker = SilentSpeaker(inbox.put)
        case "live":
            speaker = LiveSpeaker(inbox.put, cache_folder=tmp_path)
        case _:
            speaker = rendered_speaker(inbox, tmp_path)
    yield speaker, inbox
    speaker.close()
    lost = [one for _, one in inbox.taken if isinstance(one, SpeakerLost | SpeakerBack | VoiceLost | VoiceBack)]
    assert lost == []


def test_every_word_is_reported_once_in_order_between_start_and_end(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    speaker.make_true(FAST)
    inbox.wait_for(UtteranceFinished)
    reports = [(type(one), getattr(one, "sentence", None), getattr(one, "word", None)) for _, one in inbox.taken]
    assert reports == [
        (UtteranceStarted, None, None),
        (WordStarted, 0, 0),
        (WordStarted, 0, 1),
        (WordStarted, 0, 2),
        (WordStarted, 1, 0),
        (WordStarted, 1, 1),
        (UtteranceFinished, None, None),
    ]
    times = [moment for moment, _ in inbox.taken]
    assert times == sorted(times)
    assert times[4] - times[3] > SENTENCE_GAP_SECONDS


def test_earcons_stand_before_the_first_word_and_after_the_last(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    speaker.make_true(replace(FAST, utterance=Utterance(1, (ONE,))))  # the sentence is there from now on
    inbox.wait_for(UtteranceFinished)
    speaker.make_true(replace(FAST, utterance=Utterance(2, (ONE,), earcon="next", last_earcon="listening")))
    inbox.wait_for(UtteranceFinished, where=lambda report: report.number == 2)
    times = {type(one): moment for moment, one in inbox.taken if one.number == 2 and getattr(one, "word", 0) == 0}  # type: ignore[union-attr]
    plain = {type(one): moment for moment, one in inbox.taken if one.number == 1 and getattr(one, "word", 0) == 0}  # type: ignore[union-attr]
    assert earcon("next").seconds - EARLY_SECONDS <= times[WordStarted] - times[UtteranceStarted]
    to_the_word = plain[WordStarted] - plain[UtteranceStarted]
    assert times[WordStarted] - times[UtteranceStarted] < earcon("next").seconds + to_the_word + 0.05 + SLOW_SECONDS
    ending = (times[UtteranceFinished] - times[WordStarted]) - (plain[UtteranceFinished] - plain[WordStarted])
    last = earcon("listening").seconds
    assert last - EARLY_SECONDS < ending < last + EARCON_GAP_SECONDS + 0.05 + SLOW_SECONDS


def test_an_earcon_alone_starts_and_finishes(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    for number, name in enumerate(EARCONS, start=1):
        speaker.make_true(Narration(Utterance(number, (), earcon=name)))
        inbox.wait_for(UtteranceFinished, where=lambda report, number=number: report.number == number)  # type: ignore[misc]
        started = inbox.times(UtteranceStarted)[-1][0]
        assert inbox.taken[-1][0] - started >= earcon(name).seconds - EARLY_SECONDS


def test_an_earcon_that_nobody_knows_holds_nothing_up(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    speaker.make_true(replace(FAST, utterance=Utterance(1, (ONE,), earcon="trumpet")))
    inbox.wait_for(UtteranceFinished)
    assert len(inbox.times(WordStarted)) == 3


def test_the_same_narration_again_changes_nothing(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    for _ in range(3):
        speaker.make_true(FAST)
    inbox.wait_for(UtteranceFinished)
    speaker.make_true(FAST)
    speaker.make_true(replace(FAST, volume_db=-6))
    time.sleep(0.2)
    assert len(inbox.times(UtteranceStarted)) == 1
    assert inbox.all_now() == []


def test_nothing_of_an_older_utterance_comes_after_the_newer_one_was_asked_for(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    for number in range(1, 30):
        speaker.make_true(replace(FAST, utterance=Utterance(number, (ONE, TWO))))
        late = [one for one in inbox.all_now() if getattr(one, "number", number) != number]
        time.sleep(0.013)
        late += [one for one in inbox.all_now() if getattr(one, "number", number) != number]
        # What came before make_true() returned may still lie in the inbox: only that of the one before.
        assert all(getattr(one, "number", 0) == number - 1 for one in late)
    speaker.make_true(Narration(None))
    inbox.all_now()
    time.sleep(0.3)
    assert inbox.all_now() == []


def test_orders_return_at_once(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    slowest = 0.0
    for number in range(1, 20):
        for narration in (
            replace(FAST, utterance=Utterance(number, (ONE, TWO))),
            replace(FAST, utterance=Utterance(number, (ONE, TWO)), is_paused=True),
            Narration(None),
        ):
            began = time.perf_counter()
            speaker.make_true(narration)
            slowest = max(slowest, time.perf_counter() - began)
            time.sleep(0.01)
    assert slowest < 0.1  # a guard against waiting for a device; the benchmark measures
    assert inbox is not None


def test_a_pause_holds_the_words_and_going_on_brings_the_rest(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    speaker.make_true(FAST)
    inbox.wait_for(WordStarted)
    speaker.make_true(replace(FAST, is_paused=True))
    inbox.all_now()
    seen = len(inbox.times(WordStarted))
    time.sleep(0.5)
    assert inbox.all_now() == []
    speaker.make_true(FAST)
    inbox.wait_for(UtteranceFinished)
    assert seen < len(inbox.times(WordStarted)) == 5


def test_an_utterance_that_is_paused_from_the_start_waits(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    speaker.make_true(replace(FAST, is_paused=True))
    time.sleep(0.4)
    assert inbox.all_now() == []
    speaker.make_true(FAST)
    inbox.wait_for(UtteranceFinished)


def test_speaking_can_begin_anywhere(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    speaker.make_true(replace(FAST, utterance=Utterance(9, (ONE, TWO), from_sentence=0, from_word=2)))
    inbox.wait_for(UtteranceFinished)
    assert [(one.sentence, one.word) for _, one in inbox.times(WordStarted)] == [(0, 2), (1, 0), (1, 1)]


def test_an_utterance_of_nothing_finishes(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    for number, sentences in ((1, ()), (2, (sentence(""),))):
        speaker.make_true(Narration(Utterance(number, sentences)))
        inbox.wait_for(UtteranceFinished, where=lambda report, number=number: report.number == number)  # type: ignore[misc]


def test_after_closing_nothing_comes_and_closing_again_is_no_fault(spoken: tuple[Speaker, Inbox]) -> None:
    speaker, inbox = spoken
    speaker.make_true(FAST)
    inbox.wait_for(UtteranceStarted)
    speaker.close()
    inbox.all_now()
    speaker.close()
    speaker.make_true(replace(FAST, utterance=Utterance(5, (ONE,))))
    speaker.devices_changed()
    time.sleep(0.3)
    assert inbox.all_now() == []
