"""What the voice reads: the words of the screen in reading order, cut into sentences that know where they stand.

Knows: which texts a screen has. Must not know: the voice, sizes, positions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import assert_never

from audio.narration import SENTENCE_GAP_SECONDS, SpokenSentence, SpokenWord
from content.model import Deck, Sentence, Slide
from kiosk.panels import choices, footer, hint, is_further, slide_text, title_and_text
from kiosk.scene import Kind, Mark, Part, Target
from kiosk.state import Session, Source

HEADING_PAUSE_SECONDS = 0.7
"""After a title: what follows is heard as something new."""
PART_PAUSE_SECONDS = 0.5
"""After a paragraph, between choices, around what the picture shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence to be said: the part of the screen in which it stands, and (for a choice) which one.

    ``offset`` is where the sentence begins in the part, in characters. ``caption`` is what the caption strip shows
    meanwhile; empty where the words stand on the screen anyway.
    """

    part: Part
    index: int
    offset: int
    sentence: SpokenSentence
    caption: str = ""

    def mark(self, word: int) -> Mark | None:
        """Where ``word`` of this line stands on the screen; None before the first."""
        if not 0 <= word < len(self.sentence.words):
            return None
        spoken = self.sentence.words[word]
        return Mark(self.part, self.offset + spoken.start, spoken.length, self.index)


def script(session: Session, deck: Deck) -> tuple[Line, ...]:
    """Every sentence of the current utterance: of the notice, or of the screen from its title to its picture."""
    match session.talk.source:
        case Source.SCREEN:
            return screen_script(session, deck)
        case Source.NOTICE:
            return caption_lines(session.notice, deck)
        case Source.EARCON:
            return ()
        case _:
            assert_never(session.talk.source)


def screen_script(session: Session, deck: Deck) -> tuple[Line, ...]:
    """Every sentence of the screen: title, text, what the picture says, question, choices, and the footer."""
    return _paced(_screen_lines(session, deck))


def _screen_lines(session: Session, deck: Deck) -> tuple[Line, ...]:
    end = footer_lines(session, deck)
    if session.kind is not Kind.SLIDE:
        title, text = title_and_text(session, deck)
        lines = _lines(Part.TITLE, title, deck) + _lines(Part.TEXT, text, deck)
        return lines + caption_lines(hint(session, deck), deck) + _choice_lines(choices(session, deck), deck) + end
    slide = deck.slide(session.slide)
    picture = deck.language.prompts["picture"].format(text=slide.picture) if slide.picture else ""
    asked = _lines(Part.QUESTION, slide.question, deck, slide.spoken) + _choice_lines(choices(session, deck), deck)
    if is_further(session, deck):
        return asked + end
    return (
        _lines(Part.TITLE, slide.title, deck, slide.spoken)
        + caption_lines(topic_place(session, deck), deck)
        + _lines(Part.TEXT, slide_text(session, deck), deck, slide.spoken)
        + caption_lines(picture, deck, slide.spoken)
        + asked
        + end
    )


def topic_place(session: Session, deck: Deck) -> str:
    """On the first slide of a topic: which one begins. Its name is left out where the title has just said it."""
    topic = deck.topic_of(session.slide)
    if session.slide != topic.first:
        return ""
    is_said = topic.title.casefold() in deck.slide(session.slide).title.casefold()
    name = "topic_place" if is_said else "topic_place_named"
    return deck.language.prompts[name].format(number=topic.number, count=len(deck.topics), topic=topic.title)


def _paced(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same with a longer pause after titles, and where another part or choice begins."""
    paced = tuple(_before(line, following) for line, following in pairwise(lines))
    return paced + lines[-1:]


def _before(line: Line, following: Line) -> Line:
    """``line`` with its pause, if ``following`` comes after it."""
    if (line.part, line.index, line.caption) == (following.part, following.index, following.caption):
        return line
    seconds = HEADING_PAUSE_SECONDS if line.part is Part.TITLE else PART_PAUSE_SECONDS
    return replace(line, sentence=replace(line.sentence, pause_seconds=seconds))


def footer_lines(session: Session, deck: Deck) -> tuple[Line, ...]:
    """The notice at the end of the help and of the last slide; nothing on other screens."""
    return caption_lines(footer(session, deck), deck)


def slide_lines(slide: Slide, text: str, deck: Deck) -> tuple[Line, ...]:
    """The title and the text of a slide."""
    return _lines(Part.TITLE, slide.title, deck, slide.spoken) + _lines(Part.TEXT, text, deck, slide.spoken)


def caption_lines(text: str, deck: Deck, spoken: tuple[tuple[str, str], ...] = ()) -> tuple[Line, ...]:
    """Sentences that stand nowhere on the screen: the whole text becomes the caption."""
    return tuple(
        Line(Part.CAPTION, 0, sentence.start, _spoken(sentence), text) for sentence in deck.sentences(text, spoken)
    )


def _lines(part: Part, text: str, deck: Deck, spoken: tuple[tuple[str, str], ...] = ()) -> tuple[Line, ...]:
    sentences = deck.sentences(text, spoken)
    starts = [*(sentence.start for sentence in sentences[1:]), len(text)]
    return tuple(
        Line(part, 0, sentence.start, _spoken(sentence, "\n" in text[sentence.start + len(sentence.text) : after]))
        for sentence, after in zip(sentences, starts, strict=False)  # no sentence: nothing comes after it
    )


def _choice_lines(targets: tuple[Target, ...], deck: Deck) -> tuple[Line, ...]:
    return tuple(line for index, target in enumerate(targets) for line in _choice(index, target, deck))


def _choice(index: int, target: Target, deck: Deck) -> tuple[Line, ...]:
    """A choice: "Number 2: the label, chosen"; the number and the state are said with its first and last word."""
    sentences = deck.sentences(target.label)
    lines = []
    for place, sentence in enumerate(sentences):
        words = list(_spoken(sentence).words)
        if place == 0 and target.number:
            before = deck.language.prompts["choice_spoken"].format(number=target.number, label=words[0].spoken)
            words[0] = SpokenWord(words[0].start, words[0].length, before)
        if place == len(sentences) - 1 and target.state:
            last = words[-1]
            words[-1] = SpokenWord(last.start, last.length, f"{last.spoken.rstrip('.')}, {target.state}.")
        lines.append(Line(Part.CHOICE, index, sentence.start, SpokenSentence(sentence.text, tuple(words))))
    return tuple(lines)


def _spoken(sentence: Sentence, is_paragraph_end: bool = False) -> SpokenSentence:
    words = tuple(SpokenWord(word.start, word.length, word.spoken) for word in sentence.words)
    pause = PART_PAUSE_SECONDS if is_paragraph_end else SENTENCE_GAP_SECONDS
    return SpokenSentence(sentence.text, words, pause)
