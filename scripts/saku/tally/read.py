"""Opens what a DPD sent, whatever state it is in: rows by column, and what is wrong with the file."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from saku.bank import REQUIRED, Words
from saku.tally.found import Found, shown
from saku.tally.phone import VERSION, read_sheets
from saku.tally.rows import Case, Row, code_of, plain

WORKBOOKS = (".xlsx", ".xlsm", ".xls")
KINDS = (*WORKBOOKS, ".csv", ".txt")
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
"""How an .xls begins, and an .xlsx with a password, which names this stream."""
LIMIT = 100 * 1024**2
"""Bytes of a file, and of a workbook unpacked; a register has one or two million."""
HEADING_ROWS = 30
EMPTY_ROWS = 5000
"""A forgotten cell in the last row of a sheet would cost a million of them."""
KNOWN = (str, int, float, date, time, timedelta)
_PRIVATE = re.compile(
    "(?:nomor|no)?(?:nama|nik|ktp|telp|telepon|hp|wa$|whatsapp|alamat|diagnos|tanggallahir|tgllahir)"
)
"""How a heading begins, as `plain` gives it, below which stands what tells a person."""
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass
class Read:
    """What one file gave."""

    cases: list[Case]
    found: list[Found]


class Unreadable(Exception):
    """The whole file cannot be read; `args[0]` is the key of the sentence that says why."""


def read_file(folder: Path, path: Path, words: Words, today: date) -> Read:
    """Every case of the file at `path`. Raises nothing: each trouble is a line of `found`."""
    name = path.relative_to(folder).as_posix()
    out = Read([], [])
    try:
        suffix = path.suffix.lower()
        if suffix not in KINDS:
            raise Unreadable("kind")
        if path.stat().st_size > LIMIT:
            raise Unreadable("big")
        data = path.read_bytes()
        if not data.strip():
            raise Unreadable("empty")
        if data.startswith(OLE):
            raise Unreadable("locked" if ENCRYPTED in data else "old")
        if data.startswith(b"PK"):
            rows = _workbook(name, data, words, out.found)
        else:
            rows = _text(name, data, suffix, words, out.found)
        seen, turned = 0, False
        for place, values, only_text in rows:
            row = Row(*place, values, words, today, only_text)
            case = row.case()
            out.found += row.found
            out.cases += [case] if case else []
            seen += bool(case or row.found)
            turned |= row.month_first
        if turned:
            out.found.append(Found(name, 0, "month_first", lost=False))
        if not seen and not any(found.lost for found in out.found):
            out.found.append(Found(name, 0, "no_rows", lost=False))
    except Unreadable as error:
        out.found.append(Found(name, 0, error.args[0], True, tuple(error.args[1:])))
    except OSError as error:
        out.found.append(Found(name, 0, "unread", True, (("value", str(error.strerror)),)))
    except Exception as error:  # a damaged workbook breaks its reader in many ways
        out.found.append(
            Found(name, 0, "damaged", True, (("value", shown(f"{type(error).__name__}: {error}")),))
        )
    return out


Rows = Iterator[tuple[tuple[str, int], dict[str, object], bool]]
"""File and line, values by column, and whether the file has only text."""


Lines = Iterator[tuple[int, list]]


def _workbook(name: str, data: bytes, words: Words, found: list[Found]) -> Rows:
    import warnings

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
            columns, first = _columns(place, lines, words, found)
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


def _columns(name: str, lines: Lines, words: Words, found: list[Found]) -> tuple[dict[int, str], int]:
    """Number of each known column, from 1, and the line of the headings."""
    known = {plain(heading): key for key, heading in words.headings.items()}
    best: dict[int, str] = {}
    for number, row in lines:
        names = [plain(value) for value in row]
        columns: dict[int, str] = {}
        for place, heading in enumerate(names, 1):
            if (key := known.get(heading)) and key not in columns.values():
                columns[place] = key
        if set(REQUIRED) <= set(columns.values()):
            left = [words.headings[key] for key in words.headings if key not in (*columns.values(), "lesson")]
            private = [str(row[place]) for place, heading in enumerate(names) if _PRIVATE.match(heading)]
            for key, headings in {"columns_left": left, "private_column": private}.items():
                if headings:
                    found.append(Found(name, number, key, False, (("value", ", ".join(headings)),)))
            return columns, number
        best = max(best, columns, key=len)
        if number >= HEADING_ROWS:
            break
    missing = [words.headings[key] for key in REQUIRED if key not in best.values()]
    raise Unreadable("columns", ("value", ", ".join(missing)))


def _text(name: str, data: bytes, suffix: str, words: Words, found: list[Found]) -> Rows:
    text = _decoded(name, data, found)
    sheets = list(read_sheets(text))
    for sheet in sheets:
        if sheet.version != VERSION:
            found.append(Found(name, sheet.line, "version", True, (("value", sheet.version),)))
            continue
        if sheet.private:
            found.append(Found(name, sheet.line, "private", lost=False))
        yield (name, sheet.line), sheet.values, True
    if sheets:
        return
    if suffix in WORKBOOKS:
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
        columns, _ = _columns(name, lines, words, found)
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
