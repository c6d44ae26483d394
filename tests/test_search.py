"""The search as a volunteer uses it: typed on a phone, answered at once, by thumb, keyboard and ear."""

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yml").read_text(encoding="utf-8"))
AMONG_THREE = {False: 0.95, True: 0.93}
"""Share of the queries found among the first three; those set aside were not looked at while tuning."""
FIRST = 0.80


@pytest.fixture
def phone(browser: Browser, address: str):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    yield page
    context.close()


def search(page: Page, text: str) -> list[str]:
    page.get_by_role("searchbox").fill(text)
    expect(page.locator("#jumlah-hasil")).not_to_be_empty()
    return [link.inner_text().split("\n")[0] for link in page.locator("#hasil-cari a").all()]


def opened(page: Page, address: str, lang: str = "id") -> Page:
    page.goto(address + ("" if lang == "id" else "en/"))
    page.get_by_role("button", name="Cari" if lang == "id" else "Search", exact=True).click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    return page


def test_three_letters_give_the_card_with_code_and_line(phone: Page, address: str) -> None:
    opened(phone, address)
    search(phone, "kis mati")
    first = phone.locator("#hasil-cari a").first
    assert first.locator(".code").inner_text() == "K2"
    assert first.locator(".line").inner_text() == "kis mati"
    first.tap()
    expect(phone.locator("article")).to_have_attribute("data-card", "K2")


@pytest.mark.parametrize("typed", ["k2", "K 2", "k-2"])
def test_a_code_comes_first(phone: Page, address: str, typed: str) -> None:
    opened(phone, address)
    assert search(phone, typed)[0].startswith("K2 ")


def test_an_empty_field_empties_the_list_and_helps(phone: Page, address: str) -> None:
    opened(phone, address)
    assert search(phone, "obat kosong")
    expect(phone.locator("#tanpa-hasil")).to_be_hidden()
    phone.get_by_role("searchbox").fill("")
    expect(phone.locator("#hasil-cari li")).to_have_count(0)
    expect(phone.locator("#tanpa-hasil a")).to_have_count(7)


def test_nothing_found_is_announced_and_the_doors_lead_on(phone: Page, address: str) -> None:
    opened(phone, address)
    search(phone, "xyzzyqwert")
    expect(phone.locator("#pencarian").get_by_role("status")).to_have_text("Tidak ketemu. Coba kata lain.")
    phone.locator("#tanpa-hasil a").nth(1).tap()
    expect(phone.locator("#pintu-2")).to_be_in_viewport()


def test_by_keyboard_alone(phone: Page, address: str) -> None:
    opened(phone, address)
    search(phone, "kamar penuh")
    phone.keyboard.press("ArrowDown")
    expect(phone.locator("#hasil-cari a").first).to_be_focused()
    phone.keyboard.press("ArrowUp")
    expect(phone.get_by_role("searchbox")).to_be_focused()
    phone.keyboard.press("Escape")
    expect(phone.locator("#pencarian")).to_be_hidden()
    expect(phone.locator("#cari")).to_be_focused()
    phone.keyboard.press("Enter")
    search(phone, "kamar penuh")
    phone.keyboard.press("Enter")
    expect(phone.locator("article")).to_have_attribute("data-card", "L1")


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a" * 10_000, "%E0%A4%A", "* ^ ~ + -:"],
)
def test_hostile_words_do_nothing(phone: Page, address: str, typed: str) -> None:
    wrong: list[str] = []
    phone.on("pageerror", lambda error: wrong.append(str(error)))
    phone.on("dialog", lambda dialog: wrong.append(dialog.message))
    opened(phone, address)
    before = phone.url
    phone.get_by_role("searchbox").fill(typed)
    expect(phone.locator("#jumlah-hasil")).not_to_be_empty()
    assert wrong == []
    assert phone.locator("#pencarian script, #pencarian img").count() == 0
    assert phone.url == before, "nothing typed enters the address"


def test_without_a_script_there_is_no_dead_button(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#cari")).to_be_hidden()
    expect(page.get_by_role("link", name="Kata yang orang ucapkan").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("aside", [False, True], ids=["tuned", "aside"])
def test_queries_as_volunteers_type_them(phone: Page, address: str, aside: bool) -> None:
    first = three = 0
    missed = []
    queries = [query for query in QUERIES if query["aside"] is aside]
    for lang in ("id", "en"):
        opened(phone, address, lang)
        for query in (query for query in queries if query["lang"] == lang):
            search(phone, query["q"])
            links = phone.locator("#hasil-cari a").all()[:3]
            found = [
                link.locator(".code").inner_text()
                if link.locator(".code").count()
                else link.get_attribute("href").removeprefix(address).removeprefix("en/").strip("/")
                for link in links
            ]
            wanted = [name.removesuffix("/index") for name in query["pages"]]
            first += bool(found) and found[0] in wanted
            three += any(name in wanted for name in found)
            if not any(name in wanted for name in found):
                missed.append((query["q"], wanted, found))
    assert three / len(queries) >= AMONG_THREE[aside], missed
    assert first / len(queries) >= FIRST
