"""What stands on the buttons of the bar is heard when it is said, by voices that are not the kiosk's."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio.spotter import Spotter
from audio.spotter_model import SpotterModel, read_model
from content.language import spoken_form
from kiosk.cli.listen import state_likely, state_phrases
from kiosk.loading import load_content
from kiosk.messages import Command
from tests.audio.sounds import frames, speech

VOICES = ("rms", "slt")
"""The second is asked only where the first was not understood."""
BAR = (Command.BACK, Command.PAUSE, Command.GO_ON, Command.NEXT, Command.TOPICS, Command.HELP, Command.LISTEN)


@pytest.fixture(scope="module")
def model() -> SpotterModel:
    return read_model()


@pytest.mark.real
@pytest.mark.parametrize("command", BAR)
def test_the_label_of_every_button_of_the_bar_is_heard(command: Command, model: SpotterModel, tmp_path: Path) -> None:
    deck = load_content(None, None).deck
    label = spoken_form(deck.language.commands[command].label)
    state = "speaking" if command is Command.PAUSE else "slide"
    for voice in VOICES:
        spotter = Spotter(model)
        spotter.listen_for(state_phrases(state, deck), likely=state_likely(state, deck))
        found = [spotted for frame in frames(speech(label, tmp_path, voice)) if (spotted := spotter.hear(frame))]
        heard = [spoken_form(spotted.phrase) for spotted in found]
        assert heard in ([label], [])
        if heard:
            return
    raise AssertionError(f"“{label}” is not understood")
