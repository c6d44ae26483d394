"""Reading what a DPD sent: every damage gets a line and loses nothing else."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from cases import GOOD, SHEET, TODAY, codes, fill, numbered, said, table
from saku.bank import Words
from saku.casefields import FIRST_LINE, UNNUMBERED, fields
from saku.editions.register import FIRST, ORDER
from saku.model import Book
from saku.tally.read import ENCRYPTED, OLE, read_file
from saku.tally.rows import Case


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
    (tmp_path / "wa.txt").write_text(SHEET.replace("format 1", "format 9") + "\n" + SHEET)
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
