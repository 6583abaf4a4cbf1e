"""The contact sheet shows and tells every slide, on one page that needs nothing but the pictures beside it."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from content.deck import FileDeck
from kiosk.contact_sheet import contact_sheet
from kiosk.shots import Shot, shots
from kiosk.state import Rules

VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """What is on the page; fails on a tag that is closed in the wrong order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        if tag not in VOID:
            self.open.append(tag)
        if tag == "img":
            self.images.append(found)
        if tag in ("a", "link", "script"):
            self.links.append(found.get("href") or found.get("src") or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def every(deck: FileDeck) -> list[Shot]:
    return list(shots(deck, Rules(), lambda scene: (0,)))


@pytest.fixture(scope="module")
def page(deck: FileDeck, every: list[Shot]) -> Page:
    return Page(contact_sheet(deck, every))


def test_every_tag_is_closed(page: Page) -> None:
    assert page.open == []


def test_every_picture_is_there_once_and_told(page: Page, every: list[Shot]) -> None:
    assert sorted(str(image["src"]) for image in page.images) == sorted(f"{shot.name}.png" for shot in every)
    assert all(image["alt"] for image in page.images)


def test_nothing_is_fetched_from_elsewhere(page: Page) -> None:
    assert page.links
    assert not [link for link in page.links if "//" in link]
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids


def test_each_slide_shows_its_words_its_speech_its_picture_and_its_facts(page: Page, deck: FileDeck) -> None:
    for slide in (deck.slide(index) for index in range(len(deck))):
        for told in (slide.title, slide.picture, slide.question, *slide.options, *slide.facts):
            assert told in page.text, (slide.id, told)
    for topic in deck.topics:
        assert topic.title in page.text


def test_what_an_author_writes_cannot_break_the_page(deck: FileDeck, every: list[Shot]) -> None:
    evil = replace(every[-1], scene=replace(every[-1].scene, title='<b>"&'), name="state-evil")
    page = Page(contact_sheet(deck, [*every, evil]))
    assert page.open == []
    assert page.images[-1]["alt"] == '<b>"&'
