"""The way to a correction on every page, with code and edition; links to other sites say so."""

from dataclasses import replace
from pathlib import Path

from lxml import html

from saku.finish.leaf import Leaf
from saku.finish.tools import mark_outgoing, suggest
from saku.model import Book


def test_every_page_leads_to_corrections_and_marks_other_sites(site: Path, book: Book) -> None:
    outgoing = 0
    for page in book.pages.values():
        tree = html.parse(site / page.address / "index.html")
        link = tree.find(".//footer/p[@class='suggest']/a")
        target = (site / page.address / link.get("href") / "index.html").resolve()
        assert target == (site / book.pages[page.lang, "tentang/masukan"].address / "index.html").resolve()
        text = tree.find(".//footer/details/pre").text
        assert f": {book.label(page) if book.card_of(page) else page.name}\n" in text
        assert ": 0.1, 21 November 2026\n" in text
        for one in tree.xpath("//a[contains(@href, '//')]"):
            outgoing += 1
            assert one.get("aria-describedby") == "out", one.get("href")
            assert tree.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]
            assert tree.xpath("//*[@id='out']")[0].text in ("membuka situs lain", "opens another site")
    assert outgoing > 100


def test_a_repository_gives_the_form_with_code_and_edition(book: Book) -> None:
    edition = book.edition.model_copy(update={"repository": "https://example.org/buku/"})
    tree = html.document_fromstring("<body><a href='https://buku.example/x/'>x</a><footer></footer></body>")
    leaf = Leaf(replace(book, edition=edition), book.cards["K2"].pages["en"], tree)
    suggest(leaf)
    mark_outgoing(leaf, "https://buku.example/")
    form = tree.xpath("//p[@class='suggest']/a")[1]
    assert form.get("href") == (
        "https://example.org/buku/issues/new?template=kartu-keliru.yml&code=K2&edition=0.1"
    )
    assert form.get("aria-describedby") == "out"
    assert tree.xpath("//a[text()='x']")[0].get("aria-describedby") is None  # our own address
