"""How well the ears hear: right and wrong commands, false ones an hour, delay, processor time. On recordings.

    python -m tests.bench_listen FOLDER [--limit N] [--noise babble:20] [--only command|other_word|speech]

FOLDER holds recordings and MANIFEST.tsv with the columns path, kind, text, speaker: kind "command" (text is the one
word that is said), "other_word" (nothing that is a command), "speech" (people talking to somebody else) and "noise".
The recordings are nobody's test data in this repository: bring your own. Nothing is written.

Every recording gets a quiet second before and after it. It is heard with all phrases active, and in a small state:
the word and seven phrases of a slide. The other words are heard as commands too, to see how longer phrases do.
--noise mixes "babble" (five of the speech recordings at once) or a noise of the folder (a part of its text) in, at so
many dB below the voice. A word of another command is wrong, none is missed; words that no command has ("up") are made
one for the measurement.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audio.endpointer import FRAME_BYTES, FRAME_SAMPLES, SAMPLE_RATE
from audio.recordings import FileListener, Recording
from audio.speech_recognition_source import recording_frames
from kiosk.cli.listen import ALL, state_phrases
from kiosk.commands import phrase_orders
from kiosk.loading import load_content

Sound = npt.NDArray[np.float64]
SMALL_STATE = ("next slide", "go back", "read this slide", "main menu", "help me", "stop talking", "keep going")
BABBLE_VOICES = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A recording: what kind it is, what is said in it, by whom."""

    path: Path
    kind: str
    text: str
    speaker: str


@dataclass
class Count:
    """How a word did."""

    asked: int = 0
    right: int = 0
    wrong: int = 0
    said_instead: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def line(self, name: str) -> str:
        """One row of the table."""
        share = 100 / max(1, self.asked)
        others = sorted(self.said_instead.items(), key=lambda pair: -pair[1])[:3]
        instead = ", ".join(f"{phrase} {times}" for phrase, times in others)
        right = self.right / max(1, self.asked)
        sure = 196 * (right * (1 - right) / max(1, self.asked)) ** 0.5  # 95 of 100 times within, by the normal law
        return f"{name:22}{self.asked:5}{self.right * share:8.1f} ±{sure:4.1f}{self.wrong * share:8.1f}   {instead}"


