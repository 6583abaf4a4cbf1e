"""Which voice says a screen: the rendered narration if it has all of it, else the live voice, never both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audio.api import Narration, SpokenSentence, Utterance
from audio.cache import Cache
from audio.live_speaker import KEPT_VOICE, VoiceSource
from audio.loudness import from_pcm
from audio.pack import Pack
from audio.rendered import SAMPLE_HZ
from audio.voice_process import VoiceFailure, VoiceProcess
from tests.audio.a_pack import make_pack
from tests.audio.sound_out import MUTE, READY, TONES, sentence, worker
from tests.audio.test_kept_speech import pitch_of

pytestmark = pytest.mark.timed

ONE, TWO, OTHER = sentence("Yes, it is."), sentence("No more."), sentence("Something else.")
BOTH = (ONE, TWO)


DAMAGE = ("gone", "truncated", "wrong bytes", "empty")


def spoil(pack: Pack, sentence: SpokenSentence, damage: str) -> None:
    """Do this to the sound of a sentence."""
    path, _ = pack.find(sentence) or pytest.fail("there is nothing to spoil")
    data = path.read_bytes()
    path.unlink()
    if damage != "gone":
        half = len(data) // 2
        spoiled = {"truncated": data[:half], "wrong bytes": data[:half] + bytes(len(data) - half), "empty": b""}
        path.write_bytes(spoiled[damage])


KEPT_FAULTS = {
    "hangs": READY + "for line in sys.stdin:\n    time.sleep(60)\n",
    "crashes": READY + "sys.stdin.readline()\nsys.exit(3)\n",
    "garbage": READY + "print('no' * 99, flush=True)\n",
    "never starts": "raise SystemExit(1)\n",
}
"""Workers that cannot say what was rendered, though the files are good."""
GIVES_NO_SOUND = {
    answer: READY + TONES.replace("    sys.stdout.buffer.write", f"    if 'kept' in request:{body}", 1)
    for answer, body in {
        "silence": " tone = array.array('h', len(tone) * [0])\n    sys.stdout.buffer.write",
        "an error": " head, tone = {'id': request['id'], 'bytes': 0, 'error': 'no decoder'}, array.array('h')\n"
        "    sys.stdout.buffer.write",
    }.items()
}
"""Workers with a live voice, for which a good file comes to nothing."""


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return make_pack(tmp_path / "pack", ONE, TWO)


@pytest.fixture
def source(pack: Pack) -> Iterator[VoiceSource]:
    source = VoiceSource(VoiceProcess(5.0), None, pack)
    yield source
    source.close()


def asked(*sentences: object, rate: int = 150) -> Narration:
    return Narration(Utterance(1, sentences), rate_wpm=rate)  # type: ignore[arg-type]


def test_a_screen_that_is_all_there_is_said_by_the_rendered_voice(source: VoiceSource) -> None:
    narration = source.voiced(asked(*BOTH), BOTH)
    assert narration.voice == KEPT_VOICE
    rendered = source.fetch(ONE, narration)
    assert [round(start, 1) for start, _ in rendered.words] == [0.0, 0.2, 0.5]
    assert pitch_of(from_pcm(rendered.pcm)[: SAMPLE_HZ // 4], SAMPLE_HZ) == pytest.approx(120, rel=0.05)


@pytest.mark.parametrize("others", [(OTHER,), (ONE, OTHER, TWO)])
def test_a_screen_of_which_a_sentence_is_missing_is_said_by_the_live_voice(source: VoiceSource, others: tuple) -> None:
    assert source.voiced(asked(*others), others).voice != KEPT_VOICE


def test_another_language_is_not_said_by_this_pack(source: VoiceSource) -> None:
    narration = Narration(Utterance(1, BOTH), language="de")
    assert source.voiced(narration, BOTH).voice != KEPT_VOICE


@pytest.mark.parametrize("rate", [65, 320])
def test_the_rate_stretches_what_was_rendered(source: VoiceSource, rate: int) -> None:
    plain = source.fetch(ONE, source.voiced(asked(*BOTH), BOTH))
    other = source.fetch(ONE, source.voiced(asked(*BOTH, rate=rate), BOTH))
    assert other.seconds == pytest.approx(plain.seconds * 150 / rate, rel=0.08)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_that_is_not_whole_is_told_once_and_the_live_voice_says_the_screen(
    source: VoiceSource, pack: Pack, damage: str
) -> None:
    assert source.voiced(asked(*BOTH), BOTH).voice == KEPT_VOICE
    spoil(pack, TWO, damage)
    for one in BOTH:
        narration = source.voiced(asked(*BOTH), BOTH)
        assert narration.voice != KEPT_VOICE, "this is known before the first sentence is said"
        assert any(source.fetch(one, narration).pcm)
    notes = source.take_notes()
    assert len(notes) == 1 and "damaged" in notes[0]
    assert source.take_notes() == []
    assert source.voiced(asked(ONE), (ONE,)).voice == KEPT_VOICE, "another screen is as before"


def test_a_file_that_is_put_right_speaks_again(source: VoiceSource, pack: Pack) -> None:
    path, _ = pack.find(ONE) or pytest.fail("made with it")
    good = path.read_bytes()
    spoil(pack, ONE, "wrong bytes")
    assert source.voiced(asked(ONE), (ONE,)).voice != KEPT_VOICE
    path.write_bytes(good)
    assert source.voiced(asked(ONE), (ONE,)).voice == KEPT_VOICE


@pytest.mark.parametrize("fault", KEPT_FAULTS)
def test_a_voice_that_is_away_says_nothing_about_the_files(tmp_path: Path, pack: Pack, fault: str) -> None:
    source = VoiceSource(VoiceProcess(0.3, worker(tmp_path, KEPT_FAULTS[fault])), None, pack)
    narration = source.voiced(asked(*BOTH), BOTH)
    for _ in range(3):  # the second time it waits for its next start
        with pytest.raises(VoiceFailure):
            source.fetch(ONE, narration)
    assert pack.has_all(BOTH)
    assert source.take_notes() == []
    source.close()


@pytest.mark.parametrize("answer", ["silence", "an error"])
def test_a_file_that_gives_no_sound_is_said_by_the_live_voice_from_then_on(
    tmp_path: Path, pack: Pack, answer: str
) -> None:
    source = VoiceSource(VoiceProcess(5.0, worker(tmp_path, GIVES_NO_SOUND[answer])), None, pack)
    assert any(source.fetch(ONE, source.voiced(asked(*BOTH), BOTH)).pcm)
    assert source.voiced(asked(*BOTH), BOTH).voice != KEPT_VOICE
    assert len(source.take_notes()) == 1
    source.close()


def test_a_machine_without_a_voice_still_says_what_was_rendered(tmp_path: Path, pack: Pack) -> None:
    source = VoiceSource(VoiceProcess(5.0, worker(tmp_path, MUTE)), None, pack)
    source.check()
    assert any(source.fetch(TWO, source.voiced(asked(*BOTH), BOTH)).pcm)
    with pytest.raises(VoiceFailure, match="there is no engine"):
        source.fetch(OTHER, source.voiced(asked(OTHER), (OTHER,)))
    assert any(source.fetch(ONE, source.voiced(asked(*BOTH), BOTH)).pcm), "its worker is still there"
    source.close()


def test_without_a_pack_a_missing_voice_is_noticed_at_once(tmp_path: Path) -> None:
    source = VoiceSource(VoiceProcess(5.0, worker(tmp_path, MUTE)), None)
    with pytest.raises(VoiceFailure, match="there is no engine"):
        source.check()
    source.close()


def test_the_second_time_it_comes_from_the_cache(tmp_path: Path, pack: Pack) -> None:
    cache = Cache(tmp_path / "cache", 10_000_000)
    source = VoiceSource(VoiceProcess(5.0), cache, pack)
    narration = source.voiced(asked(*BOTH), BOTH)
    first = source.fetch(ONE, narration)
    source.keep(ONE, narration, first)
    source.close()
    again = VoiceSource(VoiceProcess(1.0, ("/nonexistent",)), cache, pack)
    assert again.fetch(ONE, again.voiced(asked(*BOTH), BOTH)).pcm == first.pcm


def test_a_live_voice_speaks_slower_than_its_engine_can(source: VoiceSource) -> None:
    slow, plain = (source.fetch(OTHER, asked(OTHER, rate=rate)) for rate in (65, 90))
    assert slow.seconds == pytest.approx(plain.seconds * 90 / 65, rel=0.05)


def test_the_hearing_mode_is_another_sound(source: VoiceSource) -> None:
    narration = source.voiced(asked(*BOTH), BOTH)
    plain = source.fetch(ONE, narration)
    clear = source.fetch(ONE, Narration(narration.utterance, voice=narration.voice, is_clear=True))
    assert clear.seconds > 1.1 * plain.seconds
