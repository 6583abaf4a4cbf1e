"""What only shows when a whole deck is looked at: facts that no slide tells, signs that nobody can read or hear.

Knows: every slide at once. Must not know: how files are written (the readers note that), the screen, the voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from content.drawings import check_drawings
from content.faults import Faults
from content.fonts import lacking
from content.lexicon import Lexicon
from content.model import Language, Slide
from content.outline import Outline
from content.slide import read_slide, shown_texts
from content.sources import check_sources
from content.text import unspoken


def read_all(outline: Outline, language: Language, faults: Faults) -> dict[int, Slide]:
    """Every slide that can be shown in ``language``, by index, after all checks of all slides."""
    slides: dict[int, Slide] = {}
    original: dict[int, Slide] = {}
    first = outline.languages[0] if outline.languages else language.tag
    for topic in outline.topics:
        for index in range(topic.first, topic.first + topic.count):
            found = read_slide(outline, index, topic.id, faults)
            if first in found:
                original[index] = found[first]
            if language.tag in found:
                slides[index] = found[language.tag]
    _check_facts(outline, original, faults)
    _check_readable(outline, language, slides, faults)
    check_sources(outline.folder / "icons", ".svg", faults)
    check_drawings(outline.folder / "icons", faults)
    return slides


def _check_facts(outline: Outline, slides: Mapping[int, Slide], faults: Faults) -> None:
    """Note facts that no slide tells, and figures, hedges and negations that got lost (in the first language)."""
    path = outline.folder / "facts.toml"
    telling: dict[str, list[int]] = {}
    for index, slide in slides.items():
        for fact in slide.facts:
            telling.setdefault(fact, []).append(index)
    for fact, rule in outline.facts.items():
        indexes = telling.get(fact, [])
        if not indexes:
            advice = f'Add it to the slide that tells it: facts = ["{fact}"], or take it out of facts.toml.'
            faults.add(path, fact, "no slide tells this fact", advice)
            continue
        said = "\n".join(_said(slides[index]) for index in indexes)
        where = ", ".join(outline.files[index] for index in indexes)
        for words in rule.must_say:
            if words.casefold() not in said:
                faults.add(path, fact, f'"{words}" has to stand on the slide ({where})', "Put these words back.")
        for words in rule.must_not_say:
            if words.casefold() in said:
                faults.add(path, fact, f'"{words}" must not stand on the slide ({where})', "Take these words out.")
        if not any(_is_in_topic(outline, index, rule.topic) for index in indexes):
            advice = "Tell it there, or correct the number in facts.toml."
            faults.add(path, f"{fact}.topic", f"no slide of topic {rule.topic} tells this fact", advice)


def _said(slide: Slide) -> str:
    """What a slide says, in small letters and one line: its title, text, question and options."""
    return " ".join((slide.title, slide.text, slide.question, *slide.options)).replace("\n", " ").casefold()


def _is_in_topic(outline: Outline, index: int, number: int) -> bool:
    return any(topic.number == number and topic.first <= index < topic.first + topic.count for topic in outline.topics)


def _check_readable(outline: Outline, language: Language, slides: Mapping[int, Slide], faults: Faults) -> None:
    """Note signs that the font cannot draw, and signs that are shown but never spoken."""
    lexicons = (Lexicon(outline.lexicon), Lexicon(language.lexicon))
    tag = language.tag
    words = outline.folder / "words" / f"{tag}.toml"
    _check_texts(
        outline.folder / "deck.toml", tag, {"title": outline.title, "notice": outline.notice}, lexicons, faults
    )
    for term in outline.terms.values():
        _check_texts(words, f'glossary."{term.term}"', {"": term.term, "meaning": term.meaning}, lexicons, faults)
    for topic in outline.topics:
        file = outline.slide_path(topic.first).with_name("topic.toml")
        _check_texts(file, tag, {"title": topic.title}, lexicons, faults)
    for index, slide in slides.items():
        own = (Lexicon(dict(slide.spoken)), *lexicons) if slide.spoken else lexicons
        _check_texts(outline.slide_path(index), tag, shown_texts(slide), own, faults)


def _check_texts(file: Path, key: str, texts: Mapping[str, str], lexicons: Sequence[Lexicon], faults: Faults) -> None:
    for name, text in texts.items():
        place = f"{key}.{name}" if name else key
        for sign in lacking(text):
            advice = "Write it in other words, or with a letter that the font has."
            faults.add(file, place, f'the font has no "{sign}" (U+{ord(sign):04X})', advice)
        for sign in unspoken(text, lexicons):
            advice = 'Write it in words, or add how it is spoken to [lexicon] in the words file, as "5-6" = "5 to 6".'
            faults.add(file, place, f'"{sign}" is shown, but a listener does not hear it', advice)
