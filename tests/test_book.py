"""The printed book, read back from the file: size, order, text, outline. test_pdf.py has fonts and tags."""

import re
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from printing import dark, glyphs, lines, picture
from saku.editions import book as paper
from saku.editions import typeset
from saku.editions.book import CHAPTERS, FORMS, LOCAL
from saku.editions.rule_list import ranges
from saku.schema import FAMILIES
from saku.source import plain
from saku.wordindex import word_index

MM = 72 / 25.4
DRAFT = {
    "id": "Edisi draf, belum disahkan DPN JamkesWatch",
    "en": "Draft edition, not yet ratified by DPN JamkesWatch",
}
FOOTER = {"id": "Edisi 0.1 draf · 21 November 2026", "en": "Edition 0.1 draft · 21 November 2026"}


@pytest.fixture(scope="module", params=["id", "en"])
def printed(request: pytest.FixtureRequest, site: Path):
    """The language, the open PDF and the text of each page, white space folded."""
    path = site / f"unduh/buku-saku-{request.param}.pdf"
    reader = pypdfium2.PdfDocument(path)
    texts = [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in reader]
    with pikepdf.open(path) as pdf:
        yield request.param, pdf, texts


def pages_of_cards(site: Path, lang: str) -> dict[str, int]:
    import json

    return json.loads((site / "unduh/pages.json").read_text())[lang]


def printed_pages(book, lang: str) -> list:
    """Cards and chapters, in the order of the book."""
    names = [card.pages[lang].name for card in book.cards.values()]
    names += [f"{group}/{name}" for group, pages in CHAPTERS.items() for name in pages]
    return [book.pages[lang, name] for name in names]


def test_every_page_is_a6_and_their_number_a_multiple_of_four(printed) -> None:
    _, pdf, _ = printed
    assert {tuple(round(float(side) / MM, 1) for side in page.mediabox) for page in pdf.pages} == {
        (0, 0, 105, 148)
    }
    assert len(pdf.pages) % 4 == 0
    assert len(pdf.pages) <= 80


def test_cover_inside_covers_and_contents_stand_in_their_places(printed, book) -> None:
    lang, _, texts = printed
    assert book.strings["title"][lang].split()[0] in texts[0]
    assert all(DRAFT[lang] in text for text in (texts[0], texts[-1]))
    assert {"id": "Surat menyusul", "en": "Papers follow"}[lang].split()[0] in texts[1]
    assert "165" in texts[1]
    assert texts[2].startswith(book.pages[lang, "cara-pakai"].front.data["title"])
    assert book.pages[lang, "formulir/kontak-setempat"].front.data["title"] in texts[3]
    assert texts[4].startswith(book.strings["contents"][lang])
    assert texts[-2].startswith({"id": "Mengadu", "en": "Complaints"}[lang])


def test_each_card_stands_on_its_page_with_head_and_text(printed, book, site: Path) -> None:
    lang, _, texts = printed
    numbers = pages_of_cards(site, lang)
    for code, card in book.cards.items():
        first = numbers[code]
        for number in range(first, first + card.front.pages):
            assert f"{code} {card.words[lang].title}" in texts[number - 1], (code, number)
        together = " ".join(texts[first - 1 : first - 1 + card.front.pages])
        for section in card.pages[lang].printed():
            assert section.heading in together, (code, section.id)
        last = plain(card.pages[lang].section("catat").blocks[-1].text).split()[-1]
        assert last in together, code
        if card.front.pages == 2:
            assert first % 2 == 0, f"{code} is a facing pair"


def test_contents_and_references_give_the_right_pages(printed, book, site: Path) -> None:
    lang, _, texts = printed
    numbers = pages_of_cards(site, lang)
    contents = " ".join(texts[4 : min(numbers[code] for code in book.cards) - 1])
    for code, card in book.cards.items():
        assert re.search(rf"{code} {re.escape(card.words[lang].title)}[ .]*{numbers[code]}\b", contents), code
        for neighbour in card.front.not_this:
            few = len(card.front.not_this) < 3  # more stand without their titles, to keep to one line
            title = " " + re.escape(book.cards[neighbour].words[lang].title) if few else ""
            page = re.escape(book.strings["page"][lang])
            reference = rf"{neighbour}{title} → {page} {numbers[neighbour]}\b"
            end = numbers[code] - 1 + card.front.pages
            assert re.search(reference, " ".join(texts[numbers[code] - 1 : end])), (code, neighbour)


