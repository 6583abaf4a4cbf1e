"""Words that follow a silence begin where they are heard; others stay where the voice put them."""

from __future__ import annotations

import numpy as np
import pytest

from audio.onsets import heard_begins

HZ = 24_000


def bursts(*spans: tuple[float, float], seconds: float = 3.0) -> np.ndarray:
    """Noise in these spans (seconds), a floor of -60 dB elsewhere."""
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, round(seconds * HZ))
    gain = np.full(noise.size, 0.001)
    for first, last in spans:
        gain[round(first * HZ) : round(last * HZ)] = 1.0
    samples: np.ndarray = noise * gain
    return samples


def test_words_after_silences_are_moved_to_their_sound() -> None:
    samples = bursts((0.05, 0.6), (0.9, 1.4), (1.7, 2.0))
    assert heard_begins(samples, HZ, [0.0, 0.3, 0.85, 1.76]) == pytest.approx([0.05, 0.3, 0.9, 1.7], abs=0.006)


def test_a_short_closure_within_speech_is_no_silence() -> None:
    samples = bursts((0.0, 0.5), (0.54, 1.0))
    assert heard_begins(samples, HZ, [0.0, 0.5]) == pytest.approx([0.0, 0.5], abs=0.001)


def test_an_onset_that_is_far_away_belongs_to_another_word() -> None:
    samples = bursts((0.3, 0.6), (1.0, 1.4))
    assert heard_begins(samples, HZ, [0.1, 0.75]) == [0.1, 0.75]


def test_no_word_is_moved_past_another_and_none_shares_an_onset() -> None:
    samples = bursts((0.0, 0.4), (0.6, 1.0))
    moved = heard_begins(samples, HZ, [0.0, 0.52, 0.58, 0.64])
    assert moved == sorted(moved)
    assert len(set(moved)) == len(moved)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(HZ)], ids=["empty", "silent"])
def test_without_sound_the_stated_times_stand(samples: np.ndarray) -> None:
    assert heard_begins(samples, HZ, [0.0, 0.5]) == [0.0, 0.5]
