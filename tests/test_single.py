"""The single file, opened from a folder as a phone's file manager does: nothing is asked of anyone else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from saku.editions.single import LEFT_OUT, single_html
from saku.model import Book
from saku.schema import LANGS
from test_accessibility import COLOURS, SMALL, STOP, WIDE, barriers, found_on, phone, start
from test_search import AMONG_THREE, QUERIES

MOST_BYTES = 1_500_000
VIOLATIONS = "document.addEventListener('securitypolicyviolation', (one) => console.error(one.blockedURI))"

ASK = """(queries) => queries.map((query) => {
    const field = document.querySelector('#kata-cari');
    field.value = query;
    field.dispatchEvent(new Event('input'));
    return [...document.querySelectorAll('#hasil-cari a')].map((one) => one.hash.slice(1));
})"""
"""Ids of the sections that each query finds, best first."""


@pytest.fixture
def file(site: Path, lang: str, tmp_path: Path) -> str:
    """Address of the file alone in a folder, named as a phone names a second copy."""
    path = tmp_path / f"buku-saku-{lang} (1).html"
    path.write_bytes((site / f"unduh/buku-saku-{lang}.html").read_bytes())
    return path.as_uri()


@pytest.fixture
def wrong() -> list[str]:
    return []


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def opened(request: pytest.FixtureRequest, browser: Browser, file: str, wrong: list[str]) -> Iterator[Page]:
    """The file open on a phone without a network; what goes wrong or is asked for is noted."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        java_script_enabled=request.param,
        offline=True,
    )
    page = context.new_page()
    page.on("request", lambda asked: asked.url.split("#")[0] == file or wrong.append(asked.url))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    if request.param:
        page.add_init_script(VIOLATIONS)
    page.goto(file)
    yield page
    context.close()
    assert wrong == []


javascript = pytest.mark.parametrize("opened", [True], ids=["javascript"], indirect=True)


def tree(site: Path, lang: str) -> html.HtmlElement:
    return html.document_fromstring((site / f"unduh/buku-saku-{lang}.html").read_text(encoding="utf-8"))


def test_it_opens_with_edition_emergency_and_every_card(opened: Page, book: Book, lang: str) -> None:
    expect(opened).to_have_title(re.compile(r"(Edisi|Edition) 0\.1, 21 November 2026$"))
    expect(opened.locator("html")).to_have_attribute("lang", lang)
    for text in (book.strings["title"][lang], "0.1, 21 November 2026", book.strings["draft"][lang]):
        expect(opened.get_by_text(text).first).to_be_in_viewport()
    for code, card in book.cards.items():
        expect(opened.locator(f".codes a[href='#{code}']")).to_be_in_viewport(ratio=0.9)
        expect(
            opened.locator("#tanpa-hasil").get_by_role("link", name=f"{code} {card.words[lang].title}")
        ).to_be_visible()
    opened.locator(".emergency a").tap()
    expect(opened.locator("#gawat h1")).to_be_in_viewport()


def test_every_page_stands_in_it_with_its_sections(site: Path, book: Book, lang: str) -> None:
    text = tree(site, lang)
    for (language, name), page in book.pages.items():
        if language != lang or name in LEFT_OUT:
            continue
        card = book.card_of(page)
        section = text.get_element_by_id(card.code if card else name.replace("/", "-"))
        assert page.front.data["title"] in " ".join(section.find("h1").text_content().split())
        for part in page.sections:
            if part.id:
                assert section.xpath(".//*[@id=$id]", id=f"{section.get('id')}-{part.id}"), (name, part.id)
        back = section.xpath("./p[last()]/a/@href")
        assert back == ["#isi"], name
    for code in book.rules.entries:
        assert book.rules.entries[code].claim[lang][:30] in text.get_element_by_id(code).text_content()


def test_every_link_stays_in_the_file_or_dials_and_no_id_stands_twice(site: Path, lang: str) -> None:
    text = tree(site, lang)
    ids = text.xpath("//@id")
    assert len(ids) == len(set(ids))
    for href in text.xpath("//@href | //@src"):
        assert href.startswith(("#", "tel:")) or href == "data:,"
        assert not href.startswith("#") or href[1:] in ids, href
    assert len(text.xpath("//script")) == len(text.xpath("//style")) == 1
    assert not text.xpath("//@title | //abbr | //*[@data-tool] | //@style | //img | //iframe")


def test_what_was_a_tooltip_or_an_address_is_text(site: Path, book: Book, lang: str) -> None:
    text = tree(site, lang)
    assert f"PBI ({book.glossary.entries['PBI'].long[lang]})" in text.get_element_by_id("K2").text_content()
    rule = text.get_element_by_id("A21").text_content()
    for source in book.rules.entries["A21"].sources:
        assert source.split("//")[1].rstrip("/") in rule
    assert "wa.me" not in text.xpath("string(//main)")


