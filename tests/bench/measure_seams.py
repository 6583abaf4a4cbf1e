"""From one sentence to the next in the recording: how long the gap is, against the intended one, and what sounds in it.

Slides are read whole. The end of each sentence and the beginning of the next are found by the samples that the kiosk
plays; what is left when these are taken away is a click, if it is loud.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from tests.bench.figures import Figure, Reach, quantile
from tests.bench.said import Said, said
from tests.bench.seams import PIECE_SECONDS, Seam, seam
from tests.bench.sound_probe import Ear
from tests.bench.stage import Stage, Visit
from tests.bench.words import Script
from tests.rig import RATE

GROUP = "seams"
AROUND_SECONDS = 0.4
OFF_SECONDS, STRAY_DBFS = 0.05, -60.0
SLIDE_SECONDS = 90.0


def measure(stage: Stage) -> list[Figure]:
    """The gaps of slides that are read to their end, and the loudest sample that does not belong there."""
    with stage.kiosk() as visit:
        _read_slides(visit, stage.count(8, 2))
        ear, words = visit.ear(), said(visit.pilot.events())
        script = Script(visit.pilot.root)
        try:
            found = [(pair, _seam(pair, script, ear)) for pair in pairs(words)]
            seams = [(script.sound(one.slide, one.sentence).pause_seconds, seam) for (one, _), seam in found]
        finally:
            script.close()
    return figures(seams)


def _read_slides(visit: Visit, count: int) -> None:
    for _ in range(count):
        visit.quiet()
        visit.key("Right")
        visit.wait_for("utterance_finished", timeout=SLIDE_SECONDS)


def pairs(words: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """The first words of every two sentences that followed each other in one utterance."""
    begun = [word for word in words if word.word == 0]
    for one, other in itertools.pairwise(begun):
        if one.utterance == other.utterance and one.sentence + 1 == other.sentence and one.slide == other.slide:
            yield one, other


def _seam(pair: tuple[Said, Said], script: Script, ear: Ear) -> Seam | None:
    one, other = pair
    before, after = (script.sound(word.slide, word.sentence).samples for word in pair)
    ended = one.t + len(before) / RATE
    start = min(ended, other.t) - min(PIECE_SECONDS, len(before) / RATE) - AROUND_SECONDS
    stop = other.t + min(PIECE_SECONDS, len(after) / RATE) + AROUND_SECONDS
    return seam(before, after, ear.between(start, stop))


def figures(seams: Sequence[tuple[float, Seam | None]]) -> list[Figure]:
    """How far the gaps are from the intended ones (seconds), and the loudest stray sample."""
    found = [(pause, seam) for pause, seam in seams if seam is not None]
    over = [(seam.gap - pause) * 1000 for pause, seam in found]
    off = [abs(each) for each in over]
    spread = "/".join(f"{quantile(over, part):.1f}" for part in (0, 50, 95, 100))
    detail = f"longer than intended min/median/p95/max {spread} ms"
    detail += f"; {len(seams) - len(found)} left out: broken in the recording"
    stray = max((seam.stray for _, seam in found), default=float("nan"))
    worst = round(quantile(off, 95), 2)
    return [
        Figure(GROUP, "gap off by, p95", worst, "ms", len(off), Reach(OFF_SECONDS * 1000), detail),
        Figure(GROUP, "loudest click", round(stray, 1), "dBFS", len(found), Reach(STRAY_DBFS)),
    ]
