"""What the case bank takes of a case sheet: the columns of the register, their words and choices."""

from dataclasses import dataclass

from saku.casefields import fields
from saku.model import Book

COLUMNS: dict[str, tuple[int, str]] = {
    "code": (1, ""),
    "received": (2, "tanggal"),
    "city": (1, "kota rs"),
    "card": (6, "kode kartu"),
    "facility": (7, ""),
    "segment": (10, ""),
    "closed": (17, "tanggal"),
    "outcome": (17, ""),
    "money": (19, ""),
    "lesson": (20, ""),
}
"""Column → number of its field on the sheet, and how the key of the line that is counted ends."""
HEADINGS = {"city": "Kota", "closed": "Ditutup"}
"""Columns whose field gives its name to another one; the others are headed by number and label."""
REQUIRED = ("code", "received", "card")
"""Without these a row cannot be counted."""
CHOICES = ("facility", "segment", "outcome")
"""Columns with one of a few words."""
DAYS = "Hari"
"""A column that the register counts itself."""


@dataclass(frozen=True)
class Words:
    """What a register may say: heading of each column, words of each choice, codes of the cards."""

    headings: dict[str, str]
    choices: dict[str, tuple[str, ...]]
    cards: tuple[str, ...]


def words_of(book: Book) -> Words:
    """The Indonesian words of the sheet; only that sheet is used."""
    sheet = {field.number: field for field in fields(book, "id")}
    headings = {
        key: HEADINGS.get(key) or f"{number} {sheet[number].label}" for key, (number, _) in COLUMNS.items()
    }
    choices = {
        key: tuple(word for control in sheet[COLUMNS[key][0]].controls for word, _ in control.choices)
        for key in CHOICES
    }
    return Words(headings, choices, tuple(book.cards))
