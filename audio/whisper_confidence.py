"""How sure Whisper is of a phrase, and what PocketSphinx adds to that: evidence in, a probability out.

Knows: the calibration. Must not know: either library, sound, what a phrase does.

The weights are logistic regressions over recordings of people who are not those of the figures (docs/voice.md); a
voice that hardly stands out of the room is weighed after them (``confidence.weighed_with_contrast``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from audio.confidence import FEW_PHRASES

LEAST_LOG, LEAST_OTHER = -12.0, -8.0
"""What is not among the likeliest texts counts as so unlikely."""

BIAS = 2.3
CLOSED_WEIGHT = 0.98
OTHER_WEIGHT = -0.2
SIMILAR_WEIGHT = 2.8
LENGTH_WEIGHT = -1.1
ACTIVE_WEIGHT = -0.9
VERY_FEW_PHRASES, VERY_FEW_BIAS = 4, -2.0
"""Of so few phrases, one is the likeliest for almost any sound."""

USUAL_SECONDS, USUAL_SECONDS_A_LETTER = 0.25, 0.06
"""How long a phrase takes to say."""

NEAR = 0.05
"""Under this there is no near miss to confirm."""
SURE = 0.9
"""From here on nobody else is asked."""
AGREES_BIAS, AGREES_WEIGHT = 1.6, 0.1
DIFFERS = -0.4


@dataclass(frozen=True, slots=True)
class WhisperEvidence:
    """What speaks for a phrase.

    ``closed``: the logarithm of how likely it is among texts of the active phrases' words alone. ``other``: that of the
    likeliest texts of all words which are not the phrase. ``similar``: how alike the likeliest texts are spelled, 0 to
    1. ``letters``, ``seconds``: how long the phrase and the sound are. ``active``: how many phrases could have been
    meant.
    """

    closed: float
    other: float
    similar: float
    letters: int
    seconds: float
    active: int


def whisper_probability(evidence: WhisperEvidence) -> float:
    """How probable it is that the phrase was said, 0 to 1, by somebody who stands out of the room."""
    usual_seconds = USUAL_SECONDS + USUAL_SECONDS_A_LETTER * evidence.letters
    return _probability(
        BIAS
        + CLOSED_WEIGHT * max(LEAST_LOG, evidence.closed)
        + OTHER_WEIGHT * max(LEAST_OTHER, evidence.other)
        + SIMILAR_WEIGHT * evidence.similar
        + LENGTH_WEIGHT * abs(math.log(evidence.seconds / usual_seconds))
        + ACTIVE_WEIGHT * math.log(max(FEW_PHRASES, evidence.active) / FEW_PHRASES)
        + VERY_FEW_BIAS * (evidence.active < VERY_FEW_PHRASES)
    )


def confirmed_probability(score: float, agreement: float | None) -> float:
    """The same when another heard it too. ``agreement``: how sure that one is of the phrase; None: it heard another."""
    odds = _odds(score)
    if agreement is None:
        return _probability(odds + DIFFERS)
    return _probability(odds + AGREES_BIAS + AGREES_WEIGHT * _odds(agreement))


def _odds(probability: float) -> float:
    """The logarithm of its odds, kept finite."""
    least = 1e-4
    bounded = min(max(probability, least), 1 - least)
    return math.log(bounded / (1 - bounded))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -50.0), 50.0)))
