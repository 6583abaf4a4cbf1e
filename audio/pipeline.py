"""The one pipeline from sound to phrases, for the microphone and for recordings.

Knows: the stages by what they promise, whether the kiosk itself speaks. Must not know: how a stage does it,
microphones, files, processes, commands.

1. A source gives frames of 20 ms (``speech_recognition_source``), and another, if there is one, what the loudspeaker
   was given at that time (``played_sound``).
2. The canceller takes the kiosk's own voice out (``canceller``); without one, the microphone passes as it is.
3. Treatments change the level and the noise (``Treatment``); the kiosk has none yet.
4. A meter tells how loud the voice is (``voice_meter``).
5. The ears find speech, crop it tightly and understand it (``ears``).
6. While the kiosk speaks, what is understood counts only if the canceller has proved itself, and only if it cannot be a
   rest of the kiosk's own voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from audio.api import Heard, HeardNothingKnown, SpokenOver
from audio.canceller import Canceller
from audio.ears import Ears
from audio.endpointer import FRAME_BYTES, FRAME_SECONDS
from audio.spoken_over import OverhearingOwnVoice
from audio.voice_meter import VoiceMeter

BEFORE_FRAMES = 5
"""So much before a phrase, too, the kiosk must not have spoken, or its voice is looked for in the phrase."""


class Treatment(Protocol):
    """Makes frames better to understand: their level, their noise."""

    def treat(self, frame: bytes) -> bytes:
        """The same frame, treated; it may come later."""
        ...


class Pipeline:
    """Hears phrases in frames of the microphone. Without a ``canceller`` it is deaf while the kiosk speaks.

    ``notices_speech_over``: while it is deaf, it at least tells that somebody raises his voice over the kiosk's own.
    """

    def __init__(
        self,
        ears: Ears,
        canceller: Canceller | None = None,
        treatments: Sequence[Treatment] = (),
        meter: VoiceMeter | None = None,
        *,
        notices_speech_over: bool = False,
    ) -> None:
        self._ears = ears
        self._canceller = canceller
        self._treatments = treatments
        self._meter = meter
        self._notices_speech_over = notices_speech_over
        self._over = OverhearingOwnVoice()
        self._phrases: frozenset[str] = frozenset()
        self._likely: frozenset[str] = frozenset()
        self._is_strict = self._is_speaking = self._is_deaf = False
        self._heard_frames = self._deaf_frames = 0

    @property
    def is_full_duplex(self) -> bool:
        """Whether a visitor can be heard while the kiosk speaks."""
        return self._canceller is not None and self._canceller.is_ready

    @property
    def room_db(self) -> float | None:
        """How loud the room usually is, while nobody speaks, the kiosk included; None while that is not known."""
        return None if self._is_speaking else self._ears.room_db

    def set_canceller(self, canceller: Canceller | None) -> None:
        """Have the kiosk's own voice taken out by this from now on."""
        self._canceller = canceller

    def listen_for(
        self,
        phrases: frozenset[str],
        *,
        likely: frozenset[str] = frozenset(),
        is_strict: bool = False,
        is_after_own_voice: bool = False,
    ) -> None:
        """From now on these phrases count; what had begun is dropped."""
        self._phrases, self._likely, self._is_strict = phrases, likely, is_strict
        if self._meter is not None:
            self._meter.begin_anew()
        self._listen(is_after_own_voice=is_after_own_voice)

    def set_speaking(self, is_speaking: bool) -> None:
        """Whether the kiosk itself speaks from now on: then phrases need more certainty. What had begun is dropped."""
        if is_speaking != self._is_speaking:
            self._is_speaking = is_speaking
            self._listen(is_after_own_voice=False)

    def new_level(self) -> float | None:
        """How far a voice stands over the room, dB; None: there is nothing new to tell."""
        return None if self._meter is None else self._meter.new_level()

    def hear(self, frame: bytes, reference: bytes | None = None) -> Heard | HeardNothingKnown | SpokenOver | None:
        """One frame later: what was understood, if that became clear with this frame."""
        if self._canceller is not None:
            frame = self._canceller.cancel(frame, reference or bytes(FRAME_BYTES))
        was_deaf, self._is_deaf = self._is_deaf, self._is_speaking and not self.is_full_duplex
        if self._is_deaf:
            self._deaf_frames += 1
            return self._overhear(frame, is_first=not was_deaf)
        if was_deaf:
            self._listen(is_after_own_voice=True)
        for treatment in self._treatments:
            frame = treatment.treat(frame)
        self._measure(frame)
        event = self._ears.hear(frame)
        self._heard_frames += 1
        return None if event is None or self._is_own(event) else self._dated(event)

    def _dated(self, event: Heard | HeardNothingKnown) -> Heard | HeardNothingKnown:
        """The ears' clock stands still while nothing goes to them; that of who listens does not."""
        late = self._deaf_frames * FRAME_SECONDS
        if isinstance(event, Heard):
            event = replace(event, decided=event.decided + late)
        return replace(event, start=event.start + late, end=event.end + late)

    def _measure(self, frame: bytes) -> None:
        """While the kiosk speaks the meter stands still: it would move with the rests of the kiosk's own voice."""
        if self._meter is not None and self._is_speaking:
            self._meter.skip()
        elif self._meter is not None:
            self._meter.hear(frame)

    def _listen(self, *, is_after_own_voice: bool) -> None:
        self._ears.listen_for(
            self._phrases,
            likely=self._likely,
            is_strict=self._is_strict or self._is_speaking,
            is_after_own_voice=is_after_own_voice,
        )

    def _overhear(self, frame: bytes, *, is_first: bool) -> SpokenOver | None:
        """Words cannot be told from the kiosk's own, but a raised voice can."""
        if is_first:
            self._over.begin_anew()
        return SpokenOver() if self._notices_speech_over and self._over.hear(frame) else None

    def _is_own(self, event: Heard | HeardNothingKnown) -> bool:
        """Whether the kiosk heard itself. Talk that is no command, over its voice, is not worth an interruption."""
        if self._canceller is None:
            return False
        first, last = (self._heard_frames - round(at / FRAME_SECONDS) for at in (event.start, event.end))
        if not self._canceller.has_own_voice(first + BEFORE_FRAMES, last):
            return False
        if isinstance(event, HeardNothingKnown):  # who begins as soon as the kiosk is silent speaks to it
            return self._canceller.has_own_voice((first + last) // 2, last)
        return self._canceller.is_own_voice(first, last)
