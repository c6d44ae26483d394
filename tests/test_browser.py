"""The site in a real Chromium, as a volunteer holds it: 360 × 740, from a sub-path, without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A phone that notes what went wrong while it was used."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, java_script_enabled=request.param
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("response", lambda answer: answer.status >= 400 and wrong.append(f"{answer.status} {answer.url}"))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: "127.0.0.1" in request.url or wrong.append(request.url))
    yield page
    context.close()
    assert wrong == []


def test_a_card_is_one_tap_from_the_home_page(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="K2 Kartu PBI mati").click()
    expect(page.locator("article[data-card=K2] h1")).to_have_text("K2 Kartu PBI mati")
    for name in ("Hak", "Langkah"):
        box = page.get_by_role("heading", name=name, exact=True).bounding_box()
        assert box["y"] < 740, f"{name} is not on the first screen"


def test_the_head_takes_one_line_of_a_small_screen(page: Page, address: str) -> None:
    for home in (address, address + "en/"):
        page.goto(home)
        for width in (320, 360, 412):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.locator(".saku-header").bounding_box()["height"] <= 60, (home, width)


def test_the_language_link_stays_on_the_card_and_comes_back(page: Page, address: str) -> None:
    page.goto(address + "kartu/kamar-penuh/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(address + "en/kartu/kamar-penuh/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Indonesia", exact=True).click()
    expect(page).to_have_url(address + "kartu/kamar-penuh/")


def test_the_menu_opens_and_closes_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    menu = page.locator("#menu")
    expect(menu).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.locator(".saku-skip")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    page.keyboard.press("Space")
    menu.get_by_role("link", name="D1").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(address + "kartu/igd-ditolak/")


def test_the_menu_opens_by_touch(page: Page, address: str) -> None:
    page.goto(address + "mengadu/")
    page.get_by_role("button", name="Menu").tap()
    page.locator("#menu").get_by_role("link", name="T1").tap()
    expect(page).to_have_url(address + "kartu/kecelakaan-kerja/")


def test_details_open_and_a_rule_leads_to_its_entry(page: Page, address: str) -> None:
    page.goto(address + "kartu/igd-ditolak/")
    details = page.locator("details#rinci")
    expect(details.locator("li").first).to_be_hidden()
    details.locator("summary").click()
    expect(details.locator("li").first).to_be_visible()
    code = page.locator("#hak + p a.rule").first
    code.click()
    if page.url == address + "kartu/igd-ditolak/":  # with scripts it unfolds in place first
        code.click()
    expect(page.locator("section.entry:target h2")).to_contain_text("A60")


def test_a_code_is_an_address(page: Page, address: str) -> None:
    page.goto(address + "K2/")
    page.wait_for_url(address + "kartu/pbi-nonaktif/")
    page.goto(address + "en/K2/")
    page.wait_for_url(address + "en/kartu/pbi-nonaktif/")


def test_a_number_dials(page: Page, address: str) -> None:
    page.goto(address + "mengadu/")
    expect(page.locator("#kantor ~ ol a[href='tel:165']")).to_have_text("165")


def test_no_page_scrolls_sideways_or_asks_for_what_is_not_there(page: Page, address: str, book) -> None:
    for one in book.pages.values():
        page.goto(address + one.address)
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            size = page.locator("html").bounding_box()
            content = page.locator("article").bounding_box()
            assert content["x"] + content["width"] <= size["width"] <= width, (one.address, width)


def test_the_menu_stands_beside_the_text_on_a_wide_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    menu, article = page.locator("#menu").bounding_box(), page.locator("article").bounding_box()
    assert menu["x"] + menu["width"] <= article["x"]
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()


def test_a_sheet_prints_alone_on_a4_with_lines_to_write_on(page: Page, address: str) -> None:
    page.goto(address + "formulir/pengaduan-rs/")
    blank = page.locator(".part-surat .blank.rest").first
    assert blank.bounding_box()["width"] > 150
    page.emulate_media(media="print")
    for name in (".saku-header", ".saku-menu", ".draft", ".part-cara", "details", ".saku-footer", "a.rule"):
        for element in page.locator(name).all():
            expect(element).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Dengan hormat")).to_be_visible()


def test_an_english_letter_leads_to_the_indonesian_one(page: Page, address: str) -> None:
    page.goto(address + "en/formulir/pengaduan-rs/")
    page.locator(".original a").click()
    expect(page).to_have_url(address + "formulir/pengaduan-rs/")


def test_the_index_and_the_myths_lead_on(page: Page, address: str) -> None:
    page.goto(address + "indeks/")
    page.locator(".word-index li", has_text="kis mati").get_by_role("link", name="K2").click()
    expect(page.locator("article")).to_have_attribute("data-card", "K2")
    page.goto(address + "aturan/keliru/")
    page.locator("dl.myths a.rule").first.click()
    expect(page.locator("section.entry:target")).to_be_visible()


def test_the_chart_shows_bars_within_the_screen_and_the_table_their_sources(page: Page, address: str) -> None:
    page.goto(address + "wilayah/angka-uhc/")
    chart = page.locator("figure.chart svg")
    expect(chart).to_have_attribute("role", "img")
    box = chart.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    for bar in chart.locator("rect.active").all()[:3]:
        assert bar.bounding_box()["width"] > 50
    rows = page.locator("article table tbody tr")
    assert rows.count() > chart.locator("rect.active").count()
    expect(rows.first.get_by_role("link")).to_have_attribute("aria-describedby", "out")


def test_an_sop_page_says_on_the_first_screen_what_to_do(page: Page, address: str, book) -> None:
    for (lang, name), source in book.pages.items():
        if lang == "id" and name.startswith("sop/"):
            page.goto(address + source.address)
            step = page.locator("article ol > li").first
            assert step.bounding_box()["y"] + 40 < 740, name


def test_every_sheet_and_the_field_test_print_on_one_page(browser: Browser, address: str, book) -> None:
    import pypdfium2

    context = browser.new_context()
    page = context.new_page()
    for source in book.pages.values():
        if source.section("formulir") or source.section("surat") or source.name == "tentang/uji-lapangan":
            page.goto(address + source.address)
            printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
            assert len(printed) == 1, source.file
            assert [round(side / 72 * 25.4) for side in printed[0].get_size()] == [210, 297]
    context.close()


def test_a_path_is_walked_by_touch_to_its_card(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Kartu aktif atau mati?").last.tap()
    expect(page).to_have_url(address + "tanya/kartu/")
    for question, answer in ((1, "Tidak, atau sudah ditolong"), (2, "Tidak"), (3, "Mati")):
        link = page.locator(f"#t{question}").get_by_role("link", name=f"{answer} → ")
        assert link.bounding_box()["height"] >= 44
        link.tap()
    asked = page.locator("section.question:target")
    expect(asked).to_have_attribute("id", "t5")
    expect(asked.get_by_role("heading")).to_be_in_viewport()
    asked.get_by_role("link", name="Negara (PBI)").tap()
    expect(page.locator("article")).to_have_attribute("data-card", "K2")


def test_the_first_question_and_its_answers_stand_on_the_first_screen(page: Page, address: str, book) -> None:
    for (_, name), source in book.pages.items():
        if name in book.path_pages.values():
            page.goto(address + source.address)
            box = page.locator("#t1 .answers").bounding_box()
            assert box["y"] + box["height"] <= 740, source.address