def test_it_is_small_enough_to_send(site: Path, lang: str) -> None:
    assert (site / f"unduh/buku-saku-{lang}.html").stat().st_size <= MOST_BYTES


@javascript
def test_typing_finds_the_card_which_opens_in_place(opened: Page, lang: str) -> None:
    typed, code = {"id": ("kis mati", "K2"), "en": ("pbi card off", "K2")}[lang]
    opened.get_by_role("searchbox").focus()
    first = opened.locator("#hasil-cari a").first
    opened.get_by_role("searchbox").fill(typed)
    expect(first.locator(".code")).to_have_text(code)
    first.tap()
    expect(opened.locator(f"#{code} h1")).to_be_in_viewport()
    opened.go_back()
    expect(opened.get_by_role("searchbox")).to_have_value(typed)
    opened.get_by_role("searchbox").fill("")
    expect(opened.locator("#hasil-cari li")).to_have_count(0)
    expect(opened.locator(".codes")).to_be_visible()


@javascript
def test_by_keyboard_alone(opened: Page) -> None:
    opened.get_by_role("searchbox").fill("k7")
    opened.keyboard.press("ArrowDown")
    expect(opened.locator("#hasil-cari a").first).to_be_focused()
    opened.keyboard.press("ArrowUp")
    opened.keyboard.press("Enter")
    expect(opened.locator("#K7 h1")).to_be_in_viewport()


@pytest.mark.parametrize("aside", [False, True], ids=["tuned", "aside"])
def test_it_finds_what_the_site_finds(browser: Browser, site: Path, aside: bool) -> None:
    queries = [query for query in QUERIES if query["aside"] is aside]
    missed = []
    for lang in LANGS:
        page = browser.new_page()
        page.goto((site / f"unduh/buku-saku-{lang}.html").as_uri())
        page.get_by_role("searchbox").focus()
        mine = [query for query in queries if query["lang"] == lang]
        for query, found in zip(mine, page.evaluate(ASK, [query["q"] for query in mine]), strict=True):
            if not set(found[:3]) & {name.replace("/", "-") for name in query["pages"]}:
                missed.append((query["q"], query["pages"], found[:3]))
        page.close()
    assert 1 - len(missed) / len(queries) >= AMONG_THREE[aside], missed


def test_without_a_script_there_is_no_dead_field(browser: Browser, file: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file)
    expect(page.get_by_role("searchbox")).to_have_count(0)
    page.locator("a[href='#K2']").first.click()
    expect(page.locator("#K2 h1")).to_be_in_viewport()
    page.locator("#K2 summary").click()
    expect(page.locator("#K2-rinci li").first).to_be_visible()
    page.locator("#K2 a.rule").first.click()
    expect(page.locator("#A30")).to_be_in_viewport()
    context.close()


FEWER = """() => document.querySelectorAll('.single > section[id]')
    .forEach((one, number) => number % 8 && one.remove())"""


def test_axe_finds_no_barrier_and_nothing_is_too_wide_or_small(browser: Browser, file: str) -> None:
    with phone(browser, reduced_motion="reduce") as page:
        page.goto(file)
        page.add_style_tag(content=".single > section { content-visibility: visible }")
        page.evaluate(FEWER)  # the site's pages are looked at one by one; here it is how they stand together
        assert barriers(page) == []
        assert page.evaluate(WIDE.replace("article", "main")) == []
        assert page.evaluate(SMALL.replace("header a", "nav a, .emergency a, .back a")) == []
        page.emulate_media(color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 18, 18)"
        start(page, COLOURS)
        assert found_on(page) == []


def test_each_stop_of_the_keyboard_is_seen(browser: Browser, file: str) -> None:
    with phone(browser) as page:
        page.goto(file)
        for _ in range(8):
            page.keyboard.press("Tab")
            assert page.evaluate(STOP) == ""


def test_with_an_address_it_says_where_changes_are_listed(built: Path, book: Book, lang: str) -> None:
    pages = next((built / ".cache/site").glob("*"))
    text = single_html(book, pages, lang, "https://example.org/saku/")
    place = {"id": "example.org/saku/tentang/perubahan", "en": "example.org/saku/en/tentang/perubahan"}[lang]
    assert f"{book.strings['changes_since'][lang]} {place}" in text
    assert book.strings["changes_since"][lang] not in single_html(book, pages, lang, "")


def test_the_same_bytes_twice(built: Path, book: Book, lang: str) -> None:
    pages = next((built / ".cache/site").glob("*"))
    made = single_html(book, pages, lang, "")
    assert made.encode() == (built / f"site/unduh/buku-saku-{lang}.html").read_bytes()
