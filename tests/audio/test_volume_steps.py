"""The volume, as recorded from the speaker: steps, range, and the loudest without clipping."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from audio.api import Narration, Utterance, UtteranceFinished
from audio.live_speaker import LiveSpeaker
from audio.loudness import resample
from kiosk.state import VOLUMES_DB
from tests.audio.sound_out import Inbox, sentence
from tests.rig import SoundRig
from tests.sound import RATE, Samples

pytestmark = pytest.mark.real

TEXT = sentence("Weakness begins in the hands, and the muscles twitch.")


@pytest.fixture
def levels(sound_here: SoundRig) -> Iterator[list[Samples]]:
    """The same sentence at each volume, from the softest to the loudest."""
    inbox = Inbox()
    live = LiveSpeaker(inbox.put)
    heard = []
    for number, volume in enumerate(VOLUMES_DB, start=1):
        with sound_here.record() as recording:
            live.make_true(Narration(Utterance(number, (TEXT,)), rate_wpm=180, volume_db=volume))
            inbox.wait_for(UtteranceFinished, where=lambda report, number=number: report.number == number)  # type: ignore[misc]
            heard.append(recording.between(recording.began, inbox.taken[-1][0] + 0.1))
    yield heard
    live.close()


def test_seven_steps_of_six_decibels_and_the_loudest_does_not_clip(levels: list[Samples]) -> None:
    db = [10 * np.log10(np.sum(samples.astype(np.float64) ** 2)) for samples in levels]
    steps = np.diff(db)
    assert len(db) == 7
    assert steps == pytest.approx([6.0] * 6, abs=0.5)
    assert any(level - db[0] == pytest.approx(12.0, abs=0.5) for level in db)  # EN 301 549, 8.2.1.2
    assert db[-1] - db[0] >= 30
    between = resample(levels[-1].astype(np.float64), RATE, 4 * RATE)
    assert 20 * np.log10(np.abs(between).max()) < -1.0
