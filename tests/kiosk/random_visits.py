"""Random visits for property tests: a true speaker, a visitor who does anything, devices that come and go.

``random_visit(deck, seed)`` gives the steps of one visit, each a message and the session after it::

    for step in random_visit(deck, seed=7):
        assert scene(step.session, deck).title

The same seed gives the same visit. What happens next is drawn each time from what can happen in the session as it is:

- **the speaker** reports in order, as the real one does: started, each word of each sentence, finished; after every
  change of the utterance it begins anew, and now and then a report of an older utterance comes late;
- **the visitor** gives any command of the table with a number that can be said, says a phrase that counts now, presses
  what has no meaning, or speaks so that nothing is understood. New commands are drawn by themselves;
- **time** passes: a moment, a gap between slides, or so long that the kiosk asks;
- **the rest** is every other message there is, filled in from the types of its fields: devices, headphones, quiet
  hours, the room. A new message is drawn by itself.

``visitors_only=True`` leaves out staff and devices (a hold, lost devices, headphones, quiet hours): then the kiosk is
whole all the time. ``endings(deck)`` are the ways in which a visit ends, each a function from session to session.

Knows: messages and sessions. Must not know: what any of them does.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any, get_args, get_type_hints

import audio.api
from audio.api import (
    HeadphonesIn,
    HeadphonesOut,
    Heard,
    HeardNothingKnown,
    UtteranceFinished,
    UtteranceStarted,
    WordStarted,
)
from content.deck import FileDeck
from kiosk import messages
from kiosk.commands import STAFF_COMMANDS
from kiosk.messages import Command, Message, Order, SlideLaidOut, Tick, Woken
from kiosk.moving import begin
from kiosk.narrating import active_phrases, narration
from kiosk.panels import targets
from kiosk.scenes import scene
from kiosk.session import update, wake_at
from kiosk.state import Rules, Session, Talking

MESSAGES: tuple[type, ...] = get_args(eval(messages.Message, {**vars(audio.api), **vars(messages)}))
"""Every type of message that ``update`` takes."""
DRAWN_OTHERWISE = (
    Order, Tick, Woken, SlideLaidOut, Heard, HeardNothingKnown, UtteranceStarted, WordStarted, UtteranceFinished,
)  # fmt: skip
OF_THE_HOUSE = tuple(message for message in MESSAGES if message not in DRAWN_OTHERWISE)
"""What devices and staff cause."""


@dataclass(frozen=True, slots=True)
class Step:
    """A message, the session before it and the session after it."""

    before: Session
    message: Message
    session: Session


def random_visit(
    deck: FileDeck,
    seed: int,
    length: int = 40,
    rules: Rules | None = None,
    *,
    visitors_only: bool = False,
    patience: int = 10,
) -> Iterator[Step]:
    """``length`` steps from the attract loop on; see above. The more ``patience``, the more is heard to its end."""
    rng = random.Random(seed)
    session = begin(rules or Rules(), 100.0, deck)
    for _ in range(length):
        message = random_message(rng, session, deck, visitors_only=visitors_only, patience=patience)
        before, session = session, update(session, message, deck)
        yield Step(before, message, session)


def random_session(deck: FileDeck, seed: int, length: int = 40, rules: Rules | None = None) -> Session:
    """The session at the end of such a visit."""
    return list(random_visit(deck, seed, length, rules))[-1].session


def random_message(
    rng: random.Random, session: Session, deck: FileDeck, *, visitors_only: bool = False, patience: int = 10
) -> Message:
    """Something that can happen now."""
    kinds: list[tuple[int, Callable[[], Message]]] = [
        (patience, lambda: _speaker(rng, session, deck, patience)),
        (8, lambda: _order(rng, session, deck, visitors_only)),
        (3, lambda: _heard(rng, session, deck)),
        (1, Woken),
        (1, lambda: HeardNothingKnown(0.0, 1.0)),
        (3, lambda: _tick(rng, session, deck)),
        (1, lambda: _laid_out(rng, session, deck)),
    ]
    if not visitors_only:
        kinds.append((2, lambda: made(rng.choice(OF_THE_HOUSE), rng, session)))
    (make,) = rng.choices([make for _, make in kinds], [weight for weight, _ in kinds])
    return make()


def _order(rng: random.Random, session: Session, deck: FileDeck, visitors_only: bool) -> Order:
    """What stands on the screen, or any command at all."""
    if rng.random() < 0.4:
        return rng.choice(targets(session, deck)).order
    commands = [command for command in Command if not (visitors_only and command in STAFF_COMMANDS)]
    return Order(rng.choice(commands), rng.randrange(len(deck.language.numbers) + 1))


def _heard(rng: random.Random, session: Session, deck: FileDeck) -> Message:
    """A phrase that counts now, as far as any does."""
    phrases = sorted(active_phrases(session, deck))
    return Heard(rng.choice(phrases), 1.0, 0.0, 1.0, 1.0) if phrases else HeardNothingKnown(0.0, 1.0)


def _tick(rng: random.Random, session: Session, deck: FileDeck) -> Tick:
    """A moment later, or when the kiosk wants to be waked; never backward."""
    later = session.now + rng.choice([0.05, 1.0, 7.0, 60.0])
    due = wake_at(session, deck)
    return Tick(max(session.now, due) if rng.random() < 0.4 and due < 1e9 else later)


def _laid_out(rng: random.Random, session: Session, deck: FileDeck) -> SlideLaidOut:
    """The text of the screen on one page, or cut at spaces into some."""
    text = scene(session, deck).text
    spaces = [at + 1 for at, letter in enumerate(text) if letter.isspace()]
    cuts = rng.sample(spaces, min(len(spaces), rng.randrange(3)))
    return SlideLaidOut(session.slide, (0, *sorted(cuts)))


def _speaker(rng: random.Random, session: Session, deck: FileDeck, patience: int) -> Message:
    """The next report of a speaker that says what it should; a late one of an older utterance; or a moment's time."""
    utterance, talk = narration(session, deck).utterance, session.talk
    if utterance is None or talk.state is not Talking.SPEAKING or rng.random() < 0.05:
        return UtteranceFinished(talk.number - 1) if rng.random() < 0.2 else Tick(session.now + 0.1)
    following = next_word(session, deck)
    if following is None or rng.random() < 0.8 / patience:  # the listener has no patience: on to the end
        return UtteranceFinished(talk.number)
    if talk.word < 0 and rng.random() < 0.5:
        return UtteranceStarted(talk.number)
    return WordStarted(talk.number, *following)


