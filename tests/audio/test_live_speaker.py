"""The live speaker on a real sound server: what is heard, and what happens when something is taken away."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from audio.api import (
    Narration,
    SpeakerBack,
    SpeakerLost,
    SpokenSentence,
    Utterance,
    UtteranceFinished,
    UtteranceStarted,
    VoiceBack,
    VoiceLost,
    WordStarted,
)
from audio.cache import SUFFIX
from audio.earcons import earcon
from audio.live_speaker import LiveSpeaker, VoiceSource
from audio.player import SETTLE_SECONDS, MixerPlayer, output_names
from audio.speaker import TimedSpeaker
from audio.voice_process import VoiceProcess
from tests.audio.sound_out import READY, TONES, Inbox, sentence, speaking_worker, worker
from tests.processes import wait_until
from tests.rig import SoundRig
from tests.sound import RATE, Recording, Samples

pytestmark = pytest.mark.real

LONG = sentence("Multifocal motor neuropathy is a rare disease of the nerves that move the muscles.")
SHORT = sentence("It can be treated.")
WPM = 240
DEADLINE_SECONDS = 60.0
"""For a voice that is not what is tried: on a busy machine it takes seconds to start."""


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def speaker(sound_here: SoundRig, inbox: Inbox, tmp_path: Path) -> Iterator[LiveSpeaker]:
    live = LiveSpeaker(inbox.put, cache_folder=tmp_path / "cache", deadline_seconds=DEADLINE_SECONDS)
    yield live
    live.close()


@pytest.fixture
def recording(sound_here: SoundRig) -> Iterator[Recording]:
    with sound_here.record() as record:
        yield record


def say(number: int, *sentences: SpokenSentence, volume_db: float = 0.0) -> Narration:
    return Narration(Utterance(number, sentences), volume_db=volume_db, rate_wpm=WPM)


def is_sound(samples: Samples) -> bool:
    return bool(np.abs(samples).max(initial=0.0) > 0.005)


def power(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-12))


def where_heard(recording: Recording, piece: Samples, start: float, stop: float) -> float:
    """The monotonic time at which ``piece`` is in the recording, by cross-correlation."""
    heard: npt.NDArray[np.float64] = recording.between(start, stop).astype(np.float64)
    size = 1 << (heard.size + piece.size).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(piece.astype(np.float64), size))
    return start + int(np.argmax(np.fft.irfft(product, size)[: heard.size])) / RATE


def test_words_are_reported_when_they_are_heard_after_pauses_too(
    speaker: LiveSpeaker, inbox: Inbox, recording: Recording
) -> None:
    # A loaded machine starves the sound and the reports, which is no fault of the clock: the best of three, within
    # less than a pause that is not reckoned with (0.25 s). How near they are `make bench` measures.
    medians = []
    for number in range(3):
        errors = highlight_errors(speaker, inbox, recording, number)
        assert len(errors) >= 8
        medians.append(float(np.median(np.abs(errors))))
        if medians[-1] < 0.15:
            return
    raise AssertionError(f"reported and heard are apart by (medians, s) {medians}")


def highlight_errors(speaker: LiveSpeaker, inbox: Inbox, recording: Recording, number: int) -> list[float]:
    """Seconds from hearing a word to its report, for the longer words of an utterance with two pauses in it."""
    narration = replace(say(number, LONG, SHORT), rate_wpm=150)
    speaker.make_true(narration)
    pauses = (2, 5)
    for pause_at in pauses:
        inbox.wait_for(WordStarted, where=lambda report, at=pause_at: report.word == at)  # type: ignore[misc]
        time.sleep(0.1)
        speaker.make_true(replace(narration, is_paused=True))
        time.sleep(0.25)
        speaker.make_true(narration)
    inbox.wait_for(UtteranceFinished)
    errors = []
    for moment, report in inbox.times(WordStarted):
        rendered = speaker._shelf[((LONG, SHORT)[report.sentence], "en", "", 150, False)]
        start, end = rendered.words[report.word]
        if report.number != number or end - start < 0.2 or (report.sentence == 0 and report.word in pauses):
            continue  # too short to be found for sure, or with a pause in it
        pcm = np.frombuffer(rendered.pcm, "<i2").astype(np.float32)
        piece = pcm[int(start * RATE) : int((start + 0.2) * RATE)]
        errors.append(moment - where_heard(recording, piece, moment - 0.6, moment + 0.6))
    return errors


def test_an_earcon_is_heard_before_the_first_word_and_never_over_it(
    speaker: LiveSpeaker, inbox: Inbox, recording: Recording
) -> None:
    speaker.make_true(say(1, SHORT))  # kept from now on
    inbox.wait_for(UtteranceFinished)
    gaps = []
    for number in range(2, 5):
        speaker.make_true(Narration(Utterance(number, (SHORT,), earcon="next"), rate_wpm=WPM))
        inbox.wait_for(UtteranceFinished, where=lambda report, number=number: report.number == number)  # type: ignore[misc]
        started = inbox.times(UtteranceStarted)[-1][0]
        chime = heard_pcm(earcon("next").pcm)
        words = heard_pcm(speaker._shelf[(SHORT, "en", "", WPM, False)].pcm)[: RATE // 2]
        chimed = where_heard(recording, chime, started - 1.0, started + 1.0)
        spoke = where_heard(recording, words, started - 1.0, started + 1.5)
        gaps.append(spoke - chimed - len(chime) / RATE)
        assert chimed == pytest.approx(started, abs=0.8)
    assert -0.005 < float(np.median(gaps)) < 0.15, gaps


def heard_pcm(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, "<i2").astype(np.float32)


SILENT_SECONDS = 0.6
"""From the order to silence, on a busy machine; `make bench` measures."""


def test_silence_comes_with_the_order(speaker: LiveSpeaker, inbox: Inbox, recording: Recording) -> None:
    speaker.make_true(say(1, LONG))
    inbox.wait_for(WordStarted)
    time.sleep(0.4)
    speaker.make_true(Narration(None))
    ordered = time.monotonic()
    assert is_sound(recording.between(ordered - 0.3, ordered))
    assert not is_sound(recording.between(ordered + SILENT_SECONDS, ordered + 1.5))


def test_a_pause_is_silent_and_goes_on_at_the_same_place(
    speaker: LiveSpeaker, inbox: Inbox, recording: Recording
) -> None:
    narration = say(1, LONG)
    speaker.make_true(narration)
    inbox.wait_for(UtteranceStarted)
    started = time.monotonic()
    time.sleep(0.8)
    speaker.make_true(replace(narration, is_paused=True))
    paused = time.monotonic()
    time.sleep(1.2)
    speaker.make_true(narration)
    went_on = time.monotonic()
    inbox.wait_for(UtteranceFinished)
    assert not is_sound(recording.between(paused + SILENT_SECONDS, went_on))
    # Both halves together are the sentence: what is heard after the pause continues it.
    pcm = np.frombuffer(speaker._shelf[(LONG, "en", "", WPM, False)].pcm, "<i2").astype(np.float32)
    middle = int((paused - started + 0.3) * RATE)
    heard_at = where_heard(recording, pcm[middle : middle + RATE // 2], went_on, went_on + 2.0)
    assert heard_at - went_on == pytest.approx(0.3, abs=0.25)


def test_volume_steps_are_heard_while_it_speaks(speaker: LiveSpeaker, inbox: Inbox, recording: Recording) -> None:
    narration = say(1, LONG, volume_db=-18)
    levels = []
    for volume in (-18, -6, 0):  # the same words at each, from the start
        speaker.make_true(replace(narration, utterance=Utterance(100 + volume, (LONG,))))
        inbox.wait_for(UtteranceStarted)
        if volume != -18:
            speaker.make_true(replace(narration, utterance=Utterance(100 + volume, (LONG,)), volume_db=volume))
        begun = time.monotonic()
        levels.append(power(recording.between(begun + 0.3, begun + 1.5)))
    assert levels[1] - levels[0] == pytest.approx(12, abs=2)
    assert levels[2] - levels[1] == pytest.approx(6, abs=2)


def test_the_second_time_it_comes_from_the_disk(
    sound_here: SoundRig, speaker: LiveSpeaker, inbox: Inbox, recording: Recording, tmp_path: Path
) -> None:
    speaker.make_true(say(1, LONG))
    inbox.wait_for(UtteranceStarted)
    kept = list((tmp_path / "cache").glob("*" + SUFFIX))
    assert kept
    speaker.close()
    dead = VoiceSource(VoiceProcess(1.0, ("/nonexistent",)), speaker._source._cache)  # type: ignore[attr-defined]
    other = TimedSpeaker(inbox.put, MixerPlayer(), dead)
    ordered = time.monotonic()
    other.make_true(say(2, LONG))
    inbox.wait_for(UtteranceStarted, where=lambda report: report.number == 2)
    assert is_sound(recording.between(ordered, ordered + 2.0))
    other.close()
    assert not [one for one in inbox.all_now() if isinstance(one, VoiceLost)]


def test_what_lies_ahead_is_rendered_while_nothing_else_is_to_do(
    speaker: LiveSpeaker, inbox: Inbox, tmp_path: Path
) -> None:
    ahead = tuple(sentence(f"Sentence number {number}.") for number in range(6))
    speaker.make_true(Narration(None, ahead=ahead))
    wait_until(lambda: len(list((tmp_path / "cache").glob("*" + SUFFIX))) == 6, 10, "six kept sentences")
    assert inbox.all_now() == []


def test_a_folder_that_cannot_be_written_is_told_once_and_it_speaks(
    sound_here: SoundRig, inbox: Inbox, recording: Recording, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    live = LiveSpeaker(inbox.put, cache_folder=tmp_path / "file" / "cache", deadline_seconds=DEADLINE_SECONDS)
    live.make_true(say(1, SHORT, sentence("Again."), sentence("And again.")))
    inbox.wait_for(UtteranceFinished)
    live.close()
    (reason,) = [one.reason for _, one in inbox.times(VoiceLost)]
    assert "cannot be kept" in reason
    assert len(inbox.times(VoiceBack)) == 1
    assert is_sound(recording.samples())


def test_a_voice_that_is_not_there_is_told_once_and_another_speaks(
    speaker: LiveSpeaker, inbox: Inbox, recording: Recording, tmp_path: Path
) -> None:
    speaker.make_true(replace(say(1, SHORT, LONG), voice="Nobody"))
    inbox.wait_for(UtteranceFinished)
    (reason,) = [one.reason for _, one in inbox.times(VoiceLost)]
    assert "'Nobody'" in reason
    assert list((tmp_path / "cache").glob("*")) == []  # the substitute is not kept as if it were Nobody
    assert len(inbox.times(VoiceBack)) == 1
    assert is_sound(recording.samples())


# ---------------------------------------------------------------- the voice is taken away


Speaking = Callable[..., TimedSpeaker]


@pytest.fixture
def speaking(sound_here: SoundRig, inbox: Inbox) -> Iterator[Speaking]:
    """Makes a speaker with a worker of the test's own."""
    made: list[TimedSpeaker] = []

    def make(command: tuple[str, ...], deadline_seconds: float = 0.5) -> TimedSpeaker:
        made.append(TimedSpeaker(inbox.put, MixerPlayer(), VoiceSource(VoiceProcess(deadline_seconds, command), None)))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize(
    "fault",
    ["for line in sys.stdin:\n    time.sleep(60)\n", "sys.stdin.readline()\nsys.exit(1)\n", "print('no' * 99)\n"],
    ids=["hangs", "crashes", "garbage"],
)
def test_without_a_voice_the_words_go_on_and_the_voice_comes_back_by_itself(
    speaking: Speaking, inbox: Inbox, tmp_path: Path, fault: str
) -> None:
    broken = speaking(worker(tmp_path, READY + fault))
    broken.make_true(say(1, SHORT))
    inbox.wait_for(VoiceLost)
    inbox.wait_for(UtteranceFinished)
    words = [one for _, one in inbox.times(WordStarted)]
    assert [one.word for one in words] == [0, 1, 2, 3]
    assert all(one.is_estimated for one in words)
    speaking_worker(tmp_path)  # the same file, mended: nothing is asked of it, and it is found
    inbox.wait_for(VoiceBack)
    broken.make_true(say(2, SHORT))
    inbox.wait_for(UtteranceFinished, where=lambda report: report.number == 2)
    assert not [one for _, one in inbox.times(WordStarted) if one.number == 2 and one.is_estimated]
    assert len(inbox.times(VoiceLost)) == 1


