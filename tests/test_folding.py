"""The A4 sheets, cut, stacked and folded in thought: both booklets are the A6 book, page by page."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from saku.editions.sheets import A6, make_sheets
from saku.schema import LANGS

DOTS = 4
"""To the millimetre: 0.25 mm, by which the pages stand off the cut, is one."""
QUARTER = (105 * DOTS, 148 * DOTS)
Half = tuple[Image.Image, Image.Image]
"""Left and right page of one side of an A5 sheet."""


def halves(sheets: Path) -> list[list[tuple[Half, Half]]]:
    """Upper and lower stack after the cut: of each sheet front and back, turned over its long edge."""
    document = pypdfium2.PdfDocument(sheets)
    sides = [page.render(scale=DOTS * 25.4 / 72).to_pil().convert("L") for page in document]
    stacks = []
    for top in (DOTS // 4, round(148.5 * DOTS) + DOTS // 4):
        cut = [tuple(_page(side, left, top) for left in (0, QUARTER[0])) for side in sides]
        stacks.append(list(zip(cut[0::2], cut[1::2], strict=True)))
    return stacks


def _page(side: Image.Image, left: int, top: int) -> Image.Image:
    return side.crop((left, top, left + QUARTER[0], top + QUARTER[1]))


def folded(stack: list[tuple[Half, Half]]) -> list[Image.Image]:
    """Pages as they are turned over, once the stack is folded between left and right, first sheet outside.

    The page to the right of the fold has the left one of the back behind it.
    """
    right = [page for front, back in stack for page in (front[1], back[0])]
    left = [page for front, back in reversed(stack) for page in (back[1], front[0])]
    return right + left


def numbered(count: int, path: Path) -> None:
    """A book whose page n has n black fields of 5 mm, in rows of nine from the upper left."""
    with pikepdf.new() as pdf:
        for number in range(1, count + 1):
            pdf.add_blank_page(page_size=A6)
            fields = [
                f"{(10 + index % 9 * 10) * A6[0] / 105} {(130 - index // 9 * 10) * A6[0] / 105} 14 14 re f"
                for index in range(number)
            ]
            pdf.pages[-1].Contents = pdf.make_stream("\n".join(fields).encode())
        pdf.docinfo["/Title"] = "Buku"
        pdf.save(path)


def pages_of(book: Path) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(book)
    return [
        page.render(scale=DOTS * 25.4 / 72).to_pil().convert("L").crop((0, 0, *QUARTER)) for page in document
    ]


def assert_same_book(sheets: Path, book: Path) -> None:
    """Every page of both booklets has the ink of its page in the book, and no more than the marks besides."""
    pages = pages_of(book)
    for stack in halves(sheets):
        booklet = folded(stack)
        assert len(booklet) == len(pages)
        for number, (seen, page) in enumerate(zip(booklet, pages, strict=True), 1):
            assert _missing(page, seen) < 0.001, f"page {number} lacks ink"
            assert _missing(seen, page) < 0.01, f"page {number} has ink of another"


def _missing(page: Image.Image, other: Image.Image) -> float:
    """Share of the area that is black on `page` and white on `other`, a dot to each side allowed."""
    spread = other.filter(ImageFilter.MinFilter(3))
    lost = ImageChops.subtract(spread, page).point(lambda grey: 255 * (grey > 160))
    return lost.histogram()[255] / (page.width * page.height)


@pytest.mark.parametrize("count", range(4, 84, 4))
def test_a_numbered_book_of_any_length(book, tmp_path: Path, count: int) -> None:
    numbered(count, tmp_path / "book.pdf")
    make_sheets(book, "id", tmp_path / "book.pdf", tmp_path / "sheets.pdf")
    assert_same_book(tmp_path / "sheets.pdf", tmp_path / "book.pdf")


@pytest.mark.parametrize("lang", LANGS)
def test_the_real_book(site: Path, lang: str) -> None:
    assert_same_book(site / f"unduh/buku-saku-{lang}-a4.pdf", site / f"unduh/buku-saku-{lang}.pdf")
