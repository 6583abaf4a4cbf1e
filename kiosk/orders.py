"""What each command does to a session.

Knows: the commands. Must not know: who gave them, time (session).
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from content.model import Deck
from kiosk.asking import taken_back
from kiosk.attention import listen, mute
from kiosk.exploring import toggle_exploring
from kiosk.focusing import focus_told, moved, opened_told
from kiosk.messages import Command, Order
from kiosk.moving import backward, end_visit, forward, go_to_slide, open_panel, slide_under, turn_limit
from kiosk.panels import all_choices, choices, is_yes_no, slide_terms, targets
from kiosk.remedies import no_choice, no_number, nothing
from kiosk.scanning import scan_press
from kiosk.scene import Kind, Part
from kiosk.script import screen_script
from kiosk.self_voicing import tell_focus, whereabouts
from kiosk.simple import simplify
from kiosk.state import RATES_WPM, TEXT_SIZES, Answer, Asked, Comfort, Session, Source, Talking, loudest
from kiosk.talking import (
    again,
    from_this_word,
    go_on,
    hush,
    pause,
    say_and_go_on,
    say_notice,
    say_screen,
    sentence_back,
    show_or_say,
    skip,
    sound,
)


def perform(session: Session, order: Order, deck: Deck) -> Session:
    """Carry out ``order``. Total: an order that makes no sense here is answered with what is possible."""
    if session.asked is not None and order.command not in STAYING:
        return _answer_asked(session, order, session.asked, deck)
    match order.command:
        case (
            Command.NEXT | Command.BACK | Command.START_OVER | Command.TOPICS | Command.GO_TO_TOPIC
            | Command.GO_TO_SLIDE | Command.DONE
        ):  # fmt: skip
            return _go(session, order, deck)
        case (
            Command.READ | Command.PAUSE | Command.GO_ON | Command.AGAIN | Command.SKIP | Command.SENTENCE_BACK
            | Command.QUIET | Command.KEEP_GOING
        ):  # fmt: skip
            return _narrate(session, order.command, deck)
        case Command.LOUDER | Command.QUIETER | Command.FASTER | Command.SLOWER | Command.CLEARER:
            return _adjust_sound(session, order.command, deck)
        case Command.BIGGER | Command.SMALLER | Command.COLOURS | Command.SPACING | Command.MOTION | Command.SIMPLE:
            return _adjust_sight(session, order.command, deck)
        case Command.LISTEN | Command.MICROPHONE:
            return listen(session, deck) if order.command is Command.LISTEN else mute(session, deck)
        case Command.HELP | Command.READING | Command.SOUND | Command.SIGHT | Command.WORDS | Command.WHERE:
            return _orient(session, order.command, deck)
        case Command.YES | Command.NO | Command.OPTION:
            return _answer(session, order, deck)
        case Command.MORE_TIME:
            return say_notice(session, deck.language.prompts["take_your_time"])
        case Command.NO_LIMIT:
            return turn_limit(session, deck, is_off=not session.has_no_limit)
        case Command.FOCUS_NEXT | Command.FOCUS_BACK | Command.SELECT:
            return _focus(session, order.command, deck)
        case Command.SCAN:
            return _scan(session, deck)
        case Command.EXPLORE:
            return toggle_exploring(session, deck)
        case Command.HOLD:
            return session  # of the room, not of the visit: session
        case _:
            assert_never(order.command)


STAYING = frozenset(
    {
        Command.READ, Command.PAUSE, Command.GO_ON, Command.AGAIN, Command.SKIP, Command.SENTENCE_BACK,
        Command.LOUDER, Command.QUIETER, Command.FASTER, Command.SLOWER, Command.CLEARER, Command.LISTEN,
        Command.BIGGER, Command.SMALLER, Command.COLOURS, Command.SPACING, Command.MOTION, Command.SIMPLE,
        Command.FOCUS_BACK, Command.FOCUS_NEXT, Command.SELECT, Command.SCAN, Command.EXPLORE, Command.HOLD,
    }
)  # fmt: skip
"""What leaves a question as it stands; every other order answers it."""


def _answer_asked(session: Session, order: Order, asked: Asked, deck: Deck) -> Session:
    """A yes carries out what was asked, a no leaves all as it was; another order is a no, and is carried out."""
    session = taken_back(session)
    match order.command:
        case Command.YES:
            return perform(session, asked.order, deck)
        case Command.NO | Command.BACK | Command.QUIET:
            return say_notice(session, deck.language.prompts["asked_no"])
        case _:
            return perform(session, order, deck)


def _go(session: Session, order: Order, deck: Deck) -> Session:
    match order.command:
        case Command.NEXT:
            return forward(session, deck)
        case Command.BACK:
            return backward(session, deck)
        case Command.START_OVER:
            return go_to_slide(session, deck, 0, "back")
        case Command.TOPICS:
            return open_panel(session, deck, Kind.TOPICS)
        case Command.DONE:
            return end_visit(session, deck)
        case Command.GO_TO_SLIDE:
            return _go_to_slide(session, order.number, deck)
        case _:
            return _go_to_topic(session, order.number, deck)


def _go_to_slide(session: Session, number: int, deck: Deck) -> Session:
    """Slide ``number``, from 1; the last one for 0."""
    if not 0 <= number <= len(deck):
        return say_notice(session, no_number("no_slide", number, (1, len(deck)), deck))
    return go_to_slide(session, deck, (number or len(deck)) - 1, "next")


def _go_to_topic(session: Session, number: int, deck: Deck) -> Session:
    if not 1 <= number <= len(deck.topics):
        return say_notice(session, no_number("no_topic", number, (1, len(deck.topics)), deck))
    return go_to_slide(session, deck, deck.topics[number - 1].first, "next")


OF_THE_SLIDE = frozenset({Command.READ, Command.AGAIN, Command.SKIP, Command.SENTENCE_BACK})
"""The panel for reading aloud offers these for the slide under it; on other screens they read that screen."""


def _narrate(session: Session, command: Command, deck: Deck) -> Session:
    if session.kind is Kind.READING and command in OF_THE_SLIDE:
        session = slide_under(session, deck)
    match command:
        case Command.READ:
            return say_screen(replace(session, page=0), deck)
        case Command.PAUSE:
            return pause(session)
        case Command.GO_ON:
            return go_on(session, deck)
        case Command.AGAIN:
            return again(session, deck)
        case Command.SKIP:
            return skip(session, deck)
        case Command.SENTENCE_BACK:
            return sentence_back(session, deck)
        case Command.QUIET:
            return hush(replace(session, is_keeping_going=False))
        case _:
            is_on = not session.is_keeping_going
            if is_on and session.kind is not Kind.SLIDE:
                session = slide_under(session, deck)
            text = deck.language.prompts["keep_going_on" if is_on else "keep_going_off"]
            return say_notice(replace(session, is_keeping_going=is_on), text)


def _adjust_sound(session: Session, command: Command, deck: Deck) -> Session:
    prompts, comfort = deck.language.prompts, session.comfort
    if command in (Command.LOUDER, Command.QUIETER):
        volume = comfort.volume + (1 if command is Command.LOUDER else -1)
        most = loudest(session.rules, session.devices)
        if not 0 <= volume <= most:
            return say_and_go_on(session, prompts["loudest" if volume > 0 else "softest"])
        session = replace(session, comfort=replace(comfort, volume=volume))
        return show_or_say(session, prompts["volume"].format(number=volume + 1, count=most + 1))
    if command is Command.CLEARER:
        text = prompts["clear_off" if comfort.is_clear else "clear_on"]
        return _spoken_otherwise(session, replace(comfort, is_clear=not comfort.is_clear), text, deck)
    rate = comfort.rate + (1 if command is Command.FASTER else -1)
    if not 0 <= rate < len(RATES_WPM):
        return say_and_go_on(session, prompts["fastest" if rate > 0 else "slowest"])
    text = prompts["rate"].format(number=rate + 1, count=len(RATES_WPM))
    return _spoken_otherwise(session, replace(comfort, rate=rate), text, deck)


def _spoken_otherwise(session: Session, comfort: Comfort, text: str, deck: Deck) -> Session:
    """Another rate or mode: what is being read goes on from this word with it."""
    session = replace(session, comfort=comfort)
    if session.talk.state is Talking.SPEAKING and session.talk.source is Source.SCREEN:
        session = from_this_word(session, deck)
    return show_or_say(session, text)


def _adjust_sight(session: Session, command: Command, deck: Deck) -> Session:
    prompts, comfort = deck.language.prompts, session.comfort
    match command:
        case Command.SIMPLE:
            return simplify(session, deck)
        case Command.COLOURS:
            return _change_colors(session, deck)
        case Command.SPACING:
            session = replace(session, comfort=replace(comfort, is_wide=not comfort.is_wide))
            return say_and_go_on(session, prompts["spacing_normal" if comfort.is_wide else "spacing_wide"])
        case Command.MOTION:
            wanted = session.rules.comfort.motion if session.rules.comfort.has_motion else "pictures"
            session = replace(session, comfort=replace(comfort, motion="none" if comfort.has_motion else wanted))
            return say_and_go_on(session, prompts["motion_off" if comfort.has_motion else "motion_on"])
    size = TEXT_SIZES.index(comfort.text_size) + (1 if command is Command.BIGGER else -1)
    if not 0 <= size < len(TEXT_SIZES):
        return say_and_go_on(session, prompts["biggest" if size > 0 else "smallest"])
    session = replace(session, comfort=replace(comfort, text_size=TEXT_SIZES[size]))
    return say_and_go_on(session, prompts[f"size_{TEXT_SIZES[size]}"])


def _change_colors(session: Session, deck: Deck) -> Session:
    themes, comfort = session.rules.themes, session.comfort
    at = (themes.index(comfort.theme) + 1) % len(themes)
    session = replace(session, comfort=replace(comfort, theme=themes[at]))
    return say_and_go_on(session, deck.language.prompts["colors"].format(theme=session.rules.theme_labels[at]))


def _orient(session: Session, command: Command, deck: Deck) -> Session:
    match command:
        case Command.HELP:
            return _help(session, deck)
        case Command.READING:
            return open_panel(session, deck, Kind.READING)
        case Command.SOUND:
            return open_panel(session, deck, Kind.SOUND)
        case Command.SIGHT:
            return open_panel(session, deck, Kind.SIGHT)
        case Command.WORDS:
            return _words(session, deck)
        case _:
            return say_notice(session, whereabouts(session, deck))


def _help(session: Session, deck: Deck) -> Session:
    """The first time what can be done here, the second time more; the third time silence, and the slide again."""
    match session.kind:
        case Kind.HELP:
            return open_panel(session, deck, Kind.MORE)
        case Kind.MORE:
            return sound(replace(hush(slide_under(session, deck)), notice=""), "back")
        case _:
            return open_panel(session, deck, Kind.HELP)


def _words(session: Session, deck: Deck) -> Session:
    terms = slide_terms(session, deck)
    if not terms:
        return say_notice(session, nothing(session, "words_none", deck))
    if len(terms) == 1:
        return open_panel(replace(session, term=terms[0].term.lower()), deck, Kind.MEANING)
    return open_panel(session, deck, Kind.WORDS)


def _answer(session: Session, order: Order, deck: Deck) -> Session:
    prompts, slide = deck.language.prompts, deck.slide(session.slide)
    if order.command is Command.OPTION:
        return _choose(session, order.number, deck)
    if session.kind is not Kind.SLIDE or not is_yes_no(slide):
        return say_notice(session, nothing(session, "no_question", deck))
    is_yes = order.command is Command.YES
    others = session.answers - {Answer(slide.id, 0), Answer(slide.id, 1)}
    session = replace(session, answers=others | {Answer(slide.id, int(is_yes))})
    return say_notice(session, prompts["answer_yes" if is_yes else "answer_no"])


def _choose(session: Session, number: int, deck: Deck) -> Session:
    """Choice ``number`` of this screen: a topic, a word, a button of a panel, or an option of the slide."""
    if session.kind is Kind.TOPICS:
        return _go_to_topic(session, number, deck)
    terms = slide_terms(session, deck)
    if session.kind is Kind.WORDS and 1 <= number <= len(terms):
        return open_panel(replace(session, term=terms[number - 1].term.lower()), deck, Kind.MEANING)
    chosen = next((target for target in all_choices(session, deck) if target.number == number), None)
    if chosen is None or not number:
        return say_notice(session, no_choice(session, number, deck))
    if session.kind is not Kind.SLIDE:
        return perform(session, chosen.order, deck)
    answer = Answer(deck.slide(session.slide).id, number)
    is_on = answer not in session.answers
    answers = session.answers | {answer} if is_on else session.answers - {answer}
    text = deck.language.prompts["option_on" if is_on else "option_off"].format(number=number)
    return say_notice(replace(session, answers=answers), text)


def _focus(session: Session, command: Command, deck: Deck) -> Session:
    shown = {target.id: target for target in targets(session, deck)}
    if command is Command.SELECT and session.focus in shown:
        return _opened(session, perform(session, shown[session.focus].order, deck), deck)
    after = moved(session, -1 if command is Command.FOCUS_BACK else 1, deck)
    is_new_page = after.choice_page != session.choice_page
    after = say_notice(after, "")  # as the screen will be while it is told
    return tell_focus(after, focus_told(after, deck, is_new_page=is_new_page), deck, "next" if is_new_page else "")


def _opened(before: Session, after: Session, deck: Deck) -> Session:
    """``after`` a button was pressed with the keys: where that opened a panel of choices, its title is followed by the
    choice that has the focus, and then by the rest."""
    is_panel = after.kind not in (Kind.SLIDE, before.kind)
    if not is_panel or after.talk.source is not Source.SCREEN or not choices(after, deck):
        return after
    titles = sum(line.part is Part.TITLE for line in screen_script(after, deck))
    text = f"{opened_told(after, deck)} {focus_told(after, deck)}"
    return tell_focus(replace(after, place=(titles, 0)), text, deck, after.talk.earcon, then_reads=True)


def _scan(session: Session, deck: Deck) -> Session:
    session, order = scan_press(session, deck)
    return perform(session, order, deck) if order else session
