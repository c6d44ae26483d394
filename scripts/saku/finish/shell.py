"""The frame around the text: head, language switch, draft mark, footer; and no theme scripts."""

from lxml.html import HtmlElement
from lxml.html.builder import LINK, META, SCRIPT, TITLE

from saku.finish.leaf import Leaf
from saku.finish.search import part_names
from saku.finish.words import day
from saku.schema import LANGS
from saku.source import plain

DEAD_WEIGHT = """
    //script | //noscript | //link[@rel="canonical" or @rel="alternate" or @rel="prev" or @rel="next"]
    | //meta[@name="generator" or @name="description"] | //title
    | //input[contains(@class, "md-toggle")] | //label[contains(@class, "md-overlay")]
    | //*[@data-md-component="skip" or @data-md-component="announce" or @data-md-component="dialog"]
    | //link[contains(@href, "stylesheets/palette")]
"""
"""What the theme puts into each page for scripts that this site does not carry."""

BARS = {"light": "#0b5d1e", "dark": "#0c4219"}
"""Colour of the header, which the browser gives to its own bar: `--bar` of screen.css."""


def frame(leaf: Leaf, site_url: str) -> None:
    """`site_url` ends with a slash, or is empty: then no absolute address is written."""
    tree, edition = leaf.tree, leaf.book.edition
    for node in tree.xpath(DEAD_WEIGHT):
        node.drop_tree()
    for node in tree.xpath("//*[@data-md-component]"):
        del node.attrib["data-md-component"]
    tree.set("lang", leaf.lang)
    tree.attrib.pop("class", None)
    tree.set("data-edition", edition.number)
    tree.set("data-date", str(edition.date))
    if edition.offline:
        tree.set("data-offline", "")
    head = tree.find("head")
    for element in _head(leaf, site_url):
        head.append(element)
    tree.find(".//main").set("id", "isi")
    for cell in leaf.article.iter("th"):
        cell.set("scope", "col")
    for table in leaf.article.iter("table"):
        table.set("tabindex", "0")  # a wide one is scrolled sideways, also by keyboard
    _language_link(leaf)
    _search(leaf)
    if edition.offline and leaf.page.name == "index":
        leaf.article.find("p").addnext(leaf.fragments("keep")[0])
    if not edition.ratified:
        leaf.article.addprevious(leaf.fragments("draft")[0])
    footer = tree.xpath("//footer")[0]
    footer.extend(leaf.fragments("footer", edition=edition, date=day(edition.date, leaf.lang)))
    _codes_in_menu(leaf)


def description(leaf: Leaf) -> str:
    """One sentence: the page's own, of a card the first of its right, or that it is withdrawn."""
    if not leaf.card:
        return leaf.page.front.data["description"]
    if leaf.withdrawn:
        sentence = leaf.book.strings["withdrawn"][leaf.lang]
    else:
        right = leaf.page.section("hak")
        sentence = plain(right.blocks[0].text).split(". ")[0].rstrip(".") if right else ""
    return f"{leaf.card.code} {leaf.card.words[leaf.lang].title}. {sentence}."


def _head(leaf: Leaf, site_url: str) -> list[HtmlElement]:
    name = leaf.book.strings["title"][leaf.lang]
    title = plain(leaf.page.front.data["title"])
    if leaf.card:
        title = f"{leaf.card.code} {title}"
    elements = [TITLE(f"{title} · {name}"), META(name="description", content=description(leaf))]
    elements.append(META(name="referrer", content="no-referrer"))
    elements.append(META(name="color-scheme", content="light dark"))
    for scheme, colour in BARS.items():
        elements.append(META(name="theme-color", content=colour, media=f"(prefers-color-scheme: {scheme})"))
    root = "../" * leaf.page.address.count("/")
    if leaf.page.name == "index":  # installed from here; on a card two more requests would not help anybody
        elements.append(LINK(rel="manifest", href="manifest.webmanifest"))
        elements.append(LINK(rel="apple-touch-icon", href=f"{root}assets/img/icon-192.png"))
    elements.append(SCRIPT(type="module", src=f"{root}assets/js/app.js"))
    if site_url:
        elements.append(LINK(rel="canonical", href=site_url + leaf.page.address))
        addresses = {lang: leaf.book.pages[lang, leaf.page.name].address for lang in LANGS}
        for hreflang, address in [*addresses.items(), ("x-default", addresses["id"])]:
            elements.append(LINK(rel="alternate", hreflang=hreflang, href=site_url + address))
    return elements


def _language_link(leaf: Leaf) -> None:
    other = "en" if leaf.lang == "id" else "id"
    link = leaf.tree.xpath("//a[@class='saku-language']")[0]
    link.set("href", leaf.to(leaf.page.name, lang=other))
    link.set("hreflang", other)
    link.set("lang", other)
    link.text = leaf.book.strings["other_language"][leaf.lang]


def _codes_in_menu(leaf: Leaf) -> None:
    """The menu names a card by code and title; the theme knows only titles."""
    titles = {leaf.to(card.pages["id"].name): card for card in leaf.book.cards.values()}
    for link in leaf.tree.xpath("//nav[@id='menu']//a"):
        card = leaf.card if link.get("href") == "./" else titles.get(link.get("href"))
        if card:
            link.text = f"{card.code} {card.words[leaf.lang].title}"


def _search(leaf: Leaf) -> None:
    """The button of the header, and the dialog it opens; a script shows both."""
    button = leaf.tree.xpath("//button[@id='cari']")[0]
    button.text = leaf.book.strings["search"][leaf.lang]
    for element in leaf.fragments("search", parts=part_names(leaf.book)):
        leaf.tree.find("body").append(element)
