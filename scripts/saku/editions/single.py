"""The single file: the whole book of one language in one HTML page, to be sent from phone to phone."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

from lxml import html
from lxml.html import HtmlElement

from saku.bundle import bundle
from saku.editions.parts import anchor_of, page_at, write_out
from saku.finish.leaf import TEMPLATES
from saku.finish.search import FOLDER as SEARCH
from saku.finish.search import search_data
from saku.finish.words import day
from saku.model import Book
from saku.problem import read_text
from saku.schema import LANGS, Lang
from saku.source import Page

LEFT_OUT = ("tentang/unduh", "alat/lembar-kasus")
"""Pages that say nothing to one who has the file already, or need the site."""
CHANGES = "tentang/perubahan"
MARKS = ("data-card", "data-sheet")
"""What the style asks of an article."""
RULE = re.compile(r"a\d+")


@dataclass(frozen=True)
class Chapter:
    """A finished page as a section: its id, its attributes for the style, its HTML."""

    anchor: str
    marks: list[tuple[str, str]]
    text: str


def make_singles(book: Book, folder: Path, out: Path, site_url: str) -> None:
    """Write `buku-saku-{id,en}.html` into `out`, from the finished pages in `folder`."""
    for lang in LANGS:
        text = single_html(book, folder, lang, site_url)
        (out / f"buku-saku-{lang}.html").write_text(text, encoding="utf-8")


def single_html(book: Book, folder: Path, lang: Lang, site_url: str) -> str:
    """The file as one text. `site_url` ends with a slash, or is empty: then no address is named."""
    home = book.pages[lang, "index"]
    menu = _read(folder, home).xpath("//nav[@id='menu']/ul")[0]
    pages = list(_order(book, home, menu))
    _rewrite_links(book, home, menu)
    for item in menu.xpath(".//li[not(a or strong)]"):
        item.drop_tree()
    articles = {page.name: _read(folder, page).find(".//article") for page in pages}
    emergency = articles["gawat"].findtext("p/strong")
    style = "".join(_styles(book, folder))
    script = _script(book, folder, lang)
    changes = site_url and site_url + book.pages[lang, CHANGES].address
    return TEMPLATES.get_template("single.html").render(
        lang=lang,
        t={key: both[lang] for key, both in book.strings.items()},
        edition=book.edition,
        date=day(book.edition.date, lang),
        changes=changes,
        emergency=emergency,
        codes=book.cards,
        contents=_text(menu),
        chapters=[_chapter(book, page, articles[page.name]) for page in pages],
        style=style,
        script=script,
        policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
    )


def _read(folder: Path, page: Page) -> HtmlElement:
    path = folder / page.address / "index.html"
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def _order(book: Book, home: Page, menu: HtmlElement) -> Iterator[Page]:
    """The pages of the menu; one that it does not name follows the first page of its folder."""
    links = [link.get("href") for link in menu.iter("a")]
    named = [home if href == "./" else page_at(book, home, href) for href in links]
    names = {page.name for page in named}
    for page in named:
        if page.name not in LEFT_OUT:
            yield page
        folder, _, file = page.name.rpartition("/")
        if file == "index" and folder:
            for (lang, name), other in book.pages.items():
                if lang == home.lang and name.startswith(f"{folder}/") and name not in names:
                    yield other


def _chapter(book: Book, page: Page, article: HtmlElement) -> Chapter:
    """One page: without tools, its ids its own, its links and explanations fit for the file."""
    anchor = anchor_of(book, page)
    for tool in article.xpath("./*[@data-tool]"):
        tool.drop_tree()
    for element in article.xpath(".//*[@id]"):
        element.set("id", _inner_id(anchor, element.get("id")))
    write_out(article, set())
    _rewrite_links(book, page, article)
    marks = [("class", "md-typeset"), *((key, article.get(key)) for key in MARKS if article.get(key))]
    return Chapter(anchor, marks, "".join(_text(child) for child in article).strip())


def _inner_id(anchor: str, name: str) -> str:
    """`hak` on K2 → `K2-hak`; a rule keeps its code: `a21` → `A21`."""
    return name.upper() if RULE.fullmatch(name) else f"{anchor}-{name}"


def _rewrite_links(book: Book, page: Page, root: HtmlElement) -> None:
    """Links lead to sections of the file; an address outside becomes text."""
    for link in root.xpath(".//a"):
        href = link.get("href")
        for name in ("title", "rel", "aria-describedby", "aria-current", "data-code", "hreflang"):
            link.attrib.pop(name, None)
        if href.startswith("tel:"):
            continue
        if href.startswith("http"):
            _write_address(link, href)
        elif target := _target(book, page, href):
            link.set("href", f"#{target}")
        else:
            _drop_link(link)


def _target(book: Book, page: Page, href: str) -> str | None:
    path, inner = urldefrag(href)
    target = page if path in ("", "./") else page_at(book, page, path)
    if target is None or target.lang != page.lang or target.name in LEFT_OUT:
        return None
    anchor = anchor_of(book, target)
    return _inner_id(anchor, inner) if inner else anchor


def _write_address(link: HtmlElement, href: str) -> None:
    """The words of the link, then its address, unless they are its beginning; a chat is only its number."""
    if not href.startswith("https://wa.me/"):
        address = href.split("//")[1].rstrip("/")
        words = link.text_content()
        link.text = address if words in address else f"{words} ({address})"
    _drop_link(link)


def _drop_link(link: HtmlElement) -> None:
    """Only the words stay, and the language they are in."""
    if link.get("lang"):
        link.tag = "span"
        del link.attrib["href"]
    else:
        link.drop_tag()


def _styles(book: Book, folder: Path) -> Iterator[str]:
    """The style sheets of the finished site, and what only the file needs."""
    for path in (*sorted(folder.glob("assets/stylesheets/*.css")), folder / "assets/css/screen.css"):
        yield path.read_text(encoding="utf-8")
    yield read_text(book.root, book.root / "docs/assets/css/single.css")


def _script(book: Book, folder: Path, lang: Lang) -> str:
    """lunr, the search data without the sentences (they stand in the page), then our modules."""
    data = search_data(book, lang)
    docs = []
    for doc in data["docs"]:
        page = next(page for page in book.pages.values() if page.address == doc["url"])
        if page.name not in LEFT_OUT:
            doc["url"] = f"#{anchor_of(book, page)}"
            if doc["lines"]:
                del doc["lines"]  # else none of the page's sentences are searched
            docs.append(doc)
    text = json.dumps(data | {"docs": docs}, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", r"\u003c")  # nothing in it ends the script
    lunr = (folder / SEARCH / "lunr.js").read_text(encoding="utf-8")
    return f"{lunr}\nself.sakuSearch={text};\n{bundle(book.root, 'single.js')}"


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _text(element: HtmlElement) -> str:
    return re.sub(r"\s*\n\s*", "\n", html.tostring(element, encoding="unicode"))
