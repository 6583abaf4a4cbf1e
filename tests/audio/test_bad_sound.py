"""Sound that no microphone should give, through the ears of the live kiosk: nothing breaks, nothing is obeyed."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pytest

from audio.recordings import FileListener, Recording
from audio.speech_recognition_source import RecordingError
from tests.audio.sounds import Samples, at_rate, buzz, frames, join, noise, speech, write_wav
from tests.audio.test_microphone_check import hum
from tests.audio.test_spoken_over import own

PHRASES = frozenset({"next slide", "go back", "main menu", "yes", "no"})


@pytest.fixture(scope="module")
def listener() -> FileListener:
    return FileListener()


def hear(listener: FileListener, sound: Samples, played: Samples | None = None) -> Recording:
    reference = None if played is None else frames(played)
    return listener.listen_to_frames(frames(sound), PHRASES, reference)


@pytest.mark.parametrize(
    "sound",
    [
        noise(20) * 0,
        np.full(320_000, -32_768, dtype=np.int16),
        noise(20, -10.0),
        noise(20, 20.0),  # every sample is cut off
        hum(20, -15.0, 50.0),
        buzz(20, 0.0),
        np.resize(np.array([32_767, -32_768], dtype=np.int16), 320_000),
        np.asarray(np.linspace(-32_768, 32_767, 320_000), dtype=np.int16),
    ],
)
@pytest.mark.parametrize("is_canceled", [False, True])
def test_what_is_no_voice_is_no_command(listener: FileListener, sound: Samples, is_canceled: bool) -> None:
    heard = hear(listener, sound, own(20)[: len(sound)] if is_canceled else None)
    assert heard.events == ()
    assert heard.seconds == pytest.approx(20.0, abs=0.05)


@pytest.mark.real
def test_a_phrase_over_hum_is_heard(listener: FileListener, tmp_path: Path) -> None:
    said = speech("next slide", tmp_path)
    mains = hum(len(said) / 16_000 + 3, -30.0, 50.0)
    mains[3 * 16_000 :][: len(said)] += said
    assert [event.phrase for event in hear(listener, mains).events] == ["next slide"]


@pytest.mark.real
def test_a_phrase_that_is_cut_off_is_never_taken_for_another(listener: FileListener, tmp_path: Path) -> None:
    said = speech("main menu", tmp_path).astype(float)
    cut = np.asarray(np.clip(said / np.abs(said).max() * 200_000, -32_768, 32_767), dtype=np.int16)
    assert {event.phrase for event in hear(listener, cut).events} <= {"main menu"}


@pytest.mark.real
@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (48_000, 2)])
def test_its_own_voice_is_taken_out_of_a_recording_of_another_rate(
    listener: FileListener, rate: int, channels: int, tmp_path: Path
) -> None:
    """The kiosk says a phrase in its narration again and again, and the microphone hears that; then a visitor does."""
    said = speech("next slide", tmp_path)
    played = join(own(12), said, said, own(6), noise(4) * 0)
    heard = np.roll(played, 1_600).astype(float) * 0.8
    heard[-3 * 16_000 :][: len(said)] += said[: 3 * 16_000]
    room = np.asarray(np.clip(heard + noise(len(heard) / 16_000), -32_768, 32_767), dtype=np.int16)
    file = write_wav(tmp_path / "heard.wav", at_rate(room, rate), rate=rate, channels=channels)
    reference = write_wav(tmp_path / "played.wav", at_rate(played, rate), rate=rate, channels=channels)
    without = listener.listen_to_file(file, PHRASES).events
    with_it = listener.listen_to_file(file, PHRASES, reference).events
    assert len(without) > 1, "without the reference it hears itself"
    assert [event.phrase for event in with_it] == ["next slide"]
    assert with_it[0].start > len(played) / 16_000 - 4


def test_a_reference_that_is_no_sound_is_named(listener: FileListener, tmp_path: Path) -> None:
    file = write_wav(tmp_path / "heard.wav", noise(1))
    with pytest.raises(RecordingError, match="no such file"):
        listener.listen_to_file(file, PHRASES, tmp_path / "none.wav")


def test_a_reference_that_ends_early_is_silence_from_then_on(listener: FileListener) -> None:
    assert hear(listener, noise(3), noise(1)).events == ()


def test_what_is_kept_does_not_grow_with_a_recording(listener: FileListener) -> None:
    """Talk beside the kiosk's own voice; three times as long keeps no more."""
    talk = [*frames(join(noise(1), buzz(0.6), noise(0.4), buzz(3), noise(1)))]
    played = [*frames(own(6))]

    def kept_after(seconds: int) -> int:
        tracemalloc.start()
        try:
            count = seconds * 50
            listener.listen_to_frames(_told(islice(cycle(talk), count), kept), PHRASES, islice(cycle(played), count))
        finally:
            tracemalloc.stop()
        return kept[-1]

    kept: list[int] = []
    first = kept_after(20)
    assert kept_after(60) < first + 500_000


def _told(source: Iterator[bytes], kept: list[int]) -> Iterator[bytes]:
    """The frames, and in the end how much memory is kept."""
    yield from source
    kept.append(tracemalloc.get_traced_memory()[0])
