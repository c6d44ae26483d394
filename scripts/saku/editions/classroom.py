"""What lies on the learners' tables and hangs on the wall: work sheets, tests, flipchart."""

from pathlib import Path

from saku.editions.guide import STYLES, draw_of, frame, training_parts
from saku.editions.parts import Part, anchor_of
from saku.editions.typeset import render, write_pdf
from saku.finish.leaf import TEMPLATES
from saku.model import Book
from saku.problem import BookError, Problem
from saku.schema import Lang

WORK_SHEET = "lk"
"""Section of a training page that is a sheet to fill in."""


def worksheets_html(book: Book, folder: Path, lang: Lang, site_url: str = "") -> str:
    """Each page's work sheet, one after the other."""
    parts = training_parts(book, folder, lang)
    sheets = [(part, part.sections[WORK_SHEET]) for part in parts.values() if WORK_SHEET in part.sections]
    return TEMPLATES.get_template("worksheets.html").render(**frame(book, lang, site_url), sheets=sheets)


def tests_html(book: Book, lang: Lang, site_url: str = "") -> str:
    """Both versions of the test, without answers."""
    versions = {
        version: [book.questions.entries[key] for key in keys] for version, keys in draw_of(book).items()
    }
    return TEMPLATES.get_template("tests.html").render(**frame(book, lang, site_url), versions=versions)


def flipchart_html(book: Book, folder: Path, lang: Lang, site_url: str = "") -> str:
    """A sheet for the wall for each session (what to remember) and each core card (what to say)."""
    parts = training_parts(book, folder, lang)
    sessions = [(session.number, parts[session.pages["id"].name]) for session in book.sessions.values()]
    cards = [
        (code, Part(book, folder, card.pages[lang], (), set()))
        for code, card in book.cards.items()
        if card.front.core and not book.changes.withdrawal(code)
    ]
    return TEMPLATES.get_template("flipchart.html").render(
        **frame(book, lang, site_url), sessions=sessions, cards=cards
    )


def make_flipchart(book: Book, lang: Lang, text: str, path: Path) -> None:
    """Write the PDF; raises `BookError` (page-too-long) too where a sheet runs over its page."""
    from saku.editions.fit import check_layout

    files = {anchor_of(book, page): page.file for page in book.pages.values() if page.lang == lang}
    document = render(book, text, *STYLES)
    check_layout(book, lang, document)
    sheet, too_long = "", []
    for page in document.pages:
        begun = next((anchor for anchor in page.anchors if anchor in files and anchor != sheet), "")
        if not begun and sheet not in too_long:
            too_long.append(sheet)
        sheet = begun or sheet
    if too_long:
        fix = "Say it in fewer words."
        what = "Flipchart sheet {} goes on over its page."
        raise BookError(*(Problem(files[one], 0, "page-too-long", what.format(one), fix) for one in too_long))
    write_pdf(document, text, path)
