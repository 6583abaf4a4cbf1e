"""Rendering narration: what is there is kept, what is stopped goes on, what changed is made anew, the unused goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile

from audio.loudness import TARGET_LUFS, to_pcm
from audio.pack import open_pack
from audio.pack_writer import told, work, write_pack
from audio.shape import RawSpeech
from tests.audio.a_pack import ABOUT, HZ, voiced
from tests.audio.sound_out import sentence

SENTENCES = tuple(sentence(text) for text in ("Yes, it is so.", "M M N is rare.", "No more of that."))
LEXICON = {"M": "em"}


class Speaking:
    """A voice that says each word as a tone, and counts."""

    def __init__(self, stop_at: int = 99) -> None:
        self.said: list[str] = []
        self._stop_at = stop_at

    def __call__(self, words: Sequence[str]) -> RawSpeech:
        if len(self.said) == self._stop_at:
            raise KeyboardInterrupt
        self.said.append(" ".join(words))
        silence = np.zeros(HZ // 5)
        sound = np.concatenate([silence, *(voiced(150 + 30 * n, 0.3) for n in range(len(words)))])
        return RawSpeech(to_pcm(sound), HZ, [0.2 + 0.3 * n for n in range(len(words))])


def render(folder: Path, speaking: Speaking, lexicon: dict[str, str] | None = None, sentences=SENTENCES) -> None:
    write_pack(folder, ABOUT, sentences, LEXICON if lexicon is None else lexicon, speaking, lambda *_: None)


def test_every_sentence_is_there_at_one_loudness_without_silence_at_its_ends(tmp_path: Path) -> None:
    render(tmp_path, Speaking())
    pack = open_pack(tmp_path)
    assert pack.has_all(SENTENCES) and len(pack) == 3
    for one in SENTENCES:
        found = pack.find(one)
        assert found
        samples, hz = soundfile.read(found[0])
        assert hz == HZ
        assert found[1].starts[0] == pytest.approx(0.01, abs=0.01)
        assert found[1].starts[1] - found[1].starts[0] == pytest.approx(0.3, abs=0.01)
        assert pyloudnorm.Meter(hz).integrated_loudness(samples) == pytest.approx(TARGET_LUFS, abs=0.5)


def test_the_voice_is_told_the_words_of_its_own_lexicon(tmp_path: Path) -> None:
    speaking = Speaking()
    render(tmp_path, speaking)
    assert speaking.said[1] == "em em N is rare."
    assert told(["an MMN", "M"], {"M": "x", "MMN": "y"}) == ["an y", "x"]


def test_a_second_time_nothing_is_to_be_done(tmp_path: Path) -> None:
    render(tmp_path, Speaking())
    speaking = Speaking()
    render(tmp_path, speaking)
    assert speaking.said == []


def test_what_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        render(tmp_path, Speaking(stop_at=2))
    assert len(open_pack(tmp_path)) == 2
    speaking = Speaking()
    render(tmp_path, speaking)
    assert speaking.said == ["No more of that."]


def test_a_changed_pronunciation_is_rendered_anew(tmp_path: Path) -> None:
    render(tmp_path, Speaking())
    assert [one.text for one in work(open_pack(tmp_path), SENTENCES, {"M": "m"}).changed] == ["M M N is rare."]
    speaking = Speaking()
    render(tmp_path, speaking, {"M": "m"})
    assert speaking.said == ["m m N is rare."]
    assert not work(open_pack(tmp_path), SENTENCES, {"M": "m"}).to_render


def test_what_nothing_says_any_more_is_removed(tmp_path: Path) -> None:
    render(tmp_path, Speaking())
    assert len(work(open_pack(tmp_path), SENTENCES[:1], LEXICON).unused) == 2
    render(tmp_path, Speaking(), sentences=SENTENCES[:1])
    assert len(list(tmp_path.glob("*.ogg"))) == 1


def test_a_damaged_file_is_missing_and_rendered_anew(tmp_path: Path) -> None:
    render(tmp_path, Speaking())
    found = open_pack(tmp_path).find(SENTENCES[0])
    assert found
    found[0].write_bytes(b"no sound")
    speaking = Speaking()
    render(tmp_path, speaking)
    assert speaking.said == [SENTENCES[0].text]
