"""Everyone can use the site: axe on every page, by night, enlarged, printed, by keyboard, without motion."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from saku.finish.shell import BARS

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "color-contrast": {"enabled": False},  # 4.5:1, which the next one includes
    "color-contrast-enhanced": {"enabled": True},  # 7:1
    "target-size": {"enabled": True},  # 24 px; what must have 44 is tested below
}
COLOURS = ["color-contrast-enhanced", "link-in-text-block"]
"""What the colour scheme can change; everything else is the same by day and by night."""
SCHEMES = ("light", "dark")
TYPES = [
    "", "gawat/", "mengadu/", "kartu/pbi-nonaktif/", "kartu/igd-ditolak/", "sop/alur/",
    "aturan/kepesertaan/", "aturan/keliru/", "formulir/pengaduan-rs/", "formulir/lembar-kasus/",
    "wilayah/angka-uhc/", "alat/lembar-kasus/", "glosarium/", "indeks/", "tentang/unduh/",
]  # fmt: skip
"""One page of each type; the English ones stand below en/."""

UNFOLD = """() => {
    document.querySelectorAll('details').forEach((one) => { one.open = true });
    // The bar stays at the foot of the screen while ticks scroll under it; axe would call those too small.
    document.querySelectorAll('.tool-bar').forEach((one) => { one.style.position = 'static' });
}"""
WIDE = """() => [...document.querySelectorAll('header *, article *, footer *')]
    .filter((one) => !one.closest('table, .saku-skip'))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 80))"""
INKS = """() => [...document.querySelectorAll('body, article, article *, footer, footer *')]
    .filter((one) => one.checkVisibility() && !one.closest('svg, .blank'))
    .map((one) => getComputedStyle(one))
    .map((style) => `${style.color} on ${style.backgroundColor}`)"""
MOVING = """() => [...document.querySelectorAll('*')]
    .filter((one) => ['', '::before', '::after'].some((part) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one, part);
        return transitionDuration !== '0s' || animationName !== 'none' || scrollBehavior === 'smooth';
    }))
    .map((one) => one.outerHTML.slice(0, 80))"""
SMALL = """() => [...document.querySelectorAll('button, summary, input, .saku-menu a, header a, ul.door a')]
    .filter((one) => one.checkVisibility())
    .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < 43.9)
    .map(([text]) => text)"""
STOP = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const seen = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    return outlined && seen ? '' : one.outerHTML.slice(0, 160);
}"""
"""What has the focus, when it has no outline or cannot be seen."""

pytestmark = pytest.mark.parametrize("address", [""], indirect=True)  # once; a sub-path changes no page


@contextmanager
def phone(browser: Browser, width: int = 320, **settings) -> Iterator[Page]:
    """A small phone on which axe may run."""
    context = browser.new_context(viewport={"width": width, "height": 740}, bypass_csp=True, **settings)
    context.add_init_script(AXE)
    yield context.new_page()
    context.close()


def start(page: Page, only: list[str] | None = None) -> None:
    """Let axe begin on the open page, with all details unfolded."""
    kind = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    options = {
        "runOnly": kind,
        "rules": {} if only else RULES,
        "resultTypes": ["violations"],
        "preload": False,
    }
    page.evaluate(UNFOLD)
    page.evaluate("(options) => { window.found = axe.run(document, options) }", options)


def found_on(page: Page) -> list[str]:
    """What axe found, once it is done."""
    return [
        f"{page.url} {one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in page.evaluate("found.then((all) => all.violations)")
        for node in one["nodes"][:3]
    ]


def barriers(page: Page) -> list[str]:
    start(page)
    return found_on(page)


def test_axe_finds_no_barrier_on_any_page_by_day_and_by_night(browser: Browser, address: str, book) -> None:
    found = []
    names = [*(one.address for one in book.pages.values()), "404.html"]
    still = {"reduced_motion": "reduce"}  # else colours are on their way when the night begins
    with phone(browser, **still) as left, phone(browser, **still) as right:  # a processor each
        for pair in zip_longest(names[::2], names[1::2], fillvalue="404.html"):
            for page, name in zip((left, right), pair, strict=True):
                page.emulate_media(color_scheme="light")
                page.goto(address + name)
                start(page)
            for page in (left, right):
                found += found_on(page)
                page.emulate_media(color_scheme="dark")
                start(page, COLOURS)
            found += found_on(left) + found_on(right)
    assert found == []


