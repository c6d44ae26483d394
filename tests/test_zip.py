"""The zip of the site, unpacked and opened from its folder, as on a USB stick without internet."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from conftest import files_of, serving
from saku.model import Book
from saku.zipped import as_file, zip_site
from test_accessibility import TYPES

NAME = "unduh/buku-saku-situs.zip"
LEFT = "net::ERR_ABORTED"
"""The page was left before its picture had come."""


@pytest.fixture(scope="module")
def stick(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that unpacking makes, in a path with a space."""
    folder = tmp_path_factory.mktemp("stick") / "USB 1"
    with zipfile.ZipFile(site / NAME) as packed:
        packed.extractall(folder)
    return folder / "buku-saku"


@pytest.fixture(scope="module")
def hotspot(stick: Path) -> Iterator[str]:
    """The folder behind a plain http server, below a path."""
    with serving(stick.parent) as root:
        yield f"{root}buku-saku/"


@pytest.fixture(params=["folder", "hotspot"])
def start(request: pytest.FixtureRequest, stick: Path) -> str:
    """Address of the unpacked folder, with a slash at the end."""
    return f"{stick.as_uri()}/" if request.param == "folder" else request.getfixturevalue("hotspot")


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, browser: Browser, start: str) -> Iterator[Page]:
    """A phone or a laptop; what is asked for outside the folder, or goes wrong, is noted."""
    context = browser.new_context(viewport={"width": request.param, "height": 740})
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda asked: asked.url.startswith(start) or wrong.append(asked.url))
    page.on("requestfailed", lambda asked: asked.failure == LEFT or wrong.append(asked.url))
    page.on("response", lambda answer: answer.status >= 400 and wrong.append(answer.url))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def test_it_unpacks_to_one_folder_with_one_file_to_open_first(stick: Path) -> None:
    assert [path.name for path in stick.parent.iterdir()] == ["buku-saku"]
    assert sorted(path.name for path in stick.iterdir()) == ["BUKA-DULU.html", "situs"]


def test_from_the_first_file_to_a_card_and_its_translation(page: Page, start: str) -> None:
    page.goto(start + "BUKA-DULU.html")
    page.wait_for_url(start + "situs/index.html")
    page.locator("article").get_by_role("link", name="K2 Kartu PBI mati").click()
    expect(page.locator("article")).to_have_attribute("data-card", "K2")
    expect(page.locator(".tool-bar")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("article")).to_have_attribute("data-card", "K2")


@pytest.mark.parametrize(("lang", "typed"), [("", "kis mati"), ("en/", "pbi card off")])
def test_the_search_finds_the_card_and_opens_it(page: Page, start: str, lang: str, typed: str) -> None:
    page.goto(f"{start}situs/{lang}kartu/kamar-penuh/index.html")
    page.locator("#cari").click()
    page.get_by_role("searchbox").fill(typed)
    first = page.locator("#hasil-cari a").first
    expect(first.locator(".code")).to_have_text("K2")
    first.click()
    expect(page).to_have_url(f"{start}situs/{lang}kartu/pbi-nonaktif/index.html")
    expect(page.locator("article")).to_have_attribute("data-card", "K2")


@pytest.mark.parametrize("lang", ["", "en/"])
def test_every_type_of_page_opens_without_an_error(page: Page, start: str, lang: str) -> None:
    for name in [*TYPES, "tanya/gawat/", "K2/"]:
        page.goto(f"{start}situs/{lang}{name}index.html", wait_until="load")
        expect(page.locator("article h1").first).to_be_visible()


def test_every_link_leads_to_a_file_that_is_there(stick: Path) -> None:
    for path in sorted(stick.rglob("*.html")):
        tree = html.document_fromstring(path.read_text(encoding="utf-8"))
        assert not tree.xpath("//script[@type='module'] | //link[@rel='manifest']"), path
        refreshed = tree.xpath("//meta[@http-equiv='refresh']/@content")
        for href in [*tree.xpath("//@href | //@src"), *(one.split("url=")[1] for one in refreshed)]:
            name = unquote(urldefrag(href)[0])
            if name and not urlsplit(href).scheme:
                assert (path.parent / name).is_file(), (path, href)


def test_it_holds_the_other_downloads_but_not_itself_nor_what_needs_a_server(stick: Path, site: Path) -> None:
    names = set(files_of(stick / "situs"))
    downloads = {
        path.name for path in (site / "unduh").iterdir() if path.name not in (Path(NAME).name, "pages.json")
    }
    assert len(downloads) == 59
    assert {Path(name).suffix for name in downloads} == {".pdf", ".html", ".pptx", ".docx", ".xlsx"}
    assert {name for name in names if name.startswith("unduh/")} == {f"unduh/{name}" for name in downloads}
    for name in ("sw.js", "404.html", "edisi.json", "manifest.webmanifest", "luring/id.json", "sitemap.xml"):
        assert name not in names
    assert {name for name in names if name.startswith("assets/js/")} == {"assets/js/app.js"}
    for lang in ("", "en/"):
        assert ".zip" not in (stick / f"situs/{lang}tentang/unduh/index.html").read_text(encoding="utf-8")


def test_its_entries_have_sorted_names_and_the_date_of_the_edition(site: Path, book: Book) -> None:
    date = book.edition.date
    with zipfile.ZipFile(site / NAME) as packed:
        entries = packed.infolist()
    assert [one.filename for one in entries] == sorted(one.filename for one in entries)
    assert {one.date_time for one in entries} == {(date.year, date.month, date.day, 0, 0, 0)}
    assert {one.external_attr >> 16 for one in entries} == {0o644}


def test_the_same_bytes_twice(built: Path, book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    shutil.copytree(next((built / ".cache/site").glob("*")), folder)
    shutil.copytree(built / "site/unduh", folder / "unduh", ignore=shutil.ignore_patterns("*.zip"))
    zip_site(book, folder)
    assert (folder / NAME).read_bytes() == (built / "site" / NAME).read_bytes()


@pytest.mark.parametrize(
    ("href", "file"),
    [
        ("../mengadu/#kantor", "../mengadu/index.html#kantor"),
        ("../..", "../../index.html"),
        ("./", "./index.html"),
        ("kartu/rujukan/", "kartu/rujukan/index.html"),
        ("#hak", "#hak"),
        ("../unduh/buku-saku-id.pdf", "../unduh/buku-saku-id.pdf"),
        ("tel:165", "tel:165"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_a_link_names_the_file_that_a_server_would_send(href: str, file: str) -> None:
    assert as_file(href) == file
