"""All that stands on the screen can be heard (A2), each target with name, state and place (A17, A18), every change by
itself, and what makes no sense with the way out (A13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import fields, replace

import pytest

from audio.api import HeadphonesIn, HeardNothingKnown, MicrophoneLost
from content.deck import FileDeck
from kiosk.asking import ask
from kiosk.focusing import focus_told
from kiosk.messages import Command, Message, Order, SlideLaidOut
from kiosk.narrating import narration
from kiosk.panels import ASKED_BACK, choice_page_count, hint, is_yes_no, slide_terms, targets
from kiosk.scene import Kind, Scene
from kiosk.scenes import scene
from kiosk.script import screen_script
from kiosk.self_voicing import PASSING_SIGNS
from kiosk.session import update
from kiosk.state import Comfort, Session, Source
from tests.kiosk.visits import after, finish, spoken, visit

TOGGLES = (
    Command.KEEP_GOING, Command.CLEARER, Command.MICROPHONE, Command.SPACING, Command.MOTION, Command.NO_LIMIT,
)  # fmt: skip


def tokens(text: str) -> set[str]:
    """The words of a text: letters and figures, without case."""
    return set(re.findall(r"\w+", text.casefold().replace("’", "'")))


def screens(deck: FileDeck) -> Iterator[Session]:
    """Every screen of a visit at rest: each slide, each panel, each page of a list."""
    for index in range(len(deck)):
        yield finish(after(replace(visit(deck), slide=index), deck, Command.READ), deck)
    at = replace(visit(deck), slide=max(range(len(deck)), key=lambda i: len(slide_terms(at_slide(deck, i), deck))))
    panels = (Command.TOPICS, Command.HELP, Command.READING, Command.SOUND, Command.SIGHT, Command.WORDS)
    opened = [finish(after(at, deck, command), deck) for command in panels]
    opened.append(finish(after(at, deck, Command.HELP, Command.HELP), deck))
    for session in opened:
        for page in range(choice_page_count(session, deck)):
            yield replace(session, choice_page=page)
    yield finish(after(at, deck, Command.WORDS, Order(Command.OPTION, 1)), deck)
    yield from (finish(ask(at, Order(command), deck), deck) for command in ASKED_BACK)


def at_slide(deck: FileDeck, index: int) -> Session:
    return replace(visit(deck), slide=index)


def visible(shown: Scene) -> set[str]:
    """Every word on the screen; signs of the moment are told when they come up."""
    signs = [sign.text for sign in shown.status if sign.icon not in PASSING_SIGNS]
    texts = [shown.topic, shown.place, shown.title, shown.text, shown.question, shown.caption, shown.footer, *signs]
    for target in (*shown.choices, *shown.bar):
        texts += [target.label, target.state, str(target.number or "")]
    return tokens(" ".join(texts))


def audible(session: Session, deck: FileDeck) -> set[str]:
    """What reading the screen, "where am I" and a walk of the focus over every target say."""
    heard = " ".join(line.sentence.text for line in screen_script(session, deck))
    heard += " " + spoken(after(session, deck, Command.READ), deck)
    heard += " " + after(session, deck, Command.WHERE).notice
    for target in targets(session, deck):
        heard += " " + focus_told(replace(session, focus=target.id), deck)
    return tokens(heard)


def test_every_word_on_every_screen_can_be_heard(deck: FileDeck) -> None:
    count = 0
    for session in screens(deck):
        count += 1
        missing = visible(scene(session, deck)) - audible(session, deck)
        assert not missing, (session.kind, session.slide, session.choice_page, missing)
    assert count > len(deck) + 15


def test_where_am_i_tells_the_page_and_the_signs(deck: FileDeck) -> None:
    session = after(finish(visit(deck, Command.NEXT), deck), deck, SlideLaidOut(1, (0, 20, 40)))
    paged = after(replace(session, page=1), deck, Command.WHERE).notice
    assert "slide 2 of 44" in paged and "Page 2 of 3." in paged and "Listening." in paged
    assert "Microphone off" in after(session, deck, Command.MICROPHONE, Command.WHERE).notice
    assert "In the headphones." in after(session, deck, HeadphonesIn(), Command.WHERE).notice
    assert "No microphone" in after(session, deck, MicrophoneLost("x"), Command.WHERE).notice
    assert "Keeps going." in after(session, deck, Command.KEEP_GOING, Command.WHERE).notice
    assert "List page 2 of 2." in after(session, deck, Command.TOPICS, Command.NEXT, Command.WHERE).notice


# ---------------------------------------------------------------- targets


def test_each_target_is_told_with_name_state_and_place(deck: FileDeck) -> None:
    for session in screens(deck):
        shown = targets(session, deck)
        for at, target in enumerate(shown):
            told = focus_told(replace(session, focus=target.id), deck)
            assert target.label.casefold() in told.casefold() and f"Button {at + 1} of {len(shown)}." in told
            assert (target.state or target.spoken_state) in told


def test_how_to_act_is_told_once_a_visit(deck: FileDeck) -> None:
    session = finish(visit(deck, Command.NEXT), deck)
    first = after(session, deck, Command.FOCUS_NEXT)
    assert "Select presses it." in first.notice
    for command in (Command.FOCUS_NEXT, Command.HELP, Command.FOCUS_NEXT, Command.FOCUS_BACK):
        first = after(first, deck, command)
        assert "Select presses it." not in first.notice
    again = after(first, deck, Command.DONE, Command.NEXT, Command.FOCUS_NEXT)
    assert "Select presses it." in again.notice  # the next visitor


def test_what_is_told_of_play_is_what_it_does_then_and_afterwards(deck: FileDeck) -> None:
    session = replace(visit(deck, Command.NEXT), focus="bar-back")
    told = after(session, deck, Command.FOCUS_NEXT)
    assert told.focus == "bar-play" and told.notice.startswith("Play.")
    for at in (told, finish(told, deck)):
        assert next(one for one in targets(at, deck) if one.id == "bar-play").label == "Play"
        assert after(at, deck, Command.SELECT).talk.source is Source.SCREEN


def test_the_focus_tells_the_state_of_a_toggle_and_changes_nothing(deck: FileDeck) -> None:
    found = set()
    for session in screens(deck):
        for target in targets(session, deck):
            if target.order.command not in TOGGLES:
                continue
            ids = [one.id for one in targets(session, deck)]
            before = replace(session, focus=ids[ids.index(target.id) - 1])
            told = after(before, deck, Command.FOCUS_NEXT)
            assert told.focus == target.id and {"on", "off"} & tokens(told.notice)
            assert told.comfort == session.comfort and told.answers == session.answers
            turned = after(told, deck, Command.SELECT)
            state = next((one.state for one in targets(turned, deck) if one.id == target.id), None)
            assert state in (None, "on", "off") and state != target.state
            found.add(target.order.command)
    assert found == set(TOGGLES)


def test_an_option_says_that_it_is_not_chosen(deck: FileDeck) -> None:
    slide = next(index for index in range(len(deck)) if deck.slide(index).options)
    session = after(at_slide(deck, slide), deck, Command.FOCUS_NEXT)
    assert "not chosen" in session.notice and not session.answers
    chosen = after(session, deck, Command.SELECT, Command.FOCUS_BACK, Command.FOCUS_NEXT)
    assert "chosen" in chosen.notice and "not chosen" not in chosen.notice
    question = next(index for index in range(len(deck)) if is_yes_no(deck.slide(index)))
    assert "not chosen" in after(at_slide(deck, question), deck, Command.FOCUS_NEXT).notice


# ---------------------------------------------------------------- changes


def changed(before: Scene, after: Scene) -> set[str]:
    """The words that have come up beside the bar and the signs, which "where am I" and the focus tell."""
    texts = ("title", "text", "question", "footer", "caption")
    new: set[str] = set()
    for name in texts:
        if getattr(after, name) != getattr(before, name):
            new |= tokens(getattr(after, name))
    for choice in set(after.choices) - set(before.choices):
        old = next((one for one in before.choices if one.id == choice.id and one.label == choice.label), None)
        new |= tokens(choice.state if old else f"{choice.label} {choice.state} {choice.number or ''}")
    return new


SWITCH, SIZE = {"on", "off"}, {"1", "2", "3", "4", "5", "of"}
ALIKE = dict.fromkeys(TOGGLES, SWITCH) | {Command.YES: {"chosen"}, Command.NO: {"chosen"}}
ALIKE |= dict.fromkeys((Command.BIGGER, Command.SMALLER, Command.OPTION), SIZE | SWITCH)
"""What the card of a setting says in other words than the voice: "on" is "Wide spacing."."""


def shown_as_it_is_said(session: Session, deck: FileDeck) -> set[str]:
    """The words of what is said now and is read after it, as they stand on the screen; and a standing hint."""
    utterance = narration(session, deck).utterance
    sentences = [*utterance.sentences] if utterance else []
    if session.talk.then_reads or session.is_keeping_going:
        sentences += [line.sentence for line in screen_script(session, deck)]
    return tokens(" ".join([*(sentence.text for sentence in sentences), hint(session, deck)]))


@pytest.mark.parametrize("is_read", [True, False])
def test_whatever_an_order_changes_on_the_screen_is_said_by_itself(deck: FileDeck, is_read: bool) -> None:
    at = [*screens(deck)]
    some = [at[0], at[1], *(one for one in at if one.kind is not Kind.SLIDE)]
    some += [
        finish(at_slide(deck, i), deck) for i in range(len(deck)) if deck.slide(i).options or is_yes_no(deck.slide(i))
    ][:3]
    for session in some:
        before = after(session, deck, Command.READ) if is_read else session
        for command in Command:
            then = after(before, deck, Order(command, 2))
            said = tokens(spoken(then, deck)) | shown_as_it_is_said(then, deck)
            if then.talk.then_reads:
                said |= tokens(spoken(finish(then, deck), deck))
            missing = changed(scene(before, deck), scene(then, deck)) - said - ALIKE.get(command, set())
            is_heard = command in (Command.LOUDER, Command.QUIETER, Command.FASTER, Command.SLOWER, Command.CLEARER)
            if is_heard and is_read and then.kind is Kind.SLIDE:
                continue  # the voice itself is louder or faster: the caption says how much
            is_silence_wanted = session.kind is Kind.MORE and command is Command.HELP
            is_as_before = session.asked is not None and then.kind is session.asked.kind  # it was read before
            if is_as_before or not then.is_visit or command is Command.LISTEN or is_silence_wanted:
                continue
            assert not missing, (session.kind, command, missing)


def test_the_comfort_of_every_field_is_told_when_it_changes(deck: FileDeck) -> None:
    told = set()
    session = finish(visit(deck), deck)
    for command in Command:
        then = after(session, deck, Order(command, 1))
        changes = {entry.name for entry in fields(Comfort)}
        changes = {name for name in changes if getattr(then.comfort, name) != getattr(session.comfort, name)}
        if changes and then.is_visit:
            assert then.notice and then.notice in spoken(then, deck)
            told |= changes
    assert told == {entry.name for entry in fields(Comfort)}


# ---------------------------------------------------------------- errors


WAYS_OUT = ("press", "Press", "Choose a number from", "Say")


def errors(deck: FileDeck) -> dict[str, tuple[Session, Message]]:
    """Each thing that makes no sense, by the prompt that names it."""
    plain = next(i for i in range(len(deck)) if not is_yes_no(deck.slide(i)) and not deck.slide(i).options)
    options = next(i for i in range(len(deck)) if deck.slide(i).options)
    last = at_slide(deck, len(deck) - 1)
    deaf = after(visit(deck), deck, MicrophoneLost("x"))
    return {
        "no_choice": (at_slide(deck, options), Order(Command.OPTION, 9)),
        "no_choices": (at_slide(deck, plain), Order(Command.OPTION, 9)),
        "no_slide": (visit(deck), Order(Command.GO_TO_SLIDE, 99)),
        "no_topic": (visit(deck, Command.TOPICS), Order(Command.OPTION, 99)),
        "no_question": (at_slide(deck, plain), Order(Command.YES)),
        "words_none": (visit(deck), Order(Command.WORDS)),
        "last_slide": (last, Order(Command.NEXT)),
        "first_slide": (visit(deck), Order(Command.BACK)),
        "end_of_list": (visit(deck, Command.TOPICS, Command.NEXT), Order(Command.NEXT)),
        "cannot_listen": (deaf, Order(Command.LISTEN)),
        "not_understood": (after(finish(visit(deck), deck), deck, HeardNothingKnown(0, 1)), HeardNothingKnown(0, 1)),
    }


def without_words(deck: FileDeck) -> FileDeck:
    """The same deck without a glossary: every slide that is shipped has a word to explain."""
    bare = copy(deck)
    bare.terms = {}
    return bare


@pytest.mark.parametrize(
    "prompt",
    "no_choice no_choices no_slide no_topic no_question words_none last_slide first_slide end_of_list cannot_listen "
    "not_understood".split(),
)
def test_what_makes_no_sense_is_named_with_the_way_out(deck: FileDeck, prompt: str) -> None:
    session, message = errors(deck)[prompt]
    told = update(session, message, without_words(deck) if prompt == "words_none" else deck)
    name = deck.language.prompts[prompt].split("{")[0].strip()
    said = spoken(told, deck)
    assert tokens(name) <= tokens(said) and name in told.notice
    rest = told.notice.replace(name, "", 1) if prompt != "last_slide" else told.notice
    assert any(way in rest for way in WAYS_OUT) or any(way in name for way in WAYS_OUT), told.notice
    assert told.kind is session.kind and told.slide == session.slide


def test_the_range_of_numbers_is_that_of_the_screen(deck: FileDeck) -> None:
    for prompt, last in (("no_slide", len(deck)), ("no_topic", len(deck.topics))):
        session, message = errors(deck)[prompt]
        assert f"from 1 to {last}." in update(session, message, deck).notice
    session, message = errors(deck)["no_choice"]
    assert f"from 1 to {len(deck.slide(session.slide).options)}." in update(session, message, deck).notice
    words = next(one for one in screens(deck) if one.kind is Kind.WORDS)
    count = len(slide_terms(words, deck))
    assert f"from 1 to {count}." in after(words, deck, Order(Command.OPTION, 99)).notice
