"""The states of a visit in which different phrases count, by name.

Knows: one session for each. Must not know: which phrases (narrating), recordings, the command line.
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.panels import is_yes_no
from kiosk.scene import Kind
from kiosk.state import Session, Talk, Talking

LOOP, SPEAKING, QUESTION, OPTIONS = "loop", "speaking", "question", "options"


def situations(deck: Deck) -> dict[str, Session]:
    """The attract loop, a slide while it is read, every screen by its name, a slide that asks for yes or no, and one
    that offers choices."""
    visit = Session(is_visit=True)
    found = {LOOP: Session(), SPEAKING: replace(visit, talk=Talk(state=Talking.SPEAKING))}
    found |= {kind.value: replace(visit, kind=kind) for kind in Kind if kind is not Kind.MEANING}
    if deck.terms:
        found[Kind.MEANING.value] = replace(visit, kind=Kind.MEANING, term=next(iter(deck.terms)))
    slides = [deck.slide(index) for index in range(len(deck))]
    asking = {QUESTION: [is_yes_no(slide) for slide in slides], OPTIONS: [bool(slide.options) for slide in slides]}
    found |= {name: replace(visit, slide=fits.index(True)) for name, fits in asking.items() if any(fits)}
    return found
