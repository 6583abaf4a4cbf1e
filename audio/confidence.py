"""How sure a recogniser may be that a phrase was really said: evidence in, a probability out.

Knows: the calibration. Must not know: any recogniser's library, sound, what a phrase does.

The weights are a logistic regression; docs/voice.md says on which recordings and how to repeat it. A short word needs
more than a long phrase: in other people's talk nearly every false command is one short word.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

ACCEPTED = 0.5
"""A phrase with a lower probability is refused."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a phrase. Margins are log-likelihoods (base 1.0001) a frame of 10 ms; 0 means: just as good.

    ``word_margin``: the phrase's own frames against a free loop of phones over the same frames. ``whole_margin``: the
    whole utterance against that loop. ``common_margin``: the whole utterance against a loop of common words.
    ``phones``: how many phones the phrase has.
    """

    word_margin: float
    whole_margin: float
    common_margin: float
    phones: int


def probability(evidence: Evidence) -> float:
    """How probable it is that the phrase was said, 0 to 1."""
    sum_ = (
        0.8
        + 0.05 * _bounded(evidence.word_margin)
        + 0.0 * _bounded(evidence.whole_margin)
        + 0.02 * _bounded(evidence.common_margin)
        + 0.0 * min(evidence.phones, MOST_PHONES)
    )
    return 1 / (1 + math.exp(-sum_))


MOST_PHONES = 12
WORST_MARGIN = -100.0


def _bounded(margin: float) -> float:
    """Beyond this it is hopeless, and how hopeless makes no difference."""
    return max(margin, WORST_MARGIN)
