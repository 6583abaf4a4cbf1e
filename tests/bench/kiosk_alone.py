"""A kiosk among people who talk to each other, much faster than real time: its ears and its rules, no window, no voice.

What it says is over at once; all else is as in the kiosk: what counts follows the screen, after a burst of nonsense it
is strict, what it obeys takes it elsewhere.

Knows: ears, sessions. Must not know: where the sound comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audio.api import Heard, HeardNothingKnown, Listening, UtteranceFinished
from audio.ears import Ears
from audio.endpointer import FRAME_SECONDS
from content.model import Deck
from kiosk.messages import Command, Message, Order, Tick
from kiosk.moving import begin
from kiosk.narrating import listening
from kiosk.session import update
from kiosk.state import Rules, Session, Talking

RULES = Rules(idle_seconds=1e6, loop_speech="silent", invitation_seconds=0.0)
TICK_FRAMES = 25
MOST_SAID = 10
"""So many things at most it says in a row."""


class KioskAlone:
    """``is_visit``: a visitor has begun and gone, and the kiosk does not notice; when a visit ends, so it is again."""

    def __init__(self, ears: Ears, deck: Deck, *, is_visit: bool) -> None:
        self._ears, self._deck, self._is_visit, self._frames = ears, deck, is_visit, 0
        self._listening: Listening | None = None
        self.session: Session = begin(RULES, 0.0, deck)
        self._settle()

    def hear(self, frames: Iterable[bytes]) -> Iterator[Heard]:
        """The phrases that are obeyed."""
        for frame in frames:
            self._frames += 1
            event = self._ears.hear(frame)
            if event is not None or self._frames % TICK_FRAMES == 0:
                self._take(Tick(self._frames * FRAME_SECONDS))
            if isinstance(event, HeardNothingKnown | Heard):
                self._take(event)
            if isinstance(event, Heard):
                yield event

    def _take(self, message: Message) -> None:
        self.session = update(self.session, message, self._deck)
        self._settle()

    def _settle(self) -> None:
        """Say all that is to be said, come back to the visit or to the loop, and listen for what counts then."""
        if self.session.is_visit != self._is_visit:
            self.session = begin(RULES, self.session.now, self._deck)
            if self._is_visit:
                self.session = update(self.session, Order(Command.NEXT), self._deck)
        for _ in range(MOST_SAID):
            if self.session.talk.state is Talking.SPEAKING:
                self.session = update(self.session, UtteranceFinished(self.session.talk.number), self._deck)
        wanted = listening(self.session, self._deck)
        if wanted != self._listening:
            self._listening = wanted
            self._ears.listen_for(wanted.phrases, likely=wanted.likely, is_strict=wanted.is_strict)
