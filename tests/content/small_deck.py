"""A deck of two topics and three slides in a folder of its own, which tests may spoil. And the faults of what they did.

Knows: how a deck is written. Must not know: any word of the MMN deck.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from content.deck import check_deck
from content.language import load_language
from content.model import Fault, Language

COMMANDS = ("NEXT", "GO_TO_TOPIC")
PROMPTS = {"place": ("number", "count"), "goodbye": ()}

LANGUAGE = """
name = "English"
numbers = ["one", "two", "three"]
months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"]

[commands.NEXT]
label = "Next"
phrases = ["next slide", "go forward"]
help = "Go to the next slide."

[commands.GO_TO_TOPIC]
label = "Go to a topic"
phrases = ["topic {number}"]
help = "Go to a topic."

[prompts]
place = "Slide {number} of {count}"
goodbye = "Goodbye."

[lexicon]
"kg" = "kilograms"
"""

FILES = {
    "deck.toml": """
reviewed = 2026-11-01
languages = ["en"]
[en]
title = "A small deck"
notice = "Reviewed in {month}."
""",
    "facts.toml": """
[F01]
topic = 1
must_say = ["usually asleep"]
[F02]
topic = 2
""",
    "words/en.toml": """
[lexicon]
"CAT" = "C A T"
[glossary."whisker"]
meaning = "A long stiff hair."
spoken = "wisker"
""",
    "icons/cat.svg": '<svg viewBox="0 0 400 400"/>',
    "icons/dog.svg": '<svg viewBox="0 0 400 400"/>',
    "icons/sources.toml": """
[cat]
author = "We"
license = "Apache-2.0"
source = "drawn for this deck"
changes = ""
[dog]
author = "We"
license = "Apache-2.0"
source = "drawn for this deck"
""",
    "slides/01-cats/topic.toml": """
icon = "cat"
[en]
title = "Cats"
phrases = ["cats"]
""",
    "slides/01-cats/01-sleep.toml": """
facts = ["F01"]
icon = "cat"
[en]
title = "Cats sleep"
text = \"\"\"
A cat is usually
asleep.

It dreams.
\"\"\"
picture = "A sleeping cat."
""",
    "slides/01-cats/02-weight.toml": """
icon = "cat"
[en]
title = "Weight"
text = "A cat weighs 4 - 5 kg."
picture = "A cat on a scale."
question = "Do you have a cat?"
options = ["One", "Two"]
spoken = { "4 - 5" = "four to five" }
""",
    "slides/02-dogs/topic.toml": """
icon = "dog"
[en]
title = "Dogs"
""",
    "slides/02-dogs/01-barking.toml": """
facts = ["F02"]
icon = "dog"
summary = true
[en]
title = "Dogs bark"
text = "A dog barks."
picture = "A dog."
""",
}


def write_language(folder: Path, text: str = LANGUAGE) -> Path:
    """The language file "en"."""
    path = folder / "en.toml"
    path.write_text(text, encoding="utf-8")
    return path


def language(folder: Path) -> Language:
    """English with two commands."""
    return load_language(write_language(folder), COMMANDS, PROMPTS)


def write_deck(folder: Path) -> Path:
    """A deck without faults in ``folder``/deck."""
    deck = folder / "deck"
    for name, text in FILES.items():
        path = deck / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return deck


def change(deck: Path, name: str, old: str, new: str) -> None:
    """Replace ``old``, which has to be there, in a file of the deck."""
    path = deck / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults_of(deck: Path) -> tuple[Fault, ...]:
    """What check_deck says."""
    return check_deck(deck, language(deck.parent))


def told(faults: Iterable[Fault], deck: Path) -> list[str]:
    """Each fault in one line, its file named from the deck on."""
    return [str(fault).replace(f"{deck}/", "") for fault in faults]
