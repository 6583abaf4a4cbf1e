"""What a clinic's kiosk meets: devices that leave, an engine that dies, a power cut, a full or broken disk."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.cache import SUFFIX
from tests.pilot import KIOSK, Event, Pilot, kiosk_environment
from tests.rig import HEADPHONES, ScreenRig, SoundRig, wait_until

pytestmark = pytest.mark.real

BRISK = "[sound]\nspeed = 8\n"
HEARD_SECONDS = 3.0
"""After so much of a reading something of it has been heard, though the journal may be before or after the sound."""
NOTICED_SECONDS = 5.0
"""From a device that leaves or comes to the word of it, on a busy machine; `make bench` measures."""


@pytest.fixture
def pilot(tmp_path: Path, screen: ScreenRig, sound: SoundRig) -> Iterator[Pilot]:
    with Pilot(tmp_path, screen, sound, BRISK) as pilot:
        pilot.wait_for("utterance_started", timeout=20)
        yield pilot


def kill(pilot: Pilot, module: str) -> None:
    """kill -9 to the kiosk's process that runs ``module``, as soon as there is one."""
    for pid in wait_until(lambda: pilot.processes(module), 10, f"a process of {module}"):
        os.kill(pid, signal.SIGKILL)


def next_slide_is_heard(pilot: Pilot) -> Event:
    """Turn the slide by a tap; its narration is on the speaker."""
    number = [event for event in pilot.events() if event["event"] == "slide_shown"][-1]["number"]
    pilot.touch("Next")
    pilot.wait_for("slide_shown", number=number + 1)
    started = pilot.wait_for("utterance_started", timeout=20, source="screen")
    assert pilot.sounding(started["t"], started["t"] + HEARD_SECONDS) > 0.2
    return started


def test_a_microphone_that_leaves_and_comes_back(pilot: Pilot, sound: SoundRig) -> None:
    pilot.key("q")
    pilot.wait_for("command", command="QUIET")
    pilot.mark()
    sound.unplug_microphone()
    pilot.wait_for("device_lost", device="microphone", timeout=15)
    next_slide_is_heard(pilot)
    pilot.key("q")
    pilot.mark()
    sound.plug_microphone()
    pilot.wait_for("device_back", device="microphone", timeout=15)
    pilot.order("next slide", "NEXT")


def test_a_speaker_that_leaves_and_comes_back(pilot: Pilot, sound: SoundRig) -> None:
    pilot.mark()
    sound.unplug_microphone()  # the sink that feeds it would take the speaker's place
    sound.unplug_speaker()
    pilot.wait_for("device_lost", device="speaker", timeout=15)
    pilot.touch("Next")
    pilot.wait_for("slide_shown", number=2)
    pilot.wait_for("word_started", part="text", shown="normally", timeout=30)  # the captions go on, notices or not
    pilot.mark()
    sound.plug_speaker()
    pilot.wait_for("device_back", device="speaker", timeout=15)
    pilot.recording.stop()
    pilot.recording = sound.record()  # the old one hung on the speaker that left
    next_slide_is_heard(pilot)


def test_a_sound_server_that_dies_in_a_word(tmp_path: Path, screen: ScreenRig) -> None:
    with SoundRig(tmp_path / "sound") as sound, Pilot(tmp_path, screen, sound, BRISK) as kiosk:
        kiosk.key("r")
        kiosk.wait_for("word_started", word=2, timeout=20)
        before = kiosk.screenshot()
        sound.kill_server()
        killed = time.monotonic()
        assert kiosk.wait_for("device_lost", device="speaker")["t"] - killed < NOTICED_SECONDS
        kiosk.wait_for("word_started", sentence=2, timeout=20)  # the captions go on
        assert (kiosk.screenshot() != before).any()
        kiosk.mark()
        sound.start_server()
        sound.plug_speaker()
        plugged = time.monotonic()
        assert kiosk.wait_for("device_back", device="speaker")["t"] - plugged < NOTICED_SECONDS
        kiosk.recording.stop()
        kiosk.recording = sound.record()  # the old one died with its server
        next_slide_is_heard(kiosk)


def test_no_output_at_all_not_even_a_dummy(tmp_path: Path, screen: ScreenRig) -> None:
    with SoundRig(tmp_path / "sound", has_always_sink=False) as sound:
        sound.pactl("load-module", "module-null-source", "source_name=nothing")
        sound.unplug_microphone()
        sound.unplug_speaker()
        with Pilot(tmp_path, screen, sound, BRISK, recorded="nothing") as kiosk:
            kiosk.wait_for("device_lost", device="speaker", timeout=20)
            kiosk.wait_for("word_started", sentence=1, timeout=20)
            for _ in range(2):  # the second time it leaves in the middle of a word
                kiosk.mark()
                sound.plug_speaker()
                kiosk.wait_for("device_back", device="speaker")
                kiosk.recording.stop()
                kiosk.recording = sound.record()
                next_slide_is_heard(kiosk)
                kiosk.mark()
                sound.unplug_speaker()
                kiosk.wait_for("device_lost", device="speaker")
            kiosk.touch("Next")
            kiosk.wait_for("slide_shown")


