"""How well a visitor is heard over the kiosk's own voice, and whether the kiosk ever obeys itself. On recordings.

    python -m tests.bench.measure_echo FOLDER [--limit N] [--canceller none|half|kalman|speex] [--level DB]
        [--states eight,all] [--room PART] [--taken-off] [--alone MINUTES] [--recognizer NAME]

FOLDER: as for tests.bench_listen, with rows of the kind "rir" too (a room's answer to a click). The narration is the
deck's own, from its pack, in a random order; through each room in turn it comes to the microphone, as loud as the
visitor (--level: so many dB louder). Each command of the part "test" (tools/spotter/split.py) is said once, a second
and a half after the one before, anywhere in the narration, with a state of eight phrases, all of them likely as on the
screen, and with all of them.
--alone: so much narration in each room with nobody there, all phrases active. --taken-off: how much of the narration is
taken off. "half": deaf while it speaks. "speex" needs the package pyaec, which the kiosk does not.
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audio.api import Heard
from audio.canceller import Canceller
from audio.echo_canceller import EchoCanceller
from audio.endpointer import FRAME_SECONDS, SAMPLE_RATE
from audio.pipeline import Pipeline
from audio.recognizers import load_ears
from kiosk.cli.listen import ALL, state_phrases
from kiosk.commands import phrase_orders
from kiosk.loading import load_content
from tests.bench_listen import SMALL_STATE, Item, power, read, read_manifest
from tools.spotter.split import TEST
from tools.spotter.split import read_manifest as read_parts

Sound = npt.NDArray[np.float64]
FRAME = 320
VISITOR = 0.05
"""How loud the visitor is at the microphone, of full scale (-26 dB)."""
FIRST_SECONDS = 12.0
"""The narration speaks so long alone, as it does when a visit begins."""
GAP_SECONDS = 1.5
ROOM_NOISE = 0.0003
ERLE_SECONDS = 40.0
LEAD = 32
"""Samples of a room's answer before its strongest moment."""
DELAY_SECONDS = 0.11
"""How much later than it was played the narration comes to the microphone's end of the machine."""


@dataclass
class Score:
    """What became of the commands, and what was obeyed that nobody said."""

    asked: int = 0
    right: int = 0
    wrong: int = 0
    by_itself: int = 0
    alone_seconds: float = 0.0
    delays: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        """One row of the table."""
        share = self.right / max(1, self.asked)
        sure = 196 * (share * (1 - share) / max(1, self.asked)) ** 0.5
        wrong = 100 * self.wrong / max(1, self.asked)
        return f"{name:34}{self.asked:5}{100 * share:8.1f} ±{sure:4.1f}{wrong:8.1f}"


