"""The A4 sheets, read back from the file: spreads, marks, printer settings. test_folding.py folds them."""

import re
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from saku.editions.sheets import spreads

MM = 72 / 25.4


@pytest.fixture(scope="module", params=["id", "en"])
def pair(request: pytest.FixtureRequest, site: Path) -> tuple[str, Path, Path]:
    folder = site / "unduh"
    return (
        request.param,
        folder / f"buku-saku-{request.param}.pdf",
        folder / f"buku-saku-{request.param}-a4.pdf",
    )


def words(page: pypdfium2.PdfPage, left: float, bottom: float, right: float, top: float) -> Counter[str]:
    text = page.get_textpage().get_text_bounded(left, bottom, right, top)
    return Counter(re.findall(r"\w+", text))


def test_each_side_shows_the_same_spread_twice(pair, book) -> None:
    """Both rows upright and complete: every quarter has its page's words, the first also the label."""
    lang, book_path, sheet_path = pair
    pages, sheets = pypdfium2.PdfDocument(book_path), pypdfium2.PdfDocument(sheet_path)
    sides = spreads(len(pages))
    assert len(sheets) == len(sides)
    for index, (side, spread) in enumerate(zip(sheets, sides, strict=True)):
        assert [round(size / MM) for size in side.get_size()] == [210, 297]
        face = book.strings["front_side" if index % 2 == 0 else "back_side"][lang]
        label = f"{book.strings['sheet'][lang]} {index // 2 + 1}/{len(sides) // 2} {face}"
        if index == 0:
            label = f"{book.strings['sheet_help'][lang]} {label}"
        for column, number in enumerate(spread):
            page = pages[number - 1]
            expected = words(page, 0, 0, *page.get_size())
            for bottom in (0, 148.5):
                box = (105 * column, bottom, 105 * (column + 1), bottom + 148.5)
                extra = Counter(re.findall(r"\w+", label)) if (column, bottom) == (0, 148.5) else Counter()
                assert words(side, *(edge * MM for edge in box)) == expected + extra, (number, bottom)


def test_marks_stand_where_to_cut_and_fold(pair) -> None:
    """Seen on the picture: ink at both ends of the middle line and at both ends of the fold."""
    for side in pypdfium2.PdfDocument(pair[2]):
        picture = side.render(scale=150 / 72).to_pil().convert("L")
        width, height = picture.size
        across, up = width // 2, height // 2
        for box in (
            (0, up - 3, 20, up + 4),
            (width - 20, up - 3, width, up + 4),
            (across - 3, 0, across + 4, 20),
            (across - 3, height - 20, across + 4, height),
        ):
            darkest, _ = picture.crop(box).getextrema()
            assert darkest < 128, box


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
