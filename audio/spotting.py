"""Ears with a spotter: the phrases that it was trained for are found by it, all others by the ears behind it.

Knows: what ears promise: frames of 20 ms in; heard, not understood or nothing out. Must not know: which recognizer the
other ears have, networks, microphones.

1. Every frame goes to the spotter, which may find a phrase with it, silence or not. While the room is quiet its network
   rests. A phrase that goes on after it was found ("next" of "next slide") is reported once.
2. Every frame goes to an endpointer, which tells when somebody has spoken; was nothing found by
   then, it was nothing known.
3. If phrases count that the spotter does not know, every frame goes to the other ears, too, which are made when that
   first happens. What it found is not reported by them again.
"""

from __future__ import annotations

from collections.abc import Callable

from audio.api import Heard, HeardNothingKnown
from audio.ears import Ears
from audio.endpointer import FRAME_SECONDS, Endpointer, Segment, level_db
from audio.spotter import Spotted, Spotter

RINGING_FRAMES = 8
"""So long the room still rings after the kiosk's own voice."""
WORD_FRAMES = 100
"""How far back the beginning and the end of a phrase are looked for."""
UNDER_PEAK_DB = 22.0
GAP_FRAMES = 15
"""A pause that is shorter does not part two words of a phrase."""
LATE_SECONDS = 0.6
"""A phrase that was found so long ago or less is the utterance that ends now."""
QUIET_FRAMES = 100
"""So long nothing must have been louder than the room before the network rests: then no phrase is in the middle."""
SAME_FRAMES = 60
"""A phrase that was found so long ago may be the beginning of what is said now: "next" of "next slide"."""
BREATH_FRAMES = 10
"""Unless it was as quiet as the room in between for so long: no sound inside a phrase stops the voice for 0.2 s."""
OVER_ROOM_DB = 3.0
"""What is no further over the room's usual level is the room: of steady noise, a frame strays by a third of a decibel
(320 samples), and what stands out less is not understood anyway."""


class SpottingEars:
    """``new_others`` makes the other ears; None: phrases that the spotter does not know are never heard."""

    def __init__(self, spotter: Spotter, new_others: Callable[[], Ears] | None = None) -> None:
        self._spotter = spotter
        self._new_others = new_others
        self._others: Ears | None = None
        self._endpointer = Endpointer()
        self._levels: list[float] = []
        self._count = self._ringing = self._quiet_frames = 0
        self._found = -LATE_SECONDS
        self._words = frozenset[str]()
        self._since_found = SAME_FRAMES
        self._is_shared = False

    @property
    def room_db(self) -> float | None:
        """How loud the room usually is; None while somebody speaks, and until it is known."""
        return None if self._endpointer.is_inside else self._endpointer.room_db

    def listen_for(
        self,
        phrases: frozenset[str],
        *,
        likely: frozenset[str] = frozenset(),
        is_strict: bool = False,
        is_after_own_voice: bool = False,
    ) -> None:
        """From now on these phrases count; what had begun is dropped. ``is_strict``: only what is surer than usual."""
        self._spotter.listen_for(phrases, likely=likely, is_strict=is_strict)
        self._endpointer.drop()
        self._ringing = RINGING_FRAMES if is_after_own_voice else 0
        unknown = frozenset(phrase for phrase in phrases if not self._spotter.knows(phrase))
        if unknown and self._others is None and self._new_others is not None:
            self._others = self._new_others()
        self._is_shared = bool(unknown) and self._others is not None
        if self._others is not None:
            self._others.listen_for(
                unknown, likely=likely & unknown, is_strict=is_strict, is_after_own_voice=is_after_own_voice
            )

    def hear(self, frame: bytes) -> Heard | HeardNothingKnown | None:
        """One frame later: what was understood with it. Times count from the first frame that was ever given."""
        self._count += 1
        self._levels = [*self._levels[1 - WORD_FRAMES :], level_db(frame)]
        self._watch_room()
        spotted = self._spotter.hear(frame, is_quiet=self._quiet_frames > QUIET_FRAMES)
        other = self._others.hear(frame) if self._others is not None and self._is_shared else None
        segment = self._endpointer.feed(frame)
        if self._ringing:
            self._ringing -= 1
            self._endpointer.drop()
            return None
        if spotted is not None:
            self._found = self._count * FRAME_SECONDS
            return None if self._is_still(spotted.phrase) else self._heard(spotted)
        if self._is_shared:
            return None if other is None or self._is_found(other.start, other.end) else other
        return self._not_understood(segment)

    def _watch_room(self) -> None:
        """How long there has been nothing but the room; after a breath, what is said is something new."""
        room = self._endpointer.room_db
        is_room = room is not None and self._levels[-1] <= room + OVER_ROOM_DB
        self._quiet_frames = self._quiet_frames + 1 if is_room else 0
        self._since_found = SAME_FRAMES if self._quiet_frames >= BREATH_FRAMES else self._since_found + 1

    def _is_still(self, phrase: str) -> bool:
        """Whether it is what was found a moment ago, going on; a phrase that is not is what may go on from now."""
        words = frozenset(phrase.lower().split())
        is_still = self._since_found < SAME_FRAMES and bool(words & self._words)
        if not is_still:
            self._words, self._since_found = words, 0
        return is_still

    def _heard(self, spotted: Spotted) -> Heard:
        """Begin and end are where the voice is: the last stretch of loud frames."""
        least = max(self._levels) - UNDER_PEAK_DB
        loud = [place for place, level in enumerate(self._levels) if level > least]
        first = last = loud[-1]
        for place in reversed(loud):
            if first - place > GAP_FRAMES:
                break
            first = place
        begun = self._count - len(self._levels)
        decided = self._count * FRAME_SECONDS
        return Heard(
            spotted.phrase,
            spotted.score,
            round((begun + first) * FRAME_SECONDS, 2),
            round((begun + last + 1) * FRAME_SECONDS, 2),
            round(decided, 2),
        )

    def _not_understood(self, segment: Segment | None) -> HeardNothingKnown | None:
        if segment is None or self._is_found(segment.start, segment.end):
            return None
        return HeardNothingKnown(segment.start, segment.end)

    def _is_found(self, start: float, end: float) -> bool:
        """Whether what was said from ``start`` to ``end`` is what the spotter found."""
        return start - FRAME_SECONDS <= self._found <= end + LATE_SECONDS
