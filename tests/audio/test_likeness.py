"""How alike phrases sound, and the dictionary behind it."""

from __future__ import annotations

import pytest

from audio.likeness import likeness
from audio.pocketsphinx_dictionary import pronunciations
from audio.recognizer import RecognizerError


def alike(one: str, other: str) -> float:
    phones = pronunciations([one, other])
    return likeness(phones[one], phones[other])


def test_the_same_sound_is_one_and_nothing_is_none() -> None:
    assert alike("next slide", "Next  slide") == 1.0
    assert alike("two", "too") == 1.0
    assert likeness((), ("T",)) == likeness((), ()) == 0.0


@pytest.mark.parametrize(
    ("phrase", "near", "far"),
    [
        ("stop reading", "keep reading", "main menu"),
        ("speak faster", "speak softer", "bigger text"),
        ("five", "nine", "two"),
        ("start", "stop", "goodbye"),
        ("next slide", "text slide", "go back"),
    ],
)
def test_what_people_confuse_is_more_alike(phrase: str, near: str, far: str) -> None:
    assert alike(phrase, near) > alike(phrase, far) + 0.1
    assert alike(phrase, near) == alike(near, phrase)


def test_every_pair_is_between_nothing_and_the_same() -> None:
    words = ["go", "on", "off", "unbelievable extraordinary", "a"]
    assert all(0.0 <= alike(one, other) <= 1.0 for one in words for other in words)


def test_a_word_that_is_in_no_dictionary_has_no_phones() -> None:
    assert pronunciations(["xyzzyq now", "", "go back", "'"]) == {"go back": ("G", "OW", "B", "AE", "K")}


def test_another_language_has_no_dictionary() -> None:
    with pytest.raises(RecognizerError, match="only for English"):
        pronunciations(["oui"], "fr")
