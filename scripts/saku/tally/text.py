"""Rows of a text: case sheets that a phone sent, else a table of any office."""

import csv
import io

from saku.bank import Words
from saku.tally.found import Found
from saku.tally.headings import HEADING_ROWS, Rows, Unreadable, columns_of
from saku.tally.phone import VERSION, read_sheets, torn

TEXTS = (".csv", ".txt")


def text_rows(name: str, data: bytes, suffix: str, words: Words, found: list[Found]) -> Rows:
    text = _decoded(name, data, found)
    sheets = list(read_sheets(text))
    lost = torn(text, sheets) if sheets or suffix == ".txt" else []  # a table may name the sheet
    found += [Found(name, line, "torn", lost=True) for line in lost]
    for sheet in sheets:
        if sheet.version != VERSION:
            found.append(Found(name, sheet.line, "version", True, (("value", sheet.version),)))
            continue
        if not sheet.values:
            found.append(Found(name, sheet.line, "missing", True, (("column", words.headings["code"]),)))
        if sheet.private:
            found.append(Found(name, sheet.line, "private", lost=False))
        yield (name, sheet.line), sheet.values, True
    if sheets or lost:
        return
    if suffix not in TEXTS:
        raise Unreadable("damaged", ("value", suffix))
    head = "\n".join(text.splitlines()[:HEADING_ROWS])
    delimiter = max(";\t,", key=head.count)
    odd = text.count('"') % 2 == 1 or _swallows(text, delimiter)
    if odd:
        found.append(Found(name, 0, "quotes", lost=False))
    quoting = csv.QUOTE_NONE if odd else csv.QUOTE_MINIMAL
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    lines = ((reader.line_num, [value.strip('"') for value in row]) for row in reader)
    try:
        columns, _ = columns_of(name, lines, words, found)
    except Unreadable as error:
        raise (error if suffix == ".csv" else Unreadable("no_sheet")) from error
    for number, row in lines:
        yield (
            (name, number),
            {key: row[place - 1] for place, key in columns.items() if place <= len(row)},
            True,
        )


def _swallows(text: str, delimiter: str) -> bool:
    """Whether an open quotation mark takes the rows up to the next one into its field."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return any(value.count(delimiter) >= 2 and len(value.splitlines()) > 1 for row in rows for value in row)


def _decoded(name: str, data: bytes, found: list[Found]) -> str:
    """UTF-8 or UTF-16 as they mark themselves, else the old Windows letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
        if "\0" in text:
            raise Unreadable("damaged", ("value", "NUL"))
        return text
    except UnicodeDecodeError:
        found.append(Found(name, 0, "encoding", lost=False))
        return data.decode("cp1252", errors="replace")
