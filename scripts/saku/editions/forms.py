"""The forms of `formulir/` as PDF to fill in, on the screen or with a pen: A4 and A5, one sheet each.

Only the Indonesian sheet is used, so there is no other language. A field is named as its number on
the page (`9`, or `9a`, `9b` … where a number has several); its tooltip says its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pikepdf
from lxml import html
from lxml.html import HtmlElement
from lxml.html.builder import E

from saku.editions.blocks import blocks, rules_of
from saku.editions.parts import WORD_JOINER, ZERO_WIDTH_SPACE, Part
from saku.editions.rule_list import ranges
from saku.editions.typeset import render, write_pdf
from saku.finish.leaf import TEMPLATES
from saku.finish.words import day
from saku.model import Book
from saku.problem import BookError, Problem

FOLDER, SECTION = "formulir/", "formulir"
SIZES = {"a4": "", "a5": "-a5"}
"""Size → how the file's name ends."""
MOST_PAGES = {"a4": 1, "a5": 2}
ROOM, MARK = ("wide", "tight"), "<!--room-->"
"""How a sheet is set: with room for handwriting, unless it takes fewer pages without."""
NO_NUMBER = "data"
"""Names the fields that stand outside the numbered list: who answers for the data."""
STYLES = ("paper.css", "forms.css")
PEN = "/Helv 0 Tf 0 g"
"""Helvetica, which every reader has, as large as the field lets it; WeasyPrint would name the page's own
typeface, which readers cannot write in, and put all of it into the file."""
FONTS = {
    "/Helv": {"BaseFont": pikepdf.Name.Helvetica, "Encoding": pikepdf.Name.WinAnsiEncoding},
    "/ZaDb": {"BaseFont": pikepdf.Name.ZapfDingbats},
}
"""Every reader has them; poppler draws a tick with the second, or none."""
TICK, TICK_PEN = "4", "/ZaDb 9 Tf 0 g"
"""Its sign in ZapfDingbats, and its size: as large as a box lets it poppler draws a dot."""


@dataclass(frozen=True)
class Form:
    """One sheet in one size; `texts` are the names of the fields that take text."""

    file: str
    path: str
    """Of its page below the project's root."""
    size: str
    html: str
    texts: frozenset[str]


def forms(book: Book, pages: Path) -> list[Form]:
    """Every sheet in both sizes, from the finished pages in `pages`."""
    found = []
    strings = {key: both["id"] for key, both in book.strings.items()}
    for (lang, name), page in sorted(book.pages.items()):
        if lang != "id" or not name.startswith(FOLDER) or not page.section(SECTION):
            continue
        part = Part(book, pages, page, (), set(book.glossary.entries))  # as on the page: nothing written out
        sheet = html.fragment_fromstring(part.sections[SECTION], create_parent="div")
        texts = frozenset(_name_fields(sheet))
        for link in sheet.iter("a"):
            link.attrib.pop("href", None)  # the list of rules stands in the book
        cited = ranges(sorted(rules_of(blocks(part.sections[SECTION]))))
        for size, ending in SIZES.items():
            text = TEMPLATES.get_template("form.html").render(
                lang="id", t=strings, edition=book.edition, date=day(book.edition.date, "id"),
                size=f"{size} {MARK}", name=f"{part.title} · {size.upper()}", heading=part.title,
                anchor=part.anchor, rules=cited,
                sheet=html.tostring(sheet, encoding="unicode"),
            )  # fmt: skip
            file = f"formulir-{name.removeprefix(FOLDER)}{ending}.pdf"
            found.append(Form(file, page.file, size, text, texts))
    return found


def forms_text(found: list[Form]) -> str:
    """All that the files are made of, for their fingerprint."""
    return "\n".join(form.html for form in found)


def make_forms(book: Book, found: list[Form], folder: Path) -> None:
    """Write each PDF; raises `BookError` where a sheet has too many pages (page-too-long), where a line
    is too wide and where the typeface lacks a sign."""
    from saku.editions.fit import check_layout

    problems = []
    for form in found:
        text, document = _set(book, form)
        if len(document.pages) > MOST_PAGES[form.size]:
            most = MOST_PAGES[form.size]
            what = f"On {form.size.upper()} it takes {len(document.pages)} pages, it has {most}."
            problems.append(Problem(form.path, 0, "page-too-long", what, "Ask for less, or in fewer words."))
            continue
        check_layout(book, "id", document)
        write_pdf(document, text, folder / form.file)
        _to_fill_in(folder / form.file, form.texts)
    if problems:
        raise BookError(*problems)


def _set(book: Book, form: Form) -> tuple[str, Any]:
    """The sheet with as much room as the fewest pages leave: its text and its pages."""
    settings = []
    for room in ROOM:
        text = form.html.replace(MARK, room)
        settings.append((text, render(book, text, *STYLES)))
        if len(settings[-1][1].pages) == 1:
            break
    return min(settings, key=lambda setting: len(setting[1].pages))


