"""Which sound output is to be used: by name, the headphones first. Pure.

Knows: names of outputs and of what is plugged into them. Must not know: the sound server, how sound is played.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Output:
    """One sound output. ``name`` is the one for people, by which it is opened.

    ``jacks``: what is plugged into its sockets, by name, where one output has several (a headphone jack that
    silences the speaker beside it). ``is_asleep``: the system has put it to rest; it may swallow the next sound.
    """

    name: str
    jacks: tuple[str, ...] = ()
    is_default: bool = False
    is_asleep: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """Where the sound goes. ``name`` "": the system's default output."""

    name: str = ""
    is_headphones: bool = False
    is_substitute: bool = False


def route(outputs: Iterable[Output], speaker: str, headphones: str) -> Route:
    """The headphones if they are there, else the speaker of that name, else the system's default.

    ``speaker`` and ``headphones`` are names or parts of names, in any case of letters; empty: none is wanted.
    """
    there = tuple(outputs)
    if headphones:
        plugged = _called(headphones, {output.name: (output.name, *output.jacks) for output in there})
        if plugged:
            return Route(plugged, is_headphones=True)
    if not speaker:
        return Route()
    named = _called(speaker, {output.name: (output.name,) for output in there})
    return Route(named) if named else Route(is_substitute=True)


def is_asleep(outputs: Iterable[Output], used: Route) -> bool:
    """Whether what the sound of ``used`` comes out of may swallow its beginning; True if that is not known."""
    awake = (output for output in outputs if not output.is_asleep)
    return not any(output.name == used.name if used.name else output.is_default for output in awake)


def _called(wanted: str, names: dict[str, tuple[str, ...]]) -> str:
    """The output with just this name, else the first whose name or jack holds it; "" if none does."""
    if wanted in names:
        return wanted
    part = wanted.casefold()
    return next((name for name, known in names.items() if any(part in one.casefold() for one in known)), "")
