"""The steps of the speed in the recording: words a minute that come out of each, and whether the pitch stays.

At each step the same slides are read whole. Words a minute: the slide's words over the time from its first sound to its
last, with the gaps between its sentences, which do not shrink. The pitch is the median over all voiced frames of
the recording, against that of the step nearest to the pace in which the narration was rendered (the live voice has the
usual one).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audio.kokoro_names import RATE_WPM
from kiosk.loading import load_content
from kiosk.settings import Settings
from kiosk.state import RATES_WPM
from tests.bench.figures import Figure, Reach
from tests.bench.pitch import median_pitch
from tests.bench.said import Said, said
from tests.bench.sound_probe import LOUD, Ear
from tests.bench.stage import VOICE_ALONE, Stage, Visit
from tests.rig import RATE

GROUP = "speed"
USUAL = Settings().speed - 1
NATURAL = min(range(len(RATES_WPM)), key=lambda step: abs(RATES_WPM[step] - RATE_WPM))
PITCH_PERCENT = 3.0
SLIDE_SECONDS = 180.0
DOUBLE_STRIKE_SECONDS = 0.4
BEFORE_SECONDS, AFTER_SECONDS = 0.15, 0.1

Span = tuple[int, float, float]
"""A step of the speed, and from when to when the slide was read at it, by the journal."""


@dataclass(frozen=True, slots=True)
class Read:
    """A slide that was read at a step of the speed: words, seconds, pitch in Hz over so many frames."""

    step: int
    words: int
    seconds: float
    pitch: float
    frames: int


def measure(stage: Stage) -> list[Figure]:
    """All steps of the rendered voice; the least, the usual and the greatest of the live one."""
    some = (0, USUAL, len(RATES_WPM) - 1)
    every = sorted({NATURAL, *some}) if stage.is_quick else range(len(RATES_WPM))
    live = load_content(None).language.voice
    return [
        *figures("rendered voice", _measured(stage, VOICE_ALONE, every), NATURAL),
        *figures("live voice", _measured(stage, f'{VOICE_ALONE}voice = "{live}"\n', some), USUAL),
    ]


def _measured(stage: Stage, settings: str, steps: Sequence[int]) -> list[Read]:
    with stage.kiosk(settings=settings) as visit:
        visit.key("Right")
        visit.wait_for("word_started")
        spans = _read(visit, steps)
        visit.quiet(1.0)
        ear, words = visit.ear(), said(visit.pilot.events())
    reads = [_heard(span, words, ear) for span in spans]
    return [read for read in reads if read is not None]


def _read(visit: Visit, steps: Sequence[int]) -> list[Span]:
    """Have the slide read at each step."""
    spans, now = [], USUAL
    for step in steps:
        visit.quiet(0.6)
        for _ in range(abs(step - now)):
            visit.key("f" if step > now else "d")
            time.sleep(DOUBLE_STRIKE_SECONDS)
        now = step
        visit.quiet(0.6)
        began = visit.key("r")
        ended = visit.wait_for("utterance_finished", timeout=SLIDE_SECONDS)["t"]
        spans.append((step, began, float(ended)))
    return spans


def _heard(span: Span, words: Sequence[Said], ear: Ear) -> Read | None:
    step, began, ended = span
    read = [word for word in words if began <= word.t <= ended]
    if not read:
        return None
    recorded = ear.between(read[0].t - BEFORE_SECONDS, ended + AFTER_SECONDS)
    loud = np.flatnonzero(np.abs(recorded) > LOUD)
    if not len(loud):
        return None
    speech = recorded[int(loud[0]) : int(loud[-1]) + 1]
    return Read(step, len(read), len(speech) / RATE, *median_pitch(speech, RATE))


def figures(who: str, reads: Sequence[Read], natural_step: int) -> list[Figure]:
    """A line for each step, and the largest change of pitch from the natural one."""
    usual = next((read for read in reads if read.step == USUAL), None)
    natural = next((read for read in reads if read.step == natural_step), None)
    steps = [_step(who, read, usual) for read in sorted(reads, key=lambda read: read.step)]
    shifts = [100 * abs(read.pitch / natural.pitch - 1) for read in reads] if natural else []
    pitches = " ".join(f"{read.pitch:.1f}" for read in sorted(reads, key=lambda read: read.step))
    worst, what = round(max(shifts, default=float("nan")), 2), f"{who}, largest change of pitch"
    return [*steps, Figure(GROUP, what, worst, "%", len(shifts), Reach(PITCH_PERCENT), f"{pitches} Hz")]


def _step(who: str, read: Read, usual: Read | None) -> Figure:
    pace = 60 * read.words / read.seconds
    detail = f"asked for {RATES_WPM[read.step]}"
    if usual:
        wanted = RATES_WPM[read.step] / RATES_WPM[USUAL]
        detail += f"; {usual.seconds / read.seconds:.3f} times the usual, asked for {wanted:.3f}"
    return Figure(GROUP, f"{who}, step {read.step + 1}", round(pace, 1), "words/min", read.words, None, detail)
