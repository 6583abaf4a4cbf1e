"""A visitor who cannot see: it hears the speaker, presses keys that it knows by touch, and speaks.

Knows: the recording of the pilot, an ear. Must not know: pixels, the journal, what the program is doing: it decides by
what it hears and by silence.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.ear import Ear
from tests.pilot import Pilot
from tests.sound import RATE, Samples, silences

LOOK_BACK_SECONDS = 8.0
"""What it has not understood by then it forgets."""
SETTLED_SECONDS = 0.15
BEGUN_SECONDS = 0.5
"""A sentence that seems to begin sooner after another is that one."""
PLACE_SECONDS = 0.6
"""So much sound tells at which place of a sentence it is."""


class NotHeard(AssertionError):
    """The visitor waited in vain; the message says for what, and what it heard instead."""


@dataclass(frozen=True)
class Sentence:
    """Something that was understood: what was said, and when it began, monotonic seconds."""

    said: str
    began: float


class BlindVisitor:
    """One visitor before a running kiosk. ``ear``: what it can understand; it may be exchanged."""

    def __init__(self, pilot: Pilot, ear: Ear[str]) -> None:
        self._pilot = pilot
        self.ear = ear
        self.heard: list[Sentence] = []
        self.pressed: list[str] = []
        self._since = self._after = pilot.recording.began  # what it listens to; sentences that began later are new

    # ------------------------------------------------------------ what it does

    def press(self, key: str) -> float:
        """Press a key by its X name, and listen anew; when."""
        moment = self._pilot.key(key)
        self.pressed.append(key)
        self._listen_anew()
        return moment

    def say(self, phrase: str) -> None:
        """Speak, to the end, and listen anew."""
        time.sleep(max(0.0, self._pilot.hear(phrase) - time.monotonic()))
        self._listen_anew()

    def _listen_anew(self) -> None:
        self._since = self._after = time.monotonic()

    # ------------------------------------------------------------ what it hears

    def hear(self, wanted: Callable[[str], bool] = lambda _: True, seconds: float = 20.0) -> Sentence:
        """The next sentence that it understands and wants, as soon as that is so. Raises NotHeard."""
        deadline = time.monotonic() + seconds
        others = []
        while time.monotonic() < deadline:
            sentence = self._next()
            if sentence is None:
                time.sleep(SETTLED_SECONDS)
            elif wanted(sentence.said):
                return sentence
            else:
                others.append(sentence.said)
        raise NotHeard(f"not within {seconds:g} s, but {others}")

    def _next(self) -> Sentence | None:
        now = time.monotonic() - SETTLED_SECONDS
        start = max(self._since, now - LOOK_BACK_SECONDS)
        understood = self.ear.understand(self._pilot.recording.between(start, max(start, now)))
        sentences = [Sentence(one.name, start + one.began) for one in understood]
        sentence = next((one for one in sentences if one.began >= self._after), None)
        if sentence is not None:
            self.heard.append(sentence)
            self._since = max(start, sentence.began - 0.1)  # it must not take the middle of this one for another
            self._after = sentence.began + BEGUN_SECONDS
        return sentence

    def hear_all(self, silent_seconds: float, seconds: float = 90.0) -> list[Sentence]:
        """Listen until nothing has sounded for so long; everything that it understood. Raises NotHeard."""
        began, deadline = self._since, time.monotonic() + seconds
        while not self.has_been_silent(silent_seconds) or time.monotonic() < began + silent_seconds:
            if time.monotonic() > deadline:
                raise NotHeard(f"it never fell silent within {seconds:g} s")
            time.sleep(SETTLED_SECONDS)
        now = time.monotonic()
        heard = self.ear.understand(self._pilot.recording.between(began, now))
        self._since = self._after = now
        sentences = [Sentence(one.name, began + one.began) for one in heard]
        self.heard += sentences
        return sentences

    def has_been_silent(self, seconds: float) -> bool:
        """Whether nothing sounds now, nor has for so long."""
        now = time.monotonic() - SETTLED_SECONDS
        return bool(silences(self._pilot.recording.between(now - seconds, now)).all())

    def wait_for_sound(self, moment: float, seconds: float = 15.0) -> float:
        """When the first sound after ``moment`` begins. Raises NotHeard."""
        while time.monotonic() < moment + seconds:
            time.sleep(SETTLED_SECONDS)
            quiet = silences(self._pilot.recording.between(moment, time.monotonic() - 0.05))
            if not quiet.all():
                return moment + 0.005 * int(np.argmin(quiet))
        raise NotHeard(f"nothing sounded within {seconds:g} s")

    # ------------------------------------------------------------ what it notices about it

    def place_of_end(self, said: str, moment: float) -> float:
        """The second of the sentence that had been said when it broke off at ``moment``."""
        part = self._pilot.recording.between(moment - PLACE_SECONDS, moment)
        return self.ear.place(said, part) + PLACE_SECONDS

    def place_of_start(self, said: str, moment: float) -> float:
        """The second of the sentence with which it went on at ``moment``."""
        return self.ear.place(said, self._pilot.recording.between(moment, moment + PLACE_SECONDS))

    def loudness_db(self, sentence: Sentence, seconds: float = 1.0) -> float:
        """How loud the beginning of a sentence is; only differences mean something."""
        samples: Samples = self._pilot.recording.between(sentence.began, sentence.began + seconds)
        return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-12))


def seconds_of(samples: Samples) -> float:
    """How long it lasts."""
    return len(samples) / RATE
