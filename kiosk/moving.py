"""How a session moves between slides, pages and panels, and how a visit begins and ends.

Knows: where one can go. Must not know: which order asks for it (orders).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.focusing import NEXT, first_focus
from kiosk.orientation import way_on
from kiosk.panels import choice_page_count, choices, targets
from kiosk.scene import Kind
from kiosk.state import Rules, Session, Talk, starting_comfort
from kiosk.talking import place_of_page, say_notice, say_screen
from kiosk.time_limit import idle_rule

PARENTS = {Kind.MEANING: Kind.WORDS, Kind.MORE: Kind.HELP}
"""The panel to which closing a panel returns; the slide for all others."""


def begin(rules: Rules, now: float, deck: Deck) -> Session:
    """The session with which a kiosk starts: the attract loop on the first slide."""
    return fresh(Session(rules=rules, comfort=rules.comfort, now=now), deck)


def fresh(session: Session, deck: Deck) -> Session:
    """The attract loop on the first slide, all at its default; only time, devices, the room and numbers go on."""
    start = Session(
        rules=session.rules,
        comfort=starting_comfort(session.rules, session.devices, session.is_quiet_hours),
        devices=session.devices,
        now=session.now,
        since=session.now,
        last_active=session.now,
        invited=session.now,
        talk=Talk(session.talk.number),
        hold=session.hold,
        is_quiet_hours=session.is_quiet_hours,
        room=session.room,
    )
    return say_screen(start, deck)


def begin_visit(session: Session) -> Session:
    """A sign of life: the visit begins, or goes on; what was heard or noticed before is settled."""
    return replace(session, is_visit=True, last_active=session.now)


def end_visit(session: Session, deck: Deck) -> Session:
    """Reset everything, and say so."""
    return say_notice(fresh(session, deck), deck.language.prompts["goodbye"])


def turn_limit(session: Session, deck: Deck, *, is_off: bool) -> Session:
    """The time limit off, or on again, for this visit; and what that means."""
    session = replace(session, has_no_limit=is_off)
    text = deck.language.prompts["no_limit_on" if is_off else "no_limit_off"]
    return say_notice(session, f"{text} {idle_rule(session, deck)}")


def go_to_slide(session: Session, deck: Deck, index: int, earcon: str = "") -> Session:
    """Show slide ``index`` from its first page and read it."""
    return _arrive(replace(session, kind=Kind.SLIDE, slide=index), deck, earcon)


def open_panel(session: Session, deck: Deck, kind: Kind, earcon: str = "") -> Session:
    """Show a panel from its first page and read it."""
    is_oriented = session.is_oriented or kind is Kind.HELP
    place = session.place if session.kind is Kind.SLIDE else session.slide_place
    return _arrive(replace(session, kind=kind, slide_place=place, is_oriented=is_oriented), deck, earcon)


def close_panel(session: Session, deck: Deck) -> Session:
    """Return to the slide, or to the list that a meaning was chosen from."""
    return _arrive(replace(session, kind=PARENTS.get(session.kind, Kind.SLIDE)), deck, "back")


def slide_under(session: Session, deck: Deck) -> Session:
    """The slide under a panel, where its reading stood; nothing is said yet."""
    session = replace(session, kind=Kind.SLIDE, page=0, page_starts=(0,), choice_page=0)
    return keep_focus(replace(session, place=session.slide_place), deck)


def _arrive(session: Session, deck: Deck, earcon: str) -> Session:
    session = replace(session, page=0, page_starts=(0,), choice_page=0)
    if session.kind is Kind.SLIDE or not session.focus:
        return say_screen(keep_focus(session, deck), deck, earcon=earcon)
    return say_screen(replace(session, focus=first_focus(session, deck)), deck, earcon=earcon)


def keep_focus(session: Session, deck: Deck) -> Session:
    """Focus survives a change of slide or page if its target does; else it goes where it begins there.

    Where a panel comes up, it begins anew: who uses it finds the choices before the bar.
    """
    ids = [target.id for target in targets(session, deck)]
    if not session.focus or session.focus in ids:
        return session
    return replace(session, focus=NEXT if session.kind is Kind.SLIDE else first_focus(session, deck))


def forward(session: Session, deck: Deck) -> Session:
    """The next page of this screen; else the next choices of a list; else the next slide."""
    if session.page + 1 < len(session.page_starts):
        return turn_page(session, deck, session.page + 1, "next")
    further = turned(session, deck)
    if further is not None:
        return further
    if session.kind is not Kind.SLIDE:
        return say_notice(session, deck.language.prompts["end_of_list"], "end")
    if session.slide + 1 < len(deck):
        return go_to_slide(session, deck, session.slide + 1, "next")
    return say_notice(session, deck.language.prompts["last_slide"], "end")


def backward(session: Session, deck: Deck) -> Session:
    """The page, the choices or the slide before; from the first page of a panel back to the slide."""
    if session.page > 0:
        return turn_page(session, deck, session.page - 1, "back")
    if session.choice_page > 0:
        return turn_list(session, deck, session.choice_page - 1, "back")
    if session.kind is not Kind.SLIDE:
        return close_panel(session, deck)
    if session.slide > 0:
        return go_to_slide(session, deck, session.slide - 1, "back")
    text = f"{deck.language.prompts['first_slide']} {way_on(session, deck)}"
    return say_notice(session, text, "end")


def turn_page(session: Session, deck: Deck, page: int, earcon: str) -> Session:
    """Show page ``page`` of the text and read from its first word.

    A choice that has the focus is always in sight: it would hold its own page, so the focus goes to Next.
    """
    is_on_choice = any(choice.id == session.focus for choice in choices(session, deck))
    session = replace(session, page=page, focus=NEXT if is_on_choice else session.focus)
    return say_screen(session, deck, *place_of_page(session, deck, page), earcon)


def turned(session: Session, deck: Deck) -> Session | None:
    """The next choices of this screen; None if there are no more."""
    if session.choice_page + 1 >= choice_page_count(session, deck):
        return None
    return turn_list(session, deck, session.choice_page + 1, "next")


def turn_list(session: Session, deck: Deck, choice_page: int, earcon: str) -> Session:
    """Show other choices of a list and read them."""
    session = replace(session, choice_page=choice_page, page=0, page_starts=(0,))
    return say_screen(keep_focus(session, deck), deck, earcon=earcon)
