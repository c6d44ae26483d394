"""Looks over the laid-out pages: nothing wider than its place, no sign and no font but the book's own.

WeasyPrint sets what does not fit over the edge, and takes any font of the machine for a sign that
the typeface lacks, both without a word. Its boxes (`_page_box`) tell.
"""

from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from weasyprint.formatting_structure import boxes

from saku.editions.parts import WORD_JOINER, ZERO_WIDTH_SPACE, anchor_of
from saku.editions.typeset import FAMILY, font_files
from saku.model import Book
from saku.problem import BookError, Problem
from saku.schema import Lang

MM = 96 / 25.4
"""CSS pixels, which WeasyPrint counts in."""
SLACK, BELOW, HANGING = 0.5, MM, 3 * MM
"""Pixels allowed: rounding; leading below; at the left an item's number or the white edge of a QR code."""
CLIPPED = 3.5 * MM
"""At the foot of the paper; office copiers clip 4 to 5."""
INVISIBLE = {*WORD_JOINER, *ZERO_WIDTH_SPACE, *" \n\t"}


def check_layout(
    book: Book, lang: Lang, document, family: str = FAMILY, fonts: dict[int, Path] | None = None
) -> None:
    """Raises `BookError` (too-wide, typeface) with every place found: its page and part of the book.

    `family` and `fonts` (weight → file) are its only typeface, where it is not the book's.
    """
    signs = INVISIBLE.union(*map(_signs_of, (fonts or font_files()).values()))
    files = {anchor_of(book, page): page.file for page in book.pages.values() if page.lang == lang}
    problems, anchor = [], ""
    for number, page in enumerate(document.pages, 1):
        seen = _Page(page._page_box, anchor, signs, family)
        for id, where, what, fix in seen.faults():
            place = f"Page {number} ({where}): " if where else f"Page {number}: "
            problems.append(Problem(files.get(where, f"docs/{lang}"), 0, id, place + what, fix))
        anchor = seen.anchor
    if problems:
        raise BookError(*dict.fromkeys(problems))


def check_fonts(path: Path, document, own: str = FAMILY) -> None:
    """Raises `BookError` (typeface) where the PDF at `path` holds another font, whatever the reason."""
    strangers = sorted({font.family for font in document.fonts.values()} - {own})
    if strangers:
        what = f"{path.name} holds fonts of this machine: {', '.join(strangers)}."
        fix = "Take the family out of the style sheet, or run scripts/install."
        raise BookError(Problem("docs/assets/css/paper.css", 0, "typeface", what, fix))


def _signs_of(file: Path) -> set[str]:
    try:
        return set(map(chr, TTFont(file).getBestCmap()))
    except TTLibError as error:
        what = f"The file of the typeface {file.name} cannot be read: {error}."
        raise BookError(Problem("requirements.in", 0, "typeface", what, "Run scripts/install.")) from error


class _Page:
    """One laid-out page; `anchor` is the part of the book it ends in, at first the one it begins in."""

    def __init__(self, box: boxes.PageBox, anchor: str, signs: set[str], family: str) -> None:
        self.anchor = anchor
        self._page, self._signs, self._family = box, signs, family
        self._bottom = 0.0

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        """Id of the problem, part of the book, what, remedy."""
        page = self._page
        margins = [child for child in page.children if isinstance(child, boxes.MarginBox)]
        self._bottom = page.content_box_y() + page.height + BELOW
        for child in page.children:
            if child not in margins:
                yield from self._below(child, page)
        self._bottom = page.height + page.margin_top + page.margin_bottom - CLIPPED
        for margin in margins:  # head and foot belong to the part that the page ends in
            if margin.at_keyword.startswith(("@top", "@bottom")):
                yield from self._below(margin, page)

    def _below(self, box: boxes.Box, block: boxes.Box) -> Iterator[tuple[str, str, str, str]]:
        """Faults of `box`, whose words and children have the width of `block`."""
        box = getattr(box, "_box", box)  # what is placed absolutely stands in a wrapper
        if box.element is not None and box.element.tag in ("section", "div"):
            self.anchor = box.element.get("id") or self.anchor
        if isinstance(box, boxes.TextBox):
            yield from self._letters(box)
        over = self._over(box, block)
        if over > 0:
            kind = "table" if box.is_table_wrapper else "line"
            what = f"the {kind} “{_words(box)}” is {over / MM:.1f} mm wider or longer than its place."
            yield "too-wide", self.anchor, what, "Shorten its longest word, or leave a column out."
            return
        if isinstance(box, boxes.BlockContainerBox) and not isinstance(box, boxes.MarginBox):
            block = box
        for child in getattr(box, "children", ()):
            yield from self._below(child, block)

    def _over(self, box: boxes.Box, block: boxes.Box) -> float:
        """Pixels that `box` stands out of `block` at the right, or of the page at the left or below."""
        text = isinstance(box, boxes.TextBox)
        placed = isinstance(box, boxes.AtomicInlineLevelBox) or box.is_table_wrapper
        if not (text or placed) or not box.is_in_normal_flow():
            return 0  # what holds these is as wide as it was told
        left, width = (box.position_x, box.width) if text else (box.border_box_x(), box.border_width())
        return max(
            left + width - block.content_box_x() - block.width - SLACK,
            self._page.content_box_x() - left - HANGING,
            box.position_y + box.height - self._bottom,
        )

    def _letters(self, box: boxes.TextBox) -> Iterator[tuple[str, str, str, str]]:
        missing = sorted(set(box.text) - self._signs)
        if missing:
            what = f"the typeface has no “{''.join(missing)}” (“{_words(box)}”)."
            yield "typeface", self.anchor, what, "Say it in words, or draw it in paper.css."
        family = box.style["font_family"][0]
        if family != self._family:
            what = f"“{_words(box)}” is set in {family}, a font of this machine."
            yield "typeface", self.anchor, what, f"Name no other font than {self._family} in the style sheet."


def _words(box: boxes.Box) -> str:
    """The beginning of its text."""
    texts = [each.text for each in box.descendants() if isinstance(each, boxes.TextBox)]
    text = " ".join("".join(texts or [getattr(box, "text", "")]).split())
    return text if len(text) <= 40 else text[:39] + "…"
