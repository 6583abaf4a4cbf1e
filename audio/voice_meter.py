"""How far the voice that is heard now stands over the room: a few numbers a second, for whoever speaks to see it.

Knows: levels. Must not know: words, screens, whose voice it is. Nothing of the sound itself is kept.
"""

from __future__ import annotations

from audio.endpointer import Limits, Room, level_db

SMOOTHING_FRAMES = 3
LOOK_FRAMES = 8
"""So often there may be a new level: six times a second."""
STEP_DB = 3.0
LEAST_DB = 6.0
"""Less over the room is nobody's voice."""


class VoiceMeter:
    """Feed it every frame; ``new_level`` tells when there is something to tell."""

    def __init__(self) -> None:
        self._limits = Limits()
        self._first: list[float] = []
        self._room: Room | None = None
        self._loudest = self._told = 0.0
        self._frames = self._ignored = 0

    def skip(self) -> None:
        """One frame later, of which nobody knows whose voice is in it: that counts as nobody's."""
        self._frames += 1
        self._ignored = SMOOTHING_FRAMES

    def hear(self, frame: bytes) -> None:
        """One frame later."""
        self._frames += 1
        level = level_db(frame)
        if self._room is None:
            self._first.append(level)
            if len(self._first) == self._limits.first_frames:
                self._room = Room(self._limits, self._first)
            return
        smooth, threshold = self._room.hear(level)
        if self._ignored:
            self._ignored -= 1
            return
        over = smooth - self._room.usual()
        if smooth > max(threshold, self._limits.quietest_db) and over >= LEAST_DB:
            self._loudest = max(self._loudest, over)

    def new_level(self) -> float | None:
        """The level in dB over the room (0: nobody speaks) if it is time and it is another one than the last."""
        if self._frames < LOOK_FRAMES:
            return None
        level, self._loudest, self._frames = self._loudest // STEP_DB * STEP_DB, 0.0, 0
        if level == self._told:
            return None
        self._told = level
        return level

    def begin_anew(self) -> None:
        """Nobody speaks, and everybody knows that. What is known of the room stays."""
        self._loudest = self._told = 0.0
        self._frames, self._ignored = 0, SMOOTHING_FRAMES
