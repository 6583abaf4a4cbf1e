"""The calibration does what it is for, whatever its weights."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audio.confidence import ACCEPTED, CLEAR_CONTRAST_DB, Evidence, probability, weighed_with_contrast

CLEAR = Evidence(word_margin=0, common_margin=0, active=8)
"""The phrase explains the sound as well as anything does."""


def test_a_clear_phrase_is_accepted_among_few_and_among_many() -> None:
    assert probability(CLEAR) > ACCEPTED
    assert probability(replace(CLEAR, active=120)) > ACCEPTED


@pytest.mark.parametrize("margin", ["word_margin", "common_margin"])
def test_the_worse_it_explains_the_sound_the_less_probable_it_is(margin: str) -> None:
    scores = [probability(replace(CLEAR, **{margin: value})) for value in (10.0, 0.0, -10.0, -30.0, -60.0)]
    assert scores == sorted(set(scores), reverse=True)


def test_what_nothing_speaks_for_is_refused() -> None:
    assert probability(Evidence(-60, -60, 8)) < ACCEPTED
    assert probability(Evidence(-1e9, 1e9, 1)) < ACCEPTED


def test_the_more_phrases_could_have_been_meant_the_more_it_needs() -> None:
    scores = [probability(replace(CLEAR, active=active)) for active in (1, 8, 30, 120)]
    assert scores == sorted(set(scores), reverse=True)


def test_a_voice_that_hardly_stands_out_is_less_probable() -> None:
    scores = [weighed_with_contrast(0.8, db) for db in (60, CLEAR_CONTRAST_DB, 12, 6, 0, -5)]
    assert scores[0] == scores[1] == pytest.approx(0.8)
    assert scores[-1] == scores[-2]
    assert scores[1:-1] == sorted(set(scores), reverse=True)


@pytest.mark.parametrize("score", [0.0, 1e-9, 0.5, 1 - 1e-9, 1.0])
@pytest.mark.parametrize("db", [-100.0, 0.0, 10.0, 200.0])
def test_it_stays_a_probability(score: float, db: float) -> None:
    assert 0 <= weighed_with_contrast(score, db) <= score * 1.000001


def test_no_evidence_breaks_it() -> None:
    for margin in (-1e9, -50.0, 0.0, 50.0, 1e9):
        for active in (0, 1, 10_000):
            assert 0 <= probability(Evidence(margin, margin, active)) <= 1
