"""The pocket card: eight panels on one side of A4; cut and folded they follow one another."""

import re
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import html

from printing import MM, Glyph, dark, glyphs, picture
from saku.editions.parts import Part
from saku.editions.pocket import PANELS, make_pocket, pocket_html
from saku.model import Book
from saku.problem import BookError

WIDTH, HEIGHT = 297 / 4, 210 / 2
EDITION = {"id": "Edisi 0.1 draf · 21 November 2026", "en": "Edition 0.1 draft · 21 November 2026"}
LOWER, UPPER = (8, 1, 2, 3), (7, 6, 5, 4)
PLACES = {
    panel: (column, row) for row, panels in enumerate((UPPER, LOWER)) for column, panel in enumerate(panels)
}


@pytest.fixture(scope="module", params=["id", "en"])
def pocket(request: pytest.FixtureRequest, site: Path) -> tuple[str, Path, pypdfium2.PdfPage]:
    path = site / f"unduh/kartu-saku-{request.param}.pdf"
    document = pypdfium2.PdfDocument(path)
    assert len(document) == 1
    return request.param, path, document[0]


def panel_glyphs(page: pypdfium2.PdfPage, panel: int) -> list[Glyph]:
    column, row = PLACES[panel]
    return [
        glyph
        for glyph in glyphs(page)
        if column * WIDTH <= glyph.left < (column + 1) * WIDTH
        and row * HEIGHT <= glyph.top < (row + 1) * HEIGHT
    ]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def panel_words(page: pypdfium2.PdfPage, panel: int) -> Counter[str]:
    """The words of a panel; their order is lost, because pdfium mixes up lines that stand on their head."""
    column, row = PLACES[panel]
    box = (column * WIDTH, (1 - row) * HEIGHT, (column + 1) * WIDTH, (2 - row) * HEIGHT)
    return words(page.get_textpage().get_text_bounded(*(edge * MM for edge in box)))


def test_folded_the_panels_follow_one_another() -> None:
    """Folded lengthwise and pushed together, the sheet has four leaves: at the ends the halves of a column
    lie back to back, in the cut middle the neighbours of a row."""
    for front, back in ((3, 4), (7, 8)):
        assert PLACES[front][0] == PLACES[back][0] in (0, 3)
    for front, back in ((1, 2), (5, 6)):
        assert PLACES[front][1] == PLACES[back][1]
        assert {PLACES[front][0], PLACES[back][0]} == {1, 2}


def test_one_side_of_a4_with_every_panel_upright_in_the_booklet(pocket, book: Book) -> None:
    lang, _, page = pocket
    assert [round(side / MM) for side in page.get_size()] == [297, 210]
    for number, (name, _) in enumerate(PANELS, 1):
        found = panel_glyphs(page, number)
        assert {glyph.upside_down for glyph in found} == {number in UPPER}, number
        title = book.pages[lang, name].front.data["title"]
        assert words(f"{title} {number} · {EDITION[lang]}") <= panel_words(page, number), number


def test_its_words_are_those_of_the_finished_pages(pocket, book: Book, site: Path) -> None:
    lang, _, page = pocket
    explained: set[str] = set()
    for number, (name, sections) in enumerate(PANELS, 1):
        part = Part(book, site, book.pages[lang, name], (), explained)
        text = " ".join(part.sections[id] for id in sections)
        without_rules = re.sub(r'<a [^>]*class="rule[^>]*>\d+</a>', "", text)
        wanted = words(" ".join(html.fromstring(without_rules).itertext()))
        assert wanted <= panel_words(page, number), (number, wanted - panel_words(page, number))


def test_letters_of_8_points_and_margins_that_printers_keep(pocket) -> None:
    _, _, page = pocket
    found = list(glyphs(page))
    assert min(glyph.points for glyph in found) >= 8
    assert min(glyph.left for glyph in found) >= 5
    assert max(glyph.right for glyph in found) <= 292
    assert min(glyph.top for glyph in found) >= 5
    assert max(glyph.bottom for glyph in found) <= 205
    for panel, (column, _) in PLACES.items():
        assert max(glyph.right for glyph in panel_glyphs(page, panel)) <= (column + 1) * WIDTH - 5, panel


