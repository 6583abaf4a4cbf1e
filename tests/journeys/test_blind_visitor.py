"""A visitor who only hears, from the attract loop to the goodbye. The journal is read at the end, to see what it did.

The short visit belongs to `make test`; the whole deck by ear is long: `make journeys` runs it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from content import places
from content.model import Deck
from kiosk.cli.run import narration_pack
from kiosk.loading import Content, load_content
from kiosk.messages import Command
from kiosk.state import RATES_WPM
from tests.blind_visitor import BlindVisitor, Sentence, seconds_of
from tests.ear import Ear
from tests.known_narration import Screen, asked_screen, narrated, notice, said, slide_screen, topic_screens
from tests.pilot import Event, Pilot
from tests.rig import ScreenRig, SoundRig
from tests.sound import RATE, Samples, silences

pytestmark = pytest.mark.real

LONG_ENOUGH_SECONDS = 1.7
"""A sentence that still goes on when it has been understood and a key been pressed."""
SAME_PLACE_SECONDS = 0.8
"""Measured: under 0.06 s on a quiet machine; in torn sound the place is known to a word. Nobody hears where in silence
between two words it broke off."""
FAINT = 0.02
"""Under this part of its peak a sentence is silent to who listens."""
TRIES = 3
"""So often something is said before it counts as not understood."""
WHOLE_DECK_SPEED = 8
SAID_SECONDS = 1.5
"""So long it is silent only when a question has been read."""
END_SECONDS = 2.5
"""So long it is silent only when a slide has been read."""
PAUSES = 4
PAUSED_SECONDS = 2.5
"""On so many slides it pauses and repeats, in a sentence that is longer than this."""
UNDERSTOOD = 0.95
"""So much of the deck a listener has to understand; what is missing was dropped by a busy machine."""


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(None, places.default_deck_folder())


def voice(content: Content, screens: list[Screen], speed: int) -> dict[str, Samples]:
    """The sentences of these screens at a speed step (1 is the slowest)."""
    return narrated(screens, RATES_WPM[speed - 1], narration_pack(content, content.settings))


def is_of(screen: Screen) -> Callable[[str], bool]:
    """Whether something that was said belongs to this screen."""
    return {said(sentence) for sentence in screen}.__contains__


def commands(pilot: Pilot) -> list[tuple[str, str]]:
    """Every order that the kiosk took, and how."""
    return [(event["command"], event["input"]) for event in pilot.events() if event["event"] == "command"]


def say_until_heard(visitor: BlindVisitor, phrase: str, screen: Screen) -> Sentence:
    """Say it again if there is no answer: a recognizer mishears now and then."""
    for _ in range(TRIES - 1):
        visitor.say(phrase)
        try:
            return visitor.hear(is_of(screen), 10)
        except AssertionError:
            continue
    visitor.say(phrase)
    return visitor.hear(is_of(screen), 10)


def end_the_visit(visitor: BlindVisitor, deck: Deck) -> None:
    """It is spoken, so it is asked back; the answer is given when the question has been heard to its end."""
    say_until_heard(visitor, "I am done", asked_screen(deck, Command.DONE))
    visitor.hear_all(SAID_SECONDS)
    say_until_heard(visitor, "yes please", notice(deck, "goodbye"))


def hear_by(visitor: BlindVisitor, key: str, wanted: str) -> Sentence:
    """Press this key to hear a sentence; who was late, and in the next one, goes back by one."""
    visitor.press(key)
    for _ in range(TRIES):
        heard = visitor.hear()
        if heard.said == wanted:
            return heard
        visitor.press("b")
    raise AssertionError(f"{wanted!r} was not said again, but {visitor.heard[-TRIES:]}")


def pause_and_go_on(visitor: BlindVisitor, pilot: Pilot, sentence: Sentence, samples: Samples) -> None:
    """Pause in this sentence: silence, for as long as one likes; then it goes on at the same place."""
    pressed = visitor.press("p")
    paused = pressed + pilot.silent_after(pressed)
    time.sleep(1.0)
    assert visitor.has_been_silent(0.9)
    went_on = visitor.wait_for_sound(visitor.press("g"))
    before, after = visitor.place_of_end(sentence.said, paused), visitor.place_of_start(sentence.said, went_on)
    assert sounding_seconds(samples, before, after) <= SAME_PLACE_SECONDS


def sounding_seconds(samples: Samples, start: float, stop: float) -> float:
    """How much of a sentence is not silence between two of its seconds, whichever comes first."""
    first, last = sorted((max(0, round(start * RATE)), max(0, round(stop * RATE))))
    return 0.005 * int(np.count_nonzero(~silences(samples[first:last], FAINT * float(np.abs(samples).max()))))


# ---------------------------------------------------------------- a short visit


KEYS = {"r": "READ", "p": "PAUSE", "g": "GO_ON", "a": "AGAIN", "b": "SENTENCE_BACK", "d": "SLOWER", "equal": "LOUDER"}
KEYS |= {"t": "TOPICS", "q": "QUIET"}
WISH = 2
"""The number of the topic that this visitor looks for. It knows the name, and has to hear the number."""


@pytest.fixture
def voices(content: Content) -> list[dict[str, Samples]]:
    """What this visitor may hear, at the usual speed and a step slower."""
    deck, speed = content.deck, content.settings.speed
    slides = [slide_screen(deck, index) for index in (0, 1, deck.topics[WISH - 1].first)]
    screens = [*slides, *topic_screens(deck), notice(deck, "goodbye"), asked_screen(deck, Command.DONE)]
    return [voice(content, screens, step) for step in (speed, speed - 1)]


@pytest.fixture
def pilot(voices: object, tmp_path: Path, screen: ScreenRig, sound: SoundRig) -> Iterator[Pilot]:
    """It starts when the visitor knows the voice: on a busy machine that takes longer than the first slide."""
    with Pilot(tmp_path, screen, sound) as pilot:
        yield pilot


def test_a_visit_by_ear_alone(pilot: Pilot, content: Content, voices: list[dict[str, Samples]]) -> None:
    deck = content.deck
    first = slide_screen(deck, 0)
    wished = deck.topics[WISH - 1]
    name = " ".join(word.spoken for sentence in deck.sentences(wished.title) for word in sentence.words)
    there = slide_screen(deck, wished.first)
    usual, slow = voices
    visitor = BlindVisitor(pilot, Ear(usual))

    # The kiosk speaks before anybody has touched it: that is how one finds it.
    assert visitor.hear(is_of(first), 60)
    visitor.press("r")
    sentence = visitor.hear(lambda text: seconds_of(usual[text]) > LONG_ENOUGH_SECONDS + 0.5, 40)
    pause_and_go_on(visitor, pilot, sentence, usual[sentence.said])

    sentence = visitor.hear(lambda text: text != sentence.said and seconds_of(usual[text]) > LONG_ENOUGH_SECONDS)
    hear_by(visitor, "a", sentence.said)
    names = [said(one) for one in first]
    hear_by(visitor, "b", names[names.index(sentence.said) - 1])

    # Slower: the sentences that follow take as long as they do at that speed.
    visitor.press("d")
    visitor.ear = Ear(slow)
    one, other = visitor.hear(), visitor.hear()
    assert other.said == names[names.index(one.said) + 1]
    lasts = other.began - one.began - first[names.index(one.said)].pause_seconds
    assert lasts == pytest.approx(seconds_of(slow[one.said]), abs=0.3)
    assert lasts > 1.05 * seconds_of(usual[one.said])

    # Louder: the same sentence, by a step of 6 dB.
    before = visitor.loudness_db(other)
    visitor.press("equal")
    again = hear_by(visitor, "a", other.said)
    assert visitor.loudness_db(again) - before == pytest.approx(6.0, abs=2.0)

    # The topics are numbered, and the one that is wished for is named: its number is the key.
    visitor.press("t")
    offered = visitor.hear(lambda text: name in text)
    number = re.match(r"Number (\d)", offered.said)
    assert number, offered
    visitor.press(number[1])
    assert visitor.hear(is_of(there))

    visitor.press("q")
    assert pilot.silent_after(time.monotonic()) < 1.5
    visitor.ear = Ear(usual)  # the next visitor's speed
    end_the_visit(visitor, deck)

    pressed = [(KEYS.get(key, "OPTION"), "key") for key in visitor.pressed]
    taken, spoken = commands(pilot)[: len(pressed)], commands(pilot)[len(pressed) :]
    assert taken == pressed
    assert list(dict.fromkeys(spoken)) == [("DONE", "voice"), ("YES", "voice")], "each once more if there was no answer"
    kinds = [event["event"] for event in pilot.events()]
    assert kinds.count("session_started") == kinds.count("session_ended") == 1
    assert not {"error", "device_lost"} & set(kinds)


# ---------------------------------------------------------------- the whole deck


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_whole_deck_by_ear_alone(tmp_path: Path, screen: ScreenRig, sound: SoundRig, content: Content) -> None:
    deck = content.deck
    slides = [slide_screen(deck, index) for index in range(len(deck))]
    last, goodbye = notice(deck, "last_slide"), notice(deck, "goodbye")
    known = voice(content, [*slides, last, goodbye, asked_screen(deck, Command.DONE)], WHOLE_DECK_SPEED)
    settings = f"[sound]\nspeed = {WHOLE_DECK_SPEED}\n"
    paused = 0
    with Pilot(tmp_path, screen, sound, settings) as pilot:
        visitor = BlindVisitor(pilot, Ear(known))
        visitor.hear(is_of(slides[0]), 60)
        visitor.press("r")
        heard = visitor.hear_all(END_SECONDS)
        while not any(is_of(last)(sentence.said) for sentence in heard):
            long = {sentence.said for sentence in heard if seconds_of(known[sentence.said]) > PAUSED_SECONDS}
            if long and paused < PAUSES:
                pause_and_repeat(visitor, pilot, long, known)
                paused += 1
            visitor.press("Right")
            heard = visitor.hear_all(END_SECONDS)
        end_the_visit(visitor, deck)
        events = pilot.events()
    assert paused == PAUSES
    judge(slides, visitor, [event for event in events if event["event"] == "slide_shown"])


def pause_and_repeat(visitor: BlindVisitor, pilot: Pilot, long: set[str], known: dict[str, Samples]) -> None:
    """Hear the slide anew up to one of its long sentences; pause in it and go on; hear a long one a second time."""
    visitor.press("r")
    sentence = visitor.hear(long.__contains__)
    pause_and_go_on(visitor, pilot, sentence, known[sentence.said])
    visitor.press("r")
    sentence = visitor.hear(long.__contains__)
    visitor.press("a")
    assert visitor.hear().said == sentence.said


def judge(slides: list[Screen], visitor: BlindVisitor, shown: list[Event]) -> None:
    """Every slide was visited in its order, and what was said on them was understood."""
    numbers = [event["number"] for event in shown]
    assert [number for number, later in pairwise([*numbers, 0]) if number != later] == [*range(1, len(slides) + 1), 1]
    can_tell = set(visitor.ear.names)
    wanted = {said(sentence) for slide in slides for sentence in slide} & can_tell
    missed = wanted - {sentence.said for sentence in visitor.heard}
    print(f"understood {len(wanted) - len(missed)} of {len(wanted)} sentences; missed {sorted(missed)}")
    assert len(missed) <= (1 - UNDERSTOOD) * len(wanted), missed
