"""What an edition says of earlier ones: a withdrawn card, a corrected one, the list of all changes.

A kept copy hears it by `edisi.json`; the words it then shows stand hidden in each card (`recall.js`).
"""

from itertools import groupby
from typing import Any

from lxml.html import HtmlElement

from saku.finish.leaf import Leaf
from saku.finish.words import day
from saku.model import Book
from saku.schema import Change

TEMPLATE = "recall.html"


def withdraw(leaf: Leaf) -> None:
    """Of a withdrawn card only code and title stay; in place of its text stands why, and what to do."""
    if not (card := leaf.card) or not (change := leaf.withdrawn):
        return
    leaf.article.set("data-card", card.code)
    leaf.article.set("data-withdrawn", "")
    title = leaf.fragments("card_title", card=card, words=card.words[leaf.lang])
    notice = leaf.fragments("withdrawn", TEMPLATE, since=_since(leaf, change), why=change.why[leaf.lang])
    leaf.article[:] = [*title, *notice]


def tell_changes(leaf: Leaf) -> None:
    """A card corrected in this edition says so; every card carries what a kept copy may have to say."""
    if not (card := leaf.card):
        return
    change = leaf.book.changes.newest(card.code)
    if change and change.kind == "corrected" and change.edition == leaf.book.edition.number:
        date, why = day(change.date, leaf.lang), change.why[leaf.lang]
        leaf.article.find("h1").addnext(leaf.fragments("corrected", TEMPLATE, date=date, why=why)[0])
    leaf.article.extend(leaf.fragments("kept", TEMPLATE))


def changes(leaf: Leaf, _: str) -> list[HtmlElement]:
    """All changes, one line each, under their editions; newest first."""
    rows = [
        (change, day(change.date, leaf.lang), *_place(leaf, change.code))
        for change in leaf.book.changes.entries
    ]
    editions = [(number, list(group)) for number, group in groupby(rows, key=lambda row: row[0].edition)]
    return leaf.fragments("changes", TEMPLATE, editions=editions)


def edition_data(book: Book) -> dict[str, Any]:
    """What `edisi.json` says: this edition, and the cards of which earlier copies are wrong."""
    newest = [(code, book.changes.newest(code)) for code in book.cards]
    return {
        "edition": book.edition.number,
        "date": str(book.edition.date),
        "cards": [
            {"code": code, "kind": change.kind, "edition": change.edition, "date": str(change.date),
             "why": change.why.model_dump()}
            for code, change in newest
            if change and change.kind != "new"
        ],
    }  # fmt: skip


def _since(leaf: Leaf, change: Change) -> str:
    return f"{change.edition}, {day(change.date, leaf.lang)}"


def _place(leaf: Leaf, code: str | None) -> tuple[str, str]:
    """Name and address of what changed."""
    book = leaf.book
    if not code:
        return "", ""
    if card := book.cards.get(code):
        return code, leaf.to(card.pages["id"].name)
    if code in book.rules.entries:
        return code, leaf.to(book.rule_page(code), code.lower())
    return book.pages[leaf.lang, code].front.data["title"], leaf.to(code)
