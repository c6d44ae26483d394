"""Turns the HTML that MkDocs made into the pages of the site. Knows the model, not MkDocs."""

import re
import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree, html

from saku.finish.leaf import TEMPLATES, Leaf
from saku.finish.lists import dress_card, dress_sheet, fill_markers, offer_files, split_sections
from saku.finish.manifest import write_manifests
from saku.finish.recall import tell_changes, withdraw
from saku.finish.region import fill_local_page
from saku.finish.search import write_search
from saku.finish.shell import frame
from saku.finish.styles import drop_unused
from saku.finish.tools import card_tools, mark_outgoing, suggest
from saku.finish.training import dress_session, self_check
from saku.finish.words import cite, dial, explain
from saku.model import Book
from saku.schema import LANGS

DEAD_FILES = ("assets/javascripts", "assets/images", "search", "sitemap.xml", "sitemap.xml.gz", "404.html")
"""What MkDocs and the theme write that no page of ours asks for."""


def finish(book: Book, folder: Path, site_url: str) -> None:
    """Finish every page in `folder`. `site_url` is the public address with a slash at the end, or empty."""
    for page in book.pages.values():
        path = folder / page.address / "index.html"
        leaf = Leaf(book, page, html.document_fromstring(path.read_text(encoding="utf-8")))
        withdraw(leaf)
        split_sections(leaf)
        dress_card(leaf)
        dress_sheet(leaf)
        offer_files(leaf)
        fill_local_page(leaf)
        dress_session(leaf)
        fill_markers(leaf)
        self_check(leaf)
        cite(leaf)
        dial(leaf)
        explain(leaf)
        card_tools(leaf, site_url)
        tell_changes(leaf)
        frame(leaf, site_url)
        suggest(leaf)
        mark_outgoing(leaf, site_url)
        path.write_text(_serialise(leaf.tree), encoding="utf-8")
    _drop_dead_files(folder)
    write_search(book, folder)
    write_manifests(book, folder)
    _redirects(book, folder)
    _not_found(book, folder, site_url)
    drop_unused(folder)
    if site_url:
        _sitemap(book, folder, site_url)


def _serialise(tree) -> str:
    text = html.tostring(tree, doctype="<!doctype html>", encoding="unicode")
    return re.sub(r"\n\s*\n", "\n", text) + "\n"


def _drop_dead_files(folder: Path) -> None:
    for name in DEAD_FILES:
        for path in (folder / name, folder / "en" / name):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    for path in folder.glob("assets/stylesheets/*"):
        if path.suffix == ".map" or path.name.startswith("palette"):
            path.unlink()
        else:
            text = path.read_text(encoding="utf-8")
            path.write_text(
                text.split("\n/*# sourceMappingURL")[0].split("/*# sourceMappingURL")[0], encoding="utf-8"
            )


def _redirects(book: Book, folder: Path) -> None:
    """A code read aloud or from paper is an address: `/K2/` leads to the card, `/K/` to its family's door."""
    template = TEMPLATES.get_template("redirect.html")
    for lang in LANGS:
        home = folder / ("en" if lang == "en" else "")
        targets = {
            code: (f"{code} {card.words[lang].title}", f"../{card.pages['id'].name}/")
            for code, card in book.cards.items()
        }
        targets |= {
            family: (f"{family} {book.strings[f'family_{family}'][lang]}", f"../#pintu-{door}")
            for family, door in _doors(book).items()
        }
        for code, (title, href) in targets.items():
            path = home / code / "index.html"
            path.parent.mkdir(parents=True)
            path.write_text(template.render(lang=lang, title=title, href=href), encoding="utf-8")


def _doors(book: Book) -> dict[str, int]:
    """Family → the door on the home page behind which most of its cards stand."""
    counts: dict[str, Counter[int]] = {}
    for code, card in book.cards.items():
        counts.setdefault(code[0], Counter()).update(card.front.doors)
    return {family: count.most_common(1)[0][0] for family, count in counts.items()}


def _not_found(book: Book, folder: Path, site_url: str) -> None:
    base = urlsplit(site_url).path or "/"
    text = TEMPLATES.get_template("notfound.html").render(
        strings=book.strings, base=base, edition=book.edition, text="not_found"
    )
    (folder / "404.html").write_text(text, encoding="utf-8")


def _sitemap(book: Book, folder: Path, site_url: str) -> None:
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    root = etree.Element("urlset", nsmap={None: namespace})
    for page in book.pages.values():
        etree.SubElement(etree.SubElement(root, "url"), "loc").text = site_url + page.address
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    (folder / "sitemap.xml").write_bytes(text)
