"""How sure the ears may be that a phrase was really said to them: evidence in, a probability out.

Knows: the calibration. Must not know: any recogniser's library, sound, what a phrase does.

The weights come from a logistic regression on people's recordings, rounded; the bias is where fewer false commands
began to cost many right ones (docs/voice.md has the figures).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

ACCEPTED = 0.5
"""A phrase that is less probable than this is refused."""
STRICTLY_ACCEPTED = 0.8
"""The same after a burst of nonsense."""

BIAS = 2.5
WORD_WEIGHT = 0.08
COMMON_WEIGHT = 0.06
ACTIVE_WEIGHT = -0.4
CONTRAST_WEIGHT = 0.1
MARGINS = -100.0, 20.0
"""Beyond these a margin is hopeless, or good enough; how much so makes no difference."""
FEW_PHRASES = 8
CLEAR_CONTRAST_DB = 20.0
"""Who stands out so far from the room speaks to the kiosk; less speaks against it, more for nothing."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a phrase. Margins are log-likelihoods (base 1.0001) a frame of 10 ms; 0 means: just as good.

    ``word_margin``: the phrase's own frames against a free loop of phones over the same frames. ``common_margin``: the
    whole utterance against a loop of common words. ``active``: how many phrases could have been meant.
    """

    word_margin: float
    common_margin: float
    active: int


def probability(evidence: Evidence) -> float:
    """How probable it is that the phrase was said, 0 to 1, by somebody who stands out of the room."""
    return _probability(
        BIAS
        + WORD_WEIGHT * _bounded(evidence.word_margin)
        + COMMON_WEIGHT * _bounded(evidence.common_margin)
        + ACTIVE_WEIGHT * math.log(max(1, evidence.active) / FEW_PHRASES)
    )


def weighed_with_contrast(score: float, contrast_db: float) -> float:
    """``score``, less for a voice that hardly stands out of the room: it probably speaks to somebody else."""
    missing = CLEAR_CONTRAST_DB - min(max(contrast_db, 0.0), CLEAR_CONTRAST_DB)
    odds = math.log(score / (1 - score)) if 0 < score < 1 else math.inf * (1 if score else -1)
    return _probability(odds - CONTRAST_WEIGHT * missing)


def _bounded(margin: float) -> float:
    least, most = MARGINS
    return min(max(margin, least), most)


def _probability(odds: float) -> float:
    """Of the logarithm of odds."""
    if odds == math.inf or odds == -math.inf:
        return float(odds > 0)
    return 1 / (1 + math.exp(-odds))
