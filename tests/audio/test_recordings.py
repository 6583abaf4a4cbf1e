"""Recordings through the ears of the live kiosk: formats, times, and what is no recording."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from audio.recordings import FileListener
from audio.speech_recognition_source import RecordingError
from tests.audio.sounds import at_rate, join, noise, speech, write_wav

PHRASES = frozenset({"next slide", "go back", "main menu", "yes", "no"})


@pytest.fixture(scope="module")
def listener() -> FileListener:
    return FileListener()


@pytest.mark.real
def test_two_phrases_and_a_stranger(listener: FileListener, tmp_path: Path) -> None:
    said = join(*(speech(words, tmp_path) for words in ("next slide", "nine hundred dollars", "go back")))
    heard = listener.listen_to_file(write_wav(tmp_path / "visit.wav", said), PHRASES)
    assert [event.phrase for event in heard.events] == ["next slide", "go back"]
    assert heard.rejected == 1
    assert heard.seconds == pytest.approx(len(said) / 16_000, abs=0.02)
    for event in heard.events:
        assert 1.0 <= event.start < event.end < event.decided < event.end + 0.35


@pytest.mark.real
@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (16_000, 2), (44_100, 2), (48_000, 1), (48_000, 2)])
def test_other_rates_and_two_channels(listener: FileListener, rate: int, channels: int, tmp_path: Path) -> None:
    file = write_wav(tmp_path / "a.wav", at_rate(speech("next slide", tmp_path), rate), rate=rate, channels=channels)
    (event,) = listener.listen_to_file(file, PHRASES).events
    assert event.phrase == "next slide"
    assert event.start == pytest.approx(1.2, abs=0.08)  # flite begins with silence


@pytest.mark.real
def test_two_loud_channels_do_not_overflow(listener: FileListener, tmp_path: Path) -> None:
    loud = speech("next slide", tmp_path)
    loud = (loud / abs(loud).max() * 32_000).astype("int16")
    heard = listener.listen_to_file(write_wav(tmp_path / "loud.wav", loud, channels=2), PHRASES)
    assert [event.phrase for event in heard.events] == ["next slide"]


@pytest.mark.real
def test_flac_gives_the_same_as_wav(listener: FileListener, tmp_path: Path) -> None:
    flac = shutil.which("flac") or _bundled_flac()
    file = write_wav(tmp_path / "a.wav", speech("main menu", tmp_path))
    subprocess.run([flac, "--silent", "-o", str(tmp_path / "a.flac"), str(file)], check=True)
    heard = listener.listen_to_file(tmp_path / "a.flac", PHRASES)
    assert [event.phrase for event in heard.events] == ["main menu"]
    assert heard == listener.listen_to_file(file, PHRASES)


def _bundled_flac() -> str:
    from speech_recognition.audio import get_flac_converter

    return str(get_flac_converter())


@pytest.mark.real
def test_a_word_at_the_very_end_is_decided_as_in_a_room_that_stays_silent(
    listener: FileListener, tmp_path: Path
) -> None:
    (whole,) = listener.listen_to_file(write_wav(tmp_path / "a.wav", speech("next slide", tmp_path)), PHRASES).events
    said = speech("next slide", tmp_path)[: round(whole.end * 16_000)]
    heard = listener.listen_to_file(write_wav(tmp_path / "short.wav", said), PHRASES)
    (event,) = heard.events
    assert event.phrase == "next slide"
    assert event.decided > heard.seconds - 0.1


def test_silence_has_no_events(listener: FileListener, tmp_path: Path) -> None:
    heard = listener.listen_to_file(write_wav(tmp_path / "silence.wav", noise(3) * 0), PHRASES)
    assert (heard.seconds, heard.events, heard.rejected) == (pytest.approx(3.0), (), 0)


def test_an_empty_recording_is_a_short_one(listener: FileListener, tmp_path: Path) -> None:
    heard = listener.listen_to_file(write_wav(tmp_path / "empty.wav", noise(0)), PHRASES)
    assert (heard.seconds, heard.events, heard.rejected) == (0.0, (), 0)


def refusal(listener: FileListener, path: Path) -> str:
    with pytest.raises(RecordingError) as caught:
        listener.listen_to_file(path, PHRASES)
    return str(caught.value)


def test_a_file_that_is_not_there(listener: FileListener, tmp_path: Path) -> None:
    assert refusal(listener, tmp_path / "none.wav") == f"{tmp_path / 'none.wav'}: there is no such file"


def test_a_folder(listener: FileListener, tmp_path: Path) -> None:
    assert refusal(listener, tmp_path).startswith(f"{tmp_path}: this is a folder")


@pytest.mark.parametrize("size", [0, 1, 5_000])
def test_what_is_no_sound(listener: FileListener, size: int, tmp_path: Path) -> None:
    path = tmp_path / "letter.wav"
    path.write_bytes(random.Random(1).randbytes(size))
    text = refusal(listener, path)
    assert text.startswith(f"{path}: ")
    assert "WAV (PCM) or FLAC" in text


def test_three_channels(listener: FileListener, tmp_path: Path) -> None:
    text = refusal(listener, write_wav(tmp_path / "three.wav", noise(0.5), channels=3))
    assert "one or two channels" in text


def test_flac_without_a_converter(listener: FileListener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On machines for which SpeechRecognition brings no converter, and none is installed."""
    path = tmp_path / "a.flac"
    path.write_bytes(b"fLaC" + bytes(100))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert "install flac" in refusal(listener, path)


def test_phrases_that_cannot_be_said(listener: FileListener) -> None:
    assert listener.unpronounceable(frozenset({"next slide", "xqzzt", "..."})) == ["...", "xqzzt"]
