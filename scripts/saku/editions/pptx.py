"""The slides as a PPTX that can be edited: real titles, text and notes, one layout, no pictures."""

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from saku.editions import slide as measures
from saku.editions.arial import NAME
from saku.editions.blocks import Block
from saku.editions.office import repack
from saku.editions.slide import Slide
from saku.model import Book
from saku.schema import Lang

LANGUAGES: dict[Lang, str] = {"id": "id-ID", "en": "en-GB"}
LAYOUT, NOTES_SIZE = 1, 12
"""Title and text, of the library's template; points of the notes."""
PLACES = {
    "title": (measures.SIDE, measures.TITLE_TOP, measures.WIDTH - 2 * measures.SIDE, measures.TITLE_HEIGHT),
    "body": (measures.SIDE, measures.BODY_TOP, measures.WIDTH - 2 * measures.SIDE, measures.BODY_HEIGHT),
    "ftr": (measures.SIDE, measures.FOOT_TOP, measures.WIDTH - 2 * measures.SIDE - 60, measures.FOOT_HEIGHT),
    "sldNum": (measures.WIDTH - measures.SIDE - 60, measures.FOOT_TOP, 60, measures.FOOT_HEIGHT),
}
"""Left, top, width and height of each placeholder, in points."""
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def make_pptx(book: Book, lang: Lang, slides: Sequence[Slide], path: Path) -> None:
    """Write the slides; the same bytes from the same slides and edition."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(measures.WIDTH), Pt(measures.HEIGHT)
    _one_layout(deck, LANGUAGES[lang])
    for number, slide in enumerate(slides, 1):
        _add(deck, number, slide, LANGUAGES[lang])
    _describe(deck, book, lang)
    deck.save(str(path))
    repack(path, book.edition.date)


def _one_layout(deck: Deck, language: str) -> None:
    """Leave one layout of the template; give it and its master our places, sizes and typeface."""
    keep = deck.slide_layouts[LAYOUT]
    for layout in [each for each in deck.slide_layouts if each is not keep and each.name != keep.name]:
        deck.slide_layouts.remove(layout)
    for shapes in (deck.slide_master.placeholders, keep.placeholders):
        for shape in list(shapes):
            kind = shape.element.ph.get("type", "body")
            if kind == "obj":
                kind = "body"
            if kind not in PLACES:
                shape.element.getparent().remove(shape.element)
                continue
            shape.element.ph.set("type", kind)
            shape.left, shape.top, shape.width, shape.height = map(Pt, PLACES[kind])
            _frame(shape)
            for run in shape.element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
                run.set("lang", language)
    _styles(deck, language)
    theme = deck.slide_master.part.part_related_by(RT.THEME)
    theme._blob = re.sub(rb'(<a:latin typeface=")[^"]*', rb"\g<1>" + NAME.encode(), theme.blob)


def _frame(shape) -> None:
    """No margins inside, no shrinking: what we measured is what is shown."""
    body = shape.text_frame._txBody.bodyPr
    for child in list(body):
        body.remove(child)
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    body.set("wrap", "square")
    body.set("anchor", "t")
    etree.SubElement(body, qn("a:noAutofit"))
    for colour in shape.element.iter(qn("a:solidFill")):
        _black(colour)
    if shape.element.ph.get("type") in ("ftr", "sldNum"):
        for style in shape.element.iter(qn("a:defRPr")):
            style.set("sz", str(measures.FOOT_SIZE * 100))
        for style in shape.element.iter(qn("a:lvl1pPr")):
            style.set("algn", "l" if shape.element.ph.get("type") == "ftr" else "r")


def _styles(deck: Deck, language: str) -> None:
    styles = deck.slide_master.element.find(qn("p:txStyles"))
    for name, size in (("p:titleStyle", measures.TITLE_SIZE), ("p:bodyStyle", measures.SMALLEST)):
        for level in styles.find(qn(name)):
            level.set("algn", "l")
            style = level.find(qn("a:defRPr"))
            style.set("sz", str(size * 100))
            style.set("lang", language)
            if name == "p:titleStyle":
                style.set("b", "1")
            for colour in style.iter(qn("a:solidFill")):
                _black(colour)


def _black(colour) -> None:
    for child in list(colour):
        colour.remove(child)
    etree.SubElement(colour, qn("a:schemeClr"), val="tx1")


def _add(deck: Deck, number: int, slide: Slide, language: str) -> None:
    added = deck.slides.add_slide(deck.slide_layouts[0])
    title = added.shapes.title.text_frame
    title.text = slide.title
    _set(title.paragraphs[0].runs[0], measures.TITLE_SIZE, True, language)
    body = added.placeholders[1].text_frame
    if slide.central:
        body._txBody.bodyPr.set("anchor", "ctr")
    for index, block in enumerate(slide.lines):
        paragraph = body.paragraphs[0] if index == 0 else body.add_paragraph()
        _fill(paragraph, block, slide.size, language, first=index == 0)
    for kind in ("ftr", "sldNum"):
        _foot(added, number, kind, slide.footer, language)
    frame = added.notes_slide.notes_text_frame
    for index, block in enumerate(slide.notes):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        _note(paragraph, block, language)


def _fill(paragraph, block: Block, size: int, language: str, first: bool) -> None:
    properties = paragraph._p.get_or_add_pPr()
    indent = round(Pt(measures.INDENT * size)) if block.kind in ("item", "step") else 0
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    paragraph.space_before = Pt(0 if first else measures.GAP * size)
    paragraph.space_after = Pt(0)
    if block.kind == "step":
        mark = f'<a:buAutoNum xmlns:a="{DRAWING}" type="arabicPeriod" startAt="{block.number}"/>'
    elif block.kind == "item":
        mark = f'<a:buChar xmlns:a="{DRAWING}" char="•"/>'
    else:
        mark = f'<a:buNone xmlns:a="{DRAWING}"/>'
    properties.append(parse_xml(mark))
    for run in block.runs:
        added = paragraph.add_run()
        added.text = run.text
        _set(added, size, run.bold, language)


def _set(run, size: int, bold: bool, language: str) -> None:
    run.font.size, run.font.bold = Pt(size), bold
    run.font._element.set("lang", language)


def _foot(added, number: int, kind: str, text: str, language: str) -> None:
    """The layout's foot or page number on the slide, which the library leaves out."""
    (shape,) = [each for each in added.slide_layout.placeholders if each.element.ph.get("type") == kind]
    size = measures.FOOT_SIZE * 100
    words = etree.Element(qn("a:t"))
    words.text = text if kind == "ftr" else str(number)
    open_, close = ("<a:r>", "</a:r>")
    if kind == "sldNum":
        open_, close = ('<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">', "</a:fld>")
    written = etree.tostring(words, encoding="unicode")
    added.shapes._spTree.append(
        parse_xml(
            f'<p:sp xmlns:a="{DRAWING}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
            f'<p:nvSpPr><p:cNvPr id="{10 + len(added.shapes)}" name="{shape.name}"/>'
            '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="{kind}" sz="quarter" idx="{shape.placeholder_format.idx}"/></p:nvPr>'
            "</p:nvSpPr>"
            f'<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{open_}<a:rPr lang="{language}" sz="{size}"/>'
            f"{written}{close}</a:p></p:txBody></p:sp>"
        )
    )


