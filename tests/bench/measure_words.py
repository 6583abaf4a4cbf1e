"""Whether the word that is marked is the word that is heard, in a visit that pauses and goes on now and then.

For each word three moments: when the journal says that it began, when the mark on the screen moved (pixels of the
highlight's color), and when it left the speaker. The last comes from the recording: the piece of the sentence around
the word, as the kiosk keeps it, is found in it by cross-correlation. That trusts the program's own place of the word
within its sentence. So two more onsets are taken from the sound: where a word follows a silence, its first sound ("by
ear"), and for every word that of a forced alignment, which is itself good to about 30 ms.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.loading import load_content
from tests.bench.align import locate
from tests.bench.figures import Figure, Reach, quantile
from tests.bench.said import Said, said
from tests.bench.screen_probe import Sight
from tests.bench.sound_probe import Ear
from tests.bench.stage import Stage, Visit
from tests.bench.words import KnownWord, Script, highlight
from tests.rig import RATE

GROUP = "highlight"
REACH_SECONDS, REACH_PERCENT = 0.05, 95.0
SEARCH_SECONDS = 0.3
ALIKE = 0.85
"""A piece that is less like the recording sounded with gaps: not counted, but told."""
LEAST_PIECE_SECONDS = 0.08
"""A word that an input cut off earlier than this cannot be found again."""
MARK_SECONDS = 0.25
"""A mark belongs to a word that began at most so long before."""
TAIL_SECONDS = 0.5
PACES = (("usual speed", 5, 240, 40), ("slowest", 1, 60, 12), ("fastest", 9, 120, 40))
"""Name, step of the setting sound.speed, and after how many words the visit ends (in full, quick)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One word: seconds by which the journal and the mark are later than the recorded word; None: not found."""

    journal: float
    mark: float | None
    mark_by_ear: float | None
    mark_aligned: float | None
    is_after_pause: bool


def measure(stage: Stage) -> list[Figure]:
    """Shares within 50 ms, of all words and of those after a pause: each voice at the usual, the least and the
    greatest speed."""
    live = load_content(None).language.voice
    figures = []
    for voice, setting in (("rendered", ""), ("live", live)):
        for pace, speed, full, quick in PACES:
            settings = f'[sound]\nspeed = {speed}\nvoice = "{setting}"\n'
            moments, lost, others = _measured(stage, settings, stage.count(full, quick), setting)
            note = f"; {others} said by the other voice are left out" if others else ""
            figures += _figures(f"{voice} voice, {pace}", moments, lost, note)
    return figures


def _figures(who: str, moments: Sequence[Moment], lost: int, note: str) -> list[Figure]:
    after = [moment for moment in moments if moment.is_after_pause]
    by_ear = [m.mark_by_ear for m in moments if m.mark_by_ear is not None]
    aligned = [m.mark_aligned for m in moments if m.mark_aligned is not None]
    return [
        _share(f"{who}: mark on the screen, all words", [moment.mark for moment in moments], lost, note, REACH_PERCENT),
        _share(f"{who}: mark on the screen, after a pause", [moment.mark for moment in after], 0, "", REACH_PERCENT),
        _share(f"{who}: journal, all words", [moment.journal for moment in moments], lost, note),
        _share(f"{who}: mark against the onset by ear", by_ear, 0, note, REACH_PERCENT),
        _share(f"{who}: mark against forced alignment", aligned, 0, note),
    ]


def _measured(stage: Stage, settings: str, words: int, voice: str) -> tuple[list[Moment], int, int]:
    """The moments of a visit that says so many words; how many were not found; how many another voice said."""
    with stage.kiosk(settings=settings) as visit:
        script = Script(visit.pilot.root)
        try:
            sights = _visit(visit, highlight(), words)
            heard = said(visit.pilot.events())
            visit.quiet(1.0)
            ear = visit.ear()
            whole = [word for word in heard if word.cut - word.t >= LEAST_PIECE_SECONDS]
            ours = [word for word in whole if script.is_live(word.slide) == bool(voice)]
            moments = [moment for word in ours if (moment := _moment(word, script, ear, sights)) is not None]
        finally:
            script.close()
    return moments, len(ours) - len(moments), len(whole) - len(ours)


def _share(
    what: str, offsets: Sequence[float | None], lost: int, note: str, reach: float | None = None
) -> Figure:
    """Percent of the words within 50 ms; a word whose mark was never seen counts as outside."""
    seen = [offset for offset in offsets if offset is not None]
    within = sum(abs(offset) <= REACH_SECONDS for offset in seen)
    spread = "/".join(f"{quantile(seen, part) * 1000:+.1f}" for part in (0, 5, 50, 95, 100))
    detail = f"late by min/p5/median/p95/max {spread} ms; {len(offsets) - len(seen)} words without a mark, "
    detail += f"{lost} not found in the recording{note}"
    share = 100 * within / len(offsets) if offsets else float("nan")
    goal = None if reach is None else Reach(reach, is_floor=True)
    return Figure(GROUP, f"{what}, within 50 ms", round(share, 1), "%", len(offsets), goal, detail)


# ------------------------------------------------------------ the visit


def _visit(visit: Visit, color: int, words: int) -> list[Sight]:
    """Let it read slide after slide, with a pause on each, until it said so many words; what was seen of the mark."""
    sights: list[Sight] = []
    is_over = threading.Event()
    box = (0, 0, *visit.probe.size)
    watcher = threading.Thread(
        target=lambda: sights.extend(_marks(visit, color, box, is_over)), name="watch the mark", daemon=True
    )
    watcher.start()
    visit.key("Right")
    try:
        while len([event for event in visit.pilot.events() if event["event"] == "word_started"]) < words:
            visit.wait_for("word_started", timeout=15)
            time.sleep(random.uniform(2.0, 5.0))
            visit.key("p")
            time.sleep(random.uniform(0.6, 1.0))
            visit.key("g")
            time.sleep(random.uniform(5.0, 7.0))
            visit.key("Right")
    finally:
        is_over.set()
        watcher.join(5)
    return sights


def _marks(visit: Visit, color: int, box: tuple[int, int, int, int], is_over: threading.Event) -> list[Sight]:
    """Each new place of the mark: the points that have its color."""
    marks: list[Sight] = []
    before = b""
    while not is_over.is_set():
        now = time.monotonic()
        mask = visit.probe.points(box, 5) == color
        key = mask.tobytes()
        if key != before:
            before = key
            if mask.sum() > 4:
                marks.append(Sight(now, mask.astype("uint32")))
        time.sleep(0.002)
    return marks


# ------------------------------------------------------------ the words


def _moment(word: Said, script: Script, ear: Ear, sights: list[Sight]) -> Moment | None:
    known = script.sentence(word.slide, word.sentence)[word.word]
    heard = _heard(word, known, ear)
    if heard is None:
        return None
    mark = next((sight.t for sight in sights if word.t - 0.02 <= sight.t <= word.t + MARK_SECONDS), None)
    late = None if mark is None else mark - heard
    by_ear = late - known.audible if late is not None and known.audible is not None else None
    aligned = late - known.aligned if late is not None and known.aligned is not None else None
    return Moment(word.t - heard, late, by_ear, aligned, word.is_after_pause)


def _heard(word: Said, known: KnownWord, ear: Ear) -> float | None:
    """When the word left the speaker; None if it cannot be found, or another word is meant."""
    if known.shown != word.shown:
        return None
    start = word.t - SEARCH_SECONDS - known.lead
    recorded = ear.between(start, word.t + SEARCH_SECONDS + TAIL_SECONDS)
    length = known.lead + min(word.cut - word.t - 0.03, 1.0)
    at, alike = locate(known.piece[: round(length * RATE)], recorded)
    return start + at / RATE + known.lead if alike >= ALIKE else None
