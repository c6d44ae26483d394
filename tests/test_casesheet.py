"""The case sheet on the phone: the fields of the paper sheet, the two limits, the text, what never leaves."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from saku.bank import words_of
from saku.casefields import FIRST_LINE, PRIVATE, UNNUMBERED, fields
from saku.editions.single import LEFT_OUT
from saku.finish.leaf import Leaf
from saku.finish.lists import fill_markers
from saku.finish.words import cite, explain
from saku.model import Book
from saku.tally.read import read_file
from saku.tally.rows import Row
from test_accessibility import barriers, phone

PAGE = "alat/lembar-kasus"
NIK = "3201" + "014511" + "920001"
CARD = "00012" + "34567890"
MOBILE = "0812" + "00000000"
WORDS = {
    "id": {
        "wipe": "Hapus semua isian",
        "copy": "Salin",
        "share": "Bagikan",
        "sure": "Yakin?",
        "done": "Sudah dihapus.",
    },
    "en": {"wipe": "Wipe all fields", "copy": "Copy", "share": "Share", "sure": "Sure?", "done": "Wiped."},
}


# The fields


def test_the_fields_are_those_of_the_paper_sheet(book: Book, lang: str) -> None:
    found = fields(book, lang)
    assert [field.number for field in found] == list(range(1, 21))
    assert [field.number for field in found if field.counted] == [9]
    kinds = {control.key: control.kind for field in found for control in field.controls}
    assert kinds["2 Diterima tanggal"] == "date"
    assert kinds["6 Masalah kode kartu"] == "card"
    assert kinds["11 Status 165"] == "choice"
    assert kinds["11 Status 165 jam"] == kinds["9 Masuk jam"] == "time"
    assert kinds["19 Uang kembali Rp"] == "money"
    assert kinds["18 Hasil"] == kinds["1 Kode kasus kota RS"] == "text"
    assert kinds["17 Kode tutup tanggal"] == "date"


def test_a_choice_has_the_indonesian_word_and_the_readers(book: Book) -> None:
    closing = fields(book, "en")[16].controls[1]
    assert closing.choices[0] == ("selesai", "solved")
    assert len(closing.choices) == 6
    emergency = fields(book, "id")[2].controls[0]
    assert emergency.choices == (("ya atau ragu, ke IGD",) * 2, ("tidak",) * 2)
    assert fields(book, "id")[18].controls[0].choices == (("tidak", "tidak"), ("ya", "ya"))


def test_a_key_stands_once_and_has_no_colon(book: Book) -> None:
    keys = [control.key for field in fields(book, "id") for control in field.controls]
    assert len(set(keys)) == len(keys)
    assert not [key for key in keys if ":" in key]
    assert not [key for key in keys if key.split(" ", 1)[1] in PRIVATE]


@pytest.fixture
def made(book: Book, lang: str) -> Leaf:
    """The sheet as finish puts it into its page."""
    tree = html.document_fromstring("<html><body><article><!-- saku:casesheet --></article></body></html>")
    leaf = Leaf(book, book.pages[lang, PAGE], tree)
    fill_markers(leaf)
    cite(leaf)
    explain(leaf)
    return leaf


def test_every_field_has_a_label_of_its_own_and_a_key(made: Leaf, book: Book, lang: str) -> None:
    controls = made.article.xpath(".//input[@type != 'checkbox'] | .//select")
    labels = {
        label.get("for"): label.text_content() for label in made.article.iter("label") if label.get("for")
    }
    assert all(labels[control.get("id")].strip() for control in controls)
    assert len({control.get("id") for control in controls}) == len(controls)
    keys = made.article.xpath(".//*/@data-key")
    numbered = [control.key for field in fields(book, lang) for control in field.controls]
    assert keys == [*numbered, *UNNUMBERED]
    assert not made.article.xpath(".//label//abbr | .//select//abbr | .//legend//abbr")


def test_the_problem_is_a_card_of_the_ledger(made: Leaf, book: Book) -> None:
    codes = made.article.xpath(".//select[@data-key='6 Masalah kode kartu']//option/@value")
    assert codes == ["", *book.cards]


def test_both_limits_come_from_their_rules_and_name_them(made: Leaf) -> None:
    clock = made.article.xpath(".//div[@class='sheet-clock']")[0]
    assert (clock.get("data-aim"), clock.get("data-limit")) == ("72", "72")
    assert [link.text for link in clock.iter("a")] == ["A188", "A10"]
    assert [link.get("href").split("#")[1] for link in clock.iter("a")] == ["a188", "a10"]


def test_without_a_script_only_the_paper_sheet_is_offered(made: Leaf, book: Book, lang: str) -> None:
    sheet = made.article[0]
    assert sheet.get("hidden") is not None and sheet.get("data-tool") is not None
    start = book.pages[lang, PAGE].sections[0].blocks[0].text
    assert "../formulir/lembar-kasus.md" in start
    assert PAGE in LEFT_OUT  # the single file has no such script


def test_the_script_sends_nothing_and_has_no_words_of_its_own() -> None:
    script = (Path(__file__).parents[1] / "docs/assets/js/sheet.js").read_text(encoding="utf-8")
    assert not re.findall(
        r"fetch|XMLHttpRequest|sendBeacon|history|location|wa\.me", re.sub(r"//.*", "", script)
    )
    assert not [word for words in WORDS.values() for word in words.values() if word in script]


# On the phone


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, timezone_id="Asia/Jakarta"
    )
    context.add_init_script("navigator.share = async data => { window.shared = data }")
    yield context
    context.close()


@pytest.fixture
def sheet(context: BrowserContext, address: str, book: Book, lang: str) -> Iterator[Page]:
    """The open sheet; afterwards nothing may have been asked of any server but the site's own files."""
    wrong: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.on(
        "request",
        lambda request: (request.method == "GET" and "?" not in request.url) or wrong.append(request.url),
    )
    page.goto(address + book.pages[lang, PAGE].address)
    expect(page.locator(".case-sheet")).to_be_visible()
    yield page
    assert wrong == []