def _note(paragraph, block: Block, language: str) -> None:
    mark = f"{block.number}. " if block.kind == "step" else "• " if block.kind == "item" else ""
    if block.kind in ("row", "head"):
        mark = "• "
    for index, run in enumerate(block.runs):
        added = paragraph.add_run()
        text = measures.ARROW if run.text == "\t" else run.text
        added.text = mark + text if index == 0 else text
        _set(added, NOTES_SIZE, run.bold, language)


def _describe(deck: Deck, book: Book, lang: Lang) -> None:
    properties, edition = deck.core_properties, book.edition
    draft = "" if edition.ratified else f" ({book.strings['draft_short'][lang]})"
    properties.title = f"{book.strings['slide_training'][lang]}{draft}"
    properties.subject = book.strings["description"][lang]
    properties.language = LANGUAGES[lang]
    properties.author = properties.last_modified_by = "JamkesWatch KSPI"
    properties.created = properties.modified = datetime.datetime.combine(edition.date, datetime.time())
    properties.revision = 1
    properties.comments = ""
    deck.element.find(qn("p:sldSz")).attrib.pop("type", None)  # of the template: 4:3
    _drop(deck.part.package._rels, RT.THUMBNAIL, RT.EXTENDED_PROPERTIES)
    _drop(deck.part.rels, RT.PRINTER_SETTINGS)


def _drop(relations, *kinds: str) -> None:
    """What the template tells of the machine it was made on."""
    for name in [name for name, each in relations.items() if each.reltype in kinds]:
        relations.pop(name)
