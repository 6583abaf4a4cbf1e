"""Whether the word that is marked is the word that is heard, in a visit that pauses and goes on now and then.

For each word three moments: when the journal says that it began, when the mark on the screen moved (pixels of the
highlight's color), and when it left the speaker. The last comes from the recording: the piece of the sentence around
the word, as the kiosk keeps it, is found in it by cross-correlation. That trusts the program's own place of the word
within its sentence; where a word follows a silence, its onset is taken from the sound alone as well ("by ear").
"""

from __future__ import annotations

import math
import random
import threading
import time
from dataclasses import dataclass

from tests.bench.align import locate
from tests.bench.figures import Figure, Reach, quantile
from tests.bench.screen_probe import Sight
from tests.bench.sound_probe import Ear
from tests.bench.stage import Stage, Visit
from tests.bench.words import KnownWord, Script, highlight
from tests.pilot import Event
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


@dataclass(frozen=True, slots=True)
class Moment:
    """One word: seconds by which the journal and the mark are later than the recorded word; None: not found."""

    journal: float
    mark: float | None
    mark_by_ear: float | None
    is_after_pause: bool


def measure(stage: Stage) -> list[Figure]:
    """Shares within 50 ms, of all words and of those after a pause."""
    with stage.kiosk() as visit:
        script = Script(visit.pilot.root / "home" / ".cache" / "mmn-kiosk" / "speech")
        try:
            sights = _visit(visit, highlight(), stage.count(240, 60))
            events = visit.pilot.events()
            visit.quiet(1.0)
            ear = visit.ear()
            words = _words(events)
            moments = [moment for word in words if (moment := _moment(word, script, ear, sights)) is not None]
        finally:
            script.close()
    lost = len(words) - len(moments)
    after = [moment for moment in moments if moment.is_after_pause]
    return [
        _share("mark on the screen, all words", [moment.mark for moment in moments], lost, REACH_PERCENT),
        _share("mark on the screen, after a pause", [moment.mark for moment in after], 0, REACH_PERCENT),
        _share("journal, all words", [moment.journal for moment in moments], lost),
        _share("mark against the onset by ear", [m.mark_by_ear for m in moments if m.mark_by_ear is not None], 0),
    ]


def _share(what: str, offsets: list[float | None], lost: int, reach: float | None = None) -> Figure:
    """Percent of the words within 50 ms; a word whose mark was never seen counts as outside."""
    seen = [offset for offset in offsets if offset is not None]
    within = sum(abs(offset) <= REACH_SECONDS for offset in seen)
    spread = "/".join(f"{quantile(seen, part) * 1000:+.1f}" for part in (0, 5, 50, 95, 100))
    detail = f"late by min/p5/median/p95/max {spread} ms; {len(offsets) - len(seen)} words without a mark, "
    detail += f"{lost} not found in the recording"
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


@dataclass(frozen=True, slots=True)
class _Word:
    t: float
    slide: int
    sentence: int
    word: int
    shown: str
    is_after_pause: bool
    ends: float  # when an input cut the speech off, at the latest


def _words(events: list[Event]) -> list[_Word]:
    """Every word of a slide that was read, with whether its utterance was paused before on that slide."""
    words: list[_Word] = []
    slide, is_after_pause, source = 0, False, ""
    for event in events:
        match event["event"]:
            case "slide_shown":
                slide, is_after_pause = event["number"] - 1, False
            case "command" if event["command"] in ("PAUSE", "GO_ON"):
                is_after_pause = True
            case "utterance_started":
                source = event["source"]
            case "word_started" if source == "screen":
                place = (event["sentence"], event["word"])
                words.append(_Word(event["t"], slide, *place, event["shown"], is_after_pause, _cut(events, event["t"])))
    return [word for word in words if word.ends - word.t >= LEAST_PIECE_SECONDS]


def _cut(events: list[Event], moment: float) -> float:
    """When the first order after ``moment`` came."""
    return next((event["t"] for event in events if event["event"] == "command" and event["t"] > moment), math.inf)


def _moment(word: _Word, script: Script, ear: Ear, sights: list[Sight]) -> Moment | None:
    known = script.sentence(word.slide, word.sentence)[word.word]
    heard = _heard(word, known, ear)
    if heard is None:
        return None
    mark = next((sight.t for sight in sights if word.t - 0.02 <= sight.t <= word.t + MARK_SECONDS), None)
    late = None if mark is None else mark - heard
    by_ear = late - known.audible if late is not None and known.audible is not None else None
    return Moment(word.t - heard, late, by_ear, word.is_after_pause)


def _heard(word: _Word, known: KnownWord, ear: Ear) -> float | None:
    """When the word left the speaker; None if it cannot be found, or another word is meant."""
    if known.shown != word.shown:
        return None
    start = word.t - SEARCH_SECONDS - known.lead
    recorded = ear.between(start, word.t + SEARCH_SECONDS + TAIL_SECONDS)
    length = known.lead + min(word.ends - word.t - 0.03, 1.0)
    at, alike = locate(known.piece[: round(length * RATE)], recorded)
    return start + at / RATE + known.lead if alike >= ALIKE else None
