"""The built pages: complete, relative, in the right language, without the theme's weight."""

import functools
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from lxml import html

from conftest import copy_tree, run_build
from saku.schema import FAMILIES, LANGS

BASE = "https://example.org/buku-saku/"


def pages_of(site: Path) -> list[Path]:
    """All but the single files, which have tests of their own."""
    return sorted(
        path for path in site.rglob("*.html") if path.parent.name != "unduh" or path.name == "index.html"
    )


@functools.cache
def ids_of(path: Path) -> frozenset[str]:
    return frozenset(tree_of(path).xpath("//@id"))


def tree_of(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def test_every_page_stands_in_both_languages(site: Path, book) -> None:
    for page in book.pages.values():
        assert (site / page.address / "index.html").is_file(), page.address


def test_every_link_and_file_exists(site: Path) -> None:
    """Also under a sub-path: every address is relative."""
    for path in pages_of(site):
        here = "http://host/sub/" + path.relative_to(site).as_posix().removesuffix("index.html")
        for element in tree_of(path).xpath("//*[@href or @src]"):
            address = element.get("href") or element.get("src")
            if path.name == "404.html" or urlsplit(address).scheme:
                continue
            target, anchor = urldefrag(urljoin(here, address))
            assert target.startswith("http://host/sub/"), (path, address)
            file = site / target.removeprefix("http://host/sub/")
            file = file / "index.html" if target.endswith("/") or file.is_dir() else file
            assert file.is_file(), (path, address)
            if anchor:
                assert anchor in ids_of(file), (path, address)


def test_nothing_is_fetched_from_another_host(site: Path) -> None:
    for path in pages_of(site):
        tree = tree_of(path)
        fetched = tree.xpath("//link/@href | //*[@src]/@src")
        assert not [address for address in fetched if "//" in address], path
        scripts = {address.rsplit("/", 1)[-1] for address in tree.xpath("//script/@src")}
        assert scripts <= {"app.js"} and not tree.xpath("//script[not(@src)]"), path
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", path.read_text()), path


def test_no_page_is_too_heavy_for_a_phone(site: Path) -> None:
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in pages_of(site)}
    assert not {name: size for name, size in sizes.items() if size > 50 * 1024}


def test_no_theme_scripts_and_no_dead_files(site: Path) -> None:
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    scripts = {name for name in names if name.endswith((".js", ".map", ".gz"))}
    assert all(name.startswith(("assets/js/", "assets/search/")) or name == "sw.js" for name in scripts)
    assert "sitemap.xml" not in names  # no address, no sitemap


def test_language_title_description_and_policy(site: Path, book) -> None:
    descriptions = []
    for page in book.pages.values():
        tree = tree_of(site / page.address / "index.html")
        assert tree.get("lang") == page.lang
        assert len(tree.xpath("//title")) == 1
        (description,) = tree.xpath("//meta[@name='description']/@content")
        assert 20 <= len(description) <= 250, page.address
        descriptions.append(description)
        assert len(tree.xpath("//h1")) == 1, page.address
        assert len(tree.xpath("//meta[@http-equiv='Content-Security-Policy']")) == 1
        assert not tree.xpath("//link[@rel='canonical'] | //link[@rel='alternate']")
    assert len(set(descriptions)) == len(descriptions)


def test_every_page_says_that_it_is_a_draft(site: Path, book) -> None:
    words = {"id": "belum disahkan DPN JamkesWatch", "en": "not yet ratified by DPN JamkesWatch"}
    for page in book.pages.values():
        (mark,) = tree_of(site / page.address / "index.html").xpath("//p[@class='draft']")
        assert words[page.lang] in mark.text_content()
    assert all(text in (site / "404.html").read_text() for text in words.values())


def test_the_language_link_stays_on_the_page(site: Path, book) -> None:
    for page, english in book.both():
        for one, other in ((page, english), (english, page)):
            (link,) = tree_of(site / one.address / "index.html").xpath("//a[@class='saku-language']")
            assert urljoin(f"http://h/{one.address}", link.get("href")) == f"http://h/{other.address}"
            assert link.get("hreflang") == other.lang


def test_each_card_is_found_from_its_doors_and_by_its_code(site: Path, book) -> None:
    for lang in LANGS:
        home = "en/" if lang == "en" else ""
        article = tree_of(site / home / "index.html").find(".//article")
        for code, card in book.cards.items():
            address = f"http://h/{card.pages[lang].address}"
            listed = [
                urljoin(f"http://h/{home}", link) for link in article.xpath(".//ul[@class='door']//a/@href")
            ]
            assert listed.count(address) == len(card.front.doors), code
            redirect = tree_of(site / home / code / "index.html").xpath(
                "//meta[@http-equiv='refresh']/@content"
            )[0]
            assert urljoin(f"http://h/{home}{code}/", redirect.split("url=")[1]) == address


def test_the_letter_of_a_family_leads_to_the_door_of_its_cards(site: Path, book) -> None:
    for lang in LANGS:
        home = "en/" if lang == "en" else ""
        doors = tree_of(site / home / "index.html")
        for family in FAMILIES:
            (target,) = tree_of(site / home / family / "index.html").xpath("//a/@href")
            page, _, anchor = urljoin(f"http://h/{home}{family}/", target).partition("#")
            assert page == f"http://h/{home}"
            listed = " ".join(doors.xpath("//section[.//@id=$id]//span[@class='code']/text()", id=anchor))
            first = next(code for code in book.cards if code[0] == family)
            assert first in listed.split(), (family, listed)


def test_each_rule_is_listed_with_the_pages_that_cite_it(site: Path, book) -> None:
    for lang in LANGS:
        for code, rule in book.rules.entries.items():
            address = book.pages[lang, book.rule_page(code)].address
            (entry,) = tree_of(site / address / "index.html").xpath("//section[@id=$id]", id=code.lower())
            assert rule.claim[lang] in entry.text_content()
            citing = [
                page
                for (other, name), page in book.pages.items()
                if other == lang and code in page.citations() and not name.startswith("tot/")
            ]
            links = [urljoin(f"http://h/{address}", link) for link in entry.xpath(".//a/@href")]
            assert {f"http://h/{page.address}" for page in citing} <= set(links), code


def test_no_citation_mark_is_left_as_text(site: Path) -> None:
    for path in pages_of(site):
        assert not re.search(r"\[A\d+\]|<!--\s*saku:", path.read_text(encoding="utf-8")), path


def test_the_address_gives_canonical_hreflang_and_sitemap(tmp_path: Path, book) -> None:
    root = copy_tree(tmp_path / "tree")
    result = run_build(root, "site", SITE_URL=BASE.rstrip("/"))
    assert result.returncode == 0, result.stderr
    sitemap = (root / "site/sitemap.xml").read_text()
    for page, english in book.both():
        for one in (page, english):
            tree = tree_of(root / "site" / one.address / "index.html")
            assert tree.xpath("//link[@rel='canonical']/@href") == [BASE + one.address]
            alternates = {
                link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@rel='alternate']")
            }
            assert alternates == {
                "id": BASE + page.address,
                "en": BASE + english.address,
                "x-default": BASE + page.address,
            }
            assert f"<loc>{BASE}{one.address}</loc>" in sitemap
    assert 'href="/buku-saku/en/"' in (root / "site/404.html").read_text()


@pytest.mark.parametrize("name", ["assets/css/screen.css", "assets/img/icon.svg"])
def test_our_own_files_are_there(site: Path, name: str) -> None:
    assert (site / name).stat().st_size > 0
