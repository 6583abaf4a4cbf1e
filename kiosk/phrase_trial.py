"""What would become of a phrase: which state takes it for what, what it is too like, whether it can be heard at all.

Knows: phrases, states, how words sound. Must not know: how this is told (cli).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audio.likeness import likeness
from audio.pocketsphinx_dictionary import Phones, pronunciations
from content.language import spoken_form
from content.model import Deck
from kiosk.commands import phrase_orders
from kiosk.messages import Order
from kiosk.narrating import active_phrases
from kiosk.situations import situations

TOO_LIKE = 0.77
"""From here on two phrases count as too like. A convention, not a measurement: of the phrases that are shipped no two
that mean different things in one state come nearer than "make the text bigger" and "smaller" (0.767)."""

SAME = 0.999


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every phrase in its spoken form, with its order, its phones (none: it cannot be heard) and the states in which
    it counts."""

    orders: Mapping[str, Order]
    phones: Mapping[str, Phones]
    states: Mapping[str, tuple[str, ...]]
    all_states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbor:
    """A phrase of the kiosk that sounds like the one that is tried; ``share``: 1 for the same sound."""

    phrase: str
    order: Order
    share: float


@dataclass(frozen=True, slots=True)
class Trial:
    """A phrase that was tried: ``order`` is what it means already, None if nothing; ``nearest``: by state, the phrase
    of another meaning (than ``order``) that is most like it."""

    phrase: str
    phones: Phones
    order: Order | None
    states: tuple[str, ...]
    nearest: Mapping[str, Neighbor]

    @property
    def too_like(self) -> tuple[Neighbor, ...]:
        """Those that are too like it, the nearest first, each once."""
        found = {near.phrase: near for near in self.nearest.values() if near.share >= TOO_LIKE}
        return tuple(sorted(found.values(), key=lambda near: (-near.share, near.phrase)))


def vocabulary(deck: Deck) -> Vocabulary:
    """All that can be said to the kiosk with this deck. Raises RecognizerError for a language without a dictionary."""
    orders = phrase_orders(deck.language, deck.topics)
    active = {name: active_phrases(session, deck) for name, session in situations(deck).items()}
    states = {phrase: tuple(name for name, phrases in active.items() if phrase in phrases) for phrase in orders}
    return Vocabulary(orders, pronunciations(orders, deck.language.tag), states, tuple(active))


def tried(text: str, deck: Deck) -> Trial:
    """Raises ValueError for a text that nobody can say, RecognizerError for a language without a dictionary."""
    phrase = spoken_form(text)
    wrong = sorted({sign for sign in phrase if not (sign.isalpha() or sign in " '-")})
    if wrong or not any(sign.isalpha() for sign in phrase):
        held = f" holds {' '.join(wrong)}" if wrong else " has no letters"
        raise ValueError(f'"{text}"{held}. Write a phrase as it is said: letters, spaces, apostrophes, hyphens.')
    words = vocabulary(deck)
    order = words.orders.get(phrase)
    phones = pronunciations([phrase], deck.language.tag).get(phrase, ())
    near = [Neighbor(each, words.orders[each], likeness(phones, words.phones[each])) for each in words.phones]
    others = [each for each in near if each.order != order]
    return Trial(phrase, phones, order, words.states.get(phrase, ()), _nearest(others, words))


def _nearest(others: list[Neighbor], words: Vocabulary) -> dict[str, Neighbor]:
    found = {}
    for state in words.all_states:
        active = [each for each in others if state in words.states[each.phrase] and each.share > 0]
        if active:
            found[state] = max(active, key=lambda each: (each.share, each.phrase))
    return found


def thieves(words: Vocabulary, least: float = TOO_LIKE) -> Iterator[tuple[str, str, float]]:
    """Pairs of phrases that mean different things in one state and sound as alike as ``least``, or more."""
    heard = sorted(words.phones)
    for place, one in enumerate(heard):
        for other in heard[place + 1 :]:
            is_meant_alike = words.orders[one].command is words.orders[other].command
            if is_meant_alike or not set(words.states[one]) & set(words.states[other]):
                continue
            share = likeness(words.phones[one], words.phones[other])
            if share >= least:
                yield one, other, share