def test_a_voice_that_hangs_holds_up_one_sentence_only(speaking: Speaking, inbox: Inbox, tmp_path: Path) -> None:
    hanging = speaking(worker(tmp_path, READY + "time.sleep(60)\n"), 0.8)
    began = time.monotonic()
    hanging.make_true(say(1, SHORT, SHORT, SHORT))
    inbox.wait_for(UtteranceFinished)
    # One deadline, three times four words at WPM, the gaps, and at most two tries in between.
    assert time.monotonic() - began < 0.8 + 3 * 4 * 60 / WPM + 2 * 0.3 + 2 * 0.8 + 1.5
    assert [one.sentence for _, one in inbox.times(WordStarted)] == [0] * 4 + [1] * 4 + [2] * 4


POISON = READY + TONES.replace('words = request["words"]', 'words = request["words"]; assert "can" not in words')


def test_a_sentence_that_kills_the_voice_is_silent_and_the_others_are_not(
    speaking: Speaking, inbox: Inbox, tmp_path: Path
) -> None:
    other = sentence("Yes, it is.")
    fragile = speaking(worker(tmp_path, POISON), 2.0)
    fragile.make_true(replace(say(1, other, SHORT, other, other), ahead=(SHORT, LONG)))
    inbox.wait_for(UtteranceFinished)
    estimated = {one.sentence for _, one in inbox.times(WordStarted) if one.is_estimated}
    assert 1 in estimated
    assert not estimated & {0, 3}
    time.sleep(0.5)  # what lies ahead kills it once more, and then no more
    lost = len([one for one in inbox.all_now() if isinstance(one, VoiceLost)]) + len(inbox.times(VoiceLost))
    time.sleep(1.0)
    assert not [one for one in inbox.all_now() if isinstance(one, VoiceLost)]
    assert 1 <= lost <= 3


