"""Finish on small pieces of HTML: this goes in, that comes out."""

import re
from pathlib import Path

import pytest
from lxml import html

from saku.finish.leaf import Leaf, replace_text
from saku.finish.lists import dress_card, dress_sheet, fill_markers, split_sections
from saku.finish.words import cite, dial, explain, month_or_day, percent
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
confidence_official: {id: resmi, en: official}
checked: {id: Diperiksa, en: Checked}
deadline: {id: Batas, en: Deadline}
not_this: {id: "Bukan ini?", en: "Not this?"}
review_by: {id: Tinjau sebelum, en: Review by}
wrong: {id: Keliru, en: Wrong}
original: {id: "Yang dipakai:", en: "Only this is used:"}
coverage_chart: {id: Diagram, en: Chart}
coverage_caption: {id: Hitam aktif, en: Black is active}
place: {id: Daerah, en: Region}
as_of: {id: Tanggal, en: Date}
registered: {id: Terdaftar, en: Registered}
active: {id: Aktif, en: Active}
source: {id: Sumber, en: Source}
of_population: {id: dari penduduk, en: of the population}
of_members: {id: dari peserta, en: of members}
of_unknown: {id: tidak disebut, en: not said}
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


def test_the_index_leads_to_the_cards(worded: Path) -> None:
    leaf = leaf_of(worded, "index", "<!-- saku:index -->", "en")
    fill_markers(leaf)
    assert leaf.article.find(".//h2").text == "A"
    item = leaf.article.find(".//li")
    assert (item.text_content(), item.find("a").get("href")) == ("arrears K1", "kartu/tunggakan/")


def test_a_myth_stands_with_the_rule_that_says_how_it_is(worded: Path) -> None:
    rules = worded / "docs/data/rules.yml"
    myth = "  myth: {id: Denda tanpa batas., en: The penalty has no limit.}\n  fact:"
    head, tail = rules.read_text(encoding="utf-8").split("A2:")
    rules.write_text(head + "A2:" + tail.replace("  fact:", myth, 1), encoding="utf-8")
    leaf = leaf_of(worded, "index", "<!-- saku:myths -->")
    fill_markers(leaf)
    cite(leaf)
    assert [element.text_content() for element in leaf.article.iter("dt")] == ["Keliru: “Denda tanpa batas.”"]
    claim = leaf.article.find(".//dd")
    assert claim.find("a").get("href") == "aturan/kepesertaan/#a2"
    assert "Rp20.000.000" in claim.text_content()


FIGURES = """\
place,date,registered,active,of,people,source,note_id,note_en
Kota A,2024-08,99.09,80.7,population,,https://example.org/a,,
Kota A,2022-05,86.71,,,,"Koran Kota, 6 Mei 2022",Perkiraan.,An estimate.
Kota B,2026-02-11,50,50,members,,https://www.example.org/b,,
"""


def test_figures_become_a_chart_of_the_newest_and_a_table_of_all(worded: Path) -> None:
    (worded / "docs/data/uhc.csv").write_text(FIGURES, encoding="utf-8")
    leaf = leaf_of(worded, "index", "<!-- saku:coverage -->")
    fill_markers(leaf)
    labels = [text.text for text in leaf.article.iter("text")]
    assert labels == ["Kota A, Agustus 2024", "80,7% / 99,09%", "Kota B, 11 Februari 2026", "50% / 50%"]
    widths = [float(bar.get("width")) for bar in leaf.article.iter("rect")]
    assert widths == [158.5, 129.1, 80, 40]  # 50% of the members, who are 50% of the people
    assert leaf.article.find(".//svg").get("aria-label") == "Diagram"
    rows = [[cell.text_content() for cell in row] for row in leaf.article.findall(".//tbody/tr")]
    assert rows[0] == ["Kota A", "Agustus 2024", "99,09%", "80,7% dari penduduk", "example.org"]
    assert rows[1] == ["Kota A", "Mei 2022", "86,71%", "–", "Koran Kota, 6 Mei 2022. Perkiraan."]


def test_dates_and_shares_as_each_language_writes_them() -> None:
    assert month_or_day("2024-08", "id") == "Agustus 2024"
    assert month_or_day("2026-01-27", "en") == "27 January 2026"
    assert (percent(98.0, "id"), percent(80.27, "id"), percent(80.27, "en")) == ("98%", "80,27%", "80.27%")


SHEET = (
    "<h1>x</h1><h2 id='cara'>c</h2><h2 id='surat'>s</h2><p>RS ________ jam ____, alamat ________________</p>"
)


def test_lines_to_write_on_have_three_lengths(worded: Path) -> None:
    leaf = leaf_of(worded, "kartu/tunggakan", SHEET)
    split_sections(leaf)
    dress_sheet(leaf)
    blanks = [(blank.get("class"), blank.text) for blank in leaf.article.iter("span")]
    assert blanks == [("blank word", "_" * 8), ("blank short", "_" * 4), ("blank rest", "_" * 16)]
    assert leaf.article.get("data-sheet") == ""


def test_an_english_sheet_leads_to_the_indonesian_one_that_is_handed_in(worded: Path) -> None:
    leaf = leaf_of(worded, "kartu/tunggakan", SHEET, "en")
    split_sections(leaf)
    dress_sheet(leaf)
    link = leaf.article.find("./p[@class='original']/a")
    assert link.get("href") == "../../../kartu/tunggakan/"
    assert (link.get("lang"), link.text) == ("id", "Kartu menunggak")


def test_an_indonesian_sheet_and_a_page_without_one_get_no_such_line(worded: Path) -> None:
    for text, lang in ((SHEET, "id"), ("<h1>x</h1><p>____</p>", "en")):
        leaf = leaf_of(worded, "kartu/tunggakan", text, lang)
        split_sections(leaf)
        dress_sheet(leaf)
        assert leaf.article.find("./p[@class='original']") is None
