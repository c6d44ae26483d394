"""What changed after a copy was made: withdrawn and corrected cards, the list of changes, kept copies."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from conftest import copy_tree, run_build, serving
from saku.editions.book import book_html, make_book
from saku.finish.search import search_data
from saku.model import Book, load
from test_accessibility import barriers, phone

CHANGES = """\
- {edition: "0.2", date: 2026-12-01, code: K2, kind: withdrawn,
   why: {id: Menkes membuka jalan baru., en: The ministry opened a new way.}}
- {edition: "0.2", date: 2026-12-01, code: K7, kind: withdrawn, why: {id: Batasnya lain., en: New limit.}}
- {edition: "0.2", date: 2026-11-30, code: L1, kind: corrected, why: {id: Kelas kamar., en: Class of room.}}
- {edition: "0.2", date: 2026-11-30, code: A21, kind: corrected, why: {id: Pasalnya salah., en: The article.}}
- {edition: "0.2", date: 2026-11-30, code: sop/alur, kind: corrected, why: {id: Langkah 5., en: Step 5.}}
- {edition: "0.1", date: 2026-11-22, code: K2, kind: corrected, why: {id: Kata, en: A word}}
- {edition: "0.1", date: 2026-11-22, code: L2, kind: corrected, why: {id: Harga., en: The price.}}
- {edition: "0.1", date: 2026-11-22, code: B1, kind: new, why: {id: Kartu baru., en: A new card.}}
- {edition: "0.1", date: 2026-11-21, code: B1, kind: withdrawn, why: {id: Salah., en: Wrong.}}
- {edition: "0.1", date: 2026-11-21, kind: new, why: {id: "Edisi pertama, draf.", en: First edition.}}
"""
THIS_EDITION = {"edition": "0.2", "date": "2026-12-01"}


@pytest.fixture(scope="module")
def recalled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real tree one edition later, with two cards withdrawn; its web part is built."""
    root = copy_tree(tmp_path_factory.mktemp("recalled") / "tree")
    edition = root / "docs/data/edition.yml"
    text = re.sub(r"(?m)^number: .*", 'number: "0.2"', edition.read_text(encoding="utf-8"))
    edition.write_text(re.sub(r"(?m)^date: .*", "date: 2026-12-01", text), encoding="utf-8")
    (root / "docs/data/changes.yml").write_text(CHANGES, encoding="utf-8")
    result = run_build(root, "site")
    assert result.returncode == 0, result.stderr
    return root


@pytest.fixture(scope="module")
def later(recalled: Path) -> Book:
    return load(recalled)


def article(root: Path, book: Book, name: str, lang: str) -> html.HtmlElement:
    path = root / "site" / book.pages[lang, name].address / "index.html"
    return html.document_fromstring(path.read_text(encoding="utf-8")).find(".//article")


def seen(element: html.HtmlElement) -> str:
    """The text that a reader sees without a script."""
    for hidden in element.xpath(".//template | .//*[@hidden]"):
        hidden.drop_tree()
    return " ".join(element.text_content().split())


# In the edition that withdraws


def test_of_a_withdrawn_card_only_title_and_notice_stand(recalled: Path, later: Book) -> None:
    card = article(recalled, later, "kartu/pbi-nonaktif", "id")
    assert [element.tag for element in card] == ["h1", "section", "template"]
    assert card.get("data-card") == "K2"
    assert card.xpath("./section//a/@href") == ["../../gawat/", "tel:165", "../../mengadu/"]
    assert seen(card) == (
        "K2 Kartu PBI mati Kartu ini ditarik Sejak edisi 0.2, 1 Desember 2026: Menkes membuka jalan baru. "
        "Jangan pakai kartu ini. Isinya bisa merugikan pasien. "
        "Gawat? Ke IGD terdekat sekarang. Halaman gawat "
        "Tidak gawat? Tanyakan 165. Masih ditolak? Mengadu."
    )
    english = seen(article(recalled, later, "kartu/pbi-nonaktif", "en"))
    assert english.startswith(
        "K2 Inactive PBI card This card is withdrawn Since edition 0.2, 1 December 2026: The ministry"
    )
    page = (recalled / "site/kartu/pbi-nonaktif/index.html").read_text(encoding="utf-8")
    assert '<meta name="description" content="K2 Kartu PBI mati. Kartu ini ditarik.">' in page


def test_a_withdrawn_card_is_marked_at_its_door_and_found_as_withdrawn(
    recalled: Path, later: Book, lang: str
) -> None:
    mark = {"id": "(ditarik)", "en": "(withdrawn)"}[lang]
    doors = article(recalled, later, "index", lang).xpath(".//ul[@class='door']/li")
    marked = {door.find(".//span[@class='code']").text for door in doors if mark in door.text_content()}
    assert marked == {"K2", "K7"}
    found = {one["code"]: one for one in search_data(later, lang)["docs"] if one["code"]}
    assert found["K2"]["title"].endswith(mark)
    assert found["K2"]["said"] == [*later.cards["K2"].words[lang].words, *later.cards["K2"].words[lang].heard]
    words = [later.strings["withdrawn"][lang] + ".", later.changes.newest("K2").why[lang]]
    assert " ".join(found["K2"]["lines"]) == " ".join([*words, later.strings["withdrawn_stop"][lang]])
    assert mark not in found["K1"]["title"]


