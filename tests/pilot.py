"""Drives the real program like a visitor: taps and keys in its real window, words into its microphone.

Knows: the command line, the journal and the rig. Must not know: any part of the program from inside. It finds a button
where the journal's ``screen_shown`` says it was drawn, hears the speaker, and sees the screen's pixels.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.rig import SPEAKER, TIED, Picture, Recording, ScreenRig, SoundRig, silences, speech, wait_until

ROOT = Path(__file__).parents[1]
Event = dict[str, Any]
SIGN = "KIOSK_PILOT"
"""An environment variable by which every process of one run is found again."""
KIOSK = (sys.executable, "-m", "kiosk")
TRIES = 3
"""So often something is said before it counts as not understood."""
UNDERSTOOD_SECONDS = 8.0
"""So soon after a phrase has been said it has been understood on a busy machine, or was not."""
POLITE_SECONDS = 20.0
"""So long a visitor waits for the end of what the kiosk says."""


class PilotError(AssertionError):
    """The kiosk did not do what was waited for; the message holds what it did instead."""


def kiosk_environment(home: Path, *others: Mapping[str, str]) -> dict[str, str]:
    """The environment of a kiosk that finds this source tree and keeps its files in ``home``."""
    env = dict(os.environ)
    for other in others:
        env |= {name: value for name, value in other.items() if os.environ.get(name) != value}
    # Byte code is kept, as Python does unless it is told otherwise: a kiosk does not compile itself at each start.
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    return env | {"HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@dataclass
class Pilot:
    """One run of the kiosk. ``root``: an empty folder of its own. ``settings``: the text of the settings file.
    ``recorded``: the source of the sound server that is recorded. ``before``: a command that starts the kiosk's.
    ``modules``: a folder of Python modules that go before those that are installed.

    Every action (touch, key, hear, mark) sets the mark; ``wait_for`` looks at what the journal says from the mark on.
    """

    root: Path
    screen: ScreenRig
    sound: SoundRig
    settings: str = ""
    size: tuple[int, int] = (1920, 1080)
    arguments: tuple[str, ...] = ()
    extra_env: Mapping[str, str] = field(default_factory=dict)
    recorded: str = f"{SPEAKER}.monitor"
    before: tuple[str, ...] = ()
    modules: Path | None = None

    def start(self) -> Self:
        """Start the kiosk, record its speaker, and wait until the first screen is shown."""
        self.journal = self.root / "journal.jsonl"
        self.log = self.root / "kiosk.log"
        config = self.root / "settings.toml"
        config.write_text(self.settings, encoding="utf-8")
        home = self.root / "home"
        home.mkdir(exist_ok=True)
        self._origin = (0, 0)
        self.mark()
        self.recording: Recording = self.sound.record(self.recorded)
        window = ("--windowed", f"{self.size[0]}x{self.size[1]}")
        options = ("--config", str(config), "--journal", str(self.journal), *window, *self.arguments)
        self.started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*TIED, *self.before, *KIOSK, "run", *options], cwd=self.root, env=self._environment(home),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        try:
            self.wait_for("screen_shown", timeout=60)
            self._origin = self._window_origin()
        except Exception:
            self.kill()
            raise
        return self

    def _environment(self, home: Path) -> dict[str, str]:
        env = kiosk_environment(home, self.screen.env, self.sound.env, self.extra_env)
        paths = [str(path) for path in (self.modules, ROOT) if path]
        return env | {SIGN: str(self.root), "PYTHONPATH": os.pathsep.join(paths)}

    # ------------------------------------------------------------ what a visitor does

    def touch(self, name: str) -> float:
        """Tap the middle of a button, by its label, id or command; when, in monotonic seconds."""
        x, y, width, height = self.target(name)["rect"]
        return self.touch_at(x + width // 2, y + height // 2)

    def touch_at(self, x: int, y: int) -> float:
        """Tap a place of the window; when."""
        self.mark()
        before = time.monotonic()
        self.screen.tap(self._origin[0] + x, self._origin[1] + y)
        return before

    def key(self, name: str) -> float:
        """Press and let go of a key, by its X name: Right, Return, q; when."""
        self.mark()
        before = time.monotonic()
        self.screen.key(name)
        return before

    def hear(self, phrase: str) -> float:
        """Say a phrase into the microphone; when it will have been said. Does not wait for it."""
        said = speech(phrase, self.root)
        self.mark()
        return time.monotonic() + self.sound.say_into_mic(said)

    def order(self, phrase: str, command: str) -> Event:
        """Say a phrase until it is understood as this command; when the kiosk speaks, once it has finished.

        A recognizer mishears now and then, and over its own voice not every kiosk listens. Raises PilotError.
        """
        for left in reversed(range(TRIES)):
            self._let_it_finish()
            said = self.hear(phrase)
            try:
                patience = said - time.monotonic() + UNDERSTOOD_SECONDS
                return self.wait_for("command", patience, command=command, input="voice")
            except PilotError:
                if not left:
                    raise
        raise AssertionError

    def _let_it_finish(self) -> None:
        deadline = time.monotonic() + POLITE_SECONDS
        while time.monotonic() < deadline and self.sounding(time.monotonic() - 1.0, time.monotonic()):
            time.sleep(0.1)

    # ------------------------------------------------------------ what can be observed

    def events(self, since: int = 0) -> list[Event]:
        """The journal from line ``since`` on."""
        if not self.journal.exists():
            return []
        text = self.journal.read_text(encoding="utf-8")
        whole = text[: text.rfind("\n") + 1].splitlines()
        return [json.loads(line) for line in whole[since:]]

    def mark(self) -> None:
        """``wait_for`` looks at what happens from now on."""
        self._mark = len(self.events())

    def wait_for(self, event: str, timeout: float = 30.0, **match: object) -> Event:
        """The first event of this name since the mark whose values are those of ``match``.

        Raises PilotError, with the journal since the mark and the program's own output, after ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            for found in self.events(self._mark):
                if found["event"] == event and all(found.get(key) == value for key, value in match.items()):
                    return found
            is_over = self.process.poll() is not None
            if is_over or time.monotonic() > deadline:
                raise PilotError(self._account(event, match, timeout, is_over))
            time.sleep(0.01)

    def _account(self, event: str, match: Mapping[str, object], timeout: float, is_over: bool) -> str:
        end = f"the kiosk ended with {self.process.returncode}" if is_over else f"not within {timeout:g} s"
        seen = "\n".join(json.dumps(found) for found in self.events(self._mark)[-30:])
        log = self.log.read_text(encoding="utf-8", errors="replace")[-3000:]
        return f"{event} {dict(match) or ''}: {end}\njournal since the mark:\n{seen}\noutput:\n{log}"

    def screen_shown(self) -> Event:
        """The newest screen with its targets."""
        return [event for event in self.events() if event["event"] == "screen_shown"][-1]

    def target(self, name: str) -> Event:
        """A button of the newest screen, by its label, id or command."""
        targets: list[Event] = self.screen_shown()["targets"]
        for key in ("label", "id", "command"):
            for target in targets:
                if str(target[key]).casefold() == name.casefold():
                    return target
        raise PilotError(f"no target {name!r}; there are {[target['label'] for target in targets]}")

    def screenshot(self) -> Picture:
        """What the window shows: (height, width, 3) bytes, red first."""
        left, top = self._origin
        return self.screen.screenshot()[top : top + self.size[1], left : left + self.size[0]]

    def silent_after(self, moment: float, within: float = 3.0, lasting: float = 0.8) -> float:
        """How many seconds after ``moment`` the speaker falls silent for ``lasting`` seconds: longer than any pause in
        what is read.

        Raises PilotError if that does not happen ``within`` so many seconds.
        """
        end = moment + within + lasting
        while True:
            now = min(time.monotonic(), end)
            run = 0
            for step, is_quiet in enumerate(silences(self.recording.between(moment, max(moment, now)))):
                run = run + 1 if is_quiet else 0
                if run * 0.005 >= lasting:
                    return (step + 1 - run) * 0.005
            if now >= end:
                raise PilotError(f"the speaker did not fall silent within {within:g} s")
            time.sleep(0.05)

    def sounding(self, start: float, stop: float) -> float:
        """The part of the time from ``start`` to ``stop``, 0 to 1, in which the speaker made a sound."""
        return 1.0 - float(silences(self.recording.between(start, stop)).mean())

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, as a turned or replaced screen does."""
        self.screen.xdotool("windowsize", self._window(), str(width), str(height))
        self.size = (width, height)

    def _window(self) -> str:
        def search() -> list[str]:
            done = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                env=self.screen.env, capture_output=True, text=True, check=False,
            )  # fmt: skip
            return done.stdout.split()

        return wait_until(search, 20, "a window of the kiosk")[0]

    def _window_origin(self) -> tuple[int, int]:
        lines = self.screen.xdotool("getwindowgeometry", "--shell", self._window()).splitlines()
        geometry = dict(line.split("=") for line in lines)
        return int(geometry["X"]), int(geometry["Y"])

    # ------------------------------------------------------------ the end

    def stop(self, seconds: float = 30.0) -> int:
        """End the kiosk as a service manager does; its exit code. Raises PilotError if a process of it is left."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(seconds)
            wait_until(lambda: not self._left_behind(), 15, "the end of every process of the kiosk")
        finally:
            self.kill()
        return code

    def kill(self) -> None:
        """End everything at once (kill -9), and the recording."""
        for pid in [self.process.pid, *self._left_behind()]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(5)
        self.recording.stop()

    def processes(self, word: str) -> list[int]:
        """The kiosk's own processes whose command line holds ``word``."""
        return [pid for pid in self._left_behind() if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def _left_behind(self) -> list[int]:
        """The processes that the kiosk started, wherever they went, and that still run."""
        sign = f"{SIGN}={self.root}\0".encode()
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if sign in environ.read_bytes():
                    found.append(int(environ.parent.name))
            except OSError:  # it ended meanwhile, or is another user's
                continue
        return found

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.stop()
        else:
            self.kill()
