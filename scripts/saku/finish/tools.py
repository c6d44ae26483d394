"""What helps at the counter: clock, sentence to show, text to send, ticks, how to suggest a correction.

Everything is in the page when it is built; the scripts in `docs/assets/js` only show and move it.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from lxml.html import HtmlElement

from saku.finish.leaf import Leaf
from saku.finish.message import message
from saku.finish.words import day
from saku.model import Book, Card
from saku.schema import Lang, Rule
from saku.source import CITATION, plain

TEMPLATE = "tools.html"
CLOCKS = {"A10": "admission", "A188": "admission", "A136": "accident", "A392": "diagnosis", "A151": "verdict"}
"""Rules whose limit counts in hours, and from when. A card gets the clock of the first that it prints."""
HOURS = re.compile(r"(?:(\d+) × )?(\d+) jam")
PLACE = re.compile(r"\*\*(.+?):\*\*")
QUOTED = re.compile(r'"([^"]+)"')
SHOWN = re.compile(r"(?:Tunjukkan|Sebut): (.+?)\.?$")


@dataclass(frozen=True)
class Clock:
    kind: str
    hours: int


@dataclass(frozen=True)
class Said:
    """One sentence for the counter: where, the words (always Indonesian), their translation, the rule."""

    place: str
    words: str
    translation: str
    rule: str


def card_tools(leaf: Leaf, site_url: str) -> None:
    """Put the tools of a card around its text; all of them carry `data-tool` and stay off paper."""
    if not (card := leaf.card) or leaf.withdrawn:
        return
    clock = clock_of(leaf.book, card)
    article = leaf.article
    review = leaf.fragments("past_review", TEMPLATE, date=day(card.front.review_by, leaf.lang))
    article.find("h1").addprevious(review[0])
    if clock:
        article.find("p[@class='deadline']").addnext(leaf.fragments("clock", TEMPLATE, clock=clock)[0])
    phones = article.xpath(".//*[self::section or @class='deadline']//a[@class='phone']/text()")
    text = message(leaf.book, card, leaf.lang, phones, site_url and site_url + leaf.page.address)
    article.extend(
        leaf.fragments(
            "foot",
            TEMPLATE,
            said=said(card, leaf.lang),
            text=text,
            whatsapp="https://wa.me/?text=" + quote(text),
            steps=steps_mark(card),
            clock=clock,
        )
    )


def clock_of(book: Book, card: Card) -> Clock | None:
    """The clock of a card: the first rule that it prints, not in its details, whose limit counts in hours."""
    page = card.pages["id"]
    texts = [card.words["id"].deadline]
    texts += [block.text for section in page.printed() for block in section.blocks]
    code = next((code for code in CITATION.findall(" ".join(texts)) if code in CLOCKS), None)
    return Clock(CLOCKS[code], hours(book.rules.entries[code])) if code else None


def hours(rule: Rule) -> int:
    """The limit of a rule, from its figures: `3 × 24 jam` → 72."""
    match = next(match for number in rule.numbers if (match := HOURS.fullmatch(number)))
    return int(match[1] or 1) * int(match[2])


def said(card: Card, lang: Lang) -> list[Said]:
    """What is said and shown at the counter, from `#ucapkan`; the officer reads Indonesian in any edition."""
    pages = (card.pages["id"], card.pages[lang])
    pairs = zip(*(page.section("ucapkan").blocks for page in pages), strict=True)
    return [
        Said(
            place=PLACE.search(here.text)[1],
            words=" ".join(QUOTED.findall(plain(original.text))),
            translation="" if lang == "id" else " ".join(QUOTED.findall(plain(here.text))),
            rule=shown[1] if (shown := SHOWN.search(plain(original.text))) else "",
        )
        for original, here in pairs
    ]


def steps_mark(card: Card) -> str:
    """Fingerprint of the steps: ticks of other steps are forgotten, so that none seems done that is not."""
    text = "\n".join(plain(block.text) for block in card.pages["id"].section("langkah").blocks)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def suggest(leaf: Leaf) -> None:
    """The way to suggest a correction, in the footer of every page, with code and edition filled in."""
    edition = leaf.book.edition
    code = leaf.card.code if leaf.card else leaf.page.name
    form = ""
    if edition.repository:
        query = urlencode({"template": "kartu-keliru.yml", "code": code, "edition": edition.number})
        form = f"{edition.repository.rstrip('/')}/issues/new?{query}"
    footer = leaf.tree.xpath("//footer")[0]
    date = day(edition.date, leaf.lang)
    footer[:0] = leaf.fragments("suggest", TEMPLATE, code=code, edition=edition, date=date, form=form)


def mark_outgoing(leaf: Leaf, site_url: str) -> None:
    """A link to another site says so: an arrow (by style), and words for those who hear the page."""
    links: list[HtmlElement] = [
        link
        for link in leaf.tree.xpath("//body//a[starts-with(@href, 'http')]")
        if not (site_url and link.get("href").startswith(site_url))
    ]
    for link in links:
        link.set("aria-describedby", "out")
    if links:
        leaf.tree.xpath("//footer")[0].extend(leaf.fragments("outgoing", TEMPLATE))
