"""Every PDF of unduh/, looked at as a reading machine, a viewer and a printer do.

pdfua decides 16 of the 106 rules of PDF/UA-1; veraPDF, which decides all, is not in the registries.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pdfua
import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from saku.editions.parts import WORD_JOINER, ZERO_WIDTH_SPACE
from saku.source import plain

MOST_BYTES = 1_500_000
IMPOSED = "-a4.pdf"
"""Sheets have no tags: their text is twice on a page, and the book beside them is tagged."""


@pytest.fixture(scope="module")
def files(site: Path) -> list[Path]:
    paths = sorted((site / "unduh").glob("*.pdf"))
    assert len(paths) >= 4
    return paths


@pytest.fixture(scope="module")
def tagged(files: list[Path]) -> list[Path]:
    return [path for path in files if not path.name.endswith(IMPOSED)]


def objects(pdf: pikepdf.Pdf, key: str, *values: str) -> list[pikepdf.Dictionary]:
    """All dictionaries of a file whose `key` has one of these values."""
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get(key) in values]


def test_no_file_is_larger_than_a_cheap_phone_likes(files: list[Path]) -> None:
    assert {path.name: path.stat().st_size for path in files if path.stat().st_size > MOST_BYTES} == {}


def test_pdfua_finds_nothing_to_mend(tagged: list[Path]) -> None:
    """Without its guesses: it looks for the heads of a table in the wrong cells (see below)."""
    findings = {
        (path.name, finding.rule_id, finding.message)
        for path in tagged
        for finding in pdfua.validate(str(path)).findings
        if finding.confidence is pdfua.Confidence.CERTAIN
    }
    assert findings == set()


def test_poppler_reads_every_page_without_a_word(files: list[Path], tmp_path: Path) -> None:
    for path in files:
        for command in (["pdfinfo", path], ["pdftoppm", "-r", "20", path, tmp_path / path.stem]):
            result = subprocess.run(command, capture_output=True, text=True, check=True)
            assert result.stderr == "", path.name
        with pikepdf.open(path) as pdf:
            assert len(list(tmp_path.glob(f"{path.stem}-[0-9]*.ppm"))) == len(pdf.pages), path.name


def test_the_engine_of_chromium_draws_every_page(files: list[Path]) -> None:
    for path in files:
        for number, page in enumerate(pypdfium2.PdfDocument(path), 1):
            assert page.render(scale=0.3, grayscale=True).to_pil().getextrema()[0] < 128, (path.name, number)


def test_language_and_title_are_told_and_shown(files: list[Path], book) -> None:
    titles = set()
    for path in files:
        with pikepdf.open(path) as pdf:
            told = re.search(r"-(id|en)\b", path.stem)
            assert str(pdf.Root.Lang) == (told[1] if told else "id"), path.name  # forms are handed in
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, path.name
            assert str(pdf.docinfo["/CreationDate"]).startswith(f"D:{book.edition.date:%Y%m%d}"), path.name
            if path.name.startswith("buku-saku"):
                assert str(pdf.docinfo["/Title"]).startswith(book.strings["title"][str(pdf.Root.Lang)])
            titles.add(str(pdf.docinfo["/Title"]))
    assert len(titles) == len(files), "no two files have one title"


def test_only_the_packaged_typeface_embedded_and_subset(files: list[Path]) -> None:
    for path in files:
        with pikepdf.open(path) as pdf:
            names = {str(font.BaseFont) for font in objects(pdf, "/Type", "/Font")}
            assert names, path.name
            face = (
                "Arimo(?:-Bold)?" if re.fullmatch(r"tot-(id|en)", path.stem) else "Plex-(?:Bold-)?Condensed"
            )
            if path.name.startswith("formulir-"):
                names -= {"/Helvetica", "/ZapfDingbats"}  # the reader's own pens; nothing is set in them
            assert all(re.fullmatch(rf"/[A-Z]{{6}}\+{face}", name) for name in names), names
            for descriptor in objects(pdf, "/Type", "/FontDescriptor"):
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor, path.name


def test_every_link_leads_to_a_page_and_can_be_hit(tagged: list[Path]) -> None:
    for path in tagged:
        with pikepdf.open(path) as pdf:
            names = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Names" in pdf.Root else {}
            for link in objects(pdf, "/Subtype", "/Link"):
                assert str(link.Dest) in names, (path.name, link.Dest)
                assert pikepdf.Rectangle(link.Rect).height > 5, (path.name, link.Dest)


def test_pictures_have_words_and_tables_heads(tagged: list[Path]) -> None:
    for path in tagged:
        with pikepdf.open(path) as pdf:
            for figure in objects(pdf, "/S", "/Figure"):
                assert str(figure.get("/Alt", "")).strip(), path.name
            heads = {str(head.ID) for head in objects(pdf, "/S", "/TH")}
            for cell in objects(pdf, "/S", "/TD"):
                named = {str(head) for head in cell.A.Headers}
                assert named, path.name
                assert named <= heads, path.name


def squeezed(text: str) -> str:
    """Without white space and invisible signs, which tags and pages place differently."""
    return re.sub(rf"[\s{WORD_JOINER}{ZERO_WIDTH_SPACE}\ufffe]", "", text)


def in_margin(page: pypdfium2.PdfPage, box: tuple[float, float, float, float]) -> bool:
    """Running heads, feet and tabs would be said on every page: WeasyPrint leaves them out."""
    width, height = page.get_size()
    left, bottom, right, top = box[0] / width, box[1] / height, box[2] / width, box[3] / height
    return bottom > 0.93 or top < 0.085 or left > 0.88 or right < 0.12


def heard(page: pypdfium2.PdfPage) -> str:
    """What a screen reader says: the text of a page in the order of its tags."""
    text = page.get_textpage()
    tree = raw.FPDF_StructTree_GetForPage(page)
    roots = raw.FPDF_StructTree_CountChildren(tree)
    order = [mark for i in range(roots) for mark in _marks(raw.FPDF_StructTree_GetChildAtIndex(tree, i))]
    raw.FPDF_StructTree_Close(tree)
    assert sorted(order) == sorted(set(order)), "text is said twice"
    said: dict[int, str] = {}
    for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], textpage=text):
        mark = raw.FPDFPageObj_GetMarkedContentID(part)
        said[mark] = said.get(mark, "") + part.extract()
        assert mark in order or in_margin(page, part.get_bounds()), f"not said: {part.extract()}"
    return squeezed("".join(said.get(mark, "") for mark in order))


def _marks(element) -> Iterator[int]:
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if mark >= 0:
            yield mark
        else:
            yield from _marks(raw.FPDF_StructElement_GetChildAtIndex(element, index))


def test_a_screen_reader_says_each_card_in_order(site: Path, book, lang: str) -> None:
    """Title, sections and steps, of every card of one page; nothing of the page is left out or said twice."""
    import json

    numbers = json.loads((site / "unduh/pages.json").read_text())[lang]
    pages = pypdfium2.PdfDocument(site / f"unduh/buku-saku-{lang}.pdf")
    for code, card in book.cards.items():
        said = heard(pages[numbers[code] - 1])
        if card.front.pages == 2:
            said += heard(pages[numbers[code]])
        expected = [card.words[lang].title]
        for section in card.pages[lang].printed():
            expected.append(section.heading)
            steps = [block for block in section.blocks if block.kind == "step"]
            expected += [f"{place}. {plain(step.text).split()[0]}" for place, step in enumerate(steps, 1)]
        place = 0
        for words in map(squeezed, expected):
            assert words in said[place:], (code, words, said)
            place = said.index(words, place) + len(words)


def test_every_page_is_said_in_full(tagged: list[Path]) -> None:
    for path in tagged:
        for page in pypdfium2.PdfDocument(path):
            heard(page)
