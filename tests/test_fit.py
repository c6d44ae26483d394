"""What does not fit on paper, or in the typeface, stops the book with page and card: never a silent cut."""

from pathlib import Path

import pytest

from saku.editions import book as paper
from saku.editions import fit, typeset
from saku.problem import BookError

CARD = "docs/id/kartu/pbi-nonaktif.md"
DAMAGE = {
    "word longer than its line": (
        f"<p>Tulis {'panjang' * 12} saja.</p>",
        rf"{CARD}: too-wide: Page 1 \(K2\): the line “panjangpanjang\S+…” is \d+\.\d mm wider",
    ),
    "word longer than its column": (
        f"<dl class='glossary'><div><dt>PBI</dt> <dd>{'panjang' * 6}</dd></div></dl>",
        r"K2\): the line “panjang\S+” is \d+\.\d mm wider",
    ),
    "table wider than the page": (
        f"<table><tr><td>{'</td><td>'.join(['perusahaan'] * 8)}</td></tr></table>",
        r"Page 1 \(K2\): the table “perusahaan\S+” is \d+\.\d mm wider",
    ),
    "box higher than the page": (
        "<p><span style='display: inline-block; height: 150mm'>Tempel foto di sini</span></p>",
        r"Page 2 \(K2\): the line “Tempel foto di sini” is \d+\.\d mm wider or longer than its place",
    ),
    "sign that the typeface lacks": (
        "<p>Telepon ☎ 165.</p>",
        rf"{CARD}: typeface: Page 1 \(K2\): the typeface has no “☎” \(“Telepon ☎ 165\.”\)",
    ),
    "font of the machine": (
        "<p style='font-family: DejaVu Sans'>Telepon 165.</p>",
        r"typeface: Page 1 \(K2\): “Telepon 165\.” is set in DejaVu Sans",
    ),
}


def card(content: str, head: str = "K2 Kartu mati") -> str:
    """A book of one card on its first page, enough for what is looked at before the lengths."""
    title = f'<h1 class="title" data-head="{head}">Kartu mati</h1>'
    return f'<html lang="id"><body><section class="card family-K" id="K2">{title}{content}</section>'


@pytest.mark.parametrize(("content", "message"), DAMAGE.values(), ids=list(DAMAGE))
def test_what_does_not_fit_is_told_with_page_and_card(
    book, tmp_path: Path, content: str, message: str
) -> None:
    with pytest.raises(BookError, match=message):
        paper.make_book(book, "id", card(content), tmp_path / "book.pdf")
    assert not (tmp_path / "book.pdf").exists()


def test_a_running_head_longer_than_its_line_is_told(book, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"Page 1 \(K2\): the line “K2 Kartu mati.*” is \d+\.\d mm wider"):
        paper.make_book(book, "id", card("<p>Kata.</p>", "K2 " + "Kartu mati " * 9), tmp_path / "book.pdf")


def test_a_foot_of_too_many_lines_is_told(book, tmp_path: Path) -> None:
    rules = ", ".join(map(str, range(1, 90, 2)))
    text = card("<p>Kata.</p>").replace("data-head", f'data-rules="Aturan {rules}" data-head')
    with pytest.raises(BookError, match=r"Page 1 \(K2\): the line “.*” is \d+\.\d mm wider or longer"):
        paper.make_book(book, "id", text, tmp_path / "book.pdf")


def test_a_missing_font_file_is_told(book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(typeset.FACES, 700, "Gone.ttf")
    with pytest.raises(
        BookError, match=r"requirements\.in: typeface: .* has no Gone\.ttf\. Run scripts/inst"
    ):
        paper.make_book(book, "id", card("<p>Kata.</p>"), tmp_path / "book.pdf")


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both files of the typeface are no fonts: WeasyPrint takes another of the machine."""
    file = tmp_path / "Damaged.ttf"
    file.write_bytes(b"no font")
    monkeypatch.setattr(typeset, "font_files", lambda: {400: file, 700: file})
    return file


def test_a_damaged_font_file_is_told(book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged) -> None:
    monkeypatch.setattr(fit, "font_files", typeset.font_files)
    with pytest.raises(BookError, match=r"typeface: The file of the typeface Damaged\.ttf cannot be read: "):
        paper.make_book(book, "id", card("<p>Kata.</p>"), tmp_path / "book.pdf")


def test_a_font_of_the_machine_in_the_file_is_told(book, tmp_path: Path, damaged) -> None:
    document = typeset.render(book, card("<p>Kata.</p>"))
    document.write_pdf(str(tmp_path / "book.pdf"))
    with pytest.raises(BookError, match=r"typeface: book\.pdf holds fonts of this machine: "):
        fit.check_fonts(tmp_path / "book.pdf", document)


def test_numbers_that_never_settle_stop_the_book(book) -> None:
    text = card("<p>Kata.</p>")
    with pytest.raises(BookError, match=r"page-numbers: The page numbers still change after 6 passes"):
        typeset.render_numbered(book, text, revise=lambda document, numbers: (text, {"K2": 2}))


def test_longer_numbers_cost_no_third_pass(book, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a narrow index a number of three digits takes a line more than one of two."""
    passes = []
    render = typeset.render
    monkeypatch.setattr(typeset, "render", lambda *given: passes.append(1) or render(*given))
    parts = [f"bagian-{number}" for number in range(1, 121)]
    text = "".join(f'<section class="chapter" id="{part}"><p>Isi</p></section>' for part in parts)
    lines = "".join(
        f'<p style="width: 20mm">kata <a class="page-ref" href="#{part}"></a></p>' for part in parts
    )
    end = '<section class="chapter" id="akhir"><p><a class="page-ref" href="#akhir">Akhir</a></p></section>'
    text = f'<html lang="id"><body>{text}<section class="chapter">{lines}</section>{end}'
    document, numbers = typeset.render_numbered(book, text)
    assert len(passes) == 2
    assert numbers["bagian-120"] == 120
    assert numbers["akhir"] == len(document.pages) > 121
