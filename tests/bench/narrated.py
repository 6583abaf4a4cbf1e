"""The narration of a deck as an ear gets it: from the very source that ``mmn-kiosk narrate`` writes to files.

Knows: the deck, the script, the voices. Must not know: who listens, what is right or wrong.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audio.api import Narration, SpokenSentence
from audio.live_speaker import KEPT_VOICE, VoiceSource
from audio.loudness import from_pcm, resample
from audio.pack import Pack, open_pack
from audio.pack_writer import write_pack
from audio.rendered import SAMPLE_HZ
from content.deck import FileDeck
from content.faults import Faults
from content.outline import Outline, read_outline
from content.places import voices_folder
from kiosk.cli.narrate_all import VOICE, about
from kiosk.loading import Content
from kiosk.script import screen_script
from kiosk.state import Session

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some sentences of one slide in one go: what the voice was to say, and the samples at the wanted rate."""

    slide: str
    spoken: str
    samples: Samples


def sentences_of(deck: FileDeck, index: int) -> tuple[SpokenSentence, ...]:
    """What is said on a slide."""
    return tuple(line.sentence for line in screen_script(replace(Session(), slide=index), deck))


def pieces(
    deck: FileDeck, index: int, source: VoiceSource, how: Narration, hz: int, longest_seconds: float
) -> Iterator[Piece]:
    """The narration of a slide at ``hz``, cut between sentences into pieces of at most ``longest_seconds`` each.

    Nothing if the rendered narration is wanted (``how.voice`` is KEPT_VOICE) and has not the whole slide.
    Raises VoiceFailure.
    """
    sentences = sentences_of(deck, index)
    narration = source.voiced(replace(how, voice=""), sentences) if how.voice == KEPT_VOICE else how
    if narration.voice != how.voice or not sentences:
        return
    said: list[str] = []
    sound: list[Samples] = []
    for sentence in sentences:
        samples = _samples(source.fetch(sentence, narration).pcm, hz)
        if sound and sum(map(len, sound)) + len(samples) > longest_seconds * hz:
            yield Piece(deck.slide(index).id, " ".join(said), np.concatenate(sound))
            said, sound = [], []
        said += [word.spoken for word in sentence.words]
        sound += [samples, np.zeros(round(sentence.pause_seconds * hz), np.float32)]
    yield Piece(deck.slide(index).id, " ".join(said), np.concatenate(sound))


def _samples(pcm: bytes, hz: int) -> Samples:
    return resample(from_pcm(pcm), SAMPLE_HZ, hz).astype(np.float32)


# ------------------------------------------------------------ before the lexicon


def bare(content: Content) -> FileDeck:
    """The deck with every lexicon empty: each word is said as it is shown."""
    outline = _outline(content)
    slides = {index: replace(content.deck.slide(index), spoken=()) for index in range(len(content.deck))}
    language = replace(content.language, lexicon={})
    return FileDeck(replace(outline, lexicon={}, voice_lexicon={}), language, slides)


def bare_pack(content: Content, deck: FileDeck, folder: Path) -> Pack:
    """The rendered narration of a ``bare`` deck, in ``folder``: what a lexicon has changed and is not there yet is
    rendered anew.

    Raises ImportError without the extra [natural], and OSError.
    """
    from audio.kokoro_voice import KokoroVoice

    if content.deck.narration_folder.is_dir() and not folder.exists():
        shutil.copytree(content.deck.narration_folder, folder)
    sentences = [sentence for index in range(len(deck)) for sentence in sentences_of(deck, index)]
    voice = KokoroVoice(voices_folder(), VOICE, os.cpu_count() or 1)
    write_pack(folder, about(content, VOICE), sentences, {}, voice.render, _tell)
    return open_pack(folder)


def _tell(number: int, count: int, text: str) -> None:
    print(f"rendering {number} of {count}: {text}", file=sys.stderr, flush=True)


def same_spellings(content: Content) -> Sequence[tuple[str, str]]:
    """(spoken, shown) of every lexicon entry: either may be what an ear writes down."""
    slides = (content.deck.slide(index) for index in range(len(content.deck)))
    own = [pair for slide in slides for pair in slide.spoken]
    entries = [*_outline(content).lexicon.items(), *content.language.lexicon.items(), *own]
    return [(spoken, shown) for shown, spoken in entries]


def _outline(content: Content) -> Outline:
    folder = content.deck.narration_folder.parents[1]
    outline = read_outline(folder, content.language, Faults())
    if outline is None:
        raise ValueError(f"{folder} is no deck")
    return outline
