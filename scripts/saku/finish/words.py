"""Turns codes, abbreviations and telephone numbers in the text into links and explanations."""

import re
from datetime import date

from lxml.html import HtmlElement
from lxml.html.builder import ABBR, CLASS, A

from saku.figures import MONTHS
from saku.finish.leaf import Leaf, replace_text
from saku.model import Book, Lang
from saku.source import CITATION


def day(value: date, lang: Lang) -> str:
    """A date as people write it: 21 November 2026."""
    return f"{value.day} {MONTHS[lang][value.month - 1].capitalize()} {value.year}"


def basis(book: Book, code: str) -> str:
    """Regulation and article of a rule, as printed: `Perpres 64/2020 Pasal 42 ayat (3)`."""
    rule = book.rules.entries[code]
    return " ".join(filter(None, (book.regulations.entries[rule.regulation].short, rule.article)))


def standing(book: Book, code: str, lang: Lang) -> str:
    """How far a rule can be relied on: `berlaku; naskah aturan dibaca`."""
    rule, strings = book.rules.entries[code], book.strings
    if book.regulations.entries[rule.regulation].kind == "proposal":
        return strings["proposal"][lang]
    return f"{strings[f'status_{rule.status}'][lang]}; {strings[f'confidence_{rule.confidence}'][lang]}"


def cite(leaf: Leaf) -> None:
    """`[A21]` → a link to the rule, with its sentence, basis, status and date."""
    book, lang = leaf.book, leaf.lang

    def link(match: re.Match[str]) -> HtmlElement:
        code = match[1]
        rule = book.rules.entries[code]
        checked = f"{book.strings['checked'][lang]} {day(rule.checked, lang)}"
        title = f"{rule.claim[lang]} ({basis(book, code)}; {standing(book, code, lang)}. {checked}.)"
        return A(code, CLASS("rule"), href=leaf.to(book.rule_page(code), code.lower()), title=title)

    replace_text(leaf.article, CITATION, link)


def explain(leaf: Leaf) -> None:
    """The first use of an abbreviation under each heading gets its meaning."""
    terms = {
        key: term for key, term in leaf.book.glossary.entries.items() if key.isupper() and not term.everyday
    }
    if not terms or leaf.article.xpath(".//dl[@class='glossary']"):
        return
    names = "|".join(sorted(map(re.escape, terms), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w/-])(?:{names})(?![\w-]|\s\d+/)")  # not the UU of "UU 17/2023"
    seen: set[str] = set()

    def mark(match: re.Match[str]) -> HtmlElement | None:
        if match[0] in seen:
            return None
        seen.add(match[0])
        term = terms[match[0]]
        return ABBR(match[0], title=f"{term.long[leaf.lang]}: {term.plain[leaf.lang]}", tabindex="0")

    for part in leaf.article:
        seen.clear()
        for element in part if part.tag in ("section", "details") else [part]:
            if element.tag not in ("h1", "h2", "summary"):
                replace_text(element, pattern, mark)


def dial(leaf: Leaf) -> None:
    """Telephone numbers of the contact list become links that dial."""
    numbers = {contact.phone for contact in leaf.book.contacts.entries.values() if contact.phone}
    if not numbers:
        return
    found = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w.,/+×-])(?:{found})(?![\w%/-]|[.,]\d|\s*(?:[×x]|jam|hari|bulan|tahun|days|hours|months)\b)"
    )
    replace_text(
        leaf.article,
        pattern,
        lambda match: A(match[0], href="tel:" + re.sub(r"[^\d+]", "", match[0]), **{"class": "phone"}),
    )
