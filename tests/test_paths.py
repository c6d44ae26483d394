"""The decision paths, walked to their ends as without JavaScript, and read back from the book."""

import json
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pypdfium2
import pytest
from lxml import html

from saku.editions.book import PATHS
from saku.finish.lists import fill_markers
from saku.model import Book, load
from saku.schema import DecisionPath
from test_finish import leaf_of

HOST = "http://host/"


def follow(site: Path, address: str) -> html.HtmlElement:
    """What a tap on a link shows: the page, or the element its anchor names."""
    path, anchor = urldefrag(address)
    file = site / path.removeprefix(HOST) / "index.html"
    tree = html.document_fromstring(file.read_text(encoding="utf-8"))
    if not anchor:
        return tree.find(".//article")
    (element,) = tree.xpath("//*[@id=$id]", id=anchor)
    return element


def ends_of(site: Path, address: str, walked: tuple[str, ...] = ()) -> set[str]:
    """Codes of the cards at the ends of all walks that start at a question."""
    assert address not in walked, f"goes round in a circle: {walked}"
    shown = follow(site, address)
    if shown.get("data-card"):
        return {shown.get("data-card")}
    links = [urljoin(address, link) for link in shown.xpath("(.//ul[@class='answers'])[1]//a/@href")]
    assert len(links) >= 2, f"a dead end: {address}"
    return set().union(*(ends_of(site, link, (*walked, address)) for link in links))


@pytest.mark.parametrize("name", ["gawat", "kartu", "bayar"])
def test_every_answer_leads_to_a_card(site: Path, book: Book, lang: str, name: str) -> None:
    ends = ends_of(site, HOST + book.pages[lang, book.path_pages[name]].address)
    families = book.paths.entries[name].families
    assert ends >= {code for code in book.cards if code[0] in families}


def test_the_page_asks_every_question_with_all_its_answers(site: Path, book: Book, lang: str) -> None:
    for name, path in book.paths.entries.items():
        article = follow(site, HOST + book.pages[lang, book.path_pages[name]].address)
        for number, question in enumerate(path.questions, 1):
            (section,) = article.xpath(".//section[@id=$id]", id=f"t{number}")
            assert section.find("h2").text_content() == f"{number} {question.text[lang]}"
            told = [" ".join(answer.text_content().split()) for answer in section.find("ul")]
            assert told == [
                f"{answer.text[lang]} → {named(book, answer.to, lang)}" for answer in question.answers
            ]
            assert section.xpath("./p/a[@class='rule']/text()") == list(question.rules)


def named(book: Book, target: int | str, lang: str) -> str:
    if target in book.cards:
        return f"{target} {book.cards[target].words[lang].title}"
    return book.paths.entries[target].title[lang] if isinstance(target, str) else str(target)


def test_each_path_asks_for_an_emergency_first(book: Book) -> None:
    for path in book.paths.entries.values():
        first = path.questions[0]
        assert (first.help.id, first.help.en) == (
            "Daftar ini tidak lengkap. Ragu? Anggap gawat.",
            "This list is not complete. In doubt? Treat as emergency.",
        )


def test_the_home_page_leads_to_each_path_from_its_door(site: Path, book: Book, lang: str) -> None:
    home = HOST + book.pages[lang, "index"].address
    for door, name in ((1, "gawat"), (2, "kartu"), (6, "bayar")):
        door = follow(site, home).xpath(f"./section[@class='part part-pintu-{door}']")[0]
        links = [urljoin(home, link) for link in door.xpath("./p/a/@href")]
        assert links == [HOST + book.pages[lang, book.path_pages[name]].address]


def test_a_rule_names_the_path_that_cites_it(site: Path, book: Book, lang: str) -> None:
    page = book.pages[lang, book.path_pages["bayar"]]
    rules = HOST + book.pages[lang, book.rule_page("A130")].address
    links = follow(site, f"{rules}#a130").xpath(".//a/@href")
    assert HOST + page.address in [urljoin(rules, link) for link in links]


def test_the_book_prints_the_questions_with_the_right_pages(site: Path, book: Book, lang: str) -> None:
    numbers = json.loads((site / "unduh/pages.json").read_text())[lang]
    reader = pypdfium2.PdfDocument(site / f"unduh/buku-saku-{lang}.pdf")
    for page_name in PATHS:
        name, anchor = page_name.split("/")[1], page_name.replace("/", "-")
        text = reader[numbers[anchor] - 1].get_textpage().get_text_range()
        printed = re.sub(r"\s+", " ", re.sub("[\u200b\u2060]", "", text))
        path = book.paths.entries[name]
        assert printed.startswith(path.title[lang]) or path.title[lang] in printed
        place = 0
        for line in lines_of(book, path, numbers, lang):
            assert line in printed[place:], line
            place = printed.index(line, place) + len(line)


def lines_of(book: Book, path: DecisionPath, numbers: dict[str, int], lang: str) -> list[str]:
    """Each question with its number, and each answer with the page or question it leads to."""
    page, lines = book.strings["page"][lang], []
    for number, question in enumerate(path.questions, 1):
        lines.append(f"{number} {question.text[lang]}")
        for answer in question.answers:
            if answer.to in book.cards:
                target = f"{page} {numbers[answer.to]} ({answer.to})"
            elif isinstance(answer.to, str):
                target = f"{page} {numbers[f'tanya-{answer.to}']}"
            else:
                target = str(answer.to)
            lines.append(f"{answer.text[lang]} → {target}")
    return lines


def test_questions_of_the_small_book(mini: Path) -> None:
    leaf = leaf_of(mini, "tanya", "<!-- saku:path tanya -->", "en")
    fill_markers(leaf)
    sections = leaf.article.findall(".//section")
    assert [section.get("id") for section in sections] == ["t1", "t2"]
    links = [(link.text_content(), link.get("href")) for link in sections[0].iter("a")]
    assert links == [("Yes → K1 Card in arrears", "../kartu/tunggakan/"), ("No → 2", "#t2")]
    reason = " ".join(sections[1].find("p").text_content().split())
    assert reason == "Arrears are at most 24 months. [A1] Ask 165."


def test_a_page_cites_what_its_path_cites(mini: Path) -> None:
    book = load(mini)
    assert book.citations(book.pages["id", "tanya"]) == ["A1"]
    assert book.citations(book.pages["id", "index"]) == []
