"""The index of the words people say: merged, sorted, without near-doubles."""

from pathlib import Path

import pytest

from saku.model import Book, load
from saku.wordindex import LONGEST, word_index


def index_of(mini: Path, words: str, heard: str = "Iurannya menunggak") -> dict[str, list[str]]:
    card = mini / "docs/id/kartu/tunggakan.md"
    text = card.read_text(encoding="utf-8")
    text = text.replace('words: ["nunggak"]', f"words: [{words}]").replace("Iurannya menunggak", heard)
    card.write_text(text, encoding="utf-8")
    return word_index(load(mini), "id")


def test_words_and_short_sayings_come_in_the_order_of_the_alphabet(mini: Path) -> None:
    words = index_of(mini, '"Zakat", "28 hari", "kartu mati"', heard="Belum bayar.")
    assert list(words) == ["belum bayar", "kartu mati", "zakat", "28 hari"]
    assert set(map(tuple, words.values())) == {("K1",)}


def test_other_spellings_of_one_card_are_one_entry(mini: Path) -> None:
    assert list(index_of(mini, '"nunggak", "nungak", "nung gak"', heard="Nunggakk")) == ["nunggak"]


def test_a_spelling_with_and_without_space_is_one_entry_of_both_cards(book: Book) -> None:
    words = word_index(book, "id")
    assert words["laka lantas"] == ["T1", "T2"]
    assert "lakalantas" not in words


def test_another_figure_is_another_entry(mini: Path) -> None:
    assert list(index_of(mini, '"denda 28 hari", "denda 45 hari"', heard="Denda 28 hari")) == [
        "denda 28 hari",
        "denda 45 hari",
    ]


def test_a_phrase_that_holds_a_shorter_entry_of_its_cards_goes(mini: Path) -> None:
    assert list(index_of(mini, '"denda", "bayar denda", "kena denda"', heard="x" * 40)) == ["denda"]


def test_sentences_and_words_without_vowels_stay_with_the_search(mini: Path) -> None:
    assert index_of(mini, '"blm bayar", "kartu saya sudah mati lama"', heard="x" * 40) == {}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_in_the_book_every_card_is_found_and_no_phrase_is_lost_in_a_column(book: Book, lang: str) -> None:
    words = word_index(book, lang)
    assert {code for codes in words.values() for code in codes} == set(book.cards)
    assert max(map(len, words)) <= LONGEST
