"""The list of changes is one that a reader can follow: what it names is there, and it goes back in time."""

from collections.abc import Iterator
from itertools import pairwise

from saku.model import Book
from saku.problem import Problem


def named(book: Book) -> Iterator[Problem]:
    """A change names a card, a rule or a page; only a card can be withdrawn."""
    pages = {name for _, name in book.pages}
    for index, change in enumerate(book.changes.entries):
        code = change.code
        if code and code not in {*book.cards, *book.rules.entries, *pages}:
            what = f"{code} is no card, rule or page of this book."
            yield book.changes.problem(index, "code", what, "Write its code, or the page's name: sop/alur.")
        elif change.kind == "withdrawn" and code not in book.cards:
            fix = "Correct the page or the rule, and write what was corrected."
            yield book.changes.problem(index, "kind", "Only a card can be withdrawn.", fix)


def dated(book: Book) -> Iterator[Problem]:
    """Newest first, and none later than this edition: kept copies compare number and date."""
    changes, edition = book.changes, book.edition
    for index, change in enumerate(changes.entries):
        if change.date > edition.date:
            fix = "Correct the date here or in edition.yml."
            yield changes.problem(index, "date", f"This edition is of {edition.date}.", fix)
        if _order(change.edition) > _order(edition.number):
            fix = "Correct the number here or in edition.yml."
            yield changes.problem(index, "edition", f"This is edition {edition.number}.", fix)
    for index, (newer, older) in enumerate(pairwise(changes.entries), 1):
        if older.date > newer.date or _order(older.edition) > _order(newer.edition):
            what = f"It is newer than the change above it ({newer.edition}, {newer.date})."
            yield changes.problem(index, "date", what, "Put the newest first.")


def _order(number: str) -> list[int]:
    """`0.10` comes after `0.9`."""
    return [int(part) for part in number.split(".")]
