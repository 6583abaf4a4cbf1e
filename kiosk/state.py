"""What a session is: everything the kiosk remembers between two messages, as frozen data.

Knows: the shape of a visit. Must not know: what changes it (session, orders), how it looks (scenes) or sounds (script).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.messages import Order
from kiosk.scene import Kind

TEXT_SIZES = ("smallest", "small", "medium", "large", "largest")
VOLUMES_DB = (-36.0, -30.0, -24.0, -18.0, -12.0, -6.0, 0.0)
"""Gain of each volume step: 6 dB apart over 36 dB; the third step is +12 dB over the lowest (EN 301 549, 8.2.1)."""
QUIET_HOURS_STEPS = 2
"""In quiet hours a visit begins so many steps softer: 12 dB, less than half as loud to the ear."""
RATES_WPM = (65, 90, 110, 130, 150, 180, 215, 260, 320)
"""Words a minute of each speed step; 150 is the comfortable default of aphasia and ageing studies."""
MOTIONS = ("none", "pictures", "all")
"""What moves: nothing; the pictures that show a process, for some seconds; also the change from slide to slide."""
LOOP_SPEECH = ("aloud", "quiet", "silent")


@dataclass(frozen=True, slots=True)
class Comfort:
    """What a visitor can adjust; all of it goes back to the defaults at the end of the visit.

    ``volume`` and ``rate`` are indices into VOLUMES_DB and RATES_WPM; ``is_wide``: letters, words and lines stand
    further apart; ``motion`` is one of MOTIONS; ``is_clear``: the hearing mode; ``is_simple``: fewer choices at a time.
    """

    volume: int = 4
    rate: int = 4
    theme: str = "light"
    text_size: str = "medium"
    is_wide: bool = False
    motion: str = "pictures"
    is_clear: bool = False
    is_simple: bool = False

    @property
    def has_motion(self) -> bool:
        """Whether pictures may move."""
        return self.motion != "none"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the staff have set; constant for the life of the program. Times in seconds.

    ``no_limit_seconds``: the idle time of a visitor who has turned the time limit off; ``invitation_seconds``: how
    often the loop says how to begin (0: never).
    """

    idle_seconds: float = 180.0
    warning_seconds: float = 45.0
    loop_speech: str = "aloud"
    loop_gap_seconds: float = 6.0
    keep_going_gap_seconds: float = 3.0
    themes: tuple[str, ...] = ("light", "dark")
    theme_labels: tuple[str, ...] = ("light", "dark")
    comfort: Comfort = Comfort()
    headphone_volume: int = 2
    is_listening_wanted: bool = True
    duplex: str = "auto"
    voice: str = ""
    has_earcons: bool = True
    hold_seconds: float = 12.0
    most_volume: int = len(VOLUMES_DB) - 1
    no_limit_seconds: float = 1800.0
    invitation_seconds: float = 300.0
    scan_seconds: float = 2.0


class Source(StrEnum):
    """Where the words of an utterance come from."""

    SCREEN = "screen"  # what the screen shows, read from its place
    NOTICE = "notice"  # a short message, shown as the caption
    EARCON = "earcon"  # no words: a short sound alone


class Talking(StrEnum):
    """What became of the utterance."""

    SPEAKING = "speaking"
    PAUSED = "paused"
    FINISHED = "finished"
    SILENT = "silent"  # cut off, or never begun


@dataclass(frozen=True, slots=True)
class Talk:
    """One utterance: its number, source and state; it began at (from_sentence, from_word).

    (sentence, word) is the word that is audible now; word -1: none yet. ``earcon``, ``last_earcon``: the short sounds
    before its first and after its last word, names of audio.earcons, or empty. ``then_reads``: the screen is read
    after it. ``lift_db``: how much louder all of it is, for the room.
    """

    number: int = 0
    source: Source = Source.SCREEN
    state: Talking = Talking.SILENT
    from_sentence: int = 0
    from_word: int = 0
    sentence: int = 0
    word: int = -1
    earcon: str = ""
    last_earcon: str = ""
    then_reads: bool = False
    lift_db: float = 0.0


@dataclass(frozen=True, slots=True)
class Devices:
    """What works. A kiosk starts in the belief that all does, and is told otherwise.

    ``has_headphones``: the sound comes out of headphones and not of the speaker. ``is_full_duplex``: a visitor is heard
    over the kiosk's own voice; nobody believes that before it is told.
    """

    has_speaker: bool = True
    has_voice: bool = True
    has_microphone: bool = True
    has_headphones: bool = False
    is_full_duplex: bool = False


