"""How many steps the topics are away: the fewest actions from a screen, found by a search over the rules alone.

Knows: the orders that an input can give. Must not know: how a screen looks. As a command it prints the figures:
``python -m tests.kiosk.steps``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from content import places
from content.deck import FileDeck, open_deck
from content.keypad import load_keypad
from content.language import load_language
from kiosk.commands import order_of
from kiosk.loading import COMMAND_NAMES, KEY_NAMES
from kiosk.messages import Command, Message, Order
from kiosk.panels import targets
from kiosk.prompts import PROMPTS
from kiosk.scene import Kind
from kiosk.state import Session, Talking
from tests.kiosk.visits import after, visit

FOUR_KEYS = (Command.FOCUS_NEXT, Command.FOCUS_BACK, Command.SELECT, Command.HELP)
MOST = 18
"""No topic takes more."""
Orders = Callable[[Session], Iterable[Message]]


def keys_of(name: str) -> tuple[Order, ...]:
    """What the keys of a preset order."""
    keypad = load_keypad(places.keypads_folder() / f"{name}.toml", KEY_NAMES)
    return tuple(dict.fromkeys(order_of(value) for value in keypad.keys.values()))


def place_of(session: Session) -> tuple[object, ...]:
    """What of a session decides where further orders lead."""
    is_by_slide = session.kind in (Kind.SLIDE, Kind.WORDS, Kind.MEANING, Kind.TOPICS)
    slide = session.slide if is_by_slide else -1
    said = session.talk.source if session.talk.state is Talking.SPEAKING else None
    return (session.kind, slide, session.page, session.choice_page, session.term, session.focus, said)


def walk(start: Session, orders: Orders, deck: FileDeck, most: int) -> Iterator[tuple[int, Session]]:
    """Every place that at most ``most`` orders reach, nearest first, each once: how many it takes, and the session."""
    todo = deque([(0, start)])
    seen = {place_of(start)}
    while todo:
        count, session = todo.popleft()
        yield count, session
        if count == most:
            continue
        for order in orders(session):
            following = after(session, deck, order)
            if place_of(following) not in seen:
                seen.add(place_of(following))
                todo.append((count + 1, following))


def to_topics(start: Session, orders: Orders, deck: FileDeck, most: int) -> list[int]:
    """The fewest orders from ``start`` to the first slide of each topic, in the order of the topics; 99: too many.

    To be led to where one is already takes an order, too: it is not counted as none.
    """
    firsts = {topic.first: topic.number - 1 for topic in deck.topics}
    found = [99] * len(firsts)
    for count, session in walk(start, orders, deck, most):
        if session.kind is Kind.SLIDE and session.slide in firsts and session.page == 0:
            at = firsts[session.slide]
            found[at] = min(found[at], count)
        if max(found) < 99:
            break
    return found


def by_taps(deck: FileDeck) -> Orders:
    """Whatever target is on the screen."""
    return lambda session: [target.order for target in targets(session, deck)]


def by_keys(orders: Iterable[Command | Order]) -> Orders:
    """These keys, everywhere."""
    given = [Order(order) if isinstance(order, Command) else order for order in orders]
    return lambda session: given


def from_each_topic(deck: FileDeck, focus: str) -> Iterator[Session]:
    """Visits on the first slide of each topic with this focus."""
    for topic in deck.topics:
        yield replace(visit(deck), slide=topic.first, focus=focus)


def _main() -> None:
    language = load_language(places.language_file("en"), COMMAND_NAMES, PROMPTS)
    deck = open_deck(places.default_deck_folder(), language)
    print("steps to the first slide of each topic, from the first slide of the deck; then the most from any topic's")
    print("voice         1 each: its name, or its number")
    begin = visit(deck)
    print(f"taps          {to_topics(begin, by_taps(deck), deck, 3)}")
    rows = {"four keys": by_keys(FOUR_KEYS), "two switches": by_keys(keys_of("two-switches"))}
    for name in ("default", "arrows", "numeric", "ez-access", "volume-keypad"):
        rows[name] = by_keys(order for order in keys_of(name) if order.command is not Command.DONE)
    for name, orders in rows.items():
        far = [to_topics(start, orders, deck, MOST) for start in from_each_topic(deck, "bar-next")]
        print(f"{name:13} {to_topics(begin, orders, deck, MOST)}  most {max(map(max, far))}")


if __name__ == "__main__":
    _main()
