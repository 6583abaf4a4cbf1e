"""How well each recognizer hears phrases: right and wrong ones, false ones an hour, delay, processor time, memory.

    make bench-voice ARGS="FOLDER [--clips CLIPS] [--engines spotter,pocketsphinx] [--noise babble:20]… [--part test]
                                 [--only human|synthetic|false] [--hours 15]"

Engines: the recognizers of the settings, and PocketSphinx as SpeechRecognition ships it ("shipped").

FOLDER holds people's recordings and MANIFEST.tsv with the columns path, kind, text, speaker: kind "command" (text is
the one word that is said), "other_word" (nothing that is a command), "speech" (people talking to somebody else),
"noise". CLIPS is what `tools.spotter.synthesize --part test` made: phrases by voices that were not trained on. The
recordings are in no repository: bring your own. Nothing is written.

Only speakers are heard that the spotter was neither trained nor calibrated on (tools/spotter/split.py deals them out),
and babble and noise are theirs, too. Every recording gets a quiet second before and after it. It is heard with all
phrases active, and in a small state: the phrase and seven phrases of a slide. A phrase of another command is wrong,
none is missed. The ranges are those of 95 in 100 draws of the speakers.

--hours makes so many hours out of the minutes of talk, each piece higher or lower, in another room, at another level,
with somebody else at the same time, and lets the kiosk's own rules (strict after nonsense) hear them: the rate in the
attract loop and in a visit, and what it is lower than (95 in 100).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from audio.api import Heard
from audio.ears import Ears
from audio.endpointer import FRAME_BYTES, FRAME_SECONDS
from audio.recognizers import load_ears
from kiosk.cli.listen import ALL, LOOP, state_likely, state_phrases
from kiosk.commands import phrase_orders
from kiosk.loading import load_content
from tests.bench.altered_talk import altered_talk
from tests.bench.kiosk_alone import KioskAlone
from tests.bench.voice_rooms import Rooms, Sound, as_frames, read
from tools.spotter.phrases import NUMBERS, WORDS
from tools.spotter.split import CALIBRATE, TEST, Recording, read_manifest

SMALL_STATE = ("next slide", "go back", "read this slide", "main menu", "help me", "stop talking", "keep going")
CONDITIONS = ("clean", "babble:20", "babble:10", "noise:10")
AFTERWARDS_SECONDS = 0.6
DRAWS = 1000
STATES = ("loop", "slide", "warning", ALL)


@dataclass(frozen=True)
class State:
    """What is listened for."""

    phrases: frozenset[str]
    likely: frozenset[str] = frozenset()
    is_strict: bool = False


@dataclass
class Tally:
    """Outcomes by speaker: "right", "wrong" or "missed"."""

    outcomes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    instead: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def share(self, outcome: str) -> tuple[float, float, float]:
        """Per cent of all that was said, and the range of 95 in 100 draws of the speakers."""
        speakers = list(self.outcomes.values())
        counts = np.array([[each.count(outcome), len(each)] for each in speakers])
        draws = np.random.default_rng(1).integers(len(speakers), size=(DRAWS, len(speakers)))
        sums = counts[draws].sum(axis=1)
        low, high = np.percentile(100 * sums[:, 0] / sums[:, 1], [2.5, 97.5])
        return 100 * counts[:, 0].sum() / counts[:, 1].sum(), float(low), float(high)

    def row(self) -> str:
        """Of the table: right, wrong, how many said what they were taken for."""
        cells = ["{:5.1f} ({:.0f} to {:.0f})".format(*self.share(outcome)) for outcome in ("right", "wrong")]
        most = sorted(self.instead.items(), key=lambda pair: -pair[1])[:4]
        count = sum(map(len, self.outcomes.values()))
        return " | ".join([*cells, f"{count} by {len(self.outcomes)}", ", ".join(f"{p} {n}" for p, n in most)])


class Bench:
    """Hears what is in the folders and counts."""

    def __init__(self, folder: Path, clips: Path | None, part: str) -> None:
        content = load_content(None, None)
        self.deck = content.deck
        self._orders = {
            phrase: str(order) for phrase, order in phrase_orders(content.language, content.deck.topics).items()
        }
        self.all = state_phrases(ALL, content.deck) | set(WORDS)
        manifest = read_manifest(folder)
        self.recordings = [one for one in manifest if one.part == part]
        self.rooms = [read(one.path) for one in manifest if one.kind == "rir"]
        self._clips = list(read_clips(clips, part)) if clips else []
        self.delays: list[float] = []
        self.sound_seconds = self.work_seconds = 0.0

    def said(self, *, is_human: bool) -> list[Recording]:
        """The recordings of phrases, of people or of synthetic voices."""
        found = [one for one in self.recordings if one.kind == "command"] if is_human else self._clips
        return [one for one in found if one.text in self.all]

    def state(self, name: str) -> State:
        """As in `mmn-kiosk listen --active NAME`; ALL are those of the recordings, too."""
        if name == ALL:
            return State(self.all)
        return State(state_phrases(name, self.deck), state_likely(name, self.deck), name == LOOP)

    def hear(self, ears: Ears, frames: Iterable[bytes], state: State) -> list[Heard]:
        """The phrases in a sound, after which the room stays silent."""
        ears.listen_for(state.phrases, likely=state.likely, is_strict=state.is_strict)
        heard = []
        whole = [*frames, *[bytes(FRAME_BYTES)] * round(AFTERWARDS_SECONDS / FRAME_SECONDS)]
        began = time.process_time()
        for frame in whole:
            event = ears.hear(frame)
            heard += [event] if isinstance(event, Heard) else []
        self.work_seconds += time.process_time() - began
        self.sound_seconds += len(whole) * FRAME_SECONDS
        self.delays += [event.decided - event.end for event in heard]
        return heard

    def commands(self, new_ears: Callable[[], Ears], rooms: Rooms, said: list[Recording], *, is_small: bool) -> Tally:
        """Every recording in its room, in a small state or with all phrases active."""
        tally = Tally()
        for one in said:
            phrases = frozenset({one.text, *SMALL_STATE}) if is_small else self.all
            heard = self.hear(new_ears(), rooms.frames(read(one.path), one.path.name), State(phrases))
            wrong = [event.phrase for event in heard if not self._is_same(event.phrase, one.text)]
            tally.outcomes[one.speaker].append("wrong" if wrong else "right" if heard else "missed")
            for phrase in wrong:
                tally.instead[f"{one.text} → {phrase}"] += 1
        return tally

    def _is_same(self, phrase: str, word: str) -> bool:
        return self._orders.get(phrase, phrase) == self._orders.get(word, word)

    def false_commands(
        self, new_ears: Callable[[], Ears], sounds: Iterable[tuple[Sound, str]], state: State
    ) -> tuple[float, dict[str, int]]:
        """Hours heard, and the phrases that nobody said. ``sounds``: with what is said in each."""
        hours, found = 0.0, defaultdict[str, int](int)
        ears = new_ears()
        for sound, text in sounds:
            quiet = np.random.default_rng(1).normal(0, 3, 16_000)
            for event in self.hear(ears, as_frames(np.concatenate([sound, quiet])), state):
                if f" {event.phrase} " not in f" {text} ":
                    found[event.phrase] += 1
            hours += len(sound) / 16_000 / 3600
        return hours, found


def read_clips(folder: Path, part: str, of_kind: str = "phrase") -> Iterator[Recording]:
    """The phrases (or the "talk") that synthetic voices said, for this part."""
    for table in sorted(folder.glob(f"*-{part}/clips.tsv")):
        for line in table.read_text(encoding="utf-8").splitlines():
            path, kind, text, voice, _ = line.split("\t")
            if kind == of_kind:
                yield Recording(table.parent / path, kind, text, voice.split("@")[0].split(":")[0], part)


def narration(share: int) -> Iterator[tuple[Sound, str]]:
    """A quarter of the narration that the deck brings, one that was not trained on, and what is said in it."""
    import json
    import zlib

    import soundfile
    from scipy.signal import resample_poly

    folder = Path(__file__).parents[1] / "content" / "mmn" / "narration" / "en"
    sentences = json.loads((folder / "index.json").read_text(encoding="utf-8"))["sentences"]
    for path in sorted(folder.glob("*.ogg")):
        if zlib.crc32(path.name.encode()) % 4 == share:
            sound, rate = soundfile.read(path)
            yield resample_poly(sound, 16_000, rate) * 32_768 / 2, plain(sentences[path.stem]["given"])


def plain(text: str) -> str:
    """Small letters and single spaces, numbers up to twelve as words."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    spoken = {str(number): word for number, word in enumerate(NUMBERS, 1)}
    return " ".join(spoken.get(word, word) for word in words)


