"""All that is set on paper or shown on a wall, each language in a process of its own."""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from saku.cache import cached, key_of
from saku.editions import book as pocketbook
from saku.editions import (
    classroom,
    deck,
    docx,
    forms,
    guide,
    large,
    letters,
    pocket,
    pptx,
    register,
    sheets,
    slides,
)
from saku.model import Book, load
from saku.problem import BookError
from saku.schema import LANGS, Lang
from saku.site import site_url

INPUTS = ["docs/assets", "docs/data/strings.yml", "requirements.txt", "scripts/saku/editions"]
"""What every edition depends on, beside its text."""
Maker = Callable[[Path], None]


def make_books(book: Book, pages: Path, out: Path) -> None:
    """The books, their sheets and the pocket card into `out`, and `pages.json`."""
    out.mkdir(parents=True)
    numbers = {}
    for lang, folders in _each_language(_books, book.root, pages).items():
        for folder in folders:
            _copy(folder, out)
            if (folder / "pages.json").is_file():
                numbers[lang] = json.loads((folder / "pages.json").read_text())
    (out / "pages.json").write_text(json.dumps(numbers, indent=1) + "\n")


def make_training(book: Book, pages: Path, out: Path) -> None:
    """What the training of trainers needs, into `out`, where `pages.json` tells the pages of the book."""
    numbers = json.loads((out / "pages.json").read_text())
    for folders in _each_language(_training, book.root, pages, numbers).values():
        for folder in folders:
            _copy(folder, out)


def make_desk(book: Book, pages: Path, out: Path) -> None:
    """Letters, forms to fill in and the register of cases, into `out`; Indonesian, as they are handed in."""
    found, fillable = letters.letters(book, pages), forms.forms(book, pages)
    editions = {
        "letters": (letters.letters_text(book, found), lambda folder: docx.make_letters(book, found, folder)),
        "forms": (forms.forms_text(fillable), lambda folder: forms.make_forms(book, fillable, folder)),
    }
    for folder in _made(book.root, "id", editions):
        _copy(folder, out)
    register.make_register(book, out / "register-kasus.xlsx")


def _each_language(work: Callable[..., list[Path]], *arguments: Any) -> dict[Lang, list[Path]]:
    """`work(*arguments, lang)` for both languages at once. Raises `BookError` with the problems of both."""
    with ProcessPoolExecutor(max_workers=len(LANGS), mp_context=get_context("spawn")) as pool:
        jobs = {lang: pool.submit(work, *arguments, lang) for lang in LANGS}
    errors = [error for job in jobs.values() if isinstance(error := job.exception(), BookError)]
    if errors:
        raise BookError(*(problem for error in errors for problem in error.problems))
    return {lang: job.result() for lang, job in jobs.items()}


def _copy(folder: Path, out: Path) -> None:
    for path in sorted(folder.iterdir()):
        if path.name != "pages.json":
            shutil.copy(path, out)


def _made(root: Path, lang: Lang, editions: dict[str, tuple[str, Maker]]) -> list[Path]:
    """The folder of each edition: its name → the text it is made from, and what makes it."""
    return [
        cached(root, f"{name}-{lang}", key_of(root, INPUTS, text), make)
        for name, (text, make) in editions.items()
    ]


def _books(root: Path, pages: Path, lang: Lang) -> list[Path]:
    book = load(root)
    text = pocketbook.book_html(book, pages, lang, site_url())
    card_text = pocket.pocket_html(book, pages, lang, site_url())
    name = f"buku-saku-{lang}"

    def make_pocket(folder: Path) -> None:
        pocket.make_pocket(book, lang, card_text, folder / f"kartu-saku-{lang}.pdf")

    def make_book(folder: Path) -> None:
        numbers = pocketbook.make_book(book, lang, text, folder / f"{name}.pdf")
        (folder / "pages.json").write_text(json.dumps(numbers))
        sheets.make_sheets(book, lang, folder / f"{name}.pdf", folder / f"{name}-a4.pdf")

    def make_large(folder: Path) -> None:
        large.make_large(book, lang, text, folder / f"{name}-besar.pdf")

    editions = {"pocket": (card_text, make_pocket), "book": (text, make_book), "large": (text, make_large)}
    return _made(root, lang, editions)


def _training(root: Path, pages: Path, numbers: dict[Lang, dict[str, int]], lang: Lang) -> list[Path]:
    book = load(root)
    own = numbers[lang]
    deck_slides = slides.slides(book, pages, lang, own)
    texts = {
        "panduan": guide.guide_html(book, pages, lang, own, site_url()),
        "lembar-kerja": classroom.worksheets_html(book, pages, lang, site_url()),
        "tes": classroom.tests_html(book, lang, site_url()),
        "kertas-besar": classroom.flipchart_html(book, pages, lang, site_url()),
    }

    def make_slides(folder: Path) -> None:
        pptx.make_pptx(book, lang, deck_slides, folder / f"tot-{lang}.pptx")
        deck.make_deck(book, lang, deck_slides, folder / f"tot-{lang}.pdf")
        deck.make_handout(book, lang, deck_slides, folder / f"tot-catatan-{lang}.pdf")

    def maker(name: str) -> Maker:
        make = classroom.make_flipchart if name == "kertas-besar" else guide.make_guide
        return lambda folder: make(book, lang, texts[name], folder / f"tot-{name}-{lang}.pdf")

    editions = {f"tot-{name}": (text, maker(name)) for name, text in texts.items()}
    return _made(root, lang, editions | {"tot-slides": (slides.slides_text(deck_slides), make_slides)})
