"""What a trainer prints: guide, tests, work sheets, flipchart, read back from the PDFs."""

import json
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from printing import MM, glyphs
from saku.draw import draw
from saku.editions import classroom
from saku.editions.guide import guide_html, raised
from saku.editions.parts import WORD_JOINER
from saku.model import Book
from saku.problem import BookError
from saku.source import plain
from saku.training import rows

LETTERS = "ABCD"


def pages_of(site: Path, name: str, lang: str) -> list[str]:
    """The text of each page, in one line."""
    document = pypdfium2.PdfDocument(site / f"unduh/tot-{name}-{lang}.pdf")
    return [flat(page.get_textpage().get_text_range()) for page in document]


def flat(text: str) -> str:
    """Without raised numbers' signs and however lines break."""
    return " ".join(text.replace(WORD_JOINER, "").replace("\ufffe", "").replace("\xa0", " ").split())


def test_the_guide_has_every_plan_with_its_minutes(site: Path, lang: str, book: Book) -> None:
    pages = pages_of(site, "panduan", lang)
    word = book.strings["session"][lang]
    for session in book.sessions.values():
        words = session.words[lang]
        own = " ".join(page for page in pages if f"{word} {session.number} · {words.title}" in page)
        assert words.goal in own, session.number
        assert all(part.name in own for part in words.parts), session.number
        assert (
            f"{book.strings['plan_long'][lang]}: {words.minutes('long')} {book.strings['minutes'][lang]}"
            in own
        )


def test_the_first_page_says_what_to_print_bring_and_start(site: Path, lang: str, book: Book) -> None:
    page = book.pages[lang, "tot/index"]
    known = book.glossary.entries["LK"].long[lang]
    first = pages_of(site, "panduan", lang)[0].replace(f" ({known})", "")  # written out on paper
    for id in ("bentuk", "cetak", "bawa", "kapan"):
        section = page.section(id)
        assert section.heading in first, id
        items = [block for block in section.blocks if block.kind == "item"]
        assert all(plain(block.text).split(".")[0].split(":")[0] in first for block in items), id


def test_the_guide_has_the_whole_timetable(site: Path, lang: str, book: Book) -> None:
    text = " ".join(pages_of(site, "panduan", lang)[:4])
    sign = ":" if lang == "en" else "."
    for key, form in book.forms.entries.items():
        assert form.title[lang] in text, key
        for row in (row for day in form.days for row in rows(day, book.sessions)):
            what = row.session.words[lang].title if row.session else row.slot.break_[lang]
            number = f"{row.session.number}. " if row.session else ""
            hours = f"{row.start}–{row.end}".replace(".", sign)
            assert f"{hours} {number}{what}" in text, (key, hours)


def test_keys_and_tests_belong_together(site: Path, lang: str, book: Book) -> None:
    sheets, guide = pages_of(site, "tes", lang), pages_of(site, "panduan", lang)
    numbers = json.loads((site / "unduh/pages.json").read_text())[lang]
    for version, keys in draw(book.questions.entries).items():
        asked = " ".join(text for text in sheets if f"{book.strings['tot_test'][lang]} {version}" in text)
        key = " ".join(text for text in guide if f"{book.strings['tot_key'][lang]} {version}" in text)
        for name in keys:
            question = book.questions.entries[name]
            assert flat(question.stem[lang]) in asked, name
            assert flat(question.why[lang]) not in asked, name
            right = f"{LETTERS[question.answer]} {flat(question.options[question.answer][lang])}"
            assert right.replace(" ", "") in key.replace(" ", ""), name
            if question.card in book.cards:
                assert f"{question.card}, {book.strings['page'][lang]} {numbers[question.card]}" in key, name


def test_each_role_play_stands_on_a_page_of_its_own(site: Path, lang: str, book: Book) -> None:
    pages = pages_of(site, "panduan", lang)
    for key, play in book.roleplays.entries.items():
        own = [page for page in pages if re.search(rf"\b{key} · {re.escape(play.title[lang])}", page)]
        assert len(own) == 1, key
        assert all(f"{key} · {role.name[lang]}" in own[0] for role in play.roles), key
        assert (book.strings["tot_invented"][lang] in own[0]) == play.invented, key
        goal = f"{book.strings['goal'][lang]}: "
        assert own[0].count(goal) == 3, "the observer sees the rubric instead"


