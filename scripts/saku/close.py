"""The last stage: what can only be said once every file exists."""

import json
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from saku.downloads import list_downloads
from saku.finish.leaf import Leaf
from saku.finish.recall import edition_data
from saku.model import Book
from saku.offline import write_offline
from saku.source import Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The pages ask for nothing but their own files; everything else the browser refuses."""


def close(book: Book, folder: Path) -> None:
    """Fill the downloads page, put the security policy on every page, list what a phone keeps."""
    for page in book.pages.values():
        write_page(folder / page.address / "index.html", closed(book, page, folder, POLICY))
    edition = edition_data(book) | {"sets": write_offline(book, folder)}
    (folder / "edisi.json").write_text(json.dumps(edition, ensure_ascii=False) + "\n", encoding="utf-8")


def closed(book: Book, page: Page, folder: Path, policy: str) -> HtmlElement:
    """A finished page of `folder` with the list of downloads, where it has one, and the policy."""
    path = folder / page.address / "index.html"
    tree = html.document_fromstring(path.read_text(encoding="utf-8"))
    list_downloads(Leaf(book, page, tree), folder / "unduh")
    meta = html.Element("meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    tree.find("head").insert(1, meta)  # after the character set
    return tree


def write_page(path: Path, tree: HtmlElement) -> None:
    text = html.tostring(tree, doctype="<!doctype html>", encoding="unicode")
    path.write_text(text + "\n", encoding="utf-8")
