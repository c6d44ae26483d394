"""A region's contacts: on the local page and on its own page; empty ones stay lines to write on."""

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from lxml import html

from conftest import ROOT, copy_tree, run_build
from saku.editions.book import book_html, make_book
from saku.editions.parts import Part
from saku.finish.leaf import Leaf
from saku.finish.lists import dress_sheet, fill_markers
from saku.finish.region import BLANKS, LOCAL, fill_local_page
from saku.model import Book, load
from saku.problem import BookError
from saku.region import Offices, Region, chosen, read_regions
from saku.source import CITATION

PATTERN = ROOT / "docs/data/regions/contoh.yml"
NUMBER = "(021) 000000"
"""Nobody's."""


def region_of(**offices: dict) -> Region:
    return Region.model_validate({"name": {"id": "Kota", "en": "City"}, "dpd": "Kota", "contacts": offices})


@pytest.fixture
def filled() -> Region:
    """One in which every number is known."""
    office = {"phone": NUMBER, "night": NUMBER, "checked": date(2026, 11, 21)}
    return region_of(**{name: office for name in Offices.model_fields})


def local_page(book: Book, lang: str) -> Leaf:
    """The fields of the local page as MkDocs writes them, dressed and filled."""
    page = book.pages[lang, LOCAL]
    fields = [block.text for block in page.section("formulir").blocks if block.kind == "step"]
    bold = [re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", CITATION.sub("", field)) for field in fields]
    items = "".join(f"<li>{item}</li>" for item in bold)
    last = page.section("formulir").blocks[-1].text
    text = f"<section class='part part-formulir'><h2>F</h2><ol>{items}</ol><p>{last}</p></section>"
    tree = html.document_fromstring(f"<html><body><article><h1>K</h1>{text}</article></body></html>")
    leaf = Leaf(book, page, tree)
    dress_sheet(leaf)
    fill_local_page(leaf)
    return leaf


def region_page(book: Book, lang: str) -> str:
    tree = html.document_fromstring("<html><body><article><!-- saku:region --></article></body></html>")
    leaf = Leaf(book, book.pages[lang, "wilayah/kontak"], tree)
    fill_markers(leaf)
    return leaf.article


# The file


def test_the_pattern_names_every_office_and_holds_nothing_else(book: Book) -> None:
    data = yaml.safe_load(PATTERN.read_text(encoding="utf-8"))
    assert list(data["contacts"]) == list(Offices.model_fields)
    assert {value for office in data["contacts"].values() for value in office.values()} == {None}
    assert data["dpd"] is None
    assert "contoh" in book.regions and book.region is None


def test_every_office_has_its_place_on_the_local_page(book: Book, lang: str) -> None:
    assert {name for places in BLANKS.values() for name, _ in places} == set(Offices.model_fields)
    blocks = book.pages[lang, LOCAL].section("formulir").blocks
    lines = [block.text for block in blocks if block.kind == "step"]
    for number, places in BLANKS.items():
        assert len(re.findall("_{4,}", lines[number - 1])) == len(places), lines[number - 1]


def test_a_region_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(BookError) as caught:
        chosen(read_regions(ROOT), "atlantis")
    assert str(caught.value) == (
        "docs/data/regions/atlantis.yml: unreadable: There is no such region. "
        "Write it after the pattern of contoh.yml, or choose one of: contoh."
    )


def test_a_small_book_without_regions_loads(mini: Path) -> None:
    assert load(mini).regions == {}
    with pytest.raises(BookError, match="choose one of: none"):
        load(mini, "kota")


# The pages


def test_the_local_page_has_the_numbers_in_place_of_its_lines(book: Book, filled: Region, lang: str) -> None:
    leaf = local_page(replace(book, region=filled), lang)
    phones = leaf.article.xpath(".//span[@class='filled']/a[@class='phone']")
    assert len(phones) == sum(map(len, BLANKS.values()))
    assert {phone.get("href") for phone in phones} == {"tel:021000000"}
    assert len(leaf.article.xpath(".//span[starts-with(@class, 'blank')]")) == 1  # by whom it was checked
    words = leaf.article.text_content()
    assert "21 November 2026" in words
    assert "DPD Kota (" in words


def test_what_is_empty_stays_a_line_of_the_same_length(book: Book, lang: str) -> None:
    plain = local_page(book, lang)
    empty = local_page(replace(book, region=book.regions["contoh"]), lang)
    assert html.tostring(empty.article) == html.tostring(plain.article)
    one = region_of(health_office={"night": NUMBER, "checked": "2026-11-21"})
    leaf = local_page(replace(book, region=one), lang)
    item = leaf.article.xpath(".//li")[8]
    assert [span.get("class") for span in item.iter("span")] == ["blank word", "filled"]
    assert item.text_content().count(NUMBER) == 1


def test_the_page_of_the_region_tells_hours_and_day_checked(book: Book, lang: str) -> None:
    office = {"office": "RSUD Kota", "phone": NUMBER, "night": "(021) 000001", "checked": "2026-11-21",
              "hours": {"id": "24 jam", "en": "24 hours"}}  # fmt: skip
    article = region_page(replace(book, region=region_of(emergency_room=office)), lang)
    assert len(article.findall(".//dt")) == len(Offices.model_fields)
    first = " ".join(article.find(".//dd").text_content().split())
    told = {
        "id": "(021) 000000 · malam: (021) 000001. 24 jam. Diperiksa 21 November 2026",
        "en": "(021) 000000 · night: (021) 000001. 24 hours. Checked 21 November 2026",
    }
    assert first == told[lang]
    assert article.find(".//dt").text_content().endswith(": RSUD Kota")
    assert len(article.xpath(".//dd/span[@class='blank word']")) == len(Offices.model_fields) - 1
    labels = [dt.text_content() for dt in article.findall(".//dt")]
    assert "PIPP" in labels and len(set(labels)) == len(labels)


def test_an_edition_of_no_region_says_so(book: Book, lang: str) -> None:
    article = region_page(book, lang)
    assert not article.findall(".//dl")
    assert article.text_content().strip() == book.strings["region_none"][lang]


def test_the_command_builds_for_a_region_and_then_for_none(tmp_path: Path) -> None:
    """What was made for a region is never taken for the book of all."""
    root = copy_tree(tmp_path / "tree")
    text = PATTERN.read_text(encoding="utf-8")
    number = f"{{phone: {NUMBER}, checked: 2026-11-21}}"
    empty = "{office: null, phone: null, night: null, hours: null, checked: null}"
    (root / "docs/data/regions/kota.yml").write_text(text.replace(empty, number, 1), encoding="utf-8")
    local = root / "site" / "formulir/kontak-setempat/index.html"
    for words, count in (((), 0), (("--region", "kota"), 1), ((), 0)):
        result = run_build(root, "site", *words)
        assert result.returncode == 0, result.stderr
        assert local.read_text(encoding="utf-8").count(f">{NUMBER}</a>") == count
    result = run_build(root, "site", "--region", "atlantis")
    assert result.returncode == 1
    assert "There is no such region." in result.stderr


# On paper


def test_a_number_is_printed_and_a_line_stays_a_line(book: Book, filled: Region, tmp_path: Path) -> None:
    for name, region in (("full", filled), ("empty", None)):
        leaf = local_page(replace(book, region=region), "id")
        path = tmp_path / name / leaf.page.address / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(html.tostring(leaf.tree, encoding="unicode"), encoding="utf-8")
    page = book.pages["id", LOCAL]
    full, empty = (Part(book, tmp_path / name, page, (), set()) for name in ("full", "empty"))
    assert full.sections["formulir"].count(f'<b class="phone">{NUMBER}</b>') == sum(map(len, BLANKS.values()))
    assert "21 November 2026" in full.text and "DPD Kota" in full.text
    assert NUMBER not in empty.text


def test_page_numbers_of_the_book_never_move(site: Path, book: Book, tmp_path: Path, lang: str) -> None:
    """The fullest region that the schema allows, set into the real book: every page keeps its number."""
    longest = "0" * 14
    office = {"phone": longest, "night": longest, "checked": date(2026, 9, 30)}
    fullest = region_of(**{name: office for name in Offices.model_fields})
    folder = tmp_path / "site"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("unduh"))
    path = folder / book.pages[lang, LOCAL].address / "index.html"
    tree = html.document_fromstring(path.read_text(encoding="utf-8"))
    leaf = Leaf(replace(book, region=fullest), book.pages[lang, LOCAL], tree)
    fill_local_page(leaf)
    path.write_text(html.tostring(leaf.tree, encoding="unicode"), encoding="utf-8")
    texts = [book_html(book, one, lang) for one in (site, folder)]
    assert texts[1].count(longest) == sum(map(len, BLANKS.values()))
    numbers = [make_book(book, lang, text, tmp_path / "book.pdf") for text in texts]
    assert numbers[0] == numbers[1]
