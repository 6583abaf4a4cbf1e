"""When the echo canceller is trusted: proved by what it takes off, kept while it is drowned, lost with its way."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from audio.own_voice import Evidence
from audio.proof import Proof

Sound = npt.NDArray[np.float64]
FRAME = 320
A_SECOND = 50


def noise(seed: int, seconds: float, level: float = 1.0) -> list[Sound]:
    """Somebody, or the loudspeaker: frames that have nothing to do with those of another seed."""
    return list(np.random.default_rng(seed).normal(0, level, (round(seconds * A_SECOND), FRAME)))


def see(proof: Proof, echoes: list[Sound], foretold: list[Sound], others: list[Sound]) -> list[bool]:
    """Whether it was given, frame by frame, while the microphone heard ``echoes`` and ``others``."""
    was_given = []
    for echo, told, other in zip(echoes, foretold, others, strict=True):
        heard = echo + other
        proof.see(Evidence(heard - told, echo, float(np.mean(heard**2)), is_audible=True), told)
        was_given.append(proof.is_given)
    return was_given


@pytest.fixture
def proof() -> Proof:
    """Of a canceller that takes its own voice off, where others talk half as loud."""
    proof, own = Proof(), noise(1, 4)
    assert see(proof, own, own, noise(2, 4, 0.5))[-1]
    return proof


def test_it_is_not_given_where_nothing_is_taken_off() -> None:
    own = noise(1, 4)
    assert not any(see(Proof(), own, [0.1 * frame for frame in own], noise(2, 4, 0.5)))


@pytest.mark.parametrize("times", [3, 10])
def test_a_visitor_who_drowns_the_echo_does_not_take_it(proof: Proof, times: float) -> None:
    own = noise(3, 5)
    assert all(see(proof, own, own, noise(4, 5, times)))


def test_half_a_minute_of_others_who_drown_it_take_it(proof: Proof) -> None:
    """Nobody knows any more whether it still takes its own voice off."""
    own = noise(3, 30)
    assert not see(proof, own, own, noise(4, 30, 10))[-1]


@pytest.mark.parametrize("others", [0.0, 0.5])
def test_an_echo_that_comes_another_way_takes_it_at_once(proof: Proof, others: float) -> None:
    own = noise(3, 3)
    was_given = see(proof, own[1:], own[:-1], noise(4, 3, others)[1:])
    assert not any(was_given[A_SECOND // 2 :])


@pytest.mark.parametrize("others", [0.0, 0.5])
def test_a_filter_that_takes_off_less_than_half_of_it_loses_it_at_once(proof: Proof, others: float) -> None:
    own = noise(3, 3)
    was_given = see(proof, own, [0.4 * frame for frame in own], noise(4, 3, others))
    assert not any(was_given[A_SECOND // 2 :])


def test_a_filter_that_has_collapsed_loses_it_though_others_drown_the_echo(proof: Proof) -> None:
    own = noise(3, 4)
    assert not see(proof, own, [0.01 * frame for frame in own], noise(4, 4, 5))[-1]


def test_what_was_lost_is_given_again(proof: Proof) -> None:
    own = noise(3, 3)
    see(proof, own[1:], own[:-1], noise(4, 3, 0.5)[1:])
    assert see(proof, own, own, noise(5, 3, 0.5))[-1]
