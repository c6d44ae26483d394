"""The A6 pocketbook: the finished pages set as a book by WeasyPrint."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from saku.editions.parts import Part
from saku.editions.qr import qr_image
from saku.editions.rule_list import rule_list
from saku.editions.typeset import render_numbered, write_pdf
from saku.finish.leaf import TEMPLATES
from saku.finish.words import day
from saku.model import Book
from saku.problem import BookError, Problem
from saku.schema import FAMILIES, Lang

CHAPTERS = {
    "sop": (
        *("alur", "menerima", "mendampingi", "mendokumentasikan", "data-pribadi"),
        *("eskalasi", "kode-etik", "keselamatan", "kampanye", "organisasi"),
    ),
    "jamnaker": ("index", "siapa-membayar", "jht-jp-jkp"),
    "wilayah": ("index", "tanya-dinas"),
}
"""Folder → its pages that follow the cards, in this order; each folder starts on a new page."""
PATHS = ("tanya/gawat", "tanya/kartu")
"""Decision paths, one page each, before the cards; the third is left to the web, for room."""
SLIP = "formulir/slip-masukan"
FORMS = ("formulir/lembar-kasus", "formulir/persetujuan", SLIP)
"""Sheets to copy; each has one page."""
INSIDE_FRONT, HOW_TO, LOCAL, INSIDE_BACK = "gawat", "cara-pakai", "formulir/kontak-setempat", "mengadu"
INDEX, GLOSSARY, CHANGES = "indeks", "glosarium", "tentang/perubahan"
MOST_PAGES = 80
"""More cannot be stapled."""
LADDER_SECTIONS = ("kantor", "malam", "enam")
"""Sections of the complaints page that make the inside back cover; the others are a chapter."""
LINES_ON_A_NOTE_PAGE = 13


def book_html(book: Book, folder: Path, lang: Lang, site_url: str = "") -> str:
    """The whole book as one HTML text, from the finished pages in `folder`.

    `site_url` is the public address with a slash at the end, or empty: then the book names none.
    """
    names = _names(book)
    explained: dict[str, set[str]] = {group: set() for group in (*CHAPTERS, "tanya")}
    parts = {
        name: Part(book, folder, book.pages[lang, name], names, explained.get(name.split("/")[0], set()))
        for name in names
    }
    strings = {key: both[lang] for key, both in book.strings.items()}
    cards = [
        {"card": card, "part": parts[card.pages[lang].name], "pages": _room(book, code),
         "withdrawn": book.changes.withdrawal(code)}
        for code, card in book.cards.items()
    ]  # fmt: skip
    return TEMPLATES.get_template("book.html").render(
        lang=lang,
        t=strings,
        home=site_url and site_url + book.pages[lang, "index"].address,
        qr=lambda address, module: qr_image(address, f"{strings['qr_words']} {address}", module),
        edition=book.edition,
        date=day(book.edition.date, lang),
        front=parts[INSIDE_FRONT],
        changes=site_url and site_url + book.pages[lang, CHANGES].address,
        ladder=parts[INSIDE_BACK],
        ladder_sections=LADDER_SECTIONS,
        paths=[parts[name] for name in PATHS],
        families=[(family, group) for family in FAMILIES if (group := _family(cards, family))],
        how_to=parts[HOW_TO],
        local=parts[LOCAL],
        chapters={group: [parts[name] for name in _chapters(group)] for group in CHAPTERS},
        forms=[parts[name] for name in FORMS],
        slip=SLIP,
        glossary=book.pages[lang, GLOSSARY].front.data["title"],
        terms=_terms(book, parts, lang),
        index=parts[INDEX],
        rules=rule_list(book, {number for part in parts.values() for number in part.rules}),
        cards=book.cards,
    )


def make_book(book: Book, lang: Lang, text: str, path: Path) -> dict[str, int]:
    """Write the PDF; returns the page number of each card and chapter.

    Raises `BookError` where a line or table (too-wide), a card or cover (page-too-long) or the book
    (book-too-long) does not fit, and where it would hold a foreign font (typeface).
    """
    from saku.editions.fit import check_layout

    notes: dict[str, int] = {}

    def revise(document: Any, numbers: dict[str, int]) -> tuple[str, dict[str, int]]:
        nonlocal notes
        check_layout(book, lang, document)
        _check_lengths(book, lang, numbers)
        there = notes.get("end", 0)
        notes = _note_pages(book, numbers, len(document.pages) - there)
        moved = notes.get("end", 0) - there
        expected = {
            anchor: number + moved if number >= numbers[INSIDE_BACK] else number
            for anchor, number in numbers.items()
        }
        return _with_notes(book, lang, text, notes), expected

    document, numbers = render_numbered(book, text, revise=revise)
    check_layout(book, lang, document)
    write_pdf(document, text, path)
    if len(document.pages) > MOST_PAGES:
        what = f"The book ({lang}) has {len(document.pages)} pages, at most {MOST_PAGES} can be stapled."
        fix = "Shorten chapters, or leave one to the web (CHAPTERS in editions/book.py)."
        raise BookError(Problem(f"docs/{lang}", 0, "book-too-long", what, fix))
    return {anchor: numbers[anchor] for anchor in _order(book) if anchor in numbers}


def _with_notes(book: Book, lang: Lang, text: str, notes: dict[str, int]) -> str:
    title = f'<h1 class="title" data-head="{book.strings["notes"][lang]}"></h1>'
    page = f'<section class="notes">{title}{"<hr>" * LINES_ON_A_NOTE_PAGE}</section>'
    for mark, count in notes.items():
        text = text.replace(f"<!--notes {mark}-->", page * count)
    return text


def _note_pages(book: Book, numbers: dict[str, int], pages: int) -> dict[str, int]:
    """Where pages to write on go: on the blank before a facing pair, and to make a multiple of four."""
    notes = {"end": -pages % 4}
    codes = list(book.cards)
    for before, code in pairwise(codes):
        if _room(book, code) == 2:
            notes[code] = numbers[code] - numbers[before] - _room(book, before)
    return {mark: count for mark, count in notes.items() if count}


def _room(book: Book, code: str) -> int:
    """Pages that a card has: of a withdrawn one stands no more than why."""
    return 1 if book.changes.withdrawal(code) else book.cards[code].front.pages


def _chapters(*groups: str) -> list[str]:
    return [f"{group}/{name}" for group in groups or CHAPTERS for name in CHAPTERS[group]]


def _names(book: Book) -> list[str]:
    """The pages of the site that the book is made of."""
    cards = [card.pages["id"].name for card in book.cards.values()]
    return [INSIDE_FRONT, HOW_TO, LOCAL, *PATHS, *cards, *_chapters(), *FORMS, INDEX, INSIDE_BACK]


def _order(book: Book) -> list[str]:
    """Anchors of the book's parts, in the order of its pages."""
    front, paths, chapters, forms = (
        [name.replace("/", "-") for name in names]
        for names in ((INSIDE_FRONT, HOW_TO, LOCAL), PATHS, _chapters(), FORMS)
    )
    back = ["nomor", *forms, GLOSSARY, "daftar-aturan", INDEX, INSIDE_BACK, "sampul-belakang"]
    return [*front, "isi", *paths, *book.cards, *chapters, *back]


