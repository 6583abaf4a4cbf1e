"""The ear understands what it knows, at any level, and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.conftest import need_rig
from tests.ear import Ear
from tests.sound import RATE, Samples, speech

TEXTS = (
    "The first of the sentences that are known.",
    "The first of the sentences is about a nerve.",
    "Nerves carry signals from the brain to the muscles.",
    "A doctor looks at both hands and both feet.",
)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Samples]:
    need_rig()
    folder = tmp_path_factory.mktemp("ear")
    return {text: speech(text, folder) for text in TEXTS}


def rest(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def test_what_is_said_is_understood_in_its_order_and_place(spoken: dict[str, Samples]) -> None:
    first, second, third, _ = spoken.values()
    recorded = np.concatenate([rest(0.7), second, rest(0.3), third, rest(0.3), first, rest(1)])
    noise = np.random.default_rng(5).normal(0, 0.001, len(recorded)).astype(np.float32)
    understood = Ear(spoken).understand(recorded * np.float32(0.2) + noise)
    assert [one.name for one in understood] == [TEXTS[1], TEXTS[2], TEXTS[0]]
    third_at = 0.7 + len(second) / RATE + 0.3
    assert [one.began for one in understood[:2]] == pytest.approx([0.7, third_at], abs=0.05)


def test_a_beginning_that_two_sentences_share_is_not_decided_until_they_part(spoken: dict[str, Samples]) -> None:
    ear, sound = Ear(spoken), spoken[TEXTS[0]]
    assert ear.understand(sound[: round(1.2 * RATE)]) == []
    assert [one.name for one in ear.understand(sound)] == [TEXTS[0]]


@pytest.mark.parametrize("level", [1.0, 0.02])
def test_other_speech_noise_and_silence_are_not_understood(spoken: dict[str, Samples], level: float) -> None:
    *known, unknown = spoken
    ear = Ear({text: spoken[text] for text in known})
    noise = np.random.default_rng(6).normal(0, 0.2, 3 * RATE).astype(np.float32)
    backwards = np.ascontiguousarray(spoken[TEXTS[2]][::-1])
    for sound in (spoken[unknown], noise, backwards, rest(3), rest(0.1)):
        assert ear.understand(sound * np.float32(level)) == []


def test_another_voice_or_pace_is_another_sound(spoken: dict[str, Samples], tmp_path: Path) -> None:
    sound = spoken[TEXTS[2]]
    slower = np.interp(np.arange(0, len(sound), 1 / 1.3), np.arange(len(sound)), sound).astype(np.float32)
    ear = Ear(spoken)
    assert ear.understand(slower) == []
    assert ear.understand(speech(TEXTS[2], tmp_path, "rms")) == []


def test_a_part_of_a_sentence_tells_its_place(spoken: dict[str, Samples]) -> None:
    ear = Ear(spoken)
    for second in (0.4, 1.0, 1.5):
        part = spoken[TEXTS[2]][round(second * RATE) : round((second + 0.6) * RATE)]
        assert ear.place(TEXTS[2], part * np.float32(0.3)) == pytest.approx(second, abs=0.05)


def test_a_gap_in_the_sound_does_not_hide_the_rest(spoken: dict[str, Samples]) -> None:
    sound = spoken[TEXTS[3]].copy()
    sound[round(0.5 * RATE) : round(0.6 * RATE)] = 0
    assert [one.name for one in Ear(spoken).understand(sound)] == [TEXTS[3]]