def new_engine(name: str) -> Callable[[], Ears]:
    """A maker of fresh ears; what is slow to load is loaded once."""
    if name == "spotter":
        from audio.spotter import Spotter
        from audio.spotter_model import read_model
        from audio.spotting import SpottingEars

        model = read_model()
        return lambda: SpottingEars(Spotter(model))
    if name != "shipped":
        return load_ears(name)
    from audio.hearing import new_hearing
    from tests.bench.shipped_sphinx import ShippedSphinx

    recognizer = ShippedSphinx()
    return lambda: new_hearing(recognizer)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clips", type=Path)
    parser.add_argument("--engines", default="spotter,pocketsphinx")
    parser.add_argument("--noise", action="append", metavar="NAME:DB", help="default: all of the table")
    parser.add_argument("--part", choices=(TEST, CALIBRATE), default=TEST)
    parser.add_argument("--hours", type=float, default=0.0, help="of altered talk; default: none")
    parser.add_argument("--only", choices=("human", "synthetic", "false"))
    arguments = parser.parse_args()
    for name in arguments.engines.split(","):
        bench = Bench(arguments.folder, arguments.clips, arguments.part)
        new_ears = new_engine(name)
        for source in ("human", "synthetic"):
            if arguments.only in (None, source):
                print_commands(bench, name, new_ears, arguments.noise or CONDITIONS, source)
        if arguments.only in (None, "false"):
            print_false_commands(bench, name, new_ears, arguments.part)
        if arguments.hours:
            print_hours(bench, name, new_ears, arguments.hours)
        print_costs(bench, name)
    return 0


