"""A changed rule or card changes everything made from it, in one build."""

from pathlib import Path

import pytest

from conftest import copy_tree
from saku.editions.guide import guide_html
from saku.editions.slides import slides, slides_text
from saku.model import Book, load
from saku.site import make_site

CARD = "docs/id/kartu/pbi-nonaktif.md"
RULE = "A60"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Path]:
    """The book with another step in K2, another claim and article of a rule, and its finished pages."""
    root = copy_tree(tmp_path_factory.mktemp("changed") / "buku")
    card = root / CARD
    card.write_text(card.read_text().replace("1. Tanya 165", "1. Tanya petugas loket dan 165"))
    rules = root / "docs/data/rules.yml"
    head, entry = rules.read_text().split(f"\n{RULE}:\n")
    entry, rest = entry.split("\nA", 1)
    assert "article: Pasal 174 ayat (1)" in entry
    entry = entry.replace("article: Pasal 174 ayat (1)", "article: Pasal 175", 1).replace(
        "    id: ", "    id: Sungguh, ", 1
    )
    rules.write_text(f"{head}\n{RULE}:\n{entry}\nA{rest}")
    book = load(root)
    make_site(book, root / "pages")
    return book, root / "pages"


def test_a_changed_card_changes_its_page_and_its_slide(changed: tuple[Book, Path]) -> None:
    book, pages = changed
    numbers = dict.fromkeys([*book.cards, "cara-pakai"], 7)
    page = (pages / "kartu/pbi-nonaktif/index.html").read_text()
    assert "Tanya petugas loket dan" in page
    assert "Tanya petugas loket dan" in slides_text(slides(book, pages, "id", numbers))


def test_a_changed_rule_changes_card_slide_question_and_guide(changed: tuple[Book, Path]) -> None:
    book, pages = changed
    numbers = dict.fromkeys([*book.cards, "cara-pakai"], 7)
    article, check = (pages / "kartu/igd-ditolak/index.html").read_text().split('id="uji"')
    for text in (article, check):
        assert f">{RULE}</a>" in text
        assert "Sungguh, " in text, "the link tells the claim"
    assert "Pasal\N{NO-BREAK SPACE}175" in slides_text(slides(book, pages, "id", numbers))
    assert "Pasal 175" in guide_html(book, pages, "id", numbers)
