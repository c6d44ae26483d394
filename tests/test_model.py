"""The book is read as its author wrote it, with the line of everything."""

from pathlib import Path

import pytest

from conftest import ROOT
from saku.model import load
from saku.overdue import overdue
from saku.problem import BookError
from saku.source import plain, read_page
from saku.translated import renew


def test_a_page_knows_its_sections_blocks_and_lines(mini: Path) -> None:
    page = read_page(mini, mini / "docs/id/kartu/tunggakan.md")
    assert [section.id for section in page.sections] == [
        "",
        "hak",
        "langkah",
        "ucapkan",
        "ditolak",
        "catat",
        "rinci",
    ]
    steps = page.section("langkah")
    assert (steps.heading, steps.line) == ("Langkah", 16)
    assert [(block.kind, block.text, block.line) for block in steps.blocks][:2] == [
        ("step", "Telepon 165.", 18),
        ("step", "Tanya jumlahnya.", 19),
    ]
    assert [section.id for section in page.printed()] == ["", "hak", "langkah", "ucapkan", "ditolak", "catat"]
    assert page.citations() == ["A1", "A2"]


@pytest.mark.parametrize(
    ("name", "address"),
    [("index", ""), ("kartu/tunggakan", "kartu/tunggakan/"), ("aturan/kepesertaan", "aturan/kepesertaan/")],
)
def test_addresses(mini: Path, name: str, address: str) -> None:
    book = load(mini)
    assert book.pages["id", name].address == address
    assert book.pages["en", name].address == f"en/{address}"


def test_a_card_joins_both_languages(mini: Path) -> None:
    card = load(mini).cards["K1"]
    assert card.front.doors == (2,)
    assert (card.words["id"].title, card.words["en"].title) == ("Kartu menunggak", "Card in arrears")


def test_cards_stand_in_the_order_of_the_book(book) -> None:
    numbers = {"D": 7, "K": 12, "L": 8, "B": 7, "T": 6}
    expected = [f"{family}{number}" for family, last in numbers.items() for number in range(1, last + 1)]
    assert list(book.cards) == expected


def test_several_bad_files_are_told_at_once(mini: Path) -> None:
    (mini / "docs/data/rules.yml").write_text("A1: [")
    (mini / "docs/data/glossary.yml").write_text("PBI: 3\n")
    with pytest.raises(BookError) as caught:
        load(mini)
    assert {problem.path for problem in caught.value.problems} == {
        "docs/data/rules.yml",
        "docs/data/glossary.yml",
    }


def test_a_file_that_cannot_be_read(mini: Path) -> None:
    (mini / "docs/id/hilang.md").symlink_to(mini / "nowhere")
    with pytest.raises(BookError, match=r"^docs/id/hilang\.md: unreadable: No such file or directory\."):
        load(mini)


def test_search_words_and_dates_do_not_make_a_translation_stale(mini: Path) -> None:
    path = mini / "docs/id/kartu/tunggakan.md"
    before = read_page(mini, path).fingerprint()
    path.write_text(
        path.read_text().replace('"nunggak"', '"nunggak", "tunggakan"').replace("2027-05-21", "2027-06-21")
    )
    assert read_page(mini, path).fingerprint() == before
    path.write_text(path.read_text().replace("Bayar.", "Bayar sekarang."))
    assert read_page(mini, path).fingerprint() != before


def test_renewing_a_translation_needs_a_page_with_a_partner(mini: Path) -> None:
    with pytest.raises(BookError, match="no-partner"):
        renew(mini, mini / "docs/id/index.md")


def test_overdue_asks_for_another_look_only_after_the_day(mini: Path) -> None:
    book = load(mini)
    date = type(book.edition.date)
    assert list(overdue(book, date(2027, 5, 21))) == []
    late = [str(problem) for problem in overdue(book, date(2028, 1, 1))]
    assert [line.split(": ")[1] for line in late] == ["overdue", "rule-ended", "overdue", "overdue"]
    assert late[1].startswith("docs/data/rules.yml:25: rule-ended: A2: Ended on 2027-12-31.")


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Kartu **mati**. [A21]", "Kartu mati."),
        ("[Cek status (K1)](cek-status.md)", "Cek status (K1)"),
        ("| a | b |", "a b"),
        ("<!-- saku:door 1 -->", ""),
    ],
)
def test_plain_words(markdown: str, words: str) -> None:
    assert plain(markdown) == words


def test_nothing_in_the_repository_reads_shared() -> None:
    for folder in ("scripts", "tests", "docs", "overrides"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix not in (".pyc",) and path.name != Path(__file__).name:
                assert b"../shared" not in path.read_bytes(), path
