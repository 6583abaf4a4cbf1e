"""Which screens ``mmn-kiosk pictures`` shows: every page of every slide, every panel, and the states in between.

Knows: how a visit gets to each screen (by orders, as a visitor would). Must not know: pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from audio.api import (
    HeardNothingKnown,
    MicrophoneLost,
    SpeakerLost,
    UtteranceFinished,
    VoiceLevel,
    VoiceLost,
    WordStarted,
)
from content.model import Deck
from kiosk.asking import ask
from kiosk.attention import BURST, MISSES_BEFORE_HELP
from kiosk.inviting import invite
from kiosk.messages import Command, Message, Order, SlideLaidOut, Tick, Woken
from kiosk.motion import STEP_SECONDS
from kiosk.moving import begin
from kiosk.panels import ASKED_BACK, choice_page_count, is_yes_no, slide_terms
from kiosk.scene import Kind, Scene
from kiosk.scenes import scene
from kiosk.script import screen_script
from kiosk.session import update
from kiosk.state import Rules, Session

PageStarts = Callable[[Scene], tuple[int, ...]]
"""Where the layout cuts the text of a scene into pages."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to be made: its file name without ending, the kind, the slide and its facts, what it shows."""

    name: str
    kind: str
    slide: str | None
    facts: tuple[str, ...]
    scene: Scene


def shots(deck: Deck, rules: Rules, page_starts: PageStarts) -> Iterator[Shot]:
    """All pictures of a deck, page by page."""
    woken = update(begin(rules, 0.0, deck), Woken(), deck)
    start = update(woken, UtteranceFinished(woken.talk.number), deck)
    for index in range(len(deck)):
        slide = deck.slide(index)
        session = update(replace(start, slide=max(0, index - 1)), Order(Command.NEXT), deck) if index else start
        session = replace(session, talk=begin(rules, 0.0, deck).talk)
        for page, shown in _pages(session, deck, page_starts):
            yield Shot(f"slide-{index + 1:03d}-{slide.id}{page}", Kind.SLIDE.value, slide.id, slide.facts, shown)
    for name, session in (("state-orientation", woken), *_states(deck, start)):
        for page, shown in _pages(session, deck, page_starts):
            slide_id = deck.slide(session.slide).id if session.kind is Kind.SLIDE else None
            yield Shot(f"{name}{page}", session.kind.value, slide_id, (), shown)


def _pages(session: Session, deck: Deck, page_starts: PageStarts) -> Iterator[tuple[str, Scene]]:
    starts = page_starts(scene(session, deck))
    session = update(session, SlideLaidOut(session.slide, starts), deck)
    for page in range(len(starts)):
        yield (f"-page-{page + 1}" if len(starts) > 1 else ""), scene(replace(session, page=page), deck)


def _states(deck: Deck, start: Session) -> Iterator[tuple[str, Session]]:
    """Every panel, and what a slide looks like while something happens."""

    def after(session: Session, *messages: Command | Message) -> Session:
        for message in messages:
            session = update(session, Order(message) if isinstance(message, Command) else message, deck)
        return session

    slides = range(len(deck))
    yield "topics-1", after(start, Command.TOPICS)
    yield "topics-2", after(start, Command.TOPICS, Command.NEXT)
    for command in (Command.HELP, Command.READING, Command.SOUND, Command.SIGHT):
        yield f"panel-{command.lower()}", after(start, command)
    more = after(start, Command.HELP, Command.HELP)
    for page in range(choice_page_count(more, deck)):
        yield f"panel-more-{page + 1}", replace(more, choice_page=page)
    with_words = max(slides, key=lambda index: len(slide_terms(replace(start, slide=index), deck)))
    words = after(replace(start, slide=with_words), Command.WORDS)
    yield "panel-words", words
    yield "panel-meaning", after(words, Order(Command.OPTION, 1))
    silent = after(start, UtteranceFinished(start.talk.number))
    yield "panel-warning", after(silent, Tick(silent.now + start.rules.idle_seconds))
    yield "state-listening", silent
    for level in range(2, 5):
        yield f"state-hearing-{level}", after(silent, VoiceLevel(6.0 * level))
    yield "state-not-understood", after(silent, HeardNothingKnown(0.0, 1.0))
    lost = after(silent, *[HeardNothingKnown(0.0, 1.0)] * MISSES_BEFORE_HELP)
    yield "state-told-what-to-say", after(lost, UtteranceFinished(lost.talk.number))
    strict = after(silent, *[HeardNothingKnown(0.0, 1.0)] * BURST)
    yield "state-strict-told", strict
    yield "state-strict", after(strict, UtteranceFinished(strict.talk.number))
    listening = after(silent, Command.LISTEN)
    yield "state-all-ears", after(listening, UtteranceFinished(listening.talk.number))
    muted = after(silent, Command.MICROPHONE)
    yield "state-microphone-off", after(muted, UtteranceFinished(muted.talk.number))
    for command in ASKED_BACK:
        yield f"panel-asked-{command.lower()}", ask(silent, Order(command), deck)
    yield "state-paused", after(start, WordStarted(start.talk.number, 1, 1), Command.PAUSE)
    yield "state-word-spoken", after(start, WordStarted(start.talk.number, 2, 1))
    yield "state-focus", after(start, Command.FOCUS_NEXT, Command.FOCUS_NEXT)
    yield "state-picture-spoken", _at_picture(start, deck)
    yield "state-chime", after(start, Command.NEXT)
    yield "state-heard", replace(silent, heard=deck.language.commands[Command.NEXT.value].phrases[0])
    yield "state-no-devices", after(silent, MicrophoneLost(""), SpeakerLost(""))
    yield "state-no-voice", after(silent, VoiceLost(""))
    yield "state-keeps-going", after(start, Command.KEEP_GOING)
    for command in (Command.TOPICS, Command.HELP, Command.SIGHT):
        yield f"state-simple-{command.lower()}", after(start, Command.SIMPLE, command)
    yield "state-simple", after(start, Command.SIMPLE)
    yield "state-loop", replace(silent, is_visit=False)
    yield "state-invitation", invite(replace(silent, is_visit=False), deck)
    for index in slides:
        if deck.slide(index).picture_steps:
            yield f"state-motion-{deck.slide(index).id}", _in_motion(replace(start, slide=index), deck)
    asked = next((index for index in slides if is_yes_no(deck.slide(index))), None)
    if asked is not None:
        yield "state-answered", after(replace(start, slide=asked), Command.YES)
    chosen = next((index for index in slides if deck.slide(index).options), None)
    if chosen is not None:
        both = after(replace(start, slide=chosen), Order(Command.OPTION, 1), Order(Command.OPTION, 3))
        yield "state-chosen", both
        yield "state-simple-chosen", after(replace(both, notice=""), Command.SIMPLE)
        summary = next((index for index in slides if index > chosen and deck.slide(index).is_summary), chosen)
        yield "state-summary", replace(both, slide=summary, notice="")


def _in_motion(session: Session, deck: Deck) -> Session:
    """The moment in which a picture that moves shows its middle step."""
    session = update(session, Order(Command.READ), deck)
    middle = (deck.slide(session.slide).picture_steps + 1) // 2
    return update(session, Tick(session.now + (middle + 0.5) * STEP_SECONDS), deck)


def _at_picture(session: Session, deck: Deck) -> Session:
    """The moment in which the text alternative of the picture is spoken, and shown as the caption."""
    lines = screen_script(session, deck)
    number = next((number for number, line in enumerate(lines) if line.caption), 0)
    return update(session, WordStarted(session.talk.number, number, 2), deck)
