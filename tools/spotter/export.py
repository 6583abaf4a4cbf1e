"""The weights of trained networks in the form in which audio/spotter_net.py reads them.

Knows: both forms. Must not know: phrases, thresholds, files.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from torch import nn

from tools.spotter.net import Net


def weights(nets: Sequence[Net]) -> dict[str, np.ndarray]:
    """Name -> array. A layer's weight is (moments x bands x channels that it looks at, outputs)."""
    made = {"mel": nets[0].mel.bank.numpy()}
    shared = nets[0].frozen.layers
    for number, layer in enumerate(shared):
        made |= _layer(f"conv{number}", layer)
    for place, net in enumerate(nets):
        its = f"net{place}."
        for number, layer in enumerate([*net.trained.layers, net.last], len(shared)):
            made |= _layer(f"{its}conv{number}", layer)
        made |= _layer(f"{its}enter", net.head.enter) | _layer(f"{its}leave", net.head.leave)
        for number, layer in enumerate(net.head.steps):
            made |= _layer(f"{its}step{number}", layer)
    return made


def _layer(name: str, layer: nn.Module) -> dict[str, np.ndarray]:
    weight = layer.weight.detach().numpy()  # outputs, inputs, moments[, bands]
    weight = weight.transpose(2, 3, 1, 0) if weight.ndim == 4 else weight.transpose(2, 1, 0)
    bias = np.zeros(weight.shape[-1]) if layer.bias is None else layer.bias.detach().numpy()
    return {f"{name}.weight": weight.reshape(-1, weight.shape[-1]), f"{name}.bias": bias}
