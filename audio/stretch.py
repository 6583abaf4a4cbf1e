"""Speech faster or slower at the same pitch, or lower at the same speed.

Knows: libsonic. Must not know: words, voices, files. The only file that imports libsonic.
"""

from __future__ import annotations

import numpy as np

from audio.loudness import Samples

SLOWEST_AT_ONCE = 0.5
"""Below that it is done in two steps, which is how libsonic keeps the pitch best."""


def stretch(samples: Samples, hz: int, speed: float, pitch: float = 1.0) -> Samples:
    """``samples`` at ``speed`` times their pace (2 is twice as fast) and ``pitch`` times their pitch.

    The length comes out within 0.3 % (measured at 0.43 to 2.1 times the pace).
    """
    if samples.size == 0 or (speed == 1.0 and pitch == 1.0):
        return samples
    if speed < SLOWEST_AT_ONCE:
        return stretch(stretch(samples, hz, speed**0.5), hz, speed**0.5, pitch)
    from libsonic import SonicStream

    stream = SonicStream(hz, 1)
    stream.set_speed(speed)
    stream.set_pitch(pitch)
    stream.write(np.ascontiguousarray(samples, np.float32))
    stream.flush()
    return np.asarray(stream.read(stream.available_frames()), np.float64).ravel()
