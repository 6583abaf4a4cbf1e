"""Two utterances are never heard at once, and both ears hear the same: as recorded from the speaker."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.api import Narration, Utterance, UtteranceFinished, WordStarted
from audio.live_speaker import VoiceSource
from audio.player import MixerPlayer
from audio.speaker import TimedSpeaker
from audio.voice_process import VoiceProcess
from tests.audio.sound_out import READY, Inbox, sentence, worker
from tests.processes import TIED
from tests.rig import SPEAKER, SoundRig
from tests.sound import RATE, Samples

LOW_HZ, HIGH_HZ = 440.0, 1870.0
FRAME = RATE // 100
HEARD = 0.02
"""From this amplitude on a tone is there; the voice's is 0.27."""
LOW, HIGH = sentence("low low low low low low low low low low"), sentence("high high high high")

TWO_TONES = f"""
import array, math
for line in sys.stdin:
    request = json.loads(line)
    words = request["words"]
    hz = {HIGH_HZ} if words[0].startswith("high") else {LOW_HZ}
    tone = array.array("h", [int(9000 * math.sin(n * 2 * math.pi * hz / {RATE})) for n in range(8820 * len(words))])
    times = [[0.2 * n, 0.2 * n + 0.2] for n in range(len(words))]
    head = {{"id": request["id"], "bytes": 2 * len(tone), "seconds": 0.2 * len(words), "words": times,
             "estimated": False, "voice": "tones", "missing": ""}}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\\n" + tone.tobytes())
    sys.stdout.buffer.flush()
"""
"""A voice that says "low" and "high" as two tones."""


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def speaker(sound_here: SoundRig, inbox: Inbox, tmp_path: Path) -> Iterator[TimedSpeaker]:
    voice = VoiceSource(VoiceProcess(5.0, worker(tmp_path, READY + TWO_TONES)), None)
    speaking = TimedSpeaker(inbox.put, MixerPlayer(), voice)
    yield speaking
    speaking.close()


def amplitudes(samples: Samples, hz: float) -> np.ndarray:
    """How strong this tone is in each hundredth of a second."""
    frames = samples[: samples.size // FRAME * FRAME].reshape(-1, FRAME)
    wave = np.exp(-2j * np.pi * hz * np.arange(FRAME) / RATE) * np.hanning(FRAME)
    return np.abs(frames @ wave) * 2 / np.hanning(FRAME).sum()


def seconds_of_both(samples: Samples) -> float:
    """For how long both tones are there, but for the one hundredth in which one may follow the other."""
    both = (amplitudes(samples, LOW_HZ) > HEARD) & (amplitudes(samples, HIGH_HZ) > HEARD)
    longer = both[1:] & both[:-1]
    return float(longer.sum()) / 100


@pytest.mark.real
def test_the_next_utterance_is_never_heard_over_the_last_one(
    sound_here: SoundRig, speaker: TimedSpeaker, inbox: Inbox
) -> None:
    with sound_here.record() as recording:
        for number, wait in enumerate((0.0, 0.07, 0.19, 0.31), start=1):
            speaker.make_true(Narration(Utterance(2 * number, (LOW,)), rate_wpm=150))
            inbox.wait_for(WordStarted)
            time.sleep(wait)
            speaker.make_true(Narration(Utterance(2 * number + 1, (HIGH,)), rate_wpm=150))
            inbox.wait_for(UtteranceFinished)
        heard = recording.between(recording.began, time.monotonic())
    assert (amplitudes(heard, LOW_HZ) > HEARD).sum() >= 20
    assert (amplitudes(heard, HIGH_HZ) > HEARD).sum() >= 250
    assert seconds_of_both(heard) == 0


def test_two_voices_at_once_are_found() -> None:
    at = np.arange(RATE) / RATE
    low, high = (0.27 * np.sin(2 * np.pi * hz * at).astype(np.float32) for hz in (LOW_HZ, HIGH_HZ))
    assert seconds_of_both(np.concatenate([low, high])) == 0
    low[RATE // 2 :] = 0
    high[: RATE // 2 - RATE // 20] = 0
    assert seconds_of_both(low + high) == pytest.approx(0.05, abs=0.02)


@pytest.mark.real
def test_both_ears_hear_the_same(sound_here: SoundRig, speaker: TimedSpeaker, inbox: Inbox) -> None:
    shape = ["--raw", "--format=s16le", "--channels=2", f"--rate={RATE}"]
    command = [*TIED, "parec", "-d", f"{SPEAKER}.monitor", *shape]
    with subprocess.Popen(command, env=sound_here.env, stdout=subprocess.PIPE) as recorder:
        speaker.make_true(Narration(Utterance(1, (HIGH,)), rate_wpm=150))
        inbox.wait_for(UtteranceFinished)
        time.sleep(0.2)
        recorder.terminate()
        assert recorder.stdout
        raw = np.frombuffer(recorder.stdout.read(), "<i2")
    left, right = raw[: raw.size // 2 * 2].reshape(-1, 2).T
    assert np.abs(left).max() > 3000
    assert np.array_equal(left, right)
