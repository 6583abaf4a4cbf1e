"""Notices that somebody raises his voice over the kiosk's own, without understanding him: for ears without a canceller.

Knows: levels. Must not know: words, what the kiosk does then.
"""

from __future__ import annotations

from collections import deque

from audio.endpointer import level_db

OWN_FRAMES = 300
"""The kiosk's own voice is known by its last six seconds,"""
LEAST_FRAMES = 100
"""and at least two."""
NEW_FRAMES, LOUD_FRAMES = 25, 8
"""So many of the last half second have to stand out."""
OVER_DB = 4.0
"""So much over the loudest of the own voice."""
LOUDEST_SHARE = 0.98


class OverhearingOwnVoice:
    """Feed it the frames of the microphone while the kiosk speaks."""

    def __init__(self) -> None:
        self._own: deque[float] = deque(maxlen=OWN_FRAMES)
        self._new: deque[float] = deque()

    def begin_anew(self) -> None:
        """The kiosk begins to speak; how loud it is may be another matter now."""
        self._own.clear()
        self._new.clear()

    def hear(self, frame: bytes) -> bool:
        """One frame later: whether somebody speaks over it. Then it begins anew."""
        self._new.append(level_db(frame))
        if len(self._new) > NEW_FRAMES:
            self._own.append(self._new.popleft())
        if len(self._own) < LEAST_FRAMES:
            return False
        least = sorted(self._own)[int(LOUDEST_SHARE * len(self._own)) - 1] + OVER_DB
        if sum(level > least for level in self._new) < LOUD_FRAMES:
            return False
        self.begin_anew()
        return True
