"""A row of a register: what a date, a sum, a city say, and what must not be repeated."""

from datetime import date
from pathlib import Path

import pytest

from cases import GOOD, TODAY, codes, numbered, said, table
from saku.bank import Words
from saku.model import Book
from saku.tally.days import parse_day
from saku.tally.read import read_file
from saku.tally.rows import Row


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
