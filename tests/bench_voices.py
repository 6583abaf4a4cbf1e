"""How well the narration is understood: each voice at several speeds, heard by an ear that does not know the deck.

    python -m tests.bench_voices [--voices rendered,live] [--speeds 0.8,1,1.3] [--before] [--keep DIR] [--json]

Every slide is narrated by the source that `mmn-kiosk narrate` uses, transcribed by Whisper tiny.en (int8, beam 5,
English, temperature 0) in pieces of at most 28 s that end between sentences, and compared word by word.

"rendered" is the narration that the deck brings (a slide that is not in it as a whole is left out, and counted),
"live" the language's own voice of the machine; any other name is a voice of the machine. The speed is a multiple of 150
words a minute. --before empties the lexicons of deck, language and natural voice first: what they have changed is
rendered anew for that, with the extra [natural], into the folder --keep or a temporary one.

Both sides are brought to one spelling: small letters, no signs, numbers as figures, contractions in full, letters said
one by one as one word, words apart or joined as the same; a spelling of the lexicon ("a-my-o-trofik") is the word that
it stands for. An error is a wrong, missing or added word; the rate is errors over words that were to be said. Exit code
1 if the recognizer or a voice is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audio.api import Narration
from audio.live_speaker import KEPT_VOICE, VoiceSource
from audio.pack import Pack
from audio.voice_process import VoiceFailure, VoiceProcess
from content.deck import FileDeck
from kiosk.cli.run import narration_pack
from kiosk.loading import Content, load_content
from tests.bench.figures import Figure, Reach, as_data, markdown, table
from tests.bench.narrated import Piece, bare, bare_pack, pieces, same_spellings
from tests.bench.whisper import HZ, LONGEST_SECONDS, Whisper, WhisperMissing
from tests.bench.word_errors import Errors, plain, respelled

NATURAL_WPM = 150
RENDERED, LIVE = "rendered", "live"
REACH_PERCENT, REACH_OTHERWISE_PERCENT = 4.0, 6.0
"""Of the rendered voice, for the deck as shipped: at 1 times, at others."""
DEADLINE_SECONDS = 60.0
TOLD_TERMS = 5

Same = Sequence[tuple[Sequence[str], Sequence[str]]]


@dataclass
class Result:
    """How one voice did at one speed. ``slides`` were heard, ``left_out`` are not in the rendered narration."""

    voice: str
    speed: float
    errors: Errors = field(default_factory=Errors)
    slides: int = 0
    left_out: int = 0
    transcript: list[str] = field(default_factory=list)

    def add(self, piece: Piece, understood: str, same: Same) -> None:
        """One more piece, and what was understood of it."""
        wrong = self.errors.add(respelled(plain(piece.spoken), same), respelled(plain(understood), same))
        self.transcript.append("\t".join((piece.slide, str(wrong), piece.spoken, understood)))

    def figure(self, is_before: bool) -> Figure:
        """The word error rate."""
        reach = None
        if self.voice == RENDERED and not is_before:
            reach = Reach(REACH_PERCENT if self.speed == 1 else REACH_OTHERWISE_PERCENT)
        terms = ", ".join(f"{meant or '-'} → {heard or '-'} {n}" for (meant, heard), n in self.worst()[:TOLD_TERMS])
        detail = f"{self.errors.wrong} wrong; {self.slides} slides, {self.left_out} left out; {terms}"
        name = f"{self.voice} voice at {self.speed:g} times{', before the lexicon' if is_before else ''}"
        return Figure("word errors", name, round(self.errors.percent, 2), "%", self.errors.words, reach, detail)

    def worst(self) -> list[tuple[tuple[str, str], int]]:
        """(meant, understood) and how often, the most frequent first."""
        return sorted(self.errors.terms.items(), key=lambda item: (-item[1], item[0]))


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--voices", default=f"{RENDERED},{LIVE}", metavar="A,B")
    made.add_argument("--speeds", default="0.8,1,1.3", metavar="X,Y", help="multiples of 150 words a minute")
    made.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth slide: tries the tool")
    made.add_argument("--before", action="store_true", help="with all lexicons emptied")
    made.add_argument("--deck", type=Path, metavar="DIR")
    made.add_argument("--json", action="store_true", help="print JSON in place of the table")
    made.add_argument("--markdown", action="store_true", help="print the table for docs/measurements.md")
    made.add_argument("--keep", type=Path, metavar="DIR", help="keep transcripts (and --before's narration) here")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code."""
    asked = parser().parse_args(arguments)
    content = load_content(None, asked.deck)
    with tempfile.TemporaryDirectory(prefix="kiosk-voices-") as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            results = list(run(asked, content, Whisper(), folder))
        except (ImportError, OSError, VoiceFailure, WhisperMissing) as error:
            print(error, file=sys.stderr)
            return 1
    figures = [result.figure(asked.before) for result in results]
    if asked.json:
        print(json.dumps({"figures": as_data(figures), "terms": [as_terms(result) for result in results]}, indent=1))
        return 0
    print((markdown if asked.markdown else table)(figures))
    for result in results:
        print_terms(result)
    return 0


