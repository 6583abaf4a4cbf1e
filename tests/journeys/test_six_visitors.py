"""Six visitors complete the function list in a real window with real sound, each by its one means or without a sense.

The way to each function is found by search (tests/kiosk/visitors.py); here it is walked. Long: `make journeys`; a short
visit of all of them together belongs to `make test`.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from content import places
from content.theme import load_themes
from kiosk.cli.run import narration_pack
from kiosk.loading import Content, load_content
from kiosk.moving import begin
from kiosk.settings import load_settings, rules
from kiosk.state import Session
from tests.in_person import AllSenses, Hearing, InPerson, Seeing, sessions_of, voiced
from tests.kiosk.functions import functions
from tests.kiosk.on_panel import PanelDeck
from tests.kiosk.visitors import VISITORS, Visitor, tour
from tests.pilot import Pilot
from tests.rig import ScreenRig, SoundRig

pytestmark = pytest.mark.real

SETTINGS = """
[sound]
speed = {speed}
[input]
double_strike_seconds = 0
[visit]
idle_seconds = 120
[loop]
loop_gap_seconds = 60
"""
SPEEDS = {"screen unseen": 5}
FASTEST = 9
SIZE = 1920, 1080
INPUTS = {"touch alone": "touch", "voice alone": "voice", "sound unheard": "touch"}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(None, places.default_deck_folder())


@pytest.fixture(scope="module")
def deck(content: Content) -> PanelDeck:
    return PanelDeck(content.deck, SIZE)


def settings_of(visitor: Visitor) -> str:
    return SETTINGS.format(speed=SPEEDS.get(visitor.name, FASTEST))


def beginning(visitor: Visitor, deck: PanelDeck, folder: Path) -> Session:
    """The session with which this visitor's kiosk starts."""
    path = folder / "as-set.toml"
    path.write_text(settings_of(visitor), encoding="utf-8")
    themes = load_themes(places.themes_folder(), "en")
    return deck.shown(begin(rules(load_settings(path), themes), time.monotonic(), deck))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("visitor", VISITORS, ids=lambda visitor: visitor.name)
def test_the_whole_list(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig, content: Content, deck: PanelDeck, visitor: Visitor
) -> None:
    start = beginning(visitor, deck, tmp_path)
    plan = tour(visitor, functions(), start, deck)
    input_ = INPUTS.get(visitor.name, "key")
    known = {}
    if visitor.name == "screen unseen":
        known = voiced(sessions_of(plan, start, deck), deck, narration_pack(content, content.settings))
    with Pilot(tmp_path, screen, sound, settings_of(visitor)) as pilot:
        pilot.wait_for("utterance_started", timeout=30)
        if visitor.name == "screen unseen":
            person: InPerson = Hearing(pilot, visitor, deck, start, input_, known=known)
        elif visitor.name == "sound unheard":
            person = Seeing(pilot, visitor, deck, start, input_)
        else:
            person = AllSenses(pilot, visitor, deck, start, input_)
        began = time.monotonic()
        try:
            person.complete(plan)
        finally:
            took = f"{time.monotonic() - began:.0f} s"
            print(f"{visitor.name}: {len(person.done)} of {len(plan)} in {took}, said {person.tries}")
        events = pilot.events()
    if isinstance(person, Seeing):
        assert person.judge() == []
    taken = {event["input"] for event in events if event["event"] == "command"}
    assert taken == {input_}
    assert not {"error", "device_lost"} & {event["event"] for event in events}