@pytest.mark.parametrize("lang", ["", "en/"])
def test_text_twice_as_large_stays_readable(browser: Browser, address: str, lang: str) -> None:
    found = []
    with phone(browser, 360) as page:
        for name in TYPES:
            page.goto(address + lang + name)
            page.add_style_tag(content="html { font-size: 250% }")  # the theme's own is 125 %
            found += barriers(page)
            wide = page.evaluate(WIDE)
            found += [f"{name} too wide: {one}" for one in wide[:3]]
    assert found == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", ["", "en/"])
def test_menu_search_and_every_other_box_have_no_barrier(
    browser: Browser, address: str, lang: str, scheme: str
) -> None:
    found = []
    with phone(browser, color_scheme=scheme) as page:
        for name in ("", "kartu/pbi-nonaktif/", "kartu/igd-ditolak/", "formulir/pengaduan-rs/"):
            page.goto(address + lang + name)
            boxes = page.locator("dialog, [popover]")
            for box in boxes.all():
                box.evaluate("(one) => one.showModal ? one.showModal() : one.showPopover()")
                expect(box).to_be_visible()
                found += barriers(page)
                box.evaluate("(one) => one.close ? one.close() : one.hidePopover()")
            assert boxes.count()
    assert found == []


def test_the_device_says_whether_it_is_night(browser: Browser, address: str) -> None:
    for scheme in SCHEMES:
        with phone(browser, color_scheme=scheme) as page:
            page.goto(address)
            paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}[scheme]
            bar = page.evaluate("getComputedStyle(document.querySelector('.saku-header')).backgroundColor")
            assert bar == f"rgb{tuple(bytes.fromhex(BARS[scheme][1:]))}"


def test_print_is_black_on_white_even_at_night(browser: Browser, address: str) -> None:
    with phone(browser, color_scheme="dark") as page:
        page.emulate_media(media="print")
        for name in TYPES:
            page.goto(address + name)
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
            colours = page.evaluate(INKS)
            allowed = {f"rgb(0, 0, 0) on {paper}" for paper in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")}
            assert set(colours) <= allowed, name


def test_who_wants_no_motion_sees_none(browser: Browser, address: str) -> None:
    with phone(browser, reduced_motion="reduce") as page:
        for name in TYPES:
            page.goto(address + name)
            assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("lang", ["", "en/"])
def test_what_is_tapped_is_as_large_as_a_thumb(browser: Browser, address: str, lang: str) -> None:
    with phone(browser) as page:
        for name in TYPES:
            page.goto(address + lang + name)
            page.locator("#menu").evaluate("(one) => one.showPopover()")
            assert page.evaluate(SMALL) == [], name


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; each stop on the way is seen on the screen, with an outline."""
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        assert stop == "", f"{page.url}: no outline or not on the screen: {stop}"
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    pytest.fail(f"not reached by keyboard: {wanted}")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_from_the_menu_to_a_card_its_rule_and_back_by_keyboard(
    browser: Browser, address: str, scheme: str
) -> None:
    with phone(browser, color_scheme=scheme) as page:
        page.goto(address)
        tab_to(page, page.get_by_role("button", name="Menu"))
        page.keyboard.press("Enter")
        tab_to(page, page.locator("#menu").get_by_role("link", name="K2"))
        page.keyboard.press("Enter")
        page.wait_for_url(address + "kartu/pbi-nonaktif/")
        tab_to(page, page.locator("details#rinci summary"))
        page.keyboard.press("Enter")
        expect(page.locator("details#rinci p, details#rinci li").first).to_be_visible()
        rule = page.locator("details#rinci a.rule").first
        tab_to(page, rule)
        place = rule.get_attribute("href").split("#")[1]
        page.goto(rule.evaluate("(one) => one.href"))
        expect(page.locator(f"section#{place}")).to_be_in_viewport()
        page.go_back()
        page.wait_for_url(address + "kartu/pbi-nonaktif/")


def test_the_skip_link_leads_past_the_header(browser: Browser, address: str) -> None:
    with phone(browser) as page:
        page.goto(address + "kartu/pbi-nonaktif/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main')")


def test_a_form_page_and_a_wide_table_by_keyboard(browser: Browser, address: str) -> None:
    with phone(browser) as page:
        page.goto(address + "en/formulir/pengaduan-rs/")
        tab_to(page, page.locator(".original a"))
        page.keyboard.press("Enter")
        page.wait_for_url(address + "formulir/pengaduan-rs/")
        tab_to(page, page.locator("details#rinci summary"))
        page.goto(address + "wilayah/angka-uhc/")
        table = page.locator("article table").first
        tab_to(page, table)
        page.keyboard.press("ArrowRight")
        expect(table).not_to_have_js_property("scrollLeft", 0)
