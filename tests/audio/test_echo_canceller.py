"""The kiosk's own voice is taken out, whatever the delay, and a visitor's is not. With the deck's own narration."""

from __future__ import annotations

import tracemalloc

import numpy as np
import numpy.typing as npt
import pytest

from audio.echo_canceller import EchoCanceller
from audio.echo_filter import EchoFilter
from audio.endpointer import FRAME_SAMPLES
from audio.residual import Suppressor
from tests.bench.measure_echo import narration

Sound = npt.NDArray[np.float64]

RATE = 16_000
LOUD = 0.1
NOISE = 0.0003


@pytest.fixture(scope="module")
def own() -> Sound:
    """A minute of narration."""
    played = narration(1.2)[: 60 * RATE]
    return np.asarray(played / np.sqrt(np.mean(played**2)) * LOUD)


def room(seconds: float = 0.25, seed: int = 1) -> Sound:
    """How a room answers to a click: the direct sound, then walls, dying away."""
    count = round(seconds * RATE)
    answer = np.random.default_rng(seed).normal(0, 0.2, count) * np.exp(-np.arange(count) / (0.05 * RATE))
    answer[0] = 1.0
    return np.asarray(answer / np.sqrt(np.sum(answer**2)))


def heard(played: Sound, delay_seconds: float, answer: Sound | None = None) -> Sound:
    """What the microphone hears of it."""
    answer = room() if answer is None else answer
    size = len(played) + len(answer)
    echo = np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(answer, size), size)[: len(played)]
    echo = np.roll(echo, round(delay_seconds * RATE))
    return np.asarray(echo + np.random.default_rng(2).normal(0, NOISE, len(played)))


def as_frames(sound: Sound) -> list[bytes]:
    pcm = np.clip(np.round(sound * 32_768), -32_768, 32_767).astype(np.int16)
    return [pcm[at : at + 320].tobytes() for at in range(0, len(pcm) - 319, 320)]


def left(canceller: EchoCanceller, microphone: Sound, played: Sound) -> Sound:
    """What it gives back."""
    pairs = zip(as_frames(microphone), as_frames(played), strict=True)
    out = b"".join(canceller.cancel(frame, reference) for frame, reference in pairs)
    return np.frombuffer(out, np.int16) / 32_768


def decibels_off(microphone: Sound, rest: Sound, seconds: float) -> float:
    """How much softer the rest is, in the last ``seconds``."""
    last = round(seconds * RATE)
    return float(10 * np.log10(np.sum(microphone[-last:] ** 2) / np.sum(rest[-last:] ** 2)))


@pytest.mark.parametrize("delay_seconds", [-0.08, 0.0, 0.005, 0.11, 0.37, 0.7])
def test_its_own_voice_is_taken_out_whatever_the_delay(own: Sound, delay_seconds: float) -> None:
    canceller, played = EchoCanceller(), own[: 20 * RATE]
    microphone = heard(played, delay_seconds)
    rest = left(canceller, microphone, played)
    assert canceller.is_ready is True, "the program's own kind of truth: it is sent as JSON"
    assert canceller.delay_seconds == pytest.approx(delay_seconds, abs=0.002)
    assert decibels_off(microphone, rest, 10) > 20


def test_a_delay_that_changes_is_found_again(own: Sound) -> None:
    canceller = EchoCanceller()
    for delay_seconds in (0.1, 0.25, 0.04):
        microphone = heard(own[: 18 * RATE], delay_seconds)
        rest = left(canceller, microphone, own[: 18 * RATE])
        assert canceller.delay_seconds == pytest.approx(delay_seconds, abs=0.002)
        assert decibels_off(microphone, rest, 6) > 20


def test_two_clocks_that_differ_are_followed(own: Sound) -> None:
    """100 parts in a million: a cheap USB microphone. It drifts by 6 ms a minute."""
    canceller = EchoCanceller()
    microphone = heard(own, 0.1)
    drifted = np.interp(np.arange(len(microphone)) * (1 + 1e-4), np.arange(len(microphone)), microphone)
    rest = left(canceller, drifted, own)
    assert canceller.is_ready
    assert decibels_off(drifted, rest, 20) > 10


