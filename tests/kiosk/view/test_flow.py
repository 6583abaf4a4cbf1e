"""Lines and pages, measured with a ruler of ten pixels a character."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.view.flow import LINE_CHARS, Fits, Line, Page, Setting


def measure(text: str) -> int:
    return 10 * len(text)


def wrap(text: str, width: int) -> list[Line]:
    return Setting(text, measure).lines(width)


def paginate(text: str, width: int, fits: Fits) -> list[Page]:
    return Setting(text, measure).pages(width, fits)


def shown(text: str, lines: list[Line]) -> list[str]:
    return [" ".join(text[piece.start : piece.end] for piece in line.pieces) for line in lines]


def test_words_go_on_the_line_as_long_as_they_fit() -> None:
    text = "one two three"
    assert shown(text, wrap(text, 70)) == ["one two", "three"]
    assert shown(text, wrap(text, 69)) == ["one", "two", "three"]


def test_positions_are_those_of_the_text_and_of_the_line() -> None:
    (line,) = wrap("ab  cde", 1000)
    assert [(piece.start, piece.end, piece.x, piece.w) for piece in line.pieces] == [(0, 2, 0, 20), (4, 7, 30, 30)]


def test_a_word_wider_than_the_line_is_broken_by_characters() -> None:
    text = "an incomprehensible word"
    lines = wrap(text, 60)
    assert shown(text, lines) == ["an", "incomp", "rehens", "ible", "word"]


def test_a_character_wider_than_the_line_stands_alone() -> None:
    assert shown("abc", wrap("abc", 3)) == ["a", "b", "c"]


def test_no_line_is_longer_than_sixty_characters() -> None:
    text = "word " * 40 + "x" * 150
    assert all(line.pieces[-1].end - line.pieces[0].start <= LINE_CHARS for line in wrap(text, 10_000))


def test_a_line_break_opens_a_paragraph() -> None:
    lines = wrap("one\ntwo\n\nthree", 1000)
    assert [line.opens_paragraph for line in lines] == [False, True, True]


def test_a_balanced_title_has_no_more_lines_and_no_lonely_word() -> None:
    text = "aaaa bbbb cccc dddd eeee"
    assert shown(text, wrap(text, 190)) == ["aaaa bbbb cccc dddd", "eeee"]
    assert shown(text, Setting(text, measure).balanced(190)) == ["aaaa bbbb cccc", "dddd eeee"]


def two_lines(lines: Sequence[Line], number: int) -> bool:
    return len(lines) <= 2


def test_a_page_ends_with_a_sentence_where_one_fits() -> None:
    text = "One two three. Four five. Six seven eight nine ten."
    pages = paginate(text, 150, two_lines)
    assert [text[page.start : page.end] for page in pages] == [
        "One two three. Four five. ",
        "Six seven eight nine ten.",
    ]


def test_a_sentence_longer_than_a_page_goes_on_on_the_next() -> None:
    text = "a b c d e f g h i j k."
    pages = paginate(text, 50, two_lines)
    assert [shown(text, list(page.lines)) for page in pages] == [["a b c", "d e f"], ["g h i", "j k."]]
    assert [page.start for page in pages] == [0, 12]


def test_later_pages_may_hold_more() -> None:
    text = "a b c d e f g h i."
    pages = paginate(text, 60, lambda lines, number: len(lines) <= (2 if number else 1))
    assert [shown(text, list(page.lines)) for page in pages] == [["a b c"], ["d e f", "g h i."]]


def test_pages_end_even_where_not_a_line_fits() -> None:
    pages = paginate("one two", 30, lambda lines, number: False)
    assert [page.start for page in pages] == [0, 4]


def test_a_text_without_words_is_one_empty_page() -> None:
    for text in ("", "  \n "):
        (page,) = paginate(text, 100, two_lines)
        assert (page.start, page.end, page.lines) == (0, len(text), ())


def test_decimal_points_and_quotes_end_no_page_within_a_number() -> None:
    text = "About 3,000. He said “yes.” Then 0.5 of it."
    starts = [page.start for page in paginate(text, 190, lambda lines, _: len(lines) <= 1)]
    assert starts == [0, text.index("He"), text.index("Then")]


def test_no_word_is_cut_to_make_lines_alike() -> None:
    text = "bbbbbbbbbbbb cc"
    assert shown(text, Setting(text, measure).balanced(130)) == ["bbbbbbbbbbbb", "cc"]
