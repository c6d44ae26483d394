"""Reads a finished page for paper: its printed sections, with links and marks made fit for print."""

import posixpath
import re
from collections.abc import Container, Iterable
from pathlib import Path
from urllib.parse import urldefrag

from lxml import html
from lxml.html import HtmlElement
from lxml.html.builder import CLASS, E

from saku.finish.leaf import replace_text
from saku.model import Book
from saku.source import Page

NO_BREAK, WORD_JOINER = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
"""Before a bold word or a link: without it WeasyPrint 70 now and then ends the line after its first word."""
UNITS = (
    "jam|hari|minggu|bulan|tahun|menit|kerja|hours?|days?|weeks?|months?|years?|minutes?|working|juta|million"
)
GLUED = re.compile(
    rf"(?<=\d) (?=(?:{UNITS})\b|×)|(?<=×) (?=\d)|(?<=\bPasal) (?=\d)|(?<=\bayat) (?=\()"
    r"|(?<=\bhari) (?=kerja\b)|(?<=\bjam) (?=kerja\b)|(?<=\bworking) (?=days\b|hours\b)"
)
"""Spaces at which a figure must not be broken over a line."""


TICK = re.compile(r"☐\s*(\S*)")
"""A box to tick and the word behind it, which stay together; the typeface has no such sign."""


class Part:
    """The printed text of one page: all sections before `#rinci`.

    `anchor` names it in the book (`K2`, `sop-alur`); ids inside get it as a prefix. Links to the
    pages named in `printed` get a page number, others stay words. Abbreviations in `written_out`
    are known to the reader; those that are explained here are added to it.
    """

    def __init__(
        self, book: Book, folder: Path, page: Page, printed: Container[str], written_out: set[str]
    ) -> None:
        text = (folder / page.address / "index.html").read_text(encoding="utf-8")
        article = html.document_fromstring(text).find(".//article")
        self.page = page
        self.anchor = anchor_of(book, page)
        self.title = page.front.data["title"]
        self.rules: list[int] = []
        """Numbers of the rules it cites, in order of first use."""
        self._book, self._printed, self._written_out = book, printed, written_out
        for element in article.xpath("./details | ./*[@data-tool]"):
            element.drop_tree()
        self._for_print(article)
        if book.card_of(page):
            for section in article.findall("section"):
                _run_in(section)
        self.text = article.text_content()
        self.deadline = _inner(article.find("p[@class='deadline']"), skip="strong")
        self.intro = _outer(element for element in article if element.tag == "p" and not element.get("class"))
        self.lists = _outer(element for element in article if element.tag in ("dl", "div"))
        """The generated list of a page that has one."""
        self.sections = {_id(section): _outer(section) for section in article.findall("section")}
        """Section id → HTML of its heading and text."""

    def _for_print(self, article: HtmlElement) -> None:
        for element in article.xpath(".//*[@id]"):
            element.set("id", f"{self.anchor}-{element.get('id')}")
        write_out(article, self._written_out)
        for answers in article.xpath(".//ul[@class='answers']"):
            _in_one_run(answers)
        for link in article.xpath(".//a"):
            self._link_for_print(link)
        for blank in article.xpath(".//span[starts-with(@class, 'blank')]"):
            blank.text = None  # the style draws the line
        replace_text(article, TICK, _tick)
        self._glue(article)

    def _glue(self, article: HtmlElement) -> None:
        """Figures and names of regulations stay on one line."""
        shorts = [
            entry.short for entry in self._book.regulations.entries.values() if entry.kind == "regulation"
        ]
        names = re.compile("|".join(map(re.escape, sorted(shorts, key=len, reverse=True))))

        def glued(text: str) -> str:
            return names.sub(lambda match: match[0].replace(" ", NO_BREAK), GLUED.sub(NO_BREAK, text))

        for element in article.iter(html.etree.Element):
            element.text = element.text and glued(element.text)
            element.tail = element.tail and glued(element.tail)
        for element in article.iter("a", "b", "strong"):
            if _text_before(element).endswith(" "):
                _set_text_before(element, _text_before(element) + ZERO_WIDTH_SPACE)

    def _link_for_print(self, link: HtmlElement) -> None:
        if link.get("class") == "rule":
            number = int(link.text[1:])
            if number not in self.rules:
                self.rules.append(number)
            link.attrib.pop("title")
            link.set("href", f"#A{number}")
            link.text = str(number)
            _tie_to_word_before(link)
            return
        target = self._target(link.get("href", ""))
        if target:
            link.set("href", f"#{target}")
            link.set("class", "page-ref")
        elif link.get("class") == "phone":
            link.tag = "b"
            link.attrib.pop("href")
        else:
            link.drop_tag()

    def _target(self, href: str) -> str | None:
        page = page_at(self._book, self.page, href)
        printed = page and page.lang == self.page.lang and page.name in self._printed
        return anchor_of(self._book, page) if printed else None


