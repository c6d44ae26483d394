"""Turns codes, abbreviations and telephone numbers in the text into links and explanations."""

import re
from datetime import date

from lxml.html import HtmlElement
from lxml.html.builder import ABBR, CLASS, A

from saku.figures import MONTHS
from saku.finish.leaf import TEMPLATES, Leaf, replace_text
from saku.model import Book
from saku.schema import Lang
from saku.source import CITATION


def day(value: date, lang: Lang) -> str:
    """A date as people write it: 21 November 2026."""
    return f"{value.day} {MONTHS[lang][value.month - 1].capitalize()} {value.year}"


def month_or_day(value: str, lang: Lang) -> str:
    """`2024-08` → Agustus 2024; `2026-01-27` → 27 Januari 2026."""
    if len(value) == 10:
        return day(date.fromisoformat(value), lang)
    year, month = value.split("-")
    return f"{MONTHS[lang][int(month) - 1].capitalize()} {year}"


def percent(value: float, lang: Lang) -> str:
    """`98.45` → `98,45%`, in English `98.45%`."""
    text = f"{value:g}%"
    return text.replace(".", ",") if lang == "id" else text


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
    """Numbers of the contact list become links: a telephone dials, a WhatsApp number opens the chat."""
    links: dict[str, str] = {}
    for contact in leaf.book.contacts.entries.values():
        if contact.whatsapp:
            links[contact.whatsapp] = whatsapp(contact.whatsapp)
        if contact.phone:
            links[contact.phone] = telephone(contact.phone)
    if not links:
        return
    found = "|".join(sorted(map(re.escape, links), key=len, reverse=True))
    units = r"[×x]|jam|hari|bulan|tahun|hours|days|months|years"
    pattern = re.compile(rf"(?<![\w.,/+×-])(?:{found})(?![\w%/-]|[.,]\d|\s*(?:{units})\b)")

    def link(match: re.Match[str]) -> HtmlElement:
        return A(match[0], CLASS("phone"), href=links[match[0]])

    replace_text(leaf.article, pattern, link)


def telephone(number: str) -> str:
    """Address that dials: `1500-567` → `tel:1500567`."""
    return "tel:" + re.sub(r"[^\d+]", "", number)


def whatsapp(number: str) -> str:
    """Address that opens a chat: `0811-8165-165` → `https://wa.me/628118165165`."""
    return "https://wa.me/" + re.sub(r"^0", "62", re.sub(r"\D", "", number))


TEMPLATES.filters.update(day=day, telephone=telephone, whatsapp=whatsapp, percent=percent)
