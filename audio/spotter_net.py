"""The spotter's network, moved through time: 80 ms of samples in, a number for every phrase out. Numpy is all it needs.

Knows: the layers. Must not know: which phrases there are, when one counts as heard, files.

    samples -> mel spectrogram -> convolutions of a speech embedding -> head

The last convolutions and the head are there as often as networks were trained: what they say is averaged.
No layer looks ahead or pads in time. So each remembers the last of its input, and every sample is looked at once: a
sound that is heard piece by piece gives what the network gave in training for the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

STEP_SAMPLES = 1280
STEP_SECONDS = 0.08
STEPS_TO_FILL = 24
"""So many steps after the start nothing in it stems from before the start."""
_HOP, _WINDOW, _TURN = 160, 400, 512
_FLOOR = 1.0
_SHARED, _CONVOLUTIONS = 11, 19
_POOLS = {2: (2, 2), 6: (1, 2), 10: (2, 2), 14: (1, 2), 18: (2, 2)}
_EMBEDDING_SCALE = 1 / 16
_DILATIONS = 1, 2, 4
_LAST = ".leave.bias"


class SpotterNet:
    """``weights``: mel (bins, 32) and conv0 … conv10, which all members share; of each member conv11 … conv19, enter,
    step0 … step2, leave, after its name and a dot. Each has ``.weight`` (what it looks at, outputs) and ``.bias``.
    Raises KeyError or ValueError for weights that are not those of this network.
    """

    def __init__(self, weights: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self._weights = {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}
        self._members = members(weights)
        self._bank = self._weights["mel"]
        self._window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
        self.outputs = outputs(weights)
        self.forget()
        self.step(np.zeros(STEP_SAMPLES, np.float32))
        self.forget()

    def forget(self) -> None:
        """As if nothing had been heard."""
        self._before = np.zeros(_WINDOW - _HOP, np.float32)
        self._kept: dict[str, Array] = {}

    def step(self, samples: Array) -> Array:
        """What the last 80 ms (STEP_SAMPLES of 16-bit size) say: (outputs,), 0 is nothing."""
        x = self._mel(samples)[:, :, None]
        for number in range(_SHARED):
            x = self._convolve(f"conv{number}", number, x)
        said = [self._member(f"{name}.", x) for name in self._members]
        logits: Array = np.mean(said, axis=0, dtype=np.float32)
        return logits

    def _member(self, its: str, x: Array) -> Array:
        """What one of the networks says: (outputs,)."""
        for number in range(_SHARED, _CONVOLUTIONS):
            x = self._convolve(f"{its}conv{number}", number, x)
        x = self._in_time(f"{its}conv{_CONVOLUTIONS}", x, 1)[:, 0] * np.float32(_EMBEDDING_SCALE)
        x = _leaky(self._dense(f"{its}enter", x), 0.1)
        for number, dilation in enumerate(_DILATIONS):
            x = x + _leaky(self._in_time(f"{its}step{number}", x[:, None], dilation)[:, 0], 0.1)
        logits: Array = self._dense(f"{its}leave", x)[-1]
        return logits

    def _mel(self, samples: Array) -> Array:
        sound = np.concatenate([self._before, samples])
        self._before = sound[-(_WINDOW - _HOP) :]
        frames = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP] * self._window
        waves = np.fft.rfft(frames, _TURN)[:, : len(self._bank)]
        power = (waves.real**2 + waves.imag**2).astype(np.float32)
        bands: Array = np.log10(np.maximum(power @ self._bank, np.float32(_FLOOR))) + np.float32(2)
        return bands

    def _convolve(self, name: str, number: int, x: Array) -> Array:
        """One of the embedding's layers: the first looks 3 frames and 3 bands wide, then by turns bands and frames."""
        if number == 0:
            x = self._in_time(name, _with_neighbors(x), 1)
        elif number % 2:
            x = self._dense(name, _with_neighbors(x))
        else:
            x = self._in_time(name, x, 1)
        x = np.maximum(_leaky(x, 0.2), np.float32(-0.4))
        return _pooled(x, *_POOLS[number]) if number in _POOLS else x

    def _in_time(self, name: str, x: Array, dilation: int) -> Array:
        """Three moments of (time, bands, channels) at once; the earlier ones are remembered."""
        before = self._kept.get(name)
        if before is None:
            before = np.zeros((2 * dilation, *x.shape[1:]), np.float32)
        whole = np.concatenate([before, x])
        self._kept[name] = whole[-2 * dilation :]
        count = len(x)
        return self._dense(name, np.concatenate([whole[at : at + count] for at in (0, dilation, 2 * dilation)], axis=2))

    def _dense(self, name: str, x: Array) -> Array:
        weight = self._weights[f"{name}.weight"]
        made: Array = (x.reshape(-1, x.shape[-1]) @ weight + self._weights[f"{name}.bias"]).reshape(*x.shape[:-1], -1)
        return made


def members(weights: Iterable[str]) -> list[str]:
    """The names of the networks in these weights. Raises KeyError if there is none."""
    found = sorted(name.removesuffix(_LAST) for name in weights if name.endswith(_LAST))
    if not found:
        raise KeyError(f"no weight's name ends with {_LAST}")
    return found


def outputs(weights: Mapping[str, npt.NDArray[np.generic]]) -> int:
    """How many numbers come out. Raises KeyError or ValueError if that cannot be said."""
    counts = {len(weights[name + _LAST]) for name in members(weights)}
    if len(counts) != 1:
        raise ValueError(f"the networks name different numbers of phrases: {sorted(counts)}")
    return counts.pop()


def _with_neighbors(x: Array) -> Array:
    """Each band with the one below and the one above it."""
    wide = np.zeros((x.shape[0], x.shape[1] + 2, x.shape[2]), np.float32)
    wide[:, 1:-1] = x
    return np.concatenate([wide[:, :-2], wide[:, 1:-1], wide[:, 2:]], axis=2)


def _pooled(x: Array, times: int, bands: int) -> Array:
    """The largest of every so many moments and bands."""
    made: Array = x.reshape(len(x) // times, times, x.shape[1] // bands, bands, x.shape[2]).max(axis=(1, 3))
    return made


def _leaky(x: Array, slope: float) -> Array:
    made: Array = np.maximum(x, x * np.float32(slope))
    return made
