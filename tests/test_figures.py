"""Figures are found in both languages and mean the same."""

import pytest

from saku.figures import figures, held

PAIRS = [
    ("Rp20 juta", "Rp20 million", ("money", "20000000")),
    ("Rp150.000", "Rp150,000", ("money", "150000")),
    ("Rp1,5 juta", "Rp1.5 million", ("money", "1500000")),
    ("5%", "5%", ("share", "5")),
    ("0,5 persen", "0.5 percent", ("share", "0.5")),
    ("24 bulan", "24 months", ("duration", "24 month")),
    ("3 × 24 jam", "3 × 24 hours", ("duration", "3×24 hour")),
    ("5 hari kerja", "5 working days", ("duration", "5 workday")),
    ("dua hari", "two days", ("duration", "2 day")),
    ("1–5 hari", "1–5 days", ("duration", "1–5 day")),
    ("Pasal 42 ayat (3)", "Article 42(3)", ("article", "42(3)")),
    ("Pasal 13 huruf e", "Article 13 point e", ("article", "13e")),
    ("1 Februari 2026", "1 February 2026", ("date", "2026-02-01")),
    ("Mei 2026", "May 2026", ("date", "2026-05")),
    ("Perpres 82/2018", "Perpres 82/2018", ("regulation", "82/2018")),
    ("Nomor 17 Tahun 2023", "No. 17 of 2023", ("regulation", "17/2023")),
    ("pukul 08.30", "at 08:30", ("time", "08.30")),
    ("kelas 3", "class 3", ("number", "3")),
]


@pytest.mark.parametrize(("indonesian", "english", "expected"), PAIRS)
def test_one_figure_in_both_languages(indonesian: str, english: str, expected: tuple[str, str]) -> None:
    assert [(figure.kind, figure.value) for figure in figures(indonesian, "id")] == [expected]
    assert [(figure.kind, figure.value) for figure in figures(english, "en")] == [expected]


def test_a_sentence_gives_its_figures_in_order() -> None:
    text = "Denda 5% per bulan, paling banyak 12 bulan dan Rp20.000.000 (Pasal 42)."
    assert [figure.text for figure in figures(text, "id")] == ["5%", "12 bulan", "Rp20.000.000", "Pasal 42"]


@pytest.mark.parametrize(
    ("figure", "numbers", "expected"),
    [
        ("Pasal 42", "Pasal 42 ayat (3)", True),
        ("Pasal 42 ayat (3)", "Pasal 42", False),
        ("Pasal 4", "Pasal 42", False),
        ("Februari 2026", "1 Februari 2026", True),
        ("3 jam", "3 × 24 jam", False),
        ("24 bulan", "24 hari", False),
    ],
)
def test_what_a_rule_holds(figure: str, numbers: str, expected: bool) -> None:
    assert held(next(figures(figure, "id")), list(figures(numbers, "id"))) is expected
