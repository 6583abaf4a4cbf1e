"""Names are called in the room: at a key of the staff's, or a signal of a nurse-call system, the kiosk falls silent at
once, and goes on at the beginning of the sentence that was cut off. Nobody's visit is touched: its time stands still.

Knows: sessions. Must not know: keys, signals.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.state import Hold, Session, Source, Talking

RENEW = 1
"""The number of an order to hold that never lets go: a second name is called before the first was done."""


def hold(session: Session, number: int = 0) -> Session:
    """Silence for as long as staff have set. The same again lets go; with RENEW it begins the time anew."""
    if session.hold is not None and number != RENEW:
        return let_go(session)
    since = session.now if session.hold is None else session.hold.since
    return replace(session, hold=Hold(since, session.now + session.rules.hold_seconds))


def let_go(session: Session) -> Session:
    """Go on; what was being said begins its sentence anew."""
    if session.hold is None:
        return session
    waited = session.now - session.hold.since
    session = replace(
        session,
        hold=None,
        last_active=min(session.now, session.last_active + waited),
        since=min(session.now, session.since + waited),
        reported=session.now,
    )
    talk = session.talk
    if talk.state is not Talking.SPEAKING:
        return session
    earcon = "" if talk.word >= 0 or talk.sentence > talk.from_sentence else talk.earcon
    begun = replace(
        talk, number=talk.number + 1, from_sentence=talk.sentence, from_word=0, word=-1, earcon=earcon
    )
    place = (talk.sentence, 0) if talk.source is Source.SCREEN else session.place
    return replace(session, talk=begun, place=place)
