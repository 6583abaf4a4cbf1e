"""Finds what each phrase's odds must reach, on speakers that were not trained on, and writes the model.

    python -m tools.spotter.calibrate CHECKPOINT PEOPLE CLIPS OUT --version 1

Heard are the part "calibrate" of PEOPLE (see `split`), clean and in four noises, the clips of the voices that are kept
for this part, and as what nobody said to the kiosk: their talk, their other words, and a quarter of the narration.
OUT gets spotter-en.npz and spotter-en.json. Every phrase needs at least ``base``, and a little more than the best that
anybody reached who did not say it, up to MOST_MORE; ``base`` is where the right ones, less WRONG_COSTS times the wrong
ones, are most. All is done twice: for few active phrases, and for all.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
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
from tools.spotter.split import CALIBRATE, read_manifest

CONDITIONS = "clean", "clean", "babble:20", "babble:10", "noise:10"
BASES = np.arange(-3.0, 5.01, 0.5)
INACTIVE = 0.0, 1.0, 2.0, 4.0, 8.0
MOST_MORE = 6.0
MARGIN = 0.5
WRONG_COSTS = 4.0
FALSE_COSTS = 0.004
"""What one false phrase an hour costs, in shares of what is said."""
OTHERS = 7
SILENT_STEPS = 6
STRICT = 1.5


@dataclass
class Heard:
    """What the network said about a sound: (steps, outputs). ``text``: the phrase that is said, or 0."""

    logits: np.ndarray
    phrase: int


def main() -> int:
    """Calibrate, write, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("checkpoint", "people", "clips", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--version", required=True)
    arguments = parser.parse_args()
    phrases = read_lines(HERE / "phrases.txt")
    net = Net(len(phrases))
    net.load_state_dict(torch.load(arguments.checkpoint, weights_only=True)["averaged"])
    arrays = weights(net)
    said, talk = hear_all(SpotterNet(arrays), phrases, arguments.people, arguments.clips)
    print(f"{len(said)} phrases said, {hours(talk):.2f} h of talk")
    few, inactive = best(said, talk, len(phrases), OTHERS)
    many, _ = best(said, talk, len(phrases), len(phrases) - 1, inactive)
    write(arguments.out, arguments.version, phrases, arrays, few, many, inactive)
    return 0


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
            said.append(Heard(logits(net, np.frombuffer(b"".join(frames), "<i2")), numbers[one.text]))
    talks = [one for one in recordings if one.kind in ("speech", "other_word")]
    others = [read(one.path) for one in talks if not _is_said(one.text, numbers)]
    others += [read(one.path) for one in read_clips(clips, CALIBRATE, "talk") if not _is_said(one.text, numbers)]
    others += [sound for sound, _ in narration(1)]
    return said, [Heard(logits(net, np.clip(np.append(sound, np.zeros(8000)), -32768, 32767)), 0) for sound in others]


def _is_said(text: str, numbers: dict[str, int]) -> bool:
    return any(f" {phrase} " in f" {text} " for phrase in numbers)


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


def best(
    said: list[Heard], talk: list[Heard], count: int, others: int, inactive: float | None = None
) -> tuple[np.ndarray, float]:
    """What each phrase needs while ``others`` more count, and how much less the inactive weigh."""
    own = np.random.default_rng(5)
    everything = np.arange(1, count + 1)
    sets = []
    for one in said:
        rest = own.permutation(everything[everything != one.phrase])[:others]
        sets.append(np.array([one.phrase, *rest]))
    best_of_all = (-np.inf, np.zeros(count), 0.0)
    for less in INACTIVE if inactive is None else (inactive,):
        reached = [odds(one.logits, active, less) for one, active in zip(said, sets, strict=True)]
        peaks = talk_peaks(talk, count, others, less)
        for base in BASES:
            needed = base + np.clip(peaks + MARGIN - base, 0, MOST_MORE)
            outcomes = [_outcome(one, active, needed) for one, active in zip(reached, sets, strict=True)]
            right, wrong = outcomes.count("right") / len(said), outcomes.count("wrong") / len(said)
            false = float((peaks > needed).sum()) / hours(talk) * min(1.0, (others + 1) / count)
            worth = right - WRONG_COSTS * wrong - FALSE_COSTS * false
            if worth > best_of_all[0]:
                best_of_all = (worth, needed, less)
                result = f"right {right:.3f}, wrong {wrong:.3f}, false {false:.1f} an hour"
                print(f"{others + 1:4} active, inactive {less}, base {base:.1f}: {result}")
    return best_of_all[1], best_of_all[2]


def talk_peaks(talk: list[Heard], count: int, others: int, less: float) -> np.ndarray:
    """The best that each phrase reached although nobody said it."""
    everything = np.arange(1, count + 1)
    peaks = np.full(count, -30.0)
    for one in talk:
        shares = np.exp(one.logits - one.logits.max(1, keepdims=True)).astype(np.float64)
        weight = 1.0 if others >= count - 1 else float(np.exp(-less))
        mine = shares[:, everything]
        against = shares[:, :1] + weight * (mine.sum(1, keepdims=True) - mine)
        now = np.log(np.maximum(mine, 1e-13) / np.maximum(against, 1e-13))
        mean = np.concatenate([now[:1], (now[1:] + now[:-1]) / 2])
        peaks = np.maximum(peaks, mean.max(0))
    return peaks


def _outcome(reached: np.ndarray, active: np.ndarray, needed: np.ndarray) -> str:
    found = fired(reached, needed[active - 1])
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
    np.savez(data, **{name: value.astype(np.float32) for name, value in sorted(arrays.items())})
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
        "few": [round(float(value), 2) for value in few],
        "many": [round(float(value), 2) for value in many],
    }
    (out / "spotter-en.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
