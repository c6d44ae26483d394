"""Fills what an author only marks: doors and the lists made from the data; dresses cards and sheets."""

import re

from lxml.etree import Comment
from lxml.html import HtmlElement
from lxml.html.builder import CLASS, DETAILS, SUMMARY, E

from saku.finish.casesheet import case_sheet
from saku.finish.leaf import Leaf, replace_text
from saku.finish.paths import path_questions
from saku.finish.recall import changes
from saku.finish.region import region_contacts
from saku.finish.training import timetable
from saku.finish.words import basis, day, month_or_day, standing
from saku.model import Book, Card
from saku.schema import TOPICS, Coverage
from saku.source import Page
from saku.training import TRAINING
from saku.wordindex import word_index

BLANK = re.compile(r"_{4,}")
MARKER = re.compile(r"^\s*saku:(?!downloads)(\w+)(?: (\w+))?\s*$")


def fill_markers(leaf: Leaf) -> None:
    """`<!-- saku:rules membership -->` → the list it names."""
    makers = {"door": _door, "rules": _rules, "regulations": _regulations}
    makers |= {"contacts": _contacts, "glossary": _glossary, "index": _index}
    makers |= {"myths": _myths, "coverage": _coverage, "path": path_questions, "changes": changes}
    makers |= {"timetable": timetable, "casesheet": case_sheet, "region": region_contacts}
    for comment in list(leaf.article.iter(Comment)):
        if match := MARKER.match(comment.text or ""):
            _replace(comment, makers[match[1]](leaf, match[2]))


def dress_card(leaf: Leaf) -> None:
    """Code, deadline and what is heard above a card, its neighbours below it."""
    if not (card := leaf.card) or leaf.withdrawn:
        return
    words = card.words[leaf.lang]
    leaf.article.set("data-card", card.code)
    leaf.article.set("data-review-by", card.front.review_by.isoformat())
    title = leaf.article.find("h1")
    for element in reversed(leaf.fragments("card_head", card=card, words=words)):
        title.addnext(element)
    title.getparent().replace(title, leaf.fragments("card_title", card=card, words=words)[0])
    neighbours = [leaf.book.cards[code] for code in card.front.not_this]
    tail = leaf.fragments(
        "card_tail", card=card, neighbours=neighbours, review_by=day(card.front.review_by, leaf.lang)
    )
    details = leaf.article.find("details")
    for element in tail:
        details.addprevious(element)


def dress_sheet(leaf: Leaf) -> None:
    """A form or letter is marked for print; lines to write on become lines."""
    if leaf.article.xpath("./section[@class='part part-formulir' or @class='part part-surat']"):
        leaf.article.set("data-sheet", "")
        if leaf.lang != "id":
            title = leaf.book.pages["id", leaf.page.name].front.data["title"]
            leaf.article.find("h1").addnext(leaf.fragments("original", title=title, name=leaf.page.name)[0])
    replace_text(leaf.article, BLANK, _blank)


def offer_files(leaf: Leaf) -> None:
    """Above a form or letter the files that are made of it; they hold the Indonesian sheet."""
    folder, _, name = leaf.page.name.partition("/")
    sheets = leaf.article.xpath("./section[@class='part part-formulir' or @class='part part-surat']")
    if folder != "formulir" or not sheets:
        return
    files = {"A4": f"formulir-{name}.pdf", "A5": f"formulir-{name}-a5.pdf"}
    if sheets[0].get("class").endswith("surat"):
        files = {"DOCX": f"surat-{name.removeprefix('surat-')}.docx"}
    up = "../" * leaf.page.address.count("/")
    sheets[0].addprevious(leaf.fragments("sheet_files", files=files, up=up)[0])


def _blank(match: re.Match[str]) -> HtmlElement:
    """`____` → a short line, `________` → a word's, longer → the rest of the line."""
    width = {4: "short", 8: "word"}.get(len(match[0]), "rest")
    return E.span(match[0], CLASS(f"blank {width}"))


