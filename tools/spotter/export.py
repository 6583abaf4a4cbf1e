"""The weights of a trained network in the form in which audio/spotter_net.py reads them.

Knows: both forms. Must not know: phrases, thresholds, files.
"""

from __future__ import annotations

import numpy as np
from torch import nn

from tools.spotter.net import Net


def weights(net: Net) -> dict[str, np.ndarray]:
    """Name -> array. A layer's weight is (moments x bands x channels that it looks at, outputs)."""
    convolutions = [*net.frozen.layers, *net.trained.layers, net.last]
    made = {"mel": net.mel.bank.numpy()}
    for number, layer in enumerate(convolutions):
        made |= _layer(f"conv{number}", layer)
    made |= _layer("enter", net.head.enter) | _layer("leave", net.head.leave)
    for number, layer in enumerate(net.head.steps):
        made |= _layer(f"step{number}", layer)
    return made


def _layer(name: str, layer: nn.Module) -> dict[str, np.ndarray]:
    weight = layer.weight.detach().numpy()  # outputs, inputs, moments[, bands]
    weight = weight.transpose(2, 3, 1, 0) if weight.ndim == 4 else weight.transpose(2, 1, 0)
    bias = np.zeros(weight.shape[-1]) if layer.bias is None else layer.bias.detach().numpy()
    return {f"{name}.weight": weight.reshape(-1, weight.shape[-1]), f"{name}.bias": bias}
