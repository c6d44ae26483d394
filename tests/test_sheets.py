"""The A4 sheets, read back from the file: spreads, marks, printer settings. test_folding.py folds them."""

import re
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from printing import dark, glyphs, picture
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
    """Both rows upright and complete: every quarter has its page's words, the first also the marks' words."""
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
                marks = f"{label} {book.strings['copy_test'][lang]}"
                extra = Counter(re.findall(r"\w+", marks)) if (column, bottom) == (0, 148.5) else Counter()
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


def test_the_line_that_tests_the_copy_goes_before_the_text_does(pair, book) -> None:
    """Smaller than any letter of the book, at the fold where no copier clips, and over no text."""
    lang, book_path, sheet_path = pair
    smallest = min(
        glyph.points for page in list(pypdfium2.PdfDocument(book_path))[8::9] for glyph in glyphs(page)
    )
    wanted = "".join(book.strings["copy_test"][lang].split())
    for side in list(pypdfium2.PdfDocument(sheet_path))[::6]:
        found = list(glyphs(side))
        start = "".join(glyph.char for glyph in found).index(wanted)
        line = found[start : start + len(wanted)]
        assert max(glyph.points for glyph in line) < smallest
        assert min(glyph.left for glyph in line) > 92
        assert max(glyph.right for glyph in line) < 105
        assert min(glyph.top for glyph in line) > 5
        # Beside its first letter a comb of thin strokes.
        x, y = line[0].left, max(glyph.bottom for glyph in line[:1])
        assert 0.02 < dark(picture(side, 20), (x - 1, y, x + 2, y + 7), 20) < 0.3


def test_printer_settings_and_title(pair) -> None:
    lang, _, sheet_path = pair
    with pikepdf.open(sheet_path) as pdf:
        assert str(pdf.Root.Lang) == lang
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        assert str(pdf.docinfo["/Title"]).endswith("A4")
