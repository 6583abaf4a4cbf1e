"""``mmn-kiosk phrases``: what can be said and where it counts; and what would become of a phrase of one's own."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from audio.recognizer import RecognizerError
from content.model import Language
from kiosk.cli import say
from kiosk.loading import Content, load_content
from kiosk.messages import Order
from kiosk.phrase_trial import Trial, Vocabulary, tried, vocabulary
from kiosk.situations import LOOP

WIDTH = 26
"""Of the column of phrases."""


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or the trial; then say it. 1: it cannot be heard, or is too like another, or nothing is heard."""
    content = load_content(arguments.config, arguments.deck)
    code = 0
    try:
        if arguments.tried:
            code = _try(content, arguments.tried, is_json=arguments.json)
        elif not arguments.say:
            _list(content, is_json=arguments.json)
    except RecognizerError as error:
        print(f"Phrases cannot be tried: {error}.", file=sys.stderr)
        return 1
    return max(code, _say(arguments)) if arguments.say else code


def _say(arguments: argparse.Namespace) -> int:
    spoken = {"text": arguments.say, "voice": "", "rate": 0, "out": None, "reference": False}
    return say.run(argparse.Namespace(config=arguments.config, deck=arguments.deck, **spoken))


# ---------------------------------------------------------------- the list


def _list(content: Content, *, is_json: bool) -> None:
    words = vocabulary(content.deck)
    if is_json:
        print(json.dumps([_phrase_json(phrase, words) for phrase in words.orders], indent=1, ensure_ascii=False))
        return
    commands, told = list(content.language.commands), ""
    for phrase, order in sorted(words.orders.items(), key=lambda item: commands.index(item[1].command)):
        name = named(order, content.language)
        if name != told:
            print(name)
            told = name
        sounds = " ".join(words.phones.get(phrase, ())) or "(cannot be heard)"
        print(f"    {phrase:{WIDTH}} {sounds:44} {where(words.states[phrase], words.all_states)}")


def _phrase_json(phrase: str, words: Vocabulary) -> dict[str, object]:
    order = words.orders[phrase]
    return {
        "phrase": phrase,
        "command": order.command.value,
        "number": order.number,
        "states": list(words.states[phrase]),
        "sounds": " ".join(words.phones.get(phrase, ())),
    }


def named(order: Order, language: Language) -> str:
    """"Next (NEXT)", "Go to a topic 3 (GO_TO_TOPIC)"."""
    number = f" {order.number}" if order.number else ""
    return f"{language.commands[order.command].label}{number} ({order.command.value})"


def where(states: tuple[str, ...], all_states: tuple[str, ...]) -> str:
    """In which states it counts, in few words."""
    if set(states) == set(all_states):
        return "everywhere"
    left = [state for state in all_states if state not in states and state != LOOP]
    if len(left) <= 2 and LOOP not in states:
        return f"in a visit{', not on ' + ', '.join(left) if left else ''}"
    if len(left) <= 2:
        return f"everywhere, not on {', '.join(left)}"
    return ", ".join(states) or "nowhere"


# ---------------------------------------------------------------- one phrase


def _try(content: Content, text: str, *, is_json: bool) -> int:
    trial = tried(text, content.deck)
    if is_json:
        print(json.dumps(_trial_json(trial), indent=1, ensure_ascii=False))
    else:
        print("\n".join(_told(trial, content)))
    return int(not trial.phones or bool(trial.too_like))


def _told(trial: Trial, content: Content) -> Iterator[str]:
    language = content.language
    if not trial.phones:
        yield f'"{trial.phrase}" cannot be heard: a word of it is not in the dictionary. Choose other words.'
        return
    yield f'"{trial.phrase}" sounds: {" ".join(trial.phones)}'
    yield f"It means: {named(trial.order, language)}" if trial.order else "It is no phrase of any command yet."
    for state, near in trial.nearest.items():
        does = named(trial.order, language) if trial.order and state in trial.states else "refused"
        yield f"    {state:10} {does:28} nearest: {near.phrase} ({near.order.command.value}), {near.share:.0%} alike"
    for near in trial.too_like:
        yield f'Too like "{near.phrase}": give it to {near.order.command.value}, or choose other words.'
    if len(trial.phrase.split()) == 1:
        yield "It is a single word: these are easily misheard, and count only where their button is on the screen."
    if not trial.too_like:
        yield "Nothing sounds too like it."


def _trial_json(trial: Trial) -> dict[str, object]:
    return {
        "phrase": trial.phrase,
        "sounds": " ".join(trial.phones),
        "command": trial.order.command.value if trial.order else None,
        "number": trial.order.number if trial.order else 0,
        "states": list(trial.states),
        "too_like": [near.phrase for near in trial.too_like],
        "nearest": {
            state: {"phrase": near.phrase, "command": near.order.command.value, "alike": round(near.share, 3)}
            for state, near in trial.nearest.items()
        },
    }