def next_word(session: Session, deck: FileDeck) -> tuple[int, int] | None:
    """(sentence, word) that becomes audible next; None after the last."""
    utterance, talk = narration(session, deck).utterance, session.talk
    if utterance is None:
        return None
    sentence, word = (talk.from_sentence, talk.from_word) if talk.word < 0 else (talk.sentence, talk.word + 1)
    while sentence < len(utterance.sentences):
        if word < len(utterance.sentences[sentence].words):
            return sentence, word
        sentence, word = sentence + 1, 0
    return None


def made(kind: type, rng: random.Random, session: Session) -> Any:
    """A message of any type, filled in from the types of its fields."""
    values: Mapping[type, Callable[[], object]] = {
        bool: lambda: rng.random() < 0.5,
        int: lambda: rng.randrange(13),
        float: lambda: rng.uniform(-90.0, 30.0),
        str: lambda: rng.choice(["", "hum", "part:title", session.focus or "bar-next"]),
    }

    def value(wanted: type) -> object:
        return rng.choice(list(wanted)) if issubclass(wanted, Enum) else values[wanted]()

    types = get_type_hints(kind)
    return kind(**{entry.name: value(types[entry.name]) for entry in fields(kind)})


# ---------------------------------------------------------------- how a visit ends


Ending = Callable[[Session], Session]


def endings(deck: FileDeck) -> dict[str, Ending]:
    """Each way in which a visit ends, by its name: nobody answers, somebody is done, the headphones are pulled out."""
    return {
        "idle": lambda session: _left_alone(session, deck),
        "done": lambda session: update(session, Order(Command.DONE), deck),
        "headphones": lambda session: _left_alone(
            update(update(session, HeadphonesIn(), deck), HeadphonesOut(), deck), deck
        ),
    }


def _left_alone(session: Session, deck: FileDeck) -> Session:
    """Nobody does anything any more: what is being said comes to its end, and time passes until the visit ends."""
    for _ in range(20 * len(deck)):
        if not session.is_visit:
            return session
        session = update(session, UtteranceFinished(session.talk.number), deck)
        session = update(session, Tick(max(session.now, wake_at(session, deck))), deck)
    raise AssertionError(f"the visit does not end by itself: {session}")
