"""The text of a card that a volunteer sends: whole sentences, few enough, with telephone and edition."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from saku.finish.message import LIMIT, message, sentences
from saku.model import Book
from saku.schema import LANGS


def test_the_text_of_every_card_fits_one_message(site: Path, book: Book) -> None:
    for card in book.cards.values():
        for lang in LANGS:
            tree = html.parse(site / card.pages[lang].address / "index.html")
            text = tree.find(".//details[@id='kirim']/pre").text
            assert len(text) <= LIMIT
            lines = text.splitlines()
            assert lines[0] == f"{card.code} {card.words[lang].title}"
            assert [line[:2] for line in lines if re.match(r"\d\.", line)] == [
                f"{number}." for number in range(1, len(_steps(card, lang)) + 1)
            ]
            assert re.fullmatch(r"(Telepon|Telephone): [\d -]+(, [\d -]+)*", lines[-2]), lines[-2]
            assert "21 November 2026" in lines[-1]
            assert not re.search(r"\[|\]|\*|\\|A\d\d|https?:|  | [.,]", text), text
            link = tree.xpath("//details[@id='kirim']//a[@class='tool']")[0]
            assert parse_qs(urlsplit(link.get("href")).query)["text"] == [text]


def _steps(card, lang: str) -> list[str]:
    return [block.text for block in card.pages[lang].section("langkah").blocks if block.kind == "step"]


@pytest.mark.parametrize("length", [60, 300, 500])
def test_a_text_that_is_too_long_loses_whole_sentences(book: Book, length: int) -> None:
    for card in book.cards.values():
        for lang in LANGS:
            address = "https://example.org/".ljust(length, "x")
            text = message(book, card, lang, ["165"], address)
            assert len(text) <= LIMIT, card.code
            assert text.endswith(address)
            for line in text.splitlines():
                if match := re.match(r"(\d)\. (.+)", line):
                    all_of_it = sentences(_steps(card, lang)[int(match[1]) - 1])
                    left = sentences(match[2])
                    assert left == all_of_it[: len(left)]


def test_the_address_is_sent_where_there_is_one(book: Book) -> None:
    card = book.cards["K2"]
    assert "https" not in message(book, card, "id", [])
    text = message(book, card, "id", ["165", "165"], "https://example.org/kartu/pbi-nonaktif/")
    assert text.splitlines()[-3:] == [
        "Telepon: 165",
        "Buku Saku SOP JamkesWatch, edisi 0.1, 21 November 2026 (draf)",
        "https://example.org/kartu/pbi-nonaktif/",
    ]