def test_a_new_order_does_not_wait_for_a_voice_that_hangs(speaking: Speaking, inbox: Inbox, tmp_path: Path) -> None:
    hanging = speaking(worker(tmp_path, READY + "time.sleep(60)\n"), 30.0)
    hanging.make_true(say(1, SHORT))
    time.sleep(0.2)
    began = time.monotonic()
    hanging.make_true(Narration(None))
    hanging.close()
    assert time.monotonic() - began < 5.0


# ---------------------------------------------------------------- the speaker is taken away


NOTICED_SECONDS = 5.0
"""On a busy machine; `make bench` measures."""


def test_a_speaker_unplugged_and_back_in_the_middle_of_a_sentence(
    sound_here: SoundRig, speaker: LiveSpeaker, inbox: Inbox
) -> None:
    sound_here.unplug_microphone()  # its sink would take the sound over
    speaker.make_true(say(1, LONG, SHORT))
    inbox.wait_for(WordStarted)
    sound_here.unplug_speaker()
    unplugged = time.monotonic()
    assert "unplugged" in inbox.wait_for(SpeakerLost).reason
    assert inbox.taken[-1][0] - unplugged < NOTICED_SECONDS
    inbox.wait_for(WordStarted)  # the captions go on
    sound_here.plug_speaker()
    plugged = time.monotonic()
    with sound_here.record() as recording:
        inbox.wait_for(SpeakerBack)
        assert inbox.taken[-1][0] - plugged < NOTICED_SECONDS
        inbox.wait_for(UtteranceFinished)
        assert is_sound(recording.samples())
    assert len(inbox.times(SpeakerLost)) == len(inbox.times(SpeakerBack)) == 1
    words = [one.word for _, one in inbox.times(WordStarted)]
    assert words == [*range(len(LONG.words)), *range(len(SHORT.words))]