def starting_comfort(rules: Rules, devices: Devices, is_quiet_hours: bool = False) -> Comfort:
    """The comfort with which a visit begins: in headphones at a volume of their own, in quiet hours softly."""
    if devices.has_headphones:
        return replace(rules.comfort, volume=rules.headphone_volume)
    softer = QUIET_HOURS_STEPS if is_quiet_hours else 0
    return replace(rules.comfort, volume=max(0, rules.comfort.volume - softer))


def loudest(rules: Rules, devices: Devices) -> int:
    """The highest volume that a visitor can choose: staff's ceiling is for the room, not for headphones."""
    return len(VOLUMES_DB) - 1 if devices.has_headphones else rules.most_volume


@dataclass(frozen=True, slots=True)
class Room:
    """How loud the room is, in numbers alone: its quietest level so far, and how much the voice is lifted for it."""

    quietest_db: float
    lift_db: float


@dataclass(frozen=True, slots=True)
class Hold:
    """The kiosk is silent since ``since`` until ``until`` (monotonic seconds), while names are called."""

    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Answer:
    """A visitor's answer on a slide: option ``number`` (1..) chosen, or 1 for yes and 0 for no."""

    slide: str
    number: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What a one-switch visitor is offered: a group, or in ``group`` (empty: none yet) an item, the ``at``th of them.

    ``due``: when the next one's turn comes, monotonic seconds; infinite until this one has been said. ``rounds``: how
    often all were offered and none was taken.
    """

    group: str = ""
    at: int = 0
    due: float = float("inf")
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class Explored:
    """What a finger came to last. ``is_whole``: it has stayed on it since it came down; ``lifted``: when it left it,
    0 if it has not; ``is_second``: it is the second tap, which presses.
    """

    spot: str
    is_whole: bool = False
    lifted: float = 0.0
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An order that was spoken and waits for a yes, and the screen under the question, as it was."""

    order: Order
    kind: Kind
    page: int
    page_starts: tuple[int, ...]
    choice_page: int
    focus: str
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Session:
    """The whole state. A fresh one is the attract loop on the first slide, with everything at its default.

    ``place``: the (sentence, word) of the screen's script at which reading goes on; ``slide_place``: that of the slide
    under a panel. ``page_starts``: where the layout cut the text, in characters. ``choice_page``: which six choices a
    long list shows. ``behind``: the screen under a warning. In monotonic seconds: ``last_active``, the last sign of
    life; ``since``, when this screen came up or its reading ended; ``reported``, the speaker's last report;
    ``moving_since``, when this screen was shown or read from its beginning; ``invited``, when the loop last said how to
    begin. ``is_oriented``: the visitor was told what this is, or knows it. ``misses``: how often in a row nothing was
    understood; ``nonsense``: when, lately. Until ``strict_until`` few phrases count; until ``listen_until`` the kiosk
    is all ears, and then goes on reading if ``is_reading_due``. ``is_muted``: a visitor has turned the microphone off;
    ``has_no_limit``: or the time limit. ``knows_select``: it was said how to press what has the focus. ``scan``: what
    the one switch would take now; ``is_exploring``: a touch tells and does not press; ``explored``: what it told last.
    ``level``: of the voice that is heard now, 0 to 4.
    """

    rules: Rules = Rules()
    now: float = 0.0
    is_visit: bool = False
    kind: Kind = Kind.SLIDE
    behind: Kind = Kind.SLIDE
    slide: int = 0
    page: int = 0
    page_starts: tuple[int, ...] = (0,)
    choice_page: int = 0
    term: str = ""
    focus: str = ""
    scan: Scan | None = None
    is_exploring: bool = False
    explored: Explored | None = None
    comfort: Comfort = Comfort()
    talk: Talk = Talk()
    place: tuple[int, int] = (0, 0)
    slide_place: tuple[int, int] = (0, 0)
    notice: str = ""
    is_keeping_going: bool = False
    is_oriented: bool = False
    answers: frozenset[Answer] = field(default_factory=frozenset)
    heard: str = ""
    misses: int = 0
    asked: Asked | None = None
    nonsense: tuple[float, ...] = ()
    strict_until: float = 0.0
    listen_until: float = 0.0
    is_reading_due: bool = False
    is_muted: bool = False
    has_no_limit: bool = False
    knows_select: bool = False
    level: int = 0
    last_active: float = 0.0
    since: float = 0.0
    reported: float = 0.0
    moving_since: float = 0.0
    invited: float = 0.0
    devices: Devices = Devices()
    hold: Hold | None = None
    is_quiet_hours: bool = False
    room: Room | None = None


def can_hear(session: Session) -> bool:
    """Whether anything can be said to the kiosk."""
    return session.devices.has_microphone and session.rules.is_listening_wanted and not session.is_muted
