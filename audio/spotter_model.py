"""The spotter's model as it lies on the disk: a card in JSON, and the weights that its hash proves.

Knows: the two files and what can be wrong with them. Must not know: sound, how the network computes.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from audio.recognizer import RecognizerError
from audio.spotter_net import outputs

FORMAT = 2
"""Of the two files together. Another one needs another program."""
MANY_PHRASES = 192
"""What a phrase needs with all of them active is measured with so many, what it needs in a small state with FEW."""
FEW_PHRASES = 8


@dataclass(frozen=True, slots=True)
class Calibration:
    """What makes a phrase count. All numbers are logarithms of odds.

    ``few`` and ``many`` of a phrase: what its odds must reach with FEW_PHRASES and with MANY_PHRASES active.
    ``inactive``: how much less a phrase that does not count now speaks against those that do.
    """

    few: Mapping[str, float]
    many: Mapping[str, float]
    inactive: float
    strict: float

    def needed(self, phrase: str, active: int, *, is_strict: bool = False) -> float:
        """What the odds of ``phrase`` must reach while ``active`` phrases count."""
        share = math.log(max(active, 1) / FEW_PHRASES) / math.log(MANY_PHRASES / FEW_PHRASES)
        share = min(max(share, 0.0), 1.0)
        needed = self.few[phrase] * (1 - share) + self.many[phrase] * share
        return needed + (self.strict if is_strict else 0.0)


@dataclass(frozen=True, slots=True)
class SpotterModel:
    """A model that was read and checked. ``phrases`` in the order of the network's outputs, from 1 on."""

    version: str
    phrases: tuple[str, ...]
    calibration: Calibration
    weights: Mapping[str, npt.NDArray[np.generic]]


def read_model(language: str = "en", folder: Path | None = None) -> SpotterModel:
    """The model for a language, the one that the kiosk brings unless there is a ``folder``.

    Raises RecognizerError that says what is wrong with which file.
    """
    folder = folder or own_folder()
    card_path = folder / f"spotter-{language}.json"
    card = _read_card(card_path)
    try:
        phrases = tuple(card["phrases"])
        calibration = Calibration(
            dict(zip(phrases, map(float, card["few"]), strict=True)),
            dict(zip(phrases, map(float, card["many"]), strict=True)),
            float(card["inactive"]),
            float(card["strict"]),
        )
        weights = _read_weights(folder / f"spotter-{language}.npz", str(card["sha256"]))
        if outputs(weights) != len(phrases) + 1:
            raise ValueError("it has not as many phrases as the weights")
        return SpotterModel(str(card["version"]), phrases, calibration, weights)
    except (KeyError, TypeError, ValueError) as error:
        raise RecognizerError(f"{card_path}: not the card of a spotter: {error}. Install the kiosk again.") from error


def own_folder() -> Path:
    """Where the models are that the kiosk brings."""
    return Path(__file__).with_name("models")


def _read_card(path: Path) -> dict[str, Any]:
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecognizerError(f"{path}: there is no such model: {error.strerror}. Install the kiosk again.") from error
    except ValueError as error:
        raise RecognizerError(f"{path}: damaged: {error}. Install the kiosk again.") from error
    found = card.get("format") if isinstance(card, dict) else None
    if found != FORMAT:
        raise RecognizerError(f"{path}: its format is {found}, this kiosk reads {FORMAT}. Install the kiosk again.")
    return dict(card)


def _read_weights(path: Path, sha256: str) -> dict[str, npt.NDArray[np.generic]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecognizerError(f"{path}: cannot be read: {error.strerror}. Install the kiosk again.") from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise RecognizerError(f"{path}: damaged or of another version: its SHA-256 is {found}, must be {sha256}.")
    try:
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (BadZipFile, ValueError) as error:
        raise RecognizerError(f"{path}: not weights: {error}") from error
