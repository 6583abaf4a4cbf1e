"""When pictures move: at most 2 changes a second, over within 5 seconds, never without motion; and no flash."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pygame
import pytest

from audio.api import UtteranceFinished, WordStarted
from content import places
from content.deck import FileDeck, open_deck
from content.language import load_language
from content.motion import at_step
from content.theme import load_themes
from kiosk.loading import COMMAND_NAMES
from kiosk.messages import Command, Message, Order, Tick, Woken
from kiosk.motion import next_step_at, picture_step
from kiosk.moving import begin
from kiosk.prompts import PROMPTS
from kiosk.scenes import scene
from kiosk.session import update, wake_at
from kiosk.state import Comfort, Rules, Session
from kiosk.view.icons import SENTINELS, colored, sized

DECK = open_deck(places.default_deck_folder(), load_language(places.language_file("en"), COMMAND_NAMES, PROMPTS))
MOVING = [index for index in range(len(DECK)) if DECK.slide(index).picture_steps]
SHIFTS_A_SECOND = 2
MOST_FLASHING = 0.1
"""Of the box of a picture, which is at most about a quarter of the screen: within the 3 % that all flashes may have."""
Frame = np.ndarray[tuple[int, int], np.dtype[np.float64]]

slides = pytest.mark.parametrize("index", MOVING, ids=lambda index: DECK.slide(index).id)


def at_slide(index: int, **comfort: object) -> Session:
    """A visit in which Next has just led to the slide."""
    session = update(begin(Rules(comfort=Comfort(**comfort)), 50.0, DECK), Woken(), DECK)  # type: ignore[arg-type]
    return after(replace(session, slide=index - 1), Tick(100.0), Command.NEXT)


def after(session: Session, *messages: Command | Message) -> Session:
    for message in messages:
        session = update(session, Order(message) if isinstance(message, Command) else message, DECK)
    return session


def changes(session: Session, seconds: float = 30.0) -> list[tuple[float, int]]:
    """Every change of the picture: when, and the step that is shown from then on; only ticks in between."""
    found, begun, step = [], session.now, scene(session, DECK).picture_step
    while session.now < begun + seconds:
        session = update(session, Tick(min(wake_at(session, DECK), begun + seconds)), DECK)
        shown = scene(session, DECK).picture_step
        if shown != step:
            found.append((session.now - begun, shown))
        step = shown
    return found


def test_pictures_of_the_deck_move() -> None:
    assert len(MOVING) >= 8
    assert 0 not in MOVING


@slides
def test_it_begins_and_rests_with_the_still(index: int) -> None:
    session = at_slide(index)
    steps = DECK.slide(index).picture_steps
    assert scene(session, DECK).picture_step == 0
    shown = [step for _, step in changes(session)]
    assert shown[-1] == 0
    assert shown == [*range(1, steps + 1), 0] * (len(shown) // (steps + 1))


@slides
def test_at_most_two_changes_a_second_and_all_over_in_five(index: int) -> None:
    times = [time for time, _ in changes(at_slide(index))]
    assert times[0] > 0.3, "the slide is looked at before anything moves"
    assert times[-1] <= 5.0
    for start in times:
        assert sum(start <= time < start + 1.0 for time in times) <= SHIFTS_A_SECOND


@slides
def test_it_wakes_for_the_steps_and_for_nothing_else(index: int) -> None:
    """Every tick costs work: as many as there are changes, then none until something is due."""
    session, woken = at_slide(index), 0
    while wake_at(session, DECK) < session.moving_since + 20:
        session = update(session, Tick(wake_at(session, DECK)), DECK)
        woken += 1
    assert woken == len(changes(at_slide(index)))
    assert next_step_at(session, DECK) == float("inf")


def test_without_motion_nothing_moves() -> None:
    for index in MOVING:
        session = at_slide(index, motion="none")
        assert changes(session) == []
        assert wake_at(session, DECK) > session.now + 20


def test_turned_off_it_stops_at_once() -> None:
    session = at_slide(MOVING[0])
    session = after(session, Tick(wake_at(session, DECK)))
    assert scene(session, DECK).picture_step == 1
    session = after(session, Command.MOTION)
    assert scene(session, DECK).picture_step == 0
    assert changes(session, 10) == []


def test_reading_the_slide_anew_moves_it_anew() -> None:
    session = after(at_slide(MOVING[0]), Tick(120.0))
    assert changes(session, 10) == []
    again = after(session, Command.READ)
    assert [step for _, step in changes(again)] == [step for _, step in changes(at_slide(MOVING[0]))]


def test_other_things_do_not_move_it_anew() -> None:
    session = after(at_slide(MOVING[0]), Tick(110.0))
    finished = after(session, UtteranceFinished(session.talk.number))
    for each in (finished, after(session, Command.PAUSE), after(session, Command.LOUDER), after(session, Command.YES)):
        assert changes(each, 10) == []
    spoken = after(session, WordStarted(session.talk.number, 2, 1))
    for command in (Command.AGAIN, Command.SKIP, Command.FASTER):
        assert changes(after(spoken, command), 10) == []


def test_a_panel_stands_still_and_the_slide_behind_it_moves_when_it_is_back() -> None:
    session = after(at_slide(MOVING[0]), Command.HELP)
    assert changes(session, 10) == []
    assert changes(after(session, Command.BACK))


def test_it_moves_in_the_loop_between_visits_too() -> None:
    session = replace(begin(Rules(loop_speech="silent"), 0.0, DECK), slide=MOVING[0])
    assert changes(after(session, Tick(0.5)), 5)


def test_a_late_tick_shows_what_is_right_then() -> None:
    session = at_slide(MOVING[0])
    steps = DECK.slide(MOVING[0]).picture_steps
    for late, step in ((0.59, 0), (0.61, 1), (1.3, 2), (60.0, 0)):
        assert picture_step(replace(session, now=session.moving_since + late), DECK) == min(step, steps)


@pytest.mark.parametrize("theme", load_themes(places.themes_folder(), "en").values(), ids=lambda theme: theme.name)
@slides
def test_no_flash(index: int, theme: object) -> None:
    """A flash is a swing of a tenth of the full luminance and one back, the darker below 0.8 (WCAG 2.3.1)."""
    frames = luminances(DECK, index, theme)
    shown = [(0.0, 0), *changes(at_slide(index))]
    for start, _ in shown:
        seen = [frames[step] for time, step in shown if start <= time <= start + 1.0]
        up, down = np.zeros(seen[0].shape, int), np.zeros(seen[0].shape, int)
        for before, now in pairwise(seen):
            counts = (np.abs(now - before) >= 0.1) & (np.minimum(now, before) < 0.8)
            up += counts & (now > before)
            down += counts & (now < before)
        assert np.minimum(up, down).max() <= 1
        assert (np.minimum(up, down) > 0).mean() < MOST_FLASHING


def luminances(deck: FileDeck, index: int, theme: object) -> list[Frame]:
    """The relative luminance of each pixel of the still and of every step."""
    colors = {role: theme.colors[role] for role in SENTINELS}  # type: ignore[attr-defined]
    svg = colored(deck.icon_path(deck.slide(index).icon).read_text("utf-8"), colors)
    frames = []
    for step in range(deck.slide(index).picture_steps + 1):
        surface = pygame.Surface((160, 160))
        surface.fill(colors["background"])
        surface.blit(pygame.image.load(io.BytesIO(sized(at_step(svg, step), 160, 160).encode()), "icon.svg"), (0, 0))
        share = np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8).reshape(160, 160, 3) / 255
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        frames.append(linear @ np.array([0.2126, 0.7152, 0.0722]))
    return frames
