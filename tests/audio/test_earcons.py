"""Every earcon: short, soft, without clicks, unlike the others."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from audio import loudness
from audio.earcons import EARCONS, earcon
from audio.rendered import SAMPLE_HZ

SOFTER_DB = (4.5, 7.5)


@pytest.mark.parametrize("name", EARCONS)
def test_an_earcon_is_short_and_softer_than_speech(name: str) -> None:
    sound = earcon(name)
    samples = loudness.from_pcm(sound.pcm)
    assert sound.seconds == pytest.approx(samples.size / SAMPLE_HZ)
    assert 0.1 < sound.seconds < 0.5
    assert not sound.words
    least, most = SOFTER_DB
    assert least < loudness.TARGET_LUFS - loudness.loudness(samples, SAMPLE_HZ) < most
    assert 20 * np.log10(np.abs(samples).max()) < loudness.PEAK_DBFS


@pytest.mark.parametrize("name", EARCONS)
def test_an_earcon_begins_and_ends_without_a_click(name: str) -> None:
    samples = loudness.from_pcm(earcon(name).pcm)
    peak = np.abs(samples).max()
    for edge in (samples[:44], samples[-44:]):  # a millisecond
        assert np.abs(edge).max() < 0.1 * peak
    assert np.abs(np.diff(samples)).max() < 0.5 * peak


@pytest.mark.parametrize("name", EARCONS)
def test_an_earcon_lies_where_old_ears_hear_well(name: str) -> None:
    samples = loudness.from_pcm(earcon(name).pcm)
    power = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(samples.size, 1 / SAMPLE_HZ)
    assert power[(hertz > 350) & (hertz < 1800)].sum() > 0.97 * power.sum()


def test_any_two_earcons_differ() -> None:
    spectra = {}
    for name in EARCONS:
        samples = loudness.from_pcm(earcon(name).pcm)
        steps = [np.abs(np.fft.rfft(samples[at : at + 2205], 4096)) for at in range(0, samples.size - 2205, 1102)]
        spectrum = np.concatenate([steps[min(number, len(steps) - 1)] * (number < len(steps)) for number in range(20)])
        spectra[name] = spectrum / np.linalg.norm(spectrum)
    for (first, one), (second, other) in itertools.combinations(spectra.items(), 2):
        assert one @ other < 0.8, (first, second)


def test_what_is_no_earcon_is_no_sound() -> None:
    assert (earcon("trumpet").pcm, earcon("trumpet").seconds) == (b"", 0.0)
