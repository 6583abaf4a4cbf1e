"""One example to train on: some seconds of a room in which phrases and talk are heard, and where the phrases end.

Knows: sound. Must not know: files, networks. Samples are float32 in -1 .. 1 until ``example``, which gives 16-bit ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from scipy.signal import fftconvolve, lfilter

from audio.stretch import stretch
from tools.spotter.corpus import HZ

SECONDS = 4.8
LENGTH = round(SECONDS * HZ)
SHORT_TALK = round(1.2 * HZ)
"""What is cut out of a talk and is shorter than this may be a word alone."""
Sound = np.ndarray


@dataclass
class Example:
    """``samples`` are 16-bit ones as float32; ``phrases``: (class, sample at which it ends); ``unsure``: classes that
    somebody may say in the talk."""

    samples: Sound
    phrases: list[tuple[int, int]] = field(default_factory=list)
    unsure: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Item:
    """A recording that can be put in: of a phrase (its class), or of talk (-1). ``alone``: classes that are said in it,
    too, but only in the middle of a longer talk, where they are not meant.
    """

    sound: Sound
    phrase: int = -1
    unsure: frozenset[int] = frozenset()
    alone: frozenset[int] = frozenset()


class Room:
    """A random room: who is in it, how loud, how reverberant, in which noise."""

    def __init__(
        self, own: np.random.Generator, noises: list[Sound], talks: list[list[Item]], echoes: list[Sound]
    ) -> None:
        self._own, self._noises, self._talks, self._echoes = own, noises, talks, echoes

    def example(self, items: list[Item], *, is_talk_only: bool) -> Example:
        """The items one after the other, as many as there is time for."""
        voices, phrases = np.zeros(LENGTH, np.float32), []
        unsure: set[int] = set()
        at = round(self._own.uniform(0.1, 0.9) * HZ)
        for item in items:
            sound = self._spoken(item.sound, is_phrase=item.phrase >= 0)
            if at + len(sound) > LENGTH - 0.4 * HZ and item.phrase >= 0:
                break
            sound = sound[: LENGTH - at]
            voices[at : at + len(sound)] += sound
            if item.phrase >= 0:
                phrases.append((item.phrase, at + last_loud(sound)))
            unsure |= item.unsure | (item.alone if len(sound) < SHORT_TALK else set())
            at += len(sound) + round(self._own.uniform(0.02 if is_talk_only else 0.25, 0.9) * HZ)
            if at > LENGTH - 0.6 * HZ:
                break
        wet = self._echoed(voices)
        background, more = self._background()
        unsure |= more
        whole = self._as_recorded(wet + background * self._gain(wet, background, is_talk_only))
        return Example(whole, phrases, unsure)

    def _spoken(self, sound: Sound, *, is_phrase: bool) -> Sound:
        own = self._own
        if not is_phrase and len(sound) > HZ:
            size = round(own.uniform(0.4, 3.0) * HZ)
            start = own.integers(max(1, len(sound) - size))
            sound = sound[start : start + size]
        if own.random() < 0.8:
            factor = own.uniform(0.82, 1.22)  # higher and faster, or lower and slower: larger and smaller people
            sound = np.interp(np.arange(0, len(sound) - 1, factor), np.arange(len(sound)), sound).astype(np.float32)
        if is_phrase and own.random() < 0.4:
            sound = np.asarray(stretch(sound, HZ, own.uniform(0.75, 1.3)), np.float32)
        if own.random() < 0.6:
            sound = self._colored(sound)
        ramp = np.minimum(1, np.arange(1, len(sound) + 1) / 160).astype(np.float32)  # no click where a recording begins
        return sound * ramp * ramp[::-1] * (10 ** (own.uniform(-4, 4) / 20) * 0.1 / loudness(sound))

    def _colored(self, sound: Sound) -> Sound:
        """As by another mouth and another microphone: some bands louder, others weaker, by up to 10 dB or so."""
        own = self._own
        size = next_fast_len(len(sound))
        points = np.array([0, 120, 300, 700, 1300, 2200, 3500, 5500, 8000]) / HZ
        gains_db = own.normal(0, own.uniform(1, 5), len(points))
        if own.random() < 0.25:
            gains_db[:2] -= own.uniform(0, 20)
        if own.random() < 0.25:
            gains_db[-2:] -= own.uniform(0, 25)
        curve = 10 ** (np.interp(np.linspace(0, 0.5, size // 2 + 1), points, gains_db) / 20)
        return irfft(rfft(sound, size) * curve, size)[: len(sound)].astype(np.float32)

    def _echoed(self, sound: Sound) -> Sound:
        own = self._own
        kind = own.random()
        if kind < 0.4 or not self._echoes:
            return sound
        if kind < 0.5:
            echo = self._echoes[own.integers(len(self._echoes))]
        else:
            tail = round(own.uniform(0.1, 0.5) * HZ)
            echo = own.normal(0, 1, tail) * np.exp(-np.arange(tail) / (tail / own.uniform(4, 7)))
            echo *= 10 ** (own.uniform(-18, -4) / 20) / np.sqrt(np.sum(echo**2))
            echo[0] = 1
        wet = fftconvolve(sound, echo)[: len(sound)].astype(np.float32)
        return wet * (loudness(sound) / max(loudness(wet), 1e-6))

    def _background(self) -> tuple[Sound, set[int]]:
        own = self._own
        kind = own.random()
        if kind < 0.15:
            return own.normal(0, 1, LENGTH).astype(np.float32), set()
        if kind < 0.35 and self._noises:
            return self._piece(self._noises[own.integers(len(self._noises))]), set()
        if kind < 0.42:
            bend = own.uniform(0.5, 0.98)
            return lfilter([1], [1, -bend], own.normal(0, 1, LENGTH)).astype(np.float32), set()
        people, unsure = np.zeros(LENGTH, np.float32), set[int]()
        talk = self._talks[own.integers(len(self._talks))]
        for _ in range(own.integers(2, 7)):
            for start in range(0, LENGTH, 2 * HZ):
                item = talk[own.integers(len(talk))]
                piece = self._piece(item.sound, min(2 * HZ, LENGTH - start))
                loud = 10 ** (own.normal(0, 3) / 20)
                people[start : start + len(piece)] += piece * loud / max(loudness(piece), 1e-4)
        return people, unsure

    def _piece(self, sound: Sound, size: int = LENGTH) -> Sound:
        start = self._own.integers(max(1, len(sound) - size))
        return np.resize(sound[start : start + size], size)

    def _gain(self, voices: Sound, background: Sound, is_talk_only: bool) -> float:
        own = self._own
        kind = own.random()
        apart_db = own.uniform(25, 45) if kind < 0.15 else own.uniform(8, 25) if kind < 0.65 else own.uniform(-1, 10)
        voice = loudness(voices) if voices.any() else 0.1
        return float(voice / max(np.sqrt(np.mean(background**2)), 1e-6) / 10 ** (apart_db / 20))

    def _as_recorded(self, sound: Sound) -> Sound:
        own = self._own
        if own.random() < 0.3:  # a dull microphone, or a shrill one
            bend = own.uniform(-0.5, 0.6)
            sound = lfilter([1 - abs(bend)], [1, -bend], sound).astype(np.float32)
        level = 10 ** (own.uniform(-42, -12) / 20) / max(loudness(sound), 1e-6)
        whole = np.round(sound * level * 32768 + own.normal(0, own.uniform(0.3, 4), len(sound)))
        return np.clip(whole, -32768, 32767).astype(np.float32)


def loudness(sound: Sound) -> float:
    """Of the loud part: the frames of 20 ms within 20 dB of the loudest."""
    size = HZ // 50
    if len(sound) < size:
        return float(np.sqrt(np.mean(sound**2)) + 1e-6)
    levels = np.sqrt(np.mean(sound[: len(sound) // size * size].reshape(-1, size) ** 2, axis=1) + 1e-12)
    return float(np.sqrt(np.mean(levels[levels > levels.max() / 10] ** 2)))


def last_loud(sound: Sound) -> int:
    """Where what is said ends: the last 10 ms that stand out of the recording's own quiet."""
    return span(sound)[1]


def span(sound: Sound) -> tuple[int, int]:
    """Where what is said begins and ends."""
    size = HZ // 100
    levels = np.sqrt(np.mean(sound[: len(sound) // size * size].reshape(-1, size) ** 2, axis=1) + 1e-12)
    quiet = np.sort(levels)[: max(1, len(levels) // 10)].mean()
    loud = np.flatnonzero(levels > max(levels.max() / 40, min(quiet * 3, levels.max() / 5)))
    return int(loud[0]) * size, (int(loud[-1]) + 1) * size
