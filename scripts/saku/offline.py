"""The copy of the book on a phone: which files belong to it, and the worker that serves them."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from saku.finish.leaf import TEMPLATES
from saku.finish.words import day
from saku.model import Book
from saku.schema import LANGS, Lang

LISTS = "luring"
SHARED = ("assets/stylesheets", "assets/css", "assets/js", "assets/search/lunr.js", "assets/img")
LINE = 40
"""Bytes over the wire of a file's line in the list, which is fetched too."""


def write_offline(book: Book, folder: Path) -> dict[Lang, str]:
    """Write `luring/{id,en}.json` and `sw.js`, the size into the home pages; the version of each set."""
    _worker(book, folder)
    if not book.edition.offline:
        return {}
    sizes = {lang: _size(folder, lang) for lang in LANGS}
    for lang, size in sizes.items():
        home = folder / ("" if lang == "id" else "en") / "index.html"
        text = home.read_text(encoding="utf-8")
        home.write_text(text.replace("<span data-size></span>", str(size)), encoding="utf-8")
    return {lang: _list(book, folder, lang, sizes[lang]) for lang in LANGS}


def _files(folder: Path, lang: Lang) -> dict[str, Path]:
    """Address of each file of the set below the site's root; printed files are not in it."""
    own = folder / ("" if lang == "id" else "en")
    pages = [
        path for path in own.rglob("index.html") if lang == "en" or path.relative_to(own).parts[0] != "en"
    ]
    files = [path for name in (*SHARED, f"assets/search/{lang}") for path in _below(folder / name)]
    files += [*pages, own / "manifest.webmanifest"]
    named = {path.relative_to(folder).as_posix().removesuffix("index.html"): path for path in files}
    return dict(sorted(named.items()))


def _below(path: Path) -> list[Path]:
    return [one for one in path.rglob("*") if one.is_file()] if path.is_dir() else [path]


def _packed(path: Path) -> int:
    """Bytes as a host sends them."""
    return len(gzip.compress(path.read_bytes(), mtime=0))


def _size(folder: Path, lang: Lang) -> int:
    """kB of the whole set over the wire, rounded up to ten."""
    return -(-sum(_packed(path) + LINE for path in _files(folder, lang).values()) // 10_240) * 10


def _list(book: Book, folder: Path, lang: Lang, size: int) -> str:
    """The list of a set; its version is the fingerprint of all.

    `files`: address → fingerprint, bytes over the wire. `stamps`: what alone changes with the edition in an
    unchanged page; the phone puts the new ones in and proves the result by the fingerprint.
    """
    edition = book.edition
    files = {
        name: [hashlib.sha256(path.read_bytes()).hexdigest()[:12], _packed(path)]
        for name, path in _files(folder, lang).items()
    }
    stamp = f"{edition.number}, {day(edition.date, lang)}"
    data: dict[str, Any] = {
        "edition": edition.number,
        "date": str(edition.date),
        "stamps": [
            stamp,
            quote(stamp),
            f'data-edition="{edition.number}" data-date="{edition.date}"',
            f"-edisi-{edition.number}.",
            f"({size} kB)",
        ],
        "files": files,
    }
    version = hashlib.sha256(json.dumps(data).encode()).hexdigest()[:12]
    path = folder / LISTS / f"{lang}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"version": version} | data, ensure_ascii=False, separators=(",", ":")) + "\n")
    return version


def _worker(book: Book, folder: Path) -> None:
    page = TEMPLATES.get_template("notfound.html").render(
        strings=book.strings, base="{base}", edition=book.edition, text="not_kept"
    )
    name = "worker.js" if book.edition.offline else "worker-off.js"
    (folder / "sw.js").write_text(TEMPLATES.get_template(name).render(page=page), encoding="utf-8")
