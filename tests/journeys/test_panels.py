"""Kiosks on unusual panels: turned, with low controls, of another size while they run. A real window, real taps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.pilot import Pilot
from tests.rig import ScreenRig, SoundRig

pytestmark = pytest.mark.real

TURNED = """
[screen]
ppi = 102.5
rotation = 90
controls = "low"
hand = "left"
[voice_commands]
listen = false
"""


def test_a_turned_kiosk_is_steered_where_its_buttons_are(
    tmp_path: Path, screen: ScreenRig, sound_server: SoundRig
) -> None:
    with Pilot(tmp_path, screen, sound_server, settings=TURNED) as pilot:
        next_button = pilot.target("Next")["rect"]
        assert next_button[0] > 1920 * 2 / 3, "the foot of the picture is at the right of a panel turned by 90 degrees"
        assert next_button[3] > next_button[2], "its width is the height of the native pixels"
        before = pilot.screenshot()
        pilot.touch("Next")
        pilot.wait_for("command", command="NEXT", input="touch")
        pilot.wait_for("slide_shown", number=2)
        pilot.touch("Topics")
        pilot.wait_for("panel_shown", panel="topics")
        pilot.touch("topic-3")
        pilot.wait_for("command", command="GO_TO_TOPIC", number=3, input="touch")
        assert (pilot.screenshot() != before).any(axis=2).mean() > 0.02


def test_a_window_of_another_size_is_laid_out_anew_while_it_speaks(
    tmp_path: Path, screen: ScreenRig, sound_server: SoundRig
) -> None:
    with Pilot(tmp_path, screen, sound_server, size=(1280, 720)) as pilot:
        wide = pilot.target("Next")["rect"]
        pilot.wait_for("word_started", timeout=15)
        pilot.mark()
        pilot.resize(640, 880)
        pilot.wait_for("screen_shown")
        high = pilot.target("Next")["rect"]
        assert high[1] > wide[1] and high[0] + high[2] <= 640
        pilot.wait_for("word_started", timeout=15)
        pilot.touch("Next")
        pilot.wait_for("command", command="NEXT", input="touch")
        pilot.wait_for("slide_shown")
        assert len(np.unique(pilot.screenshot().reshape(-1, 3), axis=0)) > 20