def test_a_visitor_over_its_own_voice_comes_through(own: Sound) -> None:
    """Somebody else's words, at the same loudness, while both speak."""
    canceller = EchoCanceller()
    visitor = np.zeros(20 * RATE)
    visitor[12 * RATE : 18 * RATE] = own[40 * RATE : 46 * RATE]
    echo = heard(own[: 20 * RATE], 0.1)
    rest = left(canceller, echo + visitor, own[: 20 * RATE])
    speaking = slice(12 * RATE, 18 * RATE)
    late = 320  # a frame
    said, got = visitor[speaking], rest[speaking.start + late : speaking.stop + late]
    likeness = float(said @ got / np.sqrt((said @ said) * (got @ got)))
    assert likeness > 0.85
    frames_ago = (20 - 18) * 50
    assert canceller.has_own_voice(frames_ago + 250, frames_ago)
    assert not canceller.is_own_voice(frames_ago + 200, frames_ago + 100)


def test_an_echo_that_it_has_not_learned_yet_is_known_as_its_own(own: Sound) -> None:
    canceller, played = EchoCanceller(), own[: 14 * RATE]
    microphone = np.concatenate((heard(played[: 12 * RATE], 0.1), heard(played, 0.1, room(seed=5))[12 * RATE :]))
    left(canceller, microphone, played)
    assert canceller.is_own_voice(60, 10)


def test_what_is_left_of_an_echo_that_it_takes_off_well_is_its_own(own: Sound) -> None:
    """However soft that is, a recognizer may find a word in it."""
    canceller, played = EchoCanceller(), own[: 14 * RATE]
    left(canceller, heard(played, 0.1), played)
    assert canceller.is_ready
    assert canceller.is_own_voice(60, 10)


def test_without_its_own_voice_a_frame_comes_back_as_it_was(own: Sound) -> None:
    canceller = EchoCanceller()
    speaker = own[: 5 * RATE]
    rest = left(canceller, speaker, np.zeros(len(speaker)))
    assert np.abs(rest[320:] - speaker[:-320])[320:].max() < 2e-3
    assert not canceller.is_ready
    assert canceller.delay_seconds is None
    assert not canceller.has_own_voice(100, 0)


def test_somebody_elses_voice_is_not_taken_for_an_echo(own: Sound) -> None:
    canceller = EchoCanceller()
    left(canceller, own[: 15 * RATE], own[30 * RATE : 45 * RATE])
    assert not canceller.is_ready


def test_headphones_leave_it_unready_and_the_visitor_untouched(own: Sound) -> None:
    """What is played does not come to the microphone at all."""
    canceller = EchoCanceller()
    visitor = own[30 * RATE : 40 * RATE]
    rest = left(canceller, visitor, own[: 10 * RATE])
    assert decibels_off(visitor, rest, 5) < 1.5


@pytest.mark.parametrize("level", [0.0, 1e-9, 30.0])
def test_silence_and_a_sound_far_too_loud_break_nothing(own: Sound, level: float) -> None:
    canceller, played = EchoCanceller(), own[: 6 * RATE] * level
    rest = left(canceller, heard(played, 0.1), played)
    assert np.isfinite(rest).all()


def test_it_keeps_no_more_after_three_minutes_than_after_one(own: Sound) -> None:
    canceller = EchoCanceller()
    microphone = heard(own, 0.1)
    left(canceller, microphone[: 20 * RATE], own[: 20 * RATE])
    tracemalloc.start()
    try:
        for _ in range(2):
            left(canceller, microphone[: 20 * RATE], own[: 20 * RATE])
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 8e6, "of all that was kept lately, the windows are the most"


def test_it_proves_itself_where_others_talk_as_loud_as_the_kiosk(own: Sound) -> None:
    canceller, played = EchoCanceller(), own[: 20 * RATE]
    others = np.roll(own, 7 * RATE)[: len(played)] + np.roll(own, 23 * RATE)[: len(played)]
    others *= np.sqrt(np.mean(played**2) / np.mean(others**2))
    left(canceller, heard(played, 0.11) + others, played)
    assert canceller.is_ready


