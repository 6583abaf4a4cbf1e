"""Trains the last blocks of the embedding and the head on shards. Seeded; goes on where it stopped.

    python -m tools.spotter.train SHARDS CHECKPOINT --count 140 [--epochs 6] [--seed 5] [--seconds 50]
    python -m tools.spotter.train SHARDS CHECKPOINT --first 100 --count 100 --from OLD [--rate 0.4] …

Prints the loss of every shard and ends with exit code 3 while there is more to do, so that a loop can call it again:
as long as a shard is not there yet, too, for the first epoch takes them in the order in which they are made. More
shards, or more epochs, go on from the same checkpoint: the rate of learning falls to nothing at the last one. --from
begins with the averaged weights of another checkpoint, which may know fewer phrases (the first ones of the list), at a
--rate that is so much of the usual one, and takes the shards in an order at random; --first is the number of the first
shard, for of old ones a part is enough.
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
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--from", dest="old", type=Path)
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    arguments = parser.parse_args()
    began = time.monotonic()
    torch.set_num_threads(1)
    phrases = len(read_lines(HERE / "phrases.txt"))
    training = Training(phrases, arguments.checkpoint, arguments.seed, arguments.old, arguments.rate)
    total = arguments.epochs * arguments.count
    while training.done < total:
        epoch, place = divmod(training.done, arguments.count)
        is_shuffled = epoch or arguments.old
        order = np.random.default_rng((arguments.seed, epoch)).permutation(arguments.count) if is_shuffled else None
        path = arguments.shards / f"{arguments.first + (place if order is None else int(order[place])):03}.npz"
        if time.monotonic() - began > arguments.seconds or not path.is_file():
            training.save()
            return MORE_TO_DO
        loss = training.run(path, training.done / total, 1 / total)
        print(f"{training.done}/{total} phrase {loss[0]:.3f} background {loss[1]:.3f}", flush=True)
    training.save()
    return 0


class Training:
    """The network, its averaged weights and the optimizer, as in the checkpoint if there is one."""

    def __init__(self, phrases: int, checkpoint: Path, seed: int, old: Path | None = None, rate: float = 1.0) -> None:
        torch.manual_seed(seed)
        self.net, self.averaged, self._path, self.done = Net(phrases), Net(phrases), checkpoint, 0
        self._seed, self._phrases = seed, phrases
        blocks = [*self.net.trained.parameters(), *self.net.last.parameters()]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": self.net.head.parameters(), "base": HEAD_RATE * rate},
                {"params": blocks, "base": BLOCKS_RATE * rate},
            ],
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
            if old is not None:
                take_up(self.net, torch.load(old, weights_only=True)["averaged"])
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
        features, ends = shard["features"], shard["ends"]
        unsure = torch.from_numpy(widened(shard["unsure"], self._phrases))
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


def take_up(net: Net, old: dict[str, Tensor]) -> None:
    """The weights of a network that knows the first phrases of the list. Those that it does not know begin as they are
    in ``net``, as rare as the others on average.
    """
    weight, bias = net.head.leave.weight.data.clone(), net.head.leave.bias.data.clone()
    known = len(old["head.leave.bias"])
    bias[known:] = old["head.leave.bias"][1:].mean()
    weight[:known], bias[:known] = old["head.leave.weight"], old["head.leave.bias"]
    net.load_state_dict(old | {"head.leave.weight": weight, "head.leave.bias": bias})


def widened(unsure: np.ndarray, phrases: int) -> np.ndarray:
    """A shard's table of what may be said in each example's talk. Of phrases that were added later, nothing is."""
    return np.pad(unsure, ((0, 0), (0, phrases + 1 - unsure.shape[1])))


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
