"""Writes the summary as CSV, workbook and one page of PDF; the same cases give the same bytes."""

import csv
from datetime import datetime, time
from pathlib import Path

from saku.editions.office import repack
from saku.finish.leaf import TEMPLATES
from saku.model import Book
from saku.schema import Lang
from saku.tally.summary import TABLES, Line, Summary

HIDDEN = "*"
BARS = 10
"""Lines of a chart on paper; the longest table of a page would need more."""
CHARTS = ("month", "card", "city", "outcome")
Strings = dict[str, str]


def strings_of(book: Book, lang: Lang) -> Strings:
    return {key: both[lang] for key, both in book.strings.items()}


def write_csv(book: Book, lang: Lang, summary: Summary, path: Path) -> None:
    """One number a line. A semicolon and a byte order mark, as spreadsheets in Indonesia expect."""
    t = strings_of(book, lang)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\n")
        out.writerow([t["tally_table"], t["tally_row"], t["tally_column"], t["tally_cases"]])
        out.writerow([t["total"], "", "", _cell(summary.total)])
        for name in TABLES:
            out.writerows(
                [t[f"tally_by_{name}"], line.label, "", _cell(line.count)] for line in summary.tables[name]
            )
        cards = [line.key for line in summary.tables["card"]]
        for city, counts in summary.grid:
            out.writerows(
                [t["tally_grid"], city, card, _cell(count)] for card, count in zip(cards, counts, strict=True)
            )
        for label, value in _facts(t, summary):
            out.writerow([t["tally_facts"], label, "", value])


def write_xlsx(book: Book, lang: Lang, summary: Summary, path: Path) -> None:
    """A sheet of tables with charts, and one of cities by cards."""
    from xlsxwriter import Workbook

    t = strings_of(book, lang)
    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as out:
        out.set_properties({"title": t["tally_title"], "author": "JamkesWatch KSPI",
                            "created": datetime.combine(book.edition.date, time())})  # fmt: skip
        bold = out.add_format({"bold": True})
        sheet = out.add_worksheet(t["tally_summary"])
        sheet.set_column(0, 0, 52)
        sheet.write_row(0, 0, [t["tally_title"]], bold)
        sheet.write(1, 0, t["tally_hidden"])
        row = 3
        for label, value in [(t["tally_cases"], _cell(summary.total)), *_facts(t, summary)]:
            sheet.write_row(row, 0, [label, value])
            row += 1
        for name in TABLES:
            row = _table(out, sheet, row + 1, t[f"tally_by_{name}"], summary.tables[name], bold)
        grid = out.add_worksheet(t["tally_grid"])
        grid.set_column(0, 0, 30)
        grid.freeze_panes(1, 1)
        grid.write_row(0, 0, [t["tally_by_city"], *(line.key for line in summary.tables["card"])], bold)
        for place, (city, counts) in enumerate(summary.grid, 1):
            grid.write_row(place, 0, [city, *map(_cell, counts)])
    repack(path, book.edition.date)


def _table(out, sheet, row: int, title: str, lines: list[Line], bold) -> int:
    """Table and chart from `row`; the row below both."""
    sheet.write(row, 0, title, bold)
    first = row + 1
    for place, line in enumerate(lines, first):
        sheet.write_row(place, 0, [line.label, _cell(line.count)])
    last = first + len(lines) - 1
    chart = out.add_chart({"type": "bar"})
    name = sheet.get_name()
    chart.add_series({"categories": [name, first, 0, last, 0], "values": [name, first, 1, last, 1],
                      "fill": {"color": "black"}, "data_labels": {"value": True}})  # fmt: skip
    chart.set_title({"name": title})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    height = max(8, len(lines) + 5)
    chart.set_size({"width": 620, "height": height * 20})
    sheet.insert_chart(row, 3, chart, {"description": title})
    return row + max(height, len(lines) + 1) + 1


def write_pdf(book: Book, lang: Lang, summary: Summary, path: Path) -> None:
    """One page A4 with charts. Raises `BookError` (too-wide, typeface)."""
    from saku.editions.fit import check_layout
    from saku.editions.typeset import render
    from saku.editions.typeset import write_pdf as write
    from saku.finish.words import day

    t = strings_of(book, lang)
    charts = [(t[f"tally_by_{name}"], *_bars(summary.tables[name], t, name == "month")) for name in CHARTS]
    first_to_last = " – ".join(dict.fromkeys(summary.period))
    text = TEMPLATES.get_template("tally.html").render(
        lang=lang, t=t, edition=book.edition, date=day(book.edition.date, lang),
        charts=charts, name=t["tally_title"],
        total=_cell(summary.total), period=first_to_last, facts=_facts(t, summary),
        tables=[(t[f"tally_by_{name}"], summary.tables[name]) for name in TABLES if name not in CHARTS],
        cell=_cell,
    )  # fmt: skip
    document = render(book, text, "tally.css")
    check_layout(book, lang, document)
    write(document, text, path)


def _bars(lines: list[Line], t: Strings, in_time: bool) -> tuple[list[tuple[str, object, float]], str]:
    """Label, number and share of the longest bar; and how many lines are left out."""
    chosen = lines[-BARS - 2 :] if in_time else sorted(lines, key=lambda line: -(line.count or 0))[:BARS]
    most = max((line.count or 0 for line in chosen), default=0) or 1
    left = len(lines) - len(chosen)
    note = t["tally_left"].format(count=left) if left else ""
    return [(line.label, _cell(line.count), (line.count or 0) / most) for line in chosen], note


def _facts(t: Strings, summary: Summary) -> list[tuple[str, object]]:
    return [
        (t["tally_closed"], _cell(summary.closed)),
        (t["tally_days"], HIDDEN if summary.days is None else round(summary.days)),
        (t["tally_refunds"], _cell(summary.refunds)),
        (t["tally_money"], _cell(summary.money)),
    ]


def _thousands(value: object, lang: Lang) -> object:
    text = f"{value:,}" if isinstance(value, int) else value
    return text.replace(",", ".") if lang == "id" and isinstance(value, int) else text


def _cell(count: int | None) -> object:
    return HIDDEN if count is None else count


TEMPLATES.filters["thousands"] = _thousands
