"""The rules: ``update(session, message, deck)`` gives the session after a message. Pure and total.

The flow: 1. a message comes out of the one inbox; 2. ``update`` gives the next session; 3. the projections
(scenes.scene, narrating.narration, narrating.listening) say what should be true now; 4. the shell (app) makes the
world match.

Knows: time, events, and that an order is a sign of life. Must not know: clock, screen, sound, disk, threads, nor which
device an order came from.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from audio.api import (
    Duplex,
    HeadphonesIn,
    HeadphonesOut,
    Heard,
    HeardNothingKnown,
    MicrophoneBack,
    MicrophoneFault,
    MicrophoneLost,
    RoomLevel,
    SpeakerBack,
    SpeakerLost,
    SpokenOver,
    UtteranceFinished,
    UtteranceStarted,
    VoiceBack,
    VoiceLevel,
    VoiceLost,
    WordStarted,
)
from content.model import Deck
from kiosk.asking import ask, is_to_be_asked, taken_back
from kiosk.attention import hear_voice, heeded, listened, next_change_at, not_understood, spoken_over
from kiosk.commands import phrase_orders
from kiosk.exploring import feel
from kiosk.headphones import plugged_in, pulled_out
from kiosk.holding import hold, let_go
from kiosk.inviting import invite, is_invitation_due
from kiosk.messages import Command, Felt, Message, Order, QuietHours, SlideLaidOut, Tick, Woken
from kiosk.motion import next_step_at
from kiosk.moving import begin_visit, end_visit, go_to_slide, open_panel, turn_limit, turned
from kiosk.orders import perform
from kiosk.orientation import is_due_after, is_unclear, orient, orient_at, tell_way_to_help
from kiosk.panels import choices, slide_text
from kiosk.room import hear_room, quiet_hours
from kiosk.scanning import scan_said, scan_step
from kiosk.scene import Kind
from kiosk.script import screen_script
from kiosk.state import Session, Source, Talking, can_hear
from kiosk.talking import (
    follow,
    go_on,
    hush,
    is_listening,
    is_loop_silent,
    page_of,
    pause,
    say_and_go_on,
    say_notice,
    say_screen,
    sound,
)
from kiosk.time_limit import idle_seconds

SPEECH_SILENCE_SECONDS = 60.0
"""A speaker that reports nothing for so long while it should speak counts as finished, so that no visit hangs."""
READING_SECONDS_A_WORD = 0.6
"""Time to read a slide that is not read aloud: 100 words a minute, a slow reader."""
READING_SECONDS_LEAST = 8.0

COMFORT = frozenset(
    {
        Command.LOUDER, Command.QUIETER, Command.FASTER, Command.SLOWER, Command.CLEARER, Command.BIGGER,
        Command.SMALLER, Command.COLOURS, Command.SPACING, Command.MOTION, Command.SIMPLE,
    }
)  # fmt: skip
"""After these a reading that was stopped to listen goes on."""


def update(session: Session, message: Message, deck: Deck) -> Session:
    """The session after ``message``."""
    following = _updated(session, message, deck)
    return replace(following, level=0) if following.level and not is_listening(following) else following


def _updated(session: Session, message: Message, deck: Deck) -> Session:
    match message:
        case Tick(now):
            return _time_passed(replace(session, now=now), deck)
        case Order(Command.HOLD, number):
            return hold(session, number)
        case Order():
            return _ordered(session, message, deck)
        case Woken():
            return _woken(session, deck)
        case Felt():
            return _felt(session, message, deck)
        case SlideLaidOut():
            return _laid_out(session, message)
        case UtteranceStarted(number) | WordStarted(number) | UtteranceFinished(number):
            if number != session.talk.number:
                return session
            return _spoken(replace(session, reported=session.now), message, deck)
        case Heard(phrase):
            return _heard(session, phrase, deck)
        case HeardNothingKnown():
            return not_understood(session, deck)
        case SpeakerLost() | SpeakerBack() | VoiceLost() | VoiceBack() | MicrophoneLost() | MicrophoneBack():
            return _device(session, message, deck)
        case QuietHours(is_on):
            return quiet_hours(session, is_on, deck)
        case Duplex(is_full):
            return replace(session, devices=replace(session.devices, is_full_duplex=is_full))
        case RoomLevel(level_db):
            return hear_room(session, level_db)
        case SpokenOver():
            return spoken_over(session, deck)
        case MicrophoneFault():
            return session
        case VoiceLevel(level_db):
            return hear_voice(session, level_db)
        case HeadphonesIn():
            return plugged_in(session, deck)
        case HeadphonesOut():
            return pulled_out(session, deck)
        case _:
            assert_never(message)


# ---------------------------------------------------------------- orders


def _ordered(session: Session, order: Order, deck: Deck) -> Session:
    was_warned = session.kind is Kind.WARNING
    is_lost = is_unclear(session, order)
    session = replace(heeded(begin_visit(session)), heard="")
    if order.command is not Command.SCAN:
        session = replace(session, scan=None)
    if was_warned:
        return _answer_warning(session, order, deck)
    if is_lost:
        is_search = order.command is not Command.SELECT
        return orient_at(perform(session, order, deck), deck) if is_search else orient(session, deck)
    return perform(session, order, deck)


def _answer_warning(session: Session, order: Order, deck: Deck) -> Session:
    """Any input keeps the visit; only a plain "no" or "I am done" ends it. A real command is carried out as well."""
    if order.command is Command.OPTION:
        order = next((choice.order for choice in choices(session, deck) if choice.number == order.number), order)
    match order.command:
        case Command.DONE | Command.NO:
            return end_visit(session, deck)
        case Command.NO_LIMIT:  # nobody who is asked wants less time
            return turn_limit(_off_the_warning(session), deck, is_off=True)
        case Command.MORE_TIME | Command.YES | Command.OPTION | Command.SELECT:
            return _back_from_warning(session, deck)
        case Command.FOCUS_NEXT | Command.FOCUS_BACK | Command.BACK | Command.GO_ON | Command.PAUSE:
            return _back_from_warning(session, deck)
        case Command.SCAN:
            return _back_from_warning(session, deck)
        case _:
            return perform(replace(session, kind=session.behind), order, deck)


def _back_from_warning(session: Session, deck: Deck) -> Session:
    return say_notice(_off_the_warning(session), deck.language.prompts["take_your_time"])


def _off_the_warning(session: Session) -> Session:
    return replace(session, kind=session.behind, page=0, page_starts=(0,))


def _woken(session: Session, deck: Deck) -> Session:
    was_visit = session.is_visit
    session = replace(heeded(begin_visit(session)), scan=None)
    if session.kind is Kind.WARNING:
        return _back_from_warning(session, deck)
    return pause(session) if was_visit else orient(session, deck)


def _felt(session: Session, felt: Felt, deck: Deck) -> Session:
    session = replace(heeded(begin_visit(session)), heard="", scan=None)
    if session.kind is Kind.WARNING:
        return _back_from_warning(replace(session, explored=None), deck)
    session, order = feel(session, felt, deck)
    return perform(session, order, deck) if order else session


# ---------------------------------------------------------------- screen and speech


def _laid_out(session: Session, message: SlideLaidOut) -> Session:
    if message.slide != session.slide or message.page_starts == session.page_starts:
        return session
    shown = session.page_starts[min(session.page, len(session.page_starts) - 1)]
    page = page_of(message.page_starts, shown) if session.page else 0  # the first may be the title's alone
    return replace(session, page_starts=message.page_starts, page=page)


def _spoken(
    session: Session, message: UtteranceStarted | WordStarted | UtteranceFinished, deck: Deck
) -> Session:
    is_screen = session.talk.source is Source.SCREEN
    match message:
        case UtteranceStarted():
            return session
        case WordStarted(_, sentence, word):
            is_new_sentence = sentence != session.talk.sentence
            session = replace(session, talk=replace(session.talk, sentence=sentence, word=word))
            if not is_screen:
                return session
            notice = "" if is_new_sentence else session.notice
            return follow(replace(session, place=(sentence, word), notice=notice), deck)
        case UtteranceFinished():
            return _finished(session, deck)
        case _:
            assert_never(message)


def _finished(session: Session, deck: Deck) -> Session:
    is_screen, then_reads = session.talk.source is Source.SCREEN, session.talk.then_reads
    is_orientation_due = is_due_after(session)
    ended = replace(session.talk, state=Talking.FINISHED, word=-1, then_reads=False)
    session = replace(session, talk=ended, since=session.now)
    if session.talk.source is Source.EARCON:
        return scan_said(session)  # what it tells stays on the screen, and talk in the room prolongs no visit
    said = session.notice
    session = replace(
        session,
        last_active=session.now,
        notice="",
        heard="",
        place=(len(screen_script(session, deck)), 0) if is_screen else session.place,
    )
    if session.scan is not None:
        return scan_said(replace(session, notice=said))
    if then_reads or (session.is_keeping_going and not is_screen and session.kind is Kind.SLIDE):
        return go_on(session, deck)
    return tell_way_to_help(session, deck) if is_orientation_due else session


def _heard(session: Session, phrase: str, deck: Deck) -> Session:
    order = phrase_orders(deck.language, deck.topics).get(phrase)
    if order is None:
        return session
    was_due = session.is_reading_due
    if is_to_be_asked(session, order):
        return replace(ask(heeded(begin_visit(session)), order, deck), heard=phrase)
    obeyed = replace(_ordered(replace(session, is_oriented=True), order, deck), heard=phrase)
    if was_due and order.command in COMFORT and obeyed.talk.source is Source.NOTICE:
        obeyed = replace(obeyed, talk=replace(obeyed.talk, then_reads=True))
    is_silent = obeyed.talk.number == session.talk.number and session.talk.state is not Talking.SPEAKING
    return sound(obeyed) if is_silent else obeyed


def _device(
    session: Session,
    message: SpeakerLost | SpeakerBack | VoiceLost | VoiceBack | MicrophoneLost | MicrophoneBack,
    deck: Deck,
) -> Session:
    is_deaf_now = isinstance(message, MicrophoneLost) and session.is_visit and can_hear(session)
    devices = session.devices
    match message:
        case SpeakerLost() | SpeakerBack():
            devices = replace(devices, has_speaker=isinstance(message, SpeakerBack))
        case VoiceLost() | VoiceBack():
            devices = replace(devices, has_voice=isinstance(message, VoiceBack))
        case MicrophoneLost() | MicrophoneBack():
            devices = replace(devices, has_microphone=isinstance(message, MicrophoneBack))
        case _:
            assert_never(message)
    session = replace(session, devices=devices)
    told = deck.language.prompts["cannot_listen"]
    if isinstance(message, MicrophoneBack) and session.talk.state is Talking.SPEAKING and session.notice == told:
        return _finished(session, deck)  # that is over: it listens, and says no more of it
    return say_and_go_on(session, told) if is_deaf_now else session


# ---------------------------------------------------------------- time


def wake_at(session: Session, deck: Deck) -> float:
    """The monotonic time at which a Tick will change something, if nothing else happens before."""
    return min(_due_at(session, deck), next_step_at(session, deck), next_change_at(session))


def _due_at(session: Session, deck: Deck) -> float:
    """The monotonic time at which something has to be done."""
    if session.hold is not None:
        return session.hold.until
    if session.talk.state is Talking.SPEAKING:
        return session.reported + SPEECH_SILENCE_SECONDS
    if not session.is_visit:
        return session.since + _loop_seconds(session, deck)
    if session.kind is Kind.WARNING:
        return session.last_active + session.rules.warning_seconds
    idle = session.last_active + idle_seconds(session)
    if session.scan is not None:
        return min(idle, session.scan.due)
    return min(idle, session.since + session.rules.keep_going_gap_seconds) if _goes_on(session) else idle


def _goes_on(session: Session) -> bool:
    return session.is_keeping_going and session.kind is Kind.SLIDE and session.talk.state is Talking.FINISHED


def _loop_seconds(session: Session, deck: Deck) -> float:
    """How long the attract loop stays on a slide: a gap after its reading, or the time to read it oneself."""
    if session.talk.state is Talking.FINISHED or not is_loop_silent(session):
        return session.rules.loop_gap_seconds
    words = len(slide_text(session, deck).split()) + len(deck.slide(session.slide).title.split())
    return max(READING_SECONDS_LEAST, words * READING_SECONDS_A_WORD) + session.rules.loop_gap_seconds


def _time_passed(session: Session, deck: Deck) -> Session:
    session = listened(session, deck)
    if session.now < _due_at(session, deck):
        return session
    if session.hold is not None:
        return let_go(session)
    if session.talk.state is Talking.SPEAKING:
        return _finished(session, deck)
    if not session.is_visit:
        if session.talk.source is Source.NOTICE:  # the goodbye of the visit before, or an invitation
            return say_screen(session, deck)
        further = turned(session, deck)
        if further is not None:
            return further
        following = go_to_slide(session, deck, (session.slide + 1) % len(deck))
        return invite(following, deck) if is_invitation_due(session) else following
    if session.kind is Kind.WARNING:
        return end_visit(session, deck)
    if session.scan is not None and session.now >= session.scan.due:
        return scan_step(session, deck)
    if session.now >= session.last_active + idle_seconds(session):
        session = replace(taken_back(session), scan=None)
        warned = replace(session, behind=session.kind, last_active=session.now, is_keeping_going=False)
        return open_panel(hush(warned), deck, Kind.WARNING, "warning")
    if session.slide + 1 < len(deck):
        return turned(session, deck) or go_to_slide(session, deck, session.slide + 1, "next")
    return say_notice(replace(session, is_keeping_going=False), deck.language.prompts["last_slide"], "end")
