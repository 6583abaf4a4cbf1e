"""One switch: what can be pressed is offered one after another, and a press takes what was just said.

1. A press while nothing is offered begins: with the groups (the choices; the buttons of the bar), each said. 2. A press
in a group goes into it; where there is only one group, it begins there. 3. A press on an item does it, and the scanning
is over: what it caused is read, and the next press begins anew. 4. A round within a group in which nothing was taken
leads back to the groups, so that a wrong group costs one round; after ROUNDS rounds it ends, and says so.

Knows: targets and times. Must not know: switches, what an item does (orders).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.focusing import NEXT, name_and_state
from kiosk.messages import Order
from kiosk.panels import bar, choices
from kiosk.scene import Target
from kiosk.state import RATES_WPM, Comfort, Scan, Session
from kiosk.talking import say_notice

ROUNDS = 3
CHOICES, BAR = "choices", "bar"


def scan_groups(session: Session, deck: Deck) -> dict[str, tuple[Target, ...]]:
    """The groups in the order in which they are offered; the bar begins with Next and goes round."""
    buttons = bar(session, deck)
    at = [button.id for button in buttons].index(NEXT)
    shown = choices(session, deck)
    return ({CHOICES: shown} if shown else {}) | {BAR: buttons[at:] + buttons[:at]}


def scan_press(session: Session, deck: Deck) -> tuple[Session, Order | None]:
    """The switch: the session after it, and what it orders, if it has taken an item."""
    groups, scan = scan_groups(session, deck), session.scan
    if scan is None or (scan.group and scan.group not in groups):
        return _begun(session, groups, deck), None
    if not scan.group:
        name = list(groups)[scan.at % len(groups)]
        if len(groups[name]) > 1:
            return _offered(replace(session, scan=Scan(name, rounds=scan.rounds)), deck), None
        return _taken(session), groups[name][0].order
    items = groups[scan.group]
    return _taken(session), items[scan.at % len(items)].order


def _begun(session: Session, groups: dict[str, tuple[Target, ...]], deck: Deck) -> Session:
    only = next(iter(groups)) if len(groups) == 1 else ""
    return _offered(replace(session, scan=Scan(only)), deck)


def _taken(session: Session) -> Session:
    return replace(session, scan=None)


def scan_said(session: Session) -> Session:
    """What is offered has been said: now there is time to press. Its caption stays as long."""
    if session.scan is None:
        return session
    due = session.now + scan_pause_seconds(session.rules.scan_seconds, session.comfort)
    return replace(session, scan=replace(session.scan, due=due))


def scan_pause_seconds(seconds: float, comfort: Comfort) -> float:
    """How long there is time to press: as set, for who has the middle speed; slow listeners have more."""
    return seconds * RATES_WPM[Comfort().rate] / RATES_WPM[comfort.rate]


def scan_step(session: Session, deck: Deck) -> Session:
    """Nobody has pressed: offer the next one; after a round the groups again; after the last round end."""
    scan = session.scan
    if scan is None:
        return session
    groups = scan_groups(session, deck)
    count = len(groups[scan.group]) if scan.group in groups else len(groups)
    if scan.at + 1 < count:
        return _offered(replace(session, scan=replace(scan, at=scan.at + 1)), deck)
    if scan.rounds + 1 == ROUNDS:
        return say_notice(replace(session, scan=None), deck.language.prompts["scan_stopped"], "end")
    group = scan.group if len(groups) == 1 else ""
    return _offered(replace(session, scan=Scan(group, rounds=scan.rounds + 1)), deck)


def _offered(session: Session, deck: Deck) -> Session:
    """The focus on what is offered, or on the first of the group, and its name said."""
    scan = session.scan
    if scan is None:
        return session
    shown = offered(session, deck)
    text = item_told(shown[0]) if scan.group else deck.language.prompts[f"scan_{_group(session, deck)}"]
    waiting = replace(session, scan=replace(scan, due=float("inf")), focus=shown[0].id)
    return say_notice(waiting, text)


def item_told(target: Target) -> str:
    """What is said of an item: its name and state and no more, since the next one is waiting."""
    text = name_and_state(target)
    return text if text.endswith((".", "?", "!")) else f"{text}."


def offered(session: Session, deck: Deck) -> tuple[Target, ...]:
    """What the switch would take now: the targets of a group, or one item; nothing while nothing is offered."""
    scan = session.scan
    if scan is None:
        return ()
    groups = scan_groups(session, deck)
    if scan.group not in groups:
        return groups[_group(session, deck)]
    items = groups[scan.group]
    return (items[scan.at % len(items)],)


def _group(session: Session, deck: Deck) -> str:
    """The name of the group that is offered."""
    names = list(scan_groups(session, deck))
    return names[session.scan.at % len(names)] if session.scan else names[0]
