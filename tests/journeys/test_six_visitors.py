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
from tests.in_person import AllSenses, Hearing, InPerson, Memory, Plan, Seeing, sessions_of
from tests.kiosk.functions import functions
from tests.kiosk.on_panel import PanelDeck
from tests.kiosk.visitors import VISITORS, Visitor, tour, voice
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
PATIENT = SETTINGS.replace("idle_seconds = 120", "idle_seconds = 3600")
"""For where nobody waits until it asks: on a busy machine a visitor takes long to find the way."""
SPEEDS = {"screen unseen": 5}
FASTEST = 9
CANCELLER_SECONDS = 6.0
"""So long the kiosk hears its own voice until it hears visitors over it."""
SIZE = 1920, 1080
INPUTS = {"touch alone": "touch", "voice alone": "voice", "sound unheard": "touch", "one switch alone": "switch"}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(None, places.default_deck_folder())


@pytest.fixture(scope="module")
def deck(content: Content) -> PanelDeck:
    return PanelDeck(content.deck, SIZE)


def beginning(settings: str, deck: PanelDeck, folder: Path) -> Session:
    """The session with which a kiosk with these settings starts."""
    path = folder / "as-set.toml"
    path.write_text(settings, encoding="utf-8")
    themes = load_themes(places.themes_folder(), "en")
    return deck.shown(begin(rules(load_settings(path), themes), time.monotonic(), deck))


FEW = {
    "touch alone": ("NEXT", "SIGHT", "BIGGER"),
    "four keys alone": ("SOUND", "LOUDER", "GO_TO_SLIDE"),
    "voice alone": ("TOPICS", "GO_TO_TOPIC"),
    "one switch alone": ("HELP", "BACK"),
    "screen unseen": ("WHERE", "SPACING", "SPACING again"),
    "sound unheard": ("WHERE", "START_OVER"),
}
"""What each does in the short visit."""


def person(visitor: Visitor, pilot: Pilot, start: Session, deck: PanelDeck, memory: Memory) -> InPerson:
    """The visitor in front of this kiosk."""
    input_ = INPUTS.get(visitor.name, "key")
    if visitor.name == "sound unheard":
        return Seeing(pilot, visitor, deck, start, input_)
    if visitor.name == "screen unseen":
        return Hearing(pilot, visitor, deck, start, input_, memory=memory)
    return AllSenses(pilot, visitor, deck, start, input_)


def memory_of(visitor: Visitor, plan: Plan, start: Session, deck: PanelDeck, content: Content) -> Memory:
    """How all sounds that who does not see will hear on the way."""
    memory = Memory(deck, narration_pack(content, content.settings))
    if visitor.name == "screen unseen":
        memory.learn(sessions_of(plan, start, deck))
    return memory


def test_six_visitors_at_one_kiosk(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig, content: Content, deck: PanelDeck
) -> None:
    """They take turns in one visit: whatever one has done, the next is not locked out."""
    settings = PATIENT.format(speed=SPEEDS["screen unseen"])
    session = beginning(settings, deck, tmp_path)
    with Pilot(tmp_path, screen, sound, settings) as pilot:
        pilot.wait_for("utterance_started", timeout=30)
        sound.connect_speaker_to_microphone()
        for visitor in sorted(VISITORS, key=lambda one: one.means is voice):  # by then the kiosk knows its own voice
            wanted = [function for function in functions() if function.name in FEW[visitor.name]]
            plan = tour(visitor, wanted, session, deck)
            one = person(visitor, pilot, session, deck, memory_of(visitor, plan, session, deck, content))
            one.complete(plan)
            assert {*one.done} == {*FEW[visitor.name]}
            session = one.session
        events = pilot.events()
    assert {event["input"] for event in events if event["event"] == "command"} == {"touch", "key", "voice", "switch"}
    assert not {"error", "device_lost"} & {event["event"] for event in events}


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("visitor", VISITORS, ids=lambda visitor: visitor.name)
def test_the_whole_list(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig, content: Content, deck: PanelDeck, visitor: Visitor
) -> None:
    settings = SETTINGS.format(speed=SPEEDS.get(visitor.name, FASTEST))
    start = beginning(settings, deck, tmp_path)
    plan = tour(visitor, functions(), start, deck)
    memory = memory_of(visitor, plan, start, deck, content)
    with Pilot(tmp_path, screen, sound, settings) as pilot:
        one = person(visitor, pilot, start, deck, memory)
        pilot.mark()
        pilot.wait_for("word_started", timeout=30)
        if visitor.name == "voice alone":
            sound.connect_speaker_to_microphone()
            time.sleep(CANCELLER_SECONDS)
        began = time.monotonic()
        try:
            one.complete(plan)
        finally:
            took = f"{time.monotonic() - began:.0f} s"
            print(f"{visitor.name}: {len(one.done)} of {len(plan)} in {took}, again {one.again}")
            print(f"said {sum(one.tries.values())} phrases: {one.tries}")
        events = pilot.events()
    assert {event["input"] for event in events if event["event"] == "command"} == {one.input}
    assert not {"error", "device_lost"} & {event["event"] for event in events}