def _terms(book: Book, parts: dict[str, Part], lang: Lang) -> list[tuple[str, str]]:
    """Glossary entries that the book's own text uses, without the everyday ones, and their meaning."""
    text = " ".join(part.text for part in parts.values())
    terms = sorted(book.glossary.entries.items(), key=lambda item: item[0].lower())
    return [
        (key, term.plain[lang] if term.long[lang].lower() == key.lower() else term.long[lang])
        for key, term in terms
        if not term.everyday and re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text)
    ]


def _family(cards: list[dict], family: str) -> list[dict]:
    return [entry for entry in cards if entry["card"].code[0] == family]


def _check_lengths(book: Book, lang: Lang, numbers: dict[str, int]) -> None:
    """Each card, path, form and inside cover keeps to its pages: what follows starts right behind it."""
    fixed = {
        name.replace("/", "-"): book.pages[lang, name]
        for name in (INSIDE_FRONT, HOW_TO, LOCAL, *PATHS, *FORMS, INSIDE_BACK)
    }
    problems = []
    for anchor, follower in pairwise(_order(book)):
        card = book.cards.get(anchor)
        page = card.pages[lang] if card else fixed.get(anchor)
        if not page:
            continue
        pages = _room(book, anchor) if card else 1
        due = numbers[anchor] + pages
        if follower in book.cards and _room(book, follower) == 2:
            due += due % 2  # a facing pair starts on a left page
        if numbers[follower] > due:
            what = f"{anchor} takes {numbers[follower] - numbers[anchor]} pages of the book, it has {pages}."
            fix = "Shorten the text, or move some of it to #rinci."
            problems.append(Problem(page.file, 0, "page-too-long", what, fix))
    if problems:
        raise BookError(*problems)
