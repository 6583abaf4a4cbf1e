"""One switch, the keys F17 to F24, and a finger that feels its way: in the real window, heard on the real speaker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pilot import Pilot
from tests.rig import ScreenRig, SoundRig

pytestmark = pytest.mark.real

QUICK = "[sound]\nspeed = 9\n[loop]\nloop_speech = \"silent\"\n[input]\n"


def press_at(pilot: Pilot, key: str, word: str) -> None:
    """Wait until this word is heard, and press; not so soon after the press before that it is a double strike."""
    pilot.wait_for("word_started", timeout=30, shown=word)
    time.sleep(0.4)
    pilot.key(key)
    pilot.wait_for("command", command="SCAN", input="switch")


def test_one_switch_reaches_the_next_slide_and_a_topic(
    tmp_path: Path, screen: ScreenRig, sound_server: SoundRig
) -> None:
    settings = QUICK + 'keypad = "one-switch"\nscan_seconds = 2.0\n'
    with Pilot(tmp_path, screen, sound_server, settings) as pilot:
        pilot.key("space")
        pilot.wait_for("session_started")
        word = pilot.wait_for("word_started", timeout=15)
        assert pilot.sounding(word["t"] - 0.3, word["t"] + 1.5) > 0.15
        press_at(pilot, "Return", "Next")
        pilot.wait_for("slide_shown", number=2)
        pilot.key("space")
        press_at(pilot, "Return", "Topics")
        pilot.wait_for("panel_shown", panel="topics")
        pilot.key("space")
        press_at(pilot, "Return", "choices")
        first = pilot.wait_for("utterance_started", timeout=15)
        before = pilot.screenshot()
        pilot.mark()
        pilot.wait_for("utterance_started", timeout=15)
        assert (pilot.screenshot() != before).any(), f"the ring has not moved on since {first['t']}"
        pilot.key("space")
        assert pilot.wait_for("slide_shown", timeout=15)["number"] > 2


KEYCODES = {"F17": "195", "F18": "196", "F19": "197", "F20": "198"}
"""X's numbers of these keys, as a keyboard sends them: to F19 and F20 X gives other names. The numbers of F21 to F24 a
virtual screen does not pass on; tests/kiosk/test_inputs.py gives these as events."""


def test_the_keys_f17_to_f20_do_what_they_say(tmp_path: Path, screen: ScreenRig, sound_server: SoundRig) -> None:
    with Pilot(tmp_path, screen, sound_server, QUICK + 'keypad = "ez-access"\n') as pilot:
        for name, command in (("F19", "FOCUS_NEXT"), ("F18", "FOCUS_BACK"), ("F20", "SELECT"), ("F17", "HELP")):
            pilot.key(KEYCODES[name])
            pilot.wait_for("command", command=command, input="key")
        pilot.wait_for("panel_shown", panel="help")


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory, screen: ScreenRig, sound_server: SoundRig) -> Iterator[Pilot]:
    """One kiosk for the finger, in the order of this file."""
    with Pilot(tmp_path_factory.mktemp("finger"), screen, sound_server, QUICK) as pilot:
        yield pilot


def middle(pilot: Pilot, name: str) -> tuple[int, int]:
    x, y, width, height = pilot.target(name)["rect"]
    return x + width // 2, y + height // 2


def test_a_finger_that_rests_hears_what_is_there_and_sliding_on_explores(pilot: Pilot) -> None:
    pilot.mark()
    pilot.screen.press(*middle(pilot, "Next"))
    pilot.wait_for("felt", how="rested", input="touch")
    pilot.wait_for("session_started")
    word = pilot.wait_for("word_started", timeout=15, shown="Next")
    assert pilot.sounding(word["t"] - 0.3, word["t"] + 1.5) > 0.15
    pilot.screen.xdotool("mousemove", *map(str, middle(pilot, "Topics")))
    pilot.wait_for("felt", how="slid")
    pilot.wait_for("word_started", timeout=15, shown="Topics")
    pilot.screen.release(*middle(pilot, "Topics"))
    pilot.wait_for("felt", how="left")
    assert not any(event["event"] == "panel_shown" for event in pilot.events())


def test_one_tap_tells_and_two_press(pilot: Pilot) -> None:
    time.sleep(1.2)
    pilot.touch("Next")
    pilot.wait_for("felt", how="came")
    pilot.wait_for("word_started", timeout=15, shown="Next")
    time.sleep(1.2)
    assert not any(event["event"] == "slide_shown" and event["number"] == 2 for event in pilot.events())
    x, y = middle(pilot, "Next")
    pilot.touch_at(x, y)
    pilot.wait_for("felt", how="left")
    time.sleep(0.2)
    pilot.screen.tap(x, y)
    pilot.wait_for("slide_shown", number=2)


def test_the_corner_tells_where_one_is(pilot: Pilot) -> None:
    pilot.touch_at(5, 5)
    pilot.wait_for("word_started", timeout=15, shown="Corner")
