"""Sets HTML as PDF by WeasyPrint: style sheets, the book's typeface, the same bytes from the same text."""

import gc
import hashlib
import importlib.util
import re
from collections.abc import Callable
from pathlib import Path

from saku.model import Book
from saku.problem import BookError, Problem, read_text

FONT_PACKAGE = "fontpkg_ibm_plex_sans_condensed"
FAMILY = "Plex"
"""The typeface's name in the style sheets."""
FACES = {400: "IBMPlexSansCondensed-Regular.ttf", 700: "IBMPlexSansCondensed-Bold.ttf"}
"""Weight → file of the typeface."""
LINK = re.compile(r'href="#(?!A\d)([^"]+)"')
"""To another part. Rules have no page: theirs are raised numbers, and only the book lists them."""
MOST_PASSES = 6
"""Two are the rule, three where a longer number moves a line to the next page."""


def font_files() -> dict[int, Path]:
    """Weight → file of the book's typeface. A missing one is a `BookError` (typeface): WeasyPrint would
    take another font of the machine without a word."""
    package = importlib.util.find_spec(FONT_PACKAGE)
    folder = Path(package.origin).parent / "files" if package else Path(FONT_PACKAGE)
    files = {weight: folder / name for weight, name in FACES.items()}
    missing = [file.name for file in files.values() if not file.is_file()]
    if missing:
        what = f"The package of the typeface has no {', '.join(missing)}."
        raise BookError(Problem("requirements.in", 0, "typeface", what, "Run scripts/install."))
    return files


def styles(book: Book, *names: str, family: str = FAMILY, files: dict[int, Path] | None = None):
    """Style sheets of `docs/assets/css` with the book's typeface, or another, and the fonts it declares."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: {family}; font-weight: {weight}; src: url({file.as_uri()}) }}\n"
        for weight, file in (files or font_files()).items()
    )
    sheets = [read_text(book.root, book.root / "docs/assets/css" / name) for name in names]
    return CSS(string="\n".join([faces, *sheets]), font_config=fonts, base_url=str(book.root)), fonts


def render(book: Book, text: str, *names: str, family: str = FAMILY, files: dict[int, Path] | None = None):
    """The pages that WeasyPrint sets from `text` with these style sheets, or the one for paper."""
    from weasyprint import HTML

    css, fonts = styles(book, *names or ("paper.css",), family=family, files=files)
    gc.collect()  # the pages set before are a tangle of references; two books at once take too much memory
    gc.disable()  # looked through again and again, they take a quarter of the time
    try:
        return HTML(string=text, base_url=str(book.root)).render(stylesheets=[css], font_config=fonts)
    finally:
        gc.enable()


def render_numbered(
    book: Book, text: str, *names: str, revise: Callable[..., tuple[str, dict]] | None = None
) -> tuple:
    """Like `render`, for a text whose links print the page they lead to (`data-page`), and those numbers.

    Set until every number is right, as a rule twice. `target-counter` takes WeasyPrint as many passes and
    lets nobody add pages between them, as `revise(document, numbers)` may: it returns the text for the
    next pass, and the number that each anchor will have in it. Raises `BookError` (page-numbers).
    """
    whole, expected = text, _guessed(text)
    for _ in range(MOST_PASSES):
        document = render(book, _with_numbers(whole, expected), *names)
        numbers = page_numbers(document)
        if numbers == expected:
            return document, numbers
        whole, expected = revise(document, numbers) if revise else (text, numbers)
        del document  # one at a time: nothing in memory is larger
    what = f"The page numbers still change after {MOST_PASSES} passes."
    fix = "A line near the end of a page holds one: say it shorter or longer."
    raise BookError(Problem("docs/assets/css/paper.css", 0, "page-numbers", what, fix))


def page_numbers(document) -> dict[str, int]:
    """Anchor → number of the page it stands on, counted from 1."""
    numbers: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for anchor in page.anchors:
            numbers.setdefault(anchor, number)
    return numbers


def _guessed(text: str) -> dict[str, int]:
    """A page for each part that a link leads to: near enough for numbers as long as the right ones."""
    linked = {link[1] for link in LINK.finditer(text)}
    parts = [anchor for anchor in re.findall(r' id="([^"]+)"', text) if anchor in linked]
    return {anchor: number for number, anchor in enumerate(parts, 1)}


def _with_numbers(text: str, numbers: dict[str, int]) -> str:
    return LINK.sub(lambda link: f'{link[0]} data-page="{numbers[link[1]]}"', text)


def write_pdf(document, text: str, path: Path, zoom: float = 1, family: str = FAMILY) -> None:
    """Tagged (PDF/UA-1); the same bytes from the same text. Raises `BookError` (typeface)."""
    from saku.editions.fit import check_fonts

    identifier = hashlib.sha256(text.encode()).digest()[:16]
    document.write_pdf(str(path), zoom=zoom, pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    check_fonts(path, document, family)
