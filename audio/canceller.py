"""What takes the kiosk's own voice out of the microphone: a stage of the pipeline that can be left out.

Knows: what it promises. Must not know: how it is done (echo_canceller), where both sounds come from.
"""

from __future__ import annotations

from typing import Protocol


class Canceller(Protocol):
    """Takes a known sound out of the microphone's. Frames of 20 ms, 16 kHz mono, 16 bit."""

    def cancel(self, frame: bytes, reference: bytes) -> bytes:
        """A frame of the microphone without what the loudspeaker was given; it may be an earlier frame.

        ``reference``: what the loudspeaker was given at about that time, always by the same clock.
        """
        ...

    @property
    def is_ready(self) -> bool:
        """Whether it has proved, on this loudspeaker in this room, that hardly anything of it is left."""
        return False

    def has_own_voice(self, first: int, last: int) -> bool:
        """Whether the loudspeaker could be heard in these frames that it gave back; 0 is the newest."""
        ...

    def is_own_voice(self, first: int, last: int) -> bool:
        """Whether what is left in these frames is a rest of the loudspeaker rather than somebody in the room."""
        ...
