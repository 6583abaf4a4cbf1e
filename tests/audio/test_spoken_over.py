"""Without a canceller a raised voice over the kiosk's own is noticed, and the kiosk's own is not."""

from __future__ import annotations

import numpy as np

from audio.spoken_over import OverhearingOwnVoice
from tests.audio.sounds import Samples, buzz, frames, join, noise
from tests.bench.measure_echo import narration


def count(sound: Samples) -> int:
    over = OverhearingOwnVoice()
    return sum(over.hear(frame) for frame in frames(sound))


def own(seconds: float) -> Samples:
    """The kiosk's own narration at the microphone."""
    played = narration(seconds / 60)[: round(seconds * 16_000)]
    return np.asarray(played / np.abs(played).max() * 8_000, dtype=np.int16)


def test_minutes_of_its_own_voice_are_not_taken_for_a_visitor() -> None:
    assert count(own(120)) == 0


def test_a_voice_that_is_raised_is_noticed() -> None:
    sound = own(20)
    sound[12 * 16_000 : 13 * 16_000] += buzz(1, -10.0)
    assert count(sound) == 1


def test_nothing_is_said_before_its_own_voice_is_known() -> None:
    assert count(join(noise(1), buzz(0.5))) == 0
