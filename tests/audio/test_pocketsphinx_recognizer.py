"""PocketSphinx behind our interface, on synthetic speech (flite: clearer than people; figures are the benchmark's)."""

from __future__ import annotations

from pathlib import Path

import pytest
import speech_recognition as sr

from audio.confidence import ACCEPTED
from audio.endpointer import Endpointer
from audio.pocketsphinx_recognizer import GRAMMARS_KEPT, PocketSphinxRecognizer
from audio.recognizer import Hypothesis, RecognizerError
from audio.speech_recognition_source import make_audio
from tests.audio.sounds import buzz, frames, noise, speech

PHRASES = frozenset({"next slide", "go back", "main menu", "Where am I", "read this slide", "number two", "yes", "no"})


@pytest.fixture(scope="module")
def recognizer() -> PocketSphinxRecognizer:
    return PocketSphinxRecognizer("en-US")


def utterance(phrase: str, folder: Path) -> sr.AudioData:
    """The phrase as the endpointer cuts it."""
    endpointer = Endpointer()
    (found,) = [segment for frame in frames(speech(phrase, folder)) if (segment := endpointer.feed(frame))]
    return make_audio(found.pcm, 16_000)


@pytest.mark.real
@pytest.mark.parametrize("phrase", sorted(PHRASES))
def test_every_phrase_is_recognized_as_it_was_written(
    recognizer: PocketSphinxRecognizer, phrase: str, tmp_path: Path
) -> None:
    found = recognizer.recognize_phrases(utterance(phrase, tmp_path), PHRASES)
    assert found is not None
    assert found.phrase == phrase
    assert ACCEPTED < found.score <= 1


@pytest.mark.real
@pytest.mark.parametrize("words", ["banana", "nine hundred dollars", "bring it to the office", "Washington"])
def test_other_words_are_refused(recognizer: PocketSphinxRecognizer, words: str, tmp_path: Path) -> None:
    assert is_refused(recognizer.recognize_phrases(utterance(words, tmp_path), PHRASES))


def is_refused(found: Hypothesis | None) -> bool:
    return found is None or found.score < ACCEPTED


@pytest.mark.real
def test_a_phrase_that_is_not_active_is_refused(recognizer: PocketSphinxRecognizer, tmp_path: Path) -> None:
    audio = utterance("main menu", tmp_path)
    assert is_refused(recognizer.recognize_phrases(audio, PHRASES - {"main menu"}))


@pytest.mark.real
def test_many_sets_of_phrases_one_after_the_other(recognizer: PocketSphinxRecognizer, tmp_path: Path) -> None:
    """More than the decoder keeps, then the first one again."""
    audio = utterance("next slide", tmp_path)
    sets = [frozenset({"next slide", f"number {word}"}) for word in "one two three four five six seven".split()]
    sets += [some | {other} for some in sets for other in ("help me", "go back", "main menu")]
    assert len(sets) > GRAMMARS_KEPT
    answers = [recognizer.recognize_phrases(audio, phrases) for phrases in [*sets, sets[0]]]
    assert {answer and answer.phrase for answer in answers} == {"next slide"}


def test_noise_a_buzz_and_hardly_anything_are_refused(recognizer: PocketSphinxRecognizer) -> None:
    for sound in (noise(0.6, -20), buzz(0.5), noise(0.02), noise(0)):
        assert is_refused(recognizer.recognize_phrases(make_audio(sound.tobytes(), 16_000), PHRASES))


def test_no_phrases_no_answer(recognizer: PocketSphinxRecognizer) -> None:
    audio = make_audio(buzz(0.5).tobytes(), 16_000)
    nothing: Hypothesis | None = recognizer.recognize_phrases(audio, frozenset())
    assert nothing is None
    assert recognizer.recognize_phrases(audio, frozenset({"...", "xqzzt"})) is None


def test_phrases_that_cannot_be_said_are_named(recognizer: PocketSphinxRecognizer) -> None:
    phrases = ["next slide", "...", "xqzzt now", "Where am I?", ""]
    assert recognizer.unpronounceable(phrases) == ["...", "xqzzt now", ""]


def test_only_english_has_a_model() -> None:
    with pytest.raises(RecognizerError, match="English only, not 'de'"):
        PocketSphinxRecognizer("de")
