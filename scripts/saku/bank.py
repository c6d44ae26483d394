"""What the case bank takes of a case sheet: the columns of the register, their words and choices."""

from dataclasses import dataclass

from saku.casefields import fields
from saku.model import Book

COLUMNS: dict[str, int | str] = {
    "code": 1,
    "received": 2,
    "city": "Kota",
    "card": 6,
    "facility": 7,
    "segment": 10,
    "closed": "Ditutup",
    "outcome": 17,
    "money": 19,
    "lesson": 20,
}
"""Column → number of its field on the sheet, or its name where paper has none (`sop/mendokumentasikan`)."""
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
        key: f"{name} {sheet[name].label}" if isinstance(name, int) else name for key, name in COLUMNS.items()
    }
    choices = {
        key: tuple(word for control in sheet[COLUMNS[key]].controls for word, _ in control.choices)
        for key in CHOICES
    }
    return Words(headings, choices, tuple(book.cards))
