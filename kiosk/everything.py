"""Every sentence that the kiosk can ever say: the sentences of each screen, and those that each order is answered with.

Knows: how to reach every screen and state from the rules alone. Must not know: voices, files, the screen.

No list of prompts is kept: each screen is put into each state that changes its words (one at a time: a sentence never
depends on two), read, and then given every order, so that a new prompt or command is found by itself. Most orders end
in the same words; these are cut into sentences once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from audio.api import HeadphonesIn, HeadphonesOut, HeardNothingKnown, MicrophoneLost, SpokenSentence, UtteranceFinished
from content.model import Deck
from kiosk.asking import ask
from kiosk.exploring import CORNERS, PARTS, explored_text
from kiosk.focusing import focus_text, list_page_told, opened_told
from kiosk.inviting import invite
from kiosk.messages import Command, Order, Woken
from kiosk.moving import fresh
from kiosk.orders import perform
from kiosk.panels import ASKED_BACK, CHOICES_A_SCREEN, choice_page_count, is_yes_no, slide_terms, targets
from kiosk.scanning import item_told
from kiosk.scene import Kind
from kiosk.script import caption_lines, screen_script
from kiosk.self_voicing import whereabouts
from kiosk.session import update
from kiosk.state import RATES_WPM, TEXT_SIZES, VOLUMES_DB, Answer, Rules, Session, Source, Talk, Talking
from kiosk.talking import hush

PAGES = 6
"""Texts of more pages are told of by the live voice."""
MISSES = 6
"""So many utterances in a row that are not understood: the answer comes before."""


def everything(deck: Deck, rules: Rules) -> tuple[SpokenSentence, ...]:
    """Each sentence once, in the order in which a visitor meets them: slides first, then panels, then answers."""
    start = hush(replace(fresh(Session(rules=rules), deck), is_visit=True))
    screens = [*_slides(start, deck), *_panels(start, deck), *_simply(start, deck)]
    said = _Said(deck)
    for session in screens:
        said.screen(session)
    for session in screens:
        _answers(session, deck, said)
    _beginnings(start, deck, said)
    _whereabouts(start, deck, said)
    return tuple(said.sentences)


class _Said:
    """What has been found so far; ``sentences`` in the order in which they were."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self._texts: set[str] = set()
        self._screens: set[Session] = set()
        self.sentences: dict[SpokenSentence, None] = {}

    def text(self, text: str) -> None:
        """What is said of a notice, or of the button that has the focus."""
        if text not in self._texts:
            self._texts.add(text)
            self.sentences.update((line.sentence, None) for line in caption_lines(text, self._deck))

    def screen(self, session: Session) -> None:
        """What is read of a screen, wherever the reading or the focus is."""
        session = replace(session, talk=Talk(), place=(0, 0), slide_place=(0, 0), focus="", notice="", heard="")
        if session not in self._screens:
            self._screens.add(session)
            self.sentences.update((line.sentence, None) for line in screen_script(session, self._deck))

    def now(self, session: Session) -> None:
        """What is being said."""
        match session.talk.source:
            case Source.SCREEN:
                self.screen(session)
            case Source.NOTICE:
                self.text(session.notice)
            case Source.EARCON:
                pass
            case _:
                assert_never(session.talk.source)


def _slides(start: Session, deck: Deck) -> Iterator[Session]:
    """Every slide as it is, then with each answer of its topic that a visitor can give."""
    for index in range(len(deck)):
        yield replace(start, slide=index)
    for index in range(len(deck)):
        for answer in _topic_answers(deck, index):
            yield replace(start, slide=index, answers=frozenset({answer}))


def _topic_answers(deck: Deck, index: int) -> Iterator[Answer]:
    topic = deck.topic_of(index)
    slides = range(topic.first, topic.first + topic.count) if deck.slide(index).is_summary else (index,)
    for slide in map(deck.slide, slides):
        numbers = (1, 0) if is_yes_no(slide) else range(1, len(slide.options) + 1)
        yield from (Answer(slide.id, number) for number in numbers)


