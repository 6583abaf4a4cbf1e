"""The resampler keeps tones below half the rate, loses those above, and does not care how the sound is cut up."""

from __future__ import annotations

import numpy as np
import pytest

from audio.resampler import Resampler


def tone(hertz: float, rate: int) -> bytes:
    return (10_000 * np.sin(2 * np.pi * hertz * np.arange(rate // 4) / rate)).astype("<i2").tobytes()


def resampled(pcm: bytes, rate_in: int, chunk: int = 10_000) -> np.ndarray:
    resampler = Resampler(rate_in, 16_000)
    parts = [resampler.resample(pcm[start : start + chunk]) for start in range(0, len(pcm), chunk)]
    return np.frombuffer(b"".join([*parts, resampler.rest()]), "<i2").astype(float)


def strength(sound: np.ndarray) -> float:
    middle = sound[len(sound) // 4 : -len(sound) // 4]
    return float(np.sqrt(np.mean(middle**2)) * np.sqrt(2) / 10_000)


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 32_000, 44_100, 48_000])
def test_a_tone_in_the_band_stays_as_strong(rate: int) -> None:
    assert strength(resampled(tone(1_000, rate), rate)) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("rate", [32_000, 44_100, 48_000])
def test_a_tone_above_the_band_does_not_fold_into_it(rate: int) -> None:
    assert strength(resampled(tone(11_000, rate), rate)) < 0.01


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_it_lasts_as_long_as_before(rate: int) -> None:
    assert len(resampled(tone(500, rate), rate)) == pytest.approx(4_000, abs=30)


def test_how_it_is_cut_up_makes_no_difference() -> None:
    pcm = tone(700, 44_100)
    assert np.array_equal(resampled(pcm, 44_100, 640), resampled(pcm, 44_100, 100_000))


def test_the_same_rate_passes_through() -> None:
    assert Resampler(16_000, 16_000).resample(b"ab") == b"ab"