def test_the_system_saying_so_makes_it_look_at_once(sound_here: SoundRig, speaker: LiveSpeaker, inbox: Inbox) -> None:
    sound_here.unplug_microphone()
    speaker.make_true(say(1, SHORT))
    inbox.wait_for(UtteranceFinished)  # idle now: it would not look by itself
    sound_here.unplug_speaker()
    time.sleep(SETTLE_SECONDS)
    speaker.devices_changed()
    inbox.wait_for(SpeakerLost, NOTICED_SECONDS)
    sound_here.plug_speaker()
    speaker.devices_changed()
    inbox.wait_for(SpeakerBack, NOTICED_SECONDS)


def test_no_speaker_at_the_start_and_one_later(sound_here: SoundRig, inbox: Inbox) -> None:
    sound_here.unplug_microphone()
    sound_here.unplug_speaker()
    live = LiveSpeaker(inbox.put, deadline_seconds=DEADLINE_SECONDS)
    live.make_true(say(1, SHORT))
    assert "no speaker" in inbox.wait_for(SpeakerLost).reason
    inbox.wait_for(UtteranceFinished)
    sound_here.plug_speaker()
    inbox.wait_for(SpeakerBack)
    with sound_here.record() as recording:
        live.make_true(say(2, SHORT))
        inbox.wait_for(UtteranceFinished, where=lambda report: report.number == 2)
        assert is_sound(recording.samples())
    live.close()
    assert len(inbox.times(SpeakerLost)) == 1


