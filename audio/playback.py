"""What a speaker needs of a loudspeaker, and one that is none.

Knows: samples go in, sound is heard some time later. Must not know: any library, device names, words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Player(Protocol):
    """Plays one piece of sound at a time. Methods return at once, never raise, and do nothing without a device."""

    def open(self, on_lost: Callable[[str], None], on_open: Callable[[bool], None]) -> None:
        """Begin to open the device, and keep it open. What is called is called from a thread of the player's:
        one of the two after the first attempt, and again whenever the device is lost, open again or another one.
        ``on_open`` is told whether it is the headphones."""
        ...

    def play(self, pcm: bytes, volume_db: float) -> float:
        """Play this instead of what is playing. Returns the seconds until it is heard.

        A device that rests is opened first: then this sound is dropped, and on_open is to play what is due.
        """
        ...

    @property
    def output_seconds(self) -> float:
        """From play() to audible sound while the device is open."""
        ...

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def stop(self) -> None: ...
    def set_volume(self, volume_db: float) -> None: ...
    def devices_changed(self) -> None:
        """Look at once which devices there are."""
        ...

    def close(self) -> None: ...


class NullPlayer:
    """A player without a device, that misses nothing."""

    output_seconds = 0.0

    def open(self, on_lost: Callable[[str], None], on_open: Callable[[bool], None]) -> None:
        """Open at once, and never lost."""
        on_open(False)

    def play(self, pcm: bytes, volume_db: float) -> float:
        """Silence."""
        return 0.0

    def pause(self) -> None:
        """Silence."""

    def resume(self) -> None:
        """Silence."""

    def stop(self) -> None:
        """Silence."""

    def set_volume(self, volume_db: float) -> None:
        """Silence."""

    def devices_changed(self) -> None:
        """None is used."""

    def close(self) -> None:
        """Nothing to close."""
