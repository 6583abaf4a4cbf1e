"""The level meter of the listener: it moves with a voice, is still in a room, and says little."""

from __future__ import annotations

import pytest

from audio.voice_meter import LOOK_FRAMES, VoiceMeter
from tests.audio.sounds import Samples, buzz, frames, join, noise


def told(meter: VoiceMeter, sound: Samples, *, is_own: bool = False) -> list[float]:
    levels = []
    for frame in frames(sound):
        if is_own:
            meter.skip()
        else:
            meter.hear(frame)
        if (level := meter.new_level()) is not None:
            levels.append(level)
    return levels


@pytest.mark.parametrize("room_db", [-96.0, -70.0, -45.0])
def test_a_room_alone_says_nothing(room_db: float) -> None:
    assert told(VoiceMeter(), noise(20, room_db)) == []


def test_a_louder_voice_is_higher_and_its_end_is_told_once() -> None:
    heights = []
    for db in (-50.0, -40.0, -30.0):
        levels = told(VoiceMeter(), join(noise(3), buzz(1, db), noise(2)))
        assert levels[-1] == 0 and levels.count(0) == 1
        heights.append(max(levels))
    assert heights[0] < heights[1] < heights[2]


def test_it_tells_no_more_than_six_levels_a_second() -> None:
    words = join(*(join(buzz(0.1, -20.0 - 10 * (place % 3)), noise(0.1)) for place in range(50)))
    assert len(told(VoiceMeter(), join(noise(3), words))) <= len(words) / 320 / LOOK_FRAMES + 1


def test_a_steady_voice_is_told_once() -> None:
    assert len(told(VoiceMeter(), join(noise(3), buzz(1)))) <= 3


def test_what_may_be_its_own_voice_lets_it_fall_and_stay() -> None:
    meter = VoiceMeter()
    assert told(meter, join(noise(3), buzz(0.5)))[-1] > 0
    assert told(meter, buzz(1), is_own=True) == [0]
    assert told(meter, noise(1)) == []


def test_when_it_begins_anew_nobody_speaks() -> None:
    meter = VoiceMeter()
    assert told(meter, join(noise(3), buzz(0.5)))[-1] > 0
    meter.begin_anew()
    assert told(meter, noise(2)) == []
