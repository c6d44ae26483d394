"""Three generations of photocopies: what is printed can still be read, scanned and seen."""

import json
from collections import Counter
from pathlib import Path

import pypdfium2
from lxml import html
from weasyprint import HTML

from saku.editions.book import book_html
from saku.editions.typeset import render, write_pdf
from saku.photocopy import DPI, codes, copy, found, photocopy

MOST_LOST = 2
"""Percentage points of the words of a page."""
ADDRESS = "https://contoh.example/buku/"
PAGES = [
    *[("sampul", 0), ("gawat", 0), ("isi", 1), ("tanya-kartu", 0), ("D1", 0), ("T3", 0)],
    *[("K7", 1), ("jamnaker-index", 0), ("formulir-lembar-kasus", 0), ("formulir-slip-masukan", 0)],
    *[("indeks", 0), ("sampul-belakang", 0)],
]
"""Part of the book and how many pages behind its first: covers, dense cards, tables, forms, columns."""


def test_twelve_pages_lose_no_words_and_no_line(site: Path, lang: str) -> None:
    places = {"sampul": 1} | json.loads((site / "unduh/pages.json").read_text())[lang]
    numbers = [places[part] + behind for part, behind in PAGES]
    pages = photocopy(site / f"unduh/buku-saku-{lang}.pdf", lang, numbers)
    assert len(pages) == 12
    assert {page.number: page.loss for page in pages if page.loss > MOST_LOST} == {}
    assert {page.number: page.clean for page in pages if page.clean < 90} == {}
    assert {page.number: page.line for page in pages if page.line < 95} == {}


def test_every_qr_code_is_scanned(book, site: Path, lang: str, tmp_path: Path) -> None:
    """The pages with codes, set as in the book; the others are left out for speed."""
    tree = html.document_fromstring(book_html(book, site, lang, ADDRESS))
    for section in tree.xpath("//body/section[not(.//img[@class='qr'])]"):
        section.drop_tree()
    text = html.tostring(tree, encoding="unicode")
    write_pdf(render(book, text), text, tmp_path / "codes.pdf")
    seen = []
    for page in pypdfium2.PdfDocument(tmp_path / "codes.pdf"):
        picture = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        clean = codes(picture)
        assert codes(copy(picture, 1)) == clean
        seen += clean
    assert len(seen) == len(tree.xpath("//img[@class='qr']")) > 2
    assert all(code.casefold().startswith(ADDRESS) for code in seen), seen


def test_small_type_and_hairlines_are_found_out(tmp_path: Path) -> None:
    """The copier is no printer's friend: what CONTRIBUTING forbids dies in it."""
    style = "@page { size: A6 } p { font: %s sans-serif } hr { border: 0; height: %s; background: #000 }"
    words = "Peserta tetap dilayani dengan KTP; rumah sakit tidak boleh menolak pasien gawat darurat. " * 4
    for name, (size, line) in {"good": ("10pt", ".75pt"), "bad": ("3pt", ".1pt")}.items():
        HTML(string=f"<style>{style % (size, line)}</style><p>{words}</p><hr>").write_pdf(
            tmp_path / f"{name}.pdf"
        )
    (good,), (bad,) = (photocopy(tmp_path / f"{name}.pdf", "id") for name in ("good", "bad"))
    assert (good.clean, good.copied, good.line) == (100, 100, 100)
    assert bad.loss > MOST_LOST
    assert bad.line < 50


def test_a_word_counts_once_for_each_time_it_is_read() -> None:
    words = Counter(["jam", "jam", "72", "kartu"])
    assert found(words, "72jam, Kartu") == 3
    assert found(words, "kartu 72 jam jam jam") == 4
    assert found(words, "kar tu") == 0
