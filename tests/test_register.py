"""The register, read back and counted by LibreOffice."""

import subprocess
import textwrap
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from saku.bank import words_of
from saku.editions.register import CASES, COUNTS, FIRST, ORDER, ROWS, make_register
from saku.model import Book


@pytest.fixture(scope="module")
def register(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "register-kasus.xlsx"
    make_register(book, path)
    return path


def recounted(path: Path) -> Path:
    """What LibreOffice makes of it, with every formula counted anew."""
    out = path.parent / "recounted"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", out, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / path.name


def test_same_bytes(book: Book, register: Path, tmp_path: Path) -> None:
    make_register(book, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == register.read_bytes()


def test_headings_are_the_fields_of_the_sheet_and_none_is_personal(register: Path) -> None:
    headings = [cell.value for cell in load_workbook(register)[CASES][FIRST - 1]]
    assert headings == [
        *("1 Kode kasus", "2 Diterima", "Kota", "6 Masalah", "7 Faskes", "10 Segmen", "Ditutup"),
        *("17 Kode tutup", "Hari", "19 Uang kembali", "20 Pelajaran"),
    ]


def test_every_column_has_help_and_offers_what_the_book_says(book: Book, register: Path) -> None:
    workbook = load_workbook(register)
    sheet, words = workbook[CASES], words_of(book)
    assert all(sheet.cell(2, column).value for column in range(1, len(ORDER) + 1))
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    offered = {"card": words.cards, **words.choices}
    for key, choices in offered.items():
        letter = "ABCDEFGHIJK"[ORDER.index(key)]
        rule = rules[f"{letter}{FIRST}:{letter}{FIRST + ROWS - 1}"]
        name, cells = rule.formula1.split("!")
        assert rule.type == "list"
        assert tuple(cell.value for (cell,) in workbook[name][cells.replace("$", "")]) == choices, key
    assert len(rules) == len(ORDER) - 1
    assert all(rule.prompt for rule in rules.values())


def test_libreoffice_counts_by_month_and_code_without_the_examples(register: Path, tmp_path: Path) -> None:
    workbook = load_workbook(register)
    sheet = workbook[CASES]
    rows = [
        ("BKS-26-001", date(2026, 3, 30), "Kota Bekasi", "K2", date(2026, 4, 2), "selesai", 1_500_000),
        ("BKS-26-002", date(2026, 3, 1), "Kota Bekasi", "K2", None, None, None),
        ("BKS-26-003", date(2026, 12, 31), "Kota Bekasi", "L1", date(2026, 12, 31), "ditarik", 0),
        ("BKS-25-090", date(2025, 12, 31), "Kota Bekasi", "K2", None, None, None),
        (None, date(2026, 3, 2), "Kota Bekasi", "K2", None, "selesai", 70_000),
    ]
    for line, row in enumerate(rows, FIRST + 2):
        keys = ("code", "received", "city", "card", "closed", "outcome", "money")
        for key, value in zip(keys, row, strict=True):
            sheet.cell(line, ORDER.index(key) + 1, value)
    workbook.save(tmp_path / "filled.xlsx")

    counted = load_workbook(recounted(tmp_path / "filled.xlsx"), data_only=True)

    days = [counted[CASES].cell(line, ORDER.index("days") + 1).value for line in range(FIRST + 2, FIRST + 6)]
    assert [value or 0 for value in days] == [3, 0, 0, 0]
    lines = {row[0]: row[1:14] for row in counted[COUNTS].iter_rows(values_only=True) if row[0]}
    assert (lines["K2"][2], lines["K2"][3], lines["K2"][12]) == (2, 0, 2)
    assert (lines["L1"][11], lines["L1"][12]) == (1, 1)
    assert lines["selesai"][12] == 1
    assert lines["ditarik"][11] == 1
    assert lines["19 Uang kembali"][2] == 1_500_000
    assert [value for name, row in lines.items() if name.startswith("Kasus tanpa") for value in row[:1]] == [
        1
    ]


def test_charts_show_the_sums(register: Path) -> None:
    sheet = load_workbook(register)[COUNTS]
    ranges = [series.val.numRef.f for chart in sheet._charts for series in chart.series]
    assert len(ranges) == 2
    months, cards = ranges
    total = months.rsplit("$", 1)[1]
    assert sheet.cell(int(total), 1).value == "Jumlah"
    assert cards == f"{COUNTS}!$N$4:$N${int(total) - 1}"


def test_no_words_are_cut_at_the_foot_of_their_cell(register: Path) -> None:
    """As many letters a line as the column is wide, a little more where they are smaller."""
    workbook = load_workbook(register)
    cells = [(cell, 9) for cell in workbook[CASES][2]]
    cells += [(cell, 11) for (cell,) in workbook[COUNTS]["A4:A80"] if cell.alignment.wrap_text]
    assert any(cell.value.startswith("Kasus tanpa hitungan") for cell, _ in cells)
    for cell, size in cells:
        sheet = cell.parent
        wide = sheet.column_dimensions[cell.column_letter].width * 11 / size
        lines = len(textwrap.wrap(cell.value, int(wide)))
        assert lines * size * 1.3 <= (sheet.row_dimensions[cell.row].height or 15), cell.value


def test_examples_are_hatched_in_every_column(register: Path) -> None:
    sheet = load_workbook(register)[CASES]
    for line, hatched in ((FIRST, True), (FIRST + 1, True), (FIRST + 2, False)):
        patterns = {sheet.cell(line, column).fill.patternType for column in range(1, len(ORDER) + 1)}
        assert patterns == ({"gray125"} if hatched else {None}), line


def test_examples_say_that_they_are(register: Path) -> None:
    sheet = load_workbook(register)[CASES]
    codes = [sheet.cell(line, 1).value for line in range(FIRST, FIRST + 3)]
    assert codes == ["contoh-1", "contoh-2", None]
