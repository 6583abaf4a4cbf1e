"""How a session begins, cuts off and continues an utterance. Every utterance gets a number of its own.

Knows: utterances and places in the script. Must not know: which order asks for it (orders), the sound (audio).
"""

from __future__ import annotations

from dataclasses import replace

from content.model import Deck
from kiosk.scene import Kind, Part
from kiosk.script import footer_lines, screen_script
from kiosk.state import Session, Source, Talk, Talking


def is_in_room(session: Session) -> bool:
    """Whether the kiosk's voice can come into its microphone now: not out of headphones."""
    return session.talk.state is Talking.SPEAKING and not session.devices.has_headphones


def may_listen(session: Session) -> bool:
    """Whether the microphone may be listened to now, by ears that can tell the kiosk's own voice if it speaks."""
    is_wanted = session.rules.is_listening_wanted and not session.is_muted and session.hold is None
    return is_wanted and (session.rules.duplex != "half" or not is_in_room(session))


def is_listening(session: Session) -> bool:
    """Whether the kiosk listens now. While it speaks it does only if it is known not to obey itself."""
    return may_listen(session) and (session.devices.is_full_duplex or not is_in_room(session))


def is_loop_silent(session: Session) -> bool:
    """Whether nothing is read aloud between visits: staff want it so, always or now."""
    return session.rules.loop_speech == "silent" or session.is_quiet_hours


def room_lift_db(session: Session) -> float:
    """How much louder what is said from now on should be, for the room. Between visits the kiosk shouts at nobody."""
    is_heard_in_room = session.is_visit and not session.devices.has_headphones
    return session.room.lift_db if session.room is not None and is_heard_in_room else 0.0


def first_earcon(session: Session) -> str:
    """The short sound with which the current utterance begins; empty if there is none, or staff want none.

    What was said to the kiosk is confirmed, unless the sound of what it does confirms it.
    """
    if not session.rules.has_earcons:
        return ""
    return session.talk.earcon or ("understood" if session.heard else "")


def say_screen(session: Session, deck: Deck, sentence: int = 0, word: int = 0, earcon: str = "") -> Session:
    """Read the screen aloud from (sentence, word), after an earcon; from the beginning if that is past the end.

    In a silent attract loop nothing is said. In a visit an earcon tells that the reading is over and the kiosk listens;
    not where something is still to be said (orientation).
    """
    if (sentence, word) != (0, 0) and sentence >= len(screen_script(session, deck)):
        sentence, word = 0, 0
    is_silent = not session.is_visit and is_loop_silent(session)
    state = Talking.SILENT if is_silent else Talking.SPEAKING
    is_last_word = session.is_visit and session.is_oriented and not session.is_keeping_going
    last = "listening" if is_last_word else ""
    number, lift = session.talk.number + 1, room_lift_db(session)
    talk = Talk(number, Source.SCREEN, state, sentence, word, sentence, -1, earcon, last, lift_db=lift)
    moving_since = session.now if (sentence, word) == (0, 0) else session.moving_since
    session = replace(session, talk=talk, place=(sentence, word), notice="", heard="", moving_since=moving_since)
    return replace(session, since=session.now, reported=session.now)


def say_notice(session: Session, text: str, earcon: str = "", *, then_reads: bool = False) -> Session:
    """Cut off what is being said and say ``text`` after an earcon; the text also becomes the caption.

    ``then_reads``: after that the screen is read.
    """
    number = session.talk.number + 1
    lift = room_lift_db(session)
    talk = Talk(number, Source.NOTICE, Talking.SPEAKING, earcon=earcon, then_reads=then_reads, lift_db=lift)
    return replace(session, talk=talk, notice=text, reported=session.now)


def sound(session: Session, earcon: str = "") -> Session:
    """An earcon alone, out of silence; speech is never cut off by it. The place, the caption, what was heard stay."""
    if session.talk.state in (Talking.SPEAKING, Talking.PAUSED) or not session.rules.has_earcons:
        return session
    talk = Talk(session.talk.number + 1, Source.EARCON, Talking.SPEAKING, earcon=earcon)
    return replace(session, talk=talk, reported=session.now)


