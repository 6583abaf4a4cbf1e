"""Explore by touch: a finger on the glass is told what is under it, and nothing happens until it taps twice, or Select.

1. While it is on: a finger that comes down, or slides onto something, hears name, state, place and how to press it, or
that part of the screen read; the focus goes along. Lifting does nothing. A second tap at the same place within
SECOND_SECONDS presses. The four corners of the glass mean the same on every screen. Beside everything it hears that, so
that no touch is without an answer. 2. While it is off, a finger that rests is told the same, once, and that lifting it
presses; if it then slides onto something else, exploring goes on by itself: so it can be turned on without sight.

Knows: targets and parts of screens. Must not know: pixels, contacts (inputs), what an order does (orders).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.focusing import focus_text
from kiosk.messages import Command, Feel, Felt, Order
from kiosk.orientation import orientation
from kiosk.panels import footer, targets, title_and_text
from kiosk.scene import Kind, Part, Target
from kiosk.scenes import scene
from kiosk.script import screen_script
from kiosk.state import Explored, Session
from kiosk.talking import say_notice

SECOND_SECONDS = 1.0
"""From the lifting of the first tap to the second; who is slower presses Select."""

CORNERS = {
    "upper_left": Command.WHERE,
    "upper_right": Command.HELP,
    "lower_left": Command.BACK,
    "lower_right": Command.NEXT,
}
PARTS = ("title", "text", "question", "picture", "caption", "status", "topic", "place", "progress", "footer")


def toggle_exploring(session: Session, deck: Deck) -> Session:
    """Explore by touch, or press by touch again."""
    is_on = not session.is_exploring
    text = deck.language.prompts["explore_on" if is_on else "explore_off"]
    return say_notice(replace(session, is_exploring=is_on, explored=None), text)


def feel(session: Session, felt: Felt, deck: Deck) -> tuple[Session, Order | None]:
    """The session after a finger felt something, and what it presses, if that was the second tap."""
    if felt.how is Feel.SHORT:
        return say_notice(session, deck.language.prompts["hold_longer"]), None
    if felt.how is Feel.RESTED:
        return _rested(session, felt.spot, deck), None
    if felt.how is Feel.SLID and not session.is_exploring:
        return _turned_on(session, felt.spot, deck), None
    if felt.how is Feel.LEFT:
        return _lifted(session, felt.spot, deck)
    return _touched(session, felt, deck), None


def _touched(session: Session, felt: Felt, deck: Deck) -> Session:
    last, is_tap = session.explored, felt.how is Feel.CAME
    is_second = (
        is_tap and last is not None and last.is_whole and last.spot == felt.spot
        and last.lifted > 0 and session.now - last.lifted <= SECOND_SECONDS
        and _order(felt.spot, session, deck) is not None
    )  # fmt: skip
    session = replace(session, explored=Explored(felt.spot, is_tap, is_second=is_second))
    if is_second:
        return session  # what it will press has just been said
    return say_notice(_with_focus(session, felt.spot, deck), explored_text(felt.spot, session, deck))


def _lifted(session: Session, spot: str, deck: Deck) -> tuple[Session, Order | None]:
    last = session.explored
    if last is None or last.spot != spot:
        return replace(session, explored=None), None
    if last.is_second:
        return replace(session, explored=None), _order(spot, session, deck)
    return replace(session, explored=replace(last, lifted=session.now)), None


def _rested(session: Session, spot: str, deck: Deck) -> Session:
    session = _with_focus(replace(session, explored=Explored(spot)), spot, deck)
    if spot and not spot.startswith("part:"):
        return say_notice(session, rested_text(spot, session, deck))
    hint = deck.language.prompts["slide_finger"]
    if not session.is_oriented:
        return say_notice(replace(session, is_oriented=True), f"{orientation(session, deck)} {hint}")
    return say_notice(session, f"{explored_text(spot, session, deck)} {hint}")


def _turned_on(session: Session, spot: str, deck: Deck) -> Session:
    session = replace(session, is_exploring=True, is_oriented=True, explored=Explored(spot))
    text = f"{deck.language.prompts['explore_on']} {explored_text(spot, session, deck)}"
    return say_notice(_with_focus(session, spot, deck), text)


def _with_focus(session: Session, spot: str, deck: Deck) -> Session:
    return replace(session, focus=spot) if _target(spot, session, deck) else session


def _target(spot: str, session: Session, deck: Deck) -> Target | None:
    return next((target for target in targets(session, deck) if target.id == spot), None)


def _order(spot: str, session: Session, deck: Deck) -> Order | None:
    kind, _, name = spot.partition(":")
    if kind == "corner":
        return Order(CORNERS[name]) if name in CORNERS else None
    target = _target(spot, session, deck)
    return target.order if target else None


def rested_text(spot: str, session: Session, deck: Deck) -> str:
    """What is said of a target under a finger that rests."""
    return f"{_named(spot, session, deck)} {deck.language.prompts['rest_press']}"


def explored_text(spot: str, session: Session, deck: Deck) -> str:
    """What is said of a spot; never empty."""
    prompts, (kind, _, name) = deck.language.prompts, spot.partition(":")
    if kind == "corner" and name in CORNERS:
        label = deck.language.commands[CORNERS[name]].label
        return f"{prompts['explore_corner'].format(label=label)} {prompts['explore_press']}"
    if kind == "part":
        return part_text(name, session, deck) or prompts["explore_nothing"]
    named = _named(spot, session, deck)
    return f"{named} {prompts['explore_press']}" if named else prompts["explore_nothing"]


def _named(spot: str, session: Session, deck: Deck) -> str:
    shown = targets(session, deck)
    at = next((at for at, target in enumerate(shown) if target.id == spot), None)
    return "" if at is None else focus_text(shown[at], at, len(shown), deck)


def part_text(part: str, session: Session, deck: Deck) -> str:
    """What stands in a part of the screen, as sentences; empty if nothing does."""
    slide, prompts = deck.slide(session.slide), deck.language.prompts
    match part:
        case "title":
            return title_and_text(session, deck)[0]
        case "text":
            return _shown_text(session, deck)
        case "question":
            return slide.question
        case "picture":
            return prompts["picture"].format(text=slide.picture) if slide.picture else ""
        case "caption":
            return scene(session, deck).caption
        case "status":
            return " ".join(f"{sign.text}." for sign in scene(replace(session, heard=""), deck).status)
        case "topic":
            return f"{deck.topic_of(session.slide).title}."
        case "place" | "progress":
            return f"{scene(session, deck).place}."
        case "footer":
            return footer(session, deck)
        case _:
            return ""


def _shown_text(session: Session, deck: Deck) -> str:
    """The sentences of the text that stand on this page, the first and the last one whole."""
    if session.kind is not Kind.SLIDE:
        return title_and_text(session, deck)[1]
    starts = (*session.page_starts, len(title_and_text(session, deck)[1]) + 1)
    page = min(session.page, len(session.page_starts) - 1)
    first, end = starts[page], starts[page + 1]
    lines = [line for line in screen_script(session, deck) if line.part is Part.TEXT]
    ends = [*(line.offset for line in lines[1:]), end]
    shown = [line for line, after in zip(lines, ends, strict=False) if line.offset < end and after > first]
    return " ".join(line.sentence.text for line in shown)
