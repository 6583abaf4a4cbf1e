"""What understands sound: frames in, phrases out. The last stage of the pipeline, and the place for another recognizer.

Knows: what ears promise. Must not know: how they do it (hearing: an endpointer and a recognizer), where the sound comes
from, whose voice it is.
"""

from __future__ import annotations

from typing import Protocol

from audio.api import Heard, HeardNothingKnown


class Ears(Protocol):
    """Understands the phrases that count. Its clock is the number of frames that it was given, 20 ms each."""

    def listen_for(
        self,
        phrases: frozenset[str],
        *,
        likely: frozenset[str] = frozenset(),
        is_strict: bool = False,
        is_after_own_voice: bool = False,
    ) -> None:
        """From now on these phrases count; what had begun is dropped.

        ``likely``: those of them that are said most, such as what stands on the screen; ears may ask less certainty of
        them than of the rest. ``is_strict``: a phrase needs more certainty than usual. ``is_after_own_voice``: the room
        still rings.
        """
        ...

    def hear(self, frame: bytes) -> Heard | HeardNothingKnown | None:
        """One frame later (16 kHz mono, 16 bit): what was understood, if that became clear with this frame.

        Times count from the first frame that was ever given.
        """
        ...

    @property
    def room_db(self) -> float | None:
        """How loud the room usually is, while nobody speaks; None while somebody does, or if it is not known."""
        ...
