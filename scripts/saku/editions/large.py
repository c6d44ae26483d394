"""Large print: the text of the pocketbook on A4, one side, 16 pt."""

from pathlib import Path

from saku.editions.typeset import render_numbered, write_pdf
from saku.model import Book
from saku.schema import Lang

ENLARGED = 16 / 9.9
"""From the body size of paper.css to 16 pt; its page for large print is A4 divided by this."""


def make_large(book: Book, lang: Lang, text: str, path: Path) -> None:
    """Write the PDF from the HTML of the book (`book_html`); it may have any number of pages.

    Raises `BookError` (too-wide, typeface).
    """
    from saku.editions.fit import check_layout

    text = text.replace("<html ", '<html class="large" ', 1)
    text = text.replace("</title>", f" · {book.strings['large_print'][lang]}</title>", 1)
    document, _ = render_numbered(book, text)
    check_layout(book, lang, document)
    write_pdf(document, text, path, zoom=ENLARGED)
