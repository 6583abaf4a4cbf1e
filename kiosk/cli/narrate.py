"""``mmn-kiosk narrate``: each slide's narration as a WAV, and words.json with the time of every word."""

from __future__ import annotations

import argparse
import json
import sys
import wave
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from audio.api import Narration
from audio.live_speaker import VoiceSource
from audio.rendered import SAMPLE_HZ
from audio.voice_process import VoiceFailure, VoiceProcess
from content.model import Deck
from kiosk.cli.run import narration_pack
from kiosk.loading import load_content
from kiosk.script import Line, screen_script
from kiosk.state import RATES_WPM, Session

DEADLINE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class SpokenWordTime:
    """A word: as spoken, its seconds in the WAV, and [first character, length] of it in the text, or None."""

    word: str
    start: float
    end: float
    shown: tuple[int, int] | None


def run(arguments: argparse.Namespace) -> int:
    """Write the files; 1 if the voice fails or the folder cannot be written."""
    if arguments.all:
        from kiosk.cli.narrate_all import run as render_all

        return render_all(arguments)
    if arguments.out is None:
        raise ValueError("narrate: name a folder for the files, or give --all to render the deck's own narration.")
    content = load_content(arguments.config, arguments.deck)
    rate = arguments.rate or RATES_WPM[content.settings.speed - 1]
    name = arguments.voice or content.settings.voice
    pack = None if name else narration_pack(content, content.settings)
    source = VoiceSource(VoiceProcess(DEADLINE_SECONDS), None, pack)
    how = Narration(None, language=content.language.tag, voice=name or content.language.voice, rate_wpm=rate)
    try:
        write_narration(arguments.out, content.deck, source, how)
    except (OSError, VoiceFailure) as error:
        print(f"The narration cannot be written: {error}", file=sys.stderr)
        return 1
    finally:
        source.close()
    return 0


def write_narration(out: Path, deck: Deck, source: VoiceSource, how: Narration) -> None:
    """A WAV a slide and words.json in ``out``, as the kiosk would say it. Raises OSError, VoiceFailure."""
    out.mkdir(parents=True, exist_ok=True)
    slides = []
    voices: dict[str, None] = {}
    for index in range(len(deck)):
        lines = screen_script(replace(Session(), slide=index), deck)
        slide_id = deck.slide(index).id
        file = f"{index + 1:03d}-{slide_id}.wav"
        narration = source.voiced(how, tuple(line.sentence for line in lines))
        voices[source.voice_name(narration)] = None
        text, words, pcm = _narrated(lines, source, narration)
        write_wav(out / file, pcm)
        spoken = " ".join(word.spoken for line in lines for word in line.sentence.words)
        slides.append(
            {"slide": slide_id, "wav": file, "text": text, "spoken": spoken, "words": [asdict(word) for word in words]}
        )
        print(f"{file}  {len(pcm) / 2 / SAMPLE_HZ:.1f} s")
    report = {"voice": ", ".join(voices), "rate_wpm": how.rate_wpm, "slides": slides}
    (out / "words.json").write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")


def _narrated(
    lines: tuple[Line, ...], source: VoiceSource, narration: Narration
) -> tuple[str, list[SpokenWordTime], bytes]:
    """The text as shown (a line break where another part of the screen begins), the words, the samples."""
    text, words, pcm = "", [], b""
    for number, line in enumerate(lines):
        if number:
            before = lines[number - 1]
            text += " " if (before.part, before.index) == (line.part, line.index) else "\n"
            pcm += bytes(2 * int(before.sentence.pause_seconds * SAMPLE_HZ))
        rendered = source.fetch(line.sentence, narration)
        began = len(pcm) / 2 / SAMPLE_HZ
        for word, (start, end) in zip(line.sentence.words, rendered.words, strict=True):
            shown = (len(text) + word.start, word.length)
            words.append(SpokenWordTime(word.spoken, round(began + start, 4), round(began + end, 4), shown))
        text += line.sentence.text
        pcm += rendered.pcm
    return text, words, pcm


def write_wav(path: Path, pcm: bytes) -> None:
    """Mono 16-bit samples at SAMPLE_HZ as a WAV file. Raises OSError."""
    with path.open("wb") as plain, wave.open(plain, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_HZ)
        file.writeframes(pcm)
