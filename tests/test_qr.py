"""The QR codes of the book: where they stand, what they say, how large; without them nothing moves."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno
from PIL import Image

from printing import picture
from saku.editions.book import book_html
from saku.editions.typeset import render, write_pdf
from saku.model import Book
from saku.schema import FAMILIES

ADDRESS = "https://gunungliman.github.io/Buku-saku/"
DOTS = 20
QUIET = 4


def cover_to_contents(book: Book, site: Path, lang: str, url: str, path: Path) -> pypdfium2.PdfDocument:
    """The book without what lies between its contents and its back cover, for speed."""
    text = book_html(book, site, lang, url)
    text = re.sub(r'(?s)<section class="chapter paths".*(?=<section class="cover back")', "", text)
    write_pdf(render(book, text), text, path)
    return pypdfium2.PdfDocument(path)


@pytest.fixture(scope="module", params=["id", "en"])
def coded(request: pytest.FixtureRequest, site: Path, book: Book, tmp_path_factory: pytest.TempPathFactory):
    """The language, its home address, the file and the open document."""
    lang, path = request.param, tmp_path_factory.mktemp("qr") / "book.pdf"
    home = ADDRESS + ("en/" if lang == "en" else "")
    return lang, home, path, cover_to_contents(book, site, lang, ADDRESS, path)


def expected(url: str) -> list[str]:
    """Rows of modules: scheme and host in capitals, which a code packs tighter; the path as it is."""
    host, path = re.fullmatch(r"(https://[^/]+/)(.*)", url).groups()
    rows = segno.make_qr([host.upper(), path], error="m").matrix_iter(border=0)
    return ["".join("#" if module else "." for module in row) for row in rows]


def codes_between(image: Image.Image, left: float, size: float, count: int) -> list[list[str]]:
    """The codes of `count` modules of `size` mm whose ink begins `left` mm from the edge, downwards."""
    width = count * size
    strip = image.crop((round(left * DOTS), 0, round((left + width) * DOTS), image.height))
    inked = [min(strip.crop((0, y, strip.width, y + 1)).tobytes()) < 128 for y in range(strip.height)]
    runs = re.finditer("1+(?:0{1,20}1+)*", "".join("01"[ink] for ink in inked))  # gaps below a millimetre
    tops = [run.start() for run in runs if abs(len(run[0]) / DOTS - width) < 0.2]
    middle = [round((index + 0.5) * size * DOTS) for index in range(count)]
    return [
        ["".join("#" if strip.getpixel((x, top + y)) < 128 else "." for x in middle) for y in middle]
        for top in tops
    ]


def test_both_covers_carry_the_code_of_the_home_page_and_its_address(coded) -> None:
    _, home, _, pages = coded
    wanted = expected(home)
    for page in (pages[0], pages[len(pages) - 1]):
        image = picture(page, DOTS)
        assert codes_between(image, 12, 0.6, len(wanted)) == [wanted]
        # Four white modules below, as on all sides.
        right, bottom = 12 + len(wanted) * 0.6, 138 - QUIET * 0.6
        below = (0, round(bottom * DOTS) + 2, round(right * DOTS), image.height)
        assert image.crop(below).getextrema() == (255, 255)
        assert home.removeprefix("https://").rstrip("/") in page.get_textpage().get_text_range()


def test_each_family_has_its_code_in_the_contents(coded) -> None:
    _, home, _, pages = coded
    found = []
    for index, edge in ((4, 96), (5, 91)):
        count = len(expected(f"{home}D/"))
        found += codes_between(picture(pages[index], DOTS), edge - (count + QUIET) * 0.5, 0.5, count)
    assert found == [expected(f"{home}{family}/") for family in FAMILIES]
    assert home.removeprefix("https://").rstrip("/") in pages[4].get_textpage().get_text_range()


def test_who_cannot_see_the_codes_hears_the_addresses(coded) -> None:
    _, home, path, _ = coded
    with pikepdf.open(path) as pdf:
        figures = [
            str(element.Alt)
            for element in pdf.objects
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure"
        ]
    assert sorted(words.split()[-1] for words in figures) == sorted(
        [home, home, *(f"{home}{family}/" for family in FAMILIES)]
    )


def test_without_the_address_no_code_and_the_same_pages(
    coded, site: Path, book: Book, tmp_path: Path
) -> None:
    lang, home, _, pages = coded
    plain = cover_to_contents(book, site, lang, "", tmp_path / "plain.pdf")
    assert len(plain) == len(pages)
    host = home.split("/")[2]
    for with_code, without in zip(pages, plain, strict=True):
        texts = (page.get_textpage().get_text_range() for page in (with_code, without))
        words, fewer = (re.findall(r"\w+", text) for text in texts)
        assert host not in " ".join(fewer)
        assert [word for word in fewer if word not in words] == []
    with pikepdf.open(tmp_path / "plain.pdf") as pdf:
        assert not [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
