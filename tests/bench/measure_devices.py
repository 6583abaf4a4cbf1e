"""Devices that come and go under the running kiosk: how soon it knows, and how soon there is sound.

Known: when the sound server was told to plug or unplug, or was killed. Noticed is what the journal says, sound what a
recording hears.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.bench.figures import Figure, timed
from tests.bench.stage import FULL_HD, Stage
from tests.pilot import Pilot
from tests.rig import HEADPHONES, SoundRig
from tests.sound import Recording

GROUP = "devices"
NOTICED_MS, BACK_MS = 1000.0, 1500.0
WITHIN_SECONDS = 4.0
SETTINGS = '[sound]\nheadphones = "KioskHeadphones"\n'
STEP_SECONDS = 0.005


def measure(stage: Stage) -> list[Figure]:
    """Each fault several times in one visit, reading aloud."""
    count = stage.count(8, 2)
    with stage.screen(FULL_HD) as screen, stage.sound() as sound:
        sound.unplug_microphone()  # its sink would take the speaker's place
        with Pilot(stage.folder("devices"), screen, sound, SETTINGS) as pilot:
            unplugged, plugged = _each(pilot, count, sound.unplug_speaker, lambda: None, sound)
            killed, restarted = _each(pilot, count, sound.kill_server, sound.start_server, sound)
            told, heard, returned = _headphones(pilot, count, sound)
    return [
        timed(GROUP, "speaker unplugged, to its loss being noticed", unplugged, 100, NOTICED_MS),
        timed(GROUP, "speaker plugged in again, to sound", plugged, 100, BACK_MS),
        timed(GROUP, "sound server killed in a word, to its loss being noticed", killed, 100, NOTICED_MS),
        timed(GROUP, "the next server's speaker plugged in, to sound", restarted, 100, BACK_MS),
        timed(GROUP, "headphones plugged in, to the report", told, 100),
        timed(GROUP, "headphones plugged in, to words in them", heard, 100, BACK_MS),
        timed(GROUP, "headphones pulled out, to words from the speaker", returned, 100, BACK_MS),
    ]


def _each(
    pilot: Pilot, count: int, lose: Callable[[], None], mend: Callable[[], None], sound: SoundRig
) -> tuple[list[float], list[float]]:
    """Seconds from losing to the journal's line, and from plugging the speaker in to its sound."""
    lost, back = [], []
    for _ in range(count):
        pilot.key("r")
        pilot.wait_for("word_started", word=2)
        moment = time.monotonic()
        lose()
        lost.append(pilot.wait_for("device_lost", device="speaker")["t"] - moment)
        time.sleep(0.3)
        pilot.mark()
        mend()
        there = time.monotonic()
        sound.plug_speaker()
        with sound.record() as recording:
            back.append(_sound_after(recording, there))
        pilot.wait_for("device_back", device="speaker")
    return lost, back


def _headphones(pilot: Pilot, count: int, sound: SoundRig) -> tuple[list[float], list[float], list[float]]:
    """Seconds from plugging in to the journal's line and to words; from pulling out to words."""
    told, heard, returned = [], [], []
    for _ in range(count):
        pilot.key("r")
        pilot.wait_for("word_started", word=2)
        pilot.mark()
        there = time.monotonic()
        sound.plug_headphones()
        with sound.record(f"{HEADPHONES}.monitor") as ears:
            told.append(pilot.wait_for("headphones_in")["t"] - there)
            heard.append(_sound_after(ears, there))
        with sound.record() as room:
            pilot.mark()
            pulled = time.monotonic()
            sound.unplug_headphones()
            pilot.wait_for("headphones_out")
            returned.append(_sound_after(room, pulled))
    return told, heard, returned


def _sound_after(recording: Recording, moment: float) -> float:
    """Seconds from ``moment`` to the first sound that is recorded; the wait, if there is none."""
    for step in range(int(WITHIN_SECONDS / STEP_SECONDS)):
        start = moment + step * STEP_SECONDS
        if abs(recording.between(start, start + STEP_SECONDS)).max(initial=0.0) > 0.001:
            return start - moment
    return WITHIN_SECONDS
