"""What every recognizer promises, tried on each of them with real sound.

Whisper's model is too large for every test run (160 MB to download): there its place is taken by a small ear, and `make
test-whisper` tries the same promises on the model itself. What people's voices make of it is the benchmark's.
"""

from __future__ import annotations

import resource
import sys
import threading
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import speech_recognition as sr

from audio.confidence import ACCEPTED
from audio.endpointer import Endpointer
from audio.fused_recognizer import FusedRecognizer
from audio.pocketsphinx_recognizer import PocketSphinxRecognizer
from audio.recognizer import Hypothesis, PhraseRecognizer, RecognizerError
from audio.speech_recognition_source import make_audio
from audio.whisper_recognizer import WhisperRecognizer
from tests.audio.fake_whisper import FakeWhisper
from tests.audio.sounds import Samples, at_rate, buzz, frames, join, noise, speech

PHRASES = frozenset(
    {"next slide", "go back", "main menu", "Where am I", "read this slide", "number two", "I am done", "yes", "no"}
)
ALIKE = [
    f"{one} {other}"
    for one, other in product(
        "go no slow row low so show".split(), "back pack black track rack sack lack".split()
    )
][:47]  # fmt: skip
OTHERS = ("banana", "nine hundred dollars", "bring it to the office", "Washington")
HZ = 16_000

RECOGNIZERS: dict[str, Callable[[], PhraseRecognizer]] = {
    "pocketsphinx": PocketSphinxRecognizer,
    "whisper with a small ear": lambda: WhisperRecognizer(decoder=FakeWhisper()),
    "fused with a small ear": lambda: FusedRecognizer(
        WhisperRecognizer(decoder=FakeWhisper()), PocketSphinxRecognizer()
    ),
    "whisper": WhisperRecognizer,
    "fused": lambda: FusedRecognizer(WhisperRecognizer(), PocketSphinxRecognizer()),
}  # fmt: skip
NEED_THE_MODEL = ("whisper", "fused")
EACH = [pytest.param(name, marks=[pytest.mark.long] if name in NEED_THE_MODEL else []) for name in RECOGNIZERS]


@pytest.fixture(scope="module", params=EACH)
def recognizer(request: pytest.FixtureRequest) -> PhraseRecognizer:
    return RECOGNIZERS[request.param]()


def utterance(words: str, folder: Path) -> Samples:
    """What is said, as the endpointer cuts it."""
    endpointer = Endpointer()
    found = [segment for frame in frames(speech(words, folder)) if (segment := endpointer.feed(frame))]
    return np.frombuffer(found[0].pcm, np.int16)


def heard(recognizer: PhraseRecognizer, sound: Samples, phrases: frozenset[str] = PHRASES) -> Hypothesis | None:
    """What is accepted; a hypothesis that keeps to the contract, or none."""
    found = recognizer.recognize_phrases(make_audio(sound.tobytes(), HZ), phrases)
    assert found is None or (found.phrase in phrases and 0.0 <= found.score <= 1.0)
    return found if found is not None and found.score >= ACCEPTED else None


@pytest.mark.real
@pytest.mark.parametrize("phrase", sorted(PHRASES))
def test_clear_speech_is_the_phrase_as_it_is_written(
    recognizer: PhraseRecognizer, phrase: str, tmp_path: Path
) -> None:
    found = heard(recognizer, utterance(phrase, tmp_path))
    assert found is not None and found.phrase == phrase


@pytest.mark.real
@pytest.mark.parametrize("words", OTHERS)
def test_other_words_are_none(recognizer: PhraseRecognizer, words: str, tmp_path: Path) -> None:
    assert heard(recognizer, utterance(words, tmp_path)) is None


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(noise(0), id="nothing"),
        pytest.param(noise(0.02, -20), id="20 ms"),
        pytest.param(np.zeros(HZ, np.int16), id="silence"),
        pytest.param(noise(1.0, -60), id="a quiet room"),
        pytest.param(noise(0.8, -20), id="noise"),
        pytest.param(buzz(0.6), id="a vowel that is sung"),
        pytest.param(buzz(1.0, hertz=50.0), id="hum"),
        pytest.param(noise(10.0, -30), id="10 s of noise"),
    ],
)
def test_what_is_no_speech_is_none(recognizer: PhraseRecognizer, sound: Samples) -> None:
    assert heard(recognizer, sound) is None


