"""What the loudspeaker was given lately, as much later as its sound takes to the microphone.

Knows: frames of samples. Must not know: how long that is, filters, devices.
"""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

LONGEST_SAMPLES = 12_800
"""It can be had so much later."""


class Given:
    """Give it each frame; get the frame that was ``late`` samples before. So many ``kept_frames`` are kept besides."""

    def __init__(self, frame_samples: int, kept_frames: int) -> None:
        self._size = frame_samples
        count = kept_frames + LONGEST_SAMPLES // frame_samples + 2
        self._frames = deque([np.zeros(frame_samples)] * count, maxlen=count)
        self.late = 0

    def step(self, frame: Samples) -> Samples:
        """The next frame in, the late one out."""
        self._frames.append(frame)
        return self._frame(0, self.late)

    def delay(self, late: int) -> None:
        """From now on it is had so late, as far as that can be."""
        self.late = min(max(0, late), LONGEST_SAMPLES)

    def frames(self, count: int, late: int) -> list[Samples]:
        """The last frames as late as that, the oldest first."""
        late = min(max(0, late), LONGEST_SAMPLES)
        return [self._frame(ago, late) for ago in range(count - 1, -1, -1)]

    def stretch(self, ago: int, count: int) -> Samples:
        """All that the last ``count`` frames but ``ago`` could hold: from LONGEST_SAMPLES before them, and not late."""
        frames = list(self._frames)
        end = len(frames) - ago
        return np.concatenate(frames[max(0, end - count - LONGEST_SAMPLES // self._size) : end])

    def _frame(self, ago: int, late: int) -> Samples:
        whole, part = divmod(late, self._size)
        newest = self._frames[-1 - whole - ago]
        if not part:
            return newest
        return np.concatenate((self._frames[-2 - whole - ago][-part:], newest[: self._size - part]))
