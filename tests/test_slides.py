"""The slides of the training: what they say, and that PPTX, PDF and handout show all of it in its place."""

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from printing import glyphs
from saku.changes import History
from saku.editions import arial
from saku.editions import slide as measures
from saku.editions.blocks import Block, Run, blocks, heading, paragraph, rules_of
from saku.editions.deck import make_deck, make_handout
from saku.editions.parts import Part
from saku.editions.pptx import make_pptx
from saku.editions.slide import Slide, deal, faults
from saku.editions.slides import slides, slides_text
from saku.model import Book
from saku.problem import BookError
from saku.schema import Both, Change

POINTS = 360 / 127
"""Points of a millimetre."""
EDITION = {"id": "Edisi 0.1 draf · 21 November 2026", "en": "Edition 0.1 draft · 21 November 2026"}
OPEN = {"id": "buka hal.", "en": "open p."}


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def shown(slide: Slide) -> str:
    return " ".join([slide.title, *(block.text for block in slide.lines)])


@dataclass(frozen=True)
class Made:
    """The slides of one language; each file is made when a test asks for it."""

    book: Book
    lang: str
    slides: list[Slide]
    numbers: dict[str, int]
    folder: Path

    def _file(self, make: Callable, name: str) -> Path:
        make(self.book, self.lang, self.slides, self.folder / name)
        return self.folder / name

    @cached_property
    def pptx(self) -> Path:
        return self._file(make_pptx, f"tot-{self.lang}.pptx")

    @cached_property
    def deck(self) -> Path:
        return self._file(make_deck, f"tot-{self.lang}.pdf")

    @cached_property
    def handout(self) -> Path:
        return self._file(make_handout, f"tot-catatan-{self.lang}.pdf")


def pages_of_book(site: Path, lang: str) -> dict[str, int]:
    return json.loads((site / "unduh/pages.json").read_text())[lang]


