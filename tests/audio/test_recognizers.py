"""Every recognizer is in the settings, works as ears, and says why it cannot."""

from __future__ import annotations

import pytest

from audio.api import Heard
from audio.endpointer import FRAME_BYTES
from audio.recognizer import RecognizerError
from audio.recognizers import AUTO, LOADERS, load_ears
from kiosk.settings import RECOGNIZERS
from tests.audio.sounds import frames, noise

WHISPER = "whisper"
"""It needs its extra, whose contract `make test-whisper` tries."""


def test_the_settings_know_the_same_ones() -> None:
    assert (AUTO, *LOADERS) == RECOGNIZERS


@pytest.mark.parametrize("recognizer", ["", AUTO, *sorted(LOADERS.keys() - {WHISPER})])
def test_ears_are_fresh_and_in_silence_hear_nothing(recognizer: str) -> None:
    new_ears = load_ears(recognizer)
    one, other = new_ears(), new_ears()
    assert one is not other
    for is_strict in (False, True):
        one.listen_for(frozenset({"next slide"}), is_strict=is_strict)
        assert [one.hear(bytes(FRAME_BYTES)) for _ in range(100)] == [None] * 100
    for frame in frames(noise(3)):
        assert not isinstance(one.hear(frame), Heard)


def test_whisper_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audio.whisper_model.PACKAGE", "no_such_package")
    with pytest.raises(RecognizerError, match=r"no_such_package.* not installed: .*mmn-kiosk\[whisper\]"):
        load_ears(WHISPER)


def test_what_there_is_not_is_refused_with_what_there_is() -> None:
    with pytest.raises(RecognizerError, match=r"no recognizer 'telepathy'; there is: .*pocketsphinx"):
        load_ears("telepathy")
    with pytest.raises(RecognizerError, match="English"):
        load_ears(AUTO, "de")
