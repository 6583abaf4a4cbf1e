"""Rendered speech at every pace of the kiosk: the same pitch, the words where they belong; and the hearing mode."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audio.clear_speech import CLEAR_PITCH, CLEAR_SPEED, clearer
from audio.kept_speech import paced, read_kept
from audio.loudness import from_pcm, to_pcm
from audio.shape import RawSpeech
from kiosk.state import RATES_WPM
from tests.audio.a_pack import HZ, make_pack, voiced
from tests.audio.sound_out import sentence

SAID = sentence("One two three four.")


def pitch_of(samples: np.ndarray, hz: int) -> float:
    """Hertz, by autocorrelation of the middle."""
    middle = samples[len(samples) // 2 - hz // 20 : len(samples) // 2 + hz // 20]
    whole = np.fft.irfft(np.abs(np.fft.rfft(middle, 4 * len(middle))) ** 2)
    low, high = hz // 400, hz // 60
    at = low + int(np.argmax(whole[low:high]))
    left, top, right = whole[at - 1 : at + 2]
    return float(hz / (at + 0.5 * (left - right) / (left - 2 * top + right)))


@pytest.mark.parametrize("rate", RATES_WPM)
def test_every_pace_keeps_the_pitch_and_the_length_follows(rate: int) -> None:
    speed = rate / 150
    raw = RawSpeech(to_pcm(voiced(130, 2.0)), HZ, [0.0, 0.5, 1.0])
    changed = paced(raw, speed)
    samples = from_pcm(changed.samples)
    assert samples.size / HZ == pytest.approx(2.0 / speed, rel=0.01)
    assert pitch_of(samples, HZ) == pytest.approx(130, rel=0.03)
    assert changed.starts == pytest.approx([0.0, 0.5 / speed, 1.0 / speed], rel=0.01)


@pytest.mark.parametrize("speed", [0.43, 0.8, 1.0, 1.3, 2.13])
def test_a_kept_sentence_is_read_at_any_pace(tmp_path: Path, speed: float) -> None:
    found = make_pack(tmp_path, SAID).find(SAID)
    assert found
    raw = read_kept(found[0], found[1].sha256, list(found[1].starts), speed)
    assert raw.hz == HZ
    assert len(raw.samples) / 2 / HZ == pytest.approx(1.0 / speed, rel=0.02)
    assert raw.starts == pytest.approx([0.25 * n / speed for n in range(4)], rel=0.02)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    found = make_pack(tmp_path, SAID).find(SAID)
    assert found
    data = bytearray(found[0].read_bytes())
    data[-3] ^= 0x55
    found[0].write_bytes(data)
    with pytest.raises(RuntimeError, match="damaged"):
        read_kept(found[0], found[1].sha256, list(found[1].starts), 1.0)


def test_the_hearing_mode_is_slower_lower_and_lifts_the_consonants() -> None:
    raw = RawSpeech(to_pcm(voiced(140, 2.0)), HZ, [0.0, 1.0])
    clear = clearer(raw)
    samples = from_pcm(clear.samples)
    assert samples.size / HZ == pytest.approx(2.0 / CLEAR_SPEED, rel=0.01)
    assert pitch_of(samples, HZ) == pytest.approx(140 * CLEAR_PITCH, rel=0.03)
    assert clear.starts == pytest.approx([0.0, 1.0 / CLEAR_SPEED], rel=0.01)

    def share(sound: np.ndarray) -> float:
        power = np.abs(np.fft.rfft(sound)) ** 2
        hertz = np.fft.rfftfreq(sound.size, 1 / HZ)
        return float(power[(hertz >= 1000) & (hertz <= 4000)].sum() / power[hertz < 700].sum())

    lower = from_pcm(paced(raw, CLEAR_SPEED, CLEAR_PITCH).samples)
    assert 10 * np.log10(share(samples) / share(lower)) == pytest.approx(6.0, abs=1.0)
