"""The quick card: up to date, large, and readable for a screen reader."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from content.theme import contrast
from kiosk.loading import load_content
from tools.write_quick_card import PAGE, STAFF, STYLE, VISITORS, card

LEAST_PT = 18.0
LEAST_CONTRAST = 7.0
EMPTY = {"meta"}


class Page(HTMLParser):
    """Every element with its attributes, and the text of each heading; an element that is not closed is a failure."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: dict[str, str] = {}
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.text[self.open[-1]] = self.text.get(self.open[-1], "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def written() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_it_is_up_to_date() -> None:
    assert written() == card(load_content(None, None)), "run `make docs`"


def test_it_can_be_read_by_a_screen_reader() -> None:
    page = Page(written())
    assert page.all("html") == [{"lang": "en"}]
    assert page.text["title"]
    assert len(page.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(cell["scope"] in ("row", "col") for cell in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table")) == 2
    assert len(page.all("th")) == 2 * 3 + len(VISITORS) + len(STAFF)
    assert not page.all("img") and not page.all("script") and not page.all("a")


def test_it_is_large_and_stands_out() -> None:
    sizes = [float(size) for size in re.findall(r"([\d.]+)pt", STYLE)]
    assert sizes and min(sizes) >= LEAST_PT
    assert not re.search(r"(?:^|[{;])\s*font-size: [\d.]+(?:px|em|%)", STYLE)
    front, back = (re.search(rf"body {{.*?\b{name}: #(\w{{6}})", STYLE) for name in ("color", "background"))
    assert front and back
    assert contrast(rgb(front[1]), rgb(back[1])) >= LEAST_CONTRAST
    assert set(re.findall(r"#\w{6}", STYLE)) == {f"#{front[1]}", f"#{back[1]}"}
    assert "italic" not in STYLE and "justify" not in STYLE and "uppercase" not in STYLE


def rgb(text: str) -> tuple[int, int, int]:
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)
