"""What the kiosk said when, by its journal: every word of a slide that was read.

Knows: the journal's events. Must not know: sound, pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tests.pilot import Event


@dataclass(frozen=True, slots=True)
class Said:
    """A word that began at ``t``, by the journal. ``slide``, ``sentence`` and ``word`` count from 0.

    ``is_after_pause``: the reading was paused before on that slide. ``cut``: when the next order came, which may have
    ended it; infinity if none did.
    """

    t: float
    utterance: int
    slide: int
    sentence: int
    word: int
    shown: str
    is_after_pause: bool
    cut: float


def said(events: Sequence[Event]) -> list[Said]:
    """The words of slides in the order in which they were said; notices are left out."""
    words: list[Said] = []
    slide, is_after_pause, source = 0, False, ""
    for event in events:
        match event["event"]:
            case "slide_shown":
                is_after_pause = is_after_pause and event["number"] - 1 == slide
                slide = event["number"] - 1
            case "command" if event["command"] in ("PAUSE", "GO_ON"):
                is_after_pause = True
            case "utterance_started":
                source = event["source"]
            case "word_started" if source == "screen":
                place = (event["number"], slide, event["sentence"], event["word"])
                cut = _next_order(events, event["t"])
                words.append(Said(event["t"], *place, event["shown"], is_after_pause, cut))
    return words


def _next_order(events: Sequence[Event], moment: float) -> float:
    return next((event["t"] for event in events if event["event"] == "command" and event["t"] > moment), math.inf)