def put(page: Page, key: str, value: str) -> None:
    control = page.locator(f'[data-key="{key}"]')
    if control.evaluate("one => one.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)


def text(page: Page) -> list[str]:
    return page.locator(".sheet-send pre").text_content().splitlines()


def test_the_text_has_one_line_a_field_in_indonesian(sheet: Page, lang: str) -> None:
    address = sheet.url
    put(sheet, "1 Kode kasus", "DPD-26-014")
    put(sheet, "2 Diterima tanggal", "2026-11-21")
    put(sheet, "2 Diterima jam", "08:30")
    put(sheet, "3 Gawat", "tidak")
    put(sheet, "6 Masalah kode kartu", "K2")
    put(sheet, "19 Uang kembali Rp", "Rp1.500.000")
    assert text(sheet) == [
        FIRST_LINE,
        "1 Kode kasus: DPD-26-014",
        "2 Diterima tanggal: 2026-11-21",
        "2 Diterima jam: 08:30",
        "3 Gawat: tidak",
        "6 Masalah kode kartu: K2",
        "19 Uang kembali Rp: 1500000",
    ]
    assert sheet.url == address
    sheet.get_by_role("button", name=WORDS[lang]["share"]).click()
    assert sheet.evaluate("shared") == {"text": "\n".join(text(sheet))}
    link = sheet.locator("[data-do=whatsapp]").get_attribute("href")
    scheme, _, sent = link.partition("?text=")
    assert scheme == "whatsapp://send"
    assert unquote(sent).splitlines() == text(sheet)


def test_name_nik_telephone_and_diagnosis_go_out_only_one_by_one(sheet: Page) -> None:
    put(sheet, "1 Kode kasus", "DPD-26-014")
    sheet.locator(".sheet-private summary").click()
    told = {"Nama": "Contoh", "NIK": NIK, "Telepon": MOBILE, "Diagnosis": "contoh diagnosis"}
    for key, value in told.items():
        sheet.locator(f'[data-private="{key}"]').fill(value)
    whole = "\n".join(text(sheet)) + unquote(sheet.locator("[data-do=whatsapp]").get_attribute("href"))
    assert not [value for value in told.values() if value in whole]
    for key, value in told.items():
        tick = sheet.locator(f'[data-with="{key}"]')
        tick.check()
        assert text(sheet)[2:] == [f"{key}: {value}"]
        tick.uncheck()
    assert sheet.evaluate("JSON.stringify(localStorage)").find(NIK) == -1
    sheet.reload()
    expect(sheet.locator('[data-private="NIK"]')).to_have_value(NIK)
    assert sheet.locator("[data-with]:checked").count() == 0


SPACED = f"{NIK[:4]} {NIK[4:8]} {NIK[8:12]} {NIK[12:]}"


@pytest.mark.parametrize("number", [NIK, SPACED, CARD, MOBILE, "+62" + MOBILE[1:]])
def test_what_looks_like_a_persons_number_is_taken_out_of_other_fields(sheet: Page, number: str) -> None:
    put(sheet, "20 Pelajaran", f"nomornya {number}, dicek 165 pukul 08.30, Rp150.000")
    assert text(sheet)[1] == "20 Pelajaran: nomornya […], dicek 165 pukul 08.30, Rp150.000"
    expect(sheet.locator(".sheet-note")).to_contain_text("[…]")


@pytest.mark.parametrize(
    ("admitted", "aim", "limit"),
    [
        ("2026-11-20T08:30", "Senin, 23 November 2026 pukul 08.30.", "Rabu, 25 November 2026 pukul 08.30."),
        ("2026-11-21T10:00", "Selasa, 24 November 2026 pukul 10.00.", "Kamis, 26 November 2026 pukul 00.00."),
        ("2026-11-23T08:30", "Kamis, 26 November 2026 pukul 08.30.", "Kamis, 26 November 2026 pukul 08.30."),
    ],
    ids=["friday", "saturday", "monday"],
)
@pytest.mark.parametrize("lang", ["id"])
def test_the_clock_tells_our_aim_and_the_rules_limit_apart(
    sheet: Page, admitted: str, aim: str, limit: str
) -> None:
    day, hour = admitted.split("T")
    put(sheet, "9 Masuk tgl", day)
    put(sheet, "9 Masuk jam", hour)
    outputs = sheet.locator(".sheet-clock output")
    expect(outputs.nth(0)).to_have_text(aim)
    expect(outputs.nth(1)).to_have_text(limit)
    expect(sheet.locator(".sheet-clock")).to_contain_text("Hari libur tidak diketahui di sini.")


def test_a_closed_case_is_not_sent_without_its_outcome_in_words(sheet: Page) -> None:
    sheet.clock.set_fixed_time("2026-11-22T06:30:00+07:00")  # in Greenwich still the day before
    put(sheet, "17 Kode tutup", "selesai")
    expect(sheet.locator(".send-ways")).to_be_hidden()
    expect(sheet.locator(".sheet-note")).to_contain_text("18")
    assert text(sheet) == []
    outcome = sheet.locator('[data-key="18 Hasil"]')
    expect(outcome).to_have_attribute("aria-invalid", "true")
    outcome.fill("   ")
    expect(sheet.locator(".send-ways")).to_be_hidden()
    outcome.fill("kartu aktif lagi")
    expect(sheet.locator(".send-ways")).to_be_visible()
    assert text(sheet)[1:] == [
        "17 Kode tutup tanggal: 2026-11-22",
        "17 Kode tutup: selesai",
        "18 Hasil: kartu aktif lagi",
    ]


def test_it_is_kept_offline_until_wiped_with_one_question(
    sheet: Page, context: BrowserContext, lang: str
) -> None:
    put(sheet, "1 Kode kasus", "DPD-26-014")
    sheet.reload()
    expect(sheet.locator('[data-key="1 Kode kasus"]')).to_have_value("DPD-26-014")
    assert all(key.startswith("saku:") for key in sheet.evaluate("Object.keys(localStorage)"))
    sheet.wait_for_load_state("networkidle")  # edisi.json is still asked for
    context.set_offline(True)
    put(sheet, "20 Pelajaran", "contoh")
    wipe = sheet.get_by_role("button", name=WORDS[lang]["wipe"])
    status = sheet.locator(".sheet-wipe [role=status]")
    wipe.click()
    expect(status).to_contain_text(WORDS[lang]["sure"])
    assert sheet.evaluate("localStorage.length") == 1
    wipe.click()
    expect(status).to_have_text(WORDS[lang]["done"])
    assert sheet.evaluate("localStorage.length + sessionStorage.length") == 0
    expect(sheet.locator('[data-key="1 Kode kasus"]')).to_have_value("")
    assert text(sheet) == []


@pytest.mark.parametrize("lang", ["id"])
def test_a_pasted_sum_loses_its_decimals_and_a_typed_one_no_digit(sheet: Page) -> None:
    money = sheet.locator('[data-key="19 Uang kembali Rp"]')
    for pasted in ("1.250.000,00", "Rp 1,250,000.5", "Rp1.250.000,-", "1250000"):
        money.fill(pasted)
        assert text(sheet)[1:] == ["19 Uang kembali Rp: 1250000"]
        money.blur()
        expect(money).to_have_value("1250000")
        money.fill("")
    money.press_sequentially("1.250.000")
    money.blur()
    expect(money).to_have_value("1250000")
    money.fill("banyak")
    assert text(sheet) == []


@pytest.mark.parametrize("lang", ["id"])
def test_wiping_reaches_the_sheet_in_another_tab(sheet: Page, context: BrowserContext) -> None:
    put(sheet, "1 Kode kasus", "DPD-26-014")
    other = context.new_page()
    other.goto(sheet.url)
    code, name = other.locator('[data-key="1 Kode kasus"]'), other.locator('[data-private="Nama"]')
    expect(code).to_have_value("DPD-26-014")
    other.locator(".sheet-private summary").click()
    name.fill("Contoh")
    other.locator('[data-with="Nama"]').check()
    wipe = sheet.get_by_role("button", name=WORDS["id"]["wipe"])
    wipe.click()
    wipe.click()
    expect(code).to_have_value("")
    expect(name).to_have_value("")
    expect(other.locator('[data-with="Nama"]')).not_to_be_checked()
    assert text(other) == []
    put(other, "20 Pelajaran", "contoh")
    kept = other.evaluate(
        "JSON.stringify([...Object.values(localStorage), ...Object.values(sessionStorage)])"
    )
    assert "contoh" in kept and "DPD-26-014" not in kept and "Contoh" not in kept


@pytest.mark.parametrize("lang", ["id"])
def test_a_page_that_comes_back_from_the_history_shows_what_the_device_keeps(sheet: Page) -> None:
    put(sheet, "1 Kode kasus", "DPD-26-014")
    sheet.evaluate("localStorage.clear()")  # by another page of this tab: it gets no storage event
    sheet.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(sheet.locator('[data-key="1 Kode kasus"]')).to_have_value("")
    assert text(sheet) == []


def test_a_filled_sheet_becomes_the_row_that_the_register_would_give(
    sheet: Page, book: Book, lang: str, tmp_path: Path
) -> None:
    filled = {
        "1 Kode kasus": "DPD-26-014",
        "1 Kode kasus kota RS": "Kota Bekasi",
        "2 Diterima tanggal": "2026-11-21",
        "2 Diterima jam": "08:30",
        "6 Masalah kode kartu": "K2",
        "6 Masalah minta": "kartu aktif hari ini",
        "7 Faskes": "RS swasta",
        "10 Segmen": "PBI",
        "17 Kode tutup": "selesai",
        "17 Kode tutup tanggal": "2026-11-22",
        "18 Hasil": "kartu aktif lagi: uang kembali",
        "19 Uang kembali": "ya",
        "19 Uang kembali Rp": "1500000",
        "20 Pelajaran": "minta surat di hari pertama",
    }
    for key, value in filled.items():
        put(sheet, key, value)
    sheet.locator(".sheet-private summary").click()
    sheet.locator('[data-private="Nama"]').fill("Contoh")
    sheet.locator('[data-with="Nama"]').check()
    sheet.get_by_role("button", name=WORDS[lang]["share"]).click()
    (tmp_path / "pesan.txt").write_text(sheet.evaluate("shared.text"), encoding="utf-8")
    words, today = words_of(book), date(2026, 11, 30)
    read = read_file(tmp_path, tmp_path / "pesan.txt", words, today)
    row = {
        "code": "DPD-26-014", "received": date(2026, 11, 21), "city": "Kota Bekasi", "card": "K2",
        "facility": "RS swasta", "segment": "PBI", "closed": date(2026, 11, 22), "outcome": "selesai",
        "money": 1500000, "lesson": "minta surat di hari pertama",
    }  # fmt: skip
    assert read.cases == [Row("pesan.txt", 1, row, words, today, plain=False).case()]
    assert read.cases[0].money == 1500000
    assert [found.key for found in read.found] == ["private"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_filled_in_it_is_no_barrier_and_nothing_is_too_small(
    browser: Browser, address: str, book: Book, lang: str, scheme: str
) -> None:
    with phone(browser, color_scheme=scheme) as page:
        page.goto(address + book.pages[lang, PAGE].address)
        put(page, "9 Masuk tgl", "2026-11-20")
        put(page, "9 Masuk jam", "08:30")
        put(page, "17 Kode tutup", "selesai")
        assert barriers(page) == []
        put(page, "18 Hasil", "contoh")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        for one in page.locator(".case-sheet :is(input, select, button, summary, .tool):visible").all():
            box = one.bounding_box()
            assert min(box["width"], box["height"]) >= 44, one.evaluate("element => element.outerHTML")


def test_without_javascript_the_paper_sheet_is_one_tap_away(
    browser: Browser, address: str, book: Book, lang: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + book.pages[lang, PAGE].address)
    expect(page.locator(".case-sheet")).to_be_hidden()
    page.locator("article > p a").first.click()
    expect(page).to_have_url(address + book.pages[lang, "formulir/lembar-kasus"].address)
    context.close()
