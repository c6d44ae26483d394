"""Sheets to fold: each A4 side carries the same A6 spread twice; cut once, fold, staple: two booklets."""

from pathlib import Path

import pikepdf

from saku.editions.book import book_css
from saku.model import Book, Lang

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A6 = (105 * MM, 148 * MM)


def spreads(pages: int) -> list[tuple[int, int]]:
    """Left and right page (from 1) of each A4 side: outermost sheet first, front before back.

    `pages` is a multiple of four. The back is turned over the long edge.
    """
    sides = []
    for sheet in range(pages // 4):
        sides.append((pages - 2 * sheet, 2 * sheet + 1))
        sides.append((2 * sheet + 2, pages - 2 * sheet - 1))
    return sides


def make_sheets(book: Book, lang: Lang, source: Path, path: Path) -> None:
    """Impose the A6 book `source` on A4 and write it to `path`."""
    with pikepdf.open(source) as pages, pikepdf.new() as out:
        sides = spreads(len(pages.pages))
        marks = pikepdf.open(_marks(book, lang, len(sides)))
        half = A4[1] / 2
        for number, (left, right) in enumerate(sides):
            out.add_blank_page(page_size=A4)
            side = out.pages[-1]
            for row in (half, 0):
                for column, page in ((0, left), (A6[0], right)):
                    bottom = row + (half - A6[1]) / 2
                    box = pikepdf.Rectangle(column, bottom, column + A6[0], bottom + A6[1])
                    side.add_overlay(pages.pages[page - 1], box)
            side.add_overlay(marks.pages[number], pikepdf.Rectangle(0, 0, *A4))
        out.Root.Lang = lang
        for key in ("/Title", "/Author", "/Subject", "/CreationDate", "/ModDate"):
            if key in pages.docinfo:
                out.docinfo[key] = str(pages.docinfo[key])
        out.docinfo["/Title"] = f"{pages.docinfo['/Title']} · A4"
        out.Root.ViewerPreferences = pikepdf.Dictionary(
            DisplayDocTitle=True, PrintScaling=pikepdf.Name.None_, Duplex=pikepdf.Name.DuplexFlipLongEdge
        )
        out.save(path, deterministic_id=True)


def _marks(book: Book, lang: Lang, sides: int):
    """Fold and cut marks for every side, and on the first one how to print; a PDF in memory."""
    from io import BytesIO

    from weasyprint import HTML

    strings = {key: both[lang] for key, both in book.strings.items()}
    pages = []
    for number in range(sides):
        side = strings["front_side"] if number % 2 == 0 else strings["back_side"]
        help_line = f"{strings['sheet_help']} · " if number == 0 else ""
        words = f"{help_line}{strings['sheet']} {number // 2 + 1}/{sides // 2} {side}"
        pages.append(f'<section><i class="cut left"></i><i class="cut right"></i><i class="fold top"></i>'
                     f'<i class="fold bottom"></i><p>{words}</p></section>')  # fmt: skip
    css, fonts = book_css(book, "sheets.css")
    buffer = BytesIO()
    HTML(string=f'<html lang="{lang}"><title>A4</title>{"".join(pages)}').write_pdf(
        buffer, stylesheets=[css], font_config=fonts, pdf_identifier=b"marks"
    )
    buffer.seek(0)
    return buffer
