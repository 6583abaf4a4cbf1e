"""A deck in a folder: opened at once whatever its length, its slides read when they are asked for.

Knows: when a slide is read, kept and read again. Must not know: the keys of any file, the screen, the voice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from content.faults import Faults
from content.lexicon import Lexicon
from content.model import ContentError, Fault, Language, Sentence, Slide, Topic
from content.outline import Outline, read_outline
from content.slide import read_slide
from content.text import sentences

CHECKED_AT_MOST = 200
"""A deck of so many slides is checked whole at the start; a longer one would hold it up."""
KEPT_SLIDES = 32  # read slides that a long deck keeps: the topic around the one that is shown
KEPT_TEXTS = 128  # texts whose words are kept: all those of a few slides and one panel


def open_deck(folder: Path, language: Language, *, check_first: int = CHECKED_AT_MOST) -> FileDeck:
    """The deck in ``folder``, in ``language``.

    A deck of up to ``check_first`` slides is checked whole; of a longer one only what is read at the start, and each
    slide when it is read, so that its length costs nothing (``check_deck`` checks all). Raises ContentError with
    every fault that was found.
    """
    faults = Faults()
    outline = read_outline(folder, language, faults)
    slides: dict[int, Slide] = {}
    if outline is not None and len(outline.files) <= (CHECKED_AT_MOST if len(faults) else check_first):
        slides = _read_all(outline, language, faults)  # of a deck that is refused anyway, all faults at once
    faults.stop_if_any()
    if outline is None:
        raise ContentError(faults.sorted())
    return FileDeck(outline, language, slides)


def check_deck(folder: Path, language: Language) -> tuple[Fault, ...]:
    """Every fault of the whole deck, sorted; of other languages those that need no reading aloud."""
    faults = Faults()
    outline = read_outline(folder, language, faults)
    if outline is not None:
        _read_all(outline, language, faults)
    return faults.sorted()


def _read_all(outline: Outline, language: Language, faults: Faults) -> dict[int, Slide]:
    """Every slide, with all checks. They are imported here, since the first slide does not wait for them."""
    from content.deck_check import read_all

    return read_all(outline, language, faults)


class FileDeck:
    """A Deck (see model) whose slides are files. Built by ``open_deck``.

    ``slide`` reads a file at most once while the slide is kept; ``look_again`` makes it read anew.
    """

    def __init__(self, outline: Outline, language: Language, slides: Mapping[int, Slide]) -> None:
        self.title = outline.title
        self.reviewed = outline.reviewed
        self.notice = outline.notice
        self.topics = outline.topics
        self.language = language
        self.terms = outline.terms
        self.plain = outline.plain
        self.fact_ids = tuple(outline.facts)
        self.voice_lexicon = outline.voice_lexicon
        self._outline = outline
        self._lexicons = (Lexicon(outline.lexicon), Lexicon(language.lexicon))
        self._firsts = [topic.first for topic in outline.topics]
        self._kept = OrderedDict(slides)
        self._kept_at_most = max(KEPT_SLIDES, len(slides))
        self._doubted: set[int] = set()  # kept, and to be read anew
        self._makeshift: set[int] = set()  # kept, and never had a good reading
        self._cut: OrderedDict[tuple[str, tuple[tuple[str, str], ...]], tuple[Sentence, ...]] = OrderedDict()

    def check(self, at_most: int = CHECKED_AT_MOST) -> None:
        """What ``open_deck`` left out: check a deck of up to ``at_most`` slides whole. Raises ContentError."""
        if len(self._outline.files) > at_most:
            return
        faults = Faults()
        self._kept.update(_read_all(self._outline, self.language, faults))
        self._kept_at_most = max(KEPT_SLIDES, len(self._kept))
        faults.stop_if_any()

    @property
    def narration_folder(self) -> Path:
        """Where the narration of this deck in its language is kept; the folder may not be there."""
        return self._outline.folder / "narration" / self.language.tag

    def __len__(self) -> int:
        return len(self._outline.files)

    def slide(self, index: int) -> Slide:
        """The slide; total over 0 <= index < len(deck), IndexError outside. See model.Deck for a file gone bad."""
        kept = self._kept.get(index)
        if kept is None or index in self._doubted:
            kept = self._read(index, kept)
            self._kept[index] = kept
            self._doubted.discard(index)
        self._kept.move_to_end(index)
        while len(self._kept) > self._kept_at_most:
            self._makeshift.discard(self._kept.popitem(last=False)[0])
        return kept

    def look_again(self) -> None:
        """From now on read each slide anew when it is next asked for: an edit shows, a fault is told.

        The shell calls this between visits, so that nothing changes under a visitor's eyes.
        """
        self._doubted = set(self._kept)

    def topic_of(self, index: int) -> Topic:
        """The topic of a slide; IndexError outside 0 <= index < len(deck)."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.topics[bisect_right(self._firsts, index) - 1]

    @property
    def folder(self) -> Path:
        """The folder of this deck."""
        return self._outline.folder

    def slide_path(self, index: int) -> Path:
        """The file of a slide."""
        return self._outline.slide_path(index)

    def icon_path(self, name: str) -> Path:
        """The file of a deck icon; it exists for every icon that a Slide or Topic of this deck names."""
        return self._outline.icon_path(name)

    def sentences(self, text: str, spoken: tuple[tuple[str, str], ...] = ()) -> tuple[Sentence, ...]:
        """``text`` cut into sentences and words; see model.Deck. The last texts are kept."""
        key = (text, spoken)
        if key not in self._cut:
            self._cut[key] = sentences(text, spoken, self._lexicons)
            if len(self._cut) > KEPT_TEXTS:
                self._cut.popitem(last=False)
        self._cut.move_to_end(key)
        return self._cut[key]

    def _read(self, index: int, kept: Slide | None) -> Slide:
        """A new reading; if it has faults the last good one, what there is of it, or an apology, with the faults."""
        topic = self.topic_of(index).id
        faults = Faults()
        read = read_slide(self._outline, index, topic, faults).get(self.language.tag)
        if read is not None and not len(faults):
            self._makeshift.discard(index)
            return read
        told = "; ".join(str(fault) for fault in faults.sorted())
        if kept is None or index in self._makeshift:
            self._makeshift.add(index)
            kept = read or self._apology(index, topic)
        return replace(kept, fault=told)

    def _apology(self, index: int, topic: str) -> Slide:
        """A slide in place of one that cannot be shown, in the words of the language if it has them."""
        prompts = self.language.prompts
        return Slide(
            id=self._outline.slide_id(index),
            topic=topic,
            facts=(),
            icon="",
            picture="",
            title=prompts.get("slide_broken_title", "Sorry"),
            text=prompts.get(
                "slide_broken_text", "This slide cannot be shown right now. Please go on to the next one."
            ),
        )
