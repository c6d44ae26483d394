"""The figures that may be shown: tables by month, card, city, facility, segment and outcome."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from saku.bank import CHOICES, words_of
from saku.figures import MONTHS
from saku.model import Book
from saku.schema import Lang
from saku.tally.hide import Cell, Sum, hidden
from saku.tally.rows import Case

TABLES = ("month", "card", "city", "outcome", "facility", "segment")
TOTAL, OPEN = "total", ("outcome", "")


@dataclass(frozen=True)
class Line:
    """One line of a table; `count` is None where it is hidden."""

    key: str
    label: str
    count: int | None


@dataclass(frozen=True)
class Summary:
    """What is written: nothing in it tells of fewer than five cases."""

    total: int | None
    period: tuple[str, str]
    """First and last month."""
    tables: dict[str, list[Line]]
    grid: list[tuple[str, list[int | None]]]
    """City, and its cases by the cards of `tables["card"]`."""
    closed: int | None
    days: float | None
    """From received to closed; half of the closed cases took no longer."""
    refunds: int | None
    money: int | None
    """Rupiah returned to patients, of that many cases."""


def summarise(book: Book, lang: Lang, cases: Sequence[Case]) -> Summary:
    strings = {key: both[lang] for key, both in book.strings.items()}
    keys = {name: [_key(case, name) for case in cases] for name in TABLES}
    order = {name: _order(book, name, Counter(values)) for name, values in keys.items()}
    spans = [(case.closed - case.received).days for case in cases if case.closed and case.outcome]
    refunds = [case.money for case in cases if case.money]
    counts, sums = _counted(keys, order, len(spans), len(refunds))
    unseen = hidden(counts, sums)

    def show(cell: Cell) -> int | None:
        return None if cell in unseen else counts[cell]

    tables = {
        name: [Line(key, _label(book, lang, strings, name, key), show((name, key))) for key in order[name]]
        for name in TABLES
    }
    grid = [
        (line.label, [show(("grid", line.key, card)) for card in order["card"]]) for line in tables["city"]
    ]
    months = [tables["month"][place].label for place in (0, -1)] if cases else ["", ""]
    closed, refunded = show("closed"), show("refunds")
    return Summary(
        show(TOTAL), (months[0], months[1]), tables, grid,
        closed, median(spans) if closed else None,
        refunded, None if refunded is None else sum(refunds),
    )  # fmt: skip


def _counted(
    keys: dict[str, list[str]], order: dict[str, list[str]], closed: int, refunds: int
) -> tuple[dict[Cell, int], list[Sum]]:
    """Every number that is shown, or follows from those that are; and the sums between them."""
    cases = len(keys["month"])
    ended = sum(key != "" for key in keys["outcome"])
    counts: dict[Cell, int] = {TOTAL: cases, OPEN: cases - ended, "ended": ended}
    counts |= {"closed": closed, "undated": ended - closed, "refunds": refunds, "without": cases - refunds}
    for name, values in keys.items():
        number = Counter(values)
        counts |= {(name, key): number[key] for key in order[name]}
    pairs = Counter(zip(keys["city"], keys["card"], strict=True))
    cells = [(city, card) for city in order["city"] for card in order["card"]]
    counts |= {("grid", *cell): pairs[cell] for cell in cells}
    sums: list[Sum] = [(TOTAL, [(name, key) for key in order[name]]) for name in TABLES]
    sums += [(("city", city), [("grid", city, card) for card in order["card"]]) for city in order["city"]]
    sums += [(("card", card), [("grid", city, card) for city in order["city"]]) for card in order["card"]]
    sums += [(TOTAL, [OPEN, "ended"]), ("ended", [("outcome", key) for key in order["outcome"] if key])]
    sums += [("ended", ["closed", "undated"]), (TOTAL, ["refunds", "without"])]
    return counts, sums


def _key(case: Case, name: str) -> str:
    if name == "month":
        return f"{case.received:%Y-%m}"
    return getattr(case, name) or ""


def _order(book: Book, name: str, counts: Counter[str]) -> list[str]:
    """Months without a gap, cards as in the book, words as on the sheet, cities by name; untold last.

    Never by number: the place would tell how large a hidden one is.
    """
    if name == "month" and counts:
        (first, last) = min(counts), max(counts)
        year, month, months = int(first[:4]), int(first[5:]), [first]
        while months[-1] != last:
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
            months.append(f"{year}-{month:02}")
        return months
    if name == "card":
        return [code for code in book.cards if code in counts]
    if name in CHOICES:
        return [word for word in (*words_of(book).choices[name], "") if word in counts]
    return sorted(counts, key=lambda key: (key == "", key))


def _label(book: Book, lang: Lang, strings: dict[str, str], name: str, key: str) -> str:
    if not key:
        return strings["tally_open" if name == "outcome" else "tally_untold"]
    if name == "card":
        return f"{key} {book.cards[key].words[lang].title}"
    if name == "month":
        return f"{MONTHS[lang][int(key[5:]) - 1].capitalize()} {key[:4]}"
    return key
