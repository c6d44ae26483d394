"""QR codes for paper: pure black, drawn as one path, each module large enough for a third copy."""

from urllib.parse import quote, urlsplit

import segno
from markupsafe import Markup

QUIET = 4
"""White modules around the code, as its standard asks."""


def qr_image(url: str, words: str, module: float) -> Markup:
    """An `<img>` of the code for `url`, `module` mm a module; `words` say the same to who cannot see it."""
    code = segno.make_qr(_packed(url), error="m")
    side, _ = code.symbol_size(border=QUIET)
    picture = f'<path d="{_path(code)}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{picture}</svg>'
    size = f"{side * module:.2f}mm"
    return Markup('<img class="qr" alt="{}" style="width:{};height:{}" src="data:image/svg+xml,{}">').format(
        words, size, size, quote(svg)
    )


def _packed(url: str) -> list[str]:
    """Scheme and host in capitals, which take less room and mean the same; the path as it is."""
    parts = urlsplit(url)
    start = f"{parts.scheme}://{parts.netloc}/"
    return [start.upper(), url.removeprefix(start)] if url.removeprefix(start) else [start.upper()]


def _path(code: segno.QRCode) -> str:
    """Each run of dark modules is a rectangle; all are one path, so that no white seams show between rows."""
    runs = []
    for y, row in enumerate(code.matrix_iter(border=QUIET)):
        dark = "".join("1" if module else "0" for module in row)
        start = dark.find("1")
        while start >= 0:
            end = dark.find("0", start)
            runs.append(f"M{start} {y}h{end - start}v1h{start - end}z")
            start = dark.find("1", end)
    return "".join(runs)
