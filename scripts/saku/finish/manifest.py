"""What makes the site installable: a manifest a language, and the icon as pictures."""

import json
from io import BytesIO
from pathlib import Path

from saku.finish.shell import BARS
from saku.model import Book
from saku.schema import LANGS

SIZES = (192, 512)
"""Pixels; what Android asks for. The drawing keeps to the middle, so it may be cut round."""


def write_manifests(book: Book, folder: Path) -> None:
    """`manifest.webmanifest` on both home pages, `assets/img/icon-*.png` from `icon.svg`."""
    _draw(folder / "assets/img")
    for lang in LANGS:
        root = "" if lang == "id" else "../"
        icons = [
            {"src": f"{root}assets/img/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png",
             "purpose": use}
            for size in SIZES
            for use in ("any", "maskable")
        ]  # fmt: skip
        manifest = {
            "name": book.strings["title"][lang],
            "short_name": "JamkesWatch",
            "description": book.strings["description"][lang],
            "lang": lang,
            "start_url": "./",
            "scope": root or "./",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": BARS["light"],
            "icons": icons,
        }
        path = folder / ("" if lang == "id" else "en") / "manifest.webmanifest"
        path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _draw(folder: Path) -> None:
    """By way of a page of its size: WeasyPrint knows SVG, pdfium makes pictures, and both are here anyway."""
    import pypdfium2
    from weasyprint import HTML

    svg = (folder / "icon.svg").as_uri()
    style = "@page { size: 64px 64px; margin: 0 } img { display: block; width: 64px }"
    pdf = HTML(string=f"<style>{style}</style><img src='{svg}' alt=''>").write_pdf()
    page = pypdfium2.PdfDocument(pdf)[0]
    for size in SIZES:
        picture = BytesIO()
        page.render(scale=size / page.get_width()).to_pil().save(picture, "PNG", optimize=True)
        (folder / f"icon-{size}.png").write_bytes(picture.getvalue())