def test_note_pages_fill_gaps_and_cost_no_further_pass(book, site: Path, tmp_path: Path, monkeypatch) -> None:
    """With one page more in front, the pair of K7 needs a page before it, and the end two or three."""
    passes = []
    render = typeset.render
    monkeypatch.setattr(typeset, "render", lambda *given: passes.append(1) or render(*given))
    monkeypatch.setattr(paper, "MOST_PAGES", 84)
    text = paper.book_html(book, site, "id")
    first = '<section class="chapter paths"'
    text = text.replace(first, f'<p style="break-before: page">Sisipan</p>{first}', 1)
    numbers = paper.make_book(book, "id", text, tmp_path / "book.pdf")
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "book.pdf")]
    assert len(passes) == 2
    assert len(pages) == 84
    assert [number for number, page in enumerate(pages, 1) if page.startswith("Catatan")] == [
        numbers["K7"] - 1,
        *range(numbers["mengadu"] - 2, numbers["mengadu"]),
    ]
    assert numbers["K7"] % 2 == 0
    ladder = book.pages["id", "mengadu"].front.data["title"]
    assert re.search(rf"{re.escape(ladder)}[ .]*{numbers['mengadu']}\b", " ".join(pages[4:6]))


def test_a_family_is_not_divided_between_the_pages_of_the_contents(printed, book) -> None:
    _, _, texts = printed
    for family in FAMILIES:
        codes = [code for code in book.cards if code[0] == family]
        held = [sum(f" {code} " in text for code in codes) for text in texts[4:6]]
        assert sorted(held) == [0, len(codes)], family


def test_no_line_runs_into_the_margin(printed, site: Path) -> None:
    """Inside a page has 14 mm, outside 9; only the tab stands in them."""
    lang, _, _ = printed
    for number, page in enumerate(pypdfium2.PdfDocument(site / f"unduh/buku-saku-{lang}.pdf"), 1):
        left, right = (9, 91) if number % 2 == 0 else (14, 96)
        if number in (1, 80):
            left, right = 12, 93
        inside = [glyph for glyph in glyphs(page) if glyph.points != 13]
        assert left - 0.5 <= min(glyph.left for glyph in inside), number
        assert max(glyph.right for glyph in inside) <= right + 0.5, number


def test_no_figure_is_broken_over_a_line(printed, site: Path) -> None:
    lang, _, _ = printed
    alone = re.compile(r"(?:\bPasal|\bayat|→|→ hal\.|→ p\.|×)$")
    unit = re.compile(r"(?:jam|hari|minggu|bulan|tahun|hours?|days?|months?|years?|juta|million|×)\b|[%×]")
    pages = list(pypdfium2.PdfDocument(site / f"unduh/buku-saku-{lang}.pdf"))
    for number, page in enumerate(pages[: pages_of_cards(site, lang)["indeks"] - 1], 1):
        for line, following in pairwise(lines(page)):
            assert not alone.search(line), (number, line)
            assert not (line[-1].isdigit() and unit.match(following)), (number, line, following)


def test_the_slip_is_cut_off_below_its_last_line(printed, book, site: Path) -> None:
    lang, _, texts = printed
    number = pages_of_cards(site, lang)["formulir-slip-masukan"]
    assert book.strings["cut_here"][lang] in texts[number - 1]
    page = pypdfium2.PdfDocument(site / f"unduh/buku-saku-{lang}.pdf")[number - 1]
    label = next(glyph for glyph in glyphs(page) if glyph.points == 8 and 20 < glyph.top < 130)
    image = picture(page, 10)
    strip = (0, label.top - 2.5, 105, label.top)
    for left in (0, 95):  # to both edges of the page
        assert 0.02 < dark(image, (left, strip[1], left + 10, strip[3]), 10) < 0.4


def test_footer_has_page_edition_and_the_rules_of_the_page(printed, book, site: Path) -> None:
    lang, _, texts = printed
    numbers = pages_of_cards(site, lang)
    for code in (*book.cards, "sop-alur", "jamnaker-index", "wilayah-index"):
        number, text = numbers[code], texts[numbers[code] - 1]
        assert FOOTER[lang] in text, code
        assert re.search(rf"(?:{number} · Edi|2026 · {number}\b)", text), code
        assert re.search(rf"{book.strings['rules'][lang]} \d+", text), code


def test_every_cited_rule_is_in_the_list_with_its_basis(printed, book) -> None:
    lang, _, texts = printed
    start = next(
        i for i, text in enumerate(texts) if i > 5 and text.startswith(book.strings["rule_list"][lang])
    )
    listed: dict[int, str] = {}
    text = " ".join(texts[start:-2]).replace("\N{WORD JOINER}", "")
    for match in re.finditer(r"(?<!\S)(\d+(?:–\d+)?(?:, \d+(?:–\d+)?)*) (?=[A-Z])", text):
        for run in match[1].split(", "):
            first, _, last = run.partition("–")
            for number in range(int(first), int(last or first) + 1):
                listed.setdefault(number, text[match.end() :])
    cited = {
        code
        for page in printed_pages(book, lang)
        for section in page.printed()
        for block in section.blocks
        for code in re.findall(r"\[(A\d+)\]", block.text)
    }
    for code in cited:
        rule = book.rules.entries[code]
        short = book.regulations.entries[rule.regulation].short
        assert listed[int(code[1:])].replace(" ", "").startswith(short.replace(" ", "")), code