def test_a_correction_of_this_edition_is_told_under_the_title(recalled: Path, later: Book) -> None:
    line = article(recalled, later, "kartu/kamar-penuh", "id").find("h1").getnext()
    assert (line.get("class"), line.text) == ("corrected", "Diperbaiki 30 November 2026: Kelas kamar.")
    line = article(recalled, later, "kartu/kamar-penuh", "en").find("h1").getnext()
    assert line.text == "Corrected 30 November 2026: Class of room."
    for name in ("kartu/obat-kosong", "kartu/disuruh-bayar", "kartu/cek-status"):  # earlier, new again, never
        assert not article(recalled, later, name, "id").xpath("./p[@class='corrected']"), name


def test_the_page_of_changes_lists_them_by_edition(recalled: Path, later: Book) -> None:
    page = article(recalled, later, "tentang/perubahan", "id")
    lists = page.xpath(".//section[ul[@class='changes']]")
    assert [section.find("h2").text for section in lists] == ["Edisi 0.2", "Edisi 0.1"]
    lines = [seen(item) for item in lists[0].iter("li")]
    assert lines[0] == "K2 · 1 Desember 2026 · ditarik: Menkes membuka jalan baru."
    assert lines[3:] == [
        "A21 · 30 November 2026 · diperbaiki: Pasalnya salah.",
        "Alur kasus: delapan langkah · 30 November 2026 · diperbaiki: Langkah 5.",
    ]
    assert seen(lists[1].findall(".//li")[-1]) == "21 November 2026 · baru: Edisi pertama, draf."
    hrefs = [href for section in lists for href in section.xpath(".//a/@href")]
    assert hrefs[0] == "../../kartu/pbi-nonaktif/"
    assert hrefs[3] == f"../../{later.rule_page('A21')}/#a21"
    assert hrefs[4] == "../../sop/alur/"


def test_kept_copies_are_told_of_the_newest_change_of_each_card(recalled: Path, later: Book) -> None:
    data = json.loads((recalled / "site/edisi.json").read_text(encoding="utf-8"))
    assert (data["edition"], data["date"]) == ("0.2", "2026-12-01")
    told = {one["code"]: one for one in data["cards"]}
    assert list(told) == ["K2", "K7", "L1", "L2"]  # B1 came back
    assert told["K2"] == {
        "code": "K2", "kind": "withdrawn", "edition": "0.2", "date": "2026-12-01",
        "why": {"id": "Menkes membuka jalan baru.", "en": "The ministry opened a new way."},
    }  # fmt: skip


