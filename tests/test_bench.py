"""The arithmetic of the measurements, on sound and words whose figures are known."""

from __future__ import annotations

import importlib
import math

import numpy as np
import pytest

from audio.stretch import stretch
from tests.audio.a_pack import voiced
from tests.bench.__main__ import MEASURES
from tests.bench.levels import decibels, gain, gain_step, true_peak
from tests.bench.measure_seams import pairs
from tests.bench.pitch import median_pitch
from tests.bench.said import said
from tests.bench.seams import seam
from tests.bench.word_errors import Errors, compare, plain, respelled
from tests.bench.words import by_ear
from tests.rig import RATE, Samples


def babble(seconds: float, seed: int) -> Samples:
    """Noise of its own that comes and goes like syllables."""
    numbers = np.random.default_rng(seed)
    at = np.arange(round(seconds * RATE)) / RATE
    noise = numbers.standard_normal(len(at)) * (0.2 + np.abs(np.sin(2 * np.pi * 4 * at)))
    return np.asarray(0.1 * noise / np.abs(noise).max(), np.float32)


@pytest.mark.parametrize("name", MEASURES)
def test_every_measurement_fits_the_program_as_it_is(name: str) -> None:
    assert callable(importlib.import_module(f"tests.bench.measure_{name}").measure)


# ---------------------------------------------------------------- loudness


def test_gain_is_found_under_noise() -> None:
    known = babble(0.5, 1)
    recorded = known * np.float32(0.25) + babble(0.5, 2) * np.float32(0.01)
    assert decibels(gain(known, recorded)) == pytest.approx(-12.04, abs=0.05)
    assert gain(np.zeros(100, np.float32), known[:100]) == 0
    assert decibels(0.0) == -math.inf


@pytest.mark.parametrize("db", [-6.0, 6.0])
def test_the_sample_at_which_the_gain_changed(db: float) -> None:
    known = babble(0.8, 1)
    at = round(0.31 * RATE)
    recorded = known * np.float32(0.25)
    recorded[at:] *= np.float32(10 ** (db / 20))
    found = gain_step(known, recorded)
    assert found is not None
    assert found[0] == pytest.approx(at, abs=RATE // 1000)
    assert found[1] == pytest.approx(db, abs=0.1)


def test_another_sound_has_no_change_of_gain() -> None:
    assert gain_step(babble(0.5, 1), babble(0.5, 2)) is None
    assert gain_step(babble(0.5, 1), np.zeros(round(0.5 * RATE), np.float32)) is None


def test_true_peak_lies_between_the_samples() -> None:
    # A sine at a fourth of the rate whose samples all miss its top by 45 degrees: 3.01 dB lower.
    at = np.arange(3 * 65_536)
    tone = 0.5 * np.sin(np.pi / 2 * at + np.pi / 4) * np.minimum(1, np.minimum(at, at[::-1]) / 4000)
    assert decibels(float(np.abs(tone).max())) == pytest.approx(-9.03, abs=0.01)
    assert true_peak(tone) == pytest.approx(-6.02, abs=0.02)
    assert true_peak(np.zeros(10)) == -math.inf


# ---------------------------------------------------------------- pitch


@pytest.mark.parametrize("hertz", [75.0, 121.0, 180.0, 333.0])
def test_pitch_of_a_vowel(hertz: float) -> None:
    pitch, frames = median_pitch(voiced(hertz, 0.8, RATE), RATE)
    assert pitch == pytest.approx(hertz, rel=0.005)
    assert frames > 50


@pytest.mark.parametrize("speed", [0.45, 2.1])
def test_pitch_stays_when_the_program_stretches(speed: float) -> None:
    vowel = voiced(180.0, 1.0, RATE)
    assert median_pitch(stretch(vowel, RATE, speed), RATE)[0] == pytest.approx(180.0, rel=0.01)
    assert median_pitch(stretch(vowel, RATE, 1.0, pitch=0.88), RATE)[0] == pytest.approx(158.4, rel=0.01)


def test_noise_and_silence_have_no_pitch() -> None:
    noise = np.random.default_rng(1).standard_normal(RATE)
    assert median_pitch(noise, RATE)[1] < 5
    assert median_pitch(np.zeros(RATE), RATE)[1] == 0
    assert median_pitch(np.zeros(10), RATE)[1] == 0


# ---------------------------------------------------------------- seams


def recording(gap_seconds: float, click: float = 0.0) -> tuple[Samples, Samples, Samples]:
    """Two sentences, and both in a recording, a fourth as loud, with a gap between."""
    before, after = babble(1.1, 1), babble(0.9, 2)
    silence = np.zeros(round(gap_seconds * RATE), np.float32)
    whole = np.concatenate((silence, before, silence, after, silence)) * np.float32(0.25)
    whole[len(silence) + len(before) + 100] += np.float32(click)
    return before, after, whole


@pytest.mark.parametrize("gap", [0.0, 0.3, 0.42])
def test_the_gap_between_two_sentences(gap: float) -> None:
    found = seam(*recording(gap))
    assert found is not None
    assert found.gap == pytest.approx(gap, abs=1 / RATE)
    assert found.stray < -90


@pytest.mark.parametrize("gap", [0.0, 0.3])
def test_a_click_at_the_seam_is_heard(gap: float) -> None:
    found = seam(*recording(gap, click=0.01))
    assert found is not None
    assert found.stray == pytest.approx(-40.0, abs=0.5)


def test_a_sentence_that_was_not_recorded_has_no_seam() -> None:
    before, _, whole = recording(0.3)
    assert seam(before, babble(0.9, 3), whole) is None
    assert seam(babble(0.9, 3), before, whole) is None


def test_words_of_slides_by_the_journal() -> None:
    def word(t: float, sentence: int, number: int) -> dict[str, object]:
        place = {"number": 7, "sentence": sentence, "word": number}
        return {"t": t, "event": "word_started", "shown": "word", **place}

    events = [
        {"t": 0.0, "event": "slide_shown", "number": 2},
        {"t": 0.1, "event": "utterance_started", "number": 7, "source": "screen"},
        word(0.2, 0, 0),
        {"t": 0.3, "event": "command", "command": "PAUSE"},
        {"t": 0.9, "event": "command", "command": "GO_ON"},
        word(1.0, 0, 1),
        word(1.5, 1, 0),
        {"t": 1.8, "event": "utterance_started", "number": 8, "source": "notice"},
        word(1.9, 0, 0),
    ]
    words = said(events)
    assert [(one.slide, one.sentence, one.word) for one in words] == [(1, 0, 0), (1, 0, 1), (1, 1, 0)]
    assert [one.is_after_pause for one in words] == [False, True, True]
    assert [one.cut for one in words] == [0.3, math.inf, math.inf]
    assert [(one.t, other.t) for one, other in pairs(words)] == [(0.2, 1.5)]


def test_an_onset_by_ear_is_the_one_after_a_silence() -> None:
    silence, closed = np.zeros(round(0.2 * RATE), np.float32), np.zeros(round(0.05 * RATE), np.float32)
    sound = np.concatenate((babble(0.5, 1), silence, babble(0.3, 2), closed, babble(0.3, 3)))
    found = by_ear(sound, [0.0, 0.66, 1.05])
    assert found[0] == pytest.approx(0.0, abs=0.005)
    assert found[1] == pytest.approx(0.04, abs=0.005)
    assert found[2] is None, "a mouth that closes is no silence"
    assert by_ear(sound, [0.0, 0.66, 1.05], slowness=2.5)[1] is None, "nor is a longer one in slow speech"
    assert by_ear(sound, [0.0, 1.2])[1] is None, "an onset far from every word is inside one"


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("About 3,000 to 10,000 people", "about three thousand to ten thousand people."),
        ("3,000–10,000", "3,000-10,000"),
        ("reviewed in November 2026", "reviewed in november twenty twenty six"),
        ("2026", "two thousand twenty-six"),
        ("Age 20 to 70.", "age twenty to seventy"),
        ("1 in 100,000", "one in one hundred thousand"),
        ("MMN is not ALS", "M M N is not A.L.S."),
        ("an EMG", "an E M G"),
        ("a CT", "a C T"),
        ("It's 50%", "it is fifty percent"),
        ("don\u2019t", "do not"),
        ("and/or", "and or"),
        ("a look-alike", "a look alike"),
        ("Number 2: Weakness", "number two, weakness"),
    ],
)
def test_two_spellings_of_the_same_words(one: str, other: str) -> None:
    assert compare(plain(one), plain(other)) == (0, [])


