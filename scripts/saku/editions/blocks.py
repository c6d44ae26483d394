"""The text of a printed section as a few plain kinds of block, for editions that are not HTML."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lxml import html
from lxml.html import HtmlElement

from saku.editions.parts import WORD_JOINER, ZERO_WIDTH_SPACE

Kind = Literal["paragraph", "item", "step", "quote", "head", "row", "line"]
"""A numbered item is a step; `head` and `row` are lines of a table; `line` is only a line to write on."""
CELL = "\t"
"""Stands between the cells of a table row."""
BLANKS = {"short": "____", "word": "________", "rest": "________________"}
SPACES = re.compile(r"[ \n\t]+")
LISTS = {"ul": "item", "ol": "step"}


@dataclass(frozen=True)
class Run:
    """Words of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Block:
    kind: Kind
    runs: tuple[Run, ...]
    number: int = 0
    """Of a step."""
    rules: tuple[int, ...] = ()
    """Numbers of the rules it cites."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def cells(self) -> list["Block"]:
        """The cells of a table row, as paragraphs."""
        cells: list[list[Run]] = [[]]
        for run in self.runs:
            if run.text == CELL:
                cells.append([])
            else:
                cells[-1].append(run)
        return [Block("paragraph", tuple(runs)) for runs in cells]


def heading(section: str) -> str:
    """The heading of a section of `Part.sections`."""
    (found,) = _parsed(section).iter("h2")
    return found.text_content()


def blocks(section: str) -> list[Block]:
    """The blocks of a section of `Part.sections`, or of other HTML of a `Part`, without its heading.

    Raised rule numbers leave the text and become `rules`; the signs without width that WeasyPrint
    needs are left out.
    """
    return list(_blocks(_parsed(section)))


def paragraph(*texts: str, bold: int = 0) -> Block:
    """A paragraph of our own; the first `bold` texts are bold."""
    return Block("paragraph", tuple(Run(text, index < bold) for index, text in enumerate(texts)))


def rules_of(found: Iterable[Block]) -> list[int]:
    """Numbers of the rules that blocks cite, in order of first use."""
    return list(dict.fromkeys(number for block in found for number in block.rules))


def _parsed(section: str) -> HtmlElement:
    return html.fragment_fromstring(section, create_parent="div")


def _blocks(parent: HtmlElement) -> Iterator[Block]:
    for element in parent:
        if element.tag in LISTS:
            yield from _items(element)
        elif element.tag == "table":
            yield from _rows(element)
        elif element.tag in ("blockquote", "section", "div", "dl"):
            inner = _blocks(element)
            yield from (
                (replace(each, kind="quote") for each in inner) if element.tag == "blockquote" else inner
            )
        elif element.tag not in ("h1", "h2"):
            yield from _block("paragraph", element)


def _items(element: HtmlElement) -> Iterator[Block]:
    for number, item in enumerate(element.findall("li"), int(element.get("start", 1))):
        if (title := item.find("h2")) is not None:  # on paper it runs in, with the number behind it
            title.getnext().drop_tree()
            title.drop_tree()
        inner = [child for child in item if child.tag in ("ul", "ol", "table")]
        for child in inner:
            item.remove(child)
        yield from _block(LISTS[element.tag], item, number if element.tag == "ol" else 0)
        for child in inner:
            yield from _blocks(_around(child))


def _around(element: HtmlElement) -> HtmlElement:
    parent = html.Element("div")
    parent.append(element)
    return parent


def _rows(table: HtmlElement) -> Iterator[Block]:
    for row in table.iter("tr"):
        runs: list[Run] = []
        rules: list[int] = []
        for cell in row:
            cell_runs, cell_rules = _runs(cell)
            runs += [Run(CELL), *cell_runs] if len(cell.xpath("preceding-sibling::*")) else cell_runs
            rules += cell_rules
        yield Block(
            "head" if row.find("th[@scope='col']") is not None else "row", tuple(runs), 0, tuple(rules)
        )


def _block(kind: Kind, element: HtmlElement, number: int = 0) -> Iterator[Block]:
    runs, rules = _runs(element)
    if runs:
        only_blank = all(not run.text.strip("_ ") for run in runs)
        yield Block("line" if only_blank else kind, tuple(runs), number, tuple(rules))


def _runs(element: HtmlElement) -> tuple[list[Run], list[int]]:
    rules: list[int] = []
    pieces: list[tuple[str, bool]] = []
    _collect(element, False, pieces, rules)
    runs: list[Run] = []
    for text, bold in pieces:
        text = SPACES.sub(" ", text.replace(WORD_JOINER, "").replace(ZERO_WIDTH_SPACE, ""))
        if text.startswith(" ") and (not runs or runs[-1].text.endswith(" ")):
            text = text[1:]
        if text and runs and runs[-1].bold == bold:
            runs[-1] = Run(runs[-1].text + text, bold)
        elif text:
            runs.append(Run(text, bold))
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return [run for run in runs if run.text], rules


def _collect(element: HtmlElement, bold: bool, pieces: list[tuple[str, bool]], rules: list[int]) -> None:
    """Text of `element` with its weight, in order."""
    pieces.append((element.text or "", bold))
    for child in element:
        names = child.get("class", "").split()
        if child.tag == "a" and "rule" in names:
            rules.append(int(child.text))
        elif "blank" in names:
            pieces.append((BLANKS[names[-1]], bold))
        elif "box" in names:
            pieces.append(("☐", bold))
        elif child.tag == "br":
            pieces.append((" ", bold))
        else:
            _collect(child, bold or child.tag in ("b", "strong", "th", "dt"), pieces, rules)
        pieces.append((child.tail or "", bold))
