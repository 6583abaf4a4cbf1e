"""Finds what each phrase's odds must reach, on speakers that were not trained on, and writes the model.

    python -m tools.spotter.calibrate CHECKPOINT… --people PEOPLE --clips CLIPS --out OUT --version 2

Several checkpoints make one model that averages them. Heard are the part "calibrate" of PEOPLE (see `split`), clean and
in three noises, the clips of the voices that are kept for this part, and as what nobody said to the kiosk: their talk
and their other words, also higher and lower, and a quarter of the narration. OUT gets spotter-en.npz and .json.

How often a phrase is found although nobody says it falls with what it must reach, alike for all (exponentially), from
where it often happens to where it hardly was seen: so a few seconds in which its odds were too high tell how rare it is
at any height. How often it was too high at LOW is counted, and drawn to the mean of its kind (one word, or more), for
there is little to count. Every phrase must reach what makes it as rare as the others; how rare that is is chosen where
the right ones, less what wrong and false ones cost, are most. All is done twice: for few active phrases, and for all.
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

from audio.spotter_model import FORMAT
from audio.spotter_net import STEP_SAMPLES, STEPS_TO_FILL, SpotterNet
from tests.bench.voice_rooms import Rooms, read
from tests.bench_voice import narration, read_clips
from tools.spotter.corpus import read_lines
from tools.spotter.export import weights
from tools.spotter.net import Net
from tools.spotter.shards import HERE
from tools.spotter.split import CALIBRATE, Recording, read_manifest

CONDITIONS = "clean", "clean", "babble:20", "babble:10", "noise:10"
WARPS = 1.0, 0.88, 1.13
"""The talk is heard as it is, and as of larger and of smaller people."""
INACTIVE = 0.0, 1.0, 2.0, 4.0, 8.0
RARE = np.geomspace(0.003, 10, 41)
"""How often a phrase may be found that nobody said, among all that is heard here."""
LOW = -2.0
LEAST, MOST = -3.0, 9.0
"""What a phrase must reach is between these."""
WRONG_COSTS = 3.0
FALSE_COSTS = 0.005
"""What one false phrase an hour costs, in shares of what is said."""
FALSE_IN_LOOP = 0.2
"""Strictness is what makes false ones so rare, an hour, with LOOP_PHRASES of two words or more."""
LOOP_PHRASES = 15
OTHERS = 7
SILENT_STEPS = 6
PIECE_STEPS = 50
"""Talk is counted in pieces of so many steps."""
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
    said, talk = hear_all(SpotterNet(arrays), phrases, arguments.people, arguments.clips)
    print(f"{len(said)} phrases said, {hours(talk):.2f} h of talk")
    is_word = np.array([" " not in phrase for phrase in phrases])
    few = best(said, talk, is_word, OTHERS, INACTIVE)
    many = best(said, talk, is_word, len(phrases) - 1, (few.inactive,))
    write(arguments.out, arguments.version, phrases, arrays, few, many)
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
    """People's talk and other words, the voices' talk, the narration."""
    talks = [one for one in recordings if one.kind in ("speech", "other_word")]
    sounds = [(read(one.path), one.text, warp) for one in talks for warp in WARPS]
    sounds += [(read(one.path), one.text, 1.0) for one in read_clips(clips, CALIBRATE, "talk")]
    sounds += [(sound, text, 1.0) for sound, text in narration(1)]
    for sound, text, warp in sounds:
        warped = np.interp(np.arange(0, len(sound) - 1, warp), np.arange(len(sound)), sound)
        found = logits(net, np.clip(np.append(warped, np.zeros(8000)), -32768, 32767))
        said = frozenset(number for phrase, number in numbers.items() if f" {phrase} " in f" {text.lower()} ")
        for start in range(0, len(found), PIECE_STEPS):
            yield Heard(found[start : start + PIECE_STEPS], said)


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


def odds(found: np.ndarray, active: np.ndarray, inactive: float) -> np.ndarray:
    """(steps, active): the mean over two steps, as in audio/spotter.py."""
    less = np.full(found.shape[1], -inactive)
    less[[0, *active]] = 0
    weighed = found + less
    shares = np.exp(weighed - weighed.max(1, keepdims=True)).astype(np.float64)
    mine = shares[:, active]
    against = np.maximum(shares.sum(1, keepdims=True) - mine, 1e-13)
    now = np.clip(np.log(np.maximum(mine, 1e-13) / against), -30, 30)
    return np.concatenate([now[:1], (now[1:] + now[:-1]) / 2])


def fired(reached: np.ndarray, needed: np.ndarray) -> list[int]:
    """Which of the active are found, in order, as in audio/spotter.py."""
    above = reached - needed
    best, found, at = above.max(1), [], 0
    while at < len(best):
        if best[at] >= 0:
            found.append(int(above[at].argmax()))
            at += SILENT_STEPS
        at += 1
    return found


@dataclass(frozen=True, slots=True)
class Needed:
    """What each phrase must reach, how much less the inactive weigh, and how much more strictness is."""

    odds: np.ndarray
    inactive: float
    strict: float
    worth: float


def best(said: list[Heard], talk: list[Heard], is_word: np.ndarray, others: int, inactive: Iterable[float]) -> Needed:
    """What is best while ``others`` more count, of these weights of the inactive."""
    sets = _active_sets(said, len(is_word), others)
    found = None
    for less in inactive:
        reached = [odds(one.logits, active, less) for one, active in zip(said, sets, strict=True)]
        tail = Tail(said, talk, is_word, less if others < len(is_word) - 1 else 0.0)
        for rare in RARE:
            needed = tail.needed(rare)
            outcomes = [_outcome(one, active, needed) for one, active in zip(reached, sets, strict=True)]
            right, wrong = outcomes.count("right") / len(said), outcomes.count("wrong") / len(said)
            false = tail.false_an_hour(needed) * (others + 1) / len(is_word)
            worth = right - WRONG_COSTS * wrong - FALSE_COSTS * false
            result = f"right {right:.3f}, wrong {wrong:.3f}, false {false:.1f} an hour, worth {worth:.3f}"
            print(f"{others + 1:4} active, inactive {less}, rare {rare:.3f}, mean {needed.mean():.1f}: {result}")
            if found is None or worth > found.worth:
                found = Needed(needed, less, tail.strict(needed), worth)
    assert found is not None
    return found


def _active_sets(said: list[Heard], count: int, others: int) -> list[np.ndarray]:
    own = np.random.default_rng(5)
    everything = np.arange(1, count + 1)
    return [
        np.array([one.phrase, *own.permutation(everything[everything != one.phrase])[:others]], int) for one in said
    ]


class Tail:
    """How rarely each phrase reaches how much though nobody says it."""

    def __init__(self, said: list[Heard], talk: list[Heard], is_word: np.ndarray, less: float) -> None:
        self._hours, self._is_word = hours(talk), is_word
        self._talk = np.stack([peaks(one, less) for one in talk])
        both = np.concatenate([self._talk, np.stack([peaks(one, less) for one in said])])
        above = both > LOW
        self.scale = float((both[above] - LOW).mean())
        counts = above.sum(0)
        self._counts = np.zeros(len(is_word))
        for kind in (is_word, ~is_word):
            mean = max(counts[kind].mean(), 0.1)
            self._counts[kind] = (counts[kind] + 1) / (1 + 1 / mean)

    def needed(self, rare: float) -> np.ndarray:
        """What makes each phrase that rare."""
        return np.clip(LOW + self.scale * np.log(self._counts / rare), LEAST, MOST)

    def false_an_hour(self, needed: np.ndarray) -> float:
        """Of all phrases, in the talk."""
        return float((self._talk > needed).sum()) / self._hours

    def strict(self, needed: np.ndarray) -> float:
        """How much more makes the phrases of the attract loop as rare as they must be."""
        of_words = ~self._is_word
        share = LOOP_PHRASES / of_words.sum()
        foreseen = float((self._counts * np.exp(-(needed - LOW) / self.scale))[of_words].sum()) / self._hours * share
        return float(np.clip(self.scale * np.log(max(foreseen, 1e-9) / FALSE_IN_LOOP), 0.5, 4.0))


def peaks(heard: Heard, less: float) -> np.ndarray:
    """The best that each phrase reached although it is not said; very little for what is."""
    shares = np.exp(heard.logits - heard.logits.max(1, keepdims=True)).astype(np.float64)
    mine = shares[:, 1:]
    against = shares[:, :1] + np.exp(-less) * (mine.sum(1, keepdims=True) - mine)
    now = np.log(np.maximum(mine, 1e-13) / np.maximum(against, 1e-13))
    found = np.concatenate([now[:1], (now[1:] + now[:-1]) / 2]).max(0)
    found[[number - 1 for number in heard.said]] = -30.0
    return found


def _outcome(reached: np.ndarray, active: np.ndarray, needed: np.ndarray) -> str:
    found = fired(reached, needed[active - 1])
    if any(found):  # the first of the active is the one that is said
        return "wrong"
    return "right" if found else "missed"


def write(
    out: Path, version: str, phrases: list[str], arrays: dict[str, np.ndarray], few: Needed, many: Needed
) -> None:
    """The two files."""
    out.mkdir(parents=True, exist_ok=True)
    data = io.BytesIO()
    np.savez(data, **{name: value.astype(np.float32) for name, value in sorted(arrays.items())})
    (out / "spotter-en.npz").write_bytes(data.getvalue())
    card = {
        "format": FORMAT,
        "version": version,
        "sha256": hashlib.sha256(data.getvalue()).hexdigest(),
        "license": "Apache-2.0",
        "sources": json.loads((HERE / "sources.json").read_text(encoding="utf-8")),
        "inactive": few.inactive,
        "strict": round(few.strict, 2),
        "phrases": phrases,
        "few": [round(float(value), 2) for value in few.odds],
        "many": [round(float(value), 2) for value in many.odds],
    }
    (out / "spotter-en.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
