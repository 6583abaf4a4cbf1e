"""The ear of a visitor who only hears: which of the sentences that it knows are in a recording, and when each began.

Knows: samples. Must not know: the kiosk, voices, devices. It compares loudness over time and frequency in pieces of
0.3 s, each of which has to be near its place: so neither the volume matters, nor a voice that never says a thing twice
alike, nor a moment in which a busy machine dropped some sound.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from tests.sound import ALIKE, PIECE_STEPS, RATE, Samples, spectrum

STEP_SECONDS = 0.01
HOP_STEPS = 15
"""A piece begins every 0.15 s."""
LATE_STEPS = 8
"""So far from its place in the sentence a piece may be."""
LEAST_PIECES = 6
"""So much of a sentence has to be heard; shorter ones ("Yes.") are not told from parts of others."""
PART = 0.7
"""So much of what was heard of a sentence has to match."""
AHEAD = 2.0
"""The best sentence is so many pieces better than the next one, or has been heard to its end."""
PEAK = 0.25
"""Everything is compared at this level."""
FAINT = 0.003
"""What stays under this is silence."""

Name = TypeVar("Name", bound=Hashable)
Table = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Understood(Generic[Name]):
    """A sentence that was recognized: where in the recording it begins, seconds; which part of it matches."""

    name: Name
    began: float
    part: float


@dataclass(frozen=True)
class _Known(Generic[Name]):
    """A sentence: its pieces (rows of the ear's table) and where each stands in it, steps."""

    name: Name
    rows: range
    places: tuple[int, ...]


@dataclass(frozen=True)
class _Found(Generic[Name]):
    known: _Known[Name]
    start: int
    part: float
    score: float
    is_whole: bool


class Ear(Generic[Name]):
    """Knows sentences by their sound. ``known``: the samples of each, at any level."""

    def __init__(self, known: Mapping[Name, Samples]) -> None:
        pieces: list[Samples] = []
        self._known: list[_Known[Name]] = []
        for name, samples in known.items():
            whole = spectrum(_leveled(samples))
            starts = range(0, len(whole) - PIECE_STEPS + 1, HOP_STEPS)
            places = tuple(start for start in starts if whole[start : start + PIECE_STEPS].std() > 0.3)
            if len(places) >= LEAST_PIECES:
                self._known.append(_Known(name, range(len(pieces), len(pieces) + len(places)), places))
                pieces += [whole[place : place + PIECE_STEPS] for place in places]
        self._pieces = _units(np.stack(pieces))

    @property
    def names(self) -> tuple[Name, ...]:
        """The sentences that it can tell from others."""
        return tuple(known.name for known in self._known)

    def understand(self, recorded: Samples) -> list[Understood[Name]]:
        """The sentences of which enough is in the recording, in the order in which they began."""
        alike = self._alike(recorded)
        if not alike.shape[1]:
            return []
        near = _spread(alike)
        found = [one for known in self._known if (one := _best_place(known, alike, near)) is not None]
        found.sort(key=lambda one: -one.score)
        taken: list[_Found[Name]] = []
        for one in found:
            if not any(_overlap(one, other) for other in taken) and _is_decided(one, found):
                taken.append(one)
        taken.sort(key=lambda one: one.start)
        return [Understood(one.known.name, one.start * STEP_SECONDS, one.part) for one in taken]

    def place(self, name: Name, recorded: Samples) -> float:
        """The second of the sentence at which the sound ``recorded``, a part of it, begins. The part has 0.3 s or more;
        where it fits nowhere, the number means nothing."""
        known = next(known for known in self._known if known.name == name)
        alike = self._alike(recorded)[known.rows.start : known.rows.stop]
        starts = np.array(known.places)[:, None] - np.arange(alike.shape[1])[None, :]
        best = np.unravel_index(int(alike.argmax()), alike.shape)
        return float(starts[best]) * STEP_SECONDS

    def _alike(self, recorded: Samples) -> Table:
        """(pieces, steps of the recording): how alike each piece is with what begins at each step, -1 to 1."""
        if len(recorded) < (PIECE_STEPS + 2) * RATE // 100 or float(np.abs(recorded).max()) < FAINT:
            return np.zeros((len(self._pieces), 0), np.float32)
        heard = spectrum(_leveled(recorded))
        stretches = np.lib.stride_tricks.sliding_window_view(heard, PIECE_STEPS, axis=0)
        alike: Table = self._pieces @ _units(stretches.transpose(0, 2, 1)).T
        return alike


def _leveled(samples: Samples) -> Samples:
    scaled: Samples = samples * np.float32(PEAK / max(float(np.abs(samples).max()), 1e-6))
    return scaled


def _units(stretches: Samples) -> Table:
    """Each stretch of a spectrum as a vector of length 1 without its mean."""
    flat = np.ascontiguousarray(stretches).reshape(len(stretches), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    units: Table = (flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)).astype(np.float32)
    return units


def _spread(alike: Table) -> npt.NDArray[np.bool_]:
    """Where a piece is alike with what begins at most LATE_STEPS off."""
    hits = alike > ALIKE
    near = hits.copy()
    for shift in range(1, LATE_STEPS + 1):
        near[:, shift:] |= hits[:, :-shift]
        near[:, :-shift] |= hits[:, shift:]
    return near


def _best_place(known: _Known[Name], alike: Table, near: npt.NDArray[np.bool_]) -> _Found[Name] | None:
    """Where in the recording the sentence fits best; None if it fits nowhere."""
    steps = alike.shape[1]
    hits, heard, sharp = np.zeros(steps), np.zeros(steps), np.zeros(steps)
    for row, place in zip(known.rows, known.places, strict=True):
        if place < steps:
            hits[: steps - place] += near[row, place:]
            sharp[: steps - place] += alike[row, place:]
            heard[: steps - place] += 1
    part = hits / np.maximum(heard, 1)
    score = np.where((heard >= LEAST_PIECES) & (part >= PART), 2 * hits - heard, 0.0)
    best = float(score.max())
    if best <= 0:
        return None
    # Where the pieces may be late many places are as good: the one where they fit most sharply.
    start = int(np.where(score >= best - 1, sharp / np.maximum(heard, 1), -1.0).argmax())
    is_whole = bool(heard[start] == len(known.places))
    return _Found(known, start, float(part[start]), float(score[start]), is_whole)


def _is_decided(one: _Found[Name], found: list[_Found[Name]]) -> bool:
    """Whether what begins there can be no other sentence."""
    rivals = [other for other in found if other is not one and abs(other.start - one.start) <= LATE_STEPS]
    return all(one.score - rival.score >= (0.0 if one.is_whole else AHEAD) for rival in rivals)


def _overlap(one: _Found[Name], other: _Found[Name]) -> bool:
    def end(found: _Found[Name]) -> int:
        return found.start + found.known.places[-1] + PIECE_STEPS

    return one.start < end(other) - LATE_STEPS and other.start < end(one) - LATE_STEPS
