"""The zip of the site, for a USB stick or a hotspot without internet: it opens from a folder, with search.

A folder has no server: a link to `kartu/` finds no `index.html`, no module loads, nothing can be fetched.
"""

import re
import shutil
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import html
from lxml.html import HtmlElement

from saku.bundle import bundle
from saku.close import POLICY, closed, write_page
from saku.finish.leaf import TEMPLATES
from saku.finish.search import FOLDER as SEARCH
from saku.model import Book
from saku.schema import FAMILIES
from saku.zipping import store

NAME = "buku-saku-situs.zip"
TOP, START, INNER = "buku-saku", "BUKA-DULU.html", "situs"
"""What the zip unpacks to: one folder, in it the file to open first and the folder with all others."""
FOLDER_POLICY = POLICY.replace("'self'", "'self' file:")
"""What `'self'` means to a page of a folder is left to the browser; so its scheme is named too."""
SERVER_ONLY = (
    "404.html",
    "sitemap.xml",
    "**/manifest.webmanifest",
    "assets/img/icon-*.png",
    "unduh/pages.json",
)
"""What a browser asks a server for; no page opened from a folder does."""
SERVER_PARTS = "//link[@rel='manifest' or @rel='apple-touch-icon'] | //*[@class='keep' or @class='kept']"
"""In a page: what belongs to a copy kept by the browser, which is not made of a folder."""


def zip_site(book: Book, folder: Path) -> None:
    """Write `unduh/buku-saku-situs.zip` into `folder`, from the finished pages and other downloads there."""
    with TemporaryDirectory() as place:
        work = Path(place)
        inner = work / INNER
        shutil.copytree(folder, inner)
        for path in [path for pattern in SERVER_ONLY for path in inner.glob(pattern)]:
            path.unlink()
        _pages(book, inner)
        _scripts(book, inner)
        home = {"id": f"{INNER}/index.html", "en": f"{INNER}/en/index.html"}
        start = TEMPLATES.get_template("start.html").render(strings=book.strings, home=home)
        (work / START).write_text(start, encoding="utf-8")
        _pack(book, work, folder / "unduh" / NAME)


def _pages(book: Book, folder: Path) -> None:
    for page in book.pages.values():
        tree = closed(book, page, folder, FOLDER_POLICY)
        _for_folder(tree)
        write_page(folder / page.address / "index.html", tree)
    for code in [*book.cards, *FAMILIES]:
        for path in (folder / code / "index.html", folder / "en" / code / "index.html"):
            tree = html.document_fromstring(path.read_text(encoding="utf-8"))
            _for_folder(tree)
            write_page(path, tree)


def _for_folder(tree: HtmlElement) -> None:
    """Links name files, the script is no module, and what needs a server is gone."""
    tree.attrib.pop("data-offline", None)
    for node in tree.xpath(SERVER_PARTS):
        node.drop_tree()
    for link in tree.xpath("//*[@href]"):
        link.set("href", as_file(link.get("href")))
    for script in tree.iter("script"):
        del script.attrib["type"]
        script.set("defer", "")
    for meta in tree.xpath("//meta[@http-equiv='refresh']"):
        wait, href = meta.get("content").split("url=")
        meta.set("content", f"{wait}url={as_file(href)}")


def as_file(href: str) -> str:
    """The file that a server would answer with: `../mengadu/#kantor` → `../mengadu/index.html#kantor`."""
    path, mark, inner = href.partition("#")
    if not path or re.match(r"[a-z]+:", path) or path.rpartition("/")[2] not in ("", ".", ".."):
        return href
    return f"{path.rstrip('/')}/index.html{mark}{inner}"


def _scripts(book: Book, folder: Path) -> None:
    """All modules as one script under the name of the first; the search finds files."""
    shutil.rmtree(folder / "assets/js")
    (folder / "assets/js").mkdir()
    (folder / "assets/js/app.js").write_text(bundle(book.root, "app.js"), encoding="utf-8")
    for path in (folder / SEARCH).glob("*/*.js"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'"url":"([^"]*)"', lambda match: f'"url":"{as_file(match[1])}"', text)
        path.write_text(text, encoding="utf-8")


def _pack(book: Book, work: Path, path: Path) -> None:
    """The same bytes from the same files: sorted, with the edition's date."""
    with zipfile.ZipFile(path, "w") as out:
        for file in sorted(filter(Path.is_file, work.rglob("*")), key=Path.as_posix):
            name = f"{TOP}/{file.relative_to(work).as_posix()}"
            store(out, name, file.read_bytes(), book.edition.date)
