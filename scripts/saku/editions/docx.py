"""Writes the letters as DOCX: real styles and numbering, no pictures, the same bytes from the same text."""

import datetime
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from saku.editions.blocks import Block
from saku.editions.letters import BLANK, Letter, Line, Style
from saku.editions.office import repack
from saku.model import Book

FONT, LANGUAGE = "Arial", "id-ID"
SIZE = 11
PAGE = (Mm(210), Mm(297))
MARGINS = {"top_margin": 15, "bottom_margin": 13, "left_margin": 25, "right_margin": 20}
RIGHT_HALF, HANGING, LABEL = Mm(75), Mm(7), Mm(24)
"""Where a signature starts; how far a point's text stands in; how wide the labels above the address are."""
STYLES: dict[Style, tuple[str, dict[str, object]]] = {
    "title": ("Title", {"alignment": WD_ALIGN_PARAGRAPH.CENTER, "space_after": Pt(0)}),
    "number": ("Nomor surat", {"alignment": WD_ALIGN_PARAGRAPH.CENTER, "space_after": Pt(12)}),
    "place": ("Tempat dan tanggal", {"alignment": WD_ALIGN_PARAGRAPH.RIGHT, "space_after": Pt(6)}),
    "reference": ("Rujukan surat", {"left_indent": LABEL, "first_line_indent": -LABEL, "space_after": Pt(0)}),
    "addressee": ("Kepada", {"space_after": Pt(0)}),
    "text": ("Normal", {"space_after": Pt(4)}),
    "point": ("List Number", {"space_after": Pt(2)}),
    "item": ("List Bullet", {"space_after": Pt(2)}),
    "head": ("Kepala tabel", {"space_after": Pt(0)}),
    "row": ("Isi tabel", {"space_before": Pt(3), "space_after": Pt(3)}),
    "closing": ("Penutup", {"left_indent": RIGHT_HALF, "space_after": Pt(0), "keep_with_next": True}),
    "hand": ("Tanda tangan", {"left_indent": RIGHT_HALF, "space_before": Pt(22), "space_after": Pt(2)}),
    "signature": ("Penanda tangan", {"left_indent": RIGHT_HALF, "space_after": Pt(0)}),
    "receipt": ("Tanda terima", {"space_before": Pt(8), "space_after": Pt(4)}),
}
"""Each style's name in the file and how its paragraphs stand."""
GAPS: dict[Style, int] = {
    "reference": 10,
    "addressee": 10,
    "point": 6,
    "item": 6,
    "row": 6,
    "hand": 10,
    "signature": 10,
}
"""Points of white below the last paragraph of a style."""
BUILT_IN = {"Normal", "Title", "List Number", "List Bullet", "Table Grid"}
NEEDED = BUILT_IN | {"Default Paragraph Font", "Normal Table", "No List"}
BULLETS, NUMBERS = 0, 1
"""The two kinds of list in the file."""


def make_letters(book: Book, found: Iterable[Letter], folder: Path) -> None:
    """Write `surat-<name>.docx` for each letter; a name that begins with `surat-` is not said twice."""
    for letter in found:
        path = folder / file_name(letter)
        _document(book, letter).save(str(path))
        repack(path, book.edition.date)


def file_name(letter: Letter) -> str:
    return f"surat-{letter.name.removeprefix('surat-')}.docx"


def _document(book: Book, letter: Letter) -> Paper:
    paper = Document()
    _page(paper)
    _styles(paper)
    numbering = _numbering(paper)
    _describe(paper, book, letter)
    previous = None
    for is_row, lines in groupby(letter.lines, lambda line: line.style in ("head", "row")):
        if is_row:
            paper.paragraphs[-1].paragraph_format.space_after = Pt(GAPS["row"])
            _table(paper, list(lines))
            previous = "row"
            continue
        for line in lines:
            paragraph = paper.add_paragraph(style=STYLES[line.style][0])
            if line.style == "point" and not (previous == "point" and line.number > 1):
                number = numbering()
            if line.style == "point":
                _number(paragraph, number)
            if previous in GAPS and line.style not in (previous, "signature", "receipt"):
                paragraph.paragraph_format.space_before = Pt(GAPS[previous])
            _write(paragraph, line)
            previous = line.style
    return paper


