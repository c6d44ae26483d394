"""The slides as PDF, and on paper with the trainer's notes beside them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from saku.editions import arial
from saku.editions.blocks import CELL, Block
from saku.editions.fit import check_layout
from saku.editions.slide import ARROW, Slide
from saku.editions.typeset import render, write_pdf
from saku.finish.leaf import TEMPLATES
from saku.finish.words import day
from saku.model import Book
from saku.problem import BookError, Problem
from saku.schema import Lang

STYLE = "slides.css"
LISTS = {"step": "ol", "item": "ul", "row": "ul", "head": "ul"}


def _lists(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Neighbours that make one list, with its element; paragraphs with none."""
    for (name, _), group in groupby(
        enumerate(blocks),
        key=lambda each: (LISTS.get(each[1].kind, ""), each[1].number and each[1].number - each[0]),
    ):
        yield name, [block for _, block in group]


TEMPLATES.filters.update(lists=_lists, cell=lambda text: ARROW if text == CELL else text)


def make_deck(book: Book, lang: Lang, slides: Sequence[Slide], path: Path) -> None:
    """Write the slides as PDF (16:9). Raises `BookError` (slide-too-full, too-wide, typeface)."""
    text = _html(book, lang, slides, handout=False)
    document = render(book, text, STYLE, family=arial.FAMILY, files=arial.font_files())
    check_layout(book, lang, document, arial.FAMILY, arial.font_files())
    for place, page in enumerate(document.pages, 1):
        (anchor,) = page.anchors
        number = int(anchor.removeprefix("slide-"))
        if number == place:
            continue
        what = f"Slide {number} (“{slides[number - 1].title}”) needs a second page."
        raise BookError(Problem(slides[number - 1].file, 0, "slide-too-full", what, "Shorten it."))
    write_pdf(document, text, path, family=arial.FAMILY)


def make_handout(book: Book, lang: Lang, slides: Sequence[Slide], path: Path) -> None:
    """Write the handout (A4): each slide in a frame, its notes below.

    Raises `BookError` (too-wide, typeface).
    """
    text = _html(book, lang, slides, handout=True)
    document = render(book, text, STYLE)
    check_layout(book, lang, document)
    write_pdf(document, text, path)


def _html(book: Book, lang: Lang, slides: Sequence[Slide], handout: bool) -> str:
    t = {key: both[lang] for key, both in book.strings.items()}
    draft = "" if book.edition.ratified else f" {t['draft_short']}"
    numbered = enumerate(slides, 1)
    return TEMPLATES.get_template("slides.html").render(
        lang=lang,
        t=t,
        name=f"{t['slide_training']}: {t['slide_notes'].lower()}" if handout else t["slide_training"],
        foot=f"{t['edition']} {book.edition.number}{draft} · {day(book.edition.date, lang)}",
        edition=book.edition,
        handout=handout,
        slides=slides,
        groups=[(name, list(group)) for name, group in groupby(numbered, key=lambda each: each[1].group)],
    )
