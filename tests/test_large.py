"""Large print, read back from the file: A4, 16 pt, everything to find a page by on the right."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from printing import MM, dark, glyphs, picture
from saku.model import Book

NOTE_PAGES = {"Catatan", "Notes"}
"""Heads of the pages to write on, which only the small book has."""


@pytest.fixture(scope="module", params=["id", "en"])
def large(request: pytest.FixtureRequest, site: Path):
    """The language, the path, the open document and the text of each page, white space folded."""
    path = site / f"unduh/buku-saku-{request.param}-besar.pdf"
    document = pypdfium2.PdfDocument(path)
    texts = [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]
    return request.param, path, document, texts


def card_pages(book: Book, lang: str, texts: list[str]) -> dict[str, int]:
    """Code → number of the first page with its running head."""
    heads = {code: f"{code} {card.words[lang].title}" for code, card in book.cards.items()}
    return {
        code: next(number for number, text in enumerate(texts, 1) if number > 6 and text.count(head) > 1)
        for code, head in heads.items()
    }


def test_pages_are_a4(large) -> None:
    _, _, document, _ = large
    assert {tuple(round(side / MM) for side in page.get_size()) for page in document} == {(210, 297)}


def test_text_is_16_points_and_nothing_below_11(large, book: Book) -> None:
    lang, _, document, texts = large
    for code, number in card_pages(book, lang, texts).items():
        sizes = [glyph.points for glyph in glyphs(document[number - 1])]
        assert max(set(sizes), key=sizes.count) == 16, code
    for page in document:
        assert min((glyph.points for glyph in glyphs(page)), default=16) >= 11.3


def test_each_card_starts_a_page_of_its_own_and_references_give_its_pages(large, book: Book) -> None:
    lang, _, _, texts = large
    numbers = card_pages(book, lang, texts)
    assert len(set(numbers.values())) == len(book.cards)
    contents = " ".join(texts[4:6])
    for code, card in book.cards.items():
        assert re.search(rf"{code} {re.escape(card.words[lang].title)}[ .]*{numbers[code]}\b", contents), code
        neighbour = card.front.not_this[0]
        page = re.escape(book.strings["page"][lang])
        own = " ".join(texts[numbers[code] - 1 : numbers[code] + 1])
        assert re.search(rf"{neighbour}[^→]*→ {page} {numbers[neighbour]}\b", own), (code, neighbour)


def test_tabs_and_running_heads_stand_on_the_right_of_every_page(large, book: Book) -> None:
    """The sheets are printed on one side and lie on a pile."""
    lang, _, document, texts = large
    for code, number in card_pages(book, lang, texts).items():
        page = document[number - 1]
        image = picture(page, 2)
        assert max(dark(image, (200, top, 210, top + 10), 2) for top in range(20, 260, 5)) > 0.7, code
        assert dark(image, (0, 0, 15, 297), 2) == 0, code
        head = [glyph for glyph in glyphs(page) if glyph.bottom < 15]
        assert 188 < max(glyph.right for glyph in head) < 190.5, code
        assert min(glyph.left for glyph in head) > 50, code


def test_it_has_the_text_of_the_book(large, site: Path) -> None:
    """Every word of a card's page in the small book stands on its page here too."""
    lang, _, _, texts = large
    small = pypdfium2.PdfDocument(site / f"unduh/buku-saku-{lang}.pdf")
    words = set(re.findall(r"[^\W\d]+", " ".join(texts)))
    for page in small:
        assert set(re.findall(r"[^\W\d]+", page.get_textpage().get_text_range())) <= words | NOTE_PAGES


def test_tagged_named_and_outlined(large, book: Book) -> None:
    lang, path, _, _ = large
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == lang
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]).endswith(book.strings["large_print"][lang])
        with pdf.open_metadata() as metadata:
            assert metadata.get("pdfuaid:part") == "1"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert {f"{code} {card.words[lang].title}" for code, card in book.cards.items()} <= set(titles)
