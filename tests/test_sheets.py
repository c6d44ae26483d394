"""The A4 sheets, folded in thought: cut, stacked and folded they give the book, twice."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from saku.editions.sheets import spreads

MM = 72 / 25.4


def folded(sides: list[tuple[int, int]]) -> list[int]:
    """Pages in reading order of one booklet: outermost sheet first, backs turned over the long edge."""
    fronts, backs = sides[0::2], sides[1::2]
    first_half, second_half = [], []
    for (front_left, front_right), (back_left, back_right) in zip(fronts, backs, strict=True):
        first_half += [front_right, back_left]  # the right front and, on its reverse, the left back
        second_half = [back_right, front_left, *second_half]
    return first_half + second_half


@pytest.mark.parametrize("pages", range(4, 84, 4))
def test_folding_gives_the_book(pages: int) -> None:
    sides = spreads(pages)
    assert len(sides) == pages // 2
    assert folded(sides) == list(range(1, pages + 1))


@pytest.fixture(scope="module", params=["id", "en"])
def pair(request: pytest.FixtureRequest, site: Path) -> tuple[str, Path, Path]:
    folder = site / "unduh"
    return (
        request.param,
        folder / f"buku-saku-{request.param}.pdf",
        folder / f"buku-saku-{request.param}-a4.pdf",
    )


def words(page: pypdfium2.PdfPage, left: float, bottom: float, right: float, top: float) -> str:
    text = page.get_textpage().get_text_bounded(left, bottom, right, top)
    return " ".join(sorted(re.findall(r"\w+", text)))


def test_each_side_shows_the_same_spread_twice(pair) -> None:
    """Both rows upright and complete: every quarter has all words of its page."""
    _, book_path, sheet_path = pair
    book, sheets = pypdfium2.PdfDocument(book_path), pypdfium2.PdfDocument(sheet_path)
    sides = spreads(len(book))
    assert len(sheets) == len(sides)
    for side, spread in zip(sheets, sides, strict=True):
        assert [round(size / MM) for size in side.get_size()] == [210, 297]
        for column, number in enumerate(spread):
            page = book[number - 1]
            expected = words(page, 0, 0, *page.get_size())
            for bottom in (0, 148.5):
                left = 105 * column
                box = (
                    left * MM,
                    (bottom + 4) * MM,
                    (left + 105) * MM,
                    (bottom + 148) * MM,
                )  # above the printed help
                assert words(side, *box) == expected, (number, bottom)


def test_the_sheet_says_how_to_print_it(pair, book) -> None:
    lang, _, sheet_path = pair
    sheets = pypdfium2.PdfDocument(sheet_path)
    first = sheets[0].get_textpage().get_text_range()
    assert book.strings["sheet_help"][lang] in first
    last = sheets[len(sheets) - 1].get_textpage().get_text_range()
    assert f"{len(sheets) // 2}/{len(sheets) // 2}" in last


def test_printer_settings_and_title(pair) -> None:
    lang, _, sheet_path = pair
    with pikepdf.open(sheet_path) as pdf:
        assert str(pdf.Root.Lang) == lang
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        assert str(pdf.docinfo["/Title"]).endswith("A4")
