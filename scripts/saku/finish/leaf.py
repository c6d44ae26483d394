"""One HTML page that MkDocs made, with what every finishing step needs to know about it."""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html
from lxml.html import HtmlElement

from saku.model import Book, Card
from saku.schema import Change, Lang
from saku.source import Page

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
TEMPLATES.filters.update(
    bare=lambda url: url.split("//")[1].rstrip("/"),
    host=lambda url: url.split("/")[2].removeprefix("www."),
)
UNTOUCHED = {"script", "style", "a", "abbr", "code", "title", "button", "label", "legend", "select"}
UNTOUCHED |= {"h1", "h2"}
OPTIONS = "options"
"""A wrong one must not dial, and a script makes buttons of them."""


@dataclass
class Leaf:
    """A page on its way from MkDocs to the site; finishing steps change `tree` in place."""

    book: Book
    page: Page
    tree: HtmlElement

    @property
    def lang(self) -> Lang:
        return self.page.lang

    @cached_property
    def card(self) -> Card | None:
        return self.book.card_of(self.page)

    @cached_property
    def withdrawn(self) -> Change | None:
        return self.book.changes.withdrawal(self.card.code) if self.card else None

    @cached_property
    def article(self) -> HtmlElement:
        return self.tree.find(".//article")

    def to(self, name: str, anchor: str = "", lang: Lang | None = None) -> str:
        """Relative link to another page, by its name and language (this page's unless told)."""
        target = self.book.pages[lang or self.lang, name].address
        path = posixpath.relpath("/" + target, "/" + self.page.address)
        href = "./" if path == "." else path + "/"
        return href + (f"#{anchor}" if anchor else "")

    def fragments(self, macro: str, file: str = "fragments.html", **values) -> list[HtmlElement]:
        """Elements made by a macro of a file in `templates/`, for this page's language."""
        strings = {key: both[self.lang] for key, both in self.book.strings.items()}
        module = TEMPLATES.get_template(file).make_module({"t": strings, "lang": self.lang, "leaf": self})
        return html.fragments_fromstring(str(getattr(module, macro)(**values)).strip())


def replace_text(
    root: HtmlElement, pattern: re.Pattern[str], make: Callable[[re.Match[str]], HtmlElement | None]
) -> None:
    """Put an element wherever `pattern` matches text below `root`; None from `make` leaves the text as it is.

    Links, abbreviations, buttons, code and the options of a question are passed over.
    """
    for element, is_tail in list(_texts(root)):
        text = (element.tail if is_tail else element.text) or ""
        made = [(match, new) for match in pattern.finditer(text) if (new := make(match)) is not None]
        if not made:
            continue
        parent = element.getparent() if is_tail else element
        position = parent.index(element) + 1 if is_tail else 0
        ends = [match.start() for match, _ in made[1:]] + [len(text)]
        before = text[: made[0][0].start()]
        if is_tail:
            element.tail = before
        else:
            element.text = before
        for offset, ((match, new), end) in enumerate(zip(made, ends, strict=True)):
            new.tail = text[match.end() : end]
            parent.insert(position + offset, new)


def _texts(element: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Each place that holds text: an element and whether it is the text after it."""
    if element.tag not in UNTOUCHED and isinstance(element.tag, str) and element.get("class") != OPTIONS:
        if element.text:
            yield element, False
        for child in element:
            yield from _texts(child)
            if child.tail:
                yield child, True
