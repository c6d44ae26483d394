"""Finds the case sheets that phones sent in a text: one, several, or between the messages of a chat."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from saku.bank import COLUMNS
from saku.casefields import FIRST_LINE, PRIVATE

VERSION = FIRST_LINE.rsplit(" ", 1)[1]
_NAME = FIRST_LINE.removesuffix(VERSION)
_HEADER = re.compile(rf"{re.escape(_NAME)}(\d+)\W*$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,2})[.)]?\s+([^:]{1,60}):\s*(.*)$")
_NAMED = re.compile(rf"^(?:{'|'.join(PRIVATE)})\s*:", re.IGNORECASE)
_CHAT = re.compile(r"^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}[ ,]|^\[[^\]]*\d[/.:]\d[^\]]*\]")
"""How an exported or copied chat begins a message."""
_EDITED = re.compile(r"\W*<(?:Pesan ini diedit|This message was edited)>\W*$", re.IGNORECASE)
_AROUND = " \t*_~>|\u200b\u200e\u200f\u202a\u202c"
"""What bold letters, quoting and the direction of letters leave around a line."""


@dataclass
class Sheet:
    """One sheet: the line of its header, its version, and what it says by column of the register."""

    line: int
    version: str
    values: dict[str, str] = field(default_factory=dict)
    private: bool = False
    """It also tells a name, NIK, telephone or diagnosis; these are not read."""


def read_sheets(text: str) -> Iterator[Sheet]:
    sheet = None
    for number, line in enumerate(text.splitlines(), 1):
        line = _EDITED.sub("", line).strip(_AROUND)
        if match := _HEADER.search(line):
            if sheet:
                yield sheet
            sheet = Sheet(number, match[1])
        elif sheet and _CHAT.match(line):
            yield sheet
            sheet = None
        elif sheet:
            _read(sheet, line)
    if sheet:
        yield sheet


def torn(text: str, sheets: Sequence[Sheet]) -> list[int]:
    """Lines that name the sheet without being the header of one, as when all of it came in one line."""
    named = {number for number, line in enumerate(text.splitlines(), 1) if _NAME.lower() in line.lower()}
    return sorted(named - {sheet.line for sheet in sheets})


def _read(sheet: Sheet, line: str) -> None:
    if match := _NUMBERED.match(line):
        column = _column(int(match[1]), match[2].strip().casefold())
        if column == "money" and match[3].strip():  # first whether, then how much
            sheet.values[column] = match[3]
        elif column:
            sheet.values.setdefault(column, match[3])
    elif _NAMED.match(line):
        sheet.private = True


def _column(number: int, key: str) -> str | None:
    """The column whose ending is the longest that fits; the other lines of a field are not counted."""
    fits = [
        (len(end), column) for column, (own, end) in COLUMNS.items() if own == number and key.endswith(end)
    ]
    return max(fits)[1] if fits else None
