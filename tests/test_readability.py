"""Sentences and words are counted as a reader would."""

from pathlib import Path

import pytest

from saku.model import load
from saku.readability import length, reading, sentences_of


def test_sentences_of_a_card(mini: Path) -> None:
    card = load(mini).cards["K1"]
    assert list(sentences_of(card, "id"))[:5] == [
        ("Bayar dalam 24 bulan.", 4),
        ("Kartu PBI lain lagi.", 14),
        ("Tunggakan paling banyak 24 bulan.", 14),
        ("Telepon 165.", 18),
        ("Tanya jumlahnya.", 19),
    ]


def test_figures_of_a_card(mini: Path) -> None:
    figures = reading(load(mini).cards["K1"], "id")
    assert (figures.words, figures.sentences, figures.most) == (38, 12, 5)
    assert figures.average == round(38 / 12, 1)
    assert figures.over_20 == 0


@pytest.mark.parametrize(
    ("sentence", "words"),
    [("3 × 24 jam kerja.", 4), ("“Mohon diperiksa dulu.”", 3), ("Rp20.000.000", 1), ("·", 0)],
)
def test_words_are_counted_without_signs(sentence: str, words: int) -> None:
    assert length(sentence) == words
