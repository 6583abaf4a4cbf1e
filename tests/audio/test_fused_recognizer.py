"""Two recognizers as one: who decides, who is asked, and what is left where only one can work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import speech_recognition as sr

from audio import pocketsphinx_recognizer, whisper_model
from audio.confidence import ACCEPTED
from audio.fused_recognizer import FusedRecognizer, new_fused
from audio.pocketsphinx_recognizer import PocketSphinxRecognizer
from audio.recognizer import Hypothesis, RecognizerError
from audio.speech_recognition_source import make_audio
from audio.whisper_confidence import NEAR, SURE
from tests.audio.sounds import noise

SOUND = make_audio(noise(0.5).tobytes(), 16_000)
PHRASES = frozenset({"next slide", "go back", "main menu", "help me"})
VERY_FEW = frozenset({"yes", "no"})
NEAR_MISS = (NEAR + ACCEPTED) / 2


@dataclass
class Says:
    """A recognizer that says the same of every sound, and counts how often it was asked."""

    likely_ones: list[Hypothesis] = field(default_factory=list)
    asked: int = 0

    def likely(self, audio: sr.AudioData, phrases: frozenset[str]) -> list[Hypothesis]:
        return self.likely_ones

    def recognize_phrases(self, audio: sr.AudioData, phrases: frozenset[str]) -> Hypothesis | None:
        self.asked += 1
        return next(iter(self.likely_ones), None)

    def unpronounceable(self, phrases: Iterable[str]) -> list[str]:
        return []


def decided(
    first: list[Hypothesis], second: list[Hypothesis], phrases: frozenset[str] = PHRASES
) -> tuple[Hypothesis | None, int]:
    """What both together say, and how often the second was asked."""
    other = Says(second)
    return FusedRecognizer(Says(first), other).recognize_phrases(SOUND, phrases), other.asked


def test_who_is_sure_is_not_confirmed() -> None:
    sure = Hypothesis("next slide", (SURE + 1) / 2)
    assert decided([sure], [Hypothesis("go back", 0.99)]) == (sure, 0)


def test_what_is_far_off_is_not_asked_about() -> None:
    far = Hypothesis("next slide", NEAR / 2)
    assert decided([far], [Hypothesis("next slide", 0.99)]) == (far, 0)
    assert decided([], [Hypothesis("next slide", 0.99)]) == (None, 0)


def test_a_near_miss_counts_when_it_is_confirmed() -> None:
    found, asked = decided([Hypothesis("next slide", NEAR_MISS)], [Hypothesis("next slide", 0.9)])
    assert found is not None and found.phrase == "next slide" and ACCEPTED < found.score <= 1
    assert asked == 1


@pytest.mark.parametrize("second", [[], [Hypothesis("go back", 0.9)], [Hypothesis("next slide", 0.001)]])
def test_a_near_miss_stays_one_without_confirmation(second: list[Hypothesis]) -> None:
    found, _ = decided([Hypothesis("next slide", NEAR_MISS)], second)
    assert found is not None and found.score < ACCEPTED


def test_of_very_few_phrases_the_second_is_not_asked() -> None:
    near = Hypothesis("yes", NEAR_MISS)
    assert decided([near], [Hypothesis("yes", 0.99)], VERY_FEW) == (near, 0)


def test_of_two_near_ones_the_confirmed_one_is_taken() -> None:
    near = [Hypothesis("next slide", NEAR_MISS), Hypothesis("go back", NEAR_MISS * 0.9)]
    found, _ = decided(near, [Hypothesis("go back", 0.9)])
    assert found is not None and found.phrase == "go back"


def test_where_whisper_is_missing_pocketsphinx_hears_alone(tmp_path: Path) -> None:
    assert isinstance(new_fused(folder=tmp_path), PocketSphinxRecognizer)


def test_where_neither_can_work_both_reasons_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whisper_model, "PACKAGE", "no_such_package_of_weights")

    def refuse(*_: object) -> None:
        raise ImportError("no pocketsphinx here")

    monkeypatch.setattr(pocketsphinx_recognizer, "PocketSphinxRecognizer", refuse)
    with pytest.raises(RecognizerError, match=r"not installed.*; no pocketsphinx here"):
        new_fused()
