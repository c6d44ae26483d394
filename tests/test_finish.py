"""Finish on small pieces of HTML: this goes in, that comes out."""

import re
from pathlib import Path

import pytest
from lxml import html

from saku.finish.leaf import Leaf, replace_text
from saku.finish.lists import dress_card, fill_markers, split_sections
from saku.finish.words import cite, dial, explain
from saku.model import load


def leaf_of(root: Path, name: str, text: str, lang: str = "id") -> Leaf:
    book = load(root)
    tree = html.document_fromstring(f"<html><body><article>{text}</article></body></html>")
    return Leaf(book, book.pages[lang, name], tree)


def inside(leaf: Leaf) -> str:
    text = html.tostring(leaf.article, encoding="unicode")
    return re.sub(r"\s*\n\s*", "", text.removeprefix("<article>").removesuffix("</article>"))


STRINGS = """\
status_in-force: {id: berlaku, en: in force}
confidence_text: {id: naskah dibaca, en: text read}
checked: {id: Diperiksa, en: Checked}
deadline: {id: Batas, en: Deadline}
not_this: {id: "Bukan ini?", en: "Not this?"}
review_by: {id: Tinjau sebelum, en: Review by}
"""


@pytest.fixture
def worded(mini: Path) -> Path:
    (mini / "docs/data/strings.yml").write_text(STRINGS, encoding="utf-8")
    return mini


def test_a_citation_becomes_a_link_with_sentence_basis_status_and_date(worded: Path) -> None:
    leaf = leaf_of(worded, "kartu/tunggakan", "<p>Dibayar. [A1] Lalu.</p>")
    cite(leaf)
    link = leaf.article.find(".//a")
    assert link.get("href") == "../../aturan/kepesertaan/#a1"
    assert link.get("title") == (
        "Kartu aktif lagi setelah tunggakan 24 bulan dibayar. "
        "(Perpres 1/2020 Pasal 2 ayat (1); berlaku; naskah dibaca. Diperiksa 21 November 2026.)"
    )
    assert leaf.article.text_content() == "Dibayar. A1 Lalu."


def test_a_citation_in_english_leads_to_the_english_rule(worded: Path) -> None:
    leaf = leaf_of(worded, "kartu/tunggakan", "<p>[A1]</p>", "en")
    cite(leaf)
    link = leaf.article.find(".//a")
    assert link.get("href") == "../../aturan/kepesertaan/#a1"
    assert "in force; text read. Checked 21 November 2026." in link.get("title")


def test_numbers_dial_but_amounts_do_not(mini: Path) -> None:
    leaf = leaf_of(mini, "index", "<p>Telepon 165. Rp165.000, 165 jam, kamar 1165.</p>")
    dial(leaf)
    assert inside(leaf) == (
        '<p>Telepon <a href="tel:165" class="phone">165</a>. Rp165.000, 165 jam, kamar 1165.</p>'
    )


def test_a_whatsapp_number_opens_the_chat(mini: Path) -> None:
    leaf = leaf_of(mini, "index", "<p>WA 0811-0000-0000.</p>")
    dial(leaf)
    assert inside(leaf) == '<p>WA <a href="https://wa.me/6281100000000" class="phone">0811-0000-0000</a>.</p>'


def test_an_abbreviation_is_explained_once_under_each_heading(mini: Path) -> None:
    text = "<p>PBI</p><h2 id='a'>PBI</h2><p>PBI dan PBI, KTP, PBIX.</p><h2 id='b'>x</h2><p>PBI</p>"
    leaf = leaf_of(mini, "index", text)
    split_sections(leaf)
    explain(leaf)
    abbreviation = '<abbr title="Penerima Bantuan Iuran: iurannya dibayar negara" tabindex="0">PBI</abbr>'
    assert inside(leaf) == (
        f"<p>{abbreviation}</p>"
        f'<section class="part part-a"><h2 id="a">PBI</h2><p>{abbreviation} dan PBI, KTP, PBIX.</p></section>'
        f'<section class="part part-b"><h2 id="b">x</h2><p>{abbreviation}</p></section>'
    )


def test_details_are_folded(mini: Path) -> None:
    leaf = leaf_of(mini, "index", "<h2 id='hak'>Hak</h2><p>a</p><h2 id='rinci'>Rinci</h2><p>b</p>")
    split_sections(leaf)
    assert inside(leaf) == (
        '<section class="part part-hak"><h2 id="hak">Hak</h2><p>a</p></section>'
        '<details id="rinci"><summary><h2>Rinci</h2></summary><p>b</p></details>'
    )


def test_a_card_gets_its_head(worded: Path) -> None:
    leaf = leaf_of(worded, "kartu/tunggakan", "<h1>Kartu menunggak</h1><h2 id='rinci'>Rinci</h2><p>b</p>")
    split_sections(leaf)
    dress_card(leaf)
    assert leaf.article.get("data-card") == "K1"
    assert leaf.article.get("data-review-by") == "2027-05-21"
    assert leaf.article.find("h1").text_content() == "K1 Kartu menunggak"
    assert [element.get("class") for element in leaf.article][1:4] == ["heard", "deadline", "review-by"]


def test_a_door_lists_its_cards(mini: Path) -> None:
    leaf = leaf_of(mini, "index", "<!-- saku:door 2 --><p>x</p><!-- saku:downloads -->")
    fill_markers(leaf)
    link = leaf.article.find(".//a")
    assert (link.get("href"), link.text_content()) == (
        "kartu/tunggakan/",
        "K1 Kartu menunggak“Iurannya menunggak”",
    )
    assert "<!-- saku:downloads -->" in inside(leaf)  # close fills this one


def test_text_is_replaced_between_and_after_elements_but_not_in_links() -> None:
    root = html.fragment_fromstring("<p>x1 <b>x2</b> x3 <a>x4</a> x5</p>")
    replace_text(root, re.compile(r"x(\d)"), lambda match: html.builder.I(match[1]))
    text = html.tostring(root, encoding="unicode")
    assert text == "<p><i>1</i> <b><i>2</i></b> <i>3</i> <a>x4</a> <i>5</i></p>"


@pytest.mark.parametrize(
    ("page", "target", "anchor", "lang", "href"),
    [
        ("index", "kartu/tunggakan", "", None, "kartu/tunggakan/"),
        ("kartu/tunggakan", "index", "", None, "../../"),
        ("kartu/tunggakan", "kartu/tunggakan", "hak", None, "./#hak"),
        ("kartu/tunggakan", "kartu/tunggakan", "", "en", "../../en/kartu/tunggakan/"),
    ],
)
def test_links_are_relative(mini: Path, page: str, target: str, anchor: str, lang: str, href: str) -> None:
    assert leaf_of(mini, page, "").to(target, anchor, lang) == href