def _panels(start: Session, deck: Deck) -> Iterator[Session]:
    """Every panel, each page of its list, in every state of every setting."""
    for kind in Kind:
        if kind in (Kind.SLIDE, Kind.WORDS, Kind.MEANING, Kind.ASKED):
            continue
        for session in _comforts(replace(start, kind=kind)):
            yield session
        for devices in (start.devices, replace(start.devices, has_microphone=False)):
            session = replace(start, kind=kind, devices=devices)
            yield from (replace(session, choice_page=page) for page in range(choice_page_count(session, deck)))
    yield from (hush(ask(start, Order(command), deck)) for command in ASKED_BACK)
    for index in range(len(deck)):
        session = replace(start, slide=index, kind=Kind.WORDS)
        terms = slide_terms(session, deck)
        for page in range(-(-len(terms) // CHOICES_A_SCREEN)):
            yield replace(session, choice_page=page)
        for term in terms:
            yield replace(session, kind=Kind.MEANING, term=term.term.lower())


def _simply(start: Session, deck: Deck) -> Iterator[Session]:
    """Simple mode: every page of choices of every screen. What it says of a setting is said without it, too."""
    simple = replace(start, comfort=replace(start.comfort, is_simple=True))
    for kind in Kind:
        if kind not in (Kind.SLIDE, Kind.WORDS, Kind.MEANING, Kind.ASKED):
            yield from _choice_pages(replace(simple, kind=kind), deck)
    for index in range(len(deck)):
        yield from _choice_pages(replace(simple, slide=index), deck)
        yield from _choice_pages(replace(simple, slide=index, kind=Kind.WORDS), deck)
    yield from (hush(ask(simple, Order(command), deck)) for command in ASKED_BACK)
    yield from (replace(simple, kind=Kind.MEANING, term=term) for term in list(deck.terms)[:1])


def _choice_pages(session: Session, deck: Deck) -> Iterator[Session]:
    yield from (replace(session, choice_page=page) for page in range(choice_page_count(session, deck)))


def _comforts(session: Session) -> Iterator[Session]:
    comfort = session.comfort
    yield session
    yield replace(session, is_keeping_going=True)
    for volume in range(len(VOLUMES_DB)):
        yield replace(session, comfort=replace(comfort, volume=volume))
    for rate in range(len(RATES_WPM)):
        yield replace(session, comfort=replace(comfort, rate=rate))
    for size in TEXT_SIZES:
        yield replace(session, comfort=replace(comfort, text_size=size))
    for theme in session.rules.themes:
        yield replace(session, comfort=replace(comfort, theme=theme))
    yield replace(session, comfort=replace(comfort, is_wide=not comfort.is_wide))
    yield replace(session, comfort=replace(comfort, motion="none"))
    yield replace(session, comfort=replace(comfort, is_clear=True))
    yield replace(session, is_muted=True)
    yield replace(session, is_exploring=True)
    yield replace(session, has_no_limit=True)


def _beginnings(start: Session, deck: Deck, said: _Said) -> None:
    """What a visit begins with, with and without ears: what this is, and what headphones do."""
    for devices in (start.devices, replace(start.devices, has_microphone=False)):
        loop = replace(start, is_visit=False, devices=devices)
        read = replace(loop, is_visit=True, talk=replace(loop.talk, state=Talking.SPEAKING))
        for session in (
            update(loop, Woken(), deck),
            invite(loop, deck),
            update(loop, Order(Command.LISTEN), deck),
            update(loop, HeadphonesIn(), deck),
            update(loop, HeadphonesOut(), deck),
            update(read, HeadphonesOut(), deck),
            update(read, UtteranceFinished(read.talk.number), deck),
        ):
            said.now(session)


def _whereabouts(start: Session, deck: Deck, said: _Said) -> None:
    """What "where am I" tells of pages, and of the signs that stand in the header."""
    whole = start.devices
    changed = [
        replace(start, page=page, page_starts=(0,) * pages) for pages in range(2, PAGES + 1) for page in range(pages)
    ]
    changed += [replace(start, is_keeping_going=True), replace(start, is_muted=True)]
    changed += [
        replace(start, devices=devices)
        for devices in (
            replace(whole, has_headphones=True),
            replace(whole, has_speaker=False),
            replace(whole, has_voice=False),
            replace(whole, has_microphone=False),
        )
    ]
    paused = replace(start, talk=replace(start.talk, state=Talking.PAUSED))
    for session in (*changed, paused):
        said.text(whereabouts(session, deck))
    said.now(update(start, MicrophoneLost(""), deck))


def _answers(session: Session, deck: Deck, said: _Said) -> None:
    """What is said after each order, on each focus, and after what was not understood."""
    for order in _orders(deck):
        said.now(perform(session, order, deck))
    read = replace(session, talk=replace(session.talk, state=Talking.SPEAKING, source=Source.SCREEN))
    told = replace(read, talk=replace(read.talk, source=Source.NOTICE))
    for each in (session, read, told):  # a button that is Play, Pause or Quiet
        shown = targets(each, deck)
        for at, target in enumerate(shown):
            said.text(focus_text(target, at, len(shown), deck))
            said.text(item_told(target))
    for text in (*_steps_by_key(session, deck), *_felt_by_finger(session, deck)):
        said.text(text)
    for _ in range(MISSES):
        session = update(session, HeardNothingKnown(0.0, 0.0), deck)
        said.now(session)


def _steps_by_key(session: Session, deck: Deck) -> list[str]:
    """What keys and switches are told of this screen beside the focus: its title, its page."""
    texts = []
    if session.kind is not Kind.SLIDE:
        texts.append(opened_told(session, deck))
    if choice_page_count(session, deck) > 1:
        texts.append(list_page_told(session, deck))
    texts += [deck.language.prompts[name] for name in ("scan_choices", "scan_bar", "scan_stopped")]
    return texts


def _felt_by_finger(session: Session, deck: Deck) -> list[str]:
    """What a finger on the glass is told of this screen: each part of it, each corner, and how to go on."""
    texts = [explored_text(f"part:{part}", session, deck) for part in PARTS]
    texts += [explored_text(f"corner:{corner}", session, deck) for corner in CORNERS]
    hints = "explore_on explore_off explore_press explore_nothing rest_press slide_finger hold_longer"
    prompts = deck.language.prompts
    texts += [prompts[name] for name in hints.split()]
    signs = (name for name in prompts if name.startswith(("status_", "earcon_")) and name != "status_heard")
    return texts + [f"{prompts[name]}." for name in signs]


def _orders(deck: Deck) -> Iterator[Order]:
    numbered = (Command.OPTION, Command.GO_TO_TOPIC, Command.GO_TO_SLIDE)
    for command in Command:
        numbers = range(len(deck.language.numbers) + 1) if command in numbered else (0,)
        yield from (Order(command, number) for number in numbers)
