"""Finds the case sheets that phones sent in a text: one, several, or between the messages of a chat."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from saku.casefields import FIRST_LINE, PRIVATE

VERSION = FIRST_LINE.rsplit(" ", 1)[1]
_HEADER = re.compile(rf"{re.escape(FIRST_LINE.removesuffix(VERSION))}(\d+)\W*$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,2})[.)]?\s+([^:]{1,60}):\s*(.*)$")
_NAMED = re.compile(r"^(\w{2,12}):\s*(.*)$")
_CHAT = re.compile(r"^\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4}[ ,]")
"""How an exported chat begins a message."""
_COLUMNS = {1: "code", 2: "received", 6: "card", 7: "facility", 10: "segment", 17: "outcome", 20: "lesson"}
_ENDS = {2: "tanggal", 6: "kode kartu"}
"""Field → end of the key that is counted; its other lines are for the coordinator."""
_NAMES = {"kota": "city", "dpd": "city", "ditutup": "closed"}


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
        line = line.strip(" \t*_~\u200b\u200e\u200f\u202a\u202c")
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


def _read(sheet: Sheet, line: str) -> None:
    if match := _NUMBERED.match(line):
        number, key, value = int(match[1]), match[2].strip().casefold(), match[3]
        if number == 19:  # first whether, then how much
            if value.strip():
                sheet.values["money"] = value
        elif (column := _COLUMNS.get(number)) and key.endswith(_ENDS.get(number, "")):
            sheet.values.setdefault(column, value)
    elif match := _NAMED.match(line):
        name = match[1].casefold()
        if name in map(str.casefold, PRIVATE):
            sheet.private = True
        elif name == "kota":
            sheet.values["city"] = match[2]
        elif name in _NAMES:
            sheet.values.setdefault(_NAMES[name], match[2])