def print_commands(
    bench: Bench, name: str, new_ears: Callable[[], Ears], conditions: Iterable[str], source: str
) -> None:
    """A row for each condition and state."""
    said = bench.said(is_human=source == "human")
    for condition in conditions if said else ():
        rooms = Rooms(bench.recordings, condition)
        for title, is_small in (("eight", True), ("all", False)):
            row = bench.commands(new_ears, rooms, said, is_small=is_small).row()
            print(f"{name} | {source} | {condition} | {title} | {row}", flush=True)


def print_false_commands(bench: Bench, name: str, new_ears: Callable[[], Ears], part: str) -> None:
    """A row for each kind of talk and state."""
    talks = {
        kind: [(read(one.path), one.text) for one in bench.recordings if one.kind == kind]
        for kind in ("speech", "other_word")
    }
    talks["own narration"] = list(narration(3 if part == TEST else 1))
    for kind, sounds in talks.items():
        for state in STATES:
            hours, found = bench.false_commands(new_ears, sounds, bench.state(state))
            most = ", ".join(f"{p} {n}" for p, n in sorted(found.items(), key=lambda pair: -pair[1])[:5])
            count = sum(found.values())
            rate = f"{count} in {hours:.2f} h | {count / hours:.1f} an hour"
            print(f"{name} | {kind} | {state} | {rate} | {most}", flush=True)


def print_hours(bench: Bench, name: str, new_ears: Callable[[], Ears], hours: float) -> None:
    """A row for the attract loop and one for a visit."""
    from scipy.stats import chi2

    talk = [(read(one.path), one.text) for one in bench.recordings if one.kind == "speech"]
    for state in ("loop", "visit"):
        kiosk = KioskAlone(new_ears(), bench.deck, is_visit=state == "visit")
        heard, found = 0.0, Counter[str]()
        for sound, text in altered_talk(talk, bench.rooms, hours):
            found.update(one.phrase for one in kiosk.hear(as_frames(sound)) if f" {one.phrase} " not in f" {text} ")
            heard += len(sound) / 16_000 / 3600
        most = float(chi2.ppf(0.95, 2 * found.total() + 2)) / 2 / heard
        rate = f"{found.total()} in {heard:.2f} h | under {most:.2f} an hour"
        print(f"{name} | talk, altered | {state} | {rate} | {dict(found.most_common(5))}", flush=True)


def print_costs(bench: Bench, name: str) -> None:
    """Delay, processor time, and the memory of this process."""
    import resource

    p50, p95 = np.percentile(bench.delays or [0.0], [50, 95]) * 1000
    print(f"{name} | decided after the end of the phrase: median {p50:.0f} ms, p95 {p95:.0f} ms")
    work = bench.work_seconds / max(bench.sound_seconds, 1e-9)
    print(f"{name} | {work:.3f} s of processor a second of sound ({bench.sound_seconds / 3600:.2f} h)")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name} | {megabytes:.0f} MB at the most, the bench and its recordings included")


if __name__ == "__main__":
    sys.exit(main())
