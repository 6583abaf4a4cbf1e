"""One loudness, one rate, no silence at the ends: on signals whose figures are known."""

from __future__ import annotations

import numpy as np
import pytest

from audio.loudness import (
    LEAD_SECONDS,
    PEAK_DBFS,
    TAIL_SECONDS,
    TARGET_LUFS,
    Samples,
    from_pcm,
    level,
    limit,
    loudness,
    resample,
    silences,
    to_pcm,
    trim,
)


def tone(hertz: float, seconds: float, hz: int = 44_100, dbfs: float = -20.0) -> Samples:
    wave: Samples = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * np.arange(int(seconds * hz)) / hz)
    return wave


@pytest.mark.parametrize("hz", [22_050, 44_100, 48_000])
def test_loudness_of_the_reference_tone(hz: int) -> None:
    # ITU-R BS.1770-4: a 997 Hz sine at 0 dBFS in one channel is -3.01 LUFS.
    assert loudness(tone(997, 2.0, hz), hz) == pytest.approx(-23.01, abs=0.05)


def filtered(sound: Samples, b: tuple[float, float, float], a: tuple[float, float]) -> Samples:
    """A second-order filter, sample by sample."""
    out, x1, x2, y1, y2 = [], 0.0, 0.0, 0.0, 0.0
    for x in sound.tolist():
        y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2
        x1, x2, y1, y2 = x, x1, y, y1
        out.append(y)
    return np.array(out)


def test_the_weighting_is_that_of_the_standards_tables() -> None:
    # ITU-R BS.1770-4, tables 1 and 2: the coefficients at 48 kHz.
    noise = np.random.default_rng(1).normal(0, 0.1, 48_000)
    low = (tone(60, 1.0, 48_000) + tone(150, 1.0, 48_000)) * np.hanning(48_000)
    for sound in (noise, low):
        shelved = filtered(
            sound, (1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)
        )
        weighted = filtered(shelved, (1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))
        blocks = [float((weighted[at : at + 19_200] ** 2).mean()) for at in range(0, 48_000 - 19_200 + 1, 4_800)]
        mean = -0.691 + 10 * np.log10(np.mean(blocks))
        loud = [block for block in blocks if -0.691 + 10 * np.log10(block) > mean - 10]
        assert loudness(sound, 48_000) == pytest.approx(-0.691 + 10 * np.log10(np.mean(loud)), abs=0.1)


def test_silence_between_words_does_not_count() -> None:
    speech = tone(997, 4.0)
    parted = np.concatenate((speech, np.zeros(44_100 * 3), speech))
    assert loudness(parted, 44_100) == pytest.approx(loudness(speech, 44_100), abs=0.3)


def test_a_murmur_between_words_does_not_count_either() -> None:
    speech = tone(997, 4.0)
    parted = np.concatenate((speech, tone(997, 12.0, dbfs=-45), speech))
    assert loudness(parted, 44_100) == pytest.approx(loudness(speech, 44_100), abs=0.3)


def test_silence_and_nothing_have_no_loudness() -> None:
    assert loudness(np.zeros(44_100), 44_100) == float("-inf")
    assert loudness(np.zeros(0), 44_100) == float("-inf")
    assert not level(np.zeros(1000), 44_100).any()


@pytest.mark.parametrize("seconds", [0.15, 0.5, 3.0])
def test_everything_comes_to_one_loudness(seconds: float) -> None:
    for dbfs in (-40.0, -12.0):
        levelled = level(tone(500, seconds, dbfs=dbfs), 44_100)
        assert loudness(levelled, 44_100) == pytest.approx(TARGET_LUFS, abs=0.01)


def test_peaks_are_rounded_off_and_the_rest_is_left_alone() -> None:
    quiet = tone(300, 1.0, dbfs=-12)
    loud = quiet.copy()
    loud[20_000:20_010] = 1.4
    limited = limit(loud, 44_100)
    assert np.abs(limited).max() <= 10 ** (PEAK_DBFS / 20) + 1e-9
    assert np.array_equal(limited[:19_000], quiet[:19_000])
    assert limit(quiet, 44_100) is quiet


def test_peaks_between_the_samples_are_turned_down_too() -> None:
    # A fourth of the rate: every sample misses the top of the wave, by 3 dB.
    at = np.arange(44_100)
    sound = 10 ** (-0.5 / 20) * np.sin(np.pi / 2 * at + np.pi / 4) * np.hanning(at.size)
    assert np.abs(sound).max() < 10 ** (PEAK_DBFS / 20)
    limited = limit(sound, 44_100)
    assert np.abs(resample(limited, 44_100, 4 * 44_100)).max() < 10 ** (-1 / 20)
    assert np.array_equal(limited[:4_000], sound[:4_000])


@pytest.mark.parametrize("hz", [8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_another_rate_is_the_same_sound(hz: int) -> None:
    edge = np.hanning(2 * hz)
    new = resample(tone(440, 2.0, hz) * edge, hz, 44_100)
    expected = tone(440, 2.0) * np.hanning(2 * 44_100)
    assert new.size == expected.size
    assert np.abs(new - expected).max() < 0.002


def test_both_ends_are_cut_and_the_cut_is_told() -> None:
    sound = np.concatenate((np.zeros(22_050), tone(440, 1.0), np.zeros(44_100)))
    cut, seconds = trim(sound, 44_100)
    assert seconds == pytest.approx(0.5 - LEAD_SECONDS, abs=0.002)
    assert cut.size / 44_100 == pytest.approx(1.0 + LEAD_SECONDS + TAIL_SECONDS, abs=0.005)
    assert trim(np.zeros(100), 44_100)[1] == 0.0


def test_pauses_are_found_and_short_closures_are_none() -> None:
    parts = (tone(440, 0.5), np.zeros(int(0.05 * 44_100)), tone(440, 0.5), np.zeros(int(0.2 * 44_100)), tone(440, 0.5))
    (pause,) = silences(np.concatenate(parts), 44_100)
    assert pause == pytest.approx((1.05, 1.25), abs=0.006)
    assert silences(np.zeros(0), 44_100) == []


def test_samples_survive_the_way_to_sixteen_bits_and_back() -> None:
    sound = tone(440, 0.1)
    assert np.abs(from_pcm(to_pcm(sound)) - sound).max() < 1 / 32768
    assert to_pcm(np.array([2.0, -2.0])) == b"\xff\x7f\x00\x80"