def run(asked: argparse.Namespace, content: Content, ear: Whisper, folder: Path) -> Iterator[Result]:
    """A result for each voice at each speed, one after the other."""
    deck, pack = content.deck, narration_pack(content, content.settings)
    voices = asked.voices.split(",")
    if asked.before:
        deck = bare(content)
        pack = bare_pack(content, deck, folder / "narration") if RENDERED in voices else None
    same = [(plain(spoken), plain(shown)) for spoken, shown in same_spellings(content)]
    for voice in voices:
        if voice == RENDERED and pack is None:
            raise OSError("the deck brings no rendered narration: mmn-kiosk narrate --all")
        for speed in map(float, asked.speeds.split(",")):
            result = heard(Result(voice, speed), deck, pack, content, ear, same, asked.every)
            name = f"{voice}-{speed:g}{'-before' if asked.before else ''}.tsv"
            (folder / name).write_text("\n".join(result.transcript) + "\n", encoding="utf-8")
            yield result


def heard(
    result: Result, deck: FileDeck, pack: Pack | None, content: Content, ear: Whisper, same: Same, every: int
) -> Result:
    """``result`` with every slide of the deck that its voice can say."""
    is_rendered = result.voice == RENDERED
    voice = KEPT_VOICE if is_rendered else content.language.voice if result.voice == LIVE else result.voice
    how = Narration(None, language=content.language.tag, voice=voice, rate_wpm=round(NATURAL_WPM * result.speed))
    source = VoiceSource(VoiceProcess(DEADLINE_SECONDS), None, pack if is_rendered else None)
    try:
        for index in range(0, len(deck), every):
            said = list(pieces(deck, index, source, how, HZ, LONGEST_SECONDS))
            result.slides += bool(said)
            result.left_out += not said
            for piece in said:
                result.add(piece, ear.understood(piece.samples), same)
            told = f"{result.voice} at {result.speed:g}: slide {index + 1} of {len(deck)}"
            print(f"{told}, {result.errors.percent:.1f} % so far", file=sys.stderr, flush=True)
    finally:
        source.close()
    return result


def as_terms(result: Result) -> dict[str, object]:
    """Everything that was misunderstood, for JSON."""
    terms = [{"meant": meant, "understood": heard, "times": n} for (meant, heard), n in result.worst()]
    return {"voice": result.voice, "speed": result.speed, "terms": terms}


def print_terms(result: Result) -> None:
    """Everything that was misunderstood, a line each."""
    print(f"\n{result.voice} at {result.speed:g} times: meant, understood, how often")
    for (meant, understood), n in result.worst():
        print(f"    {meant or '(nothing)'}  →  {understood or '(nothing)'}  {n}")


if __name__ == "__main__":
    sys.exit(main())