def write_out(article: HtmlElement, known: set[str]) -> None:
    """Abbreviations not in `known` are followed by their long form and added to it; speech stays as it is."""
    for abbr in article.xpath(".//abbr"):
        short, title = abbr.text, abbr.get("title")
        in_speech = any(
            parent.get("class") == "part part-ucapkan" for parent in abbr.iterancestors("section")
        )
        if short not in known and not in_speech:
            known.add(short)
            abbr.text = f"{short} ({title.split(':')[0]})"
        abbr.drop_tag()


def page_at(book: Book, page: Page, href: str) -> Page | None:
    """The other page of the book to which `href` on `page` leads."""
    path, _ = urldefrag(href)
    if not path or re.match(r"[a-z]+:", path):
        return None
    address = posixpath.normpath(posixpath.join("/" + page.address, path)).strip("/")
    return next((other for other in book.pages.values() if other.address.strip("/") == address), None)


def anchor_of(book: Book, page: Page) -> str:
    """Name of a page inside the book: the code of a card, otherwise its name."""
    card = book.card_of(page)
    return card.code if card else page.name.replace("/", "-")


def _tie_to_word_before(link: HtmlElement) -> None:
    """A raised number stays on the line of the word before it; numbers in a row get commas (by style)."""
    text = _text_before(link).rstrip()
    if not text and link.getprevious() is not None and link.getprevious().get("class", "").startswith("rule"):
        link.set("class", "rule more")
    _set_text_before(link, text + WORD_JOINER)


def _text_before(element: HtmlElement) -> str:
    previous = element.getprevious()
    return (element.getparent().text if previous is None else previous.tail) or ""


def _set_text_before(element: HtmlElement, text: str) -> None:
    previous = element.getprevious()
    if previous is None:
        element.getparent().text = text
    else:
        previous.tail = text


def _tick(match: re.Match[str]) -> HtmlElement:
    return E.span(E.span(CLASS("box")), f"{NO_BREAK}{match[1]}", CLASS("tick"))


def _run_in(section: HtmlElement) -> None:
    """A heading before a list starts the first item, because a card has no line to spare for it."""
    heading, following = section[0], section[1]
    if following.tag == "ol":
        item = following[0]
        item.set("class", "first")
        number = html.Element("b")
        number.text, number.tail = "1.", f" {(item.text or '').lstrip()}"
        heading.tail = " "
        item.text = None
        item[:0] = [heading, number]


def _in_one_run(answers: HtmlElement) -> None:
    """The answers of a question become one paragraph: `Ya → 2 · Tidak → 3`; a link keeps only its arrow."""
    run = E.p(CLASS("answers"))
    for item in answers.findall("li"):
        link = item.find("a")
        _append_text(run, (" · " if len(run) else "") + link.text)
        if link.get("href").startswith("#"):
            arrow = E.b(link.find("span").text, CLASS("to"))
        else:
            arrow = E.a(CLASS("to"), {key: link.get(key) for key in ("href", "data-code") if link.get(key)})
        run.append(arrow)
    answers.getparent().replace(answers, run)


def _append_text(element: HtmlElement, text: str) -> None:
    if len(element):
        element[-1].tail = text
    else:
        element.text = text


def _id(section: HtmlElement) -> str:
    return section.get("class").removeprefix("part part-")


def _outer(elements: Iterable[HtmlElement]) -> str:
    return "".join(html.tostring(element, encoding="unicode") for element in elements)


def _inner(element: HtmlElement | None, skip: str) -> str:
    if element is None:
        return ""
    first = element.find(skip)
    first.drop_tree()
    return (element.text or "").lstrip() + "".join(
        html.tostring(child, encoding="unicode") for child in element
    )
