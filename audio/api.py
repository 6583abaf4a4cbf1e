"""What every speaker and listener understands and reports. Plain frozen data and two protocols.

Knows: utterances and phrases. Must not know: which engine, which device, what a slide or a command is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from audio.narration import Narration, SpokenSentence, SpokenWord, Utterance

__all__ = [
    "Duplex",
    "Heard",
    "HeardNothingKnown",
    "Listener",
    "ListenerReport",
    "Listening",
    "MicrophoneBack",
    "MicrophoneFault",
    "MicrophoneLost",
    "Narration",
    "Report",
    "RoomLevel",
    "Sink",
    "Speaker",
    "SpeakerBack",
    "SpeakerLost",
    "SpeakerReport",
    "SpokenOver",
    "SpokenSentence",
    "SpokenWord",
    "Utterance",
    "UtteranceFinished",
    "UtteranceStarted",
    "VoiceBack",
    "VoiceLevel",
    "VoiceLost",
    "WordStarted",
]

# ---------------------------------------------------------------- sound out


@dataclass(frozen=True, slots=True)
class UtteranceStarted:
    """The first sound of the utterance is audible now."""

    number: int


@dataclass(frozen=True, slots=True)
class WordStarted:
    """The word is audible now. ``is_estimated``: the engine gave no time, this one is computed from lengths."""

    number: int
    sentence: int
    word: int
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class UtteranceFinished:
    """The last sound has left the speaker (or, without a speaker, the time it would have taken has passed)."""

    number: int


@dataclass(frozen=True, slots=True)
class SpeakerLost:
    """No sound comes out from now on; ``reason`` is for the log. Utterances go on silently, in real time."""

    reason: str


@dataclass(frozen=True, slots=True)
class SpeakerBack:
    """Sound comes out again."""


@dataclass(frozen=True, slots=True)
class HeadphonesIn:
    """Headphones were plugged in: sound comes out of them and of nothing else. What was being said is cut off; a
    narration with another number speaks there, at its own volume."""


@dataclass(frozen=True, slots=True)
class HeadphonesOut:
    """The headphones were pulled out: sound comes out of the speaker again. What was being said is cut off."""


@dataclass(frozen=True, slots=True)
class VoiceLost:
    """The voice engine does not answer. Utterances go on silently, with estimated word times."""

    reason: str


@dataclass(frozen=True, slots=True)
class VoiceBack:
    """The voice engine answers again."""


class Speaker(Protocol):
    """Makes the sound match a Narration. Every method returns at once and never raises for a device fault."""

    def make_true(self, narration: Narration) -> None:
        """Say this and nothing else. Idempotent. When it returns, an older utterance is already silent."""
        ...

    def devices_changed(self) -> None:
        """The sound devices of the machine are not the same as before: look for the right one again."""
        ...

    def close(self) -> None:
        """Silence, and end every thread and process. A second call does nothing."""
        ...


# ---------------------------------------------------------------- sound in


@dataclass(frozen=True, slots=True)
class Listening:
    """What should be true of the microphone now: whether it is listened to, and which phrases count.

    ``likely``: those of them that stand on the screen, or that everybody says first: they need less certainty than the
    others. ``is_strict``: people talk to each other here, or nobody has turned to the kiosk yet; only what is surer
    than usual counts. ``is_speaking``: the kiosk itself speaks; who cannot tell its voice from a visitor's (see Duplex)
    hears nothing meanwhile.
    """

    is_on: bool
    phrases: frozenset[str] = frozenset()
    is_strict: bool = False
    is_speaking: bool = False
    likely: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Heard:
    """A phrase that was active. Times are seconds since listening began (in a file: into the recording).

    ``decided`` is when a live kiosk would have acted. ``score``: higher is surer; what it means is the engine's.
    """

    phrase: str
    score: float
    start: float
    end: float
    decided: float


@dataclass(frozen=True, slots=True)
class HeardNothingKnown:
    """Somebody spoke, and it was none of the active phrases."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class RoomLevel:
    """How loud it usually was here in the last seconds: one number, in dB of the endpointer's, nothing of the sound."""

    level_db: float


@dataclass(frozen=True, slots=True)
class VoiceLevel:
    """How far what is heard now stands over the room, in dB; 0: nobody speaks. At most ten a second, only while it is
    listened, and none that says the same as the last one; the last one of a voice says 0, and when listening begins
    anew, or the kiosk itself speaks, nobody speaks."""

    level_db: float


@dataclass(frozen=True, slots=True)
class Duplex:
    """Whether a visitor can be heard while the kiosk itself speaks. Until the first report: no."""

    is_full: bool


@dataclass(frozen=True, slots=True)
class SpokenOver:
    """Somebody raised his voice over the kiosk's own, and could not be understood (only where staff want it told)."""


@dataclass(frozen=True, slots=True)
class MicrophoneFault:
    """The microphone gives sound that is no good: "silent" (muted by its switch), "clipping", "hum", "quiet"; empty:
    it is good again. For the staff; the kiosk goes on listening."""

    fault: str


@dataclass(frozen=True, slots=True)
class MicrophoneLost:
    """Nothing is heard from now on; ``reason`` is for the log."""

    reason: str


@dataclass(frozen=True, slots=True)
class MicrophoneBack:
    """The microphone works (again)."""


class Listener(Protocol):
    """Makes the hearing match a Listening. Returns at once, never raises for a device fault, stores nothing."""

    def make_true(self, listening: Listening) -> None:
        """Listen for these phrases and no others, or not at all. Idempotent. What began before a change is dropped."""
        ...

    def close(self) -> None:
        """Let go of the microphone, end every thread and process. A second call does nothing."""
        ...


SpeakerReport = (
    UtteranceStarted
    | WordStarted
    | UtteranceFinished
    | SpeakerLost
    | SpeakerBack
    | HeadphonesIn
    | HeadphonesOut
    | VoiceLost
    | VoiceBack
)
ListenerReport = (
    Heard
    | HeardNothingKnown
    | SpokenOver
    | RoomLevel
    | VoiceLevel
    | Duplex
    | MicrophoneFault
    | MicrophoneLost
    | MicrophoneBack
)
Report = SpeakerReport | ListenerReport
Sink = Callable[[Report], None]
"""Where a device puts its reports: called from any thread, never blocks, never raises."""
