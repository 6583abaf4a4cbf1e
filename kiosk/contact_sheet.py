"""One HTML page with every picture, for staff, authors and translators to leaf through. Beside the PNG files.

Knows: slides, topics, what is spoken, the names of the files. Must not know: how screens are laid out or drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from content.model import Deck, Slide
from kiosk.script import slide_lines
from kiosk.shots import Shot

NAME = "contact-sheet.html"
WIDTH_PX = 480
STYLE = f"""
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem;
  background: #fff; color: #111; }}
article {{ display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 2rem 0; break-inside: avoid; }}
article > div {{ flex: 1 1 20rem; max-width: 60ch; }}
img {{ width: {WIDTH_PX}px; max-width: 100%; height: auto; border: 1px solid #555; }}
dt {{ font-weight: bold; }}
dd {{ margin: 0 0 .5rem; }}
"""


def contact_sheet(deck: Deck, shots: Iterable[Shot]) -> str:
    """The page: the slides by topic, each with what is shown, spoken and told by its picture; then other screens."""
    by_slide: dict[str, list[Shot]] = {}
    others: list[Shot] = []
    for shot in shots:
        is_slide = shot.slide is not None and shot.name.startswith("slide-")
        (by_slide.setdefault(str(shot.slide), []) if is_slide else others).append(shot)
    parts = [_head(deck)]
    for topic in deck.topics:
        parts.append(f'<h2 id="topic-{topic.number}">{topic.number}. {escape(topic.title)}</h2>')
        slides = (deck.slide(index) for index in range(topic.first, topic.first + topic.count))
        parts += [_slide(slide, by_slide.get(slide.id, []), deck) for slide in slides]
    parts.append('<h2 id="screens">Other screens</h2>')
    parts += [
        f"<article>{_image(shot, shot.scene.title)}<div><h3>{escape(_title(shot))}</h3></div></article>"
        for shot in others
    ]
    parts.append("</main></body></html>")
    return "\n".join(parts) + "\n"


def _head(deck: Deck) -> str:
    topics = "".join(f'<li><a href="#topic-{topic.number}">{escape(topic.title)}</a></li>' for topic in deck.topics)
    title = f"{escape(deck.title)}: every screen"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(deck.language.tag)}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{title}</h1>\n"
        f'<nav aria-label="Topics"><ol>{topics}<li><a href="#screens">Other screens</a></li></ol></nav>'
    )


def _slide(slide: Slide, shots: list[Shot], deck: Deck) -> str:
    images = "".join(_image(shot, slide.picture) for shot in shots)
    spoken = " ".join(word.spoken for line in slide_lines(slide, slide.text, deck) for word in line.sentence.words)
    rows = [
        ("Shown", "<br>".join(escape(text) for text in (slide.text, slide.question, *slide.options) if text)),
        ("Spoken", escape(spoken)),
        ("The picture", escape(slide.picture)),
        ("Facts", escape(", ".join(slide.facts)) or "none"),
        ("Files", escape(f"{slide.id}, picture {slide.icon}")),
    ]
    told = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return f"<article>{images}<div><h3>{escape(slide.title)}</h3><dl>{told}</dl></div></article>"


def _image(shot: Shot, told: str) -> str:
    file = escape(f"{shot.name}.png")
    return f'<a href="{file}"><img src="{file}" loading="lazy" alt="{escape(told or _title(shot))}"></a>'


def _title(shot: Shot) -> str:
    return shot.name.replace("-", " ")
