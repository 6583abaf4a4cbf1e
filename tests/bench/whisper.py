"""What Whisper tiny.en understands: an ear that knows nothing of the deck. Only the measurements use it.

Knows: how a long sound is transcribed. Must not know: where the weights are (audio.whisper_model), what was meant.
"""

from __future__ import annotations

import os

import numpy as np
import numpy.typing as npt

from audio.whisper_model import SAMPLE_RATE, WhisperMissing, load_model

__all__ = ["HZ", "LONGEST_SECONDS", "Whisper", "WhisperMissing"]

HZ = SAMPLE_RATE
LONGEST_SECONDS = 28.0
"""Whisper hears windows of 30 seconds."""


class Whisper:
    """The recognizer, loaded. Half a second and 160 MB. Raises WhisperMissing."""

    def __init__(self) -> None:
        self._model = load_model(threads=os.cpu_count() or 1)

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