def split_sections(leaf: Leaf) -> None:
    """Each `##` heading and its text become a section; the details of a page are folded."""
    for heading in leaf.article.findall("h2"):
        rest = []
        for element in heading.itersiblings():
            if element.tag == "h2":
                break
            rest.append(element)
        id = heading.get("id")
        details = id == "rinci"
        section = DETAILS(id=id) if details else E.section(CLASS(f"part part-{id}"))
        heading.addprevious(section)
        heading.tail = None
        if details:
            del heading.attrib["id"]
            heading = SUMMARY(heading)
        section.extend([heading, *rest])


def _replace(node: HtmlElement, elements: list[HtmlElement]) -> None:
    for element in elements:
        node.addprevious(element)
    node.getparent().remove(node)


def _door(leaf: Leaf, number: str) -> list[HtmlElement]:
    cards = [card for card in leaf.book.cards.values() if int(number) in card.front.doors]
    return leaf.fragments("door", cards=cards)


def _rules(leaf: Leaf, topic: str) -> list[HtmlElement]:
    book = leaf.book
    rules = {code: rule for code, rule in book.rules.entries.items() if rule.topic == topic}
    rows = [
        {"code": code, "rule": rule, "basis": basis(book, code), "standing": standing(book, code, leaf.lang),
         "pages": _citing(book, leaf, code),
         "regulation": book.regulations.entries[rule.regulation],
         "dates": {name: (value := getattr(rule, name)) and day(value, leaf.lang)
                   for name in ("from_", "until", "checked", "next_check")}}
        for code, rule in sorted(rules.items(), key=lambda item: int(item[0][1:]))
    ]  # fmt: skip
    return leaf.fragments("rules", rows=rows)


def _citing(book: Book, leaf: Leaf, code: str) -> list[Page]:
    """Pages that cite a rule: cards in the order of the book, then the others.

    The training is left out: it repeats what the cards say.
    """
    cards = [card.pages[leaf.lang] for card in book.cards.values()]
    others = [page for (lang, _), page in book.pages.items() if lang == leaf.lang and page not in cards]
    pages = [page for page in [*cards, *others] if not page.name.startswith(TRAINING)]
    return [page for page in pages if code in book.citations(page)]


def _regulations(leaf: Leaf, _: str) -> list[HtmlElement]:
    entries = [entry for entry in leaf.book.regulations.entries.values() if entry.kind == "regulation"]
    return leaf.fragments("regulations", entries=sorted(entries, key=lambda entry: entry.short))


def _contacts(leaf: Leaf, _: str) -> list[HtmlElement]:
    return leaf.fragments("contacts", contacts=leaf.book.contacts.entries.values())


def _glossary(leaf: Leaf, _: str) -> list[HtmlElement]:
    return leaf.fragments(
        "glossary", terms=sorted(leaf.book.glossary.entries.items(), key=lambda item: item[0].lower())
    )


def _index(leaf: Leaf, _: str) -> list[HtmlElement]:
    """The words people say, under their first letter."""
    groups: dict[str, list[tuple[str, list[Card]]]] = {}
    for phrase, codes in word_index(leaf.book, leaf.lang).items():
        letter = phrase[0].upper() if phrase[0].isalpha() else "0–9"
        groups.setdefault(letter, []).append((phrase, [leaf.book.cards[code] for code in codes]))
    return leaf.fragments("index", groups=groups.items())


def _myths(leaf: Leaf, _: str) -> list[HtmlElement]:
    """What is often mistaken, with the rule that says how it is; topic by topic."""
    rules = leaf.book.rules.entries
    ordered = [
        (name, [(code, rule) for code, rule in rules.items() if rule.topic == topic and rule.myth])
        for topic, name in sorted(leaf.book.topic_pages.items(), key=lambda item: TOPICS.index(item[0]))
    ]
    topics = [(leaf.book.pages[leaf.lang, name], mistaken) for name, mistaken in ordered if mistaken]
    return leaf.fragments("myths", topics=topics)


def _coverage(leaf: Leaf, _: str) -> list[HtmlElement]:
    """A chart of each place's newest figures, and the table of all."""
    rows = leaf.book.coverage
    newest: dict[str, Coverage] = {}
    for row in sorted(rows, key=lambda row: row.date):
        if row.registered is not None and row.active is not None:
            newest[row.place] = row
    chart = sorted(newest.values(), key=lambda row: -row.active)
    return leaf.fragments(
        "coverage", chart=chart, rows=rows, day=lambda row: month_or_day(row.date, leaf.lang)
    )
