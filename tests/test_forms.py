"""The forms as PDF to fill in: looked at, filled in and read back by more than one reader."""

import ctypes
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pdfua
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import html
from PIL import Image

from printing import MM, dark, glyphs, picture
from saku.editions.forms import SIZES, Form, forms, forms_text, make_forms
from saku.editions.parts import WORD_JOINER, ZERO_WIDTH_SPACE
from saku.model import Book
from saku.problem import BookError

PAPER = {"a4": (210, 297), "a5": (148, 210)}
ASKED = "Bidan Puskesmas é, 2 × 24 jam"


@pytest.fixture(scope="module")
def found(book: Book, site: Path) -> list[Form]:
    return forms(book, site)


@pytest.fixture(scope="module")
def folder(book: Book, found: list[Form], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("formulir")
    make_forms(book, found, out)
    return out


def fields_of(path: Path) -> list[dict]:
    """Name, tooltip, kind, page and box of each field, in the order in which the tabulator reaches them."""
    with pikepdf.open(path) as pdf:
        return [
            {"name": str(field.T), "words": str(field.TU), "kind": str(field.FT), "page": number,
             "box": [float(edge) for edge in field.Rect]}
            for number, page in enumerate(pdf.pages)
            for field in page.get("/Annots", [])
            if field.Subtype == "/Widget"
        ]  # fmt: skip


def sheet(site: Path, form: Form):
    """The section of the page that the form is."""
    name = form.file.removeprefix("formulir-").removesuffix(".pdf").removesuffix("-a5")
    (section,) = html.parse(site / f"formulir/{name}/index.html").xpath(
        "//section[contains(@class, 'part-formulir')]"
    )
    return section


def test_every_form_page_has_a_file_of_each_size(book: Book, found: list[Form], folder: Path) -> None:
    names = {
        name.removeprefix("formulir/")
        for (lang, name), page in book.pages.items()
        if lang == "id" and name.startswith("formulir/") and page.section("formulir")
    }
    assert len(names) >= 10
    files = {f"formulir-{name}{ending}.pdf" for name in names for ending in SIZES.values()}
    assert {path.name for path in folder.iterdir()} == {form.file for form in found} == files


def test_a_sheet_has_its_paper_and_few_pages(found: list[Form], folder: Path) -> None:
    for form in found:
        document = pypdfium2.PdfDocument(folder / form.file)
        assert len(document) <= (1 if form.size == "a4" else 2), form.file
        for page in document:
            assert tuple(round(side / MM) for side in page.get_size()) == PAPER[form.size], form.file


def test_less_room_is_left_only_where_it_saves_a_page(folder: Path) -> None:
    """On A5 the list of proof with room has one line on a second page."""
    assert len(pypdfium2.PdfDocument(folder / "formulir-daftar-bukti-a5.pdf")) == 1


def test_a_sheet_has_all_words_of_its_page(site: Path, found: list[Form], folder: Path) -> None:
    for form in found:
        section = sheet(site, form)
        for element in section.xpath(".//h2 | .//a[@class='rule']"):
            element.drop_tree()
        words = re.sub(r"_{4,}|☐", " ", section.text_content()).split()
        document = pypdfium2.PdfDocument(folder / form.file)
        shown = "".join(page.get_textpage().get_text_range() for page in document)
        shown = re.sub(rf"[{WORD_JOINER}{ZERO_WIDTH_SPACE}\ufffe\x02]", "", shown)
        assert all(word in shown for word in words), form.file


def test_what_follows_a_long_line_with_a_label_begins_a_line(folder: Path) -> None:
    signs = list(glyphs(pypdfium2.PdfDocument(folder / "formulir-kronologi.pdf")[0]))
    text = "".join(sign.char for sign in signs)
    edge = signs[text.index("Kejadian1")].left
    for label in ("Lanjutan:", "Kertasataunomor:"):
        lefts = [signs[match.start()].left for match in re.finditer(label, text)]
        assert len(lefts) == 6 and all(abs(left - edge) < 0.5 for left in lefts), (label, lefts)


def test_fields_are_named_as_they_are_numbered(site: Path, found: list[Form], folder: Path) -> None:
    for form in found:
        fields = fields_of(folder / form.file)
        section = sheet(site, form)
        expected = []
        for number, item in enumerate(section.findall("ol/li"), 1):
            count = len(re.findall("_{4,}|☐", item.text_content()))
            ends = [""] if count == 1 else "abcdefghijklmnopqrstuvwxyz"[:count]
            expected += [f"{number}{end}" for end in ends]
        expected += ["data"] if section.xpath("./p[contains(., 'Penanggung jawab data')]") else []
        assert [field["name"] for field in fields] == expected, form.file


def test_each_field_says_what_it_asks(found: list[Form], folder: Path) -> None:
    for form in found:
        fields = fields_of(folder / form.file)
        words = [field["words"] for field in fields]
        assert len(set(words)) == len(words), form.file
        for field in fields:
            number = re.match(r"\d*", field["name"])[0]
            assert re.match(rf"{number}\. \w" if number else r"\w", field["words"]), field
    case = {field["name"]: field for field in fields_of(folder / "formulir-lembar-kasus.pdf")}
    assert case["2b"]["words"] == "2. Diterima: jam" and case["2b"]["kind"] == "/Tx"
    assert case["3a"]["words"] == "3. Gawat: ya atau ragu, ke IGD" and case["3a"]["kind"] == "/Btn"
    assert case["11b"]["words"] == "11. Status 165: nonaktif"
    assert case["19c"]["words"] == "19. Uang kembali: ya, Rp"
    visit = {field["name"]: field["words"] for field in fields_of(folder / "formulir-pemantauan.pdf")}
    assert (visit["5b"], visit["5d"]) == (
        "5. Petugas BPJS SATU!: foto dan nomor tidak",
        "5. Petugas BPJS SATU!: nomornya tidak",
    )
    assert visit["3e"] == "3. Jenis: mitra BPJS ya"


def test_the_tabulator_goes_down_the_sheet(found: list[Form], folder: Path) -> None:
    for form in found:
        fields = fields_of(folder / form.file)
        for first, second in pairwise(fields):
            down = min(first["box"][1::2]) - min(second["box"][1::2])
            right = second["box"][0] - first["box"][0]
            next_row = down > 2 * MM or second["page"] > first["page"]
            assert next_row or (abs(down) < 2 * MM and right > 0), (form.file, first, second)
        with pikepdf.open(folder / form.file) as pdf:
            assert all(page.Tabs == "/S" for page in pdf.pages), form.file


def test_a_field_has_room_to_write_and_touches_no_other(found: list[Form], folder: Path) -> None:
    for form in found:
        fields = fields_of(folder / form.file)
        for field in fields:
            left, top, right, bottom = field["box"]
            left, right, bottom, top = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
            field["box"] = left, bottom, right, top
            smallest = (12, 4) if field["kind"] == "/Tx" else (3, 3)
            assert (right - left) / MM > smallest[0] and (top - bottom) / MM > smallest[1], field
        for first in fields:
            for second in fields:
                if first is second or first["page"] != second["page"]:
                    continue
                (a, b, c, d), (e, f, g, h) = first["box"], second["box"]
                assert c <= e + 1 or g <= a + 1 or d <= f + 1 or h <= b + 1, (form.file, first, second)


def test_the_files_are_tagged_and_have_no_other_typeface(found: list[Form], folder: Path) -> None:
    for form in found:
        path = folder / form.file
        findings = [
            (finding.rule_id, finding.message)
            for finding in pdfua.validate(str(path)).findings
            if finding.confidence is pdfua.Confidence.CERTAIN
        ]
        assert findings == [], form.file
        with pikepdf.open(path) as pdf:
            assert pdf.Root.MarkInfo.Marked and pdf.Root.Lang == "id", form.file
            pens = {str(field.DA).split()[0] for field in pdf.Root.AcroForm.Fields}
            assert pens <= set(pdf.Root.AcroForm.DR.Font.keys()), form.file
            tags = sum(1 for each in pdf.objects if isinstance(each, pikepdf.Dictionary)
                       and each.get("/S") == "/Form" and "/P" in each)  # fmt: skip
            fonts = {str(each.BaseFont).split("+")[-1] for each in pdf.objects
                     if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"}  # fmt: skip
        assert tags == len(fields_of(path)), form.file
        assert all(font.startswith(("/Helvetica", "/ZapfDingbats", "Plex")) for font in fonts), fonts
        assert path.stat().st_size < 60_000, form.file
        assert "href" not in form.html, "a link that leads nowhere"


def test_a_sheet_is_black_on_white_and_within_the_copier(found: list[Form], folder: Path) -> None:
    for form in found:
        for page in pypdfium2.PdfDocument(folder / form.file):
            saturation = page.render(scale=2).to_pil().convert("HSV").getchannel("S")
            assert saturation.getextrema() == (0, 0), form.file
            width, height = PAPER[form.size]
            for glyph in glyphs(page):
                inside = (
                    8 < glyph.left < glyph.right < width - 8 and 5 < glyph.top < glyph.bottom < height - 4
                )
                assert inside, (form.file, glyph)


def typed(source: Path, out: Path, texts: dict[str, str], ticks: set[str]) -> None:
    """Fill in as a person does in a browser: a click into the field, then the keys; saved as a copy."""
    document = pypdfium2.PdfDocument(source)
    document.init_forms()
    handle = document.formenv
    fields = fields_of(source)
    for number in range(len(document)):
        page = document[number]
        for field in fields:
            name, box = field["name"], field["box"]
            if field["page"] != number or name not in {*texts, *ticks}:
                continue
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            pdfium.FORM_OnLButtonDown(handle, page, 0, x, y)
            pdfium.FORM_OnLButtonUp(handle, page, 0, x, y)
            if name in texts:
                letters = (texts[name] + "\0").encode("utf-16-le")
                wide = ctypes.cast(ctypes.c_char_p(letters), ctypes.POINTER(ctypes.c_ushort))
                pdfium.FORM_ReplaceSelection(handle, page, wide)
            pdfium.FORM_ForceToKillFocus(handle)
    document.save(out)


def read_by_pdfium(path: Path) -> dict[str, str]:
    """Value of each field that has one; of a box its state."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    values = {}
    for page in document:
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annot = pdfium.FPDFPage_GetAnnot(page, index)
            texts = []
            for read in (pdfium.FPDFAnnot_GetFormFieldName, pdfium.FPDFAnnot_GetFormFieldValue):
                size = read(document.formenv, annot, None, 0)
                buffer = (ctypes.c_ushort * (size // 2))()
                read(document.formenv, annot, buffer, size)
                texts.append(bytes(buffer).decode("utf-16-le").rstrip("\0"))
            values[texts[0]] = texts[1]
            pdfium.FPDFPage_CloseAnnot(annot)
    return {name: value for name, value in values.items() if value not in ("", "Off")}


def read_by_qpdf(path: Path) -> dict[str, str]:
    with pikepdf.open(path) as pdf:
        values = {str(field.T): str(field.get("/V", "")).lstrip("/") for field in pdf.Root.AcroForm.Fields}
    return {name: value for name, value in values.items() if value not in ("", "Off")}


@pytest.mark.parametrize("name", ["formulir-lembar-kasus.pdf", "formulir-kronologi-a5.pdf"])
def test_what_is_typed_in_one_reader_is_kept_for_another(folder: Path, tmp_path: Path, name: str) -> None:
    texts = {field["name"]: f"{ASKED} {field['name']}" for field in fields_of(folder / name)
             if field["kind"] == "/Tx"}  # fmt: skip
    ticks = {field["name"] for field in fields_of(folder / name) if field["kind"] == "/Btn"}
    ticks = set(sorted(ticks)[::2])
    assert texts and ticks
    typed(folder / name, tmp_path / "isi.pdf", texts, ticks)
    expected = texts | dict.fromkeys(ticks, "on")
    assert read_by_qpdf(tmp_path / "isi.pdf") == expected
    assert read_by_pdfium(tmp_path / "isi.pdf") == expected


def test_what_another_program_filled_in_is_shown_and_kept(folder: Path, tmp_path: Path) -> None:
    """qpdf writes the values, pdfium reads them, saves again; poppler shows them."""
    source = folder / "formulir-lembar-kasus.pdf"
    with pikepdf.open(source) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if field.FT == "/Tx":
                field.V = pikepdf.String("KASUS-7")
            else:
                field.V = field.AS = pikepdf.Name.on
        pdf.save(tmp_path / "satu.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "satu.pdf")
    document.save(tmp_path / "dua.pdf")
    for reader in (read_by_pdfium, read_by_qpdf):
        assert set(reader(tmp_path / "dua.pdf").values()) == {"KASUS-7", "on"}, reader
        assert len(reader(tmp_path / "dua.pdf")) == len(fields_of(source)), reader
    command = ["pdftotext", "-layout", tmp_path / "dua.pdf", "-"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Kode kasus:" in shown
    subprocess.run(["pdftoppm", "-r", "50.8", "-gray", "-singlefile", tmp_path / "dua.pdf", tmp_path / "x"],
                   check=True)  # fmt: skip
    image, empty = Image.open(tmp_path / "x.pgm"), picture(pypdfium2.PdfDocument(source)[0], 2)
    for field in fields_of(source):
        left, top, right, bottom = (edge / MM for edge in field["box"])
        left, right = min(left, right), max(left, right)
        above, below = 297 - max(top, bottom), 297 - min(top, bottom)
        middle = (left + 0.6, above + 0.6, right - 0.6, below - 0.8)
        assert dark(empty, middle, 2) < 0.02 < dark(image, middle, 2), field


def test_the_same_sheets_are_the_same_bytes(
    book: Book, found: list[Form], folder: Path, tmp_path: Path
) -> None:
    make_forms(book, found[:4], tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name
    assert forms_text(found) != forms_text(found[1:])


def test_a_sheet_that_asks_too_much_is_refused(book: Book, found: list[Form], tmp_path: Path) -> None:
    form = next(form for form in found if form.file == "formulir-lembar-kasus.pdf")
    long = Form(form.file, form.path, form.size, form.html.replace("</ol>", "<li>lagi</li>" * 60 + "</ol>"),
                form.texts)  # fmt: skip
    with pytest.raises(BookError, match=r"formulir/lembar-kasus.md: page-too-long: On A4 it takes 2 pages"):
        make_forms(book, [long], tmp_path)
    assert not list(tmp_path.iterdir())
