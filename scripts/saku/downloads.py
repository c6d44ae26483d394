"""The downloads page: every file of `unduh/` that a reader may want, with its size and what to do with it."""

import math
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from lxml.etree import Comment

from saku.finish.leaf import Leaf
from saku.schema import Lang


@dataclass(frozen=True)
class Download:
    """One file; its words stand in strings.yml as `file_<key>`, `…_for` and `…_how`."""

    name: str
    key: str
    paper: str = ""
    save_as: str = ""
    """Name it is saved under, where the name must tell the edition."""


DOWNLOADS = (
    Download("buku-saku-{lang}.html", "single", save_as="buku-saku-jamkeswatch-{lang}-edisi-{edition}.html"),
    Download("buku-saku-{lang}-a4.pdf", "a4", "A4"),
    Download("buku-saku-{lang}.pdf", "a6", "A6"),
    Download("kartu-saku-{lang}.pdf", "pocket", "A4"),
    Download("buku-saku-{lang}-besar.pdf", "large", "A4"),
    Download("buku-saku-situs.zip", "site"),
    Download("register-kasus.xlsx", "register"),
    Download("tot-panduan-{lang}.pdf", "guide", "A4"),
    Download("tot-{lang}.pptx", "slides"),
    Download("tot-{lang}.pdf", "deck", "16:9"),
    Download("tot-catatan-{lang}.pdf", "handout", "A4"),
    Download("tot-kertas-besar-{lang}.pdf", "flipchart", "A3"),
    Download("tot-lembar-kerja-{lang}.pdf", "worksheets", "A4"),
    Download("tot-tes-{lang}.pdf", "tests", "A4"),
)
"""In the order of the page: first what most people need."""


def list_downloads(leaf: Leaf, folder: Path) -> None:
    """Fill `<!-- saku:downloads -->` with the files in `folder`, of this language or of both."""
    marker = next((node for node in leaf.article.iter(Comment) if "saku:downloads" in node.text), None)
    if marker is None:
        return
    names = {"lang": leaf.lang, "edition": leaf.book.edition.number}
    files = [
        {"entry": entry, "name": path.name, "save_as": entry.save_as.format(**names),
         "pages": _pages(path), "size": size_text(path.stat().st_size, leaf.lang)}
        for entry in DOWNLOADS
        if (path := folder / entry.name.format(**names)).is_file()
    ]  # fmt: skip
    up = "../" * leaf.page.address.count("/")
    for element in leaf.fragments("downloads", "downloads.html", files=files, up=up):
        marker.addprevious(element)
    marker.getparent().remove(marker)


def size_text(size: int, lang: Lang) -> str:
    """Rounded up, as phones tell it: `812 kB`, `1,3 MB`, in English `1.3 MB`."""
    if size <= 999 * 1024:
        return f"{math.ceil(size / 1024)} kB"
    text = f"{math.ceil(size / 1024**2 * 10) / 10:.1f} MB"
    return text.replace(".", ",") if lang == "id" else text


def _pages(path: Path) -> int | None:
    if path.suffix != ".pdf":
        return None
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
