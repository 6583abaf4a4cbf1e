"""How one slide file is read, in every language of its deck.

Knows: the keys of a slide file. Must not know: other slides, which language is shown.
"""

from __future__ import annotations

from dataclasses import replace

from content.faults import Faults, nearest
from content.loader import Table, read_table, tidy
from content.model import Slide
from content.motion import picture_steps
from content.outline import Outline, icon_of

MOST_OPTIONS = 6  # choices that fit on a screen and in a listener's memory
_WORDS = ("title", "text", "picture", "question", "options", "spoken")


def read_slide(outline: Outline, index: int, topic: str, faults: Faults) -> dict[str, Slide]:
    """The slide in each language in which it can be shown (it has title and text). Mistakes go to ``faults``."""
    table = read_table(outline.slide_path(index), faults)
    if table is None:
        return {}
    table.only(("facts", "icon", "summary", *outline.languages))
    icon = icon_of(table, outline.icons)
    frame = Slide(
        id=outline.slide_id(index),
        topic=topic,
        facts=_facts(table, outline),
        icon=icon,
        picture="",
        title="",
        text="",
        is_summary=table.flag("summary"),
        picture_steps=picture_steps(outline.icon_path(icon), faults) if icon else 0,
    )
    slides = {}
    for tag in outline.languages:
        words = table.table(tag)
        slide = _in_language(words, frame) if words else frame
        if slide.title and slide.text:
            slides[tag] = slide
    return slides


def shown_texts(slide: Slide) -> dict[str, str]:
    """Every text of a slide that is shown or spoken, by its key in the slide file."""
    texts = {"title": slide.title, "text": slide.text, "picture": slide.picture, "question": slide.question}
    return texts | {f"options {number}": option for number, option in enumerate(slide.options, start=1)}


def _in_language(words: Table, frame: Slide) -> Slide:
    """The slide with the words of one language."""
    words.only(_WORDS)
    slide = replace(
        frame,
        title=words.text("title"),
        text=_paragraphs(words.raw_text("text")),
        picture=words.text("picture"),
        question=words.text("question") if "question" in words else "",
        options=_options(words),
        spoken=tuple(words.pairs("spoken").items()),
    )
    _check_spoken(words, slide)
    return slide


def _facts(table: Table, outline: Outline) -> tuple[str, ...]:
    """The facts that a slide tells; those that facts.toml does not know are faults."""
    facts = table.texts("facts")
    for fact in facts:
        if fact not in outline.facts:
            best = nearest(fact, outline.facts)
            advice = f'Did you mean "{best}"? ' if best else ""
            table.fault("facts", f'there is no fact "{fact}"', f"{advice}The facts are listed in facts.toml.")
    return tuple(fact for fact in facts if fact in outline.facts)


def _options(words: Table) -> tuple[str, ...]:
    options = words.texts("options")
    if len(options) > MOST_OPTIONS:
        advice = "Leave some out, or make a second slide of them."
        words.fault("options", f"there are {len(options)} options, and at most {MOST_OPTIONS} can be shown", advice)
    if options and "question" not in words:
        words.fault("options", "there are options, but no question", 'Add a line: question = "..."')
    for option in sorted({option for option in options if options.count(option) > 1}):
        words.fault("options", f'the option "{option}" stands there twice', "Keep one of the two.")
    return options[:MOST_OPTIONS]


def _paragraphs(text: str) -> str:
    """A text with one line for each paragraph: blank lines part paragraphs, line breaks inside one are joined."""
    parts = "\n".join(line.strip() for line in text.splitlines()).split("\n\n")
    return "\n".join(tidy(part) for part in parts if part.strip())


def _check_spoken(words: Table, slide: Slide) -> None:
    """Note every spoken form of something that this slide does not show."""
    everything = "\n".join(shown_texts(slide).values())
    for shown, _ in slide.spoken:
        if tidy(shown).casefold() not in everything.casefold():
            advice = "Write it just as it is shown, or take the entry out."
            words.fault("spoken", f'"{shown}" does not stand on this slide', advice)
