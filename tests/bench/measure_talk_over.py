"""Whether the kiosk, in a simulated room, hears who is much louder than it, and never itself. Faster than real time.

    python -m tests.bench.measure_talk_over [--orders N] [--alone MINUTES] [--commands] [--jumps SECONDS]
        [--rooms FOLDER] [--seed N]

--orders: a synthetic visitor goes on so many times ("next slide") over the kiosk's own narration, 14 dB louder than
that, while four people talk at once, 20 dB under the visitor: as in tests/journeys/test_voice_in_a_room.py. --alone:
so many minutes of narration with nobody there. --commands: what the kiosk says is nothing but commands, the worst that
it could say. The way from the loudspeaker to the microphone jumps by 5 to 60 ms every --jumps seconds on average, as it
does where sound devices run dry. With --rooms, each room of the kind "rir" in turn; without, the sound comes straight.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from audio.api import Heard
from tests.bench.measure_echo import narration
from tests.bench.talk_over import ORDERS, Air, Sound, Stage, babble, order, spoken_commands
from tests.bench_listen import read, read_manifest

FRAME = 320
TRIES = 6
BEFORE_SECONDS, PATIENCE_SECONDS, GAP_SECONDS, STOP_SECONDS = 1.5, 6.0, 0.8, 0.15
DEAF_SECONDS = 120.0
"""A visitor waits so long for the sign that the kiosk listens."""
JUMPS_AT_ORDERS = 0.4
"""So often the way jumps as the visitor begins to speak."""


def alone(stage: Stage, minutes: float) -> int:
    """How often the kiosk obeys itself with nobody there."""
    nobody, count = np.zeros(FRAME), 0
    while stage.seconds < minutes * 60:
        event = stage.step(nobody, is_speaking=True)
        count += event is not None
        if event is not None:
            print(f"    obeyed itself: {event.phrase}, {stage.seconds:.1f} s")
    return count


class Walk:
    """A visitor goes through the deck by voice, over the narration."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self._stage = stage
        self._babble = babble()
        self._order = order()
        self._numbers = random.Random(seed)
        self._said = np.zeros(0)
        self.tries, self.given_up, self.wrong, self.waited_seconds = 0, 0, 0, 0.0

    def go(self, orders: int) -> None:
        """So many orders, one after the other."""
        self._pass(2.0, is_speaking=False)
        self._pass(4.5, is_speaking=True)
        for _ in range(orders):
            self._pass(BEFORE_SECONDS, is_speaking=True)
            self.given_up += not any(self._say() for _ in range(TRIES))
            self._pass(STOP_SECONDS, is_speaking=True)
            self._said = np.zeros(0)
            self._pass(GAP_SECONDS, is_speaking=False)

    def told(self) -> str:
        """What became of the orders."""
        tries = f"{self.tries} tries, {self.given_up} given up, {self.wrong} obeyed that nobody gave"
        return f"{tries}, {self.waited_seconds:.0f} s waited for the sign"

    def _say(self) -> bool:
        """Wait for the sign, and say it; whether it was understood."""
        began = self._stage.seconds
        while not self._stage.is_ready and self._stage.seconds < began + DEAF_SECONDS:
            self._pass(0.2, is_speaking=True)
        self.waited_seconds += self._stage.seconds - began
        if self._numbers.random() < JUMPS_AT_ORDERS:
            self._stage.air.jump(FRAME)
        self.tries += 1
        self._said = self._order
        return self._pass(PATIENCE_SECONDS, is_speaking=True, is_asked=True)

    def _pass(self, seconds: float, *, is_speaking: bool, is_asked: bool = False) -> bool:
        until = self._stage.seconds + seconds
        while self._stage.seconds < until:
            heard = self._step(is_speaking=is_speaking)
            if heard is not None and is_asked and heard.phrase in ORDERS:
                return True
            self.wrong += heard is not None
        return False

    def _step(self, *, is_speaking: bool) -> Heard | None:
        at = int(self._stage.seconds * 16_000) % (len(self._babble) - FRAME)
        others = self._babble[at : at + FRAME].copy()
        now, self._said = self._said[:FRAME], self._said[FRAME:]
        others[: len(now)] += now
        return self._stage.step(others, is_speaking=is_speaking)


def rooms(folder: Path | None) -> Iterator[tuple[str, Sound]]:
    """Each room's answer to a click; without a folder, none."""
    if folder is None:
        yield "no room", np.array([1.0, 0.0])
        return
    for item in read_manifest(folder):
        if item.kind == "rir":
            answer = read(item.path)
            yield item.text, answer[max(0, int(np.argmax(np.abs(answer))) - 32) :]


def main() -> int:
    """Measure and print; 1 if it obeyed itself."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=0)
    parser.add_argument("--alone", type=float, default=0.0)
    parser.add_argument("--commands", action="store_true")
    parser.add_argument("--jumps", type=float, default=0.0)
    parser.add_argument("--rooms", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    own = spoken_commands(asked.seed) if asked.commands else narration(20, asked.seed)
    wrong = 0
    for name, answer in rooms(asked.rooms):
        if asked.orders:
            stage = Stage(own, Air(answer, asked.jumps, asked.seed))
            walk = Walk(stage, asked.seed)
            walk.go(asked.orders)
            wrong += walk.wrong
            print(f"{name}: {asked.orders} orders, {walk.told()}; {stage.told()}", flush=True)
        if asked.alone:
            stage = Stage(own, Air(answer, asked.jumps, asked.seed))
            count = alone(stage, asked.alone)
            wrong += count
            print(f"{name}: obeyed itself {count} times in {stage.told()}", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