def test_the_book_prints_the_notice_and_the_address_of_the_changes(
    recalled: Path, later: Book, tmp_path: Path
) -> None:
    """K7 is a pair; withdrawn it has one page, and the book stays a multiple of four."""
    text = book_html(later, recalled / "site", "id", "https://contoh.org/buku-saku/")
    numbers = make_book(later, "id", text, tmp_path / "book.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "book.pdf")
    assert len(pdf) == 80
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    for code in ("K2", "K7"):
        page = pages[numbers[code] - 1]
        assert "Kartu ini ditarik Sejak edisi 0.2, 1 Desember 2026:" in page
        assert "Halaman gawat → hal. 2" in page
        assert not re.search(r"Langkah|Ucapkan|Batas:|Bukan ini|1\. ", page), page
    assert numbers["K8"] == numbers["K7"] + 1
    assert "Perubahan sesudah edisi ini: contoh.org/buku-saku/tentang/perubahan" in pages[-1].replace(
        "/ ", "/"
    )


def test_without_a_public_address_the_book_names_none(recalled: Path, later: Book, lang: str) -> None:
    text = book_html(later, recalled / "site", lang, "")
    assert later.strings["changes_since"][lang] not in text
    assert "tentang/perubahan" not in text


# In an earlier copy


@pytest.fixture(scope="module")
def copy_address(recalled: Path) -> Iterator[str]:
    with serving(recalled / "site") as address:
        yield address


@pytest.fixture
def phone_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    yield page
    assert wrong == []
    context.close()


COVER = """
async ([script, page]) => {
  const { cover } = await import(script);
  const news = await (await fetch("/edisi.json")).json();
  cover(document.querySelector("article"), news, page);
}
"""


def hear(page: Page, address: str, news: Any, copy: dict[str, str] = THIS_EDITION) -> None:
    """The page on screen, as a copy of edition `copy`, hears `news` from its host."""
    page.unroute("**/edisi.json")
    page.route("**/edisi.json", lambda route: route.fulfill(body=json.dumps(news)))
    page.evaluate(COVER, [f"{address}assets/js/recall.js", copy])


def open_card(page: Page, address: str, book: Book, code: str, lang: str = "id") -> None:
    page.goto(address + book.cards[code].pages[lang].address)
    expect(page.locator(".tool-bar")).to_be_visible()


def change(**other: Any) -> dict[str, Any]:
    why = {"id": "Batas <b>7 hari</b> berubah.", "en": "The limit <b>changed</b>."}
    entry = {"code": "K1", "kind": "withdrawn", "edition": "0.3", "date": "2026-12-05", "why": why}
    return {"edition": "0.3", "date": "2026-12-05", "cards": [None, entry | {"code": "K3"}, entry | other]}


def test_a_kept_copy_covers_a_withdrawn_card(
    phone_page: Page, copy_address: str, later: Book, lang: str
) -> None:
    open_card(phone_page, copy_address, later, "K1", lang)
    hear(phone_page, copy_address, change())
    notice = phone_page.get_by_role("alert")
    words = {
        "id": "Kartu ini ditarik Sejak edisi 0.3, 5 Desember 2026: Batas <b>7 hari</b> berubah. Jangan",
        "en": "This card is withdrawn Since edition 0.3, 5 December 2026: The limit <b>changed</b>. Do not",
    }
    expect(notice).to_contain_text(words[lang])
    expect(notice.get_by_role("link").last).to_have_attribute("href", "../../#simpan")
    shown = phone_page.locator("article").inner_text()
    assert shown.replace(notice.inner_text(), "").split() == phone_page.locator("h1").inner_text().split()
    expect(phone_page.locator(".tool-bar")).to_be_hidden()
    hear(phone_page, copy_address, change())
    expect(notice).to_have_count(1)


def test_a_kept_copy_of_a_corrected_card_says_so_and_stays_readable(
    phone_page: Page, copy_address: str, later: Book
) -> None:
    open_card(phone_page, copy_address, later, "K1")
    hear(phone_page, copy_address, change(kind="corrected"))
    expect(phone_page.locator("h1 + .part-diperbaiki")).to_have_text(
        "Diperbaiki di edisi 0.3, 5 Desember 2026: Batas <b>7 hari</b> berubah. "
        "Di bawah ini masih kalimat lama. Ambil edisi baru"
    )
    expect(phone_page.locator(".part-langkah")).to_be_visible()
    expect(phone_page.locator(".tool-bar")).to_be_visible()


@pytest.mark.parametrize(
    ("copy", "news", "applies"),
    [
        (THIS_EDITION, change(edition="0.10", date="2026-12-01"), True),
        ({"edition": "0.10", "date": "2026-12-01"}, change(edition="0.9", date="2026-12-01"), False),
        (THIS_EDITION, change(edition="0.2", date="2026-12-01"), False),
        (THIS_EDITION, change(edition="0.2", date="2026-12-02"), True),
        (THIS_EDITION, change(edition="0.1", date="2026-11-21"), False),
    ],
    ids=["later number", "earlier number", "the same", "put up again", "an earlier edition"],
)
def test_only_what_is_newer_than_the_copy_applies(
    phone_page: Page, copy_address: str, later: Book, copy: dict[str, str], news: Any, applies: bool
) -> None:
    open_card(phone_page, copy_address, later, "K1")
    hear(phone_page, copy_address, news, copy)
    expect(phone_page.get_by_role("alert")).to_have_count(int(applies))


BROKEN = [
    None, [], "edisi", {}, {"cards": "K1"}, {"cards": {"code": "K1"}}, {"cards": [None, 1, "K1", []]},
    *(change(**wrong) for wrong in (
        {"kind": "innerHTML"}, {"kind": None}, {"why": "teks"}, {"why": {"id": 1, "en": "x"}}, {"why": None},
        {"edition": 3}, {"date": "besok"}, {"date": "2026-99-99"}, {"date": None}, {"code": "K3"},
    )),
]  # fmt: skip


def test_a_broken_or_hostile_word_from_the_host_changes_nothing(
    phone_page: Page, copy_address: str, later: Book
) -> None:
    open_card(phone_page, copy_address, later, "K1")
    before = phone_page.locator("article").inner_html()
    for news in BROKEN:
        hear(phone_page, copy_address, news)
        assert phone_page.locator("article").inner_html() == before, json.dumps(news)


def test_a_page_that_shows_the_notice_already_runs_without_tools(
    phone_page: Page, copy_address: str, later: Book
) -> None:
    phone_page.goto(copy_address + later.cards["K2"].pages["id"].address)
    expect(phone_page.get_by_text("Jangan pakai kartu ini.")).to_be_visible()
    phone_page.wait_for_load_state("networkidle")
    hear(phone_page, copy_address, change(code="K2"))
    expect(phone_page.get_by_role("alert")).to_have_count(0)
    hear(phone_page, copy_address, change(code="K2", kind="corrected"))  # the card came back
    expect(phone_page.locator("h1 + .part-diperbaiki")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_copy_is_told_is_no_barrier(
    browser: Browser, copy_address: str, later: Book, scheme: str
) -> None:
    with phone(browser, color_scheme=scheme) as page:
        for kind in ("withdrawn", "corrected"):
            open_card(page, copy_address, later, "K1")
            hear(page, copy_address, change(kind=kind))
            assert page.evaluate("document.documentElement.scrollWidth") == 320
            assert barriers(page) == []
        page.goto(copy_address + later.cards["K2"].pages["id"].address)
        assert barriers(page) == []
