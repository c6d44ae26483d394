"""The tally: every damage gets a line and loses nothing else; no case counts twice; few cases stay hidden."""

import csv
import os
import random
import re
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from openpyxl import Workbook, load_workbook

from conftest import ROOT
from saku.bank import Words, words_of
from saku.casefields import FIRST_LINE, UNNUMBERED, fields
from saku.editions.register import CASES, FIRST, ORDER, make_register
from saku.model import Book
from saku.tally.days import parse_day
from saku.tally.found import Found
from saku.tally.hide import FEW, hidden
from saku.tally.merge import merge
from saku.tally.read import ENCRYPTED, OLE, Read, read_file
from saku.tally.rows import Case, Row
from saku.tally.run import tally
from saku.tally.summary import Summary, summarise

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


@pytest.fixture(scope="module")
def words(book: Book) -> Words:
    return words_of(book)


@pytest.fixture(scope="module")
def empty(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "register-kasus.xlsx"
    make_register(book, path)
    return path


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


def test_a_filled_register_gives_its_cases_and_not_the_examples(
    book: Book, words: Words, empty: Path, tmp_path: Path
) -> None:
    path = fill(
        empty, tmp_path / "a.xlsx", GOOD, GOOD | {"code": "bks / 26 / 2", "closed": None, "outcome": None}
    )
    read = read_file(tmp_path, path, words, TODAY)
    assert read.found == []
    assert read.cases[0] == Case(
        "BKS-26-001", date(2026, 3, 30), "Kota Bekasi", "K2", "RS swasta", "PBI", date(2026, 4, 2), "selesai",
        1_500_000, ("a.xlsx", FIRST + 2),
    )  # fmt: skip
    assert codes(read) == ["BKS-26-001", "BKS-26-002"]


def test_the_text_of_a_phone_gives_the_row(words: Words, tmp_path: Path) -> None:
    path = tmp_path / "wa.txt"
    path.write_text(SHEET)
    read = read_file(tmp_path, path, words, TODAY)
    assert read.found == []
    (case,) = read.cases
    assert case == Case(**GOOD | {"code": "BKS-26-014", "place": ("wa.txt", 1)})


@pytest.mark.parametrize(
    "stamp",
    ["21/11/26 08.3{} - {}: ", "[21/11/26 08.31.0{}] {}: ", "[08.3{}, 21/11/2025] {}: ",
     "[21/11 08.3{}] {}: ", "[11/21/25, 8:3{} AM] {}: ", "\u200e[8:3{} AM, 11/21/2025] {}: "],
)  # fmt: skip
def test_sheets_are_found_between_the_messages_of_a_chat(words: Words, tmp_path: Path, stamp: str) -> None:
    koordinator, sender = (stamp.format("{}", name).format for name in ("Koordinator", "AB"))
    chat = (
        f"{koordinator(0)}Kirim ya\n{sender(1)}{SHEET}\n"
        f"{koordinator(2)}Ini tidak dibaca:\n1 Kode kasus kota RS: Kota Medan\n19 Uang kembali Rp: 0\n"
        f"{sender(3)}{SHEET.replace('014', '015')} <Pesan ini diedit>\n"
    )
    last = SHEET.replace("014", "016").removesuffix("\nDPD: Jabar")
    chat += f"{sender(4)}{last} \u200e<This message was edited>\n"
    (tmp_path / "wa.txt").write_text(chat)
    read = read_file(tmp_path, tmp_path / "wa.txt", words, TODAY)
    assert read.found == []
    assert [(one.code, one.city, one.money) for one in read.cases] == [
        (f"BKS-26-{number}", "Kota Bekasi", 1_500_000) for number in ("014", "015", "016")
    ]


QUOTED = "\n".join(f"> {line}" for line in SHEET.splitlines())
TORN = {
    "quoted": (QUOTED, ["BKS-26-014"], []),
    "barred": (SHEET.replace("\n", "\n| "), ["BKS-26-014"], []),
    "space before the colon": (SHEET.replace(":", " :"), ["BKS-26-014"], []),
    "in one line": (f"{SHEET}\n\n{SHEET.replace(chr(10), ' ')}", ["BKS-26-014"], [(18, "torn", True)]),
    "empty": (f"{FIRST_LINE}\n{SHEET}", ["BKS-26-014"], [(1, "missing", True)]),
}


@pytest.mark.parametrize("name", TORN)
def test_a_sheet_that_was_quoted_or_torn_is_read_or_told(words: Words, tmp_path: Path, name: str) -> None:
    text, expected, told = TORN[name]
    (tmp_path / "wa.txt").write_text(text)
    read = read_file(tmp_path, tmp_path / "wa.txt", words, TODAY)
    assert codes(read) == expected
    assert [(one.city, one.closed) for one in read.cases] == [("Kota Bekasi", date(2026, 4, 2))]
    assert [(one.line, one.key, one.lost) for one in read.found] == told


def test_a_table_that_names_the_sheet_is_read_all_the_same(words: Words, tmp_path: Path) -> None:
    rows = [row | {"lesson": f"lihat {FIRST_LINE} dari ponsel"} for row in numbered(2)]
    (tmp_path / "a.csv").write_text(table(words, *rows))
    assert codes(read_file(tmp_path, tmp_path / "a.csv", words, TODAY)) == ["BKS-26-001", "BKS-26-002"]


def test_the_dpd_is_not_the_city(words: Words, tmp_path: Path) -> None:
    (tmp_path / "wa.txt").write_text(SHEET.replace("1 Kode kasus kota RS: Kota Bekasi\n", ""))
    (one,) = read_file(tmp_path, tmp_path / "wa.txt", words, TODAY).cases
    assert one.city == ""


def test_every_line_of_the_text_that_is_counted_is_one_that_the_phone_writes(book: Book) -> None:
    keys = {control.key for field in fields(book, "id") for control in field.controls} | set(UNNUMBERED)
    assert {line.split(":")[0] for line in SHEET.splitlines()[1:]} <= keys


def test_a_name_in_the_text_is_never_read(book: Book, words: Words, tmp_path: Path) -> None:
    (tmp_path / "wa.txt").write_text(SHEET + "\nNama: PRIVATE-WORD\nDiagnosis: PRIVATE-WORD\n")
    read = read_file(tmp_path, tmp_path / "wa.txt", words, TODAY)
    assert codes(read) == ["BKS-26-014"]
    (line,) = said(book, read.found)
    assert line.startswith(
        "wa.txt:1: look: The message has a name, NIK, telephone or diagnosis; that was not"
    )
    assert "PRIVATE-WORD" not in str(read)


def test_a_sheet_of_another_format_is_told(book: Book, words: Words, tmp_path: Path) -> None:
    (tmp_path / "wa.txt").write_text(SHEET.replace("format 2", "format 9") + "\n" + SHEET)
    read = read_file(tmp_path, tmp_path / "wa.txt", words, TODAY)
    assert codes(read) == ["BKS-26-014"]
    assert said(book, read.found)[0].startswith("wa.txt:1: not counted: Case sheet of format 9.")


WHOLE = {
    "empty.xlsx": (b"", "The file is empty."),
    "locked.xlsx": (OLE + b"\0" * 600 + ENCRYPTED, "has a password"),
    "old.xls": (OLE + b"\0" * 600, "old Excel file"),
    "cut.xlsx": (b"PK\x03\x04 and nothing more", "damaged"),
    "photo.jpg": (b"\xff\xd8\xff", "Not .xlsx"),
    "hello.txt": (b"Selamat pagi", "No text of a case sheet"),
    "other.csv": (b"tanggal;keluhan\n1;2\n", "1 Kode kasus, 2 Diterima, 6 Masalah"),
    "letters.xlsx": (b"this is no workbook at all", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_cannot_be_read_gets_one_line(
    book: Book, words: Words, tmp_path: Path, name: str
) -> None:
    data, expected = WHOLE[name]
    (tmp_path / name).write_bytes(data)
    read = read_file(tmp_path, tmp_path / name, words, TODAY)
    (line,) = said(book, read.found)
    assert line.startswith(f"{name}: not counted: ")
    assert expected in line
    assert read.cases == []


BAD = {
    "no code": ({"code": None}, "not counted: 1 Kode kasus is empty"),
    "wrong code": ({"code": "kasus ibu tadi"}, "not counted: 1 Kode kasus “kasus ibu tadi” is no case code"),
    "formula": ({"card": "=A1"}, "not counted: 6 Masalah has a formula (=A1)"),
    "unknown card": ({"card": "K99"}, "not counted: 6 Masalah “K99” is no card code"),
    "no date": ({"received": "kemarin"}, "not counted: 2 Diterima “kemarin” is no possible date"),
    "future": ({"received": date(2027, 1, 1)}, "not counted: 2 Diterima “2027-01-01” is no possible date"),
}
LOOK = {
    "date as text": ({"received": "30/3/2026"}, "2 Diterima is text, read as 30/3/2026 = 30 maret 2026."),
    "facility by name": ({"facility": "RS Sehat"}, "7 Faskes “RS Sehat” is not in the list"),
    "formula for a word": ({"segment": "=B1"}, "10 Segmen has a formula (=B1)"),
    "two cards": ({"card": "K2, L3"}, "6 Masalah: several codes, K2 was counted"),
    "closed before": ({"closed": date(2026, 3, 1)}, "Closed before it was received"),
    "a sum in words": ({"money": "banyak"}, "19 Uang kembali “banyak” is no sum"),
    "a city of digits": ({"city": "Bekasi 17111"}, "Kota “Bekasi 17111” is no name of a city"),
}


@pytest.mark.parametrize("name", BAD | LOOK)
def test_a_bad_row_gets_its_line_and_the_next_one_counts(
    book: Book, words: Words, empty: Path, tmp_path: Path, name: str
) -> None:
    change, expected = (BAD | LOOK)[name]
    path = fill(empty, tmp_path / "a.xlsx", GOOD | change, GOOD | {"code": "BKS-26-002"})
    read = read_file(tmp_path, path, words, TODAY)
    (line,) = said(book, read.found)
    assert line.startswith(f"a.xlsx:{FIRST + 2}: {'look: ' if name in LOOK else ''}{expected}")
    assert codes(read) == ["BKS-26-002"] if name in BAD else ["BKS-26-001", "BKS-26-002"]


def test_merged_cells_speak_for_each_of_their_rows(
    book: Book, words: Words, empty: Path, tmp_path: Path
) -> None:
    column = "ABCDEFGHIJK"[ORDER.index("city")]
    rows = [
        GOOD,
        GOOD | {"code": "BKS-26-002", "city": None},
        GOOD | {"code": "BKS-26-003", "city": "Kab. Bogor"},
    ]
    path = fill(
        empty, tmp_path / "a.xlsx", *rows,
        change=lambda sheet: sheet.merge_cells(f"{column}{FIRST + 2}:{column}{FIRST + 3}"),
    )  # fmt: skip
    read = read_file(tmp_path, path, words, TODAY)
    assert [case.city for case in read.cases] == ["Kota Bekasi", "Kota Bekasi", "Kab. Bogor"]
    (line,) = said(book, read.found)
    assert line.startswith(f"a.xlsx:{FIRST + 2}: look: Merged cells, rows {FIRST + 2}–{FIRST + 3};")


def test_columns_in_another_order_are_read_and_personal_ones_are_not(
    book: Book, words: Words, tmp_path: Path
) -> None:
    workbook = Workbook()
    personal = ["Nama pasien", "No. HP", "WA", "Nomor KTP", "Waktu"]
    workbook.active.append([*personal, "6 masalah", "KODE KASUS", "Diterima ", "Kota", "Tgl ditutup"])
    row = ["K2", "BKS-26-001", datetime(2026, 3, 30), "kota bekasi", datetime(2026, 4, 2)]
    workbook.active.append(["PRIVATE-WORD"] * len(personal) + row)
    workbook.save(tmp_path / "own.xlsx")
    read = read_file(tmp_path, tmp_path / "own.xlsx", words, TODAY)
    assert [(case.code, case.city, case.closed) for case in read.cases] == [
        ("BKS-26-001", "Kota Bekasi", None)
    ]
    missing = "7 Faskes, 10 Segmen, Ditutup, 17 Kode tutup, 19 Uang kembali"
    assert [line.split(". ")[0] + "." for line in said(book, read.found)] == [
        f"own.xlsx:1: look: These headings are missing: {missing}; counted without them.",
        "own.xlsx:1: look: Columns of personal data (Nama pasien, No.",
    ]
    assert "(Nama pasien, No. HP, WA, Nomor KTP); not read." in said(book, read.found)[1]
    assert "PRIVATE-WORD" not in str(read)


def test_every_sheet_of_a_workbook_is_read_or_told(book: Book, words: Words, tmp_path: Path) -> None:
    workbook = Workbook()
    for title, headed in {"Januari": True, "Februari": True, "Maret": False, "Catatan": None}.items():
        sheet = workbook.create_sheet(title)
        row = GOOD | {"code": f"{title}-26-001"} if headed is not None else {"code": "rapat tanggal 3"}
        if headed:
            sheet.append(list(words.headings.values()))
        sheet.append([row.get(key) for key in words.headings])
    del workbook["Sheet"]
    workbook.save(tmp_path / "a.xlsx")
    read = read_file(tmp_path, tmp_path / "a.xlsx", words, TODAY)
    assert [(case.code, case.place) for case in read.cases] == [
        ("JANUARI-26-001", ("a.xlsx", 2)), ("FEBRUARI-26-001", ("a.xlsx[Februari]", 2))
    ]  # fmt: skip
    (line,) = said(book, read.found)
    assert line.startswith("a.xlsx[Maret]: not counted: These headings are missing: 1 Kode kasus, 2 Diterima")


def test_the_rest_of_a_sheet_is_not_read_after_many_empty_rows(
    book: Book, words: Words, empty: Path, tmp_path: Path
) -> None:
    path = fill(empty, tmp_path / "a.xlsx", GOOD, change=lambda sheet: sheet.cell(1_048_576, 1, "x"))
    read = read_file(tmp_path, path, words, TODAY)
    assert codes(read) == ["BKS-26-001"]
    (line,) = said(book, read.found)
    assert "rows below are not read" in line


def test_a_file_of_another_kind_is_not_opened(words: Words, tmp_path: Path) -> None:
    (tmp_path / "rapat.mp4").mkdir()  # cannot be opened
    read = read_file(tmp_path, tmp_path / "rapat.mp4", words, TODAY)
    assert [one.key for one in read.found] == ["kind"]


def test_a_merged_sum_is_counted_once(words: Words, empty: Path, tmp_path: Path) -> None:
    column = "ABCDEFGHIJK"[ORDER.index("money")]
    rows = [row | {"money": row["money"] if n == 0 else None} for n, row in enumerate(numbered(3))]
    path = fill(
        empty, tmp_path / "a.xlsx", *rows,
        change=lambda sheet: sheet.merge_cells(f"{column}{FIRST + 2}:{column}{FIRST + 4}"),
    )  # fmt: skip
    read = read_file(tmp_path, path, words, TODAY)
    assert [case.money for case in read.cases] == [1_500_000, None, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_of_any_office_is_read(words: Words, tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = table(words, GOOD, GOOD | {"code": "BKS-26-002", "city": "Kota Café"}, delimiter=delimiter)
    (tmp_path / "a.csv").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    read = read_file(tmp_path, tmp_path / "a.csv", words, TODAY)
    assert [(case.code, case.city, case.place[1]) for case in read.cases] == [
        ("BKS-26-001", "Kota Bekasi", 2), ("BKS-26-002", "Kota Café", 3)
    ]  # fmt: skip
    assert [one.key for one in read.found] == (["encoding"] if encoding == "cp1252" else [])


@pytest.mark.parametrize("opened", [(0,), (0, 2), (0, 1)])
def test_an_open_quotation_mark_swallows_no_row(words: Words, tmp_path: Path, opened: tuple[int]) -> None:
    rows = [row | {"lesson": '"ibu' if n in opened else "ibu"} for n, row in enumerate(numbered(4))]
    (tmp_path / "a.csv").write_text(table(words, *rows))
    read = read_file(tmp_path, tmp_path / "a.csv", words, TODAY)
    assert codes(read) == [row["code"] for row in rows]
    assert [one.key for one in read.found] == ["quotes"]


def test_a_line_break_within_quotation_marks_is_none_of_the_table(words: Words, tmp_path: Path) -> None:
    rows = [row | {"lesson": '"baris satu\nbaris dua; ya"'} for row in numbered(2)]
    (tmp_path / "a.csv").write_text(table(words, *rows))
    read = read_file(tmp_path, tmp_path / "a.csv", words, TODAY)
    assert (codes(read), read.found) == (["BKS-26-001", "BKS-26-002"], [])


def test_text_with_tabs_is_a_table_too(words: Words, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(table(words, GOOD, delimiter="\t"), encoding="utf-16")
    assert codes(read_file(tmp_path, tmp_path / "a.txt", words, TODAY)) == ["BKS-26-001"]


def test_what_looks_like_a_person_is_told_without_repeating_it(
    book: Book, words: Words, tmp_path: Path
) -> None:
    number = "0812" + "0" * 8
    (tmp_path / "a.csv").write_text(table(words, GOOD | {"lesson": number}, GOOD | {"code": number}))
    lines = said(book, read_file(tmp_path, tmp_path / "a.csv", words, TODAY).found)
    assert (
        "a.csv:2: look: Something looks like a NIK, card or telephone number. Delete it from this row."
        in lines
    )
    assert number not in "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "day"),
    [("30/3/2026", (2026, 3, 30)), ("30-03-26", (2026, 3, 30)), ("2026-03-30 08.30", (2026, 3, 30)),
     ("30 Maret 2026", (2026, 3, 30)), ("5 Mei 2026", (2026, 5, 5)), ("31/2/2026", None), ("3/2026", None),
     ("30 Agt 2025", (2025, 8, 30)), ("3-Agust-25", (2025, 8, 3)), ("1 Ags 2025", (2025, 8, 1)),
     ("5 Nop 2025", (2025, 11, 5)), ("5 Nopember 2025", (2025, 11, 5)), ("12 Peb 2026", (2026, 2, 12)),
     ("12 Pebruari 2026", (2026, 2, 12)), ("2026/03/30", (2026, 3, 30)),
     ("Senin, 30 Maret 2026", (2026, 3, 30)),
     ("Jum'at, 3/4/26", (2026, 4, 3)), ("46111", (2026, 3, 30)), ("12", None), ("11/21/2025", None)],
)  # fmt: skip
def test_dates_are_read_with_the_day_first(text: str, day: tuple[int, int, int] | None) -> None:
    assert parse_day(text) == (day and date(*day))


def test_a_file_with_the_month_first_is_told_once(book: Book, words: Words, tmp_path: Path) -> None:
    days = ["11/21/2025", "3/4/2026", "2/13/2026", "31/4/2026"]
    rows = [row | {"received": day} for row, day in zip(numbered(4, closed=""), days, strict=True)]
    (tmp_path / "a.csv").write_text(table(words, *rows))
    read = read_file(tmp_path, tmp_path / "a.csv", words, TODAY)
    assert [(one.line, one.key) for one in read.found] == [
        (2, "date"), (4, "date"), (5, "date"), (0, "month_first")
    ]  # fmt: skip
    assert "month first" in said(book, read.found)[-1]


SUMS = {
    "Rp 1.250.000,-": 1_250_000, "1.250.000,00": 1_250_000, "1,250,000.50": 1_250_000,
    "Rp. 1.500.000.-": 1_500_000, "1 250 000": 1_250_000,
    "Rp1\u00a0250\u00a0000": 1_250_000, "1'250'000": 1_250_000, "IDR 500000": 500_000,
    "500.000 rupiah": 500_000, "tidak": 0, "-": 0, "0": 0,
    "1.25E+06": None, "1500000.000": None, "12.50.000": None, "1.250.00": None, "500.000 tgl 3/4/2026": None,
    "Rp 500.000 + 250.000": None, "Rp1.000.000 dari 3.000.000": None, "1,5 juta": None, "2x500.000": None,
    "-500000": None,
}  # fmt: skip


@pytest.mark.parametrize("text", SUMS)
def test_a_sum_is_read_whole_or_told(words: Words, text: str) -> None:
    row = Row("a.csv", 2, GOOD | {"money": text}, words, TODAY, plain=True)
    assert row.case().money == SUMS[text]
    assert [one.key for one in row.found] == (["sum"] if SUMS[text] is None else [])


@pytest.mark.parametrize(
    ("value", "money", "told"),
    [(1_250_000, 1_250_000, []), (1_250_000.0, 1_250_000, []), (0, 0, []), (1.25, 1, ["sum_odd"]),
     (500, 500, ["sum_odd"]), ("500", 500, ["sum_odd"]), (1500.5, 1500, ["sum_odd"]), (True, None, ["sum"]),
     (-500, None, ["sum"])],
)  # fmt: skip
def test_a_sum_that_lost_its_thousands_is_told(
    words: Words, value: object, money: int | None, told: list[str]
) -> None:
    row = Row("a.xlsx", 2, GOOD | {"money": value}, words, TODAY, plain=False)
    assert row.case().money == money
    assert [one.key for one in row.found] == told


CITIES = {
    "Kota Bekasi": ["Kota Bekasi", "KOTA BEKASI", "kota  bekasi", "Kota Bekasi.", "𝗞𝗼𝘁𝗮 𝗕𝗲𝗸𝗮𝘀𝗶"],
    "Kab. Bekasi": ["Kab. Bekasi", "Kab Bekasi", "Kabupaten Bekasi", "KAB. BEKASI", "kab.bekasi"],
    "Kabanjahe": ["KABANJAHE"],
    "DKI Jakarta": ["DKI JAKARTA", "dki jakarta"],
}


@pytest.mark.parametrize("city", CITIES)
def test_a_city_has_one_name_however_it_is_written(words: Words, city: str) -> None:
    rows = [Row("a.csv", 2, GOOD | {"city": text}, words, TODAY, plain=True) for text in CITIES[city]]
    assert {row.case().city for row in rows} == {city}


def test_a_city_in_letters_that_the_summary_cannot_print_is_told(words: Words) -> None:
    row = Row("a.csv", 2, GOOD | {"city": "Кота"}, words, TODAY, plain=True)
    assert row.case().city == ""
    assert [one.key for one in row.found] == ["city"]


def test_headings_and_sums_between_the_rows_are_no_cases(words: Words, tmp_path: Path) -> None:
    head, *rows = table(words, *numbered(2)).splitlines()
    sums = [";".join(["Jumlah", *[""] * 7, "3000000", ""]), ";" * 8 + ";TOTAL MARET"]
    lost = ["Jumlah;2026-03-30" + ";" * 8, ";" * 8 + "3000000;"]
    (tmp_path / "a.csv").write_text("\n".join([head, rows[0], head, rows[1], *sums, *lost]))
    read = read_file(tmp_path, tmp_path / "a.csv", words, TODAY)
    assert codes(read) == ["BKS-26-001", "BKS-26-002"]
    assert {one.line for one in read.found} == {7, 8}


def case(**values: object) -> Case:
    return Case(**{"place": ("a.xlsx", 4)} | GOOD | values)


def test_no_case_counts_twice() -> None:
    found: list[Found] = []
    again = case(place=("b.xlsx", 9))
    assert merge([case(), again], found) == ([again], 1)
    assert found == []
    other = case(place=("b.xlsx", 9), card="L1")
    assert merge([case(), other], found) == ([other], 1)
    assert [(one.file, one.line, one.key, one.lost) for one in found] == [("a.xlsx", 4, "differs", True)]


@pytest.mark.parametrize("place", [("a.xlsx", 1), ("b.xlsx", 9)], ids=["sent before", "sent later"])
def test_a_case_sent_open_and_closed_counts_closed_and_is_no_trouble(place: tuple[str, int]) -> None:
    found: list[Found] = []
    still_open = case(place=place, closed=None, outcome=None, money=0, card="L1")
    assert merge([still_open, case()], found) == ([case()], 1)
    assert found == []


def test_what_the_newer_row_leaves_empty_is_taken_from_the_older() -> None:
    found: list[Found] = []
    newer = case(place=("b.xlsx", 9), city="", facility=None, money=None)
    assert merge([case(), newer], found)[0] == [case(place=("b.xlsx", 9))]
    assert found == []


def test_two_cases_without_a_city_are_not_of_the_same_city() -> None:
    found: list[Found] = []
    cases = [case(city=""), case(place=("b.xlsx", 9), city="", received=date(2026, 1, 1))]
    assert merge(cases, found)[0] == cases
    assert [one.key for one in found] == ["code_shared"]


def test_one_code_for_two_cases_counts_both_and_is_told() -> None:
    found: list[Found] = []
    other = case(place=("b.xlsx", 9), city="Kota Medan", received=date(2026, 1, 1))
    assert merge([case(), other], found)[0] == [case(), other]
    assert [(one.file, one.key, one.lost) for one in found] == [("b.xlsx", "code_shared", False)]


def test_a_single_hidden_cell_takes_another_with_it() -> None:
    counts = {"total": 30, "a": 3, "b": 20, "c": 7, "d": 0}
    assert hidden(counts, [("total", ["a", "b", "c", "d"])]) == {"a", "c"}


def test_hidden_cells_add_up_to_five_at_least() -> None:
    counts = {"total": 22, "a": 1, "b": 1, "c": 20}
    assert hidden(counts, [("total", ["a", "b", "c"])]) == {"a", "b", "c"}


def test_nothing_hidden_can_be_worked_out_through_other_sums() -> None:
    """Two blocks joined by one cell: each of its sums has two hidden cells, both together tell it."""
    rows, columns = range(4), range(4)
    values = [[4, 4, 9, 9], [4, 4, 3, 9], [9, 9, 4, 4], [9, 9, 4, 4]]
    counts: dict = {(row, column): values[row][column] for row in rows for column in columns}
    counts |= {("row", row): sum(values[row]) for row in rows}
    counts |= {("column", column): sum(line[column] for line in values) for column in columns}
    sums = [(("row", row), [(row, column) for column in columns]) for row in rows]
    sums += [(("column", column), [(row, column) for row in rows]) for column in columns]
    few = {cell for cell, count in counts.items() if 0 < count < FEW}
    assert few < hidden(counts, sums)


def published(summary: Summary) -> tuple[dict, list]:
    """The cells that a reader sees, and the sums that hold between them."""
    cells: dict = {"total": summary.total, "closed": summary.closed, "refunds": summary.refunds}
    sums = []
    for name, lines in summary.tables.items():
        cells |= {(name, line.key): line.count for line in lines}
        sums.append(("total", [(name, line.key) for line in lines]))
    cities, cards = ([line.key for line in summary.tables[name]] for name in ("city", "card"))
    for city, (_, row) in zip(cities, summary.grid, strict=True):
        cells |= {(city, card): count for card, count in zip(cards, row, strict=True)}
        sums.append((("city", city), [(city, card) for card in cards]))
    sums += [(("card", card), [(city, card) for city in cities]) for card in cards]
    ended = [key for key in cells if key[0] == "outcome" and key[1]]
    sums += [("ended", ended), ("ended", ["closed", "undated"])]
    sums += [("total", [("outcome", ""), "ended"]), ("total", ["refunds", "without"])]
    cells.setdefault(("outcome", ""), 0)
    return cells, sums


def bounds(cells: dict, sums: list) -> dict:
    """What each hidden cell must lie between: a zero is shown, so a hidden one is 1 at least."""
    unseen = {"ended", "undated", "without"}
    low = {cell: 1 if count is None else count for cell, count in cells.items()} | dict.fromkeys(unseen, 0)
    high = {cell: 10**6 if count is None else count for cell, count in cells.items()}
    high |= dict.fromkeys(unseen, 10**6)
    before = None
    while before != (before := (dict(low), dict(high))):
        for total, parts in sums:
            low[total] = max(low[total], sum(low[part] for part in parts))
            high[total] = min(high[total], sum(high[part] for part in parts))
            for part in parts:
                low[part] = max(low[part], low[total] - sum(high[one] for one in parts if one != part))
                high[part] = min(high[part], high[total] - sum(low[one] for one in parts if one != part))
    return {cell: (low[cell], high[cell]) for cell, count in cells.items() if count is None}


def test_no_hidden_number_below_five_can_be_worked_out_from_bounds(book: Book) -> None:
    draw = random.Random(7)
    cards, outcomes = list(book.cards)[:12], words_of(book).choices["outcome"]
    hard = [case(code=f"A-26-{n}") for n in range(20)]
    hard += [case(code=f"B-26-{n}", city="Kota Medan", card=cards[n]) for n in range(5)]
    tallies = [hard]
    for number in range(20):
        cities = [f"Kota {letter}" for letter in "ABCDEFGHIJ"[: draw.randint(2, 10)]]
        kinds = range(1, 1 + len(cities)), range(1, 1 + len(cards))
        weights = [[1 / one for one in kind] for kind in kinds]
        tallies.append([
            case(
                code=f"A-26-{n}", city=draw.choices(cities, weights[0])[0],
                card=draw.choices(cards, weights[1])[0], received=date(2026, draw.randint(1, 4), 3),
                outcome=draw.choice([*outcomes[:3], None]), closed=draw.choice([date(2026, 5, 2), None]),
                money=draw.choice([0, 0, 0, 500_000]),
            ) for n in range(30 + 12 * number)
        ])  # fmt: skip
    hidden_cells = 0
    for cases in tallies:
        found = bounds(*published(summarise(book, "id", cases)))
        hidden_cells += len(found)
        assert {cell: low for cell, (low, high) in found.items() if low == high < FEW} == {}
    assert hidden_cells > 100


def test_the_number_of_closed_cases_does_not_give_away_a_closing_code(book: Book) -> None:
    """23 of 30 closed and 20 of them `selesai`: the others would be 3."""
    outcomes = ["selesai"] * 20 + ["ditarik"] * 3 + [None] * 7
    cases = [case(code=f"A-26-{n}", outcome=outcomes[n]) for n in range(30)]
    summary = summarise(book, "id", cases)
    shown = {line.key: line.count for line in summary.tables["outcome"]}
    assert shown["ditarik"] is None
    assert None in (summary.closed, shown["selesai"])
    assert (summary.closed is None) == (summary.days is None)


def test_the_summary_of_few_cases_shows_none_of_them(book: Book) -> None:
    cases = [case(code=f"A-26-{n}") for n in range(12)] + [case(code="B-26-1", card="L1", city="Kota Medan")]
    summary = summarise(book, "id", cases)
    assert summary.total == 13
    assert [(line.key, line.count) for line in summary.tables["city"]] == [
        ("Kota Bekasi", None),
        ("Kota Medan", None),
    ]
    assert [(line.key, line.count) for line in summary.tables["card"]] == [("K2", None), ("L1", None)]
    assert all(count in (None, 0) for _, counts in summary.grid for count in counts)
    assert (summary.closed, summary.days, summary.refunds) == (13, 3, 13)


def test_the_order_of_a_table_tells_nothing_of_its_numbers(book: Book) -> None:
    words = ["selesai"] * 9 + ["diteruskan"] * 14 + ["ditarik"] * 6
    cases = [case(code=f"A-26-{n}", outcome=words[n]) for n in range(29)]
    keys = [line.key for line in summarise(book, "id", cases).tables["outcome"]]
    assert keys == ["selesai", "diteruskan", "ditarik"]


@pytest.fixture(scope="module")
def sent(book: Book, words: Words, empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it comes: two registers that share cases, a csv, a message, and damage."""
    folder = tmp_path_factory.mktemp("kiriman dpd")
    (folder / "bekasi").mkdir()
    fill(empty, folder / "bekasi/maret.xlsx", *numbered(8))
    fill(empty, folder / "bekasi/april.xlsx", *numbered(10), GOOD | {"code": "x"})
    other = numbered(9, city="Kota Medan", card="L1", received="2026-05-02", closed="", outcome="")
    (folder / "medan.csv").write_text(
        table(words, *(row | {"code": row["code"].replace("BKS", "MDN")} for row in other))
    )
    (folder / "wa.txt").write_text(SHEET)
    (folder / "kosong.xlsx").write_bytes(b"")
    (folder / "hilang.xlsx").symlink_to("tidak-ada.xlsx")
    (folder / os.fsdecode(b"cacat\xff.csv")).write_text(table(words, {"city": "Kota Bekasi"}))
    (folder / "~$maret.xlsx").write_bytes(b"left behind")
    return folder


def test_a_folder_becomes_a_summary_in_three_forms(sent: Path) -> None:
    command = [ROOT / "scripts/tally", sent]
    result = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    assert result.returncode == 0, result.stderr
    lines = result.stderr.splitlines()
    assert "… 7/7" in lines
    assert [line for line in lines if line.startswith("hilang.xlsx: tidak dihitung: Tidak bisa dibuka")]
    assert [line for line in lines if line.startswith("kosong.xlsx: tidak dihitung: Berkas kosong.")]
    assert [
        line for line in lines if line.startswith("bekasi/april.xlsx:16: tidak dihitung: 1 Kode kasus “x”")
    ]
    assert "20 kasus dihitung dari 7 berkas; 8 baris berulang; 4 baris atau berkas tidak dihitung." in lines
    out = sent / "rekap"
    notes = (sent / "catatan-rekap.txt").read_text().splitlines()
    assert notes[-1].startswith("20 kasus")
    assert [
        line for line in notes if line.startswith("cacat\\udcff.csv:2: tidak dihitung: 1 Kode kasus kosong")
    ]
    assert sorted(path.name for path in out.iterdir()) == [
        f"ringkasan.{end}" for end in ("csv", "pdf", "xlsx")
    ]
    rows = list(csv.reader((out / "ringkasan.csv").open(encoding="utf-8-sig"), delimiter=";"))
    assert ["Jumlah", "", "", "20"] in rows
    assert ["Menurut kota atau kabupaten", "Kota Medan", "", "9"] in rows
    assert ["Kota dan kartu", "Kota Bekasi", "K2", "11"] in rows
    assert not [row for row in rows if row[3].isdigit() and 0 < int(row[3]) < FEW and row[0] != "angka lain"]
    sheets = load_workbook(out / "ringkasan.xlsx")
    assert sheets.sheetnames == ["Ringkasan", "Kota dan kartu"]
    assert len(sheets["Ringkasan"]._charts) == 6
    assert list(sheets["Kota dan kartu"].values)[:2] == [
        ("Menurut kota atau kabupaten", "K2", "L1"),
        ("Kota Bekasi", 11, 0),
    ]
    with pikepdf.open(out / "ringkasan.pdf") as pdf:
        assert len(pdf.pages) == 1
        alternatives = [
            str(node.Alt) for node in pdf.objects if isinstance(node, pikepdf.Dictionary) and "/Alt" in node
        ]
        start = "Menurut masalah (kode kartu): K2 Kartu PBI mati 11; L1 "
        assert [text for text in alternatives if text.startswith(start) and text.endswith(" 9.")]


def test_the_results_are_not_read_and_the_same_files_give_the_same_bytes(sent: Path) -> None:
    runs = []
    for _ in range(2):
        assert tally(ROOT, sent, "en", TODAY)
        paths = [sent / "catatan-rekap.txt", *sorted((sent / "rekap").iterdir())]
        runs.append({path.name: path.read_bytes() for path in paths})
    assert all(first == second for first, second in pairwise(runs))
    assert b"20 cases counted from 7 files" in runs[0]["catatan-rekap.txt"]


def test_a_folder_without_a_case_leaves_no_summary(tmp_path: Path) -> None:
    (tmp_path / "kosong.csv").write_bytes(b"")
    (tmp_path / "rekap").mkdir()
    (tmp_path / "rekap/ringkasan.csv").write_text("old")
    assert not tally(ROOT, tmp_path, "id", TODAY)
    assert list((tmp_path / "rekap").iterdir()) == []


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "sent"
    (folder / "bekasi").mkdir(parents=True)
    (folder / "medan").symlink_to(tmp_path / "elsewhere")
    scandir = os.scandir

    def refuse(path: str):
        if Path(path).name == "bekasi":  # root, who runs the tests somewhere, may open all
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert not tally(ROOT, folder, "en", TODAY)
    lines = (folder / "catatan-rekap.txt").read_text().splitlines()
    assert [line.split(". ")[0] for line in lines] == [
        "bekasi: not counted: It cannot be opened (Permission denied)",
        "medan: not counted: It cannot be opened (link)",
        "0 cases counted from 0 files; 0 rows repeated; 2 rows or files not counted.",
    ]


def test_every_sentence_of_the_tally_is_used_and_every_used_one_stands_there(book: Book) -> None:
    code = "".join(path.read_text() for path in (ROOT / "scripts/saku/tally").glob("*.py"))
    code += (ROOT / "scripts/saku/templates/tally.html").read_text() + (
        ROOT / "scripts/saku/editions/register.py"
    ).read_text()
    code += "".join(f'"register_{key}" "tally_by_{key}"' for key in (*ORDER, "month"))
    keys = [key for key in book.strings if key.startswith(("tally_", "register_"))]
    told = re.findall(r'(?:Unreadable\(|_tell\((?:found, )?|Found\([^"()]*)"(\w+)"', code)
    assert len(set(told)) > 20
    assert [key for key in told if f"tally_{key}" not in keys] == []
    unused = [key for key in keys if key not in code and f'"{key.removeprefix("tally_")}"' not in code]
    assert unused == []
