"""Finds what each phrase's odds must reach, on speakers that were not trained on, and writes the model.

    python -m tools.spotter.calibrate CHECKPOINT… --people PEOPLE --clips CLIPS --out OUT --version 2

Several checkpoints make one model that averages them. Heard are the part "calibrate" of PEOPLE (see `split`), clean and
in three noises, the clips of the voices that are kept for this part, and as what nobody said to the kiosk: their talk
and their other words, also higher and lower. OUT gets spotter-en.npz and .json.

All phrases of one word must reach the same, and so must all others: what each reached in what little talk there is told
nothing about other people's talk (thresholds of their own did worse on the half of the talk that they were not made
of). What that is is chosen where the right ones, less what wrong and false ones cost, are most, but for more than
MOST_WRONG wrong ones. All is done twice: for few active phrases, and for all.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from audio.spotter import chances, odds
from audio.spotter_model import FORMAT
from audio.spotter_net import STEP_SAMPLES, STEPS_TO_FILL, SpotterNet
from tests.bench.voice_rooms import Rooms, read
from tests.bench_voice import read_clips
from tools.spotter.corpus import read_lines
from tools.spotter.export import weights
from tools.spotter.net import Net
from tools.spotter.shards import HERE
from tools.spotter.split import CALIBRATE, Recording, read_manifest

CONDITIONS = "clean", "clean", "babble:20", "babble:10", "noise:10"
WARPS = 1.0, 0.88, 1.13
"""The talk is heard as it is, and as of larger and of smaller people."""
INACTIVE = 0.0, 1.0, 2.0, 4.0, 8.0
BASES = np.arange(-3.0, 6.01, 0.25)
SEVERAL_MORE_FEW, SEVERAL_MORE_MANY = 2.0, 1.0
"""So much more must a phrase of several words reach: it can, and there are so many of them."""
WRONG_COSTS = 3.0
MOST_WRONG = 0.025
FEW_FALSE_COSTS, MANY_FALSE_COSTS = 0.03, 0.0035
"""What one false phrase an hour costs, in shares of what is said. With all phrases active there are many more."""
STRICT = 2.5
"""So much more must be reached while the kiosk is strict: with few active, three of four false phrases less."""
OTHERS = 7
TALK_TURNS = 12
"""So many small states at random hear the talk."""
SILENT_STEPS = 6
Phrases = frozenset[int]


@dataclass
class Heard:
    """What the network said about a sound: (steps, outputs). ``said``: the phrases in it; of a command, the one."""

    logits: np.ndarray
    said: Phrases

    @property
    def phrase(self) -> int:
        """The one that is said."""
        return next(iter(self.said))


def main() -> int:
    """Calibrate, write, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    for name in ("people", "clips", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--version", required=True)
    arguments = parser.parse_args()
    phrases = read_lines(HERE / "phrases.txt")
    arrays = weights([_read(path, len(phrases)) for path in arguments.checkpoints])
    halved = {name: value.astype(np.float16) for name, value in arrays.items() if name.endswith(".weight")}
    arrays = {name: value.astype(np.float32) for name, value in arrays.items()} | halved  # as they will be read
    said, talk = hear_all(SpotterNet(arrays), phrases, arguments.people, arguments.clips)
    print(f"{len(said)} phrases said, {hours(talk):.2f} h of talk")
    several = np.array([" " in phrase for phrase in phrases])
    few, inactive = best(said, talk, SEVERAL_MORE_FEW * several, OTHERS, INACTIVE, FEW_FALSE_COSTS)
    many, _ = best(said, talk, SEVERAL_MORE_MANY * several, len(phrases) - 1, (inactive,), MANY_FALSE_COSTS)
    write(arguments.out, arguments.version, phrases, arrays, few, many, inactive)
    return 0


def _read(checkpoint: Path, phrases: int) -> Net:
    net = Net(phrases)
    net.load_state_dict(torch.load(checkpoint, weights_only=True)["averaged"])
    return net


def hear_all(net: SpotterNet, phrases: list[str], people: Path, clips: Path) -> tuple[list[Heard], list[Heard]]:
    """The phrases that are said, and the talk."""
    numbers = {phrase: number for number, phrase in enumerate(phrases, 1)}
    recordings = [one for one in read_manifest(people) if one.part == CALIBRATE]
    commands = [one for one in recordings if one.kind == "command" and one.text in numbers]
    made = [one for one in read_clips(clips, CALIBRATE) if one.text in numbers]
    said = []
    for turn, condition in enumerate(CONDITIONS):
        rooms = Rooms(recordings, condition)
        for one in [*commands, *made[turn :: len(CONDITIONS)]]:
            frames = rooms.frames(read(one.path), f"{turn}{one.path.name}")
            heard = logits(net, np.frombuffer(b"".join(frames), "<i2"))
            said.append(Heard(heard, frozenset({numbers[one.text]})))
    return said, list(hear_talk(net, numbers, recordings, clips))


def hear_talk(net: SpotterNet, numbers: dict[str, int], recordings: list[Recording], clips: Path) -> Iterator[Heard]:
    """People's talk and other words, the voices' talk."""
    talks = [one for one in recordings if one.kind in ("speech", "other_word")]
    sounds = [(read(one.path), one.text, warp) for one in talks for warp in WARPS]
    sounds += [(read(one.path), one.text, 1.0) for one in read_clips(clips, CALIBRATE, "talk")]
    for sound, text, warp in sounds:
        warped = np.interp(np.arange(0, len(sound) - 1, warp), np.arange(len(sound)), sound)
        found = logits(net, np.clip(np.append(warped, np.zeros(8000)), -32768, 32767))
        said = frozenset(number for phrase, number in numbers.items() if f" {phrase} " in f" {text.lower()} ")
        yield Heard(found, said)


def logits(net: SpotterNet, sound: np.ndarray) -> np.ndarray:
    """After a quiet room, step by step."""
    net.forget()
    for samples in np.random.default_rng(0).normal(0, 3, (STEPS_TO_FILL, STEP_SAMPLES)).astype(np.float32):
        net.step(samples)
    count = len(sound) // STEP_SAMPLES
    return np.stack([net.step(part) for part in np.float32(sound[: count * STEP_SAMPLES]).reshape(count, -1)])


def hours(talk: list[Heard]) -> float:
    """How long it is."""
    return sum(len(one.logits) for one in talk) * 0.08 / 3600


def fired(reached: np.ndarray, needed: float) -> list[int]:
    """Which of the active are found, in order, as in audio/spotter.py."""
    above = reached - needed
    best, found, at = above.max(1), [], 0
    while at < len(best):
        if best[at] >= 0:
            found.append(int(above[at].argmax()))
            at += SILENT_STEPS
        at += 1
    return found


def best(
    said: list[Heard], talk: list[Heard], more: np.ndarray, others: int, inactive: Iterable[float], false_costs: float
) -> tuple[np.ndarray, float]:
    """What each phrase must reach while ``others`` more count, and how much less the inactive weigh. ``more``: how much
    more each must reach than those of one word.
    """
    own, count = np.random.default_rng(5), len(more)
    sets = [_active(own, count, others, one.phrase) for one in said]
    talk_sets = [_active(own, count, others, None) for _ in range(TALK_TURNS if others < count - 1 else 1)]
    found = (-np.inf, 0.0, 0.0)
    for less in inactive:
        reached = [_reached(one, active, less, more) for one, active in zip(said, sets, strict=True)]
        heard = [(_reached(one, active, less, more), active, one.said) for one in talk for active in talk_sets]
        for base in BASES:
            outcomes = [_outcome(one, base) for one in reached]
            right, wrong = outcomes.count("right") / len(said), outcomes.count("wrong") / len(said)
            false = sum(_false(*one, base) for one in heard) / len(talk_sets) / hours(talk)
            worth = right - WRONG_COSTS * wrong - false_costs * false
            result = f"right {right:.3f}, wrong {wrong:.3f}, false {false:.1f} an hour, worth {worth:.3f}"
            print(f"{others + 1:4} active, inactive {less}, base {base:.2f}: {result}")
            if wrong <= MOST_WRONG:
                found = max(found, (worth, float(base), less))
    print(f"best: inactive {found[2]}, base {found[1]}")
    return found[1] + more, found[2]


def _active(own: np.random.Generator, count: int, others: int, phrase: int | None) -> np.ndarray:
    """A phrase and others, or others alone, in an order at random."""
    everything = np.arange(1, count + 1)
    if phrase is None:
        return own.permutation(everything)[: others + 1]
    return np.array([phrase, *own.permutation(everything[everything != phrase])[:others]], int)


def _reached(heard: Heard, active: np.ndarray, inactive: float, more: np.ndarray) -> np.ndarray:
    less = np.full(heard.logits.shape[1], -inactive, np.float32)
    less[[0, *active]] = 0
    return odds(chances(heard.logits, active, less)) - more[active - 1]


def _false(reached: np.ndarray, active: np.ndarray, said: Phrases, needed: float) -> int:
    return sum(int(active[place]) not in said for place in fired(reached, needed))


def _outcome(reached: np.ndarray, needed: float) -> str:
    found = fired(reached, needed)
    if any(found):  # the first of the active is the one that is said
        return "wrong"
    return "right" if found else "missed"


def write(
    out: Path,
    version: str,
    phrases: list[str],
    arrays: dict[str, np.ndarray],
    few: np.ndarray,
    many: np.ndarray,
    inactive: float,
) -> None:
    """The two files."""
    out.mkdir(parents=True, exist_ok=True)
    data = io.BytesIO()
    np.savez(data, **dict(sorted(arrays.items())))
    (out / "spotter-en.npz").write_bytes(data.getvalue())
    card = {
        "format": FORMAT,
        "version": version,
        "sha256": hashlib.sha256(data.getvalue()).hexdigest(),
        "license": "Apache-2.0",
        "sources": json.loads((HERE / "sources.json").read_text(encoding="utf-8")),
        "inactive": inactive,
        "strict": STRICT,
        "phrases": phrases,
        "few": few.tolist(),
        "many": many.tolist(),
    }
    (out / "spotter-en.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
