"""The endpointer on made sounds: where an utterance begins and ends, and that it always ends."""

from __future__ import annotations

import pytest

from audio.endpointer import QUIETEST_DB, SAMPLE_RATE, Endpointer, Limits, Segment, level_db
from tests.audio.sounds import Samples, buzz, frames, join, noise


def cut(sound: Samples, limits: Limits | None = None) -> list[Segment]:
    endpointer = Endpointer(limits)
    return [segment for frame in frames(sound) if (segment := endpointer.feed(frame))]


def test_one_utterance_is_cut_where_it_is() -> None:
    (found,) = cut(join(noise(1), buzz(0.5), noise(1, seed=2)))
    assert found.start == pytest.approx(1.0, abs=0.03)
    assert found.end == pytest.approx(1.5, abs=0.03)


def test_it_decides_within_350_ms_of_the_end() -> None:
    (found,) = cut(join(noise(1), buzz(0.5), noise(1, seed=2)))
    assert 0.2 <= found.decided - 1.5 <= 0.35


def test_the_sound_has_a_little_room_on_both_sides_and_no_more() -> None:
    (found,) = cut(join(noise(1), buzz(0.5), noise(1, seed=2)))
    seconds = len(found.pcm) / 2 / SAMPLE_RATE
    assert 0.6 < seconds < 0.9


def test_two_words_with_a_short_pause_are_one_utterance() -> None:
    assert len(cut(join(noise(1), buzz(0.3), noise(0.15), buzz(0.3), noise(1)))) == 1


def test_two_words_far_apart_are_two() -> None:
    assert len(cut(join(noise(1), buzz(0.3), noise(0.8), buzz(0.3), noise(1)))) == 2


def test_a_click_is_nothing() -> None:
    assert cut(join(noise(1), buzz(0.03), noise(1))) == []


def test_silence_is_nothing() -> None:
    assert cut(noise(5) * 0) == []
    assert cut(noise(5)) == []


def test_hum_and_a_constant_offset_are_nothing() -> None:
    hum = buzz(5, -70) + (3000 * (1 - 0 * noise(5))).astype("int16")
    assert cut(hum) == []


def test_a_long_talk_has_an_end_and_no_sound() -> None:
    (found,) = cut(join(noise(4), buzz(6), noise(1)))
    assert found.pcm == b""
    assert found.end - found.start > 2.6


def test_noise_that_begins_and_stays_is_let_go_and_a_word_over_it_is_found() -> None:
    """A fan is switched on: it must not count as speech for ever."""
    fan = noise(10, -45, seed=3)
    word = buzz(0.5, -20)
    fan[8 * SAMPLE_RATE : 8 * SAMPLE_RATE + len(word)] += word
    found = cut(join(noise(2), fan))
    assert found[-1].start == pytest.approx(10.0, abs=0.06)
    assert found[-1].end == pytest.approx(10.5, abs=0.06)
    assert found[-1].pcm
    assert len(found) <= 2


def test_a_word_in_steady_noise_from_the_start_is_found() -> None:
    hall = noise(6, -45, seed=4)
    word = buzz(0.4, -25)
    hall[4 * SAMPLE_RATE : 4 * SAMPLE_RATE + len(word)] += word
    assert cut(hall)[-1].start == pytest.approx(4.0, abs=0.06)


@pytest.mark.parametrize("db", [-45, -20, -6])
def test_soft_and_loud_voices_are_cut_alike(db: float) -> None:
    (found,) = cut(join(noise(1, -75), buzz(0.5, db), noise(1, -75)))
    assert (found.start, found.end) == (pytest.approx(1.0, abs=0.03), pytest.approx(1.5, abs=0.03))


def test_what_was_dropped_is_not_reported() -> None:
    endpointer = Endpointer()
    for frame in frames(join(noise(1), buzz(0.3))):
        endpointer.feed(frame)
    assert endpointer.is_inside
    endpointer.drop()
    assert [segment for frame in frames(noise(1)) if (segment := endpointer.feed(frame))] == []


def test_skipped_frames_count_as_time() -> None:
    endpointer = Endpointer()
    endpointer.skip(50)
    (found,) = [segment for frame in frames(join(noise(1), buzz(0.5), noise(1))) if (segment := endpointer.feed(frame))]
    assert found.start == pytest.approx(2.0, abs=0.03)


def test_levels_are_in_db_of_full_scale_and_have_a_floor() -> None:
    assert level_db(bytes(640)) == QUIETEST_DB
    louder, softer = (level_db(noise(0.02, db).tobytes()) for db in (-20, -40))
    assert louder - softer == pytest.approx(20, abs=0.5)


def test_a_voice_nearby_stands_out_further_than_one_behind() -> None:
    """Over the same noise: 30 dB and 12 dB above it."""
    near, far = (
        cut(join(noise(4, -50), (buzz(0.5, -50 + db) + noise(0.5, -50, seed=2)).astype("int16"), noise(1, -50)))[-1]
        for db in (30, 12)
    )
    assert near.contrast_db - far.contrast_db == pytest.approx(18, abs=3)


def test_noise_from_the_first_moment_is_no_speech() -> None:
    assert cut(noise(5, -40)) == []


def test_a_word_from_the_first_moment_is_found() -> None:
    assert cut(join(buzz(0.5), noise(1)))[0].end == pytest.approx(0.5, abs=0.03)


def test_the_level_of_the_room_is_that_of_its_noise_whatever_is_said_in_it() -> None:
    levels = []
    for db in (-70, -50):
        endpointer = Endpointer()
        assert endpointer.room_db is None
        said = (buzz(0.5, db + 30) + noise(0.5, db, seed=2)).astype("int16")
        for frame in frames(join(noise(4, db), said, noise(3, db, seed=3))):
            endpointer.feed(frame)
        assert endpointer.room_db == pytest.approx(level_db(noise(1, db).tobytes()), abs=1)
        levels.append(endpointer.room_db)
    assert levels[1] - levels[0] == pytest.approx(20, abs=1)
