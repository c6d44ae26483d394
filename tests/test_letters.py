"""The letters as office files: read back, and shown by LibreOffice."""

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import html

from printing import glyphs
from saku.editions.blocks import Block, Run
from saku.editions.docx import file_name, make_letters
from saku.editions.letters import Letter, letters, letters_text, mark, marked
from saku.model import Book

LINE = re.compile(r"_{4,}(?: \([^)]*\))?|\[[^]]*\]")
"""A line to write on, with its hint, or the mark in its place."""


@pytest.fixture(scope="module")
def found(book: Book, site: Path) -> list[Letter]:
    return letters(book, site)


@pytest.fixture(scope="module")
def folder(book: Book, found: list[Letter], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("surat")
    make_letters(book, found, out)
    return out


@pytest.fixture(scope="module")
def converted(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The letters as LibreOffice shows them."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "scripts/test installs libreoffice-writer-nogui"
    out = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    files = sorted(folder.glob("*.docx"))
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", out, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return out


def words(text: str) -> list[str]:
    """Words without the lines to write on, their marks, and how lines break."""
    return LINE.sub(" ", text.replace("\xa0", " ")).split()


def sheet(site: Path, letter: Letter) -> str:
    """The text of the letter on its page, without the raised rules."""
    page = html.parse(site / f"formulir/{letter.name}/index.html")
    (section,) = page.xpath("//section[contains(@class, 'part-surat')]")
    for element in section.xpath(".//h2 | .//a[@class='rule']"):
        element.drop_tree()
    return re.sub(r"\s+(?=[;.,])", "", " ".join(section.text_content().split()))


def text_of(path: Path) -> str:
    """Paragraphs and table cells in the order of the file."""
    body = Document(str(path)).element.body
    return "\n".join("".join(t.text if t.tag == qn("w:t") else " " for t in p.iter(qn("w:t"), qn("w:tab"))
                             ) for p in body.iter(qn("w:p")))  # fmt: skip


@pytest.mark.parametrize(
    ("before", "hint", "after", "expected"),
    [
        ("Nama peserta: ", "", "", "[nama peserta]"),
        ("NIK: ", "", "", "[NIK]"),
        ("Kejadian singkat (tanggal, jam); kronologi terlampir: ", "", "", "[kejadian singkat]"),
        ("", "", ", tanggal", "[tempat]"),
        ("________, tanggal ", "", "", "[tanggal]"),
        ("Lampiran: ", "", " lembar", "[jumlah]"),
        ("Direktur rumah sakit ", "", " di ", "[nama rumah sakit]"),
        ("Kepala BPJS Kesehatan Cabang ________ di ", "", "", "[tempat]"),
        ("", "tempat", ", tanggal", "[tempat]"),
        ("Penanggung jawab data: DPD ", "isi sebelum dipakai", ".", "[nama DPD]"),
        ("Jabatan, atau hubungan dengan korban: ", "", "", "[jabatan, atau hubungan dengan korban]"),
        ("Tanda tangan: ", "", "", "____"),
        ("Pemberi Kuasa: ", "tanda tangan dan nama", "", "____"),
        ("Surat dicatat. Mohon batas akhirnya ditulis: tanggal ____ jam ", "", "", "____"),
        ("Kami mohon ditulis. Jawaban kami mohon paling lambat tanggal ", "", "", "[tanggal batas]"),
        ("Bila dugaan penyakit (jenis pekerjaan, masa kerja): ", "", "", "[jenis pekerjaan, masa kerja]"),
        ("dapat diperiksa di telepon ________, pukul ", "", "", "[jam buka]"),
    ],
)  # fmt: skip
def test_a_line_becomes_a_mark_named_by_the_words_before_it(
    before: str, hint: str, after: str, expected: str
) -> None:
    assert mark(before, "____", hint, after) == expected


def test_a_bold_label_is_not_mixed_with_the_words_before_it() -> None:
    runs = (Run("Nama:", True), Run(" ____ ☐ serikat "), Run("Telepon:", True), Run(" ____"))
    assert "".join(run.text for run in marked(Block("paragraph", runs))) == (
        "Nama: [nama] ☐ serikat Telepon: [telepon]"
    )


def test_every_letter_page_has_a_file(book: Book, found: list[Letter], folder: Path) -> None:
    pages = [
        name.removeprefix("formulir/")
        for (lang, name), page in book.pages.items()
        if lang == "id" and name.startswith("formulir/") and page.section("surat")
    ]
    assert sorted(letter.name for letter in found) == sorted(pages)
    assert {path.name for path in folder.iterdir()} == {file_name(letter) for letter in found}
    assert {"surat-kuasa.docx", "surat-tugas.docx", "surat-pengaduan-rs.docx"} <= set(map(file_name, found))
    assert len(found) >= 14


def test_a_letter_says_all_words_of_its_page_in_its_order(
    site: Path, found: list[Letter], folder: Path
) -> None:
    for letter in found:
        assert words(text_of(folder / file_name(letter))) == words(sheet(site, letter)), letter.name


def test_each_line_of_the_page_is_a_mark_or_written_by_hand(
    site: Path, found: list[Letter], folder: Path
) -> None:
    for letter in found:
        text = text_of(folder / file_name(letter))
        marks = re.findall(r"\[([^]]*)\]", text)
        cells = sum(line.text.count("_") > 0 for line in letter.lines if line.style == "row")
        assert len(marks) >= 6, letter.name
        assert all(re.match(r"\w.*\w\W?$", name) and len(name.split()) <= 8 for name in marks), marks
        if not cells:
            on_page = len(re.findall("_{4,}", sheet(site, letter)))
            assert len(LINE.findall(text)) == on_page, letter.name


def test_a_letter_is_laid_out_as_offices_expect(found: list[Letter], folder: Path) -> None:
    paper = Document(str(folder / "surat-pengaduan-rs.docx"))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in paper.paragraphs]
    assert styles[:7] == [
        ("Tempat dan tanggal", "[tempat], tanggal [tanggal]"),
        ("Rujukan surat", "Nomor:\t[nomor]"),
        ("Rujukan surat", "Lampiran:\t[jumlah] lembar"),
        ("Rujukan surat", "Perihal:\tPengaduan pelayanan pasien JKN"),
        ("Kepada", "Kepada Yth."),
        ("Kepada", "Direktur rumah sakit [nama rumah sakit]"),
        ("Kepada", "di [tempat]"),
    ]
    names = [name for name, _ in styles]
    assert names.index("Penutup") < names.index("Tanda tangan") < names.index("Penanda tangan")
    assert styles[names.index("Tanda terima")][1].startswith("Diterima oleh: ____")
    assert any(text.startswith("Tembusan: petugas BPJS SATU!") for _, text in styles)
    assert any(text.startswith("Daftar lampiran: ☐\xa0kronologi") for _, text in styles)


def test_points_are_numbered_by_the_file_and_each_list_begins_at_one(
    found: list[Letter], folder: Path
) -> None:
    for letter in found:
        paper = Document(str(folder / file_name(letter)))
        points = [each for each in paper.paragraphs if each.style.name == "List Number"]
        lists = [each._p.pPr.numPr.numId.val for each in points]
        expected = [line.number for line in letter.lines if line.style == "point"]
        seen = [lists[: index + 1].count(number) for index, number in enumerate(lists)]
        assert seen == expected, letter.name
        assert not any(re.match(r"\d+\.", each.text) for each in paper.paragraphs), letter.name


def test_the_file_is_indonesian_a4_and_names_no_person(book: Book, found: list[Letter], folder: Path) -> None:
    for letter in found:
        path = folder / file_name(letter)
        paper = Document(str(path))
        section, properties = paper.sections[0], paper.core_properties
        assert [round(side / Mm(1)) for side in (section.page_width, section.page_height)] == [210, 297]
        assert (properties.title, properties.language) == (letter.title, "id-ID")
        assert not any((properties.author, properties.last_modified_by, properties.comments))
        assert properties.created.date() == properties.modified.date() == book.edition.date
        with ZipFile(path) as files:
            text = b"".join(files.read(name) for name in files.namelist())
            dates = {entry.date_time[:3] for entry in files.infolist()}
            assert not any("thumbnail" in name for name in files.namelist())
        assert b'w:val="id-ID"' in text and b"python-docx" not in text
        day = book.edition.date
        assert dates == {(day.year, day.month, day.day)}


def test_no_style_refers_to_one_that_is_not_there(found: list[Letter], folder: Path) -> None:
    for letter in found:
        paper = Document(str(folder / file_name(letter)))
        known = {style.style_id for style in paper.styles}
        tags = ("w:basedOn", "w:next", "w:link", "w:pStyle", "w:rStyle", "w:tblStyle")
        parts = (paper.styles.element, paper.element, paper.part.numbering_part.element)
        named = {each.get(qn("w:val")) for part in parts for each in part.iter(*map(qn, tags))}
        assert named <= known, letter.name
        lists = {num.numId for num in paper.part.numbering_part.element.num_lst}
        used = {each.val for part in parts[:2] for each in part.iter(qn("w:numId"))}
        assert used <= lists, letter.name


def test_the_same_letters_are_the_same_bytes(
    book: Book, found: list[Letter], folder: Path, tmp_path: Path
) -> None:
    make_letters(book, found, tmp_path)
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
    assert letters_text(book, found) != letters_text(book, found[:-1])


def test_libreoffice_shows_each_letter_whole_on_one_page(
    found: list[Letter], folder: Path, converted: Path
) -> None:
    for letter in found:
        document = pypdfium2.PdfDocument(converted / file_name(letter).replace(".docx", ".pdf"))
        assert len(document) == 1, letter.name
        page = document[0]
        shown = page.get_textpage().get_text_range().replace("\ufffe", "-").replace("\x02", "-")
        starts = {"point": "{}.", "item": "–"}
        lines = [starts.get(line.style, "").format(line.number) + line.text for line in letter.lines
                 if line.style != "row"]  # fmt: skip
        assert "".join(shown.split()) == "".join("".join(lines).split()), letter.name
        for glyph in glyphs(page):
            assert 15 < glyph.left < glyph.right < 195 and 10 < glyph.top < glyph.bottom < 287, letter.name
            assert glyph.points < 15, letter.name
        receipt = "".join(line.text for line in letter.lines if line.style == "receipt")
        small = [glyph.char for glyph in glyphs(page) if glyph.points <= 10]
        assert "".join(small) == "".join(receipt.split()), "only the receipt, so that it is one line"
        assert all(glyph.points > 9 for glyph in glyphs(page)), letter.name


def test_a_letter_is_black_on_white(found: list[Letter], converted: Path) -> None:
    for letter in found:
        document = pypdfium2.PdfDocument(converted / file_name(letter).replace(".docx", ".pdf"))
        saturation = document[0].render(scale=2).to_pil().convert("HSV").getchannel("S")
        assert saturation.getextrema() == (0, 0), letter.name
