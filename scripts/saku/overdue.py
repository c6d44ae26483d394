"""What has grown old by a given day; for the scheduled job, because a build never asks for today."""

from collections.abc import Iterator
from datetime import date

from saku.model import Book
from saku.problem import Problem


def overdue(book: Book, today: date) -> Iterator[Problem]:
    """Rules that ended or are due for another look, cards past their review date."""
    for code, rule in book.rules.entries.items():
        if rule.until and rule.until < today:
            yield book.rules.problem(
                code, "rule-ended", f"Ended on {rule.until}.", "Take it and what cites it out.", "until"
            )
        if rule.next_check < today:
            what = f"Was to be checked by {rule.next_check}."
            yield book.rules.problem(
                code, "overdue", what, "Check its sources and set checked and next_check.", "next_check"
            )
    for card in book.cards.values():
        if card.front.review_by < today:
            page = card.pages["id"]
            what = f"{card.code} was to be reviewed by {card.front.review_by}."
            fix = "Compare it with its rules and set checked and review_by."
            yield Problem(page.file, page.front.line(("review_by",)), "overdue", what, fix)
