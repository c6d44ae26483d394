"""Questions to test oneself with: complete without a script; with one, a tap answers, the phone keeps it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import ROOT
from saku.editions.parts import Part
from saku.finish.training import LETTERS, question_mark, questions_of
from saku.model import Book
from saku.schema import Both
from test_accessibility import barriers, phone

PAGE = "sop/alur"
WORDS = {
    "id": {"right": "Benar.", "wrong": "Belum tepat. Jawabannya:", "again": "Hapus dan ulangi",
           "score": "Benar 1, salah 1, dari 5 soal.", "wipe": "Hapus semua catatan"},
    "en": {"right": "Right.", "wrong": "Not quite. The answer:", "again": "Wipe and start again",
           "score": "1 right, 1 wrong, of 5.", "wipe": "Wipe all notes"},
}  # fmt: skip


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    yield context
    context.close()


@pytest.fixture
def card(context: BrowserContext, address: str, book: Book, lang: str) -> Iterator[Page]:
    """D1 with its questions open; afterwards nothing may have failed or gone elsewhere."""
    wrong: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    page.on("request", lambda request: "127.0.0.1" in request.url or wrong.append(request.url))
    page.on("request", lambda request: request.method == "GET" or wrong.append(request.method))
    page.goto(address + book.cards["D1"].pages[lang].address)
    opened(page)
    yield page
    assert wrong == []


def opened(page: Page) -> Page:
    page.locator("#uji > summary").click()
    expect(page.locator(".option").first).to_be_visible()
    return page


def options(page: Page, number: int):
    return page.locator("[data-question]").nth(number).locator(".option")


def answers(book: Book, name: str = "D1") -> list[int]:
    return [question.answer for question in questions_of(book, name).values()]


def test_every_card_has_its_questions_in_the_order_of_the_file(site: Path, book: Book, lang: str) -> None:
    for name in {*book.cards, *(one.card for one in book.questions.entries.values())}:
        page = book.cards[name].pages[lang] if name in book.cards else book.pages[lang, name]
        tree = html.document_fromstring((site / page.address / "index.html").read_text(encoding="utf-8"))
        (box,) = tree.xpath("//article/details[@id='uji']")
        assert not box.xpath("following-sibling::*[@id='rinci']")
        questions = questions_of(book, name)
        assert str(len(questions)) in box.findtext("summary")
        assert box.xpath(".//li/@data-question") == list(questions)
        for item, question in zip(box.xpath(".//li[@data-question]"), questions.values(), strict=True):
            assert item.find("p").text_content() == question.stem[lang]
            said = [option.text_content() for option in item.xpath("./ol[@class='options']/li")]
            assert said == [option[lang] for option in question.options]
            assert not item.xpath("./ol[@class='options']//*[self::a or self::abbr]")
            answer = item.find("details/p")
            assert answer.text_content().startswith(f"{LETTERS[question.answer]}. {question.why[lang]}")
            assert tuple(answer.xpath("a[@class='rule']/text()")) == question.rules


def test_without_a_script_options_are_a_list_and_the_answer_unfolds(
    browser: Browser, address: str, book: Book, lang: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + book.cards["D1"].pages[lang].address)
    page.locator("#uji > summary").click()
    assert page.locator("#uji button:visible").count() == 0
    why = page.locator("#uji .answer p").first
    expect(why).to_be_hidden()
    page.locator("#uji .answer summary").first.click()
    expect(why).to_be_visible()
    context.close()


def test_a_tap_says_right_or_wrong_with_the_reason(card: Page, book: Book, lang: str) -> None:
    right = answers(book)
    options(card, 0).nth((right[0] + 1) % 3).click()
    options(card, 1).nth(right[1]).click()
    questions = list(questions_of(book, "D1").values())
    for number, word in ((0, "wrong"), (1, "right")):
        verdict = card.locator("[data-question]").nth(number).get_by_role("status")
        expect(verdict).to_contain_text(WORDS[lang][word])
        expect(verdict).to_contain_text(questions[number].why[lang])
        expect(verdict.locator("a.rule").first).to_have_text(questions[number].rule)
        expect(options(card, number).nth(right[number])).to_have_class("option right")
    expect(card.locator(".check-note")).to_contain_text(WORDS[lang]["score"])
    options(card, 0).nth(right[0]).dispatch_event("click")  # the first answer counts
    expect(card.locator(".check-note")).to_contain_text(WORDS[lang]["score"])
    expect(card.locator("[data-question]").nth(2).get_by_role("status")).to_be_empty()


def test_answers_are_there_after_a_reload_and_only_on_the_device(card: Page, book: Book, lang: str) -> None:
    options(card, 0).nth(answers(book)[0]).click()
    before = card.url
    card.reload()
    assert card.url == before
    opened(card)
    expect(card.locator("[data-question]").first.get_by_role("status")).to_contain_text(WORDS[lang]["right"])
    card.get_by_role("button", name=WORDS[lang]["again"]).click()
    expect(options(card, 0).first).to_be_focused()
    expect(card.locator(".check-note")).to_be_hidden()
    assert card.evaluate("localStorage.length") == 0


def test_the_button_of_the_card_wipes_them_too(card: Page, book: Book, lang: str) -> None:
    options(card, 0).nth(answers(book)[0]).click()
    assert card.evaluate("Object.keys(localStorage).filter((key) => key.endsWith(':check:D1')).length") == 1
    wipe = card.get_by_role("button", name=WORDS[lang]["wipe"])
    wipe.click()
    wipe.click()
    expect(card.locator("[data-question]").first.get_by_role("status")).to_be_empty()
    assert card.evaluate("localStorage.length") == 0
    card.reload()
    opened(card)
    expect(card.locator(".check-note")).to_be_hidden()


def test_an_answer_to_another_wording_or_what_is_no_answer_is_forgotten(card: Page, book: Book) -> None:
    options(card, 0).nth(0).click()
    options(card, 1).nth(0).click()
    key = card.evaluate("Object.keys(localStorage)[0]")
    for kept in (
        '{"Q01": {"mark": "00000000", "choice": 0}}',
        '{"Q01": {"mark": "MARK", "choice": 7}}',
        '{"Q01": 3}',
        "3",
        "{",
    ):
        mark = question_mark(book.questions.entries["Q01"])
        card.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept.replace("MARK", mark)])
        card.reload()
        opened(card)
        expect(card.locator(".check-note")).to_be_hidden()


def test_a_changed_question_has_another_mark(book: Book) -> None:
    question = book.questions.entries["Q01"]
    same = question.model_copy(update={"why": Both(id="Lain.", en="Other.")})
    other = question.model_copy(update={"answer": 0})
    assert question_mark(same) == question_mark(question) != question_mark(other)


def test_by_keyboard_alone(card: Page, lang: str) -> None:
    card.locator("#uji > summary").focus()
    card.keyboard.press("Tab")
    expect(options(card, 0).first).to_be_focused()
    card.keyboard.press("Tab")
    card.keyboard.press("Space")
    expect(options(card, 0).nth(1)).to_be_focused()
    expect(options(card, 0).nth(1)).to_have_attribute("aria-pressed", "true")
    expect(card.locator("[data-question]").first.get_by_role("status")).not_to_be_empty()


def test_its_script_comes_when_it_is_opened_and_not_before(
    context: BrowserContext, address: str, book: Book
) -> None:
    asked: set[str] = set()  # the worker, once it is there, asks again for what the page asks for
    context.on("request", lambda request: asked.add(request.url))
    page = context.new_page()
    page.goto(address + book.cards["D1"].pages["id"].address)
    expect(page.locator(".tool-bar")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 8 and not [url for url in asked if "selfcheck" in url]
    opened(page)
    assert [url for url in asked if "selfcheck" in url]


def test_where_its_script_cannot_come_the_answers_still_unfold(
    context: BrowserContext, address: str, book: Book
) -> None:
    context.route("**/selfcheck.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(address + book.cards["D1"].pages["id"].address)
    page.locator("#uji > summary").click()
    page.locator("#uji .answer summary").first.click()
    expect(page.locator("#uji .answer p").first).to_be_visible()


def test_a_chapter_has_its_questions_as_well(context: BrowserContext, address: str, book: Book) -> None:
    page = context.new_page()
    page.goto(address + book.pages["id", PAGE].address)
    opened(page)
    options(page, 0).nth(answers(book, PAGE)[0]).click()
    expect(page.locator("[data-question]").first.get_by_role("status")).to_contain_text("Benar.")
    page.reload()
    opened(page)
    expect(page.locator("[data-question]").first.get_by_role("status")).to_contain_text("Benar.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_and_nothing_too_small_once_answered(
    browser: Browser, address: str, book: Book, lang: str, scheme: str
) -> None:
    with phone(browser, color_scheme=scheme) as page:
        page.goto(address + book.cards["D1"].pages[lang].address)
        opened(page)
        right = answers(book)
        options(page, 0).nth((right[0] + 1) % 3).click()
        options(page, 1).nth(right[1]).click()
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.set_viewport_size({"width": 480, "height": 740})  # a short option has one line
        for one in page.locator("#uji button:visible, #uji summary").all():
            box = one.bounding_box()
            assert min(box["width"], box["height"]) >= 44, one.evaluate("element => element.outerHTML")


def test_it_stands_on_no_paper_and_not_in_the_single_file(site: Path, book: Book, lang: str) -> None:
    part = Part(book, site, book.cards["D1"].pages[lang], printed=[], written_out=set())
    stem = questions_of(book, "D1")["Q01"].stem[lang]
    assert stem not in part.text
    single = html.document_fromstring((site / f"unduh/buku-saku-{lang}.html").read_text(encoding="utf-8"))
    assert stem not in single.find(".//main").text_content()
    assert not single.xpath("//*[@data-question]")


def test_its_words_stand_in_the_page_not_in_the_script() -> None:
    script = (ROOT / "docs/assets/js/selfcheck.js").read_text(encoding="utf-8")
    assert not [word for words in WORDS.values() for word in words.values() if f'"{word}"' in script]
