"""``mmn-kiosk listen``: recordings through the ears of the live kiosk, one JSON line each."""

from __future__ import annotations

import argparse
import json
import sys

from audio.recordings import FileListener
from audio.speech_recognition_source import RecordingError
from content.model import Deck
from kiosk.commands import phrase_orders
from kiosk.loading import load_content
from kiosk.narrating import active_phrases, likely_phrases
from kiosk.situations import situations

ALL, LOOP = "all", "loop"


def run(arguments: argparse.Namespace) -> int:
    """Print a line a recording; 1 if one of them is no recording."""
    content = load_content(arguments.config, arguments.deck)
    orders = phrase_orders(content.language, content.deck.topics)
    phrases = state_phrases(arguments.active, content.deck)
    likely = state_likely(arguments.active, content.deck)
    is_strict = arguments.active == LOOP
    listener = FileListener(content.language.tag, arguments.recognizer or content.settings.recognizer)
    is_bad = False
    for path in arguments.files:
        try:
            heard = listener.listen_to_file(path, phrases, arguments.reference, likely=likely, is_strict=is_strict)
        except RecordingError as error:
            print(error, file=sys.stderr)
            is_bad = True
            continue
        events = [
            {
                "command": orders[event.phrase].command.value,
                "number": orders[event.phrase].number,
                "phrase": event.phrase,
                "start": round(event.start, 3),
                "end": round(event.end, 3),
                "decided": round(event.decided, 3),
                "score": round(event.score, 3),
            }
            for event in heard.events
        ]
        line = {"file": str(path), "seconds": round(heard.seconds, 3), "events": events, "rejected": heard.rejected}
        print(json.dumps(line), flush=True)
    return int(is_bad)


def state_phrases(state: str, deck: Deck) -> frozenset[str]:
    """The phrases that count in a state: a screen's name, "loop", "question", "options", or "all" of them.

    Raises ValueError for any other word.
    """
    sessions = situations(deck)
    if state == ALL:
        return frozenset().union(*(active_phrases(session, deck) for session in sessions.values()))
    if state not in sessions:
        raise ValueError(f'There is no state "{state}". Allowed for --active: {", ".join((ALL, *sessions))}.')
    return active_phrases(sessions[state], deck)



def state_likely(state: str, deck: Deck) -> frozenset[str]:
    """Those of them that are said most; none where all are asked for. Raises KeyError for a word that is no state."""
    return frozenset() if state == ALL else likely_phrases(situations(deck)[state], deck)
