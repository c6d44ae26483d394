"""Sheets to fold: each A4 side carries the same A6 spread twice; cut once, fold, staple: two booklets."""

from io import BytesIO
from pathlib import Path

import pikepdf

from saku.editions.typeset import styles
from saku.model import Book
from saku.schema import Lang

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
        with pikepdf.open(_marks(book, lang, len(sides))) as marks:
            for (left, right), mark in zip(sides, marks.pages, strict=True):
                _lay_out(out, pages.pages[left - 1], pages.pages[right - 1], mark)
            _name(out, pages, lang)
            out.save(path, deterministic_id=True)


def _lay_out(out: pikepdf.Pdf, left: pikepdf.Page, right: pikepdf.Page, mark: pikepdf.Page) -> None:
    """One A4 side: the spread above, the same below, the marks over both."""
    out.add_blank_page(page_size=A4)
    side = out.pages[-1]
    # pikepdf's own overlay would name the parts at random; these names are the same in every build.
    parts = {"/L": left, "/R": right, "/M": mark}
    side.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(
            {key: out.copy_foreign(part.as_form_xobject()) for key, part in parts.items()}
        )
    )
    margin = (A4[1] / 2 - A6[1]) / 2
    places = [(key, x, row + margin) for row in (A4[1] / 2, 0) for key, x in (("/L", 0), ("/R", A6[0]))]
    drawn = [f"q 1 0 0 1 {x:.3f} {y:.3f} cm {key} Do Q" for key, x, y in [*places, ("/M", 0, 0)]]
    side.Contents = out.make_stream("\n".join(drawn).encode())


def _name(out: pikepdf.Pdf, pages: pikepdf.Pdf, lang: Lang) -> None:
    for key in ("/Author", "/Subject", "/CreationDate", "/ModDate"):
        if key in pages.docinfo:
            out.docinfo[key] = str(pages.docinfo[key])
    out.docinfo["/Title"] = f"{pages.docinfo['/Title']} · A4"
    out.Root.Lang = pikepdf.String(lang)
    out.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"), Duplex=pikepdf.Name.DuplexFlipLongEdge
    )


def _marks(book: Book, lang: Lang, sides: int) -> BytesIO:
    """Fold and cut marks and the line that tests the copy, on every side; on the first also how to print.

    A PDF in memory.
    """
    from weasyprint import HTML

    strings = {key: both[lang] for key, both in book.strings.items()}
    pages = []
    for number in range(sides):
        side = strings["front_side"] if number % 2 == 0 else strings["back_side"]
        help_line = f"{strings['sheet_help']} · " if number == 0 else ""
        words = f"{help_line}{strings['sheet']} {number // 2 + 1}/{sides // 2} {side}"
        copy_test = f"<i></i><i></i><i></i> {strings['copy_test']}"
        pages.append(f'<section><i class="cut left"></i><i class="cut right"></i><i class="fold top"></i>'
                     f'<i class="fold bottom"></i><p class="label">{words}</p>'
                     f'<p class="copy-test">{copy_test}</p></section>')  # fmt: skip
    css, fonts = styles(book, "sheets.css")
    buffer = BytesIO()
    HTML(string=f'<html lang="{lang}"><title>A4</title>{"".join(pages)}').write_pdf(
        buffer, stylesheets=[css], font_config=fonts, pdf_identifier=b"marks"
    )
    buffer.seek(0)
    return buffer
