"""Listeners without a microphone: one that never hears, and one to which a program speaks.

Knows: the Listener interface. Must not know: sound, recognisers.
"""

from __future__ import annotations

from audio.api import Duplex, Heard, HeardNothingKnown, Listening, MicrophoneBack, MicrophoneLost, Sink


class NullListener:
    """A Listener that hears nothing, for a kiosk whose voice commands are switched off."""

    def __init__(self) -> None:
        self.listening = Listening(is_on=False)

    def make_true(self, listening: Listening) -> None:
        """See ``audio.api.Listener``."""
        self.listening = listening

    def close(self) -> None:
        """See ``audio.api.Listener``."""
        self.listening = Listening(is_on=False)


class SpokenListener:
    """A Listener to which a program speaks in words: it understands the active phrases and nothing else."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._listening = Listening(is_on=False)
        self._is_closed = False
        self._seconds = 0.0
        self.has_microphone = True
        self._is_full_duplex = False

    def make_true(self, listening: Listening) -> None:
        """See ``audio.api.Listener``."""
        if not self._is_closed:
            self._listening = listening

    def close(self) -> None:
        """See ``audio.api.Listener``."""
        self._is_closed = True
        self._listening = Listening(is_on=False)

    def say(self, words: str) -> None:
        """Somebody says ``words``; it takes a second."""
        start, self._seconds = self._seconds, self._seconds + 1.0
        is_deaf = self._listening.is_speaking and not self._is_full_duplex
        if is_deaf or not (self._listening.is_on and self.has_microphone):
            return
        known = {phrase.casefold(): phrase for phrase in self._listening.phrases}
        phrase = known.get(words.casefold())
        end = self._seconds - 0.3
        if phrase is None:
            self._sink(HeardNothingKnown(start, end))
        else:
            self._sink(Heard(phrase, 1.0, start, end, self._seconds))

    def lose_microphone(self, reason: str = "unplugged") -> None:
        """The microphone is pulled out."""
        if self.has_microphone and not self._is_closed:
            self.has_microphone = False
            self._sink(MicrophoneLost(reason))

    def find_microphone(self) -> None:
        """The microphone is plugged in again."""
        if not self.has_microphone and not self._is_closed:
            self.has_microphone = True
            self._sink(MicrophoneBack())

    def hear_over_own_voice(self, is_full: bool = True) -> None:
        """From now on it can, or cannot, tell the kiosk's voice from a visitor's."""
        if is_full != self._is_full_duplex and not self._is_closed:
            self._is_full_duplex = is_full
            self._sink(Duplex(is_full))
