"""Registers and sheets for the tests of the tally."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from saku.bank import Words
from saku.casefields import FIRST_LINE
from saku.editions.register import CASES, FIRST, ORDER
from saku.model import Book
from saku.tally.found import Found
from saku.tally.read import Read

TODAY = date(2026, 11, 30)
GOOD = {
    "code": "BKS-26-001",
    "received": date(2026, 3, 30),
    "city": "Kota Bekasi",
    "card": "K2",
    "facility": "RS swasta",
    "segment": "PBI",
    "closed": date(2026, 4, 2),
    "outcome": "selesai",
    "money": 1_500_000,
}
SHEET = f"""{FIRST_LINE}
1 Kode kasus: BKS-26-014
1 Kode kasus kota RS: Kota Bekasi
2 Diterima tanggal: 2026-03-30
2 Diterima jam: 08:30
2 Diterima oleh: AB
6 Masalah kode kartu: K2
6 Masalah minta: rawat inap
7 Faskes: RS swasta
10 Segmen: PBI
17 Kode tutup: selesai
17 Kode tutup tanggal: 2026-04-02
18 Hasil: dijamin
19 Uang kembali: ya
19 Uang kembali Rp: 1500000
DPD: Jabar"""


def fill(empty: Path, to: Path, *rows: dict, change: Callable | None = None) -> Path:
    workbook = load_workbook(empty)
    sheet = workbook[CASES]
    for line, row in enumerate(rows, FIRST + 2):
        for key, value in row.items():
            sheet.cell(line, ORDER.index(key) + 1, value)
    if change:
        change(sheet)
    workbook.save(to)
    return to


def table(words: Words, *rows: dict, delimiter: str = ";") -> str:
    head = delimiter.join(words.headings.values())
    lines = [delimiter.join(str(row.get(key) or "") for key in words.headings) for row in rows]
    return "\n".join([head, *lines]) + "\n"


def said(book: Book, found: list[Found]) -> list[str]:
    return [one.say(book.strings, "en") for one in found]


def codes(read: Read) -> list[str]:
    return [case.code for case in read.cases]


def numbered(count: int, **values: object) -> list[dict]:
    return [GOOD | {"code": f"BKS-26-{number:03}"} | values for number in range(1, count + 1)]
