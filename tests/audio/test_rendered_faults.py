"""Rendered narration on a real sound server when something about it is broken: what is heard, and by which voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.api import (
    Narration,
    SpokenSentence,
    Utterance,
    UtteranceFinished,
    VoiceBack,
    VoiceLost,
    WordStarted,
)
from audio.live_speaker import KEPT_VOICE, VoiceSource
from audio.pack import Pack
from audio.player import MixerPlayer
from audio.speaker import TimedSpeaker
from audio.voice_process import WORKER, VoiceProcess
from tests.audio.a_pack import by_word, make_pack
from tests.audio.sound_out import MUTE, Inbox, sentence, worker
from tests.audio.test_voice_source import KEPT_FAULTS, spoil
from tests.ear import Ear
from tests.rig import SoundRig
from tests.sound import Recording, Samples

pytestmark = pytest.mark.real

ONE = sentence("It is a rare disease of the nerves.")
TWO = sentence("They carry signals to all of the muscles.")
OTHER = sentence("Nobody has rendered this one.")
RATE_WPM = 215

Heard = tuple[str, str]
"""The voice, and what it said."""
Speaking = Callable[[tuple[str, ...]], TimedSpeaker]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return make_pack(tmp_path / "pack", ONE, TWO, sound=by_word)


@pytest.fixture
def ear(pack: Pack) -> Ear[Heard]:
    """Knows both sentences in both voices."""
    source = VoiceSource(VoiceProcess(10.0), None, pack)
    known: dict[Heard, Samples] = {}
    for voice, name in (("rendered", KEPT_VOICE), ("live", "")):
        for one in (ONE, TWO):
            pcm = source.fetch(one, Narration(None, voice=name, rate_wpm=RATE_WPM)).pcm
            known[voice, one.text] = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)
    source.close()
    return Ear(known)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def recording(sound_here: SoundRig) -> Iterator[Recording]:
    with sound_here.record() as record:
        yield record


@pytest.fixture
def speaking(recording: Recording, inbox: Inbox, pack: Pack) -> Iterator[Speaking]:
    """Makes a speaker with this pack and the worker that is named."""
    made: list[TimedSpeaker] = []

    def make(command: tuple[str, ...]) -> TimedSpeaker:
        made.append(TimedSpeaker(inbox.put, MixerPlayer(), VoiceSource(VoiceProcess(2.0, command), None, pack)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def say(number: int, *sentences: SpokenSentence) -> Narration:
    return Narration(Utterance(number, sentences), rate_wpm=RATE_WPM)


def heard(ear: Ear[Heard], recording: Recording) -> list[Heard]:
    return [one.name for one in ear.understand(recording.samples())]


def finish(inbox: Inbox, number: int) -> None:
    inbox.wait_for(UtteranceFinished, where=lambda report: report.number == number)


@pytest.mark.parametrize("damage", ["truncated", "wrong bytes"])
def test_a_screen_with_a_damaged_sentence_is_all_said_by_the_live_voice(
    speaking: Speaking, inbox: Inbox, recording: Recording, ear: Ear[Heard], pack: Pack, damage: str
) -> None:
    spoil(pack, TWO, damage)
    speaker = speaking(WORKER)
    speaker.make_true(say(1, ONE, TWO))
    finish(inbox, 1)
    assert set(ear.names) == {(voice, one.text) for voice in ("live", "rendered") for one in (ONE, TWO)}
    assert heard(ear, recording) == [("live", ONE.text), ("live", TWO.text)]
    (told,) = [one.reason for _, one in inbox.times(VoiceLost)]
    assert "damaged" in told
    speaker.make_true(say(2, ONE))
    finish(inbox, 2)
    assert heard(ear, recording)[-1] == ("rendered", ONE.text), "another screen is said by the rendered voice"
    assert len(inbox.times(VoiceLost)) == 1


def test_without_a_live_voice_what_was_rendered_is_said_and_nothing_is_lost(
    speaking: Speaking, inbox: Inbox, recording: Recording, ear: Ear[Heard], tmp_path: Path
) -> None:
    speaker = speaking(worker(tmp_path, MUTE))
    speaker.make_true(say(1, ONE, TWO))
    finish(inbox, 1)
    assert heard(ear, recording) == [("rendered", ONE.text), ("rendered", TWO.text)]
    assert not inbox.times(VoiceLost)
    speaker.make_true(say(2, OTHER))
    assert "there is no engine" in inbox.wait_for(VoiceLost).reason
    finish(inbox, 2)
    if not inbox.times(VoiceBack):  # else it was back before the silent words were over
        inbox.wait_for(VoiceBack)
    speaker.make_true(say(3, TWO))
    finish(inbox, 3)
    assert heard(ear, recording)[-1] == ("rendered", TWO.text)
    assert len(inbox.times(VoiceLost)) == 1


@pytest.mark.parametrize("fault", ["hangs", "crashes"])
def test_when_its_reader_breaks_the_words_go_on_and_the_rendered_voice_comes_back(
    speaking: Speaking, inbox: Inbox, recording: Recording, ear: Ear[Heard], tmp_path: Path, fault: str
) -> None:
    speaker = speaking(worker(tmp_path, KEPT_FAULTS[fault]))
    speaker.make_true(say(1, ONE))
    inbox.wait_for(VoiceLost, 5)
    finish(inbox, 1)
    words = [one for _, one in inbox.times(WordStarted)]
    assert [one.word for one in words] == list(range(len(ONE.words)))
    assert all(one.is_estimated for one in words)
    worker(tmp_path, MUTE)  # the same file, mended
    if not inbox.times(VoiceBack):
        inbox.wait_for(VoiceBack, 8)
    speaker.make_true(say(2, ONE))
    finish(inbox, 2)
    assert heard(ear, recording) == [("rendered", ONE.text)]
    assert len(inbox.times(VoiceLost)) == 1
