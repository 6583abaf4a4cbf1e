"""Sets up what a measurement needs: folders, a virtual screen, a virtual speaker, and the kiosk in them.

Knows: the rig and the pilot. Must not know: what is measured.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.hand import Hand
from tests.bench.processes import family
from tests.bench.screen_probe import Box, ScreenProbe
from tests.bench.sound_probe import Ear, find_clock
from tests.bench.tape import Tape
from tests.pilot import Event, Pilot
from tests.rig import SPEAKER, TIED, ScreenRig, SoundRig, end, wait_until

VOICE_ALONE = "[sound]\nearcons = false\n"
"""Settings with which nothing sounds but words; a line of this section may follow."""
Size = tuple[int, int]
FULL_HD: Size = (1920, 1080)
ULTRA_HD: Size = (3840, 2160)


@dataclass
class Stage:
    """Where a run keeps its files, and how thorough it is."""

    root: Path
    is_quick: bool = False
    _folders: int = field(default=0, init=False)

    def count(self, full: int, quick: int) -> int:
        """How often to measure."""
        return quick if self.is_quick else full

    def folder(self, name: str) -> Path:
        """An empty folder of its own."""
        self._folders += 1
        path = self.root / f"{self._folders:03d}-{name}"
        path.mkdir(parents=True)
        return path

    def screen(self, size: Size) -> ScreenRig:
        """A virtual screen, to be entered."""
        return ScreenRig(self.folder("screen"), size)

    def sound(self) -> SoundRig:
        """A virtual sound card, to be entered."""
        return SoundRig(self.folder("sound"))

    @contextlib.contextmanager
    def kiosk(
        self, size: Size = FULL_HD, settings: str = "", arguments: Sequence[str] = ()
    ) -> Iterator[Visit]:
        """The kiosk on a screen of ``size``, with somebody in front of it."""
        with (
            self.screen(size) as screen,
            self.sound() as sound,
            Pilot(self.folder("kiosk"), screen, sound, settings, size, tuple(arguments)) as pilot,
            Hand(screen.env["DISPLAY"]) as hand,
            ScreenProbe(screen.root) as probe,
            Tape(sound.env, f"{SPEAKER}.monitor") as tape,
        ):
            yield Visit(pilot, hand, probe, tape)


@dataclass
class Visit:
    """The running kiosk, and a visitor with a finger, keys, an eye and an ear that all tell the time."""

    pilot: Pilot
    hand: Hand
    probe: ScreenProbe
    tape: Tape

    def place(self, label: str) -> tuple[int, int]:
        """The middle of a button. Raises PilotError if there is none."""
        x, y, width, height = self.pilot.target(label)["rect"]
        return x + width // 2, y + height // 2

    def content_box(self) -> Box:
        """The screen above the bar, where nothing but the slide changes."""
        tops = [target["rect"][1] for target in self.pilot.screen_shown()["targets"] if target["id"].startswith("bar")]
        width, height = self.probe.size
        return (0, 0, width, min(tops, default=height) - 4)

    def key(self, name: str) -> float:
        """Press a key; when."""
        self.pilot.mark()
        return self.hand.key(name)

    def tap(self, label: str) -> float:
        """Tap a button; when."""
        x, y = self.place(label)
        self.pilot.mark()
        return self.hand.tap(x, y)

    def quiet(self, seconds: float = 0.5) -> None:
        """Order silence, and wait until it has lasted ``seconds``."""
        self.key("q")
        time.sleep(seconds)

    def wait_for(self, event: str, timeout: float = 10.0, **match: object) -> Event:
        """See Pilot."""
        return self.pilot.wait_for(event, timeout=timeout, **match)

    def ear(self) -> Ear:
        """The recorded speaker on the common clock. The kiosk has to be silent meanwhile (4 s)."""
        return Ear(self.tape, find_clock(self.pilot.sound, self.tape, self.pilot.root))


@contextlib.contextmanager
def program(command: Sequence[str], env: Mapping[str, str], folder: Path) -> Iterator[tuple[float, int]]:
    """Run a program for as long as the block lasts: (when it was started, its process). Nothing of it is left."""
    with (folder / "program.log").open("ab") as log:
        began = time.monotonic()
        process = subprocess.Popen(
            [*TIED, *command], env=dict(env), cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield began, process.pid
    finally:
        members = family(process.pid)
        end(process)
        for pid in members:
            _kill(pid)
        wait_until(lambda: not set(family(process.pid)) - {process.pid}, 5, "the end of every process")


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