@pytest.fixture(scope="module", params=["id", "en"])
def made(
    request: pytest.FixtureRequest, book: Book, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    numbers = pages_of_book(site, request.param)
    found = slides(book, site, request.param, numbers)
    return Made(book, request.param, found, numbers, tmp_path_factory.mktemp("slides"))


@pytest.fixture
def pages(book: Book, site: Path, tmp_path: Path) -> Path:
    """The finished Indonesian pages that slides are made of, to be changed."""
    for (lang, name), page in book.pages.items():
        if lang == "id" and name.startswith(("kartu/", "tot/", "cara-pakai")):
            (tmp_path / page.address).mkdir(parents=True, exist_ok=True)
            shutil.copy(site / page.address / "index.html", tmp_path / page.address)
    return tmp_path


def change(book: Book, pages: Path, name: str, old: str, new: str) -> None:
    path = pages / book.pages["id", name].address / "index.html"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_card_has_a_slide_and_the_trained_ones_have_more(made: Made, book: Book) -> None:
    count = Counter(slide.title.split()[0] for slide in made.slides)
    assert [code for code in book.cards if count[code] < 1] == []
    trained = [code for code, card in book.cards.items() if card.front.core]
    assert len(trained) == 12
    assert {code: count[code] for code in trained if count[code] < 4} == {}


def test_the_sessions_come_in_order_each_with_goal_plan_sheet_and_questions(
    made: Made, book: Book, site: Path
) -> None:
    groups = list(dict.fromkeys(slide.group for slide in made.slides))
    name, other = book.strings["session"][made.lang], book.strings["slide_others"][made.lang]
    assert groups == ["", *(f"{name} {number}" for number in book.sessions), other]
    for number, session in book.sessions.items():
        own = [slide for slide in made.slides if slide.group == f"{name} {number}"]
        text = " ".join(map(shown, own))
        assert session.words[made.lang].goal in text
        for part in session.words[made.lang].parts:
            assert f"{part.name} · {part.minutes} " in text
        assert f"LK {number}" in text
        asked = heading(Part(book, site, session.pages[made.lang], (), set()).sections["tanya"])
        questions = [slide for slide in own if slide.title.startswith(f"{name} {number} · {asked}")]
        assert len(questions) == 3


def test_the_foot_names_card_page_and_edition(made: Made, book: Book) -> None:
    for slide in made.slides:
        code = slide.title.split()[0]
        if code in book.cards:
            assert slide.footer == f"{code} · {OPEN[made.lang]} {made.numbers[code]} · {EDITION[made.lang]}"
        else:
            assert slide.footer.endswith(f" · {EDITION[made.lang]}")


def test_titles_are_unique_and_every_slide_has_text_and_notes(made: Made) -> None:
    assert [title for title, count in Counter(s.title for s in made.slides).items() if count > 1] == []
    assert [slide.title for slide in made.slides if not slide.lines or not slide.notes] == []
    for slide in made.slides:
        for block in (*slide.lines, *slide.notes):
            assert block.text.strip()
            assert not set(block.text) & {"\u200b", "\u2060"}


def test_no_step_stands_alone(made: Made) -> None:
    alone = [
        slide.title
        for slide in made.slides
        if len(slide.lines) == 1 and slide.lines[0].kind in ("step", "item")
    ]
    assert alone == []


def test_the_notes_hold_the_whole_card_and_its_rules(made: Made, book: Book, site: Path) -> None:
    for card in book.cards.values():
        part = Part(book, site, card.pages[made.lang], (), {"LK"})
        text = " ".join(block.text for id in part.sections for block in blocks(part.sections[id]))
        notes = [
            " ".join(block.text for block in slide.notes)
            for slide in made.slides
            if slide.title.split()[0] == card.code
        ]
        assert words(text) <= words(notes[0]), card.code
        assert str(max(part.rules)) in notes[0]


def test_a_changed_card_changes_its_slide(book: Book, site: Path, pages: Path) -> None:
    numbers = pages_of_book(site, "id")
    before = slides(book, pages, "id", numbers)
    change(book, pages, "kartu/pbi-nonaktif", "Pasien ini butuh dirawat.", "Pasien ini butuh cuci darah.")
    after = slides(book, pages, "id", numbers)
    changed = [new for old, new in zip(before, after, strict=True) if old.lines != new.lines]
    assert [slide.title for slide in changed] == ["K2 Kartu PBI mati · Ucapkan"]
    assert "cuci darah" in shown(changed[0])
    assert slides_text(before) != slides_text(after)


def test_too_much_text_is_told_with_slide_and_file(book: Book, site: Path, pages: Path) -> None:
    long = "Pasien ini butuh dirawat. " * 30
    change(book, pages, "kartu/pbi-nonaktif", "Pasien ini butuh dirawat.", long)
    change(book, pages, "kartu/igd-ditolak", "Siapa dokternya?", "Siapa" + "dokternya" * 8)
    with pytest.raises(BookError) as caught:
        slides(book, pages, "id", pages_of_book(site, "id"))
    first, second = caught.value.problems
    assert (first.id, first.path) == ("slide-too-full", "docs/id/kartu/igd-ditolak.md")
    assert (second.id, second.path) == ("slide-too-full", "docs/id/kartu/pbi-nonaktif.md")
    assert re.match(
        r"Slide \d+ \(“K2 Kartu PBI mati · Ucapkan”\): \d+ pt too much text at 28 pt", second.what
    )
    assert "a word is wider than the slide" in first.what


def test_a_title_or_foot_too_long_is_told() -> None:
    slide = Slide("Judul " * 40, (paragraph("a"),), "Kaki " * 60, (), "", "docs/id/x.md")
    assert [problem.what.split(": ")[1] for problem in faults([slide])] == [
        "the title has more than two lines.",
        "its foot has more than one line.",
    ]


def test_a_withdrawn_card_shows_only_why(book: Book, site: Path) -> None:
    why = Both(id="Aturannya dicabut.", en="The rule was revoked.")
    entry = Change(edition="0.2", date=book.edition.date, code="K2", kind="withdrawn", why=why.model_dump())
    recalled = replace(book, changes=History(book.changes.yaml, (entry, *book.changes.entries)))
    found = slides(recalled, site, "id", pages_of_book(site, "id"))
    (only,) = [slide for slide in found if slide.title.startswith("K2 ")]
    assert "Aturannya dicabut." in shown(only)
    assert "Dinsos" not in shown(only) + " ".join(block.text for block in only.notes)


def test_groups_are_even_and_none_is_too_high() -> None:
    steps = [Block("step", (Run("Tanya dokter."),), number) for number in range(1, 8)]
    assert [len(group) for group in deal(steps, 3)] == [3, 2, 2]
    high = [paragraph("kata " * 130) for _ in range(3)]
    assert [len(group) for group in deal(high, 3)] == [1, 1, 1]


def test_blocks_of_a_section() -> None:
    found = blocks(
        '<ol><li class="first"><h2 id="x">Langkah</h2> <b>1.</b> Tanya \u200b<b>165</b>.\u2060'
        '<a class="rule">7</a></li><li>Tulis <span class="blank short"></span> di</li></ol>'
        "<ul><li>Satu</li></ul>"
        '<table><tr><th scope="col">A</th><th scope="col">B</th></tr><tr><td>c</td>'
        '<td>d<a class="rule">8</a><a class="rule more">9</a></td></tr></table>'
        '<p><span class="tick"><span class="box"></span>\u00a0ya</span></p>'
        '<p><span class="blank rest"></span></p>'
        "<blockquote><p>Surat.</p></blockquote>"
    )
    assert [(block.kind, block.number, block.text) for block in found] == [
        ("step", 1, "Tanya 165."),
        ("step", 2, "Tulis ____ di"),
        ("item", 0, "Satu"),
        ("head", 0, "A\tB"),
        ("row", 0, "c\td"),
        ("paragraph", 0, "☐\u00a0ya"),
        ("line", 0, "_" * 16),
        ("quote", 0, "Surat."),
    ]
    assert found[0].runs == (Run("Tanya "), Run("165", True), Run("."))
    assert rules_of(found) == [7, 8, 9]
    assert heading("<h2>Jika <b>ditolak</b></h2><p>x</p>") == "Jika ditolak"


def test_the_typeface_is_at_least_as_wide_as_the_one_of_libreoffice() -> None:
    """And so as Arial, in whose widths Liberation Sans was drawn."""
    folder = Path("/usr/share/fonts/truetype/liberation")
    for weight, name in {400: "Regular", 700: "Bold"}.items():
        other, own = TTFont(folder / f"LiberationSans-{name}.ttf"), TTFont(arial.font_files()[weight])
        theirs, ours = other.getBestCmap(), own.getBestCmap()
        assert len(ours) > 300
        narrower = [
            chr(sign)
            for sign in ours.keys() & theirs.keys()
            if own["hmtx"][ours[sign]][0] < other["hmtx"][theirs[sign]][0]
        ]
        assert narrower == []


def test_lines_are_counted_as_they_break() -> None:
    assert arial.lines([Run("satu dua")], 20) == 1
    assert arial.lines([Run("satu dua " * 20)], 20) == 5
    assert arial.lines([Run("satu\u00a0dua" * 9)], 20) > 100
    assert arial.width("MMM", bold=True) == pytest.approx(2.5, abs=0.1)


def test_the_pptx_has_real_placeholders_large_letters_and_notes(made: Made) -> None:
    deck = Presentation(str(made.pptx))
    assert (deck.slide_width, deck.slide_height) == (Pt(960), Pt(540))
    assert len(deck.slide_layouts) == 1
    assert len(deck.slides) == len(made.slides)
    for slide, model in zip(deck.slides, made.slides, strict=True):
        kinds = {shape.placeholder_format.type: shape for shape in slide.placeholders}
        assert len(kinds) == len(slide.shapes) == 4
        assert kinds[PP_PLACEHOLDER.TITLE].text_frame.text == model.title
        body = kinds[PP_PLACEHOLDER.BODY].text_frame
        assert body.text.split("\n") == [block.text for block in model.lines]
        runs = [run for paragraph in body.paragraphs for run in paragraph.runs]
        assert all(run.font.size >= Pt(28) for run in runs)
        foot, number = kinds[PP_PLACEHOLDER.FOOTER], kinds[PP_PLACEHOLDER.SLIDE_NUMBER]
        assert foot.text_frame.text == model.footer
        assert all(run.font.size >= Pt(14) for run in foot.text_frame.paragraphs[0].runs)
        assert 'type="slidenum"' in number.element.xml
        languages = {
            each.get("lang") for shape in slide.shapes for each in shape.element.iter() if each.get("lang")
        }
        assert languages == {{"id": "id-ID", "en": "en-GB"}[made.lang]}
        notes = slide.notes_slide.notes_text_frame.text
        assert words(" ".join(block.text for block in model.notes)) <= words(notes)


def test_the_pptx_says_what_it_is_and_shrinks_nothing(made: Made, book: Book) -> None:
    deck = Presentation(str(made.pptx))
    properties = deck.core_properties
    assert properties.title.startswith(book.strings["slide_training"][made.lang])
    assert properties.language == {"id": "id-ID", "en": "en-GB"}[made.lang]
    assert properties.author == properties.last_modified_by == "JamkesWatch KSPI"
    assert properties.created.date() == properties.modified.date() == book.edition.date
    parts = [str(part.partname) for part in deck.part.package.iter_parts()]
    assert [name for name in parts if re.search("printer|thumbnail|app.xml", name)] == []
    layout = deck.slide_layouts[0]
    assert all(
        b"normAutofit" not in part.blob for part in deck.part.package.iter_parts() if "slide" in part.partname
    )
    assert (
        b'typeface="Arial"'
        in deck.slide_master.part.part_related_by(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
        ).blob
    )
    assert {shape.placeholder_format.type for shape in layout.placeholders} == {
        *(PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
    }


def test_the_same_slides_give_the_same_bytes(made: Made, book: Book, tmp_path: Path) -> None:
    make_pptx(book, made.lang, made.slides, tmp_path / "again.pptx")
    assert (tmp_path / "again.pptx").read_bytes() == made.pptx.read_bytes()
    with pikepdf.open(made.deck) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261121")
    for name, make in (("deck", make_deck), ("handout", make_handout)):
        few = made.slides[:3]
        for copy in (1, 2):
            make(book, made.lang, few, tmp_path / f"{name}{copy}.pdf")
        assert (tmp_path / f"{name}1.pdf").read_bytes() == (tmp_path / f"{name}2.pdf").read_bytes()


def test_every_slide_is_one_page_of_the_pdf(made: Made) -> None:
    with pypdfium2.PdfDocument(made.deck) as pdf:
        assert len(pdf) == len(made.slides)
        for number, (page, slide) in enumerate(zip(pdf, made.slides, strict=True), 1):
            assert page.get_size() == pytest.approx((960, 540), abs=0.1)
            text = page.get_textpage().get_text_range()
            assert words(f"{shown(slide)} {slide.footer} {number}") <= words(text), number


def test_a_slide_that_runs_over_in_the_pdf_is_told(book: Book, tmp_path: Path) -> None:
    full = Slide("Penuh", (paragraph("kata " * 200),), "Kaki", (), "", "docs/id/x.md")
    good = replace(full, title="Baik", lines=(paragraph("kata"),))
    with pytest.raises(BookError) as caught:
        make_deck(book, "id", [good, full, good], tmp_path / "x.pdf")
    assert [(each.id, each.path) for each in caught.value.problems] == [("slide-too-full", "docs/id/x.md")]
    assert "Slide 2 (“Penuh”)" in caught.value.problems[0].what


def test_the_handout_has_every_slide_with_its_notes(made: Made) -> None:
    with pypdfium2.PdfDocument(made.handout) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
        smallest = min(glyph.points for page in pdf for glyph in glyphs(page))
    assert smallest >= 9
    wanted = " ".join(f"{shown(s)} {' '.join(block.text for block in s.notes)}" for s in made.slides)
    lost = words(wanted) - words(text.replace("\ufffe", "-").replace("\r\n", " "))
    assert lost == Counter()


@pytest.fixture(scope="module")
def converted(made: Made) -> Path:
    """The PPTX as LibreOffice shows it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "scripts/test installs libreoffice-impress-nogui"
    command = [office, f"-env:UserInstallation={(made.folder / 'profile').as_uri()}", "--headless"]
    out = made.folder / "office"
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", out, made.pptx],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return out / f"tot-{made.lang}.pdf"


def test_libreoffice_shows_every_word_in_its_place(made: Made, converted: Path) -> None:
    left, right = measures.SIDE - 2, measures.WIDTH - measures.SIDE + 2
    bottom = measures.BODY_TOP + measures.BODY_HEIGHT
    with pypdfium2.PdfDocument(converted) as pdf:
        assert len(pdf) == len(made.slides)
        for number, (page, slide) in enumerate(zip(pdf, made.slides, strict=True), 1):
            text = page.get_textpage().get_text_range()
            assert words(f"{shown(slide)} {slide.footer} {number}") <= words(text), number
            for glyph in glyphs(page):
                where = number, slide.title, glyph
                assert left <= glyph.left * POINTS and glyph.right * POINTS <= right, where
                high, low = glyph.top * POINTS, glyph.bottom * POINTS
                if glyph.points < 20:
                    assert high >= measures.FOOT_TOP and low <= measures.HEIGHT, where
                elif low < measures.BODY_TOP - 4:
                    assert high >= measures.TITLE_TOP, where
                    assert glyph.points == pytest.approx(measures.TITLE_SIZE, abs=0.1), where
                else:
                    assert low <= bottom, where
                    assert glyph.points == pytest.approx(slide.size, abs=0.1), where
