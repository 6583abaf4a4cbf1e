"""``mmn-kiosk say``: what an author reads, what comes out of the speaker, and the level reference."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from audio.loudness import Samples
from kiosk.__main__ import main
from kiosk.cli import say
from tests.processes import environment
from tests.rig import RATE, SoundRig, read_wav

TEXT = "About 3,000 – 10,000 people have MMN. It is treated with IVIG."


def lufs(samples: Samples) -> float:
    return float(pyloudnorm.Meter(RATE).integrated_loudness(samples.astype(np.float64)))


def a_weighted_db(samples: Samples) -> float:
    """Level through the A curve (IEC 61672), as a sound level meter shows it; 0 is full scale."""
    spectrum = np.fft.rfft(samples.astype(np.float64))
    f2 = np.fft.rfftfreq(samples.size, 1 / RATE) ** 2
    curve = 12194**2 * f2**2 / ((f2 + 20.6**2) * np.sqrt((f2 + 107.7**2) * (f2 + 737.9**2)) * (f2 + 12194**2))
    return float(10 * np.log10(np.sum((np.abs(spectrum) * curve) ** 2)) - 20 * np.log10(samples.size)) + 5.0


def test_it_tells_each_word_with_its_time_and_what_is_said_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["say", TEXT, "--rate", "125", "--out", str(tmp_path / "said.wav")]) == 0
    told = capsys.readouterr().out
    lines = told.splitlines()
    assert lines[0] == "About 3,000 – 10,000 people have MMN."
    assert re.search(r"MMN\s+said as: .*M.*M.*N", told)
    assert re.search(r"treated$", told, re.MULTILINE)
    times = [[float(number) for number in line.split()[:2]] for line in lines if line.startswith("  ")]
    assert times == sorted(times) and all(start < end for start, end in times)
    seconds = read_wav(tmp_path / "said.wav").size / RATE
    assert times[-1][1] <= seconds
    assert f"125 words a minute asked for; {seconds:.2f} s" in lines[-1]


def test_another_voice_is_told_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", "Yes.", "--voice", "Nobody", "--out", str(tmp_path / "said.wav")]) == 0
    assert "'Nobody'" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["say"], ["say", "  "], ["say", "Yes.", "--rate", "5"]])
def test_what_cannot_be_said_is_refused_with_the_way_out(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(wrong) == 2
    assert re.search("Write|Allowed", capsys.readouterr().err)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", "Yes.", "--out", str(tmp_path / "nowhere" / "said.wav")]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.real
def test_without_a_speaker_it_says_so_and_names_the_way_out(
    sound: SoundRig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with environment(sound.env | {"PULSE_SERVER": f"unix:{tmp_path}/nothing"}):
        assert main(["say", "Yes."]) == 1
    assert "--out" in capsys.readouterr().err


Heard = Callable[..., Samples]


@pytest.fixture
def heard(sound_here: SoundRig) -> Heard:
    """What comes out of the speaker while the command runs."""

    def run(*arguments: str) -> Samples:
        with sound_here.record() as recording:
            began = time.monotonic()
            assert main(["say", *arguments]) == 0
            return recording.between(began, time.monotonic())

    return run


@pytest.mark.real
def test_the_reference_is_as_loud_as_the_narration_at_the_same_volume(
    heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(say, "REFERENCE_SECONDS", 2.0)
    config = tmp_path / "settings.toml"
    config.write_text("[sound]\nvolume = 6\n")
    told = []
    for _ in range(3):  # a loaded machine leaves gaps in what is recorded now and then: the best of three
        speech = heard("Weakness begins in the hands. It comes slowly and on one side.", "--config", str(config))
        noise = heard("--reference", "--config", str(config))
        told.append((lufs(noise), lufs(speech)))
        if told[-1] == pytest.approx((-26.0, told[-1][0]), abs=0.5):
            return
    raise AssertionError(f"reference and narration, LUFS: {told}")


def test_a_meter_shows_the_same_for_the_reference_and_for_the_narration(tmp_path: Path) -> None:
    for name, given in (("speech.wav", ["Weakness begins in the hands. " * 6]), ("noise.wav", ["--reference"])):
        assert main(["say", *given, "--out", str(tmp_path / name)]) == 0
    speech, noise = read_wav(tmp_path / "speech.wav"), read_wav(tmp_path / "noise.wav")
    assert noise.size == 20 * RATE
    loud = speech[np.abs(speech) > 0]  # a meter is read while somebody speaks
    assert a_weighted_db(noise) == pytest.approx(a_weighted_db(loud), abs=2.0)
