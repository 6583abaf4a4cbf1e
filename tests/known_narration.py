"""How the kiosk's own voice says its sentences: what a listener would know by having heard it before.

Knows: the script of every screen, the source of the voice. Must not know: the window, the speaker. The sentences of a
screen are said by the voice that says that screen, as in the kiosk.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace

import numpy as np

from audio.api import Narration, SpokenSentence
from audio.live_speaker import VoiceSource
from audio.pack import Pack
from audio.voice_process import VoiceProcess
from content.model import Deck
from kiosk.asking import ask
from kiosk.messages import Command, Order
from kiosk.panels import choice_page_count
from kiosk.scene import Kind
from kiosk.script import caption_lines, screen_script
from kiosk.state import Session
from tests.sound import Samples

DEADLINE_SECONDS = 60.0
Screen = tuple[SpokenSentence, ...]


def said(sentence: SpokenSentence) -> str:
    """The words as they are spoken: the name of a sentence for somebody who only hears."""
    return " ".join(word.spoken for word in sentence.words)


def slide_screen(deck: Deck, index: int) -> Screen:
    """What is said on a slide, from its title on."""
    return tuple(line.sentence for line in screen_script(replace(Session(), slide=index), deck))


def topic_screens(deck: Deck) -> list[Screen]:
    """What is said on each page of the list of topics."""
    panel = replace(Session(), kind=Kind.TOPICS)
    pages = [replace(panel, choice_page=page) for page in range(choice_page_count(panel, deck))]
    return [tuple(line.sentence for line in screen_script(page, deck)) for page in pages]


def asked_screen(deck: Deck, command: Command) -> Screen:
    """What is said when this was spoken and is asked back."""
    session = ask(Session(), Order(command), deck)
    return tuple(line.sentence for line in screen_script(session, deck))


def notice(deck: Deck, prompt: str) -> Screen:
    """What is said for a prompt without slots."""
    return tuple(line.sentence for line in caption_lines(deck.language.prompts[prompt], deck))


def narrated(screens: Iterable[Screen], rate_wpm: int, pack: Pack | None, language: str = "en") -> dict[str, Samples]:
    """Every sentence of these screens by what is said, as sound. Raises VoiceFailure."""
    found: dict[str, Samples] = {}
    how = Narration(None, language=language, rate_wpm=rate_wpm)
    with closing(VoiceSource(VoiceProcess(DEADLINE_SECONDS), None, pack)) as source:
        for screen in screens:
            narration = source.voiced(how, screen)
            for sentence in screen:
                if said(sentence) not in found:
                    pcm = source.fetch(sentence, narration).pcm
                    found[said(sentence)] = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)
    return found
