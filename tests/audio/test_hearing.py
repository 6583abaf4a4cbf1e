"""The pipeline from frames to phrases, with a recogniser that is a small true program."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from audio.api import Heard, HeardNothingKnown
from audio.endpointer import FRAME_SECONDS, Endpointer
from audio.hearing import Hearing
from audio.recognizer import Hypothesis
from audio.speech_recognition_source import make_audio
from tests.audio.sounds import Samples, buzz, frames, join, noise


class LengthRecognizer:
    """Knows two words by their length: a short buzz is "short", a long one "long"; anything else is unknown."""

    def __init__(self) -> None:
        self.asked: list[frozenset[str]] = []

    def recognize_phrases(self, audio: object, phrases: frozenset[str]) -> Hypothesis | None:
        self.asked.append(phrases)
        seconds = len(audio.get_raw_data()) / 2 / audio.sample_rate  # type: ignore[attr-defined]
        word = "short" if seconds < 0.9 else "long" if seconds < 1.6 else ""
        return Hypothesis(word, 0.7) if word in phrases else None

    def unpronounceable(self, phrases: Iterable[str]) -> list[str]:
        return [phrase for phrase in phrases if phrase not in ("short", "long")]


SHORT = join(noise(1), buzz(0.4), noise(0.5))
LONG = join(noise(1), buzz(1.0), noise(0.5))


def heard(sound: Samples, hearing: Hearing) -> list[Heard | HeardNothingKnown]:
    return [event for frame in frames(sound) if (event := hearing.hear(frame))]


@pytest.fixture
def recognizer() -> LengthRecognizer:
    return LengthRecognizer()


@pytest.fixture
def hearing(recognizer: LengthRecognizer) -> Hearing:
    return Hearing(recognizer, Endpointer(), make_audio)


def test_an_active_phrase_is_heard_with_its_times(hearing: Hearing) -> None:
    hearing.listen_for(frozenset({"short", "long"}))
    first, second = heard(join(SHORT, LONG), hearing)
    assert isinstance(first, Heard)
    assert isinstance(second, Heard)
    assert (first.phrase, second.phrase) == ("short", "long")
    assert first.start == pytest.approx(1.0, abs=0.03)
    assert first.end == pytest.approx(1.4, abs=0.03)
    assert 0.2 < first.decided - first.end < 0.35
    assert second.start == pytest.approx(2.9, abs=0.03)


def test_a_phrase_that_is_not_active_is_nothing_known(hearing: Hearing) -> None:
    hearing.listen_for(frozenset({"long"}))
    (event,) = heard(SHORT, hearing)
    assert isinstance(event, HeardNothingKnown)
    assert event.start == pytest.approx(1.0, abs=0.03)


def test_with_no_phrase_active_nothing_is_even_tried(hearing: Hearing, recognizer: LengthRecognizer) -> None:
    hearing.listen_for(frozenset())
    (event,) = heard(SHORT, hearing)
    assert isinstance(event, HeardNothingKnown)
    assert recognizer.asked == []


def test_long_talk_is_not_tried(hearing: Hearing, recognizer: LengthRecognizer) -> None:
    hearing.listen_for(frozenset({"long"}))
    assert len(heard(join(noise(4), buzz(6), noise(1)), hearing)) == 1
    assert recognizer.asked == []


def test_what_began_before_a_change_is_dropped(hearing: Hearing) -> None:
    hearing.listen_for(frozenset({"short"}))
    assert heard(join(noise(1), buzz(0.3)), hearing) == []
    hearing.listen_for(frozenset({"short", "long"}))
    assert heard(noise(1), hearing) == []


def test_the_tail_of_the_kiosks_own_voice_is_not_listened_to(hearing: Hearing) -> None:
    hearing.listen_for(frozenset({"short"}), is_after_own_voice=True)
    assert heard(join(buzz(0.14), noise(1)), hearing) == []
    (event,) = heard(SHORT, hearing)
    assert event.start == pytest.approx(0.14 + 1 + 1, abs=2 * FRAME_SECONDS)


def test_it_is_recognized_once_and_before_the_silence_is_over(hearing: Hearing, recognizer: LengthRecognizer) -> None:
    hearing.listen_for(frozenset({"short"}))
    assert heard(join(noise(1), buzz(0.4), noise(0.2)), hearing) == []
    assert len(recognizer.asked) == 1
    assert len(heard(noise(0.3), hearing)) == 1
    assert len(recognizer.asked) == 1


def test_a_word_that_goes_on_after_a_pause_is_recognized_as_a_whole(
    hearing: Hearing, recognizer: LengthRecognizer
) -> None:
    hearing.listen_for(frozenset({"short", "long"}))
    (event,) = heard(join(noise(1), buzz(0.4), noise(0.2), buzz(0.4), noise(0.5)), hearing)
    assert isinstance(event, Heard)
    assert event.phrase == "long"
    assert len(recognizer.asked) == 2


def test_a_voice_that_hardly_stands_out_of_the_room_is_not_obeyed(hearing: Hearing) -> None:
    """The same word, 30 dB and 8 dB above the same noise."""
    hearing.listen_for(frozenset({"short"}))
    near, far = ((buzz(0.4, -50 + db) + noise(0.4, -50, seed=2)).astype("int16") for db in (30, 10))
    for word, kind in ((near, Heard), (far, HeardNothingKnown)):
        (event,) = heard(join(noise(4, -50), word, noise(0.5, -50)), hearing)
        assert type(event) is kind


def test_a_phrase_that_is_not_probable_enough_is_nothing_known() -> None:
    class Doubtful(LengthRecognizer):
        def recognize_phrases(self, audio: object, phrases: frozenset[str]) -> Hypothesis | None:
            return Hypothesis("short", 0.4)

    hearing = Hearing(Doubtful(), Endpointer(), make_audio)
    hearing.listen_for(frozenset({"short"}))
    (event,) = heard(SHORT, hearing)
    assert isinstance(event, HeardNothingKnown)
