"""A rendered sentence from its file, at the wanted pace. Runs in the voice's process.

Knows: sound files (soundfile), checksums. Must not know: which sentences there are (pack), who asks, pipes.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np

from audio.loudness import Samples, from_pcm, to_pcm
from audio.shape import RawSpeech
from audio.stretch import stretch


def read_kept(path: Path, sha256: str, starts: list[float], speed: float) -> RawSpeech:
    """The sentence at ``speed`` times its own pace. Raises OSError, or RuntimeError if the file is damaged."""
    import soundfile

    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise RuntimeError(f"{path} is damaged")
    samples, hz = soundfile.read(io.BytesIO(data), dtype="float64", always_2d=True)
    mono: Samples = np.ascontiguousarray(samples[:, 0])
    return paced(RawSpeech(to_pcm(mono), hz, starts), speed)


def paced(raw: RawSpeech, speed: float, pitch: float = 1.0) -> RawSpeech:
    """The same faster (``speed`` over 1) or slower, and at ``pitch`` times its pitch; the words' times go with it."""
    before = from_pcm(raw.samples)
    after = stretch(before, raw.hz, speed, pitch)
    share = after.size / max(1, before.size)
    return RawSpeech(to_pcm(after), raw.hz, None if raw.starts is None else [start * share for start in raw.starts])
