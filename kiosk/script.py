"""What the voice reads: the words of the screen in reading order, cut into sentences that know where they stand.

Knows: which texts a screen has. Must not know: the voice, sizes, positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from audio.narration import SpokenSentence, SpokenWord
from content.model import Deck, Sentence, Slide
from kiosk.panels import choices, footer, hint, slide_text, title_and_text
from kiosk.scene import Kind, Mark, Part, Target
from kiosk.state import Session, Source


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
    end = footer_lines(session, deck)
    if session.kind is not Kind.SLIDE:
        title, text = title_and_text(session, deck)
        lines = _lines(Part.TITLE, title, deck) + _lines(Part.TEXT, text, deck)
        return lines + caption_lines(hint(session, deck), deck) + _choice_lines(choices(session, deck), deck) + end
    slide = deck.slide(session.slide)
    picture = deck.language.prompts["picture"].format(text=slide.picture) if slide.picture else ""
    return (
        slide_lines(slide, slide_text(session, deck), deck)
        + caption_lines(picture, deck, slide.spoken)
        + _lines(Part.QUESTION, slide.question, deck, slide.spoken)
        + _choice_lines(choices(session, deck), deck)
        + end
    )


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
    return tuple(Line(part, 0, sentence.start, _spoken(sentence)) for sentence in deck.sentences(text, spoken))


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


def _spoken(sentence: Sentence) -> SpokenSentence:
    return SpokenSentence(
        sentence.text, tuple(SpokenWord(word.start, word.length, word.spoken) for word in sentence.words)
    )
