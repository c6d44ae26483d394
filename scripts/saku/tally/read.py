"""Opens what a DPD sent, whatever state it is in: rows by column, and what is wrong with the file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saku.bank import Words
from saku.tally.found import Found, shown
from saku.tally.headings import Unreadable
from saku.tally.rows import Case, Row
from saku.tally.text import TEXTS, text_rows
from saku.tally.workbook import LIMIT, WORKBOOKS, workbook_rows

OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
"""How an .xls begins, and an .xlsx with a password, which names this stream."""


@dataclass
class Read:
    """What one file gave."""

    cases: list[Case]
    found: list[Found]


def read_file(folder: Path, path: Path, words: Words, today: date) -> Read:
    """Every case of the file at `path`. Raises nothing: each trouble is a line of `found`."""
    name = path.relative_to(folder).as_posix()
    out = Read([], [])
    try:
        suffix = path.suffix.lower()
        if suffix not in (*WORKBOOKS, *TEXTS):
            raise Unreadable("kind")
        if path.stat().st_size > LIMIT:
            raise Unreadable("big")
        data = path.read_bytes()
        if not data.strip():
            raise Unreadable("empty")
        if data.startswith(OLE):
            raise Unreadable("locked" if ENCRYPTED in data else "old")
        if data.startswith(b"PK"):
            rows = workbook_rows(name, data, words, out.found)
        else:
            rows = text_rows(name, data, suffix, words, out.found)
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
