"""Makes clips of phrases and of talk with synthetic voices, and goes on where it stopped.

    python -m tools.spotter.synthesize FOLDER --engine kokoro --voices VOICES [--seconds 50]
    python -m tools.spotter.synthesize FOLDER --engine piper --voices joe.onnx [--seconds 50]
    python -m tools.spotter.synthesize FOLDER --engine flite [--seconds 50]

VOICES is the folder voices/ of npm kokoro-js: each chain of phrases is spoken by another blend of up to three of the
vectors, at another speed. Four voices are kept for --part calibrate and four for --part test. --chains: how many
there are to be at most. FOLDER/ENGINE-PART/clips.tsv lists what was made. For phrases that were added later, --phrases
and --near are lists of these alone, spoken as chains with numbers of their own (--first 10000 --chains 10100).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Protocol

import numpy as np

from tools.spotter.chains import Chain, chain
from tools.spotter.corpus import Clip, add_clips, read_clips, read_lines

HERE = Path(__file__).parent
LISTS = "phrases", "sentences", "near"
SEED = 5
MARGIN_SECONDS = 0.06
"""What is left of the silence before and after a clip."""


class Engine(Protocol):
    """A synthetic speaker."""

    def speak(self, chain: Chain) -> tuple[str, list[np.ndarray]]:
        """The voice's name, and the sound of each part."""
        ...


def main() -> int:
    """Make clips until time or chains run out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=("kokoro", "piper", "flite"), required=True)
    parser.add_argument("--part", choices=("train", "calibrate", "test"), default="train")
    parser.add_argument("--voices", type=Path)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--chains", type=int, default=4000)
    parser.add_argument("--first", type=int, default=0, help="begin with this chain, so that two can work at once")
    for name in LISTS:
        parser.add_argument(f"--{name}", type=Path, default=HERE / f"{name}.txt")
    arguments = parser.parse_args()
    began = time.monotonic()
    folder = arguments.folder / f"{arguments.engine}-{arguments.part}"
    folder.mkdir(parents=True, exist_ok=True)
    done = {clip.path.split("-")[0] for clip in read_clips(folder)}
    lists = [read_lines(getattr(arguments, name)) for name in LISTS]
    engine: Engine | None = None
    for number in range(arguments.first, arguments.chains):
        if f"{number:05}" in done:
            continue
        if time.monotonic() - began > arguments.seconds:
            return 0
        engine = engine or new_engine(arguments.engine, arguments.part, arguments.voices)
        one = chain(number, *lists, f"{SEED}/{arguments.part}")
        voice, sounds = engine.speak(one)
        add_clips(
            folder,
            [
                (Clip(f"{number:05}-{part}.flac", one.kind, one.parts[part], voice, arguments.engine), trimmed(sound))
                for part, sound in enumerate(sounds)
            ],
        )
    return 0


def new_engine(name: str, part: str, voices: Path) -> Engine:
    """The engine of that name, with the voices of that part."""
    from tools.spotter import voices as engines

    if name == "kokoro":
        return engines.Kokoro(voices, part, SEED)
    return engines.Piper(voices, SEED) if name == "piper" else engines.Flite(SEED)


def trimmed(sound: np.ndarray) -> np.ndarray:
    """Without the silence before and after, as loud as all others."""
    size = 160
    levels = np.sqrt(np.mean(sound[: len(sound) // size * size].reshape(-1, size) ** 2, axis=1) + 1e-12)
    loud = np.flatnonzero(levels > levels.max() / 50)  # 34 dB below the loudest 10 ms
    margin = round(MARGIN_SECONDS * 100)
    first, last = max(0, loud[0] - margin), loud[-1] + 1 + margin
    kept = sound[first * size : last * size]
    return kept * min(0.1 / float(np.sqrt(np.mean(kept**2))), 0.95 / float(np.abs(kept).max()))


if __name__ == "__main__":
    raise SystemExit(main())
