"""The tools of a card: clock, counter, text to send, ticks, rules in place."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from saku.editions.parts import Part
from saku.finish.tools import clock_of, said, steps_mark
from saku.model import Book
from saku.schema import LANGS
from test_accessibility import barriers, phone

Open = Callable[..., Page]
WORDS = {
    "id": {"counter": "Di loket", "send": "Kirim", "clock": "Jam batas", "copy": "Salin", "close": "Tutup",
           "turn": "Putar 180°", "wipe": "Hapus semua catatan", "share": "Bagikan", "clear": "Hapus"},
    "en": {"counter": "At the counter", "send": "Send", "clock": "Clock", "copy": "Copy", "close": "Close",
           "turn": "Turn 180°", "wipe": "Wipe all notes", "share": "Share", "clear": "Clear"},
}  # fmt: skip


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, timezone_id="Asia/Jakarta"
    )
    yield context
    context.close()


@pytest.fixture
def open_card(context: BrowserContext, address: str, book: Book) -> Iterator[Open]:
    """Opens a card and waits for its tools; afterwards no page may have failed in anything."""
    wrong: list[str] = []

    def go(code: str, lang: str = "id", page: Page | None = None) -> Page:
        if page is None:
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
            page.on("request", lambda request: "127.0.0.1" in request.url or wrong.append(request.url))
        page.goto(address + book.cards[code].pages[lang].address)
        expect(page.locator(".tool-bar")).to_be_visible()
        return page

    yield go
    assert wrong == []


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def tool(page: Page, lang: str, name: str):
    return page.get_by_role("button", name=WORDS[lang][name], exact=True)


# The first screen


END_OF_SENTENCE = """
() => {
  const paragraph = document.querySelector(".part-ucapkan p"), range = document.createRange();
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode()); ) {
    const end = node.data.lastIndexOf('"');
    if (end >= 0) { range.setStart(node, end); range.setEnd(node, end + 1) }
  }
  return range.getBoundingClientRect().bottom;
}
"""


def test_the_first_screen_of_every_card_shows_what_to_do_above_the_tools(
    open_card: Open, book: Book, lang: str
) -> None:
    page = None
    for card in book.cards.values():
        page = open_card(card.code, lang, page)
        bar = page.locator(".tool-bar").bounding_box()
        assert (bar["height"], bar["y"] + bar["height"]) == (44, 740), card.code
        for name in ("h1 .code", ".deadline", ".part-hak"):
            box = page.locator(name).bounding_box()
            assert box["y"] + box["height"] <= bar["y"], (card.code, name)
        if card.code[0] == "D":
            assert page.evaluate(END_OF_SENTENCE) <= bar["y"], card.code
        else:
            step = page.locator(".part-langkah li").first.bounding_box()
            assert step["y"] + step["height"] <= bar["y"], card.code


def test_the_tools_are_large_enough_and_the_card_asks_for_at_most_eight_files(
    open_card: Open, context: BrowserContext
) -> None:
    asked: set[str] = set()  # the worker, once it is there, asks again for what the page asks for
    context.on("request", lambda request: asked.add(request.url))
    page = open_card("D1")
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 8, asked
    tool(page, "id", "clock").click()
    tool(page, "id", "send").click()
    page.locator(".part-hak a.rule").first.click()
    for one in page.locator("article .tool:visible, article input").all():
        box = one.bounding_box()
        assert min(box["width"], box["height"]) >= 44, one.evaluate("element => element.outerHTML")


def test_the_tools_stay_inside_a_narrow_screen_and_do_not_cover_a_low_one(open_card: Open, lang: str) -> None:
    page = open_card("K7", lang)
    page.set_viewport_size({"width": 320, "height": 740})
    tool(page, lang, "clock").click()
    tool(page, lang, "send").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size({"width": 320, "height": 300})
    page.evaluate("scrollTo(0, 0)")
    assert page.locator(".tool-bar").bounding_box()["y"] > 300


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_tools_are_no_barrier(
    browser: Browser, address: str, book: Book, lang: str, scheme: str
) -> None:
    with phone(browser, color_scheme=scheme) as page:
        page.context.clock.install(time="2027-11-22T10:00:00+07:00")  # past the review date
        page.goto(address + book.cards["K7"].pages[lang].address)
        tool(page, lang, "clock").click()
        page.locator(".clock input").fill("2026-11-21T08:30")
        page.get_by_role("checkbox").first.check()
        page.locator(".part-hak a.rule").first.click()
        tool(page, lang, "wipe").click()
        assert barriers(page) == []
        tool(page, lang, "counter").click()
        assert barriers(page) == []


# Clock


def test_the_clocks_follow_from_the_rules_that_a_card_prints(book: Book) -> None:
    clocks = {code: clock_of(book, card) for code, card in book.cards.items()}
    found = {code: (clock.kind, clock.hours) for code, clock in clocks.items() if clock}
    assert {code for code, clock in found.items() if clock == ("admission", 72)} == {
        *("D1", "D5", "K3", "K4", "K6", "K7", "K10", "B6", "T2")
    }
    assert found["T1"] == ("accident", 48)
    assert found["T4"] == ("diagnosis", 48)
    assert found["T5"] == ("verdict", 48)
    assert "L4" not in found  # its details name the 72 hours only to say that they are another limit


def test_the_clock_tells_the_limit_and_what_remains_offline(
    open_card: Open, context: BrowserContext, lang: str
) -> None:
    context.clock.install(time="2026-11-22T09:59:30+07:00")
    page = open_card("K7", lang)
    address = page.url
    context.set_offline(True)
    tool(page, lang, "clock").click()
    hour = page.locator(".clock input")
    expect(hour).to_be_focused()
    expect(hour).to_have_value("")
    hour.fill("2026-11-21T08:30")
    limit = {
        "id": "Batas: Selasa, 24 November 2026 pukul 08.30. Sisa 46 jam 30 menit.",
        "en": "Deadline: Tuesday, 24 November 2026 at 08:30. 46 h 30 min left.",
    }
    expect(page.locator(".clock-limit")).to_have_text(limit[lang])
    holidays = {"id": "Hari libur tidak diketahui", "en": "Holidays are not known"}
    expect(page.locator(".clock")).to_contain_text(holidays[lang])
    context.clock.fast_forward("47:01:00")
    over = {"id": "Lewat 0 jam 30 menit.", "en": "0 h 30 min over."}
    expect(page.locator(".clock-limit")).to_contain_text(over[lang])
    assert page.url == address


def test_the_clock_is_kept_for_its_card_only_until_cleared(open_card: Open) -> None:
    page = open_card("K7")
    tool(page, "id", "clock").click()
    page.locator(".clock input").fill("2026-11-21T08:30")
    page.reload()
    expect(page.locator(".clock-limit")).to_contain_text("Selasa, 24 November 2026")
    assert page.evaluate("localStorage.length") == 0
    open_card("D1", page=page)
    expect(page.locator(".clock")).to_be_hidden()
    open_card("K7", page=page)
    tool(page, "id", "clear").click()
    expect(page.locator(".clock output")).to_be_empty()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_card_without_such_a_limit_has_no_clock(open_card: Open) -> None:
    page = open_card("L1")
    expect(page.locator(".tool-bar button")).to_have_count(2)


# At the counter


def test_every_card_has_a_sentence_and_a_rule_for_the_counter(book: Book) -> None:
    for card in book.cards.values():
        for lang in LANGS:
            shown = said(card, lang)
            assert any(one.rule for one in shown), card.code
            for one in shown:
                assert one.place and one.words and not re.search(r"\[|\*|Tunjukkan", one.words + one.rule)
                assert bool(one.translation) == (lang == "en")


def test_the_counter_shows_the_sentence_large_and_turns(open_card: Open, lang: str) -> None:
    page = open_card("D1", lang)
    opener = tool(page, lang, "counter")
    opener.click()
    dialog = page.get_by_role("dialog", name=WORDS[lang]["counter"])
    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    sentence = dialog.locator("blockquote")
    expect(sentence).to_have_text("Mohon diperiksa dulu. Siapa dokternya?")
    expect(dialog.locator(".shown")).to_have_text("UU 17/2023 Pasal 174")
    if lang == "en":
        expect(sentence).to_have_attribute("lang", "id")
        expect(dialog).to_contain_text("“Please examine first. Who is the doctor?”")
    for large in (sentence, dialog.locator(".shown")):
        look = large.evaluate(
            "e => { const s = getComputedStyle(e); return [parseFloat(s.fontSize), s.color] }"
        )
        assert look[0] >= 28
        assert look[1] == "rgb(0, 0, 0)"
    assert dialog.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    turn = tool(page, lang, "turn")
    turn.click()
    expect(turn).to_have_attribute("aria-pressed", "true")
    assert (
        dialog.locator("div").evaluate("e => getComputedStyle(e).transform").startswith("matrix(-1, 0, 0, -1")
    )
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(turn).to_have_attribute("aria-pressed", "false")
    tool(page, lang, "close").click()
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


# The text to send


def test_sending_offers_share_whatsapp_and_copy(open_card: Open, context: BrowserContext, lang: str) -> None:
    context.add_init_script("navigator.share = async data => { window.shared = data }")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_card("K2", lang)
    tool(page, lang, "send").click()
    text = page.locator("#kirim pre").text_content()
    share = tool(page, lang, "share")
    expect(share).to_be_focused()
    share.click()
    assert page.evaluate("shared") == {"text": text}
    link = page.get_by_role("link", name="WhatsApp")
    assert unquote(link.get_attribute("href")) == "https://wa.me/?text=" + text
    tool(page, lang, "copy").click()
    expect(page.locator("#kirim [role=status]")).to_have_text({"id": "Tersalin.", "en": "Copied."}[lang])
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_where_copying_is_refused_the_text_is_selected(open_card: Open, context: BrowserContext) -> None:
    context.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page = open_card("K2")
    tool(page, "id", "send").click()
    expect(tool(page, "id", "share")).to_be_hidden()  # this browser cannot
    tool(page, "id", "copy").click()
    expect(page.locator("#kirim [role=status]")).to_contain_text("Tekan lama")
    assert page.evaluate("getSelection().toString()").startswith("K2 Kartu PBI mati")


# Ticks and what stays on the device


def test_ticks_stay_on_the_device_in_both_languages_until_wiped(
    open_card: Open, address: str, lang: str
) -> None:
    page = open_card("K7", lang)
    label = {"id": "Langkah 2 sudah", "en": "Step 2 done"}[lang]
    page.get_by_role("checkbox", name=label).tap()
    page.evaluate("localStorage.setItem('other', 'stays')")
    keys = page.evaluate("Object.keys(localStorage)")
    assert sorted(keys) == ["other", f"saku:{urlsplit(address).path}:ticks:K7"]
    open_card("K7", "en" if lang == "id" else "id", page)
    expect(page.get_by_role("checkbox").nth(1)).to_be_checked()
    open_card("K7", lang, page)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    tool(page, lang, "clock").click()
    page.locator(".clock input").fill("2026-11-21T08:30")
    wipe = tool(page, lang, "wipe")
    wipe.click()
    expect(page.locator(".ticks [role=status]")).to_contain_text({"id": "Yakin?", "en": "Sure?"}[lang])
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    wipe.click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    expect(page.locator(".clock input")).to_have_value("")
    assert page.evaluate("[Object.keys(localStorage), sessionStorage.length]") == [["other"], 0]


def test_one_tap_on_wipe_and_another_elsewhere_wipes_nothing(open_card: Open) -> None:
    page = open_card("K2")
    page.get_by_role("checkbox").first.check()
    tool(page, "id", "wipe").click()
    page.get_by_role("checkbox").nth(2).focus()
    tool(page, "id", "wipe").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)


def test_ticks_of_other_steps_are_forgotten(open_card: Open, address: str, book: Book) -> None:
    page = open_card("K2")
    page.get_by_role("checkbox").first.check()
    key = f"saku:{urlsplit(address).path}:ticks:K2"
    assert page.evaluate(f"JSON.parse(localStorage['{key}'])") == {
        "steps": steps_mark(book.cards["K2"]),
        "done": [0],
    }
    page.evaluate(f"""localStorage['{key}'] = '{{"steps": "older", "done": [0]}}'""")
    open_card("K2", page=page)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_where_storage_is_refused_everything_else_works(open_card: Open, context: BrowserContext) -> None:
    refuse = "{ get() { throw new DOMException('no', 'SecurityError') } }"
    for name in ("localStorage", "sessionStorage"):
        context.add_init_script(f"Object.defineProperty(window, '{name}', {refuse})")
    page = open_card("K7")
    page.get_by_role("checkbox").first.check()
    tool(page, "id", "clock").click()
    page.locator(".clock input").fill("2026-11-21T08:30")
    expect(page.locator(".clock-limit")).to_contain_text("Selasa")
    tool(page, "id", "wipe").click()
    tool(page, "id", "wipe").click()
    expect(page.get_by_role("checkbox").first).not_to_be_checked()
    tool(page, "id", "counter").click()
    expect(page.get_by_role("dialog")).to_be_visible()


# Rules in place and the review date


def test_a_rule_unfolds_in_place_and_a_second_tap_leads_to_its_page(open_card: Open, lang: str) -> None:
    page = open_card("D1", lang)
    code = page.locator(".part-hak a.rule").first
    code.tap()
    note = page.locator(".rule-note")
    for words in (
        *("A60:", "UU 17/2023 Pasal 174", "21 November 2026"),
        {"id": "berlaku", "en": "in force"}[lang],
    ):
        expect(note).to_contain_text(words)
    expect(code).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.locator(".part-hak a.rule").nth(1).click()
    expect(note).to_contain_text("A63:")
    expect(code).to_have_attribute("aria-expanded", "false")
    note.get_by_role("button").click()
    expect(note).to_be_hidden()
    expect(page.locator(".part-hak a.rule").nth(1)).to_be_focused()
    code.press("Enter")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    code.press("Enter")
    code.press("Enter")
    expect(page.locator("section.entry:target h2")).to_contain_text("A60")


def test_a_rule_in_a_table_unfolds_below_the_table(open_card: Open) -> None:
    page = open_card("K7")
    page.locator("table a.rule").first.click()
    expect(page.locator("table + .rule-note")).to_be_visible()
    page.locator(".rule-note a").click()
    expect(page.locator("section.entry:target")).to_be_visible()


def test_a_card_says_when_its_review_date_is_past(
    open_card: Open, context: BrowserContext, book: Book, lang: str
) -> None:
    last = book.cards["K2"].front.review_by
    context.clock.install(time=f"{last}T23:00:00+07:00")
    page = open_card("K2", lang)
    expect(page.locator(".past-review")).to_be_hidden()
    context.clock.fast_forward("02:00:00")
    page.reload()
    words = {"id": "Kartu ini lewat tanggal tinjau (21 Januari 2027)", "en": "review date (21 January 2027)"}
    expect(page.locator(".past-review")).to_contain_text(words[lang])
    assert page.locator(".past-review").bounding_box()["y"] < page.locator("h1").bounding_box()["y"]


# Without JavaScript, every page, and paper


def test_without_javascript_a_card_reads_and_its_text_can_be_selected(
    plain_page: Page, address: str, book: Book, lang: str
) -> None:
    page = plain_page
    page.goto(address + book.cards["K7"].pages[lang].address)
    for hidden in (".tool-bar", ".clock", ".ticks", ".rule-note", ".past-review", ".counter", "[data-do]"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()
    expect(page.locator(".review-by")).to_contain_text("2027")
    page.locator("#kirim summary").click()
    expect(page.locator("#kirim pre")).to_contain_text("K7 ")
    expect(page.get_by_role("link", name="WhatsApp")).to_be_visible()
    page.locator(".part-hak a.rule").first.click()
    expect(page.locator("section.entry:target")).to_be_visible()


def test_the_tools_stay_off_paper(site: Path, book: Book) -> None:
    for lang in LANGS:
        page = book.cards["K7"].pages[lang]
        part = Part(book, site, page, (), set())
        assert set(part.sections) == {"hak", "langkah", "ucapkan", "ditolak", "catat"}
        assert not any(word in part.text for word in (WORDS[lang]["wipe"], WORDS[lang]["turn"], "WhatsApp"))
