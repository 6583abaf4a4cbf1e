"""Where the focus stands and moves: how few keys, or two switches, reach everything.

The order is that of the screen: the choices, then the bar, and round again. In a list longer than a screen one goes on
past the last choice to the next page, and back past the first; before the very first comes the very last.

Knows: the targets of a screen. Must not know: what pressing them does (orders), keys.
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.panels import choice_page_count, choices, targets, title_and_text
from kiosk.scene import Kind, Target
from kiosk.state import Session

NEXT, TOPICS = "bar-next", "bar-topics"


def first_focus(session: Session, deck: Deck) -> str:
    """Where the focus begins on this screen: on the first choice, else on Next, or on the way back from a panel.

    In the list of topics too: begun at the visitor's own topic, the farthest one takes eleven keys instead of eight.
    """
    shown = choices(session, deck)
    if shown:
        return shown[0].id
    return NEXT if session.kind is Kind.SLIDE else targets(session, deck)[0].id


def moved(session: Session, way: int, deck: Deck) -> Session:
    """The focus one target on (``way`` 1) or back (-1); where it begins, if there was none."""
    ids = [target.id for target in targets(session, deck)]
    if session.focus not in ids:
        is_slide = session.kind is Kind.SLIDE
        last = TOPICS if is_slide and not choices(session, deck) and TOPICS in ids else ids[-1]
        return replace(session, focus=first_focus(session, deck) if way > 0 else last)
    at = ids.index(session.focus)
    count, pages = len(choices(session, deck)), choice_page_count(session, deck)
    page = session.choice_page + way
    is_past = at == (count - 1 if way > 0 else 0)
    if count and pages > 1 and is_past and page < pages and session.kind is not Kind.MORE:  # that is turned with Next
        return _on_page(session, page % pages, way, deck)
    return replace(session, focus=ids[(at + way) % len(ids)])


def _on_page(session: Session, page: int, way: int, deck: Deck) -> Session:
    session = replace(session, choice_page=page, page=0, page_starts=(0,))
    return replace(session, focus=choices(session, deck)[0 if way > 0 else -1].id)


def focus_told(session: Session, deck: Deck, *, is_new_page: bool = False) -> str:
    """Name, state and position of what has the focus; first which page of a list this is, if that is new."""
    shown = targets(session, deck)
    at = [target.id for target in shown].index(session.focus)
    text = focus_text(shown[at], at, len(shown), deck)
    return f"{list_page_told(session, deck)} {text}" if is_new_page else text


def list_page_told(session: Session, deck: Deck) -> str:
    """Which page of a list is shown, as a sentence."""
    count = choice_page_count(session, deck)
    return f"{deck.language.prompts['list_place'].format(number=session.choice_page + 1, count=count)}."


def opened_told(session: Session, deck: Deck) -> str:
    """The title of a panel that was opened with the keys, as a sentence."""
    title, _ = title_and_text(session, deck)
    return title if title.endswith((".", "?", "!")) else f"{title}."


def focus_text(target: Target, at: int, count: int, deck: Deck) -> str:
    """Name, state and position of the target that has the focus: "Next. Button 3 of 5."."""
    return deck.language.prompts["focus"].format(label=name_and_state(target), number=at + 1, count=count)


def name_and_state(target: Target) -> str:
    """What a target is called, and what it is now: "Wide spacing, off"; a sentence can begin with it."""
    label, state = target.label[:1].upper() + target.label[1:], target.state or target.spoken_state
    return f"{label}, {state}" if state else label
