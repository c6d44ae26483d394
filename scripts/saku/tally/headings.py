"""Finds the line of headings in the rows of a file, and which column is which."""

import re
from collections.abc import Iterator

from saku.bank import REQUIRED, Words
from saku.tally.found import Found
from saku.tally.rows import plain

HEADING_ROWS = 30
_PRIVATE = re.compile(
    "(?:nomor|no)?(?:nama|nik|ktp|telp|telepon|hp|wa$|whatsapp|alamat|diagnos|tanggallahir|tgllahir)"
)
"""How a heading begins, as `plain` gives it, below which stands what tells a person."""
Lines = Iterator[tuple[int, list]]
"""The rows of a file as they stand there, with their numbers."""
Rows = Iterator[tuple[tuple[str, int], dict[str, object], bool]]
"""File and line, values by column, and whether the file has only text."""


class Unreadable(Exception):
    """A whole file or sheet cannot be read; `args[0]` is the key of the sentence that says why."""


def columns_of(name: str, lines: Lines, words: Words, found: list[Found]) -> tuple[dict[int, str], int]:
    """Number of each known column, from 1, and the line of the headings.

    Raises `Unreadable` where a required one is missing.
    """
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
