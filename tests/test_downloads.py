"""The downloads page tells of each file what it weighs and what to do with it."""

import re
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from saku.downloads import list_downloads, size_text
from saku.finish.leaf import Leaf
from saku.model import Book


def page_with(book: Book, folder: Path, lang: str = "id") -> list[html.HtmlElement]:
    """The blocks of the page when `unduh/` is `folder`."""
    tree = html.document_fromstring("<article><!-- saku:downloads --><p>x</p></article>")
    leaf = Leaf(book, book.pages[lang, "tentang/unduh"], tree)
    list_downloads(leaf, folder)
    assert "saku:" not in html.tostring(leaf.article, encoding="unicode")
    return list(leaf.article)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_every_file_that_is_there_has_a_block_and_no_other(book: Book, tmp_path: Path) -> None:
    for name in ("buku-saku-id.html", "buku-saku-en.html", "buku-saku-situs.zip", "pages.json"):
        (tmp_path / name).write_bytes(b"x" * 1_300_000)
    *blocks, other, _ = page_with(book, tmp_path)
    single, site = blocks
    link = single.find(".//a")
    assert link.get("href") == "../../unduh/buku-saku-id.html"
    assert link.get("download") == f"buku-saku-jamkeswatch-id-edisi-{book.edition.number}.html"
    assert words(single.find("p[@class='small']")) == (
        f"HTML, 1,3 MB · edisi {book.edition.number}, 21 November 2026"
    )
    assert site.find(".//a").get("href") == "../../unduh/buku-saku-situs.zip"
    assert (other.find("a").get("href"), other.find("a").get("hreflang")) == ("../../en/tentang/unduh/", "en")


def test_without_files_the_page_says_so(book: Book, tmp_path: Path) -> None:
    assert words(page_with(book, tmp_path, "en")[0]) == "The printed files have not been made yet."


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 kB"), (1025, "2 kB"), (999 * 1024, "999 kB"), (999 * 1024 + 1, "1,0 MB"), (1_400_000, "1,4 MB")],
)
def test_sizes_are_rounded_up(size: int, text: str) -> None:
    assert size_text(size, "id") == text
    assert size_text(size, "en") == text.replace(",", ".")


def test_the_built_page_tells_the_files_as_they_are(site: Path, lang: str) -> None:
    folder = site / ("en/" if lang == "en" else "") / "tentang/unduh"
    article = html.parse(folder / "index.html").find(".//article")
    blocks = article.xpath(".//section[@class='download']")
    listed = {block.find(".//a").get("href").rsplit("/", 1)[1]: block for block in blocks}
    made = [path for path in (site / "unduh").iterdir() if f"-{lang}" in path.name]
    assert {path.name for path in made} <= set(listed)
    for name, block in listed.items():
        path = (folder / block.find(".//a").get("href")).resolve()
        assert path == site / "unduh" / name
        facts = words(block.find("p[@class='small']"))
        assert facts.startswith(f"{path.suffix[1:].upper()}, {size_text(path.stat().st_size, lang)} · ")
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                sides = [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]]
                paper = {105: "A6", 210: "A4", 190: "16:9", 191: "16:9", 297: "A3"}[min(sides)]
                assert re.search(rf"· {len(pdf.pages)} (halaman|pages) {paper} ·", facts), facts


def test_each_form_and_letter_offers_the_files_made_of_it(book: Book, site: Path, lang: str) -> None:
    offered = set()
    for (one, name), page in book.pages.items():
        if one != lang or not name.startswith("formulir/") or name == "formulir/index":
            continue
        path = site / page.address / "index.html"
        links = html.parse(path).xpath("//p[@class='files']/a/@href")
        assert links, name
        offered |= {(path.parent / link).resolve() for link in links}
        assert all(name.split("/")[1].removeprefix("surat-") in link for link in links)
    made = {path for kind in ("formulir-*", "surat-*") for path in (site / "unduh").glob(kind)}
    assert offered == made
