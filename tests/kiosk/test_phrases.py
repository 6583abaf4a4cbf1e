"""Phrases as data: each can be heard, none steals another's, what people say has a meaning; and trying one's own."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from content.deck import FileDeck
from content.language import spoken_form
from kiosk.__main__ import main
from kiosk.commands import phrase_orders
from kiosk.messages import Command, Order
from kiosk.narrating import START_COMMANDS, active_phrases, likely_phrases, listening
from kiosk.panels import targets
from kiosk.phrase_trial import SAME, Vocabulary, thieves, tried, vocabulary
from kiosk.situations import LOOP, OPTIONS, QUESTION, situations
from kiosk.state import Session
from tests.kiosk.visits import after, visit

MEANINGS = {
    "yes": Command.YES, "no": Command.NO, "stop": Command.QUIET, "go": Command.GO_ON, "up": Command.FOCUS_BACK,
    "down": Command.FOCUS_NEXT, "left": Command.BACK, "right": Command.NEXT, "on": Command.GO_ON,
    "off": Command.QUIET, "start": Command.READ, "help": Command.HELP, "repeat": Command.AGAIN,
    "forward": Command.NEXT, "backward": Command.BACK,
}  # fmt: skip
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()


@pytest.fixture(scope="module")
def words(deck: FileDeck) -> Vocabulary:
    return vocabulary(deck)


def test_every_word_that_people_were_tested_with_has_a_meaning_somewhere(words: Vocabulary) -> None:
    for word, command in MEANINGS.items():
        assert words.orders[word].command is command and words.states[word], word


def test_numbers_choose_and_go_to_slides_and_topics(words: Vocabulary) -> None:
    for number, word in enumerate(NUMBERS, start=1):
        assert words.orders[word] == words.orders[f"number {word}"] == Order(Command.OPTION, number)
        assert words.orders[f"slide {word}"] == Order(Command.GO_TO_SLIDE, number)
        assert words.orders[f"topic {word}"] == Order(Command.GO_TO_TOPIC, number)
        assert "topics" in words.states[word] and "slide" in words.states[f"slide {word}"]
    assert "slide" not in words.states["one"]


def test_every_phrase_can_be_heard_and_counts_somewhere(words: Vocabulary) -> None:
    assert set(words.phones) == set(words.orders)
    assert [phrase for phrase, states in words.states.items() if not states] == []


def test_no_phrase_of_a_topic_is_that_of_a_command(deck: FileDeck) -> None:
    commands = phrase_orders(deck.language, ())
    named = [spoken_form(phrase) for topic in deck.topics for phrase in topic.phrases]
    assert not set(named) & set(commands) and len(named) == len(set(named))


def test_no_phrase_steals_what_is_meant_for_another_in_any_state(words: Vocabulary) -> None:
    assert list(thieves(words)) == []
    assert list(thieves(words, 0.7)), "the measure finds nothing at all"


def test_numbers_never_sound_the_same(words: Vocabulary) -> None:
    numbered = [phrase for phrase in words.orders if phrase.split()[-1] in NUMBERS]
    for one, other in combinations(numbered, 2):
        assert words.phones[one] != words.phones[other]


def test_in_the_loop_only_what_begins_a_visit_counts(deck: FileDeck) -> None:
    orders = phrase_orders(deck.language, deck.topics)
    phrases = active_phrases(situations(deck)[LOOP], deck)
    assert {orders[phrase].command for phrase in phrases} == START_COMMANDS
    assert all(" " in phrase for phrase in phrases)
    assert len(phrases) < 20


def test_what_stands_on_the_screen_is_likely(deck: FileDeck) -> None:
    orders = phrase_orders(deck.language, deck.topics)
    for state, session in situations(deck).items():
        active, likely = active_phrases(session, deck), likely_phrases(session, deck)
        assert likely <= active, state
        if state == LOOP:
            assert not likely
            continue
        shown = {target.order for target in targets(session, deck)}
        assert {orders[phrase] for phrase in likely} >= shown & {orders[phrase] for phrase in active}, state
        assert len(likely) < 50, state
        assert listening(session, deck).likely in (likely, frozenset())
    assert {"yes", "no", "stop", "next slide"} <= likely_phrases(situations(deck)[QUESTION], deck)
    assert "bigger text" not in likely_phrases(situations(deck)[QUESTION], deck)


def test_everyday_words_count_on_panels_and_not_on_slides(deck: FileDeck, words: Vocabulary) -> None:
    for word in deck.language.everyday:
        assert not {LOOP, "slide", QUESTION, OPTIONS} & set(words.states[word]), word
        assert "topics" in words.states[word] or "help" in words.states[word], word


@pytest.mark.parametrize("state", [OPTIONS, "help", "reading", "sound", "settings", "topics", "words"])
def test_the_number_of_every_choice_chooses_it(deck: FileDeck, state: str) -> None:
    session = situations(deck)[state]
    session = after(visit(deck), deck, Command.WORDS) if state == "words" and not targets(session, deck) else session
    for target in targets(session, deck):
        if target.number:
            assert NUMBERS[target.number - 1] in active_phrases(session, deck)


def test_the_first_and_the_last_slide_and_one_between(deck: FileDeck) -> None:
    def at(session: Session, number: int) -> Session:
        return after(session, deck, Order(Command.GO_TO_SLIDE, number))

    assert at(visit(deck), 5).slide == 4
    assert at(visit(deck, Command.HELP), 0).slide == len(deck) - 1
    lost = at(visit(deck, Command.NEXT), len(deck) + 1)
    assert lost.slide == 1 and str(len(deck) + 1) in lost.notice


# ---------------------------------------------------------------- mmn-kiosk phrases


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["phrases", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_list_holds_every_phrase_with_its_states(capsys: pytest.CaptureFixture[str], words: Vocabulary) -> None:
    code, out, _ = run(capsys, "--json")
    listed = {row["phrase"]: row for row in json.loads(out)}
    assert code == 0 and set(listed) == set(words.orders)
    assert listed["slide five"]["command"] == "GO_TO_SLIDE" and listed["slide five"]["number"] == 5
    assert listed["next slide"]["sounds"] == "N EH K S T S L AY D" and LOOP in listed["next slide"]["states"]
    code, out, _ = run(capsys)
    assert code == 0 and all(phrase in out for phrase in words.orders)


def test_a_phrase_of_ones_own_that_is_like_none_can_be_added(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--try", "turn the page")
    assert code == 0 and "no phrase of any command yet" in out and "Nothing sounds too like it" in out
    assert all(state in out for state in (LOOP, "warning", QUESTION))


def test_a_phrase_that_is_too_like_another_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--try", "text slide")
    assert code == 1 and 'Too like "next slide"' in out
    assert json.loads(run(capsys, "--try", "text slide", "--json")[1])["too_like"] == ["next slide"]


def test_a_phrase_that_is_there_tells_what_it_does_in_each_state(
    capsys: pytest.CaptureFixture[str], deck: FileDeck
) -> None:
    assert run(capsys, "--try", "Go  Back")[0] == 0
    trial = tried("Go  Back", deck)
    assert trial.order == Order(Command.BACK) and "slide" in trial.states and LOOP not in trial.states
    assert all(near.order != trial.order for near in trial.nearest.values())


def test_a_phrase_of_unknown_words_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--try", "xyzzyq slide")
    assert code == 1 and "cannot be heard" in out


@pytest.mark.parametrize("text", ["12", "?!", "' -", "slide 2", "\u0000"])
def test_a_phrase_without_letters_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--try", text)
    assert code == 2 and "Write a phrase as it is said" in err and "Traceback" not in err


def test_check_refuses_phrases_that_sound_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from content import places

    text = places.language_file("en").read_text(encoding="utf-8")
    text = text.replace('"main menu"', '"main menu", "knows lied"').replace('"help me"', '"help me", "nose lied"')
    changed = tmp_path / "en.toml"
    changed.write_text(text, encoding="utf-8")
    monkeypatch.setattr(places, "language_file", lambda tag: changed)
    assert main(["check"]) == 2
    assert '"knows lied" and "nose lied" sound the same' in capsys.readouterr().err


def test_the_same_sound_is_found_and_no_less(words: Vocabulary) -> None:
    assert list(thieves(words, SAME)) == []
