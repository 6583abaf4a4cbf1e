"""The function list: what a visitor can do at the kiosk, made of the program's command table, and how one knows that it
was done.

Knows: the commands, sessions before and after. Must not know: who gave the order, and by what means.

A command is done when what it promises has happened, not when an order of its name was taken: "read this slide" is done
when a slide is read from its beginning. A command that turns something on and off is two functions, there and back.
What is chosen by name or number (a topic, a slide, an option) is done when that is reached, whatever order led there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from content.model import Deck
from kiosk.commands import FUNCTIONS
from kiosk.messages import Command
from kiosk.narrating import narration
from kiosk.panels import is_yes_no
from kiosk.scene import Kind, Scene
from kiosk.scenes import scene
from kiosk.script import screen_script
from kiosk.state import TEXT_SIZES, Answer, Session, Source, Talking

Done = Callable[[Session, Session, Deck], bool]
BACK_AGAIN = " again"


@dataclass(frozen=True)
class Function:
    """One thing that a visitor can do. ``name``: of the command; with BACK_AGAIN, what it turned on is off again, which
    is tried after the function ``after``. ``is_done`` judges a session before and after one order."""

    name: str
    command: Command
    is_done: Done
    after: str = ""


def functions() -> tuple[Function, ...]:
    """Every visitor function, in the order of the command table."""
    found = []
    for command in FUNCTIONS:
        found.append(Function(command.value, command, _PROOFS.get(command, _answered)))
        if command in _SWITCHES:
            name = command.value + BACK_AGAIN
            found.append(Function(name, command, _turned_back(_SWITCHES[command]), command.value))
    return tuple(found)


def wished_slide(deck: Deck) -> int:
    """A slide that no topic begins with, and that has a number which can be said."""
    return deck.topics[1].first - 1


def wished_topic(deck: Deck) -> int:
    """The first slide of a topic in the second half of the list."""
    return deck.topics[len(deck.topics) * 2 // 3].first


# ---------------------------------------------------------------- moving


def _place(session: Session) -> tuple[int, int, int]:
    return session.slide, session.page, session.choice_page


def _next(before: Session, after: Session, _: Deck) -> bool:
    return before.kind is after.kind and _place(after) > _place(before)


def _back(before: Session, after: Session, _: Deck) -> bool:
    return before.kind is Kind.SLIDE and after.kind is Kind.SLIDE and _place(after) < _place(before)


def _start_over(before: Session, after: Session, _: Deck) -> bool:
    return before.is_visit and after.is_visit and before.slide > 0 and _is_slide(after, 0)


def _is_slide(session: Session, index: int) -> bool:
    return session.kind is Kind.SLIDE and session.slide == index and session.page == 0


def _slide(before: Session, after: Session, deck: Deck) -> bool:
    wished = wished_slide(deck)
    return not _is_slide(before, wished) and _is_slide(after, wished)


def _topic(before: Session, after: Session, deck: Deck) -> bool:
    wished = wished_topic(deck)
    return not _is_slide(before, wished) and _is_slide(after, wished)


def _opened(kind: Kind) -> Done:
    return lambda before, after, _: before.kind is not kind and after.kind is kind


def _words(before: Session, after: Session, _: Deck) -> bool:
    return before.kind not in (Kind.WORDS, Kind.MEANING) and after.kind in (Kind.WORDS, Kind.MEANING)


# ---------------------------------------------------------------- reading aloud: of the slide, not of a panel


def _reads_slide(session: Session) -> bool:
    is_read = session.talk.source is Source.SCREEN and session.talk.state is Talking.SPEAKING
    return session.is_visit and session.kind is Kind.SLIDE and is_read


def _reads_from(sentence: Callable[[int], int]) -> Done:
    """Reads the slide anew from ``sentence(the one that was audible last)``, which was not the first."""

    def is_done(before: Session, after: Session, deck: Deck) -> bool:
        if not _reads_slide(after) or after.talk.number == before.talk.number or after.slide != before.slide:
            return False
        place = before.place if before.kind is Kind.SLIDE else before.slide_place
        at = min(place[0], len(screen_script(after, deck)) - 1)
        return at > 0 and after.talk.from_sentence == sentence(at)

    return is_done


def _pause(before: Session, after: Session, _: Deck) -> bool:
    return _reads_slide(before) and after.talk.state is Talking.PAUSED


def stops_and_keeps_place(before: Session, after: Session, _: Deck) -> bool:
    """The slide was read, and is no longer; it can be gone on with where it stopped."""
    return _reads_slide(before) and not _reads_slide(after) and after.place == before.place and after.kind is Kind.SLIDE


def falls_silent(before: Session, after: Session, _: Deck) -> bool:
    """There is no more to be heard than a short sound, and nothing is to be read after it."""
    is_silent = after.talk.state is Talking.SILENT or after.talk.source is Source.EARCON
    return before.is_visit and before.talk.state is Talking.SPEAKING and is_silent and not after.is_reading_due


def _go_on(before: Session, after: Session, _: Deck) -> bool:
    has_stopped = before.talk.state is Talking.PAUSED or before.place > (0, 0)
    goes_on = not _reads_slide(before) and _reads_slide(after) and after.place == before.place
    return before.kind is Kind.SLIDE and has_stopped and goes_on


def _quiet(before: Session, after: Session, _: Deck) -> bool:
    return before.is_visit and before.talk.state is Talking.SPEAKING and after.talk.state is Talking.SILENT


# ---------------------------------------------------------------- settings


def _stepped(value: Callable[[Session], int], step: int) -> Done:
    return lambda before, after, _: value(after) == value(before) + step


def _volume(session: Session) -> int:
    return session.comfort.volume


def _rate(session: Session) -> int:
    return session.comfort.rate


def _size(session: Session) -> int:
    return TEXT_SIZES.index(session.comfort.text_size)


def _is_simple(session: Session) -> bool:
    return bool(getattr(session.comfort, "is_simple", False))


def _colors(before: Session, after: Session, _: Deck) -> bool:
    return before.comfort.theme != after.comfort.theme


def _turned_on(value: Callable[[Session], object]) -> Done:
    """It is another than at the start of a visit; and that is told."""
    return lambda before, after, _: after.is_visit and value(after) != value(before)


def _turned_back(value: Callable[[Session], object]) -> Done:
    return lambda before, after, _: after.is_visit and before.is_visit and value(after) != value(before)


# ---------------------------------------------------------------- answers, the visit


def _answer(number: int) -> Done:
    def is_done(before: Session, after: Session, deck: Deck) -> bool:
        slide = deck.slide(before.slide)
        answer = Answer(slide.id, number)
        return is_yes_no(slide) and answer in after.answers and answer not in before.answers

    return is_done


def _option(before: Session, after: Session, deck: Deck) -> bool:
    slide = deck.slide(before.slide)
    return bool(slide.options) and len(after.answers) > len(before.answers)


def _where(before: Session, after: Session, deck: Deck) -> bool:
    text = deck.language.prompts["where_slide"].partition("{")[0]
    return after.talk.number != before.talk.number and text in after.notice


def _more_time(before: Session, after: Session, deck: Deck) -> bool:
    is_told = after.notice == deck.language.prompts["take_your_time"]
    return after.is_visit and after.kind is not Kind.WARNING and is_told


def _listen(before: Session, after: Session, _: Deck) -> bool:
    return before.listen_until <= before.now < after.listen_until


def _done(before: Session, after: Session, _: Deck) -> bool:
    return before.is_visit and not after.is_visit


def _answered(before: Session, after: Session, deck: Deck) -> bool:
    """Of a command of which nothing else is known: something else is to be heard or seen than before."""
    return audible(before, deck) != audible(after, deck) or shown_words(before, deck) != shown_words(after, deck)


_SWITCHES: dict[Command, Callable[[Session], object]] = {
    Command.EXPLORE: lambda session: session.is_exploring,
    Command.NO_LIMIT: lambda session: session.has_no_limit,
    Command.KEEP_GOING: lambda session: session.is_keeping_going,
    Command.CLEARER: lambda session: session.comfort.is_clear,
    Command.SPACING: lambda session: session.comfort.is_wide,
    Command.MOTION: lambda session: session.comfort.motion,
    Command.MICROPHONE: lambda session: session.is_muted,
} | {command: _is_simple for command in Command if command.value == "SIMPLE"}
"""What is turned on and off by the same command."""

_PROOFS: dict[Command, Done] = {
    Command.NEXT: _next,
    Command.BACK: _back,
    Command.START_OVER: _start_over,
    Command.TOPICS: _opened(Kind.TOPICS),
    Command.GO_TO_TOPIC: _topic,
    Command.GO_TO_SLIDE: _slide,
    Command.READ: _reads_from(lambda at: 0),
    Command.PAUSE: _pause,
    Command.GO_ON: _go_on,
    Command.AGAIN: _reads_from(lambda at: at),
    Command.SKIP: _reads_from(lambda at: at + 1),
    Command.SENTENCE_BACK: _reads_from(lambda at: at - 1),
    Command.QUIET: _quiet,
    Command.LOUDER: _stepped(_volume, 1),
    Command.QUIETER: _stepped(_volume, -1),
    Command.FASTER: _stepped(_rate, 1),
    Command.SLOWER: _stepped(_rate, -1),
    Command.BIGGER: _stepped(_size, 1),
    Command.SMALLER: _stepped(_size, -1),
    Command.COLOURS: _colors,
    Command.HELP: _opened(Kind.HELP),
    Command.READING: _opened(Kind.READING),
    Command.SOUND: _opened(Kind.SOUND),
    Command.SIGHT: _opened(Kind.SIGHT),
    Command.WORDS: _words,
    Command.WHERE: _where,
    Command.YES: _answer(1),
    Command.NO: _answer(0),
    Command.OPTION: _option,
    Command.MORE_TIME: _more_time,
    Command.LISTEN: _listen,
    Command.DONE: _done,
} | {command: _turned_on(value) for command, value in _SWITCHES.items()}


# ---------------------------------------------------------------- what can be heard and seen of it


def audible(session: Session, deck: Deck) -> tuple[object, ...]:
    """What comes out of the speaker from now on: the number of the utterance, and its sentences; nothing in silence."""
    said = narration(session, deck)
    if said.utterance is None or said.is_paused:
        return ()
    utterance = said.utterance
    return utterance.number, utterance.sentences[utterance.from_sentence :], utterance.from_word


def shown_words(session: Session, deck: Deck) -> tuple[str, ...]:
    """Every text that stands on the screen, but for the marks in it."""
    shown = scene(session, deck)
    return tuple(text for text in _texts(shown) if text)


def _texts(shown: Scene) -> list[str]:
    targets = [text for target in shown.choices + shown.bar for text in (target.label, target.state)]
    signs = [status.text for status in shown.status]
    return [shown.title, shown.text, shown.question, shown.footer, shown.place, shown.caption, *targets, *signs]
