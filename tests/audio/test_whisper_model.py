"""Whisper where it is not installed, damaged or another one: it says what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from audio import whisper_model
from audio.recognizer import RecognizerError
from audio.whisper_model import WEIGHTS, load_model, model_folder
from audio.whisper_recognizer import WhisperRecognizer

ADVICE = r"pip install 'mmn-kiosk\[whisper\]'"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecognizerError, match=f"nowhere cannot be read .*{ADVICE}"):
        model_folder(tmp_path / "nowhere")


@pytest.mark.parametrize("weights", [b"", b"cut off"])
def test_weights_that_are_damaged_or_of_another_model(weights: bytes, tmp_path: Path) -> None:
    (tmp_path / WEIGHTS).write_bytes(weights)
    with pytest.raises(RecognizerError, match=f"model.bin is damaged or another model.*{ADVICE}"):
        WhisperRecognizer(folder=tmp_path)


def test_no_package_with_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whisper_model, "PACKAGE", "no_such_package_of_weights")
    with pytest.raises(RecognizerError, match=f"no_such_package_of_weights.*not installed.*{ADVICE}"):
        load_model()


def test_no_faster_whisper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(whisper_model, "model_folder", lambda _folder: tmp_path)
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(RecognizerError, match=f"faster-whisper is not installed.*{ADVICE}"):
        load_model()
