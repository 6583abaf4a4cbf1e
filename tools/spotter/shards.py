"""Makes examples and puts them through the frozen blocks, so that a training need not do it again. Goes on by itself.

    python -m tools.spotter.shards CLIPS PEOPLE SHARDS [--count 24] [--first 0] [--known 186] [--seconds 50]

CLIPS is what `synthesize` made, PEOPLE a folder of recordings (see `split`), SHARDS where to put files of EXAMPLES
examples each. Only the part "train" of PEOPLE is used, and what `cut` cut out of it. The narration that the deck brings
is talk, too: every second file of it. What comes after the first --known phrases of the list comes up oftener, for
networks that know these already.
"""

from __future__ import annotations

import argparse
import time
import zlib
from pathlib import Path

import numpy as np
import soundfile
import torch
from scipy.signal import resample_poly

from tools.spotter.corpus import HZ, PEOPLE, Clip, read_clips, read_lines, read_sound
from tools.spotter.mix import Example, Item, Room, span
from tools.spotter.net import FIRST_SAMPLES, STEP_SAMPLES, Net
from tools.spotter.split import TRAIN, read_manifest

HERE = Path(__file__).parent
NARRATION = HERE.parents[1] / "content" / "mmn" / "narration" / "en"
SEED = 5
EXAMPLES = 400
TALK_SHARE = 0.3
HUMAN_SHARE = 0.6
"""Of a phrase of which there are people's recordings, how many examples are those."""
HUMAN_TURNS, WORD_TURNS = 5, 2
"""So often comes up such a phrase, and so often another one of one word: short, and said in more ways than synthetic
voices know."""
NEW_TURNS = 5
"""So often comes up a phrase that is not known yet."""
PIECE_SHARE = 0.15
"""Of what is said between, how much are the beginnings or ends of phrases."""
ENGINE_TURNS = {"kokoro": 4, "piper": 2, "flite": 1}
"""How much oftener than flite's a clip of a better voice comes up."""


class Sources:
    """Everything that examples are made of."""

    def __init__(self, clips: Path, people: Path, phrases: list[str], known: int) -> None:
        self._phrases, self._known = phrases, known
        self.numbers = {phrase: number for number, phrase in enumerate(phrases, 1)}
        self.made: dict[int, list[Item]] = {number: [] for number in self.numbers.values()}
        self.pieces: list[Item] = []
        self.human: dict[int, list[Item]] = {number: [] for number in self.numbers.values()}
        self.talk: list[Item] = []
        self.human_talk: list[Item] = []
        self.noises: list[np.ndarray] = []
        self.echoes: list[np.ndarray] = []
        self._read_made(clips)
        self._read_people(people)
        self._read_narration()

    def _read_made(self, folder: Path) -> None:
        for table in sorted(folder.glob(f"*-{TRAIN}/clips.tsv")):
            for clip in read_clips(table.parent):
                sound = read_sound(table.parent / clip.path)
                if len(sound) < 0.15 * HZ or not clip.text:
                    continue
                if clip.kind == "phrase" and clip.text in self.numbers:
                    self._add_phrase(sound, self.numbers[clip.text], clip)
                elif clip.kind == "talk":
                    self.talk.append(self.talked(sound, clip.text))

    def _add_phrase(self, sound: np.ndarray, number: int, clip: Clip) -> None:
        if clip.engine == PEOPLE:
            self.human[number].append(Item(sound, number))
            return
        self.made[number] += [Item(sound, number)] * ENGINE_TURNS[clip.engine]
        self.pieces.append(Item(sound, -1, self.said(clip.text)))

    def _read_people(self, folder: Path) -> None:
        for recording in read_manifest(folder):
            if recording.kind == "rir":
                self.echoes.append(_echo(recording.path))
            if recording.part != TRAIN or recording.kind == "rir":
                continue
            sound = read_sound(recording.path)
            if recording.kind == "noise":
                self.noises.append(sound)
            elif recording.text in self.numbers and recording.kind == "command":
                first, last = span(sound)
                number = self.numbers[recording.text]
                # As it is, and tightly cut: the noise around a voice must not tell which words it can say.
                self.human[number] += [Item(sound, number), Item(sound[max(0, first - 1000) : last + 1000], number)]
            else:
                self.human_talk.append(self.talked(sound, recording.text))

    def _read_narration(self) -> None:
        for path in sorted(NARRATION.glob("*.ogg")):
            if is_trained_narration(path):
                sound, rate = soundfile.read(path, dtype="float32")
                self.talk.append(Item(resample_poly(sound, HZ, rate).astype(np.float32), -1, frozenset()))

    def sayable(self) -> list[int]:
        """Every phrase of which there are recordings, as often as it comes up in a round."""
        return [n for n in self.made for _ in range(self._turns(n))]

    def _turns(self, number: int) -> int:
        if self.human[number]:
            return HUMAN_TURNS
        if number > self._known:
            return NEW_TURNS
        return (WORD_TURNS if " " not in self._phrases[number - 1] else 1) if self.made[number] else 0

    def talked(self, sound: np.ndarray, text: str) -> Item:
        """Talk. Whether a phrase of several words, or of one alone, is meant cannot be told: it may be found or not."""
        said = self.said(text)
        meant = said if len(text.split()) <= 3 else frozenset(n for n in said if " " in self._phrases[n - 1])
        return Item(sound, -1, meant, said)

    def said(self, text: str) -> frozenset[int]:
        """The phrases that are said in a text."""
        text = " ".join("".join(c for c in text.lower() if c.isalpha() or c in " '").split())
        return frozenset(number for phrase, number in self.numbers.items() if f" {phrase} " in f" {text} ")


