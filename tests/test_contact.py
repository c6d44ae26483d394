"""The contact sheet shows every page once, in order."""

from pathlib import Path

import pikepdf
from PIL import Image

from saku.contact import COLUMNS, GAP, WIDTH, contact_sheet


def test_every_page_stands_in_its_place(tmp_path: Path) -> None:
    """Page 3 of 12 is black, the others are white, all square."""
    with pikepdf.new() as pdf:
        for number in range(1, 13):
            pdf.add_blank_page(page_size=(100, 100))
            if number == 3:
                pdf.pages[-1].Contents = pdf.make_stream(b"0 0 100 100 re f")
        pdf.save(tmp_path / "book.pdf")

    contact_sheet(tmp_path / "book.pdf", tmp_path / "sheet.png")

    picture = Image.open(tmp_path / "sheet.png").convert("L")
    step = WIDTH + GAP
    assert picture.size == (COLUMNS * step + GAP, 2 * step + GAP)
    middles = [
        picture.getpixel((GAP + column * step + WIDTH // 2, GAP + row * step + WIDTH // 2))
        for row in range(2)
        for column in range(COLUMNS)
    ]
    assert middles == [255, 255, 0, *[255] * 9, *[128] * 8]