def show_or_say(session: Session, text: str) -> Session:
    """Tell ``text`` of what the voice itself makes heard: as a caption while a slide is read, else aloud too.

    On a panel it is always said: what is read there may be the very state that has changed.
    """
    is_read = session.talk.state is Talking.SPEAKING and session.talk.source is Source.SCREEN
    if is_read and session.kind is Kind.SLIDE:
        return replace(session, notice=text)
    return say_and_go_on(session, text)


def say_and_go_on(session: Session, text: str) -> Session:
    """Say ``text`` at once; a reading that it cuts off goes on at its word."""
    talk = session.talk
    is_reading = talk.state is Talking.SPEAKING and (talk.source is Source.SCREEN or talk.then_reads)
    return say_notice(session, text, then_reads=is_reading)


def hush(session: Session) -> Session:
    """Silence; the place in the script stays."""
    return replace(session, talk=replace(session.talk, state=Talking.SILENT))


def pause(session: Session) -> Session:
    """Stop in mid-word so that ``go_on`` continues there; a notice is dropped, since nobody waits for its rest."""
    if session.talk.state is not Talking.SPEAKING:
        return session
    if session.talk.source is not Source.SCREEN:
        return hush(session)
    return replace(session, talk=replace(session.talk, state=Talking.PAUSED))


def go_on(session: Session, deck: Deck) -> Session:
    """Continue where the reading of this screen stopped; from the beginning if it had come to its end."""
    match session.talk.state, session.talk.source:
        case Talking.PAUSED, Source.SCREEN:
            return replace(session, talk=replace(session.talk, state=Talking.SPEAKING), reported=session.now, notice="")
        case Talking.SPEAKING, Source.SCREEN:
            return session
        case _:
            return say_screen(session, deck, *session.place)


def again(session: Session, deck: Deck) -> Session:
    """Read the current sentence once more; the last one, if the screen had been read to its end."""
    last = len(screen_script(session, deck)) - 1
    return follow(say_screen(session, deck, min(session.place[0], last)), deck)


def skip(session: Session, deck: Deck) -> Session:
    """Go on with the next sentence; after the last one there is silence."""
    count = len(screen_script(session, deck))
    following = session.place[0] + 1
    if following >= count:
        return replace(hush(session), place=(count, 0))
    return follow(say_screen(session, deck, following), deck)


def sentence_back(session: Session, deck: Deck) -> Session:
    """Read the sentence before the current one, and on from there; the first one, if there is none before it."""
    last = len(screen_script(session, deck)) - 1
    return follow(say_screen(session, deck, max(0, min(session.place[0], last) - 1)), deck)


def from_this_word(session: Session, deck: Deck) -> Session:
    """Say the rest of the current utterance anew, beginning with the word that is being said."""
    return say_screen(session, deck, session.talk.sentence, max(session.talk.word, 0))


def place_of_page(session: Session, deck: Deck, page: int) -> tuple[int, int]:
    """The (sentence, word) with which page ``page`` of the text begins; the first page begins with the title.

    The last page may hold no text, only the question and the choices, or the footer: it begins with these.
    """
    if page == 0:
        return 0, 0
    lines = screen_script(session, deck)
    start = session.page_starts[page]
    for number, line in enumerate(lines):
        if line.part is Part.TEXT:
            for place, word in enumerate(line.sentence.words):
                if line.offset + word.start + word.length > start:
                    return number, place
    asked = (number for number, line in enumerate(lines) if line.part in (Part.QUESTION, Part.CHOICE))
    end = footer_lines(session, deck)
    return next(asked, len(lines) - len(end) if end else 0), 0


def follow(session: Session, deck: Deck) -> Session:
    """Turn to the page on which the word being spoken stands."""
    lines = screen_script(session, deck)
    number, word = session.place
    if number >= len(lines):
        return session
    line = lines[number]
    if line.part is Part.TITLE:
        return replace(session, page=0)
    if line.part is Part.TEXT:
        words = line.sentence.words
        at = line.offset + (words[word].start if 0 <= word < len(words) else 0)
        return replace(session, page=page_of(session.page_starts, at))
    if line.part in (Part.CHOICE, Part.QUESTION):
        return replace(session, page=len(session.page_starts) - 1)
    return session


def page_of(page_starts: tuple[int, ...], at: int) -> int:
    """The page on which character ``at`` stands."""
    return sum(start <= at for start in page_starts[1:])
