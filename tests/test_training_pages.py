"""The training on the site: minutes that sum, hours that follow, and the cards still found first."""

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html

from saku.finish.leaf import Leaf
from saku.finish.search import search_data
from saku.finish.training import timetable
from saku.model import Book, load
from saku.training import clock


def article(site: Path, book: Book, lang: str, name: str) -> html.HtmlElement:
    text = (site / book.pages[lang, name].address / "index.html").read_text(encoding="utf-8")
    return html.document_fromstring(text).find(".//article")


def cells(table: html.HtmlElement, part: str) -> list[list[str]]:
    return [[cell.text_content() for cell in row.iter("td")] for row in table.find(part)]


def test_a_session_shows_goal_parts_and_their_sum_before_its_text(site: Path, book: Book, lang: str) -> None:
    assert len(book.sessions) == 14
    for session in book.sessions.values():
        words, page = session.words[lang], article(site, book, lang, session.pages[lang].name)
        assert words.goal in page.find("div[@class='plan']/p[@class='goal']").text_content()
        tables = page.findall("div[@class='plan']/table")
        plans = [plan for plan in (words.parts, words.short) if plan]
        assert len(tables) == len(plans) >= 1
        for table, plan in zip(tables, plans, strict=True):
            rows = cells(table, "tbody")
            assert rows == [[part.name, str(part.minutes), part.method] for part in plan]
            total = str(sum(int(row[1]) for row in rows))
            assert cells(table, "tfoot")[0][1] == total
            assert total in table.findtext("caption")
        assert page.index(tables[0].getparent()) < page.index(page.find("section"))


def test_a_session_leads_to_its_cards(site: Path, book: Book, lang: str) -> None:
    for session in book.sessions.values():
        address = session.pages[lang].address
        page = article(site, book, lang, session.pages[lang].name)
        links = page.xpath("./p[@class='session-cards']/a/@href")
        assert [urljoin(f"http://h/{address}", link) for link in links] == [
            f"http://h/{book.cards[code].pages[lang].address}" for code in session.front.cards
        ]


def test_each_day_goes_hour_by_hour_from_its_start_to_its_end(site: Path, book: Book, lang: str) -> None:
    tables = article(site, book, lang, "tot/index").xpath(".//table[caption]")
    days = [day for form in book.forms.entries.values() for day in form.days]
    sign = {"id": ".", "en": ":"}[lang]
    for table, day in zip(tables, days, strict=True):
        hours = [row[0].split("–") for row in cells(table, "tbody")]
        assert all(re.fullmatch(rf"\d\d\{sign}\d\d", hour) for pair in hours for hour in pair)
        assert hours[0][0] == day.start.replace(".", sign)
        assert all(one[1] == other[0] for one, other in pairwise(hours))
        assert clock(hours[-1][1].replace(sign, ".")) <= clock(day.end)
        assert f"{hours[0][0]}–{hours[-1][1]}" in table.findtext("caption")
        for (start, end), slot in zip(hours, day.plan, strict=True):
            planned = book.sessions[slot.session].front.minutes(slot.form) if slot.session else slot.minutes
            lasts = clock(end.replace(sign, ".")) - clock(start.replace(sign, "."))
            assert lasts == planned


def test_two_days_begin_at_half_past_eight_and_end_as_planned(site: Path, book: Book, lang: str) -> None:
    first, second = article(site, book, lang, "tot/index").xpath(".//table[caption]")[:2]
    begins = {"id": "08.30–09.45", "en": "08:30–09:45"}[lang]
    ends = {"id": ("17.30", "17.00"), "en": ("17:30", "17:00")}[lang]
    assert cells(first, "tbody")[0][0] == begins
    assert tuple(cells(table, "tbody")[-1][0].split("–")[1] for table in (first, second)) == ends


def test_a_changed_minute_moves_all_that_follows(mini: Path) -> None:
    strings = "day: {id: Hari, en: Day}\nhour: {id: Pukul, en: Hour}\nsession: {id: Sesi, en: Session}\n"
    (mini / "docs/data/strings.yml").write_text(strings + "plan_short: {id: Pendek, en: Short}\n")
    for minutes, expected in ((10, "19.55–20.05"), (12, "19.57–20.07")):
        for lang in ("id", "en"):
            path = mini / f"docs/{lang}/tot/sesi-01-kartu.md"
            path.write_text(re.sub(r"minutes: 1[02]", f"minutes: {minutes}", path.read_text(), count=1))
        book = load(mini)
        leaf = Leaf(book, book.pages["id", "index"], html.document_fromstring("<article></article>"))
        table = timetable(leaf, "")[0].find("table")
        assert cells(table, "tbody")[1] == [expected, "Istirahat"]
        assert cells(table, "tbody")[2][1] == "1. Kartu menunggak (pendek)"


def test_only_the_first_page_of_the_training_stands_beside_cards_in_the_search(book: Book, lang: str) -> None:
    documents = {doc["url"]: doc for doc in search_data(book, lang)["docs"]}
    card = documents[book.cards["D1"].pages[lang].address]
    for (other, name), page in book.pages.items():
        if other == lang and name.startswith("tot/"):
            doc = documents[page.address]
            assert doc["lines"] == [] and doc["said"] == [page.front.data["description"]]
            assert doc["boost"] < card["boost"]


@pytest.mark.parametrize("name", ["aturan/kepesertaan", "aturan/kerja"])
def test_a_rule_does_not_name_the_training_that_repeats_it(site: Path, book: Book, name: str) -> None:
    assert not article(site, book, "id", name).xpath(".//a[contains(@href, '/tot/')]")
