"""What is said of the screen to somebody who does not see it: each button, and where one is.

Together with the reading of the screen these tell all that stands there: the choices are in the reading and in the walk
of the focus, the bar is in that walk alone, and the header and the signs beside it are in "where am I".

Knows: the words of a screen. Must not know: how the focus moves, which device asks.
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.panels import choice_page_count, title_and_text
from kiosk.scene import Kind
from kiosk.scenes import status
from kiosk.state import Session, Talking
from kiosk.talking import say_notice

PASSING_SIGNS = ("speaking", "heard", "hearing", "chime", "not-understood", "quiet")
"""Signs of this moment; "where am I" tells those that stay."""


def tell_focus(
    session: Session, text: str, deck: Deck, earcon: str = "", *, then_reads: bool = False
) -> Session:
    """Say ``text`` of what has the focus now; the first time in a visit, how to act as well."""
    if not session.knows_select:
        text = f"{text} {deck.language.prompts['how_to_select']}"
    return say_notice(replace(session, knows_select=True), text, earcon, then_reads=then_reads)


def whereabouts(session: Session, deck: Deck) -> str:
    """The panel, the slide, the topic, the page, and what the signs beside them say."""
    prompts, topic = deck.language.prompts, deck.topic_of(session.slide)
    slide = prompts["where_slide"].format(number=session.slide + 1, count=len(deck), topic=topic.title)
    parts = [slide, *_pages(session, deck), *_signs(session, deck)]
    if session.kind is not Kind.SLIDE:
        parts.insert(0, prompts["where_panel"].format(panel=title_and_text(session, deck)[0]))
    return " ".join(parts)


def _pages(session: Session, deck: Deck) -> list[str]:
    """Which page of a list, and which page of the text, where there are several."""
    prompts, lists, pages = deck.language.prompts, choice_page_count(session, deck), len(session.page_starts)
    told = []
    if lists > 1:
        told.append(prompts["list_place"].format(number=session.choice_page + 1, count=lists))
    if pages > 1:
        told.append(prompts["page_place"].format(number=session.page + 1, count=pages))
    return [_sentence(text) for text in told]


def _signs(session: Session, deck: Deck) -> list[str]:
    """The signs that stand there when nothing is said."""
    talk = session.talk
    at_rest = replace(talk, state=Talking.SILENT) if talk.state is Talking.SPEAKING else talk
    shown = status(replace(session, talk=at_rest, level=0), deck)
    return [_sentence(sign.text) for sign in shown if sign.icon not in PASSING_SIGNS]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