def test_nothing_is_cut_off_and_nothing_grey(site: Path, lang: str) -> None:
    for name in ("panduan", "tes", "lembar-kerja", "kertas-besar"):
        for number, page in enumerate(pypdfium2.PdfDocument(site / f"unduh/tot-{name}-{lang}.pdf"), 1):
            width, height = page.get_width() / MM, page.get_height() / MM
            for glyph in glyphs(page):
                inside = (
                    5 < glyph.left < glyph.right < width - 5 and 3 < glyph.top < glyph.bottom < height - 3
                )
                assert inside, (name, number, glyph)


def test_all_is_black(site: Path, lang: str) -> None:
    for name in ("panduan", "tes", "lembar-kerja", "kertas-besar", "catatan"):
        with pikepdf.open(site / f"unduh/tot-{name}-{lang}.pdf") as pdf:
            for page in pdf.pages:
                for operands, operator in pikepdf.parse_content_stream(page):
                    if str(operator) in ("rg", "RG", "g", "G"):
                        assert {float(value) for value in operands} <= {0.0, 1.0}, name


def test_the_flipchart_is_read_from_the_back_row(site: Path, lang: str, book: Book) -> None:
    document = pypdfium2.PdfDocument(site / f"unduh/tot-kertas-besar-{lang}.pdf")
    core = [code for code, card in book.cards.items() if card.front.core]
    assert len(core) == 12
    assert len(document) == len(book.sessions) + len(core)
    for page in document:
        assert [round(side / MM) for side in page.get_size()] == [297, 420]
        body = [glyph.points for glyph in glyphs(page) if 24 < glyph.top < 398]
        assert body and min(body) >= 40


def test_a_sheet_for_the_wall_that_runs_over_is_refused(book: Book, tmp_path: Path) -> None:
    section = '<section class="chapter" id="{}"><h1 class="title" data-head="x">x</h1>{}</section>'
    long = section.format("K2", "<p>banyak kata</p>" * 90) + section.format("K3", "<p>cukup</p>")
    text = f'<html lang="id"><body class="flipchart">{long}</body></html>'
    with pytest.raises(BookError) as error:
        classroom.make_flipchart(book, "id", text, tmp_path / "x.pdf")
    assert re.fullmatch(
        r"\S+kartu/pbi-nonaktif.md: page-too-long: Flipchart sheet K2 [^\n]*", str(error.value)
    )


def test_every_work_sheet_has_a_page(site: Path, lang: str, book: Book) -> None:
    pages = pages_of(site, "lembar-kerja", lang)
    names = [name for (each, name), page in book.pages.items() if each == lang and name.startswith("tot/")]
    sheets = [book.pages[lang, name] for name in names if book.pages[lang, name].section("lk")]
    assert len(pages) == len(sheets) > 14
    for page in sheets:
        assert any(text.startswith(page.front.data["title"]) for text in pages), page.name


def test_citations_of_role_plays_become_raised_numbers() -> None:
    assert raised('Buka <K2> 3 × 24 jam. [A60] [A61] "Ya."') == (
        f'Buka &lt;K2&gt; 3\xa0×\xa024\xa0jam.{WORD_JOINER}<a class="rule">60</a>'
        f'{WORD_JOINER}<a class="rule more">61</a> &#34;Ya.&#34;'
    )


def test_with_a_public_address_every_sheet_names_where_changes_are_told(
    book: Book, site: Path, lang: str
) -> None:
    address = "https://serikat.contoh.or.id/buku-saku/"
    told = f"serikat.contoh.or.id/buku-saku/{'en/' if lang == 'en' else ''}tentang/perubahan</p>"
    assert told in guide_html(book, site, lang, {}, address)
    assert told in classroom.worksheets_html(book, site, lang, address)
    assert told in classroom.tests_html(book, lang, address)
    assert told in classroom.flipchart_html(book, site, lang, address)
    assert "tentang/perubahan</p>" not in classroom.tests_html(book, lang)
