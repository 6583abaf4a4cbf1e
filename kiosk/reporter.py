"""Writes what the kiosk did into the journal, from the difference between two sessions.

Knows: sessions, orders and the journal. Must not know: the screen's pixels, any device. Keeps nothing of a visitor's.
"""

from __future__ import annotations

from audio.api import (
    Duplex,
    HeadphonesIn,
    HeadphonesOut,
    HeardNothingKnown,
    MicrophoneBack,
    MicrophoneFault,
    MicrophoneLost,
    SpeakerBack,
    SpeakerLost,
    SpokenOver,
    UtteranceFinished,
    UtteranceStarted,
    VoiceBack,
    VoiceLost,
    WordStarted,
)
from content.model import Deck
from kiosk.attention import is_strict
from kiosk.journal import Journal
from kiosk.messages import Felt, Message, Order, Woken
from kiosk.scene import Kind, Part
from kiosk.script import script
from kiosk.state import Session
from kiosk.talking import first_earcon


class Reporter:
    """One journal event for each thing worth knowing. docs/journal.md lists them."""

    def __init__(self, journal: Journal, deck: Deck) -> None:
        self._journal = journal
        self._deck = deck

    def input(self, message: Order | Woken | Felt, device: str) -> None:
        """An order, or a mere sign of life, and the kind of input it came from: touch, key, switch, voice, signal."""
        if isinstance(message, Felt):
            self._journal.write("felt", how=message.how.value, input=device)
        elif isinstance(message, Woken):
            self._journal.write("woken", input=device)
        else:
            self._journal.write("command", command=message.command.value, number=message.number, input=device)

    def changed(self, before: Session, after: Session) -> None:
        """The visit and the slide, where they changed."""
        if after.is_visit != before.is_visit:
            self._journal.write("session_started" if after.is_visit else "session_ended")
        if after.is_quiet_hours != before.is_quiet_hours:
            self._journal.write("quiet_hours_started" if after.is_quiet_hours else "quiet_hours_ended")
        if (after.hold is None) != (before.hold is None):
            self._journal.write("hold_started" if after.hold else "hold_ended")
        if after.is_muted != before.is_muted:
            self._journal.write("microphone_off" if after.is_muted else "microphone_on")
        if is_strict(after) != is_strict(before):
            self._journal.write("strict_started" if is_strict(after) else "strict_ended")
        if (after.slide, after.kind, after.page) != (before.slide, before.kind, before.page):
            self.shown(after)

    def shown(self, session: Session) -> None:
        """The slide or panel that the screen shows from now on."""
        if session.kind is Kind.SLIDE:
            slide = self._deck.slide(session.slide)
            self._journal.write("slide_shown", slide=slide.id, number=session.slide + 1, page=session.page + 1)
            if slide.fault:
                self._journal.write("error", what="slide", reason=slide.fault)
        else:
            self._journal.write("panel_shown", panel=session.kind.value, page=session.page + 1)

    def report(self, session: Session, message: Message) -> None:
        """What a device reported, as seen by the session before the report."""
        match message:
            case UtteranceStarted(number):
                source, earcon = session.talk.source.value, first_earcon(session)
                self._journal.write("utterance_started", number=number, source=source, earcon=earcon)
            case WordStarted(number, sentence, word, is_estimated):
                self._word(session, number, sentence, word, is_estimated)
            case UtteranceFinished(number):
                self._journal.write("utterance_finished", number=number)
            case HeardNothingKnown():
                self._journal.write("heard_nothing_known")
            case SpeakerLost(reason) | VoiceLost(reason) | MicrophoneLost(reason):
                self._journal.write("device_lost", device=_device(message), reason=reason)
            case SpeakerBack() | VoiceBack() | MicrophoneBack():
                self._journal.write("device_back", device=_device(message))
            case Duplex(is_full):
                self._journal.write("duplex", is_full=is_full)
            case SpokenOver():
                self._journal.write("spoken_over")
            case MicrophoneFault(fault):
                self._journal.write("microphone_fault", fault=fault)
            case HeadphonesIn():
                self._journal.write("headphones_in")
            case HeadphonesOut():
                self._journal.write("headphones_out")
            case _:
                pass

    def _word(self, session: Session, number: int, sentence: int, word: int, is_estimated: bool) -> None:
        if number != session.talk.number:
            return
        lines = script(session, self._deck)
        if sentence >= len(lines):
            return
        line = lines[sentence]
        spoken = line.sentence.words[word]
        shown = line.sentence.text[spoken.start : spoken.start + spoken.length]
        part = Part.CAPTION if line.caption else line.part
        self._journal.write(
            "word_started",
            number=number,
            sentence=sentence,
            word=word,
            shown=shown,
            part=part.value,
            is_estimated=is_estimated,
        )


def _device(message: object) -> str:
    name = type(message).__name__
    return name.removesuffix("Lost").removesuffix("Back").lower()
