"""The typeface of the slides: Arimo, letter by letter as wide as Arial and Liberation Sans.

So what fits here fits where PowerPoint or LibreOffice show the same text.
"""

import importlib.util
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from saku.editions.blocks import Run
from saku.problem import BookError, Problem

FAMILY, NAME = "Arimo", "Arial"
"""The typeface's name in our style sheet, and in an office file."""
FONT_PACKAGE, FILE = "fontpkg_arimo", "Arimo[wght].ttf"
WEIGHTS = (400, 700)
SIGNS = (*range(0x20, 0x17F), *range(0x2010, 0x2040), *range(0x2190, 0x2194), 0x2212, 0x2264, 0x2265, 0x25A1)
"""What is kept of the file: Latin letters, quotes and dashes, arrows, ≤ and ≥."""
LEADING = 1.2
"""Height of a line in its size: so LibreOffice and PowerPoint set a single line of Arial."""
TIGHT = 0.98
"""Share of the width that we fill: office programs round widths to whole pixels."""


@cache
def font_files() -> dict[int, Path]:
    """Weight → file. The package has one file that holds all weights: WeasyPrint would set bold letters
    at the distances of the regular ones, so two files are made of it, once a process."""
    package = importlib.util.find_spec(FONT_PACKAGE)
    source = Path(package.origin).parent / "files" / FILE if package else Path(FILE)
    if not source.is_file():
        raise BookError(
            Problem("requirements.in", 0, "typeface", f"{FILE} is missing.", "Run scripts/install.")
        )
    files = {}
    for weight in WEIGHTS:
        font = TTFont(source, recalcTimestamp=False)
        subsetter = Subsetter(Options(layout_features=["kern"], notdef_outline=True, hinting=False))
        subsetter.populate(unicodes=SIGNS)
        subsetter.subset(font)
        files[weight] = _folder() / f"Arimo-{weight}.ttf"
        instancer.instantiateVariableFont(font, {"wght": weight}).save(files[weight])
    return files


@cache
def _keep() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="saku-arimo-")


def _folder() -> Path:
    return Path(_keep().name)


@cache
def _widths(weight: int) -> dict[int, float]:
    font = TTFont(font_files()[weight])
    advances, units = font["hmtx"], font["head"].unitsPerEm
    return {sign: advances[name][0] / units for sign, name in font.getBestCmap().items()}


def width(text: str, bold: bool = False) -> float:
    """Width of a text in ems; a sign that the typeface lacks counts as one em."""
    widths = _widths(700 if bold else 400)
    return sum(widths.get(ord(sign), 1) for sign in text)


def lines(runs: Iterable[Run], room: float) -> int:
    """Lines that `runs` take where a line has room for so many ems; breaks only at spaces.

    A word that is wider than the room counts as a hundred lines: it stands out of its place.
    """
    room *= TIGHT
    count, filled, word = 1, 0.0, 0.0
    space = width(" ")

    def place() -> None:
        nonlocal count, filled
        if word > room:
            count += 100
        elif filled and filled + space + word > room:
            count, filled = count + 1, word
        else:
            filled = filled + space + word if filled else word

    for run in runs:
        for index, piece in enumerate(run.text.split(" ")):
            if index:
                place()
                word = 0.0
            word += width(piece, run.bold)
    place()
    return count
