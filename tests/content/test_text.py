"""A text is cut into sentences and words so that a listener hears all of it, with its pauses."""

from __future__ import annotations

import random

import pytest

from content.lexicon import Lexicon
from content.model import Sentence
from content.text import sentences, unspoken

LEXICON = Lexicon(
    {
        "MMN": "M M N",
        "ALS": "A-L-S",
        "EMG": "E M G",
        "3,000 to 10,000": "three thousand to ten thousand",
        "3,000": "three grand",
        "U.S.": "United States",
        "Dr.": "Doctor",
        "neuron": "newron",
        "motor neuron": "moh-tor newron",
        "it": "eet",
        "and/or": "and or",
        "don't": "do not",
    }
)


def cut(text: str, *pairs: tuple[str, str]) -> tuple[Sentence, ...]:
    return sentences(text, pairs, (LEXICON,))


def heard(text: str, *pairs: tuple[str, str]) -> list[str]:
    """Each sentence as the voice is given it."""
    return [" ".join(word.spoken for word in sentence.words) for sentence in cut(text, *pairs)]


def marked(text: str, *pairs: tuple[str, str]) -> list[str]:
    """The shown characters of every word."""
    return [s.text[word.start : word.start + word.length] for s in cut(text, *pairs) for word in s.words]


CUTS = [
    ("One here. Two there.", ["One here.", "Two there."]),
    ("Is this so? Yes! Good.", ["Is this so?", "Yes!", "Good."]),
    ("Dr. Lee and Mrs. Poe are here. They wait.", ["Dr. Lee and Mrs. Poe are here.", "They wait."]),
    ("3,000 to 10,000 people. More or less 3.5.", ["3,000 to 10,000 people.", "More or less 3.5."]),
    ("In the U.S. Army there is one.", ["In the U.S. Army there is one."]),
    ("They live in the U.S. They work.", ["They live in the U.S.", "They work."]),
    ("Come at 5 p.m. The door is open.", ["Come at 5 p.m.", "The door is open."]),
    ("Weak hands, e.g. Anna's.", ["Weak hands, e.g. Anna's."]),
    ("Hands, feet, etc. are weak.", ["Hands, feet, etc. are weak."]),
    ("Is it fatal? No. It is not.", ["Is it fatal?", "No.", "It is not."]),
    ("See No. 5 and Fig. 2 here.", ["See No. 5 and Fig. 2 here."]),
    ("J. R. Smith saw it.", ["J. R. Smith saw it."]),
    ("Take vitamin C. The rest is rest.", ["Take vitamin C.", "The rest is rest."]),
    ("1. Sit down. 2. Wait.", ["1. Sit down.", "2. Wait."]),
    ("They are 40. Then they are 50.", ["They are 40.", "Then they are 50."]),
    ("Wait... what? So… nothing.", ["Wait... what?", "So… nothing."]),
    ("“Why?” she asked. He said: “No.” Then.", ["“Why?” she asked.", "He said: “No.”", "Then."]),
    ("Then (late.) Done.", ["Then (late.)", "Done."]),
    ("A heading\nA line without a stop\n\n And one. ", ["A heading", "A line without a stop", "And one."]),
    ("你好。再见。", ["你好。", "再见。"]),
    ("", []),
    (" \n — \n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CUTS)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    found = cut(text)
    assert [sentence.text for sentence in found] == expected
    assert all(text[sentence.start :].startswith(sentence.text) for sentence in found)


SPOKEN = [
    ("MMN is rare", ["M M N is rare."]),
    ("Yes, it is: rare; true!", ["Yes, eet is: rare; true!"]),
    ("Some diseases (ALS) are fast.", ["Some diseases, A-L-S, are fast."]),
    ("Fast diseases (such as ALS).", ["Fast diseases, such as A-L-S."]),
    ("ALS's cause, ALS’s cause", ["A-L-S's cause, A-L-S's cause."]),
    ("Two EMGs, motor neurons", ["Two E M G's, moh-tor newrons."]),
    ("Its sits", ["Its sits."]),
    ("It, IT, it", ["eet, eet, eet."]),
    ("mmn and als", ["mmn and als."]),
    ("3,000 to 10,000, 3,000", ["three thousand to ten thousand, three grand."]),
    ("13,000 and 3,000,000 and 3,000.5", ["13,000 and 3,000,000 and 3,000.5."]),
    ("3,000  to\u00a010,000", ["three thousand to ten thousand."]),
    ("MMN-like, non-MMN", ["M M N like, non M M N."]),
    ("Well-known and/or so", ["Well-known and or so."]),
    ("Hands – and feet — too", ["Hands, and feet, too."]),
    ("Hands—feet", ["Hands, feet."]),
    ("Hands - feet", ["Hands, feet."]),
    ("50% of $5 & more", ["50% of $5 & more."]),
    ("Dr. Lee, U.S. citizen", ["Doctor Lee, United States citizen."]),
    ("in the U.S.", ["in the United States."]),
    ("at 5 p.m. on", ["at 5 p.m. on."]),
    ("“Quoted” and ‘so’", ["Quoted and so."]),
    ("I don’t", ["I do not."]),
    ("1. Sit down", ["1, Sit down."]),
    ("• A point", ["A point."]),
    ("Really?!", ["Really?"]),
    ("Name™ here", ["Name here."]),
    ("An élan naïve, Cafe\u0301", ["An élan naïve, Cafe\u0301."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SPOKEN)
def test_sentence_is_right_for_the_ear(text: str, expected: list[str]) -> None:
    assert heard(text) == expected


def test_word_is_what_is_seen_without_its_punctuation() -> None:
    text = "“About 3,000 to 10,000 people” (in the U.S.), have MMN."
    assert marked(text) == ["About", "3,000 to 10,000", "people", "in", "the", "U.S.", "have", "MMN"]


def test_pairs_of_the_slide_go_before_the_lexicon_even_when_shorter() -> None:
    assert heard("3,000 to 10,000", ("3,000", "some")) == ["some to 10,000."]
    assert heard("3,000 - 5,000 of MMN", ("3,000 - 5,000", "three to five")) == ["three to five of M M N."]


def test_entry_is_never_cut_by_a_sentence() -> None:
    lexicon = Lexicon({"Who? What": "the quiz", "e.g.": "for example"})
    (one,) = sentences("At Who? What, e.g. Anna waits.", (), (lexicon,))
    assert " ".join(word.spoken for word in one.words) == "At the quiz, for example Anna waits."


def test_entry_of_figures_is_no_part_of_a_longer_figure() -> None:
    lexicon = Lexicon({"500": "five hundred"})
    (one,) = sentences("500 and 1,500 and 0.500 and 500,000 and 500.", (), (lexicon,))
    assert (
        " ".join(word.spoken for word in one.words) == "five hundred and 1,500 and 0.500 and 500,000 and five hundred."
    )


def test_pause_of_an_entry_is_not_doubled() -> None:
    lexicon = Lexicon({"e.g.": "for example,", "etc.": "and so on."})
    (one,) = sentences("Hands, e.g., thumbs, etc.", (), (lexicon,))
    assert " ".join(word.spoken for word in one.words) == "Hands, for example, thumbs, and so on."


def test_entry_does_not_reach_over_a_paragraph() -> None:
    assert heard("3,000\nto 10,000") == ["three grand.", "to 10,000."]


def test_without_lexicon_a_text_is_spoken_as_shown() -> None:
    (one,) = sentences("MMN is rare.", (), ())
    assert [word.spoken for word in one.words] == ["MMN", "is", "rare."]


def test_what_a_listener_misses_is_named() -> None:
    assert unspoken("5 → 6 and 20–70, 3 - 4, ~9", (LEXICON,)) == ("→", "~", "20–70", "3 - 4")
    assert unspoken("20–70 years", (Lexicon({"20–70": "20 to 70"}),)) == ()
    assert unspoken("Well – so, (yes) “no” … 50% & $5 555-1234 Name™ MMN's", (LEXICON,)) == ()


PIECES = (
    "MMN", "ALS's", "EMGs", "3,000 to 10,000", "3,000", "13,000.5", "U.S.", "Dr.", "e.g.", "etc.", "p.m.", "J.",
    "neurons", "motor neuron", "it", "its", "don’t", "and/or", "don't", "(ALS)", "“quoted”", "‘so’", "MMN-like",
    "x–y", "20–70", "—", "-", "…", "...", "Why?", "No!", "end.", "He", "The", "they", "1.", "2)", "%", "50%", "&",
    "→", "™", "naïve", "Cafe\u0301", "ß", "你好。", "🙂", ",", ";", "a:b", "'", '"', "((", "*", "a_b", "C++", "@", "½",
    "٣", "U.S.A.", "a.b", ".5", "..", "?!",
)  # fmt: skip
GAPS = (" ", " ", " ", "  ", "\n", "\n\n", "\u00a0", "", ", ", ". ")


def random_text(chance: random.Random) -> str:
    return "".join(chance.choice(PIECES) + chance.choice(GAPS) for _ in range(chance.randrange(1, 25)))


def test_any_text_keeps_every_letter_in_just_one_word() -> None:
    chance = random.Random(11)
    for _ in range(3000):
        text = random_text(chance)
        pairs = ((chance.choice(PIECES), "spoken so"),) if chance.random() < 0.3 else ()
        place = 0
        covered: set[int] = set()
        for sentence in cut(text, *pairs):
            assert sentence.start >= place, text
            assert text[sentence.start : sentence.start + len(sentence.text)] == sentence.text, text
            assert sentence.text == sentence.text.strip(), text
            assert "\n" not in sentence.text, text
            end = 0
            for word in sentence.words:
                assert word.length > 0, text
                assert word.start >= end, text
                end = word.start + word.length
                covered.update(range(sentence.start + word.start, sentence.start + end))
            assert end <= len(sentence.text), text
            assert sentence.words[-1].spoken[-1] in ".,:;?!", text
            place = sentence.start + len(sentence.text)
        missed = [sign for at, sign in enumerate(text) if sign.isalnum() and at not in covered]
        assert missed == [], text


def test_any_text_without_entries_is_spoken_letter_by_letter() -> None:
    chance = random.Random(12)
    for _ in range(3000):
        text = random_text(chance)
        spoken = " ".join(word.spoken for sentence in sentences(text, (), ()) for word in sentence.words)
        assert [s for s in spoken if s.isalnum()] == [s for s in text if s.isalnum()], text
        assert not any(f" {sign}" in f" {spoken}" for sign in " ,;:?!"), text
