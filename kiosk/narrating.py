"""What should be heard and listened for now, from the session alone.

Knows: the script and the phrases. Must not know: engines, devices, the screen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from audio.api import Listening, Narration, SpokenSentence, Utterance
from content.model import Deck
from kiosk.attention import is_all_ears, is_strict
from kiosk.commands import kinds_of, phrase_orders
from kiosk.messages import Command, Order
from kiosk.panels import PLAY, all_choices, is_yes_no, listed, targets
from kiosk.scene import Kind
from kiosk.script import screen_script, script
from kiosk.state import RATES_WPM, VOLUMES_DB, Session, Talking, can_hear, loudest
from kiosk.talking import first_earcon, is_in_room, may_listen

QUIET_LOOP_DB = 18.0
"""How much softer than a visit the attract loop is, where staff set it to quiet."""


def narration(session: Session, deck: Deck) -> Narration:
    """What should be true of the sound now."""
    is_quiet = not session.is_visit and session.rules.loop_speech == "quiet"
    return Narration(
        _utterance(session, deck),
        is_paused=session.talk.state is Talking.PAUSED,
        language=deck.language.tag,
        voice=session.rules.voice or deck.language.voice,
        rate_wpm=RATES_WPM[session.comfort.rate],
        is_clear=session.comfort.is_clear,
        volume_db=_volume_db(session) - (QUIET_LOOP_DB if is_quiet else 0.0),
    )


def _volume_db(session: Session) -> float:
    """The visitor's volume, louder in a loud room, but not over the loudest that staff allow."""
    chosen = VOLUMES_DB[session.comfort.volume]
    ceiling = VOLUMES_DB[loudest(session.rules, session.devices)]
    return max(chosen, min(chosen + session.talk.lift_db, ceiling))


def _utterance(session: Session, deck: Deck) -> Utterance | None:
    talk = session.talk
    if talk.state not in (Talking.SPEAKING, Talking.PAUSED):
        return None
    if session.hold is not None and talk.state is Talking.SPEAKING:
        return None
    sentences = tuple(line.sentence for line in script(session, deck))
    first, last = first_earcon(session), _last_earcon(session)
    return Utterance(talk.number, sentences, talk.from_sentence, talk.from_word, first, last)


def _last_earcon(session: Session) -> str:
    """The short sound that tells that the kiosk listens now, if it does."""
    return session.talk.last_earcon if session.rules.has_earcons and can_hear(session) else ""


def ahead(session: Session, deck: Deck) -> tuple[SpokenSentence, ...]:
    """The sentences that will probably be asked for next: those of the slide that follows."""
    if session.slide + 1 >= len(deck):
        return ()
    following = replace(session, slide=session.slide + 1, kind=Kind.SLIDE)
    return tuple(line.sentence for line in screen_script(following, deck))


def listening(session: Session, deck: Deck) -> Listening:
    """What should be true of the microphone now.

    While the kiosk speaks the ears learn to tell its voice from others', even if they cannot yet.
    """
    is_on = may_listen(session)
    return Listening(
        is_on,
        active_phrases(session, deck) if is_on else frozenset(),
        likely=likely_phrases(session, deck) if is_on else frozenset(),
        is_strict=is_on and _is_wary(session),
        is_speaking=is_on and is_in_room(session),
    )


def _is_wary(session: Session) -> bool:
    """Whether a phrase needs more certainty. Where the kiosk asks there is nothing else to say than yes or no."""
    return not session.is_visit or (is_strict(session) and session.kind not in (Kind.ASKED, Kind.WARNING))


def listened_by(session: Session) -> tuple[object, ...]:
    """All of a session that ``listening`` depends on, beside the deck: while it is the same, so is that."""
    shown = (session.kind, session.slide, session.choice_page, session.term, session.answers, session.asked is None)
    ears = (may_listen(session), is_in_room(session), is_strict(session), is_all_ears(session))
    ways = (session.focus == PLAY, session.scan is None, session.comfort.is_simple)
    return (*shown, session.talk.state, session.talk.source, *ways, session.is_visit, *ears)