def _name_fields(sheet: HtmlElement) -> Iterator[str]:
    """Lines and boxes become fields with name and tooltip; gives the names of the lines."""
    items = sheet.findall("./ol/li")
    numbers = {item: str(number) for number, item in enumerate(items, 1)}
    loose: list[tuple[HtmlElement, str]] = []
    for element in sheet:
        if element.tag != "ol":
            loose += _fields(element)
    for item, number in numbers.items():
        yield from _named(_fields(item), number, f"{number}. ")
    yield from _named(loose, NO_NUMBER, "")


def _named(fields: list[tuple[HtmlElement, str]], number: str, start: str) -> Iterator[str]:
    for index, (element, words) in enumerate(fields):
        name = number if len(fields) == 1 else f"{number}{ascii_lowercase[index]}"
        is_text = _is_line(element)
        element.tag, element.text = "input", None
        element.set("type", "checkbox")  # lines too, see `_to_fill_in`
        element.set("name", name)
        element.set("title", start + words)
        if is_text:
            _end_line(element)
            yield name


def _end_line(element: HtmlElement) -> None:
    """What begins with a capital letter behind a field begins a line: a label like the one before it."""
    if "rest" in element.get("class").split() and re.match(r"\s*[A-Z]", element.tail or ""):
        following = E.br()
        following.tail, element.tail = element.tail.lstrip(), None
        element.getparent().insert(element.getparent().index(element) + 1, following)


def _fields(element: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Lines and boxes below `element` in order, with the words that tell what they ask."""
    pieces: list[str | HtmlElement] = []
    _collect(element, pieces)
    places = [index for index, piece in enumerate(pieces) if not isinstance(piece, str)]
    label, group, found, line_before = "", "", [], True
    for place in places:
        before, after = _text(pieces[:place], backwards=True), _text(pieces[place + 1 :])
        if place == places[0]:
            label, _, before = before.partition(":")
        next_is_line = place != places[-1] and _is_line(pieces[places[places.index(place) + 1]])
        if _is_line(pieces[place]):
            own = re.split(r"[;.] ", before)[-1]
        else:
            if line_before or ";" in before:  # begins a new row of boxes
                group = before.split(";")[-1].strip()
            own = f"{group} {re.split(r'[;.]|, ' if next_is_line else '[;.]', after)[0]}"
        found.append((pieces[place], _words(label, own, after, [each for _, each in found])))
        line_before = _is_line(pieces[place])
    return found


def _is_line(element: HtmlElement) -> bool:
    return "blank" in element.get("class").split()


def _words(label: str, own: str, after: str, taken: list[str]) -> str:
    """Words for a field that no other field of its number has."""
    own = own.strip(" ,;:.=")
    words = f"{label}: {own}" if own else label
    if words in taken and (unit := re.split("[;,.]", after)[0]):
        words += f" {unit}"
    return f"{words} ({len(taken) + 1})" if words in taken else words


def _collect(element: HtmlElement, pieces: list[str | HtmlElement]) -> None:
    pieces.append(element.text or "")
    for child in element:
        names = (child.get("class") or "").split()
        if "blank" in names or "box" in names:
            pieces.append(child)
        elif "rule" not in names:
            _collect(child, pieces)
        pieces.append(child.tail or "")


def _text(pieces: list[str | HtmlElement], backwards: bool = False) -> str:
    """The words that stand next, up to another field."""
    words: list[str] = []
    for piece in reversed(pieces) if backwards else pieces:
        if not isinstance(piece, str):
            break
        words.append(piece)
    text = "".join(reversed(words) if backwards else words)
    return " ".join(text.replace(WORD_JOINER, "").replace(ZERO_WIDTH_SPACE, "").split())


def _to_fill_in(path: Path, texts: frozenset[str]) -> None:
    """Make text fields of the boxes named in `texts`, in a pen that every reader has."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        form = pdf.Root.AcroForm
        nothing = pdf.make_stream(
            b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1]
        )
        for field in form.Fields:
            if str(field.T) not in texts:
                field.AP.N.Off, field.MK = nothing, pikepdf.Dictionary(CA=pikepdf.String(TICK))
                field.DA = pikepdf.String(TICK_PEN)
                continue
            for key in ("/AP", "/AS", "/MK", "/Border", "/V"):
                del field[key]
            field.FT, field.DA, field.V = pikepdf.Name.Tx, pikepdf.String(PEN), pikepdf.String("")
        fonts = {
            name: pdf.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, **description)
            )
            for name, description in FONTS.items()
        }
        form.DR = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
        form.DA = pikepdf.String(PEN)
        pdf.save(path, deterministic_id=True)