class Bench:
    """Hears the recordings of a folder and counts."""

    def __init__(self, folder: Path, noise: str, limit: int) -> None:
        self._items = list(read_manifest(folder))
        self._limit = limit
        self._listener = FileListener()
        content = load_content(None, None)
        self._orders = {
            phrase: str(order) for phrase, order in phrase_orders(content.language, content.deck.topics).items()
        }
        words = {item.text for item in self._items if item.kind == "command"}
        self._all = state_phrases(ALL, content.deck) | words
        self._noises, self._noise_db = self._read_noise(noise)
        self.delays: list[float] = []
        self.sound_seconds = self.work_seconds = 0.0

    def _read_noise(self, noise: str) -> tuple[list[Sound], float]:
        name, _, db = noise.partition(":")
        if not name:
            return [], 0.0
        if name != "babble":
            return [read(item.path) for item in self._items if item.kind == "noise" and name in item.text], float(db)
        voices = [sound / power(sound) for item in self._items if item.kind == "speech" for sound in [read(item.path)]]
        voices = [voice for voice in voices if len(voice) > 5 * SAMPLE_RATE]
        random.Random(1).shuffle(voices)
        groups = (voices[start : start + BABBLE_VOICES] for start in range(0, 4 * BABBLE_VOICES, BABBLE_VOICES))
        return [np.sum([np.resize(voice, 20 * SAMPLE_RATE) for voice in group], axis=0) for group in groups], float(db)

    def _hear(self, item: Item, phrases: frozenset[str]) -> Recording:
        sound = self._in_a_room(read(item.path), zlib.crc32(str(item.path.name).encode()))
        data = np.clip(np.round(sound), -32768, 32767).astype("<i2").tobytes()
        began = time.process_time()
        frames = (data[at : at + FRAME_BYTES] for at in range(0, len(data) - FRAME_BYTES + 1, FRAME_BYTES))
        heard = self._listener.listen_to_frames(frames, phrases)
        self.work_seconds += time.process_time() - began
        self.sound_seconds += heard.seconds
        self.delays += [event.decided - event.end for event in heard.events]
        return heard

    def _in_a_room(self, sound: Sound, seed: int) -> Sound:
        """A second of the recording's own quiet before and after, and the noise that was asked for over all."""
        numbers = np.random.default_rng(seed)
        levels = np.sort(frame_levels(sound))
        quiet = float(np.clip(levels[: max(1, len(levels) // 10)].mean(), 2, 200))
        room = [numbers.normal(0, quiet, SAMPLE_RATE) for _ in range(2)]
        whole = np.concatenate([room[0], sound, room[1]])
        if self._noises:
            noise = self._noises[int(numbers.integers(len(self._noises)))]
            start = int(numbers.integers(max(1, len(noise) - len(whole))))
            part = np.resize(noise[start:], len(whole))
            whole = whole + part / np.sqrt(np.mean(part**2)) * power(sound) / 10 ** (self._noise_db / 20)
        return whole * min(1.0, 32_000 / float(np.abs(whole).max()))

    def commands(self, kind: str, *, is_small: bool) -> dict[str, Count]:
        """Every word of a kind, made a command, in its small state or with all phrases active."""
        counts: dict[str, Count] = defaultdict(Count)
        for item in self._chosen(kind):
            if self._listener.unpronounceable(frozenset({item.text})):
                continue
            phrases = frozenset({item.text, *(SMALL_STATE if is_small else self._all)})
            heard = self._hear(item, phrases).events
            for count in (counts[item.text], counts["all words"]):
                count.asked += 1
                others = [event.phrase for event in heard if not self._is_same(event.phrase, item.text)]
                count.wrong += bool(others)
                count.right += not others and bool(heard)
                for phrase in others:
                    count.said_instead[phrase] += 1
        return counts

    def _is_same(self, phrase: str, word: str) -> bool:
        return self._orders.get(phrase, phrase) == self._orders.get(word, word)

    def _chosen(self, kind: str) -> Iterable[Item]:
        taken: dict[str, int] = defaultdict(int)
        for item in self._items:
            taken[item.text] += item.kind == kind
            if item.kind == kind and not (kind == "command" and self._limit and taken[item.text] > self._limit):
                yield item

    def false_commands(self, kind: str, phrases: frozenset[str]) -> tuple[float, int, dict[str, int]]:
        """Hours heard, commands in them, and which."""
        hours, found = 0.0, defaultdict[str, int](int)
        for item in self._chosen(kind):
            heard = self._hear(item, phrases)
            hours += heard.seconds / 3600
            said = f" {item.text} "
            for event in heard.events:
                if f" {event.phrase} " not in said:  # who reads "two" aloud says a command
                    found[event.phrase] += 1
        return hours, sum(found.values()), found

    def states(self) -> dict[str, frozenset[str]]:
        """The states in which false commands are counted."""
        deck = load_content(None, None).deck
        return {name: state_phrases(name, deck) for name in ("loop", "slide", "warning", ALL)}


def read_manifest(folder: Path) -> Iterator[Item]:
    """The recordings of a folder."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield Item(folder / row["path"], row["kind"], row["text"], row["speaker"])


def read(path: Path) -> Sound:
    """A recording at 16 kHz."""
    return np.frombuffer(b"".join(recording_frames(path)), "<i2").astype(np.float64)


def power(sound: Sound) -> float:
    """Mean level of the loud part: the frames within 20 dB of the loudest."""
    levels = frame_levels(sound)
    return float(np.sqrt(np.mean(levels[levels > levels.max() / 10] ** 2)))


def frame_levels(sound: Sound) -> Sound:
    """The level of each frame of 20 ms."""
    count = len(sound) // FRAME_SAMPLES * FRAME_SAMPLES
    levels: Sound = np.sqrt(np.mean(sound[:count].reshape(-1, FRAME_SAMPLES) ** 2, axis=1) + 1e-9)
    return levels


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="at most so many recordings of a word")
    parser.add_argument("--noise", default="", metavar="NAME:DB")
    parser.add_argument("--only", choices=("command", "other_word", "speech"))
    arguments = parser.parse_args()
    bench = Bench(arguments.folder, arguments.noise, arguments.limit)
    if arguments.only in (None, "command"):
        print_commands(bench)
    for kind in ("other_word", "speech"):
        if arguments.only in (None, kind):
            print_false_commands(bench, kind)
    print_costs(bench)
    return 0


def print_commands(bench: Bench) -> None:
    """A table of words for each kind and state."""
    for kind in ("command", "other_word"):
        for title, is_small in (("all phrases active", False), ("eight phrases active", True)):
            print(f"\n{kind}, {title}\n{'':22}{'n':>5}{'right %':>14}{'wrong %':>8}   wrongly heard", flush=True)
            counts = bench.commands(kind, is_small=is_small)
            for name in sorted(counts, key=lambda name: (name == "all words", name)):
                print(counts[name].line(name), flush=True)


def print_false_commands(bench: Bench, kind: str) -> None:
    """A line for each state."""
    for state, phrases in bench.states().items():
        hours, found, which = bench.false_commands(kind, phrases)
        most = sorted(which.items(), key=lambda pair: -pair[1])[:6]
        rate = f"{found} false commands in {hours:.2f} h, {found / hours:.1f} an hour"
        print(f"{kind}, state {state} ({len(phrases)} phrases): {rate}   ", end="")
        print(", ".join(f"{phrase} {times}" for phrase, times in most), flush=True)


def print_costs(bench: Bench) -> None:
    """Delay and processor time. (What the live process takes, `python -m tests.bench` measures.)"""
    delays = sorted(bench.delays) or [0.0]
    p50, p95 = (delays[len(delays) * share // 100] * 1000 for share in (50, 95))
    print(f"\ndecided after the end of the phrase: median {p50:.0f} ms, p95 {p95:.0f} ms ({len(delays)} events)")
    load = bench.work_seconds / bench.sound_seconds
    print(f"processor time: {load:.3f} s a second of sound ({bench.sound_seconds / 3600:.2f} h of it)")


if __name__ == "__main__":
    sys.exit(main())
