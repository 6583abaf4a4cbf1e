"""Whatever is spoken or sounds stands on the screen at that time, in that order (B7, F1), and is marked (A8)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from audio.api import UtteranceStarted, WordStarted
from content.deck import FileDeck
from kiosk.journal import Journal
from kiosk.narrating import narration
from kiosk.reporter import Reporter
from kiosk.scene import Part, Scene
from kiosk.scenes import scene
from kiosk.script import script
from kiosk.state import Rules, Session, Talking
from tests.kiosk.random_visits import random_visit

SEEDS = range(24)
LENGTH = 250
PATIENCE = 80
"""Most of what is said is heard: long readings, cut off now and then."""


def shown(scene: Scene) -> str:
    """All words that stand under the header, in reading order; a choice with its number and its state."""
    choices = [f"{one.number or ''} {one.label} {one.state}" for one in scene.choices]
    return " ".join([scene.title, scene.text, scene.question, *choices, scene.footer, scene.caption])


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_speaking(session: Session) -> bool:
    return session.talk.state is Talking.SPEAKING and session.hold is None


def test_the_sentence_being_spoken_stands_on_the_screen(deck: FileDeck) -> None:
    count = 0
    for seed in SEEDS:
        for step in random_visit(deck, seed, LENGTH, patience=PATIENCE):
            session = step.session
            lines = script(session, deck)
            if is_speaking(session) and session.talk.sentence < len(lines):
                spoken = plain(lines[session.talk.sentence].sentence.text)
                assert spoken in plain(shown(scene(session, deck))), (seed, step.message, spoken)
                count += 1
    assert count > 1000


def test_the_number_and_the_state_that_are_said_with_a_choice_stand_on_it(deck: FileDeck) -> None:
    for seed in SEEDS:
        for step in random_visit(deck, seed, LENGTH, patience=PATIENCE):
            session, lines = step.session, script(step.session, deck)
            if not is_speaking(session) or session.talk.sentence >= len(lines):
                continue
            line = lines[session.talk.sentence]
            if line.part is not Part.CHOICE:
                continue
            choice = scene(session, deck).choices[line.index]
            said = plain(" ".join(word.spoken for word in line.sentence.words))
            assert not choice.number or str(choice.number) in said
            assert plain(choice.state) in said
            extra = said.removeprefix(f"number {choice.number} ").removesuffix(f" {plain(choice.state)}")
            assert not re.search(r"\d", extra) or re.search(r"\d", choice.label), said


def test_the_mark_is_on_the_word_that_is_spoken(deck: FileDeck) -> None:
    count = 0
    for seed in SEEDS:
        for step in random_visit(deck, seed, LENGTH, patience=PATIENCE):
            session, message = step.session, step.message
            if not isinstance(message, WordStarted) or message.number != session.talk.number:
                continue
            seen = scene(session, deck)
            line = script(session, deck)[message.sentence]
            word = line.sentence.words[message.word]
            said = line.sentence.text[word.start : word.start + word.length]
            assert seen.mark is not None, (seed, said)
            parts = {
                Part.TITLE: seen.title, Part.TEXT: seen.text, Part.QUESTION: seen.question, Part.CAPTION: seen.caption,
                Part.CHOICE: seen.choices[seen.mark.index].label if seen.mark.part is Part.CHOICE else "",
            }  # fmt: skip
            text = parts[seen.mark.part]
            assert text[seen.mark.start : seen.mark.start + seen.mark.length] == said
            count += 1
    assert count > 500


def test_every_sound_is_told_in_words_as_it_sounds(deck: FileDeck) -> None:
    """What was heard tells the chime that confirms it."""
    count = 0
    for seed in SEEDS:
        for step in random_visit(deck, seed, LENGTH, patience=PATIENCE):
            utterance = narration(step.session, deck).utterance
            is_beginning = isinstance(step.message, UtteranceStarted) and step.session.talk.sentence == 0
            if utterance is None or not utterance.earcon or not is_speaking(step.session) or not is_beginning:
                continue
            icons = [sign.icon for sign in scene(step.session, deck).status]
            assert "chime" in icons or "heard" in icons, (seed, utterance.earcon, icons)
            count += 1
    assert count > 50


def test_the_journal_tells_the_words_in_the_order_in_which_they_are_shown(deck: FileDeck, tmp_path: Path) -> None:
    for seed in range(12):
        path = tmp_path / f"{seed}.jsonl"
        reporter, seen = Reporter(Journal(path), deck), []
        for step in random_visit(deck, seed, LENGTH, patience=PATIENCE):
            reporter.report(step.before, step.message)
            if isinstance(step.message, WordStarted) and step.message.number == step.session.talk.number:
                shows = scene(step.session, deck)
                assert shows.mark is not None
                seen.append((step.message.number, step.message.sentence, step.message.word))
        lines = map(json.loads, path.read_text().splitlines()) if path.exists() else ()
        written = [(one["number"], one["sentence"], one["word"]) for one in lines if one["event"] == "word_started"]
        assert written == seen


def test_in_a_silent_kiosk_nothing_is_only_heard(deck: FileDeck) -> None:
    """Without a speaker the same words stand there: the kiosk that lost its sound goes on."""
    for seed in range(10):
        for step in random_visit(deck, seed, LENGTH, Rules(has_earcons=False)):
            deaf = replace(step.session, devices=replace(step.session.devices, has_speaker=False))
            assert shown(scene(deaf, deck)) == shown(scene(step.session, deck))