@pytest.mark.real
def test_ten_seconds_of_talk_are_none(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    talk = join(*[speech(words, tmp_path)[HZ // 2 : -HZ // 2] for words in (*OTHERS, "go back", *OTHERS)])
    assert heard(recognizer, np.resize(talk, 10 * HZ)) is None


@pytest.mark.real
def test_a_phrase_that_is_not_active_is_none(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    assert heard(recognizer, utterance("main menu", tmp_path), PHRASES - {"main menu"}) is None


@pytest.mark.real
def test_without_phrases_nothing_is_found(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    said = utterance("next slide", tmp_path)
    assert heard(recognizer, said, frozenset()) is None
    assert heard(recognizer, said, frozenset({"...", ""})) is None


@pytest.mark.real
def test_a_phrase_without_letters_is_named_and_does_no_harm(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    assert recognizer.unpronounceable(["next slide", "...", ""]) == ["...", ""]
    found = heard(recognizer, utterance("next slide", tmp_path), PHRASES | {"..."})
    assert found is not None and found.phrase == "next slide"


@pytest.mark.real
def test_47_phrases_that_sound_alike(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    said = utterance("go back", tmp_path)
    found = heard(recognizer, said, frozenset(ALIKE))
    assert len(ALIKE) == 47
    assert found is None or found.phrase == "go back"


@pytest.mark.real
def test_the_same_sound_gives_the_same_answer(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    said, other = utterance("go back", tmp_path), utterance("main menu", tmp_path)
    first = heard(recognizer, said)
    heard(recognizer, other)
    assert first is not None
    assert heard(recognizer, said) == first


@pytest.mark.real
def test_clipped_speech_is_the_phrase_or_none(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    said = utterance("read this slide", tmp_path).astype(np.int32)
    clipped = np.clip(said * 32_768 // max(1, int(np.abs(said).max())) * 4, -32_768, 32_767).astype(np.int16)
    found = heard(recognizer, clipped)
    assert found is None or found.phrase == "read this slide"


@pytest.mark.real
def test_sound_of_another_rate_is_brought_to_its_own(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    said = at_rate(utterance("next slide", tmp_path), 48_000)
    found = recognizer.recognize_phrases(sr.AudioData(said.tobytes(), 48_000, 2), PHRASES)
    assert found is not None and found.phrase == "next slide"


@pytest.mark.real
def test_it_may_be_made_in_one_thread_and_used_in_another(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    said = utterance("next slide", tmp_path)
    found: list[Hypothesis | None] = []
    thread = threading.Thread(target=lambda: found.append(heard(recognizer, said)))
    thread.start()
    thread.join(60)
    assert [one and one.phrase for one in found] == ["next slide"]


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="no getrusage there")
def test_memory_does_not_grow(recognizer: PhraseRecognizer, tmp_path: Path) -> None:
    """Thirty calls with three lists of phrases, after one of each."""
    said = utterance("go back", tmp_path)
    lists = [PHRASES | {other} for other in ALIKE[:3]]
    for phrases in lists:
        heard(recognizer, said, phrases)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for phrases in lists * 10:
        heard(recognizer, said, phrases)
    grown_megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown_megabytes < 20


@pytest.mark.parametrize("made", [PocketSphinxRecognizer, WhisperRecognizer])
def test_a_language_without_a_model_is_refused(made: Callable[[str], PhraseRecognizer]) -> None:
    with pytest.raises(RecognizerError, match="English only, not 'de'"):
        made("de")