def narration(minutes: float, seed: int = 3) -> Sound:
    """So much of the deck's narration at 16 kHz, sentences in a random order with short pauses."""
    import soundfile

    folder = load_content(None, None).deck.narration_folder
    files = sorted(Path(folder).rglob("*.ogg"))
    random.Random(seed).shuffle(files)
    parts: list[Sound] = []
    seconds = 0.0
    for file in files:
        samples, hz = soundfile.read(file, always_2d=True)
        count = len(samples) * SAMPLE_RATE // hz
        sound = np.fft.irfft(np.fft.rfft(samples[:, 0])[: count // 2 + 1], count) * count / len(samples)
        parts += [sound, np.zeros(round(0.35 * SAMPLE_RATE))]
        seconds += len(parts[-2]) / SAMPLE_RATE + 0.35
        if seconds > minutes * 60:
            break
    return np.concatenate(parts)


def in_room(played: Sound, answer: Sound, *, is_small_speaker: bool) -> Sound:
    """What comes to the microphone of ``played``, as loud as the visitor; a small loudspeaker is not quite linear."""
    if is_small_speaker:
        played = np.tanh(3 * played) / 3
    answer = answer[max(0, int(np.argmax(np.abs(answer))) - LEAD) :]
    size = len(played) + len(answer)
    sound = np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(answer, size), size)[: len(played)]
    late = round(DELAY_SECONDS * SAMPLE_RATE)
    sound = np.concatenate((np.zeros(late), sound[:-late]))
    return np.asarray(sound / power(sound * 32_768) * 32_768 * VISITOR)


class SpeexCanceller(EchoCanceller):
    """The same pipeline with Speex's canceller (the package pyaec) in the place of ours, for comparison."""

    def __init__(self) -> None:
        super().__init__()
        from pyaec import Aec

        self._aec = Aec(FRAME, 16 * FRAME, SAMPLE_RATE, True)
        self._late = [bytes(2 * FRAME)] * round(DELAY_SECONDS / FRAME_SECONDS - 1)
        self._last = bytes(2 * FRAME)

    def cancel(self, frame: bytes, reference: bytes) -> bytes:
        super().cancel(frame, reference)
        self._late.append(reference)
        both = [np.frombuffer(each, np.int16).tolist() for each in (frame, self._late.pop(0))]
        before, self._last = self._last, np.array(self._aec.cancel_echo(*both), np.int16).tobytes()
        return before


class Bench:
    """Hears a folder's commands over the narration."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        items = list(read_manifest(arguments.folder))
        strangers = {one.path for one in read_parts(arguments.folder) if one.part == TEST}
        commands = [item for item in items if item.kind == "command" and item.path in strangers]
        random.Random(1).shuffle(commands)
        self._commands = commands[: arguments.limit or None]
        self._rooms = {item.text: read(item.path) for item in items if item.kind == "rir"}
        self._narration = narration(18)
        self._loudness = 10 ** (arguments.level / 20)
        self._canceller: str = arguments.canceller
        self._is_small_speaker: bool = arguments.small_speaker
        self._new_ears = load_ears(arguments.recognizer)
        content = load_content(None, None)
        orders = phrase_orders(content.language, content.deck.topics)
        self._orders = {phrase: str(order) for phrase, order in orders.items()}
        self._all = state_phrases(ALL, content.deck) | {item.text for item in commands}
        self.cpu_seconds = self.sound_seconds = 0.0

    def chosen_rooms(self, part: str) -> list[str]:
        """The names of the rooms that have ``part`` in them."""
        return [room for room in sorted(self._rooms) if part in room]

    def commands(self, room: str, *, is_small: bool) -> Score:
        """This room's share of the commands, each said over the narration."""
        names = sorted(self._rooms)
        mine = self._commands[names.index(room) :: len(names)]
        said = [(item, read(item.path)) for item in mine]
        length = FIRST_SECONDS + sum(len(sound) / SAMPLE_RATE + GAP_SECONDS for _, sound in said) + 2
        microphone, played = self._stage(room, length)
        spans, at = [], round(FIRST_SECONDS * SAMPLE_RATE)
        for item, sound in said:
            microphone[at : at + len(sound)] += sound / power(sound) * VISITOR
            spans.append((at, at + len(sound) + round(0.7 * SAMPLE_RATE), item))
            at += len(sound) + round(GAP_SECONDS * SAMPLE_RATE)
        return self._judge(microphone, played, spans, is_small=is_small)

    def _stage(self, room: str, seconds: float) -> tuple[Sound, Sound]:
        count = round(seconds * SAMPLE_RATE)
        start = 3_000_000 * sorted(self._rooms).index(room) % max(1, len(self._narration) - count)
        played = np.resize(self._narration[start:], count)
        echo = self._loudness * in_room(played, self._rooms[room], is_small_speaker=self._is_small_speaker)
        return echo + np.random.default_rng(1).normal(0, ROOM_NOISE, count), played

    def _judge(self, microphone: Sound, played: Sound, spans: list[tuple[int, int, Item]], *, is_small: bool) -> Score:
        score = Score(asked=len(spans))
        pipeline = self._pipeline()
        place, found = 0, list[Heard]()
        for number, (frame, reference) in enumerate(_frames(microphone, played)):
            if place < len(spans) and number * FRAME >= spans[place][0] - SAMPLE_RATE // 4 and not found:
                text = spans[place][2].text
                phrases = frozenset({text, *(SMALL_STATE if is_small else self._all)})
                pipeline.listen_for(phrases, likely=phrases if is_small else frozenset())
                found.append(Heard("", 0, 0, 0, 0))
            began = time.process_time()
            event = pipeline.hear(frame, reference)
            self.cpu_seconds += time.process_time() - began
            if isinstance(event, Heard):
                if found:
                    found.append(event)
                else:
                    score.by_itself += 1
            if place < len(spans) and number * FRAME >= spans[place][1]:
                self._count(score, spans[place][2].text, [event.phrase for event in found[1:]])
                place, found = place + 1, []
        self.sound_seconds += len(microphone) / SAMPLE_RATE
        return score

    def _count(self, score: Score, text: str, heard: list[str]) -> None:
        others = [phrase for phrase in heard if self._orders.get(phrase, phrase) != self._orders.get(text, text)]
        score.wrong += bool(others)
        score.right += bool(heard) and not others

    def alone(self, room: str, seconds: float) -> Score:
        """The narration alone, with all phrases active: every command is the kiosk obeying itself."""
        microphone, played = self._stage(room, seconds)
        pipeline = self._pipeline()
        pipeline.listen_for(self._all)
        score = Score(alone_seconds=seconds)
        for frame, reference in _frames(microphone, played):
            event = pipeline.hear(frame, reference)
            score.by_itself += isinstance(event, Heard)
            if isinstance(event, Heard):
                print(f"    obeyed itself: {event}", file=sys.stderr)
        return score

    def taken_off(self, room: str) -> str:
        """How much of the narration alone is taken off, from when on, and how well the delay is found."""
        microphone, played = self._stage(room, ERLE_SECONDS)
        canceller = self._new_canceller()
        assert canceller is not None
        before, after = [], []
        ready = found = math.inf
        for number, (frame, reference) in enumerate(_frames(microphone, played)):
            left = canceller.cancel(frame, reference)
            before.append(_power(frame))
            after.append(_power(left))
            ready = min(ready, number * FRAME_SECONDS if canceller.is_ready else math.inf)
            found = min(found, number * FRAME_SECONDS if canceller.delay_seconds else math.inf)
        half = len(before) // 2
        erle = 10 * math.log10(sum(before[half:]) / sum(after[half:]))
        error = 1000 * ((canceller.delay_seconds or math.inf) - DELAY_SECONDS) - LEAD / SAMPLE_RATE * 1000
        when = f"found after {found:.1f} s, {error:+.1f} ms; ready after {ready:.1f} s"
        return f"{room:34}{erle:6.1f} dB off; delay {when}"

    def _new_canceller(self) -> EchoCanceller | None:
        made: dict[str, type[EchoCanceller]] = {"kalman": EchoCanceller, "speex": SpeexCanceller}
        return made[self._canceller]() if self._canceller in made else None

    def _pipeline(self) -> Pipeline:
        canceller: Canceller | None = self._new_canceller()
        pipeline = Pipeline(self._new_ears(), canceller)
        pipeline.set_speaking(self._canceller != "none")
        return pipeline


def _power(frame: bytes) -> float:
    return float(np.mean((np.frombuffer(frame, np.int16) / 32_768) ** 2)) + 1e-10


def _frames(microphone: Sound, played: Sound) -> Iterator[tuple[bytes, bytes]]:
    both = [np.clip(np.round(each * 32_768), -32_768, 32_767).astype(np.int16) for each in (microphone, played)]
    for at in range(0, len(microphone) - FRAME + 1, FRAME):
        yield both[0][at : at + FRAME].tobytes(), both[1][at : at + FRAME].tobytes()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="at most so many commands")
    parser.add_argument("--canceller", choices=("none", "half", "kalman", "speex"), default="kalman")
    parser.add_argument("--level", type=float, default=0.0, help="dB by which the narration is louder than the visitor")
    parser.add_argument("--small-speaker", action="store_true", help="a loudspeaker that distorts a little")
    parser.add_argument("--states", default="eight,all", help="which states: eight, all")
    parser.add_argument("--alone", type=float, default=0.0, help="minutes of narration alone in each room")
    parser.add_argument("--room", default="", help="only the rooms with this in their name")
    parser.add_argument("--taken-off", action="store_true", help="how much is taken off, how well the delay is found")
    parser.add_argument("--recognizer", default="", help="which recognizer; else the one that the kiosk uses")
    arguments = parser.parse_args()
    bench = Bench(arguments)
    if arguments.taken_off:
        print(*map(bench.taken_off, bench.chosen_rooms(arguments.room)), sep="\n", flush=True)
    for state in filter(None, arguments.states.split(",")):
        total = Score()
        for room in bench.chosen_rooms(arguments.room):
            score = bench.commands(room, is_small=state == "eight")
            print(score.line(f"{state}, {room}"), score.by_itself, "between", flush=True)
            for name in ("asked", "right", "wrong", "by_itself"):
                setattr(total, name, getattr(total, name) + getattr(score, name))
        print(total.line(f"{state}, all rooms"), total.by_itself, "between", flush=True)
    for room in bench.chosen_rooms(arguments.room) if arguments.alone else ():
        score = bench.alone(room, arguments.alone * 60)
        print(f"{room}: {arguments.alone:g} minutes of narration alone: {score.by_itself} commands", flush=True)
    if bench.sound_seconds:
        print(f"processor time: {bench.cpu_seconds / bench.sound_seconds:.3f} s a second of sound")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most, the sounds included")
    return 0


if __name__ == "__main__":
    sys.exit(main())
