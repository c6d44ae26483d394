"""The pocket card: eight panels on one side of A4, cut once and folded; text of finished pages."""

from pathlib import Path

from saku.editions.book import CHANGES
from saku.editions.parts import Part
from saku.editions.typeset import render, write_pdf
from saku.finish.leaf import TEMPLATES
from saku.finish.words import day
from saku.model import Book
from saku.problem import BookError, Problem
from saku.schema import Lang

CARD_SECTIONS = ("hak", "langkah", "ucapkan")
PANELS = (
    ("gawat", ("tanda", "ucapkan", "tanda-tangan", "jam")),
    ("kartu/cek-status", CARD_SECTIONS),
    ("kartu/kamar-penuh", CARD_SECTIONS),
    ("kartu/obat-kosong", CARD_SECTIONS),
    ("kartu/disuruh-bayar", CARD_SECTIONS),
    ("kartu/disodori-surat", CARD_SECTIONS),
    ("kartu/kecelakaan-kerja", CARD_SECTIONS),
    ("mengadu", ("kantor", "malam")),
)
"""Page and its sections for each panel, in the order in which the folded booklet is read."""
TEXT_HEIGHT = 90.0
"""Millimetres that paper.css leaves between the top of a panel and its foot."""
PIXELS_A_MM = 96 / 25.4


def pocket_html(book: Book, folder: Path, lang: Lang, site_url: str = "") -> str:
    """The card as one HTML text, from the finished pages in `folder`; nothing in it leads to another page.

    `site_url` is the public address with a slash at the end, or empty: then the card names none.
    """
    explained: set[str] = set()
    panels = []
    for name, sections in PANELS:
        part = Part(book, folder, book.pages[lang, name], (), explained)
        withdrawn = [id for id in part.sections if id == "ditarik"]  # all that the page of such a card has
        panels.append({"part": part, "sections": withdrawn or sections})
    return TEMPLATES.get_template("pocket.html").render(
        lang=lang,
        t={key: both[lang] for key, both in book.strings.items()},
        edition=book.edition,
        date=day(book.edition.date, lang),
        panels=panels,
        changes=site_url and site_url + book.pages[lang, CHANGES].address,
        codes={card.pages[lang].name: code for code, card in book.cards.items()},
    )


def make_pocket(book: Book, lang: Lang, text: str, path: Path) -> None:
    """Write the PDF. Raises `BookError` with each panel that is too high (page-too-long, too-wide)."""
    from saku.editions.fit import check_layout

    document = render(book, text)
    check_layout(book, lang, document)
    (sheet,) = document.pages
    problems = []
    for number, (name, _) in enumerate(PANELS, 1):
        page = book.pages[lang, name]
        _, top, _, bottom = sheet.anchors[f"panel-{number}"]
        over = abs(bottom - top) / PIXELS_A_MM - TEXT_HEIGHT
        if over > 0:
            what = f"Panel {number} of the pocket card ({book.label(page)}) is {over:.1f} mm too high."
            fix = "Shorten the right, the steps or the sentence, or move some of it to #rinci."
            problems.append(Problem(page.file, 0, "page-too-long", what, fix))
    if problems:
        raise BookError(*problems)
    write_pdf(document, text, path)