def is_trained_narration(path: Path) -> bool:
    """Whether this file of the narration may be trained on; the others are for tests."""
    return zlib.crc32(path.name.encode()) % 2 == 0


def _echo(path: Path) -> np.ndarray:
    sound = read_sound(path)
    first = int(np.abs(sound).argmax())
    sound = sound[first : first + HZ // 2]
    return sound / np.sqrt(np.sum(sound**2))


def examples(sources: Sources, shard: int) -> list[Example]:
    """The examples of a shard: every phrase as often as any other, single words that people said oftener."""
    own = np.random.default_rng((SEED, shard))
    room = Room(own, sources.noises, [sources.talk, sources.human_talk], sources.echoes)
    order: list[int] = []
    made = []
    for _ in range(EXAMPLES):
        is_talk_only = own.random() < TALK_SHARE
        items = []
        for _ in range(6 if is_talk_only else 4):
            if is_talk_only or own.random() < 0.25:
                items.append(between(sources, own))
                continue
            if not order:
                order = [int(n) for n in own.permutation(sources.sayable())]
            items.append(spoken(sources, order.pop(), own))
        made.append(room.example(items, is_talk_only=is_talk_only))
    return made


def spoken(sources: Sources, number: int, own: np.random.Generator) -> Item:
    """Somebody says the phrase."""
    people, voices = sources.human[number], sources.made[number]
    pool = people if people and (not voices or own.random() < HUMAN_SHARE) else voices
    return pool[own.integers(len(pool))]


def between(sources: Sources, own: np.random.Generator) -> Item:
    """Somebody says what is no phrase: talk, or a phrase of which the end or the beginning is missing."""
    if own.random() < PIECE_SHARE:
        item = sources.pieces[own.integers(len(sources.pieces))]
        size = round(len(item.sound) * own.uniform(0.3, 0.65))
        sound = item.sound[:size] if own.random() < 0.6 else item.sound[-size:]
        return Item(sound, -1, item.unsure)
    pool = sources.human_talk if own.random() < 0.6 else sources.talk
    return pool[own.integers(len(pool))]


def main() -> int:
    """Make shards until time is up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("clips", "people", "shards"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--first", type=int, default=0, help="the number of the first one")
    parser.add_argument("--known", type=int, help="how many phrases are not new; all, if not given")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    arguments = parser.parse_args()
    began = time.monotonic()
    torch.set_num_threads(1)
    phrases = read_lines(HERE / "phrases.txt")
    arguments.shards.mkdir(parents=True, exist_ok=True)
    numbers = range(arguments.first, arguments.first + arguments.count)
    missing = [n for n in numbers if not (arguments.shards / f"{n:03}.npz").is_file()]
    if missing:
        sources = Sources(arguments.clips, arguments.people, phrases, arguments.known or len(phrases))
        net = Net(len(phrases)).eval()
        net.frozen.to(memory_format=torch.channels_last)
    for number in missing:
        if time.monotonic() - began > arguments.seconds:
            break
        save(arguments.shards / f"{number:03}.npz", examples(sources, number), net, len(phrases))
    return 0


def _features(net: Net, samples: torch.Tensor) -> np.ndarray:
    """With 8 bits of precision, which some processors calculate with twice as fast: what is lost is a little noise."""
    mel = net.mel(samples).to(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return net.frozen(mel).half().contiguous().numpy()


@torch.no_grad()
def save(path: Path, made: list[Example], net: Net, phrases: int) -> None:
    """Features (half precision), and for each phrase its example, class and the step at which it ends."""
    parts = [made[at : at + 16] for at in range(0, len(made), 16)]
    found = [_features(net, torch.from_numpy(np.stack([one.samples for one in part]))) for part in parts]
    ends = [
        (row, number, (end - FIRST_SAMPLES) / STEP_SAMPLES)
        for row, one in enumerate(made)
        for number, end in one.phrases
    ]
    unsure = np.zeros((len(made), phrases + 1), bool)
    for row, one in enumerate(made):
        unsure[row, list(one.unsure)] = True
    partial = path.with_suffix(".part.npz")
    np.savez(partial, features=np.concatenate(found), ends=np.array(ends, np.float32), unsure=unsure)
    partial.rename(path)


if __name__ == "__main__":
    raise SystemExit(main())