def test_abbreviations_are_written_out_at_first_use(printed, book, site: Path) -> None:
    lang, _, texts = printed
    text = texts[pages_of_cards(site, lang)["K2"] - 1]
    assert f"PBI ({book.glossary.entries['PBI'].long[lang]})" in text


def test_no_mark_of_the_source_is_printed(printed) -> None:
    _, _, texts = printed
    assert not [text for text in texts if re.search(r"\[A\d|\*\*|\{#|saku:|<!--", text)]


def test_outline_names_every_card(printed, book) -> None:
    lang, pdf, _ = printed
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    for code, card in book.cards.items():
        assert f"{code} {card.words[lang].title}" in titles


def test_black_and_white_only(printed) -> None:
    """No colour and no grey is set anywhere in the page contents."""
    _, pdf, _ = printed
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("rg", "RG", "g", "G", "sc", "SC", "scn", "SCN") and operands:
                values = {float(operand) for operand in operands if not isinstance(operand, pikepdf.Name)}
                assert values <= {0.0, 1.0}, (page.index, values)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([1], "1"),
        ([1, 2], "1, 2"),
        ([1, 2, 3], "1–3"),
        ([2, 10, 11, 36, 37, 38, 40], "2, 10, 11, 36–38, 40"),
        ([], ""),
    ],
)
def test_runs_of_rules_are_shortened(numbers: list[int], text: str) -> None:
    assert ranges(numbers) == text


def test_chapters_follow_the_cards_with_all_their_headings(printed, book, site: Path) -> None:
    lang, _, texts = printed
    numbers = pages_of_cards(site, lang)
    chapters = [page for page in printed_pages(book, lang) if not page.name.startswith("kartu/")]
    places = [numbers[page.name.replace("/", "-")] for page in chapters]
    assert places == sorted(places)
    assert places[0] > numbers["T6"]
    for page, first, following in zip(chapters, places, [*places[1:], numbers["nomor"]], strict=True):
        together = " ".join(texts[first - 1 : following])
        assert page.front.data["title"] in together, page.name
        for section in page.printed():
            assert section.heading in together, (page.name, section.id)
        assert "#rinci" not in together


def test_sop_chapters_say_that_they_are_a_proposal(printed, book, site: Path) -> None:
    lang, _, texts = printed
    numbers = pages_of_cards(site, lang)
    mark = {"id": "Usulan, belum disahkan", "en": "Proposal, not yet ratified"}[lang]
    for name in CHAPTERS["sop"]:
        assert mark in texts[numbers[f"sop-{name}"] - 1], name


def test_each_sheet_is_one_page_of_lines_to_write_on(printed, book, site: Path) -> None:
    lang, _, texts = printed
    numbers = pages_of_cards(site, lang)
    for name in (*FORMS, LOCAL):
        page, number = book.pages[lang, name], numbers[name.replace("/", "-")]
        for field in (block for block in page.section("formulir").blocks if block.kind == "step"):
            label = plain(field.text).split(":")[0].split("☐")[0].split("_")[0].strip()
            assert label in texts[number - 1], (name, label)
        how = plain(page.section("cara").blocks[0].text)
        assert how[:30] not in texts[number - 1], "how to use it stays on the web"
        assert "☐" not in texts[number - 1]  # drawn, because the typeface has no such sign


def test_the_index_gives_code_and_page(printed, book, site: Path) -> None:
    lang, _, texts = printed
    numbers = pages_of_cards(site, lang)
    listed = " ".join(texts[numbers["indeks"] - 1 : numbers["mengadu"] - 1])
    words = word_index(book, lang)
    for phrase in list(words)[::7]:
        places = ", ".join(f"{code} {numbers[code]}" for code in words[phrase])
        assert re.search(rf"(?<!\w){re.escape(phrase)} {places}\b", listed), phrase


def test_the_glossary_lists_what_the_book_uses(printed, book, site: Path) -> None:
    lang, _, texts = printed
    numbers = pages_of_cards(site, lang)
    listed = " ".join(texts[numbers["glosarium"] - 1 : numbers["daftar-aturan"] - 1])
    assert f"PBI {book.glossary.entries['PBI'].long[lang]}" in listed
    assert book.glossary.entries["WCAG"].long[lang] not in listed  # only on a web page


def test_a_link_to_a_page_outside_the_book_has_no_page_number(printed) -> None:
    _, _, texts = printed
    assert not [text for text in texts if re.search(r"→ (?:hal|p)\. 0\b|→ (?:hal|p)\.(?! ?\d)(?!\")", text)]