def test_headphones_plugged_in_begin_a_visit_and_pulled_out_ask_for_its_end(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig
) -> None:
    with Pilot(tmp_path, screen, sound, f'{BRISK}headphones = "KioskHeadphones"\n') as kiosk:
        kiosk.wait_for("word_started", timeout=20)
        kiosk.mark()
        sound.plug_headphones()
        plugged = time.monotonic()
        with sound.record(f"{HEADPHONES}.monitor") as ears:
            kiosk.wait_for("headphones_in")
            kiosk.wait_for("session_started")
            said = kiosk.wait_for("utterance_started", source="notice")
            assert said["t"] - plugged < NOTICED_SECONDS
            assert kiosk.wait_for("word_started", number=said["number"], word=0)["shown"] == "Headphones"
            kiosk.wait_for("utterance_finished", number=said["number"])
            read = kiosk.wait_for("utterance_started", source="screen")
            assert np.abs(ears.between(read["t"], read["t"] + HEARD_SECONDS)).max() > 0.005
        assert kiosk.sounding(said["t"] + 0.5, read["t"] + HEARD_SECONDS) == 0.0
        kiosk.mark()
        sound.unplug_headphones()
        kiosk.wait_for("headphones_out")
        kiosk.wait_for("panel_shown", panel="warning")
        asked = kiosk.wait_for("utterance_started")
        assert kiosk.sounding(asked["t"], asked["t"] + HEARD_SECONDS) > 0.2
        kiosk.touch("I am done")
        kiosk.wait_for("session_ended")


def test_a_voice_that_dies_is_started_again(pilot: Pilot) -> None:
    kill(pilot, "audio.pyttsx3_voice")
    next_slide_is_heard(pilot)


def test_ears_that_die_are_started_again(pilot: Pilot) -> None:
    pilot.key("q")
    pilot.mark()
    kill(pilot, "audio.listener_process")
    pilot.wait_for("device_back", device="microphone", timeout=20)
    pilot.order("next slide", "NEXT")


def test_a_power_cut_and_files_of_the_cache_that_are_damaged_or_of_an_older_version(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig
) -> None:
    settings = f'{BRISK}cache_folder = "{tmp_path / "speech"}"\n'
    kiosk = Pilot(tmp_path, screen, sound, settings).start()
    kiosk.wait_for("utterance_started", timeout=20)
    kiosk.wait_for("word_started", sentence=2, timeout=20)
    kiosk.kill()
    kept = [*(tmp_path / "speech").rglob("*" + SUFFIX)]  # one that is being written has another name
    assert kept
    for number, path in enumerate(sorted(kept)):
        data = path.read_bytes()
        older = data.replace(b'"version": 1', b'"version": 0', 1)
        assert older != data
        path.write_bytes((older, data[: len(data) // 2], b"", bytes(len(data)))[number % 4])
    with Pilot(tmp_path, screen, sound, settings) as kiosk:
        started = kiosk.wait_for("utterance_started", timeout=20)
        kiosk.wait_for("word_started", sentence=2, timeout=20)
        assert kiosk.sounding(started["t"], started["t"] + HEARD_SECONDS) > 0.2
        next_slide_is_heard(kiosk)
        assert not [event for event in kiosk.events() if event["event"] == "error"]


def test_a_cache_folder_that_cannot_be_written(tmp_path: Path, screen: ScreenRig, sound: SoundRig) -> None:
    (tmp_path / "file").write_text("not a folder")
    settings = f'{BRISK}cache_folder = "{tmp_path / "file"}"\n'
    with Pilot(tmp_path, screen, sound, settings) as kiosk:
        kiosk.wait_for("utterance_started", timeout=20)
        next_slide_is_heard(kiosk)


def test_devices_that_do_not_exist(tmp_path: Path, screen: ScreenRig, sound: SoundRig) -> None:
    settings = f'{BRISK}speaker = "Loud Box"\n[voice_commands]\nmicrophone = "Big Ear"\n'
    with Pilot(tmp_path, screen, sound, settings) as kiosk:
        assert "Loud Box" in kiosk.wait_for("device_lost", device="speaker", timeout=15)["reason"]
        assert "Big Ear" in kiosk.wait_for("device_lost", device="microphone", timeout=15)["reason"]
        kiosk.touch("Next")
        kiosk.wait_for("slide_shown", number=2)


def test_no_sound_server_at_all(tmp_path: Path, screen: ScreenRig, sound: SoundRig) -> None:
    away = {"PULSE_SERVER": f"unix:{tmp_path}/nothing"}
    with Pilot(tmp_path, screen, sound, BRISK, extra_env=away) as kiosk:
        kiosk.wait_for("device_lost", device="speaker", timeout=20)
        kiosk.wait_for("device_lost", device="microphone", timeout=20)
        kiosk.touch("Next")
        kiosk.wait_for("slide_shown", number=2)
        kiosk.wait_for("word_started", sentence=1, timeout=20)


def test_mistakes_in_the_settings_are_told_all_at_once(tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text('[sound]\nvolum = 3\nspeed = "fast"\n[screen]\ntheme = "lihgt"\n', encoding="utf-8")
    done = subprocess.run(
        [*KIOSK, "run", "--config", str(config)],
        cwd=tmp_path, env=kiosk_environment(tmp_path), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "settings.toml: sound.volum: " in done.stderr
    assert "volume" in done.stderr
    assert "settings.toml: sound.speed: " in done.stderr
    assert "Traceback" not in done.stderr


def test_the_rest_of_the_narration_is_rendered_meanwhile_and_ends_with_the_kiosk(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig
) -> None:
    settings = '[sound]\nrender_narration = true\n[voice_commands]\nlisten = false\n'
    with Pilot(tmp_path, screen, sound, settings) as pilot:
        renderers = wait_until(lambda: pilot.processes("narrate"), 10, "the process that renders")
        usual = os.getpriority(os.PRIO_PROCESS, 0)
        wait_until(lambda: os.getpriority(os.PRIO_PROCESS, renderers[0]) >= min(19, usual + 15), 20, "a low priority")
        pilot.wait_for("word_started", timeout=15)
