"""The hearing mode: speech that is slower, lower in pitch, and lifted where consonants are.

Knows: samples. Must not know: words, voices, who asked for it. Runs in the voice's process.

Loss of hearing with age begins at high pitches: a lower voice keeps more of itself under it, and the band from 1 to
4 kHz carries most of what tells consonants apart (the weights of ANSI S3.5, the speech intelligibility index).
Everything is mono as it is. Loudness is set afterwards (shape), so the lift makes nothing louder as a whole.
"""

from __future__ import annotations

import numpy as np

from audio.kept_speech import paced
from audio.loudness import from_pcm, to_pcm
from audio.shape import RawSpeech

CLEAR_SPEED = 0.85
CLEAR_PITCH = 0.88
"""Two semitones lower: audibly lower, and still the same voice."""
LIFT_DB = 6.0
LIFT_HZ = (1000.0, 4000.0)
EDGE_OCTAVES = 0.5
"""The lift comes and goes over half an octave, so that it does not ring."""
HEADROOM = 0.5


def clearer(raw: RawSpeech) -> RawSpeech:
    """``raw`` as somebody who hears badly would have it."""
    slower = paced(raw, CLEAR_SPEED, CLEAR_PITCH)
    samples = from_pcm(slower.samples) * HEADROOM
    if samples.size == 0:
        return slower
    spectrum = np.fft.rfft(samples)
    frequencies = np.maximum(np.fft.rfftfreq(samples.size, 1 / slower.hz), 1.0)
    below = np.clip((np.log2(frequencies / LIFT_HZ[0]) + EDGE_OCTAVES) / EDGE_OCTAVES, 0.0, 1.0)
    above = np.clip((np.log2(LIFT_HZ[1] / frequencies) + EDGE_OCTAVES) / EDGE_OCTAVES, 0.0, 1.0)
    gain = 10 ** (LIFT_DB * np.minimum(below, above) / 20)
    lifted = np.fft.irfft(spectrum * gain, samples.size)
    return RawSpeech(to_pcm(lifted), slower.hz, slower.starts)
