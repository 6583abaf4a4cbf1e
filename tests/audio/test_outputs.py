"""Which output is chosen, from what there is; and what is read from the sound server's own words."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from audio.outputs import Output, Route, is_asleep, route
from audio.pulsectl_outputs import DUMMY, read_outputs

SPEAKER = Output("Built-in Audio Analog Stereo", is_default=True)
USB = Output("USB Sound Keypad")
WITH_JACK = Output(SPEAKER.name, jacks=("Headphones",), is_default=True)


@pytest.mark.parametrize(
    ("there", "speaker", "headphones", "used"),
    [
        ((SPEAKER, USB), "", "", Route()),
        ((SPEAKER, USB), "USB Sound Keypad", "", Route(USB.name)),
        ((SPEAKER, USB), "usb sound", "", Route(USB.name)),
        ((SPEAKER,), "USB Sound Keypad", "", Route(is_substitute=True)),
        ((SPEAKER, USB), "", "Keypad", Route(USB.name, is_headphones=True)),
        ((SPEAKER,), "", "Keypad", Route()),
        ((SPEAKER,), "", "Headphones", Route()),
        ((WITH_JACK,), "", "headphones", Route(SPEAKER.name, is_headphones=True)),
        ((WITH_JACK, USB), "", "Keypad", Route(USB.name, is_headphones=True)),
        ((Output("Loud Box 2"), Output("Loud Box")), "Loud Box", "", Route("Loud Box")),
    ],
)
def test_headphones_come_before_the_speaker_and_the_speaker_before_the_default(
    there: tuple[Output, ...], speaker: str, headphones: str, used: Route
) -> None:
    assert route(there, speaker, headphones) == used


def test_an_output_sleeps_when_it_is_known_to_or_nothing_is_known() -> None:
    tired = Output("Tired", is_asleep=True)
    assert is_asleep((SPEAKER, tired), Route("Tired"))
    assert not is_asleep((SPEAKER, tired), Route())
    assert is_asleep((USB, tired), Route())
    assert is_asleep((), Route())


@dataclass
class Port:
    description: str
    available_state: str


@dataclass
class Sink:
    name: str
    description: str
    state: str = "idle"
    port_list: tuple[Port, ...] = ()


def test_a_socket_counts_only_if_something_is_known_to_be_in_it() -> None:
    ports = (Port("Speakers", "unknown"), Port("Headphones", "yes"), Port("Line Out", "no"))
    (found,) = read_outputs([Sink("card", "Card", port_list=ports)], "card")
    assert found == Output("Card", jacks=("Headphones",), is_default=True)


def test_the_dummy_is_no_output_and_of_two_of_one_name_the_second_has_a_number() -> None:
    found = read_outputs([Sink(DUMMY, "Dummy Output"), Sink("a", "Box"), Sink("b", "Box", "suspended")], "a")
    assert found == (Output("Box", is_default=True), Output("Box (2)", is_asleep=True))
