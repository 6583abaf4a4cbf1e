"""How much the kiosk heeds what is said: stricter after a burst of nonsense, all ears after a visitor has asked for it;
and what it tells of itself when it was not understood.

Knows: sessions and times. Must not know: recognizers, levels of confidence (audio).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.state import Session, Source, Talking, can_hear
from kiosk.talking import go_on, hush, is_in_room, is_listening, say_notice, sound
from kiosk.tips import tips

LEVELS = 4
LEAST_VOICE_DB, LEVEL_DB = 6.0, 6.0
"""A voice that stands so far over the room moves the meter by a step, and each LEVEL_DB more by another."""
BURST = 5
"""So many utterances that are none of the phrases, within BURST_SECONDS, are people who talk to each other."""
BURST_SECONDS = 30.0
STRICT_SECONDS = 60.0
"""How long after the last of them the kiosk stays strict."""
LISTEN_SECONDS = 8.0
LISTEN_MORE_SECONDS = 2.0
"""How long the kiosk is silent and listens after it was asked to."""
MISSES_BEFORE_HELP = 2


def is_strict(session: Session) -> bool:
    """Whether only a few phrases count, and only where they are sure."""
    return session.now < session.strict_until


def not_understood(session: Session, deck: Deck) -> Session:
    """Somebody spoke, and it was none of the phrases. Between visits people talk to each other: nothing is said.

    The first time a sound and a hint to read, the second time aloud what can be said; that then stands there. While
    the kiosk is strict, nothing but a sign: the next one would be nonsense too.
    """
    was_strict = is_strict(session)
    session = _counted(session)
    if not session.is_visit:
        return session
    session = replace(session, misses=session.misses + 1, heard="")
    prompts = deck.language.prompts
    if is_strict(session):
        return session if was_strict else say_notice(session, prompts["strict"], "not_understood")
    text = f"{prompts['not_understood']} {tips(session, deck)}"
    if session.misses == MISSES_BEFORE_HELP and session.talk.state is not Talking.PAUSED:
        return say_notice(session, text, "not_understood")
    return sound(replace(session, notice=text), "not_understood")


def _counted(session: Session) -> Session:
    recent = tuple(time for time in session.nonsense if session.now - time < BURST_SECONDS)
    session = replace(session, nonsense=(*recent, session.now)[-BURST:])
    if len(session.nonsense) < BURST:
        return session
    return replace(session, strict_until=session.now + STRICT_SECONDS)


def heeded(session: Session) -> Session:
    """Something was understood, pressed or touched: it is a visitor who speaks here."""
    return replace(session, misses=0, nonsense=(), strict_until=0.0, listen_until=0.0, is_reading_due=False)


def listen(session: Session, deck: Deck) -> Session:
    """Be silent and all ears for LISTEN_SECONDS; what was being read goes on after them, if nothing was said."""
    if not can_hear(replace(session, is_muted=False)):
        return say_notice(session, deck.language.prompts["cannot_listen"])
    talk = session.talk
    is_due = talk.state is Talking.SPEAKING and (talk.source is Source.SCREEN or talk.then_reads)
    session = replace(hush(session), is_muted=False, notice="", is_reading_due=is_due)
    return sound(replace(session, listen_until=session.now + LISTEN_SECONDS), "listening")


def spoken_over(session: Session, deck: Deck) -> Session:
    """Somebody has raised his voice over the kiosk's own and was not understood: let him say it again.

    Only in a visit, and only where staff want it: between visits people talk to each other.
    """
    is_wanted = session.rules.duplex == "duck" and session.is_visit and is_in_room(session) and not is_strict(session)
    return listen(session, deck) if is_wanted and can_hear(session) else session


def hear_voice(session: Session, level_db: float) -> Session:
    """How far the voice of somebody stands over the room now; the same session, if that is nothing new."""
    level = 0 if level_db < LEAST_VOICE_DB else min(LEVELS, 1 + int((level_db - LEAST_VOICE_DB) / LEVEL_DB))
    return session if level == session.level else replace(session, level=level)


def listened(session: Session, deck: Deck) -> Session:
    """The time of a listening is over: go on with what was being read. Nobody is cut off in mid-phrase."""
    if not 0 < session.listen_until <= session.now:
        return session
    if session.level and is_listening(session):
        return replace(session, listen_until=session.now + LISTEN_MORE_SECONDS)
    is_due = session.is_reading_due and session.talk.state is not Talking.SPEAKING
    session = replace(session, listen_until=0.0, is_reading_due=False)
    return go_on(session, deck) if is_due else session


def is_all_ears(session: Session) -> bool:
    """Whether a visitor has asked to be listened to, and it is not over."""
    return session.now < session.listen_until


def mute(session: Session, deck: Deck) -> Session:
    """The microphone off, or on again."""
    is_muted = not session.is_muted
    text = deck.language.prompts["microphone_off" if is_muted else "microphone_on"]
    return say_notice(replace(session, is_muted=is_muted), text)


def next_change_at(session: Session) -> float:
    """The monotonic time at which strictness or a listening ends; infinite if there is none."""
    return min((time for time in (session.strict_until, session.listen_until) if time > session.now), default=1e18)
