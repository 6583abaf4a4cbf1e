"""How often the kiosk obeys nobody: hours of its own narration, or of people who talk to each other, in its microphone.

    make soak-voice ARGS="[--minutes 60] [--state loop|visit] [--talk FOLDER]"

The kiosk runs in a real window with real sound. Without --talk its own narration goes through the air into its
microphone, as loud as it comes out of the speaker. With --talk people's recordings from FOLDER (WAV, FLAC; as for
`make bench-voice`, those of kind "speech" where there is a MANIFEST.tsv) are played into the microphone one after the
other, in an order of their own every time around, and the loop is silent. In the state "visit" a visitor has begun and
gone: the slide is read again whenever it has been read. Printed are the commands that were obeyed, in all and an hour;
the exit code is 1 if there were any. Nothing is kept.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from tests.pilot import Pilot
from tests.rig import RATE, Samples, ScreenRig, SoundRig, missing_tools

SETTINGS = """
[visit]
idle_seconds = 3600
[loop]
loop_gap_seconds = 3
loop_speech = "{loop}"
"""
LEAST_PAUSE, MOST_PAUSE = 0.3, 2.5
TALK_RMS = 0.05
"""-26 dB of full scale: as loud as a visitor's command in the tests."""
CHUNK_SECONDS = 30.0
SETTLING_SECONDS = 8.0
"""Until then the recognizer is loaded."""


def main() -> int:
    """Run one soak and print what was obeyed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--state", choices=("loop", "visit"), default="loop")
    parser.add_argument("--talk", type=Path)
    asked = parser.parse_args()
    if missing := missing_tools():
        parser.error(f"not installed: {', '.join(missing)}; `make test` installs them")
    talk = conversation(asked.talk) if asked.talk else None
    obeyed, missed = soak(asked.minutes * 60, asked.state, talk)
    what = "people's talk" if asked.talk else "own narration"
    rate = sum(obeyed.values()) / asked.minutes * 60
    print(f"{asked.state}, {what}: {asked.minutes:g} minutes, {sum(obeyed.values())} commands, {rate:.2f} an hour")
    print(f"  heard but not understood: {missed}; obeyed: {dict(obeyed) or 'nothing'}")
    return int(bool(obeyed))


def soak(seconds: float, state: str, talk: Iterator[Samples] | None) -> tuple[Counter[str], int]:
    """The spoken commands that were obeyed, and how often something was heard that was none."""
    settings = SETTINGS.format(loop="silent" if talk else "aloud")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("sound", "screen", "kiosk"):
            (root / name).mkdir()
        with (
            SoundRig(root / "sound") as sound,
            ScreenRig(root / "screen") as screen,
            Pilot(root / "kiosk", screen, sound, settings) as pilot,
        ):
            time.sleep(SETTLING_SECONDS)
            if talk is None:
                sound.connect_speaker_to_microphone()
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                _pass_time(pilot, sound, talk, state)
            return _judged(pilot)


def _pass_time(pilot: Pilot, sound: SoundRig, talk: Iterator[Samples] | None, state: str) -> None:
    """Some seconds more: keep a visit going, and keep the talk coming."""
    if state == "visit" and not _is_reading(pilot):
        pilot.key("r")
    if talk is None:
        time.sleep(2)
        return
    pieces: list[Samples] = []
    while sum(len(piece) for piece in pieces) < CHUNK_SECONDS * RATE:
        pieces.append(next(talk))
    sound.say_into_mic(np.concatenate(pieces))
    sound.wait_said()


def _is_reading(pilot: Pilot) -> bool:
    events = [event["event"] for event in pilot.events() if event["event"].startswith("utterance_")]
    return bool(events) and events[-1] == "utterance_started"


def _judged(pilot: Pilot) -> tuple[Counter[str], int]:
    spoken = [event for event in pilot.events() if event["event"] == "command" and event["input"] == "voice"]
    missed = sum(event["event"] == "heard_nothing_known" for event in pilot.events())
    return Counter(event["command"] for event in spoken), missed


def conversation(folder: Path) -> Iterator[Samples]:
    """The recordings of ``folder`` at one loudness, a pause after each, for ever."""
    paths = recordings(folder)
    own = random.Random(7)
    while True:
        own.shuffle(paths)
        for path in paths:
            sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
            mono = sound.mean(axis=1)
            level = float(np.sqrt(np.mean(mono**2))) or 1.0
            at = np.arange(int(len(mono) * RATE / rate)) * (rate / RATE)
            yield (np.interp(at, np.arange(len(mono)), mono) * TALK_RMS / level).astype(np.float32)
            yield np.zeros(round(own.uniform(LEAST_PAUSE, MOST_PAUSE) * RATE), np.float32)


def recordings(folder: Path) -> list[Path]:
    """What is talk in ``folder``. Raises SystemExit if there is none."""
    manifest = folder / "MANIFEST.tsv"
    if manifest.is_file():
        with manifest.open(encoding="utf-8", newline="") as file:
            found = [folder / row["path"] for row in csv.DictReader(file, delimiter="\t") if row["kind"] == "speech"]
    else:
        found = sorted(path for path in folder.rglob("*") if path.suffix in (".wav", ".flac"))
    if not found:
        raise SystemExit(f"{folder}: there is no recording of talk in it (WAV, FLAC, or a MANIFEST.tsv).")
    return found


if __name__ == "__main__":
    sys.exit(main())
