"""The plain text of a card that a volunteer sends to the family."""

import re
from collections.abc import Iterable, Iterator

from saku.finish.words import day
from saku.model import Book, Card
from saku.schema import Lang
from saku.source import Page, plain

LIMIT = 900
"""Characters, so that the text stays one message that is read to its end."""
SENTENCE_END = re.compile(r"(?<=[.?!])\s+|(?<=[.?!][\"”)])\s+")
CARE_CENTER = "165"


def message(book: Book, card: Card, lang: Lang, phones: Iterable[str], address: str = "") -> str:
    """Code, deadline, right, steps, telephone, edition, and `address` where the site has a public one.

    A text over `LIMIT` loses whole sentences, the last of its longest part first, but keeps the first
    sentence of each; then whole steps, the last first.
    """
    page = card.pages[lang]
    right, *steps = parts = [_right(page), *_steps(page)]
    while len(text := _set(book, card, lang, right, steps, phones, address)) > LIMIT:
        spare = [part for part in parts if len(part) > 1]
        if not spare and not steps:
            break  # the title, one sentence and an address this long: nothing left to shorten
        if spare:
            max(spare, key=lambda part: len(" ".join(part))).pop()
        else:
            parts.remove(steps.pop())
    return text


def _right(page: Page) -> list[str]:
    blocks = page.section("hak").blocks
    return [one for block in blocks if block.kind in ("paragraph", "item") for one in sentences(block.text)]


def _steps(page: Page) -> Iterator[list[str]]:
    for block in page.section("langkah").blocks:
        if block.kind == "step":
            yield sentences(block.text)


def sentences(markdown: str) -> list[str]:
    """The sentences of a paragraph as a reader sees them."""
    return SENTENCE_END.split(plain(markdown))


def _set(
    book: Book,
    card: Card,
    lang: Lang,
    right: list[str],
    steps: list[list[str]],
    phones: Iterable[str],
    address: str,
) -> str:
    page, edition = card.pages[lang], book.edition
    t = {key: both[lang] for key, both in book.strings.items()}
    draft = "" if edition.ratified else f" ({t['draft_short']})"
    lines = [
        f"{card.code} {card.words[lang].title}",
        f"{t['deadline']}: {plain(card.words[lang].deadline)}",
        f"{page.section('hak').heading}: {' '.join(right)}",
        f"{page.section('langkah').heading}:",
        *(f"{number}. {' '.join(step)}" for number, step in enumerate(steps, 1)),
        f"{t['telephone']}: {', '.join(dict.fromkeys(phones)) or CARE_CENTER}",
        f"{t['title']}, {t['edition'].lower()} {edition.number}, {day(edition.date, lang)}{draft}",
        address,
    ]
    return "\n".join(filter(None, lines))
