"""``mmn-kiosk say``: lets an author hear and see what the voice makes of a text; and the level reference."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audio.api import Narration, SpokenSentence
from audio.live_speaker import KEPT_VOICE, VoiceSource
from audio.loudness import from_pcm, loudness, to_pcm
from audio.prepared import NotHeard, play
from audio.reference import REFERENCE_SECONDS, noise_like
from audio.rendered import SAMPLE_HZ, Rendered
from audio.voice_process import VoiceFailure, VoiceProcess, words_of
from kiosk.cli.narrate import write_wav
from kiosk.cli.run import narration_pack
from kiosk.loading import Content, load_content
from kiosk.script import caption_lines, screen_script
from kiosk.state import RATES_WPM, VOLUMES_DB, Session

DEADLINE_SECONDS = 30.0
RATES_ALLOWED = (40, 600)
REFERENCE_SLIDES = 3
"""So many slides of the deck give the reference its spectrum: half a minute of speech and more."""
REFERENCE = SpokenSentence("", ())

Spoken = Sequence[tuple[SpokenSentence, Rendered]]


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences as sound, and the voice that speaks them."""

    spoken: Spoken
    voice: str
    rate_wpm: int

    @property
    def pcm(self) -> bytes:
        """All of it, with the gaps between sentences."""
        *before, (_, last) = self.spoken
        gaps = (bytes(2 * int(sentence.pause_seconds * SAMPLE_HZ)) for sentence, _ in before)
        return b"".join(rendered.pcm + gap for (_, rendered), gap in zip(before, gaps, strict=True)) + last.pcm


def run(arguments: argparse.Namespace) -> int:
    """Say it; 1 if there is no voice or no speaker, or the file cannot be written."""
    content = load_content(arguments.config, arguments.deck)
    try:
        said = _reference(content, arguments) if arguments.reference else _said(content, arguments)
        if arguments.out:
            write_wav(arguments.out, said.pcm)
            return 0
        note = play(said.spoken, VOLUMES_DB[content.settings.volume - 1], content.settings.speaker)
    except VoiceFailure as error:
        print(f"There is no voice: {error}. `mmn-kiosk doctor` says more.", file=sys.stderr)
        return 1
    except NotHeard as error:
        print(f"Nothing can be heard: {error}. With --out FILE.wav it is written instead.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The file cannot be written: {error}", file=sys.stderr)
        return 1
    if note:
        print(note, file=sys.stderr)
    return 0


def _said(content: Content, arguments: argparse.Namespace) -> Said:
    """The text as sound, after telling about it. Raises VoiceFailure; ValueError if there is no text."""
    lines = caption_lines(arguments.text or "", content.deck)
    if not lines:
        raise ValueError('There is nothing to say. Write the text in quotes: mmn-kiosk say "It is treated with IVIG."')
    said = render(content, tuple(line.sentence for line in lines), arguments.voice, arguments.rate)
    print("\n".join(told(said)))
    return said


def _reference(content: Content, arguments: argparse.Namespace) -> Said:
    """The level reference, after telling what it is for. Raises VoiceFailure."""
    slides = (replace(Session(), slide=slide) for slide in range(min(REFERENCE_SLIDES, len(content.deck))))
    lines = [line for session in slides for line in screen_script(session, content.deck)]
    said = render(content, tuple(line.sentence for line in lines), arguments.voice, arguments.rate)
    speech = from_pcm(b"".join(rendered.pcm for _, rendered in said.spoken))
    noise = noise_like(speech, SAMPLE_HZ, REFERENCE_SECONDS)
    volume = content.settings.volume
    level = loudness(noise, SAMPLE_HZ) + VOLUMES_DB[volume - 1]
    print(
        f"{REFERENCE_SECONDS:.0f} s of noise, as loud as the narration at volume {volume} of {len(VOLUMES_DB)}"
        f" ({level:.1f} LUFS), with the spectrum of the voice: {said.voice}.\n"
        "Set the amplifier so that a sound level meter (A, slow) shows 62 to 65 dBA where people's heads are."
    )
    return replace(said, spoken=((REFERENCE, Rendered(to_pcm(noise), REFERENCE_SECONDS, ())),))


def render(content: Content, sentences: tuple[SpokenSentence, ...], voice: str = "", rate_wpm: int = 0) -> Said:
    """The sentences as the kiosk would say them, or in another voice or pace. Raises VoiceFailure, ValueError."""
    least, most = RATES_ALLOWED
    if rate_wpm and not least <= rate_wpm <= most:
        raise ValueError(f"{rate_wpm} is no pace. Allowed for --rate: {least} to {most} words a minute.")
    settings = replace(content.settings, voice=voice or content.settings.voice)
    rate_wpm = rate_wpm or RATES_WPM[settings.speed - 1]
    process = VoiceProcess(DEADLINE_SECONDS)
    source = VoiceSource(process, None, narration_pack(content, settings))
    wanted = Narration(None, False, content.language.tag, settings.voice or content.language.voice, rate_wpm)
    narration = source.voiced(wanted, sentences)
    try:
        spoken = [(sentence, source.fetch(sentence, narration)) for sentence in sentences]
        for note in source.take_notes():
            print(note, file=sys.stderr)
        by = source.voice_name(narration) if narration.voice == KEPT_VOICE else process.spoken_by
    finally:
        source.close()
    return Said(spoken, by, rate_wpm)


def told(said: Said) -> Iterator[str]:
    """What is worth knowing: each word with its seconds and, where it differs, how it is said; then the whole."""
    began = 0.0
    for sentence, rendered in said.spoken:
        yield sentence.text
        spoken = words_of(sentence)
        for word, given, (start, end) in zip(sentence.words, spoken, rendered.words, strict=True):
            shown = sentence.text[word.start : word.start + word.length]
            differs = f"  said as: {given}" if _bare(given) != _bare(shown) else ""
            yield f"  {began + start:7.2f} {began + end:7.2f}  {shown}{differs}"
        if rendered.is_estimated:
            yield "  (the times of this sentence are estimated)"
        began += rendered.seconds + sentence.pause_seconds
    samples = from_pcm(said.pcm)
    yield (
        f"voice: {said.voice}; {said.rate_wpm} words a minute asked for; {samples.size / SAMPLE_HZ:.2f} s; "
        f"{loudness(samples, SAMPLE_HZ):.1f} LUFS at full volume"
    )


def _bare(word: str) -> str:
    """Without the signs around it."""
    return word.strip(".,;:?!()\"'“”‘’ ").casefold()