def test_others_alone_prove_nothing(own: Sound) -> None:
    canceller, played = EchoCanceller(), own[: 20 * RATE]
    left(canceller, np.roll(own, 7 * RATE)[: len(played)], played)
    assert not canceller.is_ready


def readiness(microphone: Sound, played: Sound) -> list[bool]:
    """Whether the canceller was ready, frame by frame."""
    canceller, was_ready = EchoCanceller(), []
    for frame, reference in zip(as_frames(microphone), as_frames(played), strict=True):
        canceller.cancel(frame, reference)
        was_ready.append(canceller.is_ready)
    return was_ready


@pytest.mark.parametrize("seconds", [1.5, 3])
def test_a_visitor_who_is_much_louder_takes_no_proof_away(own: Sound, seconds: float) -> None:
    """While others talk half as loud as the kiosk: what drowns the echo says nothing about it."""
    played, others = own[: 20 * RATE], 0.5 * np.roll(own, 7 * RATE)[: 20 * RATE]
    visitor = np.zeros(20 * RATE)
    said = own[40 * RATE : 40 * RATE + round(seconds * RATE)]
    visitor[12 * RATE : 12 * RATE + len(said)] = 5 * said
    assert all(readiness(heard(played, 0.1) + others + visitor, played)[10 * 50 :])


def test_an_echo_that_comes_another_way_takes_the_proof_away(own: Sound) -> None:
    """What is foretold is no longer what is heard, until the new way is found."""
    played = own[: 20 * RATE]
    moved = np.concatenate((heard(played, 0.1)[: 12 * RATE], heard(played, 0.4, room(seed=9))[12 * RATE :]))
    was_ready = readiness(moved, played)
    assert all(was_ready[10 * 50 : 12 * 50])
    assert not all(was_ready[12 * 50 : 13 * 50])


@pytest.mark.parametrize("jump", [160, 320, -320, 1000])
def test_a_sound_device_that_ran_dry_makes_it_deaf_at_once_and_not_for_long(own: Sound, jump: int) -> None:
    """The echo comes later from one moment to the next, or earlier; the room is the same."""
    played, canceller = own[: 20 * RATE], EchoCanceller()
    microphone = heard(played, 0.1)
    later = np.roll(microphone, jump)
    moved = np.concatenate((microphone[: 12 * RATE], later[12 * RATE :]))
    frames = list(zip(as_frames(moved), as_frames(played), strict=True))
    was_ready, was_own = [], []
    for number, pair in enumerate(frames):
        canceller.cancel(*pair)
        was_ready.append(canceller.is_ready)
        if number == 12 * 50 + 40:
            was_own.append(canceller.is_own_voice(35, 0))
    assert all(was_ready[10 * 50 : 12 * 50])
    assert not any(was_ready[12 * 50 + 40 : 13 * 50])
    assert was_own == [True]
    assert all(was_ready[17 * 50 :])


def test_where_nothing_is_played_the_microphone_passes_whole_a_frame_late() -> None:
    """And without the work: but for a way back into an echo, it is as if there were no canceller."""
    numbers = np.random.default_rng(8)
    suppressor, silence = Suppressor(FRAME_SAMPLES), np.zeros(FRAME_SAMPLES)
    frames = [numbers.normal(0, 0.01, FRAME_SAMPLES) for _ in range(400)]
    given = [suppressor.step(frame, 20 * frame if 100 <= at < 130 else silence) for at, frame in enumerate(frames)]
    for at in [*range(2, 100), *range(350, 400)]:  # after an echo it has to have died away
        assert np.allclose(given[at], frames[at - 1], atol=1e-9)
    assert np.abs(given[115]).max() < np.abs(frames[114]).max()


def test_a_filter_that_skipped_a_long_silence_foretells_as_one_that_did_not() -> None:
    numbers = np.random.default_rng(9)
    resting, fresh = EchoFilter(FRAME_SAMPLES, 4), EchoFilter(FRAME_SAMPLES, 4)
    played = [numbers.normal(0, 0.1, FRAME_SAMPLES) for _ in range(6)]
    for frame in played:
        resting.skip(frame)
    for _ in range(20):
        resting.skip(np.zeros(FRAME_SAMPLES))
    for frame in played:
        assert np.array_equal(resting.step(frame, frame), fresh.step(frame, frame))
