"""What is to be said: utterances, sentences and words, as plain frozen data.

Knows: shown and spoken words. Must not know: which engine, which device, what is reported (api), what a slide is.
A module of its own since the first slide needs it, and need not wait for all that can be reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SENTENCE_GAP_SECONDS = 0.3
"""Silence between two sentences of a text: long enough to part them, short enough not to seem the end."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of a sentence: characters [start, start + length) of the shown text, and what the voice says."""

    start: int
    length: int
    spoken: str


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """One sentence as shown, and its words in order. Every word of ``text`` that is to be heard is in ``words``.

    ``pause_seconds``: the silence after it, if another follows. It changes nothing of the sound: two sentences that
    differ in it alone are equal.
    """

    text: str
    words: tuple[SpokenWord, ...]
    pause_seconds: float = field(default=SENTENCE_GAP_SECONDS, compare=False)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said in one go. ``number`` is unique for the life of the program; reports carry it.

    Speaking begins at word ``from_word`` of sentence ``from_sentence`` (both count from 0). ``earcon``: a short sound
    before the first word, ``last_earcon`` one after the last; names of audio.earcons, or empty. No sound ever lies
    over speech. An utterance may hold no sentence, and be an earcon alone.
    """

    number: int
    sentences: tuple[SpokenSentence, ...]
    from_sentence: int = 0
    from_word: int = 0
    earcon: str = ""
    last_earcon: str = ""


@dataclass(frozen=True, slots=True)
class Narration:
    """What should be true of the sound now. ``utterance`` None: silence.

    ``voice`` is a name of the engine's, or empty for its default of ``language`` (BCP 47).
    ``rate_wpm``: words a minute; ``volume_db``: gain, 0 is full, never above. A change of rate or voice
    comes with a new utterance; a change of volume or of is_paused acts on the one that is playing.
    ``is_clear``: the hearing mode, slower and lower with its consonants lifted; it too comes with a new utterance.
    ``ahead``: sentences that will probably be asked for next, to be rendered when there is nothing else to do.
    """

    utterance: Utterance | None
    is_paused: bool = False
    language: str = "en"
    voice: str = ""
    rate_wpm: int = 150
    volume_db: float = 0.0
    is_clear: bool = False
    ahead: tuple[SpokenSentence, ...] = ()
