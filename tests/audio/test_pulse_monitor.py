"""What the loudspeaker is given stays beside what the microphone hears, also after either of them came late."""

from __future__ import annotations

from collections import deque

import pytest

from audio.endpointer import FRAME_BYTES
from audio.pulse_monitor import BACKLOG_FRAMES, MOST_FRAMES, Monitor

BLOCKS_A_FRAME = 2


@pytest.fixture
def monitor() -> Monitor:
    """A monitor without a server: the test gives it its sound."""
    made = Monitor.__new__(Monitor)
    made._blocks = deque()
    made._is_closed = made._has_begun = False
    made._owed, made._error = 0, ""
    return made


def come(monitor: Monitor, first: int, count: int) -> None:
    """Frames first, first + 1 … come in; each holds its number (from 1, so that none is silence)."""
    for number in range(first, first + count):
        monitor._blocks.extend([bytes([number % 255 + 1]) * (FRAME_BYTES // BLOCKS_A_FRAME)] * BLOCKS_A_FRAME)


def given(monitor: Monitor, count: int, waiting: int = 0) -> list[int]:
    """The numbers of the next frames; -1: silence. Of the microphone ``waiting`` frames wait behind the first one."""
    frames = [monitor.read_frame(max(0, waiting - at)) for at in range(count)]
    return [frame[0] - 1 if any(frame) else -1 for frame in frames]


def test_frames_come_in_their_order_a_little_late(monitor: Monitor) -> None:
    seen = []
    for number in range(20):
        come(monitor, number, 1)
        seen += given(monitor, 1)
    assert seen == [-1] * (BACKLOG_FRAMES - 1) + list(range(21 - BACKLOG_FRAMES))


def test_while_the_kiosk_was_busy_both_have_piled_up_and_nothing_is_lost(monitor: Monitor) -> None:
    come(monitor, 0, BACKLOG_FRAMES)
    first = given(monitor, 1)
    come(monitor, BACKLOG_FRAMES, 2 * MOST_FRAMES)
    assert first + given(monitor, 2 * MOST_FRAMES, 2 * MOST_FRAMES - 1) == list(range(2 * MOST_FRAMES + 1))


def test_what_piled_up_while_the_microphone_stood_still_is_dropped(monitor: Monitor) -> None:
    come(monitor, 0, 100)
    assert given(monitor, 1) == [100 - BACKLOG_FRAMES]


def test_a_frame_that_is_late_leaves_the_others_at_their_place(monitor: Monitor) -> None:
    come(monitor, 0, BACKLOG_FRAMES)
    assert given(monitor, BACKLOG_FRAMES + 2) == [*range(BACKLOG_FRAMES), -1, -1]
    come(monitor, BACKLOG_FRAMES, 6)
    assert given(monitor, 2) == [BACKLOG_FRAMES + 2, BACKLOG_FRAMES + 3]


def test_sound_that_never_comes_is_not_waited_for(monitor: Monitor) -> None:
    come(monitor, 0, BACKLOG_FRAMES)
    given(monitor, BACKLOG_FRAMES + 3 * MOST_FRAMES)
    seen = []
    for number in range(50, 100):
        come(monitor, number, 1)
        seen += given(monitor, 1)
    steady = seen[3 * BACKLOG_FRAMES :]
    assert steady == list(range(steady[0], steady[0] + len(steady)))