def test_the_speaker_is_chosen_by_name_and_a_wrong_name_is_told(sound_here: SoundRig, inbox: Inbox) -> None:
    assert "KioskSpeaker" in output_names()
    sound_here.pactl("set-default-sink", "kiosk_mic_in")
    with sound_here.record() as recording:
        named = LiveSpeaker(inbox.put, device="KioskSpeaker", deadline_seconds=DEADLINE_SECONDS)
        named.make_true(say(1, SHORT))
        inbox.wait_for(UtteranceFinished)
        named.close()
        assert is_sound(recording.samples())
    assert not inbox.times(SpeakerLost)
    with sound_here.record("kiosk_mic_in.monitor") as recording:
        wrong = LiveSpeaker(inbox.put, device="Kitchen radio", deadline_seconds=DEADLINE_SECONDS)
        wrong.make_true(say(2, SHORT))
        assert "'Kitchen radio'" in inbox.wait_for(SpeakerLost).reason
        inbox.wait_for(SpeakerBack)
        inbox.wait_for(UtteranceFinished)
        wrong.close()
        assert is_sound(recording.samples())


def test_no_thread_and_no_process_is_left(sound_here: SoundRig, inbox: Inbox) -> None:
    before = set(threading.enumerate())
    live = LiveSpeaker(inbox.put, deadline_seconds=DEADLINE_SECONDS)
    live.make_true(say(1, SHORT))
    inbox.wait_for(UtteranceStarted)
    source = live._source
    assert isinstance(source, VoiceSource)
    process = source._voice._process
    assert process is not None
    live.close()
    assert process.poll() is not None
    for _ in itertools.takewhile(lambda _: set(threading.enumerate()) - before, range(500)):
        time.sleep(0.02)
    assert set(threading.enumerate()) <= before