@pytest.mark.parametrize(
    ("meant", "understood", "wrong", "pairs_"),
    [
        ("weak hands", "weeks hands", 1, [("weak", "weeks")]),
        ("the nerve is blocked", "nerve is blocked", 1, [("the", "")]),
        ("in the hand", "in the the hand", 1, [("", "the")]),
        ("three thousand", "thirty thousand", 1, [("3000", "30000")]),
        ("one two", "twelve", 2, None),
        ("MMN", "M M M N", 1, [("mmn", "mmmn")]),
        ("", "", 0, []),
    ],
)
def test_what_is_wrong_counts(meant: str, understood: str, wrong: int, pairs_: list[tuple[str, str]] | None) -> None:
    found = compare(plain(meant), plain(understood))
    assert found[0] == wrong
    assert pairs_ is None or found[1] == pairs_


def test_words_apart_and_joined_are_the_same_only_letter_by_letter() -> None:
    assert compare(["immune", "globulin"], ["immunoglobulin"])[0] == 2
    assert compare(["health", "care"], ["healthcare"])[0] == 0
    assert compare(["a", "sym", "metrical"], ["asymmetrical"])[0] == 0


def test_a_respelling_of_the_lexicon_is_the_word_it_stands_for() -> None:
    same = [(plain(spoken), plain(shown)) for spoken, shown in [("a-my-o-trofik", "amyotrophic"), ("A-L-S", "ALS")]]
    assert respelled(plain("Not a-my-o-trofik, A-L-S."), same) == ["not", "amyotrophic", "als"]
    assert respelled(["a", "my"], same) == ["a", "my"]


def test_the_rate_is_errors_over_the_words_that_were_meant() -> None:
    errors = Errors()
    assert math.isnan(errors.percent)
    assert errors.add(plain("weak hands and feet"), plain("weeks hands and feet")) == 1
    assert errors.add(plain("weak legs"), plain("weeks legs")) == 1
    assert (errors.wrong, errors.words) == (2, 6)
    assert errors.percent == pytest.approx(100 / 3)
    assert errors.terms == {("weak", "weeks"): 2}
