"""Six visitors who each have one means, or lack one sense, and the routes that they find by themselves.

Knows: sessions, what each visitor can do now, what it can perceive. Must not know: windows, devices.

A route is found by searching the graph of sessions, beginning in the attract loop, with that visitor's orders alone.
Nothing lists how a function is reached: a new command has a way for everybody, or the search comes back without it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

from audio.api import Heard, UtteranceFinished, WordStarted
from content.model import Deck
from kiosk.attention import is_strict
from kiosk.commands import BY_NAME_OR_NUMBER, phrase_orders
from kiosk.messages import Command, Feel, Felt, Message, Order, Tick
from kiosk.narrating import active_phrases
from kiosk.panels import targets
from kiosk.scene import Kind
from kiosk.session import COMFORT, update, wake_at
from kiosk.state import Session, Source, Talking
from tests.kiosk.functions import Done, Function, audible, falls_silent, shown_words, stops_and_keeps_place

MOST_STATES = 6000
"""A search that has seen so many states gives up."""
MOST_TICKS = 40
FIRST_SLIDES = 2
"""Only on so many slides it matters for a search how far they have been read: one slide is read like the other."""


class Act(StrEnum):
    """How a move is made."""

    TAP = "tap"  # name: the id of a target
    SAY = "say"  # name: a phrase
    PRESS = "press"  # name: what the key means
    WAIT = "wait"  # name: for what


@dataclass(frozen=True)
class Move:
    """One thing that a visitor does, and the messages that come of it. ``order``: what it amounts to, if an order."""

    act: Act
    name: str
    messages: tuple[Message, ...]
    order: Order | None = None


Route = tuple[Move, ...]
Means = Callable[[Session, Deck], Iterator[Move]]
Sense = Callable[[Session, Session, Deck], bool]


def after_move(session: Session, move: Move, deck: Deck) -> Session:
    """The session after it, on the panel of the deck if it has one."""
    for message in move.messages:
        session = update(session, message, deck)
    return deck.shown(session) if isinstance(deck, RememberingDeck) else session


def made_now(session: Session, move: Move, deck: Deck) -> Session:
    """The session after a move that was found in another one: reports are of what is said now, time is when something
    is due."""
    for message in move.messages:
        if isinstance(message, (UtteranceFinished, WordStarted)):
            session = update(session, replace(message, number=session.talk.number), deck)
        elif isinstance(message, Tick):
            session = update(session, Tick(max(session.now, wake_at(session, deck))), deck)
        else:
            session = update(session, message, deck)
    return deck.shown(session) if isinstance(deck, RememberingDeck) else session


def actions(route: Iterable[Move]) -> int:
    """How many of its moves are more than waiting."""
    return sum(move.act is not Act.WAIT for move in route)


# ---------------------------------------------------------------- means


FOUR_KEYS = (Command.FOCUS_NEXT, Command.FOCUS_BACK, Command.SELECT, Command.HELP)


def touch(session: Session, deck: Deck) -> Iterator[Move]:
    """A tap on each target that is drawn; two while a finger only explores."""
    shown = targets(session, deck)
    drawn = deck.drawn(session) if isinstance(deck, RememberingDeck) else None
    for target in (target for target in shown if drawn is None or target.id in drawn):
        felt = tuple(Felt(target.id, how) for how in (Feel.CAME, Feel.LEFT)) * 2
        yield Move(Act.TAP, target.id, felt if session.is_exploring else (target.order,), target.order)


def four_keys(session: Session, deck: Deck) -> Iterator[Move]:
    """Down, Up, Select, Help."""
    for command in FOUR_KEYS:
        order = Order(command)
        amounts = _selected(session, deck) if command is Command.SELECT else order
        yield Move(Act.PRESS, command.value, (order,), amounts)


def _selected(session: Session, deck: Deck) -> Order | None:
    return next((target.order for target in targets(session, deck) if target.id == session.focus), None)


def one_switch(session: Session, deck: Deck) -> Iterator[Move]:
    """Press; or let what is offered pass, and wait for the next."""
    taken = _selected(session, deck) if session.scan is not None and session.scan.group else None
    yield Move(Act.PRESS, Command.SCAN.value, (Order(Command.SCAN),), taken)
    if session.scan is not None and session.is_visit:
        said = UtteranceFinished(session.talk.number)
        due = wake_at(update(session, said, deck), deck)
        yield Move(Act.WAIT, "for the next", (said, Tick(due)))


def voice(session: Session, deck: Deck) -> Iterator[Move]:
    """One phrase that counts now for each order, the one that is recommended first."""
    orders, active = phrase_orders(deck.language, deck.topics), active_phrases(session, deck)
    said: dict[Order, str] = {}
    for phrase, order in orders.items():
        if phrase in active and not session.is_muted:
            said.setdefault(order, phrase)
    for order, phrase in said.items():
        yield Move(Act.SAY, phrase, (Heard(phrase, 1.0, 0.0, 1.0, 1.0),), order)


def patience(session: Session, deck: Deck) -> Iterator[Move]:
    """Everybody can wait: for the next sentence, until the kiosk has said all, until it asks whether one is there."""
    if not session.is_visit:
        return
    if session.talk.state is Talking.SPEAKING and session.talk.source is Source.SCREEN:
        number, sentence = session.talk.number, session.talk.sentence + 1
        if session.kind is Kind.SLIDE and sentence == 1:
            yield Move(Act.WAIT, "for the second sentence", (WordStarted(number, sentence, 0),))
        yield Move(Act.WAIT, "until it has spoken", (UtteranceFinished(number),))
    elif session.kind is Kind.SLIDE:
        yield Move(Act.WAIT, "until it asks", _ticks_until_asked(session, deck))


def _ticks_until_asked(session: Session, deck: Deck) -> tuple[Tick, ...]:
    ticks: list[Tick] = []
    while session.kind is not Kind.WARNING and len(ticks) < MOST_TICKS:
        ticks.append(Tick(max(session.now, wake_at(session, deck))))
        session = update(session, ticks[-1], deck)
    return tuple(ticks)


# ---------------------------------------------------------------- senses


def hears(before: Session, after: Session, deck: Deck) -> bool:
    """Whether one can hear the difference: something is said now, or is said no longer."""
    return audible(before, deck) != audible(after, deck)


def sees(before: Session, after: Session, deck: Deck) -> bool:
    """Whether one can read the difference."""
    return shown_words(before, deck) != shown_words(after, deck)


def hears_or_sees(before: Session, after: Session, deck: Deck) -> bool:
    """Whether one can perceive the difference in any way."""
    return hears(before, after, deck) or sees(before, after, deck)


def amounts_to(session: Session, move: Move) -> Order | None:
    """The order that is carried out by this move: of a spoken yes, what had been asked."""
    if session.asked is not None and move.order is not None and move.order.command is Command.YES:
        return session.asked.order
    return move.order


@dataclass(frozen=True, eq=False)
class Visitor:
    """``cannot``: names of functions that are none for this visitor; ``instead``: those that it does by any order that
    does as much. Each has its reason where it is named."""

    name: str
    means: Means
    perceives: Sense
    cannot: frozenset[str] = frozenset()
    instead: Mapping[Command, Done] = field(default_factory=dict)

    def does(self, function: Function, before: Session, move: Move, after: Session, deck: Deck) -> bool:
        """Whether this move was this function. Any sign of life gives more time where the kiosk asks for one."""
        if function.command in self.instead:
            return self.instead[function.command](before, after, deck)
        order = amounts_to(before, move)
        is_it = order is not None and order.command is function.command
        is_free = function.command in BY_NAME_OR_NUMBER or function.command is Command.MORE_TIME
        return (is_it or is_free) and function.is_done(before, after, deck)


BY_ONE_SWITCH: Mapping[Command, Done] = {Command.PAUSE: stops_and_keeps_place, Command.QUIET: falls_silent}
"""Each press of the one switch stops the reading, to offer the buttons by voice: there is nothing left to pause, nor a
notice to be silenced. Listen is where the voice then rests."""

VISITORS = (
    Visitor("touch alone", touch, hears_or_sees),
    # A microphone that is off hears nobody turn it on.
    Visitor("voice alone", voice, hears_or_sees, frozenset({"MICROPHONE again"})),
    Visitor("four keys alone", four_keys, hears_or_sees),
    Visitor("screen unseen", four_keys, hears),
    Visitor("sound unheard", touch, sees),
    Visitor("one switch alone", one_switch, hears_or_sees, instead=BY_ONE_SWITCH),
)


# ---------------------------------------------------------------- searching


def key(session: Session) -> tuple[object, ...]:
    """What tells two sessions apart for a search. What a setting is does not matter for the way to another; of the
    slide under a panel only whether it is the first."""
    is_slide = session.kind is Kind.SLIDE
    slide = session.slide if is_slide else -min(session.slide, 1)
    asked = session.asked and session.asked.order
    screen = (session.kind, slide, session.page, session.choice_page, session.term, asked)
    talk = (session.talk.state, session.talk.source)
    place = min(1, (session.place if is_slide else session.slide_place)[0]) if session.slide < FIRST_SLIDES else 0
    offered = session.scan and (session.scan.group, session.scan.at)
    heeds = session.is_visit, session.is_muted, is_strict(session)
    return (*screen, session.focus, offered, *talk, place, *heeds, session.is_keeping_going)


@dataclass(frozen=True)
class Search:
    """What visitors with the same means reach from one session: the shortest route to each function, and its end."""

    visitors: tuple[Visitor, ...]
    deck: Deck

    def routes(
        self, start: Session, wanted: Collection[Function], *, only_first: bool = False
    ) -> dict[tuple[str, str], tuple[Route, Session]]:
        """By the names of the visitor and of the function; those that were not found are missing. ``only_first``: one
        is enough."""
        pending = {(one.name, function.name): (one, function) for one in self.visitors for function in wanted}
        found: dict[tuple[str, str], tuple[Route, Session]] = {}
        seen = {key(start)}
        ahead: deque[tuple[Session, Route]] = deque([(start, ())])
        while ahead and pending and len(seen) < MOST_STATES and not (found and only_first):
            session, route = ahead.popleft()
            settled = COMFORT - {function.command for _, function in pending.values()}
            for move, after in self._following(session, settled):
                for name in self._done(pending, session, move, after):
                    found[name] = ((*route, move), after)
                    del pending[name]
                if key(after) not in seen:
                    seen.add(key(after))
                    ahead.append((after, (*route, move)))
        return found

    def _following(self, session: Session, settled: frozenset[Command]) -> Iterator[tuple[Move, Session]]:
        """Each move; but of those settings that have been found no more, since they lead nowhere else."""
        for means in (self.visitors[0].means, patience):
            for move in means(session, self.deck):
                if move.order is None or move.order.command not in settled:
                    yield move, after_move(session, move, self.deck)

    def _done(
        self, pending: dict[tuple[str, str], tuple[Visitor, Function]], before: Session, move: Move, after: Session
    ) -> list[tuple[str, str]]:
        deck = self.deck
        return [
            name
            for name, (visitor, function) in pending.items()
            if visitor.does(function, before, move, after, deck) and visitor.perceives(before, after, deck)
        ]


def reached(
    visitors: Iterable[Visitor], wanted: Iterable[Function], start: Session, deck: Deck
) -> dict[str, dict[str, Route]]:
    """For each of the visitors, who have the same means, the shortest route to each function from ``start``; what
    turns something back begins where it was turned on."""
    search = Search(tuple(visitors), deck)
    wanted = tuple(wanted)
    found = search.routes(start, [function for function in wanted if not function.after])
    routes: dict[str, dict[str, Route]] = {visitor.name: {} for visitor in search.visitors}
    for (visitor, function), (route, _) in found.items():
        routes[visitor][function] = route
    for one in search.visitors:
        for function in wanted:
            if (one.name, function.after) in found and function.name not in one.cannot:
                route, end = found[one.name, function.after]
                back = Search((one,), deck).routes(end, [function]).get((one.name, function.name))
                if back is not None:
                    routes[one.name][function.name] = route + back[0]
    return routes


LAST = ("MORE_TIME", "DONE")
"""With these a tour ends; before them it takes what is nearest."""


def tour(visitor: Visitor, wanted: Iterable[Function], start: Session, deck: Deck) -> list[tuple[Function, Route]]:
    """All of these functions in one visit, each with the route from where the one before ended. What leaves the visitor
    no way on comes at the very end. Raises LookupError."""
    search = Search((visitor,), deck)
    open_ = {function.name: function for function in wanted if function.name not in visitor.cannot}
    session, taken, dead_ends = start, [], set()
    while open_:
        nearest = _choosable(open_, taken, dead_ends)
        found = search.routes(session, nearest, only_first=True)
        if not found:
            raise LookupError(f"{visitor.name}: no way to {[function.name for function in nearest]}")
        (_, name), (route, after) = next(iter(found.items()))
        if len(open_) > 1 and not list(visitor.means(after, deck)):
            dead_ends.add(name)
            continue
        taken.append((open_.pop(name), route))
        session = after
    return taken


def _choosable(
    open_: dict[str, Function], taken: list[tuple[Function, Route]], dead_ends: set[str]
) -> list[Function]:
    """What turns the last one back; else what is neither last nor waits for another; else the last ones in order."""
    back = [function for function in open_.values() if taken and function.after == taken[-1][0].name]
    free = [function for name, function in open_.items() if not function.after and name not in {*LAST, *dead_ends}]
    ends = [open_[name] for name in LAST if name in open_][:1]
    return back or free or ends or list(open_.values())


class RememberingDeck:
    """A deck that cuts each text into sentences once, for searches that see all of it again and again."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self.sentences = cache(deck.sentences)

    def shown(self, session: Session) -> Session:
        """The session when its screen has been laid out; here everything has room on one page."""
        return session

    def drawn(self, session: Session) -> frozenset[str]:
        """The ids of the targets that can be touched now."""
        return frozenset(target.id for target in targets(session, self))

    def __len__(self) -> int:
        return len(self._deck)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._deck, name)
