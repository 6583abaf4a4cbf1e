"""However a recognizer writes words, they come out as one form."""

from __future__ import annotations

import pytest

from audio.plain_words import plain_words, with_figures


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Next slide.", "next slide"),
        ("NEXT, slide!", "next slide"),
        ("1", "one"),
        ("Slide 12.", "slide twelve"),
        ("42", "forty two"),
        ("I'm done.", "i am done"),
        ("I’m done", "i am done"),
        ("What's that?", "what is that"),
        ("don't", "do not"),
        ("won't", "will not"),
        ("Change colours.", "change colors"),
        ("go backwards", "go backward"),
        ("…", ""),
        ("", ""),
        ("1984", "1984"),
    ],
)
def test_words_are_written_in_one_way(written: str, said: str) -> None:
    assert plain_words(written) == said


@pytest.mark.parametrize("number", "zero one two six twelve nineteen".split())
def test_figures_are_the_same_words(number: str) -> None:
    assert with_figures(f"slide {number}")[-1].isdigit()
    assert plain_words(with_figures(f"slide {number}")) == f"slide {number}"
