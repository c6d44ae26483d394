"""Photocopies a page three times in thought and reads both: what a copy of a copy of a copy still says.

One generation makes the page smaller to 71 % (A4 to A5) and back, blurs it like a lens, speckles it
like a dirty glass and turns it to pure black and white. Tesseract reads the words, zxing-cpp the QR codes.
"""

import os
import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from saku.schema import Lang

DPI = 300
GENERATIONS, REDUCTION, BLUR, SPECKLE, THRESHOLD = 3, 0.71, 0.8, 0.001, 140
READERS = {"id": "ind", "en": "eng"}
"""Tesseract's names of the languages; Debian: tesseract-ocr, tesseract-ocr-ind."""
LINE = re.compile(rb"\x00{59,}")
"""A black run of 5 mm, longer than any stroke of a letter."""
THIN = 7
"""Pixels: lines up to 1.5 pt; what is thicker is a bar or a tab."""


@dataclass(frozen=True)
class Copied:
    """One page of a PDF: how much is read of it, clean and copied."""

    number: int
    """Counted from 1."""
    clean: float
    """Percentage of the page's words that are read before copying."""
    copied: float
    """The same on the last copy."""
    codes: tuple[str, ...]
    """What its QR codes say before copying."""
    copied_codes: tuple[str, ...]
    line: float
    """Percentage still black of the thin line that suffered most; 100 where there is none."""

    @property
    def loss(self) -> float:
        """Percentage points of the words that copying costs."""
        return round(self.clean - self.copied, 1)


def photocopy(path: Path, lang: Lang, numbers: Iterable[int] = ()) -> list[Copied]:
    """Measure the pages `numbers` (from 1) of a PDF, or all, as many at a time as the machine has cores.

    Raised rule numbers are wiped off before: nobody needs to read them on a copy, and glued to a word
    they spoil it for the reader. Raises `FileNotFoundError` where Tesseract is missing.
    """
    with pikepdf.open(path) as links, pypdfium2.PdfDocument(path) as pdf:
        pages = [_page(pdf, links, number) for number in numbers or range(1, len(pdf) + 1)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda page: _measure(*page, lang), pages))


def copy(picture: Image.Image, seed: int) -> Image.Image:
    """The last copy of a grey `picture`; speckles fall where `seed` says."""
    dice = random.Random(seed)
    size = picture.size
    for _ in range(GENERATIONS):
        picture = picture.resize([round(side * REDUCTION) for side in size], Image.Resampling.BICUBIC)
        picture = picture.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(BLUR))
        pixels = picture.load()
        for _ in range(round(SPECKLE * size[0] * size[1])):
            spot = dice.randrange(size[0]), dice.randrange(size[1])
            pixels[spot] = 255 - pixels[spot]
        picture = picture.point(lambda grey: 255 * (grey >= THRESHOLD))
    return picture


def codes(picture: Image.Image) -> tuple[str, ...]:
    """Texts of the QR codes, sorted."""
    return tuple(sorted(code.text for code in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode)))


def words_of(text: str) -> Counter[str]:
    """How often each word occurs; marks and capitals do not count."""
    return Counter(re.findall(r"\w+", text.casefold()))


def found(words: Counter[str], text: str) -> int:
    """How many of `words` stand in `text`, each as often as it occurs; also stuck to a neighbour."""
    read = words_of(text)
    whole = words & read
    rest, count = " ".join((read - whole).elements()), whole.total()
    for word in sorted((words - whole).elements(), key=len, reverse=True):
        if word in rest:
            rest, count = rest.replace(word, " ", 1), count + 1
    return count


def _page(
    pdf: pypdfium2.PdfDocument, links: pikepdf.Pdf, number: int
) -> tuple[int, Image.Image, Counter[str]]:
    """Number, grey picture and words of a page, both without raised rule numbers."""
    page, scale = pdf[number - 1], DPI / 72
    picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    brush, height = ImageDraw.Draw(picture), page.get_height()
    raised = [
        pikepdf.Rectangle(link.Rect)
        for link in links.pages[number - 1].get("/Annots", [])
        if re.fullmatch(r"A\d+", str(link.get("/Dest", "")))
    ]
    for box in raised:
        edges = box.llx, height - box.ury, box.urx, height - box.lly
        brush.rectangle([edge * scale for edge in edges], 255)
    return number, picture, words_of("".join(_letters(page.get_textpage(), raised)))


def _letters(text: pypdfium2.PdfTextPage, raised: list[pikepdf.Rectangle]) -> Iterator[str]:
    """Letters of a page, with a space for each one that lies in one of the boxes."""
    for index, letter in enumerate(text.get_text_range()):
        left, bottom, right, top = text.get_charbox(index)
        x, y = (left + right) / 2, (bottom + top) / 2
        yield " " if any(box.llx < x < box.urx and box.lly < y < box.ury for box in raised) else letter


def _measure(number: int, picture: Image.Image, words: Counter[str], lang: Lang) -> Copied:
    copied = copy(picture, number)
    return Copied(
        number=number,
        clean=_recognised(words, picture, lang),
        copied=_recognised(words, copied, lang),
        codes=codes(picture),
        copied_codes=codes(copied),
        line=min(_lines_left(picture, copied), default=100.0),
    )


def _recognised(words: Counter[str], picture: Image.Image, lang: Lang) -> float:
    """Percentage of `words` that Tesseract reads; 100 where there are none.

    It looks at the page as one column and, where it misses words, for columns: the better counts,
    because letters are judged and not the layout.
    """
    if not words:
        return 100.0
    file = BytesIO()
    picture.save(file, "png", dpi=(DPI, DPI), compress_level=1)
    best = 0.0
    for layout in ("4", "3"):
        answer = subprocess.run(
            ["tesseract", "-", "-", "-l", READERS[lang], "--psm", layout],
            input=file.getvalue(),
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # a page on each core is faster than one on all
            capture_output=True,
            check=True,
        )
        best = max(best, 100 * found(words, answer.stdout.decode()) / words.total())
        if best == 100:
            break
    return best


def _lines_left(picture: Image.Image, copied: Image.Image) -> Iterator[float]:
    """Percentage still black of each thin line, lying or standing."""
    for before, after in ((picture, copied), (picture.transpose(5), copied.transpose(5))):
        width, height = before.size
        ink = before.point(lambda grey: 255 * (grey >= THRESHOLD)).tobytes()
        left = after.tobytes()
        for y in range(height):
            for run in LINE.finditer(ink, y * width, (y + 1) * width):
                middle = (run.start() + run.end()) // 2
                above, below = _reach(ink, middle, -width), _reach(ink, middle, width)
                if above + below < THIN and 0 <= below - above <= 1:  # its middle row stands for the line
                    rows = [left[run.start() + step : run.end() + step] for step in (-width, 0, width)]
                    yield 100 * sum(0 in spot for spot in zip(*rows, strict=True)) / len(rows[0])


def _reach(ink: bytes, spot: int, step: int) -> int:
    """How many black pixels follow `spot` in one direction, at most `THIN`."""
    count = 0
    while count < THIN and 0 <= spot + step < len(ink) and ink[spot + step] == 0:
        spot, count = spot + step, count + 1
    return count