def test_one_cut_in_the_middle_and_folds_between_all_panels(pocket) -> None:
    _, _, page = pocket
    image = picture(page, 10)
    assert dark(image, (WIDTH + 0.5, 104.7, 3 * WIDTH - 0.5, 105.2), 10) == 1
    for box in ((5, 104.5, WIDTH - 1, 105.6), (3 * WIDTH + 1, 104.5, 292, 105.6)):
        assert 0.02 < dark(image, box, 10) < 0.4  # dashed
    for fold in (1, 2, 3):
        for top, bottom in ((1, 103), (107, 209)):
            assert 0.1 < dark(image, (fold * WIDTH - 0.3, top, fold * WIDTH + 0.5, bottom), 10) < 0.5


def test_it_says_how_to_fold(pocket, book: Book) -> None:
    lang, _, page = pocket
    assert words(book.strings["pocket_help"][lang]) <= panel_words(page, len(PANELS))


def test_only_the_packaged_typeface_tagged_and_black(pocket) -> None:
    lang, path, _ = pocket
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == lang
        assert pdf.Root.MarkInfo.Marked
        fonts = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        ]
        assert fonts
        assert all("+Plex-" in str(font.BaseFont) for font in fonts)
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) in ("rg", "RG", "g", "G"):
                assert {float(value) for value in operands} <= {0.0, 1.0}


def test_a_panel_too_full_is_named_with_its_card(book: Book, site: Path, tmp_path: Path) -> None:
    text = pocket_html(book, site, "id")
    start = text.index('id="panel-3"')
    full = text[:start] + text[start:].replace("</h1>", "</h1>" + "<p>Kata.</p>" * 12, 1)
    with pytest.raises(BookError) as caught:
        make_pocket(book, "id", full, tmp_path / "card.pdf")
    (problem,) = caught.value.problems
    assert (problem.id, problem.path) == ("page-too-long", "docs/id/kartu/kamar-penuh.md")
    assert "Panel 3" in problem.what and "L1" in problem.what
    assert not (tmp_path / "card.pdf").exists()


def test_a_withdrawn_card_shows_its_notice_in_place_of_steps(book: Book, site: Path, tmp_path: Path) -> None:
    for name, _ in PANELS:
        page = Path(book.pages["id", name].address) / "index.html"
        (tmp_path / page).parent.mkdir(parents=True)
        tree = html.document_fromstring((site / page).read_text(encoding="utf-8"))
        if name == "kartu/obat-kosong":
            article = tree.find(".//article")
            notice = '<section class="part part-ditarik"><h2>Ditarik</h2><p>Sejak besok.</p></section>'
            article[:] = [article.find("h1"), html.fragment_fromstring(notice)]
        (tmp_path / page).write_text(html.tostring(tree, encoding="unicode"), encoding="utf-8")
    panel = html.document_fromstring(pocket_html(book, tmp_path, "id")).xpath(
        "//section[contains(@class, 'panel-4')]"
    )[0]
    assert "Sejak besok." in panel.text_content()
    assert "Langkah" not in panel.text_content()


def test_with_a_public_address_it_names_where_changes_are_told(
    book: Book, site: Path, tmp_path: Path, lang: str
) -> None:
    address = "https://serikat.contoh.or.id/jamkeswatch/buku-saku/"
    make_pocket(book, lang, pocket_html(book, site, lang, address), tmp_path / "card.pdf")
    text = pypdfium2.PdfDocument(tmp_path / "card.pdf")[0].get_textpage().get_text_range()
    shown = re.sub(r"\s", "", text)
    assert (
        f"serikat.contoh.or.id/jamkeswatch/buku-saku/{'en/' if lang == 'en' else ''}tentang/perubahan"
        in shown
    )