START_COMMANDS = frozenset(
    {Command.NEXT, Command.TOPICS, Command.READ, Command.GO_ON, Command.QUIET, Command.HELP, Command.WHERE}
)
"""What a visit can begin with by voice: in the attract loop nobody has turned to the kiosk, and people chat."""

ANSWERS = frozenset({Command.YES, Command.NO})
"""Where the kiosk asks, and nothing else counts, single words are sure enough."""

SHORT_EVERYWHERE = frozenset({Command.NEXT, Command.BACK, Command.QUIET, Command.HELP, Command.YES, Command.NO})
"""Commands whose single words ("next", "stop", "help") count on every screen; they are what people say first."""


def active_phrases(session: Session, deck: Deck) -> frozenset[str]:
    """The phrases that make sense now.

    In the attract loop those of several words with which a visit begins: people chat in waiting rooms. A single word is
    easily misheard (docs/voice.md): it counts only in a visit, where its button is on the screen, or if it is one of
    the few that everybody says; an everyday one ("right", "on") only on a panel, or after Listen: somebody has turned
    to the kiosk. While the kiosk is strict, those of several words of what is on the screen, and answers.
    """
    orders = phrase_orders(deck.language, deck.topics)
    sensible = {phrase: order for phrase, order in orders.items() if _makes_sense(session, order, deck)}
    if not session.is_visit:
        return _several_words(sensible, START_COMMANDS)
    if is_strict(session):
        shown = {target.order.command for target in targets(session, deck)}
        return _several_words(sensible, shown | START_COMMANDS) | _several_words(sensible, ANSWERS, is_short=True)
    short = _short_commands(session, deck)
    has_turned = session.kind is not Kind.SLIDE or is_all_ears(session)
    too_common = frozenset() if has_turned else deck.language.everyday
    return frozenset(
        phrase
        for phrase, order in sensible.items()
        if " " in phrase or (order.command in short and phrase not in too_common)
    )


def likely_phrases(session: Session, deck: Deck) -> frozenset[str]:
    """Those of ``active_phrases`` that people say most: of what stands on the screen, and short ones of everywhere.

    In the attract loop none is: nobody has turned to the kiosk.
    """
    if not session.is_visit:
        return frozenset()
    orders = phrase_orders(deck.language, deck.topics)
    shown = {(target.order.command, target.order.number) for target in targets(session, deck)}
    return frozenset(
        phrase
        for phrase in active_phrases(session, deck)
        if (orders[phrase].command, orders[phrase].number) in shown
        or (" " not in phrase and orders[phrase].command in SHORT_EVERYWHERE)
    )


def _several_words(
    sensible: Mapping[str, Order], commands: Collection[Command], *, is_short: bool = False
) -> frozenset[str]:
    """The phrases of these commands that are of several words, or ``is_short``, all of them."""
    return frozenset(
        phrase for phrase, order in sensible.items() if (is_short or " " in phrase) and order.command in commands
    )


def _short_commands(session: Session, deck: Deck) -> set[Command]:
    """The commands of which single words count in this visit."""
    short = {target.order.command for target in targets(session, deck)} | SHORT_EVERYWHERE
    if session.kind is not Kind.SLIDE or is_all_ears(session):
        short |= {Command.READ, Command.FOCUS_BACK, Command.FOCUS_NEXT, Command.OPTION}
    return short


def _makes_sense(session: Session, order: Order, deck: Deck) -> bool:
    if session.kind not in kinds_of(order.command):
        return False
    if session.kind is Kind.ASKED:
        return order.command in ANSWERS
    if session.kind is Kind.WARNING:
        answers = (Command.YES, Command.NO, Command.MORE_TIME, Command.NO_LIMIT, Command.DONE, Command.OPTION)
        return order.command in answers
    match order.command:
        case Command.YES | Command.NO:
            return is_yes_no(deck.slide(session.slide))
        case Command.OPTION:
            numbers = {target.number for target in all_choices(session, deck)}
            return order.number in numbers or order.number <= len(listed(session, deck))
        case Command.GO_TO_TOPIC:
            return order.number <= len(deck.topics)
        case Command.GO_TO_SLIDE:
            return order.number <= len(deck)
        case _:
            return True
