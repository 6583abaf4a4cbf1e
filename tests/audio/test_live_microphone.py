"""The live listener on a real sound server: a microphone pulled out, put back, chosen by name, muted, missing."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from audio.api import Heard, Listening, MicrophoneBack, MicrophoneFault, MicrophoneLost, Report, VoiceLevel
from audio.listener import LiveListener
from audio.sounddevice_microphone import Microphone, MicrophoneError, list_microphones
from tests.audio.sounds import speech, write_wav
from tests.rig import SoundRig

pytestmark = pytest.mark.real

PASSED_OVER = (VoiceLevel, MicrophoneFault)
ON = Listening(is_on=True, phrases=frozenset({"next slide", "go back", "main menu"}))


class Ears:
    """A live listener that is on, and its reports."""

    def __init__(self, device: str = "") -> None:
        self.reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
        self.listener = LiveListener(self.reports.put, device=device)
        self.listener.make_true(ON)

    def next(self, seconds: float = 20.0) -> Report:
        """The next report; how loud a voice is, and that the virtual microphone is silent, is passed over."""
        deadline = time.monotonic() + seconds
        while isinstance(report := self.reports.get(timeout=max(0.0, deadline - time.monotonic())), PASSED_OVER):
            pass
        return report

    def next_lost(self) -> str:
        """Why the microphone is lost; fails if something else is reported before."""
        report = self.next()
        assert isinstance(report, MicrophoneLost)
        return report.reason

    def hears(self, rig: SoundRig, folder: Path, phrase: str) -> bool:
        """Whether ``phrase``, said into the microphone until it is heard, is what is heard."""
        sound = write_wav(folder / "said.wav", speech(phrase, folder))
        for _ in range(4):
            rig.say_into_mic(sound)
            rig.wait_said()
            try:
                report = self.next(5)
            except queue.Empty:
                continue  # it is not there yet
            assert isinstance(report, Heard)
            return report.phrase == phrase
        return False


@pytest.fixture
def ears(sound_here: SoundRig) -> Iterator[list[Ears]]:
    """Where a test puts the ears that it makes, to be closed."""
    made: list[Ears] = []
    yield made
    for one in made:
        one.listener.close()


def test_pulled_out_and_put_back(ears: list[Ears], sound_here: SoundRig, tmp_path: Path) -> None:
    ears.append(Ears())
    assert ears[0].hears(sound_here, tmp_path, "next slide")
    sound_here.unplug_microphone()
    assert ears[0].next_lost() == "the microphone was unplugged"
    sound_here.plug_microphone()
    assert ears[0].next() == MicrophoneBack()
    assert ears[0].hears(sound_here, tmp_path, "go back")


def test_pulled_out_while_it_is_not_listened_to(ears: list[Ears], sound_here: SoundRig, tmp_path: Path) -> None:
    ears.append(Ears())
    assert ears[0].hears(sound_here, tmp_path, "next slide")
    ears[0].listener.make_true(Listening(is_on=False))
    sound_here.unplug_microphone()
    assert ears[0].next_lost() == "the microphone was unplugged"
    sound_here.plug_microphone()
    assert ears[0].next() == MicrophoneBack()


def test_none_at_the_start(ears: list[Ears], sound_here: SoundRig, tmp_path: Path) -> None:
    """What is left are monitors of speakers: through these it would hear itself."""
    sound_here.unplug_microphone()
    ears.append(Ears())
    assert ears[0].next_lost() == "no microphone is connected"
    sound_here.plug_microphone()
    assert ears[0].next() == MicrophoneBack()
    assert ears[0].hears(sound_here, tmp_path, "main menu")


def test_chosen_by_a_part_of_its_name(ears: list[Ears], sound_here: SoundRig, tmp_path: Path) -> None:
    other = sound_here.pactl("load-module", "module-null-sink", "sink_name=other_in", "norewinds=1")
    more = ["source_name=other_mic", "source_properties=device.description=Door"]
    sound_here.pactl("load-module", "module-remap-source", "master=other_in.monitor", *more)
    try:
        sound_here.pactl("set-default-source", "other_mic")
        ears.append(Ears("kioskmic"))
        assert ears[0].hears(sound_here, tmp_path, "next slide")
    finally:
        sound_here.pactl("unload-module", other)
        sound_here.pactl("set-default-source", "kiosk_mic")


def test_a_name_that_is_not_there_says_what_is(ears: list[Ears]) -> None:
    ears.append(Ears("Blue Yeti"))
    reason = ears[0].next_lost()
    assert "no microphone 'Blue Yeti'" in reason
    assert "KioskMic" in reason


def test_one_that_gives_no_sound_is_lost_and_comes_back(ears: list[Ears], sound_here: SoundRig, tmp_path: Path) -> None:
    ears.append(Ears())
    assert ears[0].hears(sound_here, tmp_path, "next slide")
    try:
        sound_here.pactl("suspend-source", "kiosk_mic", "1")
        assert "no sound for 2 seconds" in ears[0].next_lost()
        with pytest.raises(queue.Empty):  # it is opened again and again, and is not back before it gives sound
            ears[0].next(4)
    finally:
        sound_here.pactl("suspend-source", "kiosk_mic", "0")
    assert ears[0].next() == MicrophoneBack()


def test_the_sound_server_dies_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of its own, at the same place each time."""
    (tmp_path / "rig").mkdir()
    with SoundRig(tmp_path / "rig") as first:
        for name in ("PULSE_SERVER", "PULSE_COOKIE", "PULSE_CLIENTCONFIG", "XDG_RUNTIME_DIR", "ALSA_CONFIG_PATH"):
            monkeypatch.setenv(name, first.env[name])
        ears = Ears()
        try:
            assert ears.hears(first, tmp_path, "next slide")
            first.stop()
            assert ears.next_lost()
            with SoundRig(tmp_path / "rig") as second:
                assert ears.next() == MicrophoneBack()
                assert ears.hears(second, tmp_path, "go back")
        finally:
            ears.listener.close()


def test_microphones_are_listed_and_monitors_are_not(sound_here: SoundRig) -> None:
    (only,) = list_microphones()
    assert (only.name, only.description, only.is_default) == ("kiosk_mic", "KioskMic", True)
    sound_here.unplug_microphone()
    assert list_microphones() == []


def test_without_portaudio_it_says_what_to_install(sound_here: SoundRig, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a fresh Debian: the package sounddevice is there, the library is not."""
    import sys

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr("ctypes.util.find_library", lambda _name: None)
    with pytest.raises(MicrophoneError, match="apt install libportaudio2"):
        Microphone()
