"""The level reference: a steady noise that is as loud as the narration, for a sound level meter.

Knows: samples. Must not know: who speaks, where it is played.

Speech goes up and down by 30 dB from syllable to syllable: nobody reads its level off a meter. Noise of the same
spectrum and loudness stands still, and a meter's A-weighting takes the same off it as off the voice.
"""

from __future__ import annotations

import numpy as np

from audio.loudness import Samples, level, limit

REFERENCE_SECONDS = 20.0
FADE_SECONDS = 0.05
_FRAME = 4096
_SEED = 1


def noise_like(speech: Samples, hz: int, seconds: float) -> Samples:
    """``seconds`` of noise with the long-term spectrum of ``speech``, at the loudness of every sentence.

    ``speech``: some sentences, mono in -1 .. 1, at least a tenth of a second of sound. The same speech gives the same
    noise.
    """
    size = int(seconds * hz)
    bins = size // 2 + 1
    power = np.interp(np.linspace(0.0, 1.0, bins), np.linspace(0.0, 1.0, _FRAME // 2 + 1), _long_term_power(speech))
    phases = np.random.default_rng(_SEED).uniform(0.0, 2 * np.pi, bins)
    noise: Samples = np.fft.irfft(np.sqrt(power) * np.exp(1j * phases), size)
    ramp = np.minimum(1.0, np.arange(size) / (FADE_SECONDS * hz))
    return limit(level(noise * ramp * ramp[::-1], hz), hz)


def _long_term_power(speech: Samples) -> Samples:
    """Mean power of each frequency over all frames."""
    count = max(1, speech.size // _FRAME)
    frames = np.resize(speech, count * _FRAME).reshape(count, _FRAME) * np.hanning(_FRAME)
    power: Samples = (np.abs(np.fft.rfft(frames, axis=1)) ** 2).mean(axis=0)
    return power
