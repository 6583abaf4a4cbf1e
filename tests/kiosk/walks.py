"""Random walks of visitors who mix everything: taps, keys, phrases, patience; while the kiosk says word after word.

Knows: the moves of the six visitors, the speaker's reports. Must not know: what a move does.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from audio.api import WordStarted
from content.model import Deck
from kiosk.messages import Message
from kiosk.narrating import narration
from kiosk.session import update
from kiosk.state import Session, Talking
from tests.kiosk.visitors import Means, after_move, key, patience


@dataclass(frozen=True)
class Step:
    """A message of a walk, with the session before and after it."""

    before: Session
    message: Message
    after: Session


def walk(deck: Deck, start: Session, seed: int, length: int, means: Iterable[Means]) -> Iterator[Step]:
    """``length`` steps from ``start``; the same seed takes the same walk. Each means is used as often."""
    rng = random.Random(seed)
    session, ways = start, (*means, patience)
    for _ in range(length):
        for message in _messages(rng, session, deck, ways):
            after = update(session, message, deck)
            yield Step(session, message, after)
            session = after


def _messages(rng: random.Random, session: Session, deck: Deck, ways: tuple[Means, ...]) -> tuple[Message, ...]:
    if rng.random() < 0.3:
        return _next_word(rng, session, deck)
    moves = list(rng.choice(ways)(session, deck))
    return rng.choice(moves).messages if moves else ()


def _next_word(rng: random.Random, session: Session, deck: Deck) -> tuple[Message, ...]:
    """The first word of this or one of the next sentences; nothing in silence."""
    utterance = narration(session, deck).utterance
    if utterance is None or session.talk.state is not Talking.SPEAKING or not utterance.sentences:
        return ()
    last = len(utterance.sentences) - 1
    return (WordStarted(session.talk.number, min(last, session.talk.sentence + rng.randrange(2)), 0),)


def moves_to(
    goal: Callable[[Session], bool], start: Session, means: Means, deck: Deck, at_most: int
) -> int | None:
    """How many moves of this means lead to a session that is the goal, at the least; None: more than ``at_most``."""
    if goal(start):
        return 0
    seen, ring = {key(start)}, [start]
    for count in range(1, at_most + 1):
        following = []
        for session in ring:
            for move in means(session, deck):
                after = after_move(session, move, deck)
                if goal(after):
                    return count
                if key(after) not in seen:
                    seen.add(key(after))
                    following.append(after)
        ring = following
    return None
