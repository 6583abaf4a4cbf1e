"""Trains the last blocks of the embedding and the head on shards. Seeded; goes on where it stopped.

    python -m tools.spotter.train SHARDS CHECKPOINT --count 140 [--epochs 6] [--seed 5] [--seconds 50]

Prints the loss of every shard and ends with exit code 3 while there is more to do, so that a loop can call it again:
as long as a shard is not there yet, too, for the first epoch takes them in the order in which they are made. More
shards, or more epochs, go on from the same checkpoint: the rate of learning falls to nothing at the last one.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tools.spotter.corpus import read_lines
from tools.spotter.net import HZ, STEP_SAMPLES, Net
from tools.spotter.shards import HERE

BATCH = 32
HEAD_RATE, BLOCKS_RATE = 2e-3, 4e-4
WARM_UP_BATCHES = 40
KEPT = 0.998
"""Of the averaged weights, which are those that are exported, after each batch."""
BACKGROUND_WEIGHT = 0.1
EARLIEST, LATEST = 0.0, 0.30
"""Seconds after the end of a phrase between which the network has to say so."""
SILENT_BEFORE, SILENT_AFTER = 0.25, 0.65
"""Nearer to the end of a phrase than this, it may say the phrase or nothing."""
MORE_TO_DO = 3


def main() -> int:
    """Train until time or epochs are over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shards", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--count", type=int, required=True, help="how many shards there are, or will be")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    arguments = parser.parse_args()
    began = time.monotonic()
    torch.set_num_threads(1)
    training = Training(len(read_lines(HERE / "phrases.txt")), arguments.checkpoint, arguments.seed)
    total = arguments.epochs * arguments.count
    while training.done < total:
        epoch, place = divmod(training.done, arguments.count)
        order = np.random.default_rng((arguments.seed, epoch)).permutation(arguments.count) if epoch else None
        path = arguments.shards / f"{place if order is None else order[place]:03}.npz"
        if time.monotonic() - began > arguments.seconds or not path.is_file():
            training.save()
            return MORE_TO_DO
        loss = training.run(path, training.done / total, 1 / total)
        print(f"{training.done}/{total} phrase {loss[0]:.3f} background {loss[1]:.3f}", flush=True)
    training.save()
    return 0


class Training:
    """The network, its averaged weights and the optimizer, as in the checkpoint if there is one."""

    def __init__(self, phrases: int, checkpoint: Path, seed: int) -> None:
        torch.manual_seed(seed)
        self.net, self.averaged, self._path, self.done = Net(phrases), Net(phrases), checkpoint, 0
        self._seed = seed
        blocks = [*self.net.trained.parameters(), *self.net.last.parameters()]
        self._optimizer = torch.optim.AdamW(
            [{"params": self.net.head.parameters(), "base": HEAD_RATE}, {"params": blocks, "base": BLOCKS_RATE}],
            weight_decay=1e-2,
        )
        self._batches = 0
        if checkpoint.is_file():
            kept = torch.load(checkpoint, weights_only=True)
            self.net.load_state_dict(kept["net"])
            self.averaged.load_state_dict(kept["averaged"])
            self._optimizer.load_state_dict(kept["optimizer"])
            self.done, self._batches = kept["done"], kept["batches"]
        else:
            self.averaged.load_state_dict(self.net.state_dict())

    def save(self) -> None:
        """Write the checkpoint, all or nothing."""
        partial = self._path.with_suffix(".part")
        state = {"net": self.net.state_dict(), "averaged": self.averaged.state_dict()}
        state |= {"optimizer": self._optimizer.state_dict(), "done": self.done, "batches": self._batches}
        torch.save(state, partial)
        partial.rename(self._path)

    def run(self, path: Path, progress: float, share: float) -> tuple[float, float]:
        """One shard; ``progress`` through the training, of which the shard is a ``share``. The mean losses."""
        shard = np.load(path)
        features, ends, unsure = shard["features"], shard["ends"], torch.from_numpy(shard["unsure"])
        order = np.random.default_rng((self._seed + 1, self.done)).permutation(len(features))
        torch.manual_seed(self._seed + self.done)
        self.net.train()
        sums, count = np.zeros(2), 0
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            self._set_rate(progress + share * at / len(order))
            mine = _of_rows(ends, rows)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = self.net(torch.from_numpy(features[rows]).float())
            phrase, background = losses(found.float(), mine, unsure[rows])
            self._optimizer.zero_grad()
            (phrase + background).backward()
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
            self._optimizer.step()
            self._average()
            sums += phrase.item(), background.item()
            count += 1
        self.done += 1
        return float(sums[0] / count), float(sums[1] / count)

    def _set_rate(self, progress: float) -> None:
        self._batches += 1
        rate = min(1.0, self._batches / WARM_UP_BATCHES) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, progress)))
        for group in self._optimizer.param_groups:
            group["lr"] = group["base"] * rate

    @torch.no_grad()
    def _average(self) -> None:
        kept = min(KEPT, self._batches / (self._batches + 10))
        for mean, now in zip(self.averaged.parameters(), self.net.parameters(), strict=True):
            mean.lerp_(now, 1 - kept)


def _of_rows(ends: np.ndarray, rows: np.ndarray) -> list[tuple[int, int, float]]:
    """The phrases of these examples, counted from the first of them."""
    places = {int(row): place for place, row in enumerate(rows)}
    return [(places[int(row)], int(number), float(end)) for row, number, end in ends if int(row) in places]


def losses(found: Tensor, ends: list[tuple[int, int, float]], unsure: Tensor) -> tuple[Tensor, Tensor]:
    """Of the phrases and of the time between, of (n, classes, steps); ``ends`` in steps.

    Between EARLIEST and LATEST after its end a phrase must be named at some step, whichever is the network's choice;
    near it, it may be; everywhere else nothing may be, but phrases of which it is not known whether they are said.
    """
    logs = functional.log_softmax(found, 1)
    examples, _, steps = logs.shape
    allowed = torch.cat([torch.ones(examples, 1, dtype=torch.bool), unsure[:, 1:]], 1)[:, :, None].repeat(1, 1, steps)
    is_background = torch.ones(examples, steps, dtype=torch.bool)
    a_second = HZ / STEP_SAMPLES
    named = []
    for row, number, end in ends:
        first = max(0, math.ceil(end + EARLIEST * a_second))
        last = min(steps - 1, max(first, math.floor(end + LATEST * a_second)))
        if first >= steps:
            continue
        named.append(-torch.logsumexp(logs[row, number, first : last + 1], 0) + math.log(last + 1 - first))
        near = slice(max(0, round(end - SILENT_BEFORE * a_second)), round(end + SILENT_AFTER * a_second) + 1)
        allowed[row, number, near] = True
        is_background[row, first : last + 1] = False
    background = -torch.logsumexp(logs.masked_fill(~allowed, -30.0), 1)
    phrase = torch.stack(named).mean() if named else found.sum() * 0
    return phrase, BACKGROUND_WEIGHT * (background * is_background).sum(1).mean()


if __name__ == "__main__":
    raise SystemExit(main())
