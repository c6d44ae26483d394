"""Rows of an Excel workbook: every sheet with headings, merged cells, formulas."""

import io
import re
import warnings
from datetime import date, time, timedelta
from zipfile import BadZipFile, ZipFile

from saku.bank import REQUIRED, Words
from saku.tally.found import Found
from saku.tally.headings import Lines, Rows, Unreadable, columns_of
from saku.tally.rows import code_of

WORKBOOKS = (".xlsx", ".xlsm", ".xls")
LIMIT = 100 * 1024**2
"""Bytes of a file, and of a workbook unpacked; a register has one or two million."""
EMPTY_ROWS = 5000
"""A forgotten cell in the last row of a sheet would cost a million of them."""
KNOWN = (str, int, float, date, time, timedelta)
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def workbook_rows(name: str, data: bytes, words: Words, found: list[Found]) -> Rows:
    from openpyxl import load_workbook

    try:
        with ZipFile(io.BytesIO(data)) as file:
            if sum(entry.file_size for entry in file.infolist()) > LIMIT:
                raise Unreadable("big")
    except BadZipFile as error:
        raise Unreadable("damaged", ("value", "zip")) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drop-downs and pictures that it leaves out
        book = load_workbook(io.BytesIO(data), read_only=True)
    heads = False
    for sheet in book.worksheets:
        place = f"{name}[{sheet.title}]" if sheet is not book.worksheets[0] else name
        sheet.reset_dimensions()  # some programs write it wrongly
        with ZipFile(io.BytesIO(data)) as file:
            merged = _merged(file.read(sheet._worksheet_path.lstrip("/")))
        lines = _lines(place, sheet, found)
        try:
            columns, first = columns_of(place, lines, words, found)
        except Unreadable as error:
            if len(book.worksheets) == 1:
                raise
            if any(code_of(str(value)) for _, row in _lines(place, sheet, []) for value in row):
                found.append(Found(place, 0, error.args[0], True, tuple(error.args[1:])))
            continue
        heads = True
        yield from _filled(place, lines, columns, first, merged, found)
    if not heads:
        raise Unreadable("columns", ("value", ", ".join(words.headings[key] for key in REQUIRED)))


def _lines(name: str, sheet, found: list[Found]) -> Lines:
    """The rows with their numbers, until too many were empty."""
    empty = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        empty = 0 if any(value is not None for value in row) else empty + 1
        if empty > EMPTY_ROWS:
            found.append(Found(name, number, "rows_end", lost=False))
            return
        yield number, list(row)


def _merged(xml: bytes) -> list[tuple[int, int, int, int]]:
    """First and last column and row of merged cells, counted from 1."""
    from openpyxl.utils import column_index_from_string as index

    return [
        (index(match[1].decode()), index(match[3].decode()), int(match[2]), int(match[4]))
        for match in _MERGED.finditer(xml)
    ]


def _filled(name: str, lines: Lines, columns: dict[int, str], first: int, merged, found: list[Found]) -> Rows:
    """Rows below the headings. Cells merged downwards in one column say the same for each of their rows,
    but a code is that of one case, and a sum was paid once.
    """
    values: dict[tuple[int, int], object] = {}
    blocks = [
        block for block in merged if block[3] > first and any(block[0] <= c <= block[1] for c in columns)
    ]
    for block in blocks:
        place = (("value", f"{block[2]}–{block[3]}"),)
        found.append(Found(name, max(block[2], first + 1), "merged", False, place))
    for number, row in lines:
        got = {}
        for column, key in columns.items():
            value = row[column - 1] if column <= len(row) else None
            for left, right, top, bottom in blocks:
                if left == right == column and top <= number <= bottom and key not in ("code", "money"):
                    value = values.setdefault((column, top), value)
            got[key] = value if value is None or isinstance(value, KNOWN) else "="  # some kinds of formulas
        yield (name, number), got, False
