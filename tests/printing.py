"""What the tests of the paper editions share: reading text, sizes and ink back from a PDF."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

MM = 72 / 25.4


@dataclass(frozen=True)
class Glyph:
    """One printed character: its box in mm from the left and from the top, and its size in points."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    points: float
    upside_down: bool


def glyphs(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    """The characters of a page in the order of its text; white space left out."""
    text, height = page.get_textpage(), page.get_height()
    matrix = pdfium.FS_MATRIX()
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if not char.strip():
            continue
        left, bottom, right, top = text.get_charbox(index)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        scale = max(abs(matrix.a), abs(matrix.b))
        points = pdfium.FPDFText_GetFontSize(text, index) * scale
        box = (left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
        yield Glyph(char, *box, round(points, 2), matrix.a < 0)


def lines(page: pypdfium2.PdfPage) -> list[str]:
    """The lines of a page, as they are set."""
    return [line.strip() for line in page.get_textpage().get_text_range().splitlines() if line.strip()]


def picture(page: pypdfium2.PdfPage, dots: int) -> Image.Image:
    """The page in grey, `dots` to a millimetre."""
    return page.render(scale=dots * 25.4 / 72).to_pil().convert("L")


def dark(image: Image.Image, box: tuple[float, float, float, float], dots: int) -> float:
    """Share of ink in a box of millimetres from the upper left corner."""
    part = image.crop(tuple(round(edge * dots) for edge in box))
    histogram = part.histogram()
    return sum(histogram[:128]) / (part.width * part.height)
