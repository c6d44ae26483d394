"""The tally: no case counts twice, few cases stay hidden, a folder becomes a summary."""

import csv
import os
import random
import re
import subprocess
from datetime import date
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from openpyxl import load_workbook

from cases import GOOD, SHEET, TODAY, fill, numbered, table
from conftest import ROOT
from saku.bank import Words, words_of
from saku.editions.register import ORDER
from saku.model import Book
from saku.tally.found import Found
from saku.tally.hide import FEW, hidden
from saku.tally.merge import merge
from saku.tally.rows import Case
from saku.tally.run import tally
from saku.tally.summary import Summary, summarise


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