def _write(paragraph: Paragraph, line: Line) -> None:
    for index, run in enumerate(line.runs):
        text = run.text
        if line.style == "reference" and index == 0:
            text = text.replace(": ", ":\t", 1)
        paragraph.add_run(text).bold = run.bold or None


def _page(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = PAGE
    for name, size in MARGINS.items():
        setattr(section, name, Mm(size))


def _styles(paper: Paper) -> None:
    """Ours, and of the library's template only what they need."""
    for style in list(paper.styles):
        if style.name not in NEEDED:
            style.delete()
    for link in list(paper.styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)  # to a style for letters, now gone
    defaults = paper.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    defaults.clear()
    fonts = {qn(f"w:{kind}"): FONT for kind in ("ascii", "hAnsi", "eastAsia", "cs")}
    for tag, values in (
        ("w:rFonts", fonts),
        ("w:sz", {qn("w:val"): str(round(SIZE * 2))}),
        ("w:szCs", {qn("w:val"): str(round(SIZE * 2))}),
        ("w:lang", dict.fromkeys(map(qn, ("w:val", "w:eastAsia", "w:bidi")), LANGUAGE)),
    ):
        defaults.append(OxmlElement(tag, values))
    for name, form in STYLES.values():
        if name in BUILT_IN:
            style = paper.styles[name]
        else:
            style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = paper.styles["Normal"]
        _plain(style)
        for key, value in {"line_spacing": 1.0, "widow_control": True, **form}.items():
            setattr(style.paragraph_format, key, value)
    paper.styles["Title"].font.size, paper.styles["Title"].font.bold = Pt(14), True
    paper.styles["Kepala tabel"].font.bold = True
    paper.styles["Tanda terima"].font.size = Pt(9.5)  # on one line
    paper.styles["Rujukan surat"].paragraph_format.tab_stops.add_tab_stop(LABEL)
    paper.styles["Tanda terima"].element.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="4" w:color="000000"/></w:pBdr>'
        ),
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"),
    )


def _plain(style) -> None:
    """Without the template's colours, borders and distances."""
    for tag in ("w:pPr", "w:rPr"):
        for element in style.element.findall(qn(tag)):
            style.element.remove(element)
    style.font.name = FONT


def _numbering(paper: Paper):
    """Two kinds of list; what is returned begins a new numbered one and gives its id."""
    numbering = paper.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    left = round(HANGING.twips)
    for kind, (form, text) in {BULLETS: ("bullet", "–"), NUMBERS: ("decimal", "%1.")}.items():
        numbering.append(parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{left}"/></w:pPr></w:lvl>'
            f"</w:abstractNum>"
        ))  # fmt: skip
    bullets, numbers = numbering.add_num(BULLETS), numbering.add_num(NUMBERS)
    for name, num in (("List Bullet", bullets), ("List Number", numbers)):
        properties = paper.styles[name].element.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = num.numId

    def begin() -> int:
        num = numbering.add_num(NUMBERS)
        num.add_lvlOverride(ilvl=0).add_startOverride(1)
        return num.numId

    return begin


def _number(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number


def _table(paper: Paper, lines: list[Line]) -> None:
    rows = [Block("row", line.runs).cells() for line in lines]
    table = paper.add_table(0, len(rows[0]), "Table Grid")
    for line, cells in zip(lines, rows, strict=True):
        row = table.add_row()
        if line.style == "head":
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, content in zip(row.cells, cells, strict=True):
            cell.paragraphs[0].style = STYLES[line.style][0]
            cell.paragraphs[0].add_run(BLANK.sub("", content.text))  # the office writes in the cell


def _describe(paper: Paper, book: Book, letter: Letter) -> None:
    """Title, language and edition; no author, because nobody's name belongs there."""
    properties = paper.core_properties
    day = datetime.datetime.combine(book.edition.date, datetime.time())
    properties.title, properties.language = letter.title, LANGUAGE
    properties.subject = (
        f"{book.strings['title']['id']}, {book.strings['edition']['id']} {book.edition.number}"
    )
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = day
    properties.revision = 1
    package = paper.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
