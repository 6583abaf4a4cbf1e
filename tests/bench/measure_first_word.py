"""From the start of the program to its first word in the recording. Nothing of the narration is kept from before.

The program begins by reading the first slide; nothing else sounds before that.
"""

from __future__ import annotations

import time

from kiosk.loading import load_content
from tests.bench.figures import Figure, timed
from tests.bench.measure_start import kiosk_command
from tests.bench.sound_probe import Ear, find_clock
from tests.bench.stage import FULL_HD, VOICE_ALONE, Stage, program
from tests.bench.tape import Tape
from tests.pilot import kiosk_environment
from tests.rig import SPEAKER, SoundRig

GROUP = "start"
WATCH_SECONDS = 6.0


def measure(stage: Stage) -> list[Figure]:
    """With the rendered voice and with the live one."""
    count = stage.count(8, 2)
    live = load_content(None).language.voice
    with stage.sound() as sound, Tape(sound.env, f"{SPEAKER}.monitor") as tape:
        ear = Ear(tape, find_clock(sound, tape, stage.folder("clock")))
        rendered = _starts(stage, sound, ear, VOICE_ALONE, count)
        spoken = _starts(stage, sound, ear, f'{VOICE_ALONE}voice = "{live}"\n', count)
    return [
        timed(GROUP, "first word heard, rendered voice", rendered, 50),
        timed(GROUP, "first word heard, live voice", spoken, 50),
    ]


def _starts(stage: Stage, sound: SoundRig, ear: Ear, settings: str, count: int) -> list[float]:
    """Seconds of each start; the first one fills the caches of the system and is dropped."""
    heard = [_start(stage, sound, ear, settings) for _ in range(count + 1)][1:]
    return [seconds for seconds in heard if seconds is not None]


def _start(stage: Stage, sound: SoundRig, ear: Ear, settings: str) -> float | None:
    folder = stage.folder("kiosk")
    config = folder / "settings.toml"
    config.write_text(settings, encoding="utf-8")
    with stage.screen(FULL_HD) as screen:
        env = kiosk_environment(folder, screen.env, sound.env)
        with program(kiosk_command(folder, FULL_HD, "--config", str(config)), env, folder) as (began, _):
            time.sleep(WATCH_SECONDS)
    time.sleep(0.5)
    return ear.first_sound(began, WATCH_SECONDS)
